"""Promises of money and of goods, and those that are given up. Gifts that keep them are in `gifts`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import unrestricted
from twiza.funding.actions.gifts import PledgeSettled
from twiza.funding.models import Donor, Pledge, Restriction
from twiza.funding.rules.pledges import NOT_KEPT, State
from twiza.funding.rules.restrictions import Kind
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NothingPledged(DomainError):
    code = "funding.nothing_pledged"


@transaction.atomic
def write_pledge(
    *,
    donor: Donor,
    restriction: Restriction | None,
    kind: str,
    amount: Decimal,
    promised_on: date,
    words: str = "",
    unit: str = "",
    estimated_value: Decimal | None = None,
    campaign: UUID | None = None,
    by: User,
    at: datetime,
) -> Pledge:
    """Write down what a donor promises.

    Args:
        kind: "money" or "goods".
        amount: dirhams of money; of goods, how much, in `unit`.
        promised_on: the day by which it comes.
        words, unit, estimated_value: of goods: what, counted in what, worth about how many dirhams.

    Raises:
        NothingPledged: no amount, or goods without saying what; a restriction that takes no gifts.
    """
    check(by, Permission.DONORS_KEEP, donor)
    restriction = restriction or unrestricted(donor.organisation_id, at=at)
    goods = kind == "goods"
    if amount <= 0 or kind not in ("money", "goods") or (goods and not (tidy(words) and tidy(unit))):
        raise NothingPledged(_("Say how much money; or which goods, how many and counted in what."))
    if restriction.kind == Kind.WAQF_YIELD or restriction.organisation_id != donor.organisation_id:
        raise NothingPledged(_("Choose to what the gift is bound."))
    pledge = Pledge.objects.create(
        organisation_id=donor.organisation_id,
        donor=donor,
        kind=kind,
        amount=amount,
        words=tidy(words) if goods else "",
        unit=tidy(unit) if goods else "",
        estimated_value=estimated_value if goods else None,
        restriction=restriction,
        campaign=restriction.campaign or campaign,
        promised_on=promised_on,
        by=by,
        at=at,
    )
    _record("funding.pledge_written", pledge, by, at, kind=kind, amount=amount)
    return pledge


@transaction.atomic
def give_up_pledge(*, pledge: Pledge, reason_code: str, by: User, at: datetime) -> Pledge:
    """Write that a pledge, or the rest of it, will not be kept. What came stays.

    Raises:
        PledgeSettled: it is kept, or given up already, or the reason is not in the list.
    """
    check(by, Permission.DONORS_KEEP, pledge)
    pledge = Pledge.objects.select_for_update().get(pk=pledge.pk)
    if pledge.state not in (State.OPEN, State.PARTLY) or reason_code not in NOT_KEPT:
        raise PledgeSettled(_("This pledge is settled already, or the reason is missing."))
    pledge.state, pledge.reason_code = State.NOT_KEPT, reason_code
    pledge.save(update_fields=["state", "reason_code"])
    _record("funding.pledge_given_up", pledge, by, at, reason_code)
    return pledge


def _record(type: str, pledge: Pledge, by: User, at: datetime, reason_code: str = "", **data: Any) -> None:
    audit.record(
        type=type,
        target=pledge,
        organisation=pledge.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        donor=pledge.donor_id,
        **data,
    )
