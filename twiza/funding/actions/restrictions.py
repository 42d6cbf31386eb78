"""Opening a restriction, saying when the Eid prayer is, writing what a waqf earned."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import accounts_of, judge, next_number, take_pen, write_entry
from twiza.funding.models import Entry, Restriction
from twiza.funding.rules.ledger import LineData, Role
from twiza.funding.rules.restrictions import OPENED_BY_HAND, Kind
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotARestriction(DomainError):
    code = "funding.not_a_restriction"


class PrayerIsOver(DomainError):
    code = "funding.prayer_is_over"


@transaction.atomic
def open_restriction(
    *,
    organisation: UUID,
    kind: str,
    label: str = "",
    campaign: UUID | None = None,
    zone: str = "",
    by: User,
    at: datetime,
) -> Restriction:
    """Open what gifts may be bound to. A waqf opens with its yield: the capital stays, the yield is spent.

    Raises:
        NotARestriction: a kind that is not opened by hand, or a purpose without a name.
    """
    check(by, Permission.MONEY_KEEP, organisation)
    if kind not in OPENED_BY_HAND:
        raise NotARestriction(_("Choose to what the gifts are bound."))
    if kind == Kind.PURPOSE and not tidy(label):
        raise NotARestriction(_("Name the purpose in the donor's words."))
    take_pen(organisation)
    restriction = _opened(organisation, kind, label, campaign, zone, at)
    if kind == Kind.WAQF:
        _opened(organisation, Kind.WAQF_YIELD, label, campaign, zone, at, yield_of=restriction)
    audit.record(
        type="funding.restriction_opened",
        target=restriction,
        organisation=organisation,
        by=by,
        at=at,
        kind=kind,
        number=restriction.number,
    )
    return restriction


def _opened(
    organisation: UUID,
    kind: str,
    label: str,
    campaign: UUID | None,
    zone: str,
    at: datetime,
    yield_of: Restriction | None = None,
) -> Restriction:
    return Restriction.objects.create(
        organisation_id=organisation,
        number=next_number(organisation),
        kind=kind,
        label=tidy(label),
        # of a waqf the capital is bound by itself; place and campaign bind what it earns
        campaign=None if kind == Kind.WAQF else campaign,
        zone="" if kind == Kind.WAQF else tidy(zone),
        yield_of=yield_of,
        opened_at=at,
    )


@transaction.atomic
def set_prayer(*, restriction: Restriction, spend_before: datetime, by: User, at: datetime) -> Restriction:
    """Write the time of the Eid prayer, from the announcement: zakat al-fitr is spent before it.

    Raises:
        NotARestriction: this is no zakat al-fitr.
        PrayerIsOver: the prayer that was entered is over, or the new time is.
    """
    check(by, Permission.DONORS_KEEP, restriction)
    restriction = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if restriction.kind != Kind.ZAKAT_AL_FITR:
        raise NotARestriction(_("Only zakat al-fitr waits for the Eid prayer."))
    if spend_before <= at or (restriction.spend_before is not None and restriction.spend_before <= at):
        raise PrayerIsOver(_("This prayer is over. For the next Eid, open a zakat al-fitr of its own."))
    restriction.spend_before = spend_before
    restriction.save(update_fields=["spend_before"])
    audit.record(
        type="funding.prayer_set",
        target=restriction,
        organisation=restriction.organisation_id,
        by=by,
        at=at,
        spend_before=spend_before.isoformat(),
    )
    return restriction


@transaction.atomic
def record_yield(
    *, waqf: Restriction, amount: Decimal, on: date, reference: str, by: User, at: datetime
) -> Entry:
    """Write what a waqf earned, as the bank shows it: it may be spent, the capital may not.

    Raises:
        NotARestriction: this is no waqf, or the amount or the bank's reference is missing.
    """
    check(by, Permission.MONEY_KEEP, waqf)
    earned = Restriction.objects.filter(yield_of=waqf).first()
    if earned is None or amount <= 0 or not tidy(reference):
        raise NotARestriction(_("Give the amount that the waqf earned and the reference of the bank."))
    accounts = accounts_of(waqf.organisation_id)
    entry = write_entry(
        organisation=waqf.organisation_id,
        kind="yield",
        on=on,
        lines=[
            LineData(accounts[Role.BANK], earned.pk, amount, earned.campaign, earned.zone),
            LineData(accounts[Role.YIELDS], earned.pk, -amount, earned.campaign, earned.zone),
        ],
        reference=tidy(reference),
        by=by,
        at=at,
    )
    judge()
    audit.record(
        type="funding.yield_recorded",
        target=entry,
        organisation=waqf.organisation_id,
        by=by,
        at=at,
        restriction=waqf.pk,
        amount=amount,
    )
    return entry
