"""What criteria say of a whole list, counted; what was kept of a judged pool."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from twiza.aid.models import Campaign
from twiza.aid.rules import criteria_sql, facts


@dataclass(frozen=True)
class RuleCount:
    """How many households meet a rule, and of how many it cannot be said."""

    rule: str
    met: int
    unknown: int


@dataclass(frozen=True)
class PointsCount:
    """How many eligible households of a zone have so many points."""

    zone: str
    points: int
    households: int


@dataclass(frozen=True)
class CriteriaCounts:
    """What criteria give over a list: in all, by rule, by zone, by points."""

    households: int
    eligible: int
    rules: tuple[RuleCount, ...]
    zones: tuple[tuple[str, int, int], ...]  # zone, households, eligible
    points: tuple[PointsCount, ...]


def criteria_counts(campaign: Campaign, criteria: Mapping[str, Any]) -> CriteriaCounts:
    """Return what `criteria`, already checked, give over the households brought into a campaign: one statement.

    Counts of what this user may see: all households for who leads the campaign, their own for a partner.
    """
    answers = criteria_sql.answers_sql(
        criteria, facts.KNOWN, "aid_nomination n WHERE n.campaign_id = %s AND n.withdrawn_at IS NULL"
    )
    points = criteria_sql.points_sql(criteria)
    numbers = range(len(criteria["rules"]))
    counts = ", ".join(
        f"count(*) FILTER (WHERE met_{number}), count(*) FILTER (WHERE met_{number} IS NULL)"
        for number in numbers
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.zone, {criteria_sql.eligible_sql(criteria)}, {points.text}, count(*), {counts}"
            f" FROM ({answers.text}) a GROUP BY 1, 2, 3",
            [*points.parameters, *answers.parameters, campaign.pk],
        )
        return _counted(criteria, cursor.fetchall())


def _counted(criteria: Mapping[str, Any], rows: list[tuple[Any, ...]]) -> CriteriaCounts:
    """`rows`: zone, eligible, points, households, then (met, unknown) of each rule."""
    zones: dict[str, list[int]] = {}
    for zone, eligible, _points, count, *_rules in rows:
        of_zone = zones.setdefault(zone, [0, 0])
        of_zone[0] += count
        of_zone[1] += count if eligible else 0
    return CriteriaCounts(
        households=sum(row[3] for row in rows),
        eligible=sum(row[3] for row in rows if row[1]),
        rules=tuple(
            RuleCount(
                rule["code"],
                sum(row[4 + 2 * number] for row in rows),
                sum(row[5 + 2 * number] for row in rows),
            )
            for number, rule in enumerate(criteria["rules"])
        ),
        zones=tuple((zone, households, eligible) for zone, (households, eligible) in sorted(zones.items())),
        points=tuple(
            PointsCount(zone, points, count)
            for zone, eligible, points, count, *_rules in sorted(rows, key=lambda row: (row[0], -row[2]))
            if eligible
        ),
    )
