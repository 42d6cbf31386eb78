"""Baskets of each zone: by the rule of the house, beside what other rules would give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, Nomination, Placement, Pool
from twiza.aid.queries.judging import criteria_counts
from twiza.aid.queries.pools import needs_of, placement_of
from twiza.aid.rules import allocation, quotas, selection
from twiza.aid.rules.quotas import Need
from twiza.platform.accounts import queries as accounts

# what heads a column, and what it means
RULES = {
    quotas.HOUSE: (_("Baskets"), _("In proportion to need, largest remainder (the rule of the house)")),
    quotas.DIVISOR: (_("Divisors"), _("In proportion to need, by divisors (Sainte-Laguë)")),
    quotas.EQUAL: (_("Equal"), _("The same for every zone")),
    quotas.PEOPLE: (_("People"), _("In proportion to the number of people")),
}


@dataclass(frozen=True)
class QuotaTable:
    """Zones in the order of their names; of each its need, and the baskets by each rule, that of the house first."""

    rules: tuple[tuple[Any, Any], ...]  # what heads the column, what it means
    rows: tuple[tuple[str, int, tuple[tuple[Any, int], ...]], ...]  # zone, need, (heading, baskets) by rule


def quotas_of(pool: Pool) -> QuotaTable:
    """Return the baskets of each zone of a frozen pool, beside what other rules would give."""
    return _table(pool.baskets, needs_of(pool))


def quotas_now(campaign: Campaign) -> QuotaTable | None:
    """Return the same for what was brought in until now; None when nobody is eligible.

    The number of people is left out: it is measured when the pool is frozen.
    """
    if not campaign.criteria:
        return None
    zones = criteria_counts(campaign, campaign.criteria).zones
    needs = {zone: Need(eligible, eligible) for zone, _all, eligible in zones}
    if not any(one.households for one in needs.values()):
        return None
    return _table(campaign.baskets, needs, without=(quotas.PEOPLE,))


def _table(baskets: int, needs: Mapping[str, Need], without: tuple[str, ...] = ()) -> QuotaTable:
    found = {
        rule: given for rule, given in quotas.side_by_side(baskets, needs).items() if rule not in without
    }
    return QuotaTable(
        tuple(RULES[rule] for rule in found),
        tuple(
            (
                zone,
                needs[zone].households,
                tuple((RULES[rule][0], given[zone]) for rule, given in found.items()),
            )
            for zone in sorted(needs)
        ),
    )


def reserve_advice(campaign: Campaign, *, on: date) -> tuple[int, int] | None:
    """Return the fewest and the most households a reserve should hold, when the planned one is outside; else None."""
    least, most = (
        accounts.parameter_number(name, on=on) for name in ("reserve_share_least", "reserve_share_most")
    )
    low, high = selection.reserve_range(campaign.baskets, least, most)
    return None if low <= campaign.reserve <= high else (low, high)


PLACES = {
    selection.SELECTED: _("Selected household"),
    selection.RESERVE: _("Reserve"),
    selection.NOT_SELECTED: _("Not selected"),
    selection.NOT_ELIGIBLE: _("Does not meet the criteria"),
}
REASONS = {
    allocation.BY_CRITERIA: _("By the criteria and points alone"),
    allocation.BY_QUOTA: _("Households of the same neighbourhood with more points took all places"),
    allocation.BY_DRAW: _("By the draw, among households with equal points"),
}


def place_lines(campaign: Campaign) -> list[tuple[Any, Any, int]]:
    """Return (place, reason, households) of a campaign in words, once its list is frozen; empty before."""
    counts = place_counts(campaign)
    return [
        (PLACES[place], REASONS[reason], counts[place, reason])
        for place in PLACES
        for reason in REASONS
        if (place, reason) in counts
    ]


def placement_words(nomination: Nomination) -> tuple[Any, Any] | None:
    """Return (place, reason) of a household in words, or None before its list is frozen."""
    placed = placement_of(nomination)
    return (PLACES[placed.place], REASONS[placed.reason]) if placed else None


def place_counts(campaign: Campaign) -> dict[tuple[str, str], int]:
    """Return (place, reason) → households of a campaign, once its list is frozen."""
    rows = Placement.objects.filter(campaign=campaign).values_list("place", "reason")
    return {(place, reason): count for place, reason, count in rows.annotate(count=Count("pk"))}
