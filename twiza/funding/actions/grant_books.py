"""What an association writes of its grants in its own books: what came, what was spent, what it gave back.

The funder writes what it paid; the association confirms what its own bank says. Neither writes in the books of the other.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import (
    BooksClosed,
    accounts_of,
    judge,
    next_number,
    reverse_entry,
    take_pen,
    write_entry,
)
from twiza.funding.actions.grants import NotNow, refuse_grant
from twiza.funding.models import (
    Account,
    Entry,
    Grant,
    GrantBooking,
    GrantConvention,
    GrantHeading,
    GrantTranche,
    HeadingAccount,
    Project,
    Restriction,
)
from twiza.funding.queries.books import closed_through, sums_of
from twiza.funding.queries.chart import accounts_to_charge
from twiza.funding.rules.ledger import AccountKind, LineData, Role
from twiza.funding.rules.restrictions import Kind
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.web import formats


class NotABooking(DomainError):
    code = "funding.not_a_booking"


_REFUSALS: dict[str, tuple[type[DomainError], Any]] = {
    "grant_booking_tranche_once": (NotNow, _("This tranche stands in the books already.")),
    "booking_is_what_was_paid": (
        NotNow,
        _("The funder has not written this payment. Ask it to, then confirm what came."),
    ),
    "grant_booking_returned_once": (
        NotABooking,
        _("Money given back with this reference of the bank stands in the books already."),
    ),
}


def grant_restriction(grant: Grant, *, at: datetime) -> Restriction:
    """Return what binds the money of a grant in the books of its association, opened at the first need."""
    found = Restriction.objects.filter(grant=grant).first()
    if found is not None:
        return found
    take_pen(grant.grantee_id)
    return Restriction.objects.filter(grant=grant).first() or Restriction.objects.create(
        organisation_id=grant.grantee_id,
        number=next_number(grant.grantee_id),
        kind=Kind.GRANT,
        label=f"{grant.project[:190]} · {grant.code}",
        grant=grant,
        opened_at=at,
    )


def grant_entry(
    *,
    grant: Grant,
    kind: str,
    debit: UUID,
    credit: UUID,
    amount: Decimal,
    on: date,
    project: Project | None = None,
    heading: GrantHeading | None = None,
    reference: str = "",
    by: User,
    at: datetime,
) -> Entry:
    """Write one entry of a grant with its dimensions, part of an action that has checked who may.

    Raises:
        BooksClosed: saying which later day would work. AccountClosed, DayToCome.
    """
    restriction = grant_restriction(grant, at=at)
    convention = GrantConvention.objects.get(grant=grant).convention_id
    lines = [
        LineData(
            account, restriction.pk, sign * amount, currency=grant.currency, funder=grant.organisation_id,
            convention=convention, institution=project.institution_id if project else None,
            project=project.pk if project else None, heading=heading.pk if heading else None,
        )
        for account, sign in ((debit, 1), (credit, -1))
    ]  # fmt: skip
    try:
        entry = write_entry(
            organisation=grant.grantee_id, kind=kind, on=on, lines=lines, reference=reference, by=by, at=at
        )
    except BooksClosed as error:
        raise BooksClosed(
            _("The books are closed up to %(day)s. Write a later day for the books; the paper keeps its own date."),
            day=formats.day(closed_through(grant.grantee_id)),
        ) from error  # fmt: skip
    judge()
    return entry


def account_of_heading(heading: GrantHeading) -> UUID:
    """Return the account to which a heading is charged: the one chosen for it, else purchases."""
    chosen = HeadingAccount.objects.filter(heading=heading).values_list("account_id", flat=True).first()
    organisation: UUID = heading.grantee_id
    return chosen or accounts_of(organisation)[Role.PURCHASES]


def paying_account(organisation: UUID, chosen: Account | None) -> UUID:
    """Return the account out of which an expense is paid: the bank when none is said.

    Raises:
        NotABooking: not one of its accounts of bank and cash; cash that waits for its deposit pays nothing.
    """
    bank = accounts_of(organisation)[Role.BANK]
    if chosen is None:
        return bank
    wrong = chosen.organisation_id != organisation or chosen.kind != AccountKind.ASSET
    if wrong or chosen.role == Role.CASH:
        raise NotABooking(_("Choose the bank or the cash box out of which it was paid."))
    return UUID(str(chosen.pk))


@transaction.atomic
def confirm_tranche(
    *,
    tranche: GrantTranche,
    reference: str,
    on: date,
    project: Project | None = None,
    by: User,
    at: datetime,
) -> GrantBooking:
    """Confirm that a tranche came to the association's own bank: it then stands in its books.

    Args:
        reference: as the association's bank says it. on: the day the bank says, or a later one when books are closed.

    Raises:
        NotNow: the funder has not written it as paid, or it is confirmed. NotABooking: no reference. BooksClosed.
    """
    check(by, Permission.MONEY_KEEP, tranche.grantee_id)
    grant = tranche.grant
    tranche = GrantTranche.objects.get(pk=tranche.pk)
    if tranche.paid_on is None:
        raise NotNow(_REFUSALS["booking_is_what_was_paid"][1])
    if not tidy(reference):
        raise NotABooking(_("Write the reference of the bank."))
    amount = tranche.amount - tranche.held_back
    if amount <= 0:
        raise NotABooking(_("The whole tranche was taken off: nothing came, nothing is written."))
    accounts = accounts_of(grant.grantee_id)
    return _book(
        "received", grant, tranche, amount, on, tidy(reference), by, at,
        debit=accounts[Role.BANK], credit=accounts[Role.SUBSIDIES], project=project,
    )  # fmt: skip


@transaction.atomic
def give_back(
    *,
    grant: Grant,
    amount: Decimal,
    reference: str,
    on: date,
    project: Project | None = None,
    by: User,
    at: datetime,
) -> GrantBooking:
    """Write that money of a grant went back to its funder, never more than is left of it.

    Raises:
        NotABooking: no reference, or more than is left. BooksClosed.
    """
    check(by, Permission.MONEY_KEEP, grant.grantee_id)
    take_pen(grant.grantee_id)
    restriction = Restriction.objects.filter(grant=grant).first()
    left = sums_of(restriction).left if restriction else Decimal(0)
    if not tidy(reference) or not 0 < amount <= left:
        raise NotABooking(
            _("Write the reference of the bank and an amount up to what is left of this grant: %(left)s dirhams."),
            left=max(left, Decimal(0)),
        )  # fmt: skip
    accounts = accounts_of(grant.grantee_id)
    return _book(
        "returned", grant, None, amount, on, tidy(reference), by, at,
        debit=accounts[Role.GIVEN_BACK], credit=accounts[Role.BANK], project=project,
    )  # fmt: skip


def _book(
    kind: str,
    grant: Grant,
    tranche: GrantTranche | None,
    amount: Decimal,
    on: date,
    reference: str,
    by: User,
    at: datetime,
    **sides: Any,
) -> GrantBooking:
    if tranche and GrantBooking.objects.filter(tranche=tranche, undone_at__isnull=True).exists():
        raise NotNow(_REFUSALS["grant_booking_tranche_once"][1])
    entry = grant_entry(
        grant=grant, kind=f"grant_{kind}", amount=amount, on=on, reference=reference, by=by, at=at, **sides
    )
    try:
        with transaction.atomic():
            booking = GrantBooking.objects.create(
                organisation_id=grant.grantee_id, grant=grant, kind=kind, tranche=tranche, amount=amount, on=on,
                reference=reference, entry=entry, by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        refuse_grant(error, _REFUSALS)
    judge()
    audit.record(
        type=f"funding.grant_booked_{kind}", target=grant, organisation=grant.grantee_id, by=by, at=at,
        amount=amount, entry=entry.number,
    )  # fmt: skip
    return booking


@transaction.atomic
def undo_booking(*, booking: GrantBooking, by: User, at: datetime) -> GrantBooking:
    """Take back what was confirmed by mistake, by an entry of today; it may then be confirmed anew.

    Raises:
        NotNow: it was taken back. MoreThanReceived: more would then be given back than came.
    """
    check(by, Permission.MONEY_KEEP, booking.organisation_id)
    booking = GrantBooking.objects.select_for_update().get(pk=booking.pk)
    if booking.undone_at is not None:
        raise NotNow(_("This was taken back already."))
    reverse_entry(entry=booking.entry, reason_code="confirmed_by_mistake", by=by, at=at)
    judge()
    booking.undone_at = at
    booking.save(update_fields=["undone_at"])
    judge()
    audit.record(
        type="funding.grant_booking_undone", target=booking.grant, organisation=booking.organisation_id, by=by,
        at=at, amount=booking.amount,
    )  # fmt: skip
    return booking


@transaction.atomic
def choose_heading_account(
    *, heading: GrantHeading, account: Account, by: User, at: datetime
) -> HeadingAccount:
    """Say to which account of the chart a heading of a grant is charged from now on.

    Raises:
        NotABooking: not an open account of expenses of this association.
    """
    check(by, Permission.MONEY_KEEP, heading.grantee_id)
    organisation = heading.grantee_id
    accounts_of(organisation)
    if account not in accounts_to_charge(organisation, on=timezone.localdate(at)):
        raise NotABooking(_("Choose an account of expenses that is open."))
    row, made = HeadingAccount.objects.get_or_create(
        heading=heading, defaults={"organisation_id": organisation, "account": account}
    )
    if not made:
        row.account = account
        row.save(update_fields=["account"])
    audit.record(
        type="funding.heading_account_chosen", target=heading.grant, organisation=organisation, by=by, at=at,
        code=account.code,
    )  # fmt: skip
    return row
