"""Demands for names: written down, replied to, signed. No name goes out by any of this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.models import Campaign, NameDemand
from twiza.aid.rules import legal
from twiza.aid.rules.demands import Asker, Given, Refused
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Organisation


class UnfitDemand(DomainError):
    """A demand, or a reply, that does not say what it must."""

    code = "aid.unfit_demand"


class CannotSignReply(DomainError):
    """This person may not sign this reply now."""

    code = "aid.cannot_sign_reply"


@dataclass(frozen=True)
class NamesAsked:
    """A demand as it was made.

    Attributes:
        office: of whoever asks, such as "Caïdat of …": an office, never a private name.
        basis: the text that was cited; empty when none was.
        written: on paper, not by word of mouth.
    """

    asker: str
    office: str
    basis: str
    written: bool
    asked_on: date


@transaction.atomic
def record_demand(
    *,
    organisation: "Organisation",
    asked: NamesAsked,
    campaign: Campaign | None = None,
    by: User,
    at: datetime,
) -> NameDemand:
    """Write down that somebody asked for names. It goes to whoever answers for the organisation, with a last day.

    Raises:
        UnfitDemand: no office, or a day in the future.
    """
    check(by, Permission.DEMANDS_RECORD, organisation)
    if not asked.office.strip():
        raise UnfitDemand(_("Write the office that asks: never a private name."))
    if asked.asked_on > timezone.localdate(at):
        raise UnfitDemand(_("The day of the demand lies in the future."))
    delay = queries.delay_of("names_demand_days", on=asked.asked_on)
    due = legal.days_after(asked.asked_on, delay.days, working=delay.working, holidays=queries.closed_days())
    with connection.cursor() as cursor:  # numbers without a gap: one after the other
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"aid.demand:{organisation.pk}"]
        )
    last = NameDemand.objects.filter(organisation_id=organisation.pk).aggregate(last=Max("number"))["last"]
    demand = NameDemand.objects.create(
        organisation_id=organisation.pk,
        campaign=campaign,
        number=(last or 0) + 1,
        asker=Asker(asked.asker).value,
        office=asked.office.strip(),
        basis=asked.basis.strip(),
        written=asked.written,
        asked_on=asked.asked_on,
        due_on=due,
        recorded_at=at,
        recorded_by=by,
    )
    _record("aid.names_demanded", demand, by, at, asker=demand.asker, written=demand.written, due_on=due)
    return demand


@transaction.atomic
def reply_demand(
    *, demand: NameDemand, reasons: Sequence[str], gives: Sequence[str], by: User, at: datetime
) -> NameDemand:
    """Reply to a demand: names are refused, with reasons; papers that hold no person may be given.

    The caller has made sure that `by` signed in again just now. A reply that gives something waits for a second
    signature.

    Raises:
        UnfitDemand: no reason, an unknown one, or it was replied to already.
    """
    check(by, Permission.DEMANDS_ANSWER, demand)
    demand = NameDemand.objects.select_for_update().get(pk=demand.pk)
    if demand.replied_at is not None:
        raise UnfitDemand(_("This demand was replied to already."))
    said = [one.value for one in Refused if one.value in reasons]
    papers = [one.value for one in Given if one.value in gives]
    if not said or len(said) != len(set(reasons)) or len(papers) != len(set(gives)):
        raise UnfitDemand(_("Names are refused for a reason of law: tick at least one."))
    if papers and demand.campaign_id is None:
        raise UnfitDemand(_("A plan or totals are of a campaign: this demand names none."))
    if not set(papers) <= set(queries.may_be_given(demand.campaign)):
        raise UnfitDemand(_("No figures of this campaign are published yet: publish them, then give them."))
    demand.reasons, demand.gives, demand.replied_at, demand.replied_by = said, papers, at, by
    demand.save(update_fields=["reasons", "gives", "replied_at", "replied_by"])
    _record("aid.demand_replied", demand, by, at, reasons=said, gives=papers)
    return demand


@transaction.atomic
def sign_reply(*, demand: NameDemand, by: User, at: datetime) -> NameDemand:
    """Sign a reply that gives something, as the second person. `by` signed in again just now.

    Raises:
        CannotSignReply: the same person replied, or it waits for no signature.
    """
    check(by, Permission.LEGAL_SIGN, demand)
    demand = NameDemand.objects.select_for_update().get(pk=demand.pk)
    if not queries.waits_for_signature(demand):
        raise CannotSignReply(_("This reply waits for no signature."))
    if demand.replied_by_id == by.pk:
        raise CannotSignReply(_("You replied yourself. Another person signs second."))
    demand.signed_at, demand.signed_by = at, by
    demand.save(update_fields=["signed_at", "signed_by"])
    _record("aid.reply_signed", demand, by, at)
    return demand


def _record(type: str, demand: NameDemand, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=demand,
        organisation=demand.organisation_id,
        by=by,
        at=at,
        number=demand.number,
        **data,
    )
