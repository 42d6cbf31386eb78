"""What is in one basket, and what it costs. Pure Python, exact decimals.

A content is never edited: each change is a version of its own. Once packing has begun only a substitution is
taken, and it is the same for every household.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from twiza.lib.errors import N_, DomainError
from twiza.lib.text import western_digits
from twiza.linkage.normalise import fold

CENT = Decimal("0.01")
MOST_ITEMS = 60
DIRHAM = "MAD"


class Because(StrEnum):
    """Why there is a new version."""

    PLAN = "plan"
    CLONE = "clone"
    TEMPLATE = "template"
    SUBSTITUTION = "substitution"  # what was not found is replaced, for all


class Measure(StrEnum):
    """In what an item is counted."""

    PIECE = "piece"
    KILO = "kilo"
    LITRE = "litre"
    PACKET = "packet"
    BOX = "box"
    PAIR = "pair"
    DIRHAM = "dirham"  # a voucher, or cash


class BadContent(DomainError):
    """A content that cannot be kept: what, and which line."""

    code = "aid.bad_content"


@dataclass(frozen=True)
class Item:
    """One line of a basket: quantity in `unit`, cost of one unit in dirhams (or the version's currency)."""

    name: str
    quantity: Decimal
    unit: str
    unit_cost: Decimal

    @property
    def cost(self) -> Decimal:
        """What this line costs in one basket, to the centime."""
        return (self.quantity * self.unit_cost).quantize(CENT, ROUND_HALF_UP)


def check_items(items: Sequence[Item]) -> None:
    """Raise BadContent unless these lines can be the content of a basket."""
    if not 1 <= len(items) <= MOST_ITEMS:
        raise BadContent(N_("A content has one to %(most)s items."), most=MOST_ITEMS)
    seen: set[str] = set()
    for number, item in enumerate(items, start=1):
        if not item.name.strip() or item.name.strip() in seen:
            raise BadContent(N_("Item %(number)s needs a name of its own."), number=number)
        seen.add(item.name.strip())
        if item.unit not in set(Measure):
            raise BadContent(N_("Item %(number)s is counted in no known unit."), number=number)
        if not 0 < item.quantity < 100_000 or item.unit_cost < 0:
            raise BadContent(
                N_("Item %(number)s needs a quantity above zero and a cost of zero or more."), number=number
            )


def basket_cost(items: Sequence[Item]) -> Decimal:
    """Return what one basket costs: the sum of its lines, each rounded to the centime."""
    return sum((item.cost for item in items), Decimal("0.00"))


def substituted(items: Sequence[Item], place: int, by: Item) -> list[Item]:
    """Return the same content with the item at `place` (from 0) replaced, for every basket."""
    if not 0 <= place < len(items):
        raise BadContent(N_("There is no such item in the content."))
    changed = list(items)
    changed[place] = by
    check_items(changed)
    return changed


# How a unit says what one holds, in people's spellings: (measure, part of it)
SPELLINGS: Mapping[str, tuple[Measure, Decimal]] = {
    **dict.fromkeys(("kg", "kilo", "kilos", "كلغ", "كغ", "كيلو", "كيلوغرام"), (Measure.KILO, Decimal(1))),
    **dict.fromkeys(("g", "gr", "غ", "غرام"), (Measure.KILO, Decimal("0.001"))),
    **dict.fromkeys(("l", "litre", "litres", "ل", "لتر"), (Measure.LITRE, Decimal(1))),
    **dict.fromkeys(("cl", "سل"), (Measure.LITRE, Decimal("0.01"))),
    **dict.fromkeys(("ml", "مل"), (Measure.LITRE, Decimal("0.001"))),
}
HOLDS = re.compile(
    rf"(?<!\w)(\d+(?:[.,]\d+)?)?\s*({'|'.join(sorted(SPELLINGS, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Packed:
    """Goods that fill a line of the plan: what they are called, how they are counted, how much goes into one basket."""

    name: str
    unit: str
    quantity: Decimal


def holds(unit: str, measure: str) -> Decimal:
    """Return how much of a measure one of something holds, as its unit says: 5 for “bag of 5 kg” in kilos; 1 when it does not say."""
    for number, word in HOLDS.findall(western_digits(unit)):
        of, part = SPELLINGS[word.lower()]
        if of == measure:
            return Decimal(number.replace(",", ".") or 1) * part
    return Decimal(1)


def line_named(plan: Sequence[Item], *names: str) -> int | None:
    """Return the position from 1 of the line of a plan that has one of these names, or None."""
    wanted = {fold(name) for name in names}
    return next((place for place, item in enumerate(plan, start=1) if fold(item.name) in wanted), None)


def check_packed(plan: Sequence[Item], packed: Mapping[int, Sequence[Packed]]) -> None:
    """Refuse baskets that are not what the plan says, line by line. Money and vouchers are not packed.

    Args:
        packed: position of the line, from 1 → the goods that fill it in one basket.

    Raises:
        BadContent: a line without goods, or with more or less than planned; which, and both figures.
    """
    for place, item in enumerate(plan, start=1):
        goods = packed.get(place, ())
        if not goods and item.unit != Measure.DIRHAM:
            raise BadContent(
                N_(
                    "“%(name)s” stands in the plan and is not packed. Add it, or replace it in the plan, for all."
                ),
                name=item.name,
            )
        made = sum((one.quantity * holds(one.unit, item.unit) for one in goods), Decimal(0))
        if goods and made != item.quantity:
            raise BadContent(
                N_(
                    "“%(name)s”: the plan says %(planned)s in each, and these goods make %(made)s. Change one of the two."
                ),
                name=item.name,
                planned=_whole(item.quantity),
                made=_whole(made),
            )


def _whole(quantity: Decimal) -> Decimal:
    return Decimal(int(quantity)) if quantity == quantity.to_integral_value() else quantity.normalize()
