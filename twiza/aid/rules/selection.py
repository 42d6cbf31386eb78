"""The places of a list, and how long its reserve is. Pure Python. Who gets which place: `allocation.py`."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from twiza.aid.rules.criteria import Judgement

SELECTED, RESERVE, NOT_SELECTED, NOT_ELIGIBLE = "selected", "reserve", "not_selected", "not_eligible"


@dataclass(frozen=True)
class Placed:
    """A household that an addendum takes, with its rank there."""

    code: str
    rank: int
    place: str
    judgement: Judgement


def reserve_size(baskets: int, share: Decimal) -> int:
    """Return how many households the reserve holds: `share` of the baskets, rounded up."""
    return int((baskets * share).to_integral_value(ROUND_CEILING))


def reserve_range(baskets: int, least: Decimal, most: Decimal) -> tuple[int, int]:
    """Return the fewest and the most households that a reserve should hold; `least` and `most` are per cent."""
    return reserve_size(baskets, least / 100), reserve_size(baskets, most / 100)
