"""From judged households to a list: who is selected, who is in reserve. Pure Python.

Most points first. Among equal points the order is that of the households' random codes, drawn when
each was nominated, before anyone could know who else would be there: nobody chooses it. (A draw with a
public seed takes this place when need exceeds the baskets and the campaign asks for one.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from twiza.aid.rules.criteria import Judgement

SELECTED, RESERVE, NOT_SELECTED, NOT_ELIGIBLE = "selected", "reserve", "not_selected", "not_eligible"


@dataclass(frozen=True)
class Placed:
    """Where a household stands; `rank` is 1 for the first and 0 when not eligible."""

    code: str
    rank: int
    place: str
    judgement: Judgement


def reserve_size(baskets: int, share: Decimal) -> int:
    """Return how many households the reserve holds: `share` of the baskets, rounded up."""
    return int((baskets * share).to_integral_value(ROUND_CEILING))


def place_all(judged: Sequence[tuple[str, Judgement]], *, baskets: int, reserve: int) -> list[Placed]:
    """Return every household with its place, in order of rank, those not eligible last.

    `judged`: (code, judgement), codes all different; ValueError otherwise.
    """
    if len({code for code, _ in judged}) != len(judged):
        raise ValueError("two households have one code")
    ranked = sorted((one for one in judged if one[1].eligible), key=lambda one: (-one[1].points, one[0]))
    out = sorted((one for one in judged if not one[1].eligible), key=lambda one: one[0])
    places = [
        Placed(code, rank, _place(rank, baskets, reserve), judgement)
        for rank, (code, judgement) in enumerate(ranked, start=1)
    ]
    return places + [Placed(code, 0, NOT_ELIGIBLE, judgement) for code, judgement in out]


def _place(rank: int, baskets: int, reserve: int) -> str:
    if rank <= baskets:
        return SELECTED
    return RESERVE if rank <= baskets + reserve else NOT_SELECTED
