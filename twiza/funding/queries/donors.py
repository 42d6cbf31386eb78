"""Donors, what they promised and gave, receipts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import Donor, Gift, Pledge, Receipt
from twiza.funding.queries.books import NoSuchThing, found
from twiza.funding.rules.gifts import Means
from twiza.funding.rules.pledges import State, still_to_come
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission

PAGE = 100


def donors_of(
    organisation: UUID, *, sought: str = "", after: str = "", size: int | None = PAGE
) -> list[Donor]:
    """Return donors, by code; with `sought`, those whose code or name begins or goes on with it."""
    rows = Donor.objects.filter(organisation_id=organisation, code__gt=after)
    if sought:
        rows = rows.filter(name__icontains=sought) | rows.filter(code__startswith=sought.upper())
    return list(rows.order_by("code")[:size])


def donor_for(user: Any, id: UUID) -> Donor:
    """Return one donor, for who keeps donors. Raises NoSuchThing."""
    return found(user, Donor, id, Permission.DONORS_KEEP)


def donors_to_choose(organisation: UUID) -> list[Donor]:
    """Return donors to choose from, newest first."""
    return list(
        Donor.objects.filter(organisation_id=organisation, erased_at__isnull=True).order_by("-created_at")[:500]
    )  # fmt: skip


def gifts_of(donor: Donor) -> QuerySet[Gift]:
    """Return what a donor gave, newest first."""
    return Gift.objects.filter(donor=donor).select_related("restriction").order_by("-received_on", "-pk")


def pledges_by(donor: Donor) -> QuerySet[Pledge]:
    """Return what a donor promised, newest first."""
    return Pledge.objects.filter(donor=donor).select_related("restriction").order_by("-promised_on", "-pk")


def kept_until(donor: Donor) -> date | None:
    """Return the day until which the accounts keep the last gift of a donor, by its code; None when nothing was given.

    The accounts are kept for a number of years that is a dated parameter.
    """
    last = Gift.objects.filter(donor=donor).order_by("-received_on").first()
    if last is None:
        return None
    years = int(accounts.parameter_number("accounting_retention_years", on=timezone.localdate()))
    return date(last.received_on.year + years, 12, 31)


def gifts_in(organisation: UUID, *, size: int | None = PAGE) -> list[Gift]:
    """Return the newest gifts of an association; all of them without a size."""
    rows = Gift.objects.filter(organisation_id=organisation).select_related("donor", "restriction")
    return list(rows.order_by("-received_on", "-pk")[:size])


def gift_for(user: Any, id: UUID) -> Gift:
    """Return one gift. Raises NoSuchThing."""
    return found(
        user, Gift, id, Permission.MONEY_READ, "donor", "restriction", "deposit", "entry", "pledge", "by"
    )


def cash_to_deposit(organisation: UUID) -> list[Gift]:
    """Return the gifts of cash that are not at the bank yet, oldest first."""
    rows = Gift.objects.filter(
        organisation_id=organisation, means=Means.CASH, deposit__isnull=True, corrected_at__isnull=True
    )
    return list(rows.select_related("donor", "restriction").order_by("received_on", "pk"))


def receipt_of(gift: Gift) -> Receipt | None:
    """Return the receipt that holds for a gift, or None."""
    return Receipt.objects.filter(gift=gift, cancelled_at__isnull=True).first()


def receipts_of(organisation: UUID, *, year: int) -> list[Receipt]:
    """Return the receipts book of a year, by number."""
    rows = Receipt.objects.filter(organisation_id=organisation, year=year)
    return list(rows.select_related("gift__donor", "gift__restriction").order_by("number"))


def receipt_years(organisation: UUID) -> list[int]:
    """Return the years that have receipts, newest first."""
    rows = Receipt.objects.filter(organisation_id=organisation).values_list("year", flat=True)
    return list(rows.distinct().order_by("-year"))


def receipt_for(user: Any, id: UUID) -> Receipt:
    """Return one receipt. Raises NoSuchThing."""
    related = ("gift__donor", "gift__restriction", "gift__deposit", "organisation", "by")
    return found(user, Receipt, id, Permission.MONEY_READ, *related)


@dataclass(frozen=True)
class PledgeLine:
    """A pledge as it stands. `to_come`: what is still expected, in its own unit; `worth`: the same in dirhams."""

    pledge: Pledge
    to_come: Decimal
    worth: Decimal | None
    late: bool


def pledge_line(pledge: Pledge, *, on: date) -> PledgeLine:
    """Return a pledge with what is still to come of it."""
    to_come = still_to_come(pledge.state, pledge.amount, pledge.received)
    worth: Decimal | None = to_come
    if pledge.kind == "goods":
        value = pledge.estimated_value
        worth = None if value is None else (value * to_come / pledge.amount).quantize(Decimal("0.01"))
    return PledgeLine(pledge, to_come, worth, bool(to_come) and pledge.promised_on < on)


def pledges_of(
    organisation: UUID, *, on: date, open_only: bool = False, goods_only: bool = False
) -> list[PledgeLine]:
    """Return the pledges of an association, those expected first by their day."""
    rows = Pledge.objects.filter(organisation_id=organisation).select_related("donor", "restriction")
    if open_only:
        rows = rows.filter(state__in=(State.OPEN, State.PARTLY))
    if goods_only:
        rows = rows.filter(kind="goods")
    return [pledge_line(one, on=on) for one in rows.order_by("promised_on", "pk")[:500]]


def goods_pledged(organisation: UUID, *, on: date) -> list[PledgeLine]:
    """Return goods that were promised and are still to come, by their day: what the store expects."""
    return pledges_of(organisation, on=on, open_only=True, goods_only=True)


def pledge_for(user: Any, id: UUID) -> Pledge:
    """Return one pledge. Raises NoSuchThing."""
    return found(user, Pledge, id, Permission.MONEY_READ, "donor", "restriction", "by")


def goods_pledge_for(user: Any, id: UUID) -> Pledge:
    """Return a pledge of goods, for who counts it in at the store. Raises NoSuchThing."""
    pledge = found(user, Pledge, id, Permission.STOCK_KEEP, "donor", "restriction")
    if pledge.kind != "goods":
        raise NoSuchThing(_("There is no such thing here."))
    return pledge


def receipt_of_goods(user: Any, id: UUID) -> Receipt:
    """Return a receipt of goods, for who counted them in at the store. Raises NoSuchThing."""
    related = ("gift__donor", "gift__restriction", "gift__deposit", "organisation")
    receipt = found(user, Receipt, id, Permission.STOCK_KEEP, *related)
    if receipt.gift.means != Means.GOODS:
        raise NoSuchThing(_("There is no such thing here."))
    return receipt


def receipt_of_gift(gift: UUID) -> Receipt | None:
    """Return the receipt that holds for a gift, by its id, or None."""
    return Receipt.objects.filter(gift_id=gift, cancelled_at__isnull=True).first()


def given_for(restriction: UUID, donor: Donor, *, through: date) -> Decimal:
    """Return the dirhams that a donor gave to a restriction up to a day, without what was taken back by then."""
    rows = _given_by(restriction, donor, through).exclude(means=Means.GOODS)
    given: Decimal | None = rows.aggregate(sum=Sum("amount"))["sum"]
    return given or Decimal(0)


def goods_given_for(restriction: UUID, donor: Donor, *, through: date) -> list[Gift]:
    """Return what a donor gave in kind to a restriction up to a day, without what was taken back by then."""
    rows = _given_by(restriction, donor, through).filter(means=Means.GOODS)
    return list(rows.order_by("received_on", "pk"))


def _given_by(restriction: UUID, donor: Donor, through: date) -> QuerySet[Gift]:
    """Gifts as the books have them on that day: taken back later, a gift still stands in them."""
    return Gift.objects.filter(
        Q(corrected_at__isnull=True) | Q(corrected_at__date__gt=through),
        donor=donor,
        restriction=restriction,
        received_on__lte=through,
    )


def donors_to(restriction: UUID) -> list[Donor]:
    """Return who gave to a restriction, by code."""
    givers = Gift.objects.filter(restriction=restriction, corrected_at__isnull=True).values("donor")
    return list(Donor.objects.filter(pk__in=givers).order_by("code"))
