"""How many baskets each zone gets, in proportion to its measured need. Pure Python, whole numbers and fractions.

The rule of the house is the largest remainder, capped at need: what a zone cannot use goes to the others, in
proportion again. A zone of greater need never gets less than one of smaller need. It is not house-monotone: with one
basket more in all, a zone may get one less (6, 6 and 2 families: 4, 4, 2 of ten baskets and 5, 5, 1 of eleven). Only
the divisor rule beside it promises that.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

HOUSE, DIVISOR, EQUAL, PEOPLE = "largest_remainder", "sainte_lague", "equal", "people"


@dataclass(frozen=True)
class Need:
    """What was measured in a zone: eligible households, and the people who live in them."""

    households: int
    people: int


def largest_remainder(
    seats: int, weight: Mapping[str, int], most: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return name → seats, in proportion to `weight`, never more than `most` (the weight itself when not said).

    Whole parts first, then one more for the largest remainders; of equal remainders the greater weight, then the
    name by code point. The sum is `seats`, or all that can be used when that is less.
    """
    most = weight if most is None else most
    given = dict.fromkeys(weight, 0)
    left = seats
    open_names = [name for name in weight if weight[name] > 0 and most[name] > 0]
    while open_names and left > 0:
        whole = sum(weight[name] for name in open_names)
        full = [name for name in open_names if left * weight[name] >= most[name] * whole]
        if not full:
            return given | _rounded(left, {name: weight[name] for name in open_names}, whole)
        for name in full:
            given[name] = most[name]
            left -= most[name]
        open_names = [name for name in open_names if name not in full]
    return given


def _rounded(seats: int, weight: Mapping[str, int], whole: int) -> dict[str, int]:
    parts = {name: divmod(seats * weight[name], whole) for name in weight}
    order = sorted(weight, key=lambda name: (-parts[name][1], -weight[name], name))
    more = set(order[: seats - sum(part for part, _ in parts.values())])
    return {name: parts[name][0] + (name in more) for name in weight}


def sainte_lague(
    seats: int, weight: Mapping[str, int], most: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return name → seats by the divisors 1, 3, 5, …, never more than `most`. House-monotone: one seat more takes none.

    Of equal quotients the greater weight goes first, then the name by code point.
    """
    most = weight if most is None else most
    given = _below(seats, weight, most)
    waiting = [
        _quotient(name, weight, given) for name in weight if weight[name] > 0 and given[name] < most[name]
    ]
    heapq.heapify(waiting)
    for _ in range(seats - sum(given.values())):
        if not waiting:
            break
        name = heapq.heappop(waiting)[2]
        given[name] += 1
        if given[name] < most[name]:
            heapq.heappush(waiting, _quotient(name, weight, given))
    return given


def _quotient(name: str, weight: Mapping[str, int], given: Mapping[str, int]) -> tuple[Fraction, int, str]:
    return Fraction(-weight[name], 2 * given[name] + 1), -weight[name], name


def _below(seats: int, weight: Mapping[str, int], most: Mapping[str, int]) -> dict[str, int]:
    """Return the seats whose quotient is above a divisor that surely gives no more than `seats`: a head start."""
    low, high = 1, 4 * max(1, *weight.values(), 0) * (1 << 20)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if sum(_at(middle, weight, most).values()) <= seats else (middle, high)
    return _at(high, weight, most)


def _at(divisor: int, weight: Mapping[str, int], most: Mapping[str, int]) -> dict[str, int]:
    """Seats of each with a quotient above `divisor` / 2^20: strictly, so that equal ones are taken in their order."""
    return {
        name: max(0, min(most[name], -((divisor - (one << 20)) // (2 * divisor))))
        for name, one in weight.items()
    }


def shares(seats: int, need: Mapping[str, Need]) -> dict[str, int]:
    """Return the baskets of each zone by the rule of the house: need is the number of eligible households."""
    return largest_remainder(seats, {zone: one.households for zone, one in need.items()})


def side_by_side(seats: int, need: Mapping[str, Need]) -> dict[str, dict[str, int]]:
    """Return rule → zone → baskets: the rule of the house, and what three others would give."""
    most = {zone: one.households for zone, one in need.items()}
    return {
        HOUSE: shares(seats, need),
        DIVISOR: sainte_lague(seats, most),
        EQUAL: largest_remainder(seats, dict.fromkeys(most, 1), most),
        PEOPLE: largest_remainder(seats, {zone: one.people for zone, one in need.items()}, most),
    }


def reserves(reserve: int, need: Mapping[str, Need], given: Mapping[str, int]) -> dict[str, int]:
    """Return the reserve of each zone, in proportion to the need that its baskets leave."""
    return largest_remainder(reserve, {zone: one.households - given[zone] for zone, one in need.items()})
