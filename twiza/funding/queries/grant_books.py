"""A grant in the books of its association: what came, what was spent, what went back, what waits to be written."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.funding.models import (
    Account,
    Grant,
    GrantBooking,
    GrantHeading,
    GrantReturn,
    GrantTranche,
    HeadingAccount,
    Restriction,
)
from twiza.funding.queries.books import NoSuchThing, found, sums_of
from twiza.funding.queries.grants import claims
from twiza.funding.rules.ledger import Sums
from twiza.platform.accounts.permissions import Permission


@dataclass(frozen=True, slots=True)
class GrantBooks:
    """A grant as its association's own books show it; nothing of this is the funder's.

    Attributes:
        to_confirm: tranches that the funder paid and that nobody found at the bank yet.
        returns_missing: what the funder wrote as paid back and these books do not have.
    """

    restriction: Restriction | None
    sums: Sums
    bookings: list[GrantBooking]
    to_confirm: list[GrantTranche]
    returns_missing: Decimal

    @property
    def advanced(self) -> Decimal:
        """What the association paid in advance: the money of the grant is below zero by it."""
        return max(-self.sums.left, Decimal(0))


def bookings_of(grant: Grant) -> list[GrantBooking]:
    """Return what was confirmed and given back of a grant and not taken back, by day."""
    rows = GrantBooking.objects.filter(grant=grant, undone_at__isnull=True)
    return list(rows.select_related("tranche", "by", "entry").order_by("on", "pk"))


def grant_books(grant: Grant) -> GrantBooks:
    """Return a grant as it stands in the books of its association."""
    restriction = Restriction.objects.filter(grant=grant).first()
    bookings = bookings_of(grant)
    confirmed = {one.tranche_id for one in bookings}
    paid = GrantTranche.objects.filter(grant=grant, paid_on__isnull=False).order_by("number")
    written = sum((one.amount for one in GrantReturn.objects.filter(grant=grant)), Decimal(0))
    booked = sum((one.amount for one in bookings if one.kind == "returned"), Decimal(0))
    return GrantBooks(
        restriction,
        sums_of(restriction) if restriction else Sums(),
        bookings,
        [one for one in paid if one.pk not in confirmed and one.amount > one.held_back],
        max(written - booked, Decimal(0)),
    )


def booking_for(user: Any, id: UUID) -> GrantBooking:
    """Return what was confirmed of a grant. Raises NoSuchThing."""
    return found(user, GrantBooking, id, Permission.MONEY_READ, "grant", "entry")


def heading_for(user: Any, id: UUID) -> GrantHeading:
    """Return a heading of a grant to who keeps the books of its association. Raises NoSuchThing."""
    row = GrantHeading.objects.filter(pk=id).select_related("grant").first()
    if row is None or not user.has_perm(Permission.MONEY_READ, row.grantee_id):
        raise NoSuchThing(_("There is no such thing here."))
    return row


def heading_accounts(grant: Grant) -> dict[UUID, Account]:
    """Return heading → the account chosen for it; one that is missing goes to purchases."""
    rows = HeadingAccount.objects.filter(heading__grant=grant).select_related("account")
    return {one.heading_id: one.account for one in rows}


def headings_to_share(organisation: UUID) -> list[GrantHeading]:
    """Return the headings of every grant that runs, to which a share of an invoice may be charged."""
    rows = GrantHeading.objects.filter(grantee_id=organisation, grant__state="signed")
    return list(rows.select_related("grant__organisation").order_by("grant__at", "grant_id", "place"))


def tranche_of_ours(user: Any, id: UUID) -> GrantTranche:
    """Return a tranche to who answers for its grant on the association's side. Raises NoSuchThing."""
    row = GrantTranche.objects.filter(pk=id).select_related("grant").first()
    if row is None or not claims(user, row.grant):
        raise NoSuchThing(_("There is no such tranche here."))
    return row
