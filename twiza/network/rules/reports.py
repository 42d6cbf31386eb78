"""Reports that an institution owes: which periods, by which day; letters and incidents and their delays. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from twiza.lib.errors import N_
from twiza.network.rules.regimes import Item

LOOK_BACK = timedelta(days=400)  # older ones are asked for by letter, not day by day
ANSWER_DAYS = 15  # to answer a letter about what shines
DANGER_ANSWER_DAYS = 7
JULY, JUNE = 7, 6


class ReportKind(StrEnum):
    """Which report."""

    HALF_YEAR = "half_year"
    YEAR = "year"


REPORT_KINDS: dict[str, str] = {
    ReportKind.HALF_YEAR: N_("Half-yearly report"),
    ReportKind.YEAR: N_("Yearly report"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a report: its last day, and the last day to send it."""

    kind: str
    last: date
    due: date

    @property
    def first(self) -> date:
        if self.kind == ReportKind.YEAR or self.last.month == JUNE:
            return date(self.last.year, 1, 1)
        return date(self.last.year, JULY, 1)


def periods(reports: Iterable[Item], *, since: date, until: date | None, today: date) -> list[Period]:
    """Return the periods that have ended and are asked for, in the order of their days.

    Args:
        reports: lines of the regime: half_year, year, each with the days after its period.
        since: the day from which the institution receives people and stands in the register.
        until: the day it closed.

    A period is asked for when the institution received people on its last day, and not longer back than 400 days.
    """
    found = []
    for line in reports:
        for year in range((today - LOOK_BACK).year, today.year + 1):
            ends = [date(year, 12, 31)]
            if line.code == ReportKind.HALF_YEAR:
                ends.insert(0, date(year, 6, 30))
            found += [
                Period(line.code, end, end + timedelta(days=line.number))
                for end in ends
                if max(since, today - LOOK_BACK) <= end < today and (until is None or end < until)
            ]
    return sorted(found, key=lambda one: (one.due, one.kind))


class IncidentKind(StrEnum):
    """What happened, without anybody's name."""

    FIRE = "fire"
    ACCIDENT = "accident"
    ILLNESS = "illness"
    FOOD = "food"
    VIOLENCE = "violence"
    MISSING = "missing"
    DEATH = "death"
    DAMAGE = "damage"
    OTHER = "other"


INCIDENT_KINDS: dict[str, str] = {
    IncidentKind.FIRE: N_("Fire, gas, electricity"),
    IncidentKind.ACCIDENT: N_("Accident"),
    IncidentKind.ILLNESS: N_("Illness of several people"),
    IncidentKind.FOOD: N_("Food or water"),
    IncidentKind.VIOLENCE: N_("Violence"),
    IncidentKind.MISSING: N_("Somebody is missing"),
    IncidentKind.DEATH: N_("Death"),
    IncidentKind.DAMAGE: N_("Damage to the premises"),
    IncidentKind.OTHER: N_("Something else"),
}
# Days until one writes what became of it; two where people were hurt
FOLLOW_UP_DAYS = 10
GRAVE_DAYS = 2
GRAVE = frozenset({"fire", "violence", "missing", "death", "food"})


def follow_up_on(kind: str, happened_on: date) -> date:
    """Return the last day to write what became of an incident.

    >>> follow_up_on("death", date(2026, 2, 2))
    datetime.date(2026, 2, 4)
    """
    return happened_on + timedelta(days=GRAVE_DAYS if kind in GRAVE else FOLLOW_UP_DAYS)


def stage(last: date | None, *, today: date) -> str:
    """Say how near a last day is: "over", "30", "90", or "" when it is far or unknown. The last day still counts.

    >>> stage(date(2026, 2, 2), today=date(2026, 2, 2))
    '30'
    """
    if last is None:
        return ""
    left = (last - today).days
    if left < 0:
        return "over"
    return "30" if left <= 30 else "90" if left <= 90 else ""  # noqa: PLR2004  (the days of the reminders)
