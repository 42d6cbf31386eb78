"""What may be spent on a campaign, and what if pledges are not kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from twiza.funding.queries.books import balances_of
from twiza.funding.queries.donors import PledgeLine, pledges_of
from twiza.funding.rules.restrictions import Kind
from twiza.funding.rules.shortage import Shortage, shortage


@dataclass(frozen=True)
class Simulation:
    """The baskets, beside the pledges they are worked out from: (pledge, whether it is counted on)."""

    there: Decimal
    pledges: list[tuple[PledgeLine, bool]]
    found: Shortage | None


def simulate_shortage(
    organisation: UUID,
    *,
    campaign: UUID | None,
    target: int | None,
    unit_cost: Decimal | None,
    not_kept: Collection[UUID],
    on: date,
) -> Simulation:
    """Work out how many baskets are missing when some pledges are not kept; without target or cost, only the list.

    Money in hand is what may be spent on this campaign: bound to nothing else, and no capital of a waqf.
    """
    there = sum(
        (
            one.sums.left
            for one in balances_of(organisation)
            if one.restriction.kind != Kind.WAQF and one.restriction.campaign in (None, campaign)
        ),
        Decimal(0),
    )
    expected = [
        one
        for one in pledges_of(organisation, on=on, open_only=True)
        if one.pledge.campaign in (None, campaign) and one.pledge.restriction.kind != Kind.WAQF
    ]
    lines = [(one, one.pledge.pk not in not_kept) for one in expected]
    found = None
    if target and unit_cost:
        counted_on = [one.worth or Decimal(0) for one, counted in lines if counted]
        found = shortage(target=target, unit_cost=unit_cost, there=there, counted_on=counted_on)
    return Simulation(there, lines, found)
