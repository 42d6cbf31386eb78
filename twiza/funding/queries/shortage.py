"""What may be spent on a campaign, and what if pledges are not kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from twiza.funding.models import Restriction
from twiza.funding.queries.books import balances_of, bound_of
from twiza.funding.queries.donors import PledgeLine, pledges_of
from twiza.funding.rules.restrictions import Kind, may_be_counted_on
from twiza.funding.rules.shortage import Shortage, shortage


@dataclass(frozen=True)
class Simulation:
    """The baskets, beside the pledges they are worked out from: (pledge, whether it is counted on).

    Attributes:
        there: dirhams at the bank that may pay for any of the baskets.
        not_there: what is left of each restriction and is not counted, above zero: given for one place or past its
            prayer, and cash that is not at the bank yet.
    """

    there: Decimal
    not_there: list[tuple[Restriction, Decimal]]
    pledges: list[tuple[PledgeLine, bool]]
    found: Shortage | None


def simulate_shortage(
    organisation: UUID,
    *,
    campaign: UUID | None,
    target: int | None,
    unit_cost: Decimal | None,
    not_kept: Collection[UUID],
    at: datetime,
) -> Simulation:
    """Work out how many baskets are missing when some pledges are not kept; without target or cost, only the list.

    Money in hand is what may be spent on any basket of this campaign today and lies at the bank.
    """

    def counts(restriction: Restriction) -> bool:
        return may_be_counted_on(bound_of(restriction), campaign=campaign, at=at)

    there, not_there = Decimal(0), []
    for one in balances_of(organisation):
        if one.restriction.kind == Kind.WAQF or one.restriction.campaign not in (None, campaign):
            continue
        usable = one.sums.left - one.sums.cash if counts(one.restriction) else Decimal(0)
        there += usable
        if one.sums.left > usable:
            not_there.append((one.restriction, one.sums.left - usable))
    expected = [
        one
        for one in pledges_of(organisation, on=timezone.localdate(at), open_only=True)
        if one.pledge.campaign in (None, campaign) and counts(one.pledge.restriction)
    ]
    lines = [(one, one.pledge.pk not in not_kept) for one in expected]
    found = None
    if target and unit_cost:
        counted_on = [one.worth or Decimal(0) for one, counted in lines if counted]
        found = shortage(target=target, unit_cost=unit_cost, there=there, counted_on=counted_on)
    return Simulation(there, not_there, lines, found)
