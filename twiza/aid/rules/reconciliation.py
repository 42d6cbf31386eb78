"""The same night: every packed basket is somewhere. Pure Python.

packed = served + returned + damaged + lost. What is missing from the right side is the gap.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

SERVED = "served"


class Move(StrEnum):
    """Where baskets of a point and day went, beside those handed over."""

    PACKED, RETURNED, DAMAGED, LOST = "packed", "returned", "damaged", "lost"


@dataclass(frozen=True)
class Count:
    """Baskets of one point and day, in pieces. `served` counts physical hand-overs, doubles too."""

    packed: int = 0
    served: int = 0
    returned: int = 0
    damaged: int = 0
    lost: int = 0

    def __post_init__(self) -> None:
        if any(getattr(self, field.name) < 0 for field in fields(self)):
            raise ValueError("baskets are counted from 0 up")

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def gap(count: Count) -> int:
    """Return the baskets that nobody can account for; below zero when more left than were packed."""
    return count.packed - count.served - count.returned - count.damaged - count.lost


def needs_inquiry(count: Count, limit: Decimal) -> bool:
    """Say whether the gap is above `limit` (a share of what was packed, 0.01 is one in a hundred)."""
    return Decimal(abs(gap(count))) > limit * count.packed
