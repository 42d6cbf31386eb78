"""What is left in the stores: of a campaign, and of what was given for one thing; counted from the movements."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum

from twiza.aid.models import Campaign, GoodsItem, GoodsMove, LotBalance
from twiza.aid.queries.wishes import bound_words
from twiza.aid.rules.tracing import Move
from twiza.funding import queries as funding

ZERO, CENT = Decimal(0), Decimal("0.01")
CAME = (Move.RECEIVED, Move.FOUND)
USED = (Move.PACKED_IN, Move.ISSUED)
GONE = (Move.LOST, Move.DESTROYED, Move.GIVEN_BACK)
GoodsOfOne = tuple[str, Decimal, Decimal, Decimal, Decimal, Decimal | None]


def goods_of_restriction(_user: Any, restriction: UUID, through: date) -> list[GoodsOfOne]:
    """Return (what, came, used, gone, left, worth of what is left) of the goods given to a restriction, up to a day.

    Goods that came back count as not used. What was refused at inspection came, and is gone once it is given back.
    """
    found: dict[UUID, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    rows = GoodsMove.objects.filter(lot__restriction=restriction, day__lte=through)
    for item, kind, value, quantity in rows.values_list("lot__item", "kind", "lot__unit_value").annotate(
        sum=Sum("quantity")
    ):
        sums = found[item]
        sign = 1 if kind in CAME else -1 if kind in USED + GONE else 0
        if kind in CAME:
            sums["came"] += quantity
        elif kind in USED:
            sums["used"] += quantity
        elif kind in GONE:
            sums["gone"] += quantity
        elif kind == Move.RETURNED:
            sums["used"] -= quantity
            sign = 1
        sums["worth"] += sign * quantity * (value or ZERO)
        sums["valued"] += value is not None
    items = {one.pk: one for one in GoodsItem.objects.filter(pk__in=found)}
    return sorted(
        (
            str(items[key]),
            sums["came"],
            sums["used"],
            sums["gone"],
            sums["came"] - sums["used"] - sums["gone"],
            sums["worth"].quantize(CENT) if sums["valued"] else None,
        )
        for key, sums in found.items()
    )


def left_of(campaign: Campaign) -> list[dict[str, str]]:
    """Return what lies in the stores of whoever leads a campaign, for it: goods kept or given for it, baskets made.

    Each line: `what`, `quantity`, `given_for` in the giver's words, `worth` in dirhams or "".
    """
    its = Q(lot__campaign=campaign) | Q(lot__given_for=campaign)
    rows = (
        LotBalance.objects.filter(its, organisation=campaign.organisation_id, quantity__gt=0)
        .values("lot__item", "lot__bound_kind", "lot__restriction__label", "lot__bound_zone")
        .annotate(pieces=Sum("quantity"), worth=Sum(F("quantity") * F("lot__unit_value")))
    )
    items = {one.pk: one for one in GoodsItem.objects.filter(organisation=campaign.organisation_id)}
    return sorted(
        (
            {
                "what": f"{items[row['lot__item']].name_ar} ({items[row['lot__item']].unit})",
                "quantity": f"{row['pieces'].normalize():f}",
                "kind": row["lot__bound_kind"],
                "given_for": " · ".join(
                    filter(None, (row["lot__restriction__label"], row["lot__bound_zone"]))
                ),
                "worth": "" if row["worth"] is None else str(row["worth"].quantize(CENT)),
            }
            for row in rows
        ),
        key=lambda line: (line["what"], line["kind"], line["given_for"]),
    )


def spent_by_restriction(campaign: Campaign) -> list[dict[str, str]]:
    """Return what a campaign cost each restriction, from the ledger of whoever leads it, and what is left of each in all."""
    return [
        {
            "kind": restriction.kind,
            "label": " · ".join(filter(None, (restriction.label, restriction.zone))),
            "received": str(here.received),
            "spent": str(here.spent),
            "left": str(whole.left),
        }
        for restriction, here, whole in funding.spent_on_campaign(campaign.organisation_id, campaign.pk)
    ]


def restriction_words(kind: str, label: str) -> str:
    """Say a restriction of a report: its kind in the language of the moment, its name in the giver's words."""
    return bound_words(kind, label)
