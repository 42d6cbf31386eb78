"""What criteria say of a whole list, counted; what was kept of a judged pool."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from twiza.aid.models import Campaign, Nomination
from twiza.aid.queries.rule_words import when_words
from twiza.aid.rules import criteria_sql, facts

# What a pool that is being judged says of each household, until the end of its transaction: read four times, judged once
ASIDE = "judged_aside"
STREAMED = 5_000  # rows that come in one answer of the database


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


def criteria_source(campaign: Campaign) -> Campaign | None:
    """Return the campaign over whose households a draft is counted: this one once it has names, else the last before.

    None when there is none: the criteria of a first campaign come before any name that could be counted.
    """
    named = Nomination.objects.filter(withdrawn_at__isnull=True).values("campaign")
    before = Campaign.objects.filter(organisation=campaign.organisation_id, pk__in=named)
    return (
        before.filter(pk=campaign.pk).first()
        or before.filter(created_at__lt=campaign.created_at).order_by("-created_at").first()
    )


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


def counted_aside(criteria: Mapping[str, Any]) -> CriteriaCounts:
    """Return what `criteria_counts` returns, of the households that were judged and put aside."""
    counts = ", ".join(
        f"count(*) FILTER (WHERE met[{number}]), count(*) FILTER (WHERE met[{number}] IS NULL)"
        for number in range(1, len(criteria["rules"]) + 1)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT zone, eligible, points, count(*), {counts} FROM {ASIDE} GROUP BY 1, 2, 3")
        return _counted(criteria, cursor.fetchall())


def measured_aside() -> dict[tuple[str, bool, int], tuple[int, int]]:
    """Return (zone, eligible, points) → (households, people) of the households that were put aside."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT zone, eligible, points, count(*), sum(size) FROM {ASIDE} GROUP BY 1, 2, 3")
        return {
            (zone, eligible, points): (count, people)
            for zone, eligible, points, count, people in cursor.fetchall()
        }


def households_aside() -> Iterator[tuple[str, str, str, int, str, bool, int]]:
    """Return (code, organisation, zone, size, facts as JSON, eligible, points) of each that was put aside, in no order.

    Streamed, some thousands at a time, while the database goes on: a pool may hold a million.
    """
    with connection.cursor() as cursor:
        yield from cursor.stream(
            f"SELECT code, bringing::text, zone, size, facts::text, eligible, points FROM {ASIDE}",
            size=STREAMED,
        )


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


@dataclass(frozen=True)
class EditedRule:
    """A rule of a draft with its sentences, and how many households meet it; None when there is nobody to count."""

    code: str
    ar: str
    fr: str
    reads: str  # what is compared, in words made from the data itself
    must: bool
    points: int
    met: int | None
    unknown: int | None


def rule_lines(campaign: Campaign, counts: CriteriaCounts | None) -> list[EditedRule]:
    """Return the rules of a campaign, in order, with what they give."""
    counted = {one.rule: one for one in counts.rules} if counts else {}
    return [
        EditedRule(
            code=rule["code"],
            ar=rule["ar"],
            fr=rule["fr"],
            reads=when_words(rule["when"]),
            must=rule.get("must", False),
            points=rule.get("points", 0),
            met=counted[rule["code"]].met if counted else None,
            unknown=counted[rule["code"]].unknown if counted else None,
        )
        for rule in (campaign.criteria or {"rules": []})["rules"]
    ]


def points_lines(counts: CriteriaCounts) -> list[tuple[int, int]]:
    """Return (points, eligible households that have them), the most points first."""
    found: dict[int, int] = {}
    for one in counts.points:
        found[one.points] = found.get(one.points, 0) + one.households
    return sorted(found.items(), reverse=True)
