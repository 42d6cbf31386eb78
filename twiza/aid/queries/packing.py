"""What a basket is made of: the lines of the plan in force, with the goods of a store that fill them and their costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from twiza.aid.models import Campaign, GoodsItem, Packing
from twiza.aid.queries.lots import substitutes
from twiza.aid.queries.plans import content_of, items_of
from twiza.aid.queries.stock import content_lines
from twiza.aid.rules import contents
from twiza.aid.rules.contents import Item


@dataclass(frozen=True)
class PlanLine:
    """A line of the plan: its place from 1, what it says, the goods of the same name and how many of them make it up."""

    place: int
    planned: Item
    goods: GoodsItem | None
    each: Decimal | None


@dataclass(frozen=True)
class PackedLine:
    """What went into each basket of a packing; `cost`: of the line of the plan, None where there was no plan."""

    item: GoodsItem
    quantity: Decimal
    instead: GoodsItem | None
    cost: Decimal | None


def contents_of(campaign: Campaign, items: Sequence[GoodsItem]) -> list[PlanLine]:
    """Return the lines of the plan in force with the goods that fill them; nothing when nobody wrote a plan.

    A line whose goods have another name comes without them: a person chooses.
    """
    version = content_of(campaign)
    planned = items_of(version) if version is not None else []
    named = {contents.line_named(planned, one.name_ar, one.name_fr): one for one in items}
    found = []
    for place, line in enumerate(planned, start=1):
        goods = named.get(place)
        each = line.quantity / contents.holds(goods.unit, line.unit) if goods is not None else None
        found.append(PlanLine(place, line, goods, each))
    return found


def packed_before(campaign: Campaign, organisation: UUID) -> list[tuple[str, Decimal]]:
    """Return (item id as text, how much of it) of one basket as the latest were made, for a campaign without a plan.

    Where an item was replaced, what it stands for is returned.
    """
    rows = Packing.objects.filter(campaign=campaign, organisation_id=organisation)
    last = rows.order_by("-at", "-pk").first()
    if last is None:
        return []
    ratios = {str(item): one.ratio for item, one in substitutes(campaign, organisation).items()}
    return [
        (
            line["instead_of"] or line["item"],
            Decimal(line["quantity"])
            / (ratios.get(line["instead_of"], Decimal(1)) if line["instead_of"] else 1),
        )
        for line in last.content
    ]


def packed_lines(packing: Packing) -> list[PackedLine]:
    """Return what went into each basket of a packing, with what it costs by the plan of that day."""
    costs: list[Any] = [line.get("cost") for line in packing.content]
    return [
        PackedLine(item, quantity, instead, None if cost is None else Decimal(cost))
        for (item, quantity, instead), cost in zip(content_lines(packing), costs, strict=True)
    ]


def cost_of(packing: Packing) -> Decimal | None:
    """Return what one basket of a packing costs by the plan of that day, or None where there was no plan."""
    if packing.version is None:
        return None
    return contents.basket_cost(items_of(packing.version))
