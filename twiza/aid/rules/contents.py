"""What is in one basket, and what it costs. Pure Python, exact decimals.

A content is never edited: each change is a version of its own. Once packing has begun only a substitution is
taken, and it is the same for every household.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from twiza.lib.errors import N_, DomainError

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
