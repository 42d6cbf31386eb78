"""What if these pledges are not kept: how many baskets are missing. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Shortage:
    """Baskets that the money makes, whole ones only.

    Attributes:
        sure: what is there already makes these.
        expected: with the pledges that are counted on.
        missing: to the target, with the pledges that are counted on.
        missing_money: what the missing baskets cost, less what was left over.
    """

    target: int
    sure: int
    expected: int
    missing: int
    missing_money: Decimal


def shortage(*, target: int, unit_cost: Decimal, there: Decimal, counted_on: Iterable[Decimal]) -> Shortage:
    """Work out the baskets.

    Args:
        target: baskets to hand out.
        unit_cost: of one basket, above zero.
        there: money in hand that may be spent on them.
        counted_on: what is still to come of each pledge that will be kept.
    """
    if unit_cost <= 0:
        raise ValueError("a basket costs something")
    with_pledges = there + sum(counted_on, Decimal(0))
    sure, expected = int(max(there, Decimal(0)) // unit_cost), int(max(with_pledges, Decimal(0)) // unit_cost)
    missing = max(target - expected, 0)
    return Shortage(
        target=target,
        sure=sure,
        expected=expected,
        missing=missing,
        missing_money=max(target * unit_cost - with_pledges, Decimal(0)) if missing else Decimal(0),
    )
