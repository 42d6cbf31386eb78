"""What is true of lots: where they lie, what may be used first, what is signed, what a basket holds."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Sum, When

from twiza.aid.models import (
    Campaign,
    CustomsDossier,
    DistributionPoint,
    GoodsIssue,
    GoodsItem,
    GoodsMove,
    GoodsRecord,
    ListEntry,
    Lot,
    LotBalance,
    PackCheck,
    Packing,
    Store,
    Substitution,
    Transfer,
)
from twiza.aid.queries.lists import is_signed
from twiza.aid.rules import customs, goods
from twiza.aid.rules.goods import Held, Light, LotState
from twiza.aid.rules.records import Signed
from twiza.aid.rules.tracing import Move
from twiza.platform.accounts import queries as accounts

if TYPE_CHECKING:
    pass

ZERO = Decimal(0)


def lots_in(store: Store) -> list[tuple[Lot, Decimal]]:
    """Return (lot, quantity) of what lies in a store, earliest expiry first."""
    rows = (
        LotBalance.objects.filter(store=store, quantity__gt=0)
        .select_related("lot__item", "lot__dossier", "lot__campaign")
        .order_by(F("lot__expires_on").asc(nulls_last=True), "lot__number")
    )
    return [(row.lot, row.quantity) for row in rows]


def stores_of_lot(lot: Lot) -> list[tuple[Store, Decimal]]:
    """Return (store, quantity) of where a lot lies."""
    rows = LotBalance.objects.filter(lot=lot, quantity__gt=0).select_related("store")
    return [(row.store, row.quantity) for row in rows.order_by("store__kind", "store__name")]


def free_lots(
    item: GoodsItem,
    store: Store,
    day: date,
    *,
    campaign: Campaign | None = None,
    fits: Callable[[Lot], bool] = lambda _lot: True,
) -> list[Held]:
    """Return what may be used of an item in a store on a day; with a campaign, also what is kept for it, first.

    Expired, stopped, refused goods and those of a dossier without criteria are not among them.

    Args:
        fits: says of a lot whether it may be used so, by what it was given for.
    """
    free = Q(lot__state=LotState.USABLE, lot__campaign__isnull=True)
    if campaign is not None:
        free |= Q(lot__state=LotState.ALLOCATED, lot__campaign=campaign)
    rows = (
        LotBalance.objects.filter(free, store=store, lot__item=item, quantity__gt=0)
        .filter(lot__refused=False, lot__unsafe=False, lot__stopped_at__isnull=True)
        .filter(Q(lot__expires_on__isnull=True) | Q(lot__expires_on__gte=day))
        .filter(
            Q(lot__dossier__isnull=True)
            | Q(lot__dossier__criteria_at__isnull=False, lot__dossier__stopped_at__isnull=True)
        )
        .select_related("lot__dossier", "lot__restriction")
    )
    kept = campaign is not None
    return [
        Held(
            row.lot,
            row.quantity,
            row.lot.expires_on,
            row.lot.number - (10**9 if kept and row.lot.state == LotState.ALLOCATED else 0),
        )
        for row in rows
        if fits(row.lot)
    ]


def light_of(expires_on: date | None, today: date) -> Light:
    """Return the light of an expiry date, by the parameters of that day."""
    if expires_on is None:
        return Light.NONE
    refused = int(accounts.parameter_number("goods_expiry_refused_days", on=today))
    warned = int(accounts.parameter_number("goods_expiry_warned_days", on=today))
    return goods.light(expires_on, today, refused_days=refused, warned_days=warned)


def file_of(dossier: CustomsDossier) -> customs.File:
    """Return what is in a dossier, as the rules ask for it."""
    lots = list(Lot.objects.filter(dossier=dossier, parent__isnull=True).values_list("item__kind", flat=True))
    return customs.File(
        opinion=dossier.opinion,
        ministry=dossier.ministry,
        number=dossier.decision,
        goods=len(lots),
        medicine=goods.Kind.MEDICINE in lots,
        criteria_on=dossier.criteria_at.date() if dossier.criteria_at else None,
        stopped=dossier.stopped_at is not None,
    )


def lots_split_from(lot: Lot) -> list[UUID]:
    """Return the ids of a lot and of everything split from it, itself first."""
    found, fresh = [lot.pk], [lot.pk]
    while fresh:
        fresh = list(Lot.objects.filter(parent__in=fresh).order_by("number").values_list("pk", flat=True))
        found += fresh
    return found


def packing_of(lot: Lot) -> Packing | None:
    """Return the packing whose baskets this lot is, or None."""
    return Packing.objects.filter(lot__in=_line_up(lot)).first()


def _line_up(lot: Lot) -> list[UUID]:
    """Return the ids of a lot and of those it was split from."""
    found = [lot.pk]
    parent = lot.parent_id
    while parent is not None:
        found.append(parent)
        parent = Lot.objects.filter(pk=parent).values_list("parent_id", flat=True).first()
    return found


def checks_left(packing: Packing) -> int:
    """Return how many baskets are still to be opened and counted, or to be put right."""
    latest: dict[int, bool] = {}
    for basket, right in (
        PackCheck.objects.filter(packing=packing).order_by("at", "pk").values_list("basket", "right")
    ):
        latest[basket] = right
    good = sum(latest.values())
    return max(0, packing.checks - good, len(latest) - good)


def substitutes(campaign: Campaign, organisation: UUID) -> dict[UUID, goods.Substitute]:
    """Return item → what stands for it in a campaign's baskets; the latest decision on an item holds."""
    rows = Substitution.objects.filter(campaign=campaign, organisation_id=organisation).order_by("at", "pk")
    return {row.item_id: goods.Substitute(row.instead_id, row.ratio) for row in rows}


def selected_in(campaign: Campaign, code: str) -> ListEntry | None:
    """Return the entry of a household selected on a signed list: its frozen facts, its zone; or None."""
    rows = ListEntry.objects.filter(list__campaign=campaign, nomination__code=code, place=ListEntry.SELECTED)
    for entry in rows.select_related("list", "nomination"):
        if is_signed(entry.list):
            return entry
    return None


def returned_of(issue: GoodsIssue) -> Decimal:
    """Return how much of what was given came back."""
    return _sum(GoodsMove.objects.filter(issue=issue, kind=Move.RETURNED))


def signed_by(record: GoodsRecord) -> list[Signed]:
    """Return who signed a record, in order."""
    return [Signed(one.signer_id, one.office, one.how) for one in record.signatures.all()]


def settled_lots(point: DistributionPoint, day: date) -> list[tuple[Lot, Decimal]]:
    """Return (lot, baskets) that the account of a day took out of a point's stock."""
    rows = (
        GoodsMove.objects.filter(point=point, day=day)
        .values("lot")
        .annotate(net=Sum(Case(When(kind=Move.ISSUED, then=F("quantity")), default=-F("quantity"))))
    )
    found = {row["lot"]: row["net"] for row in rows if row["net"] > 0}
    return [(lot, found[lot.pk]) for lot in Lot.objects.filter(pk__in=found).order_by("-number")]


def baskets_at(store: Store, day: date) -> list[tuple[Lot, Decimal]]:
    """Return (lot, baskets) that lie at a point, those that came for that day first, then earliest expiry."""
    for_that_day = set(
        Transfer.objects.filter(target=store, day=day, state="received").values_list("lines__lot", flat=True)
    )
    return sorted(lots_in(store), key=lambda one: one[0].pk not in for_that_day)


def _sum(rows: QuerySet[Any]) -> Decimal:
    return rows.aggregate(sum=Sum("quantity"))["sum"] or ZERO
