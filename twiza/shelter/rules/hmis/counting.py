"""Who sleeps where in each night of an export, and how many beds are there. No Django."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from twiza.shelter.rules.hmis.records import Export

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Somebody in a project from a night to a night, both included; and the line that says so."""

    person: int
    project: str
    household: str
    first: date
    last: date
    file: str
    column: str
    line: int

    @property
    def nights(self) -> Iterator[date]:
        """Each of the nights."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * DAY


@dataclass(frozen=True)
class Occupied:
    """One project in one night: how many people, and how many beds its inventory says."""

    people: int
    beds: int


def spans(export: Export) -> Iterator[Span]:
    """Give the nights of each project where people sleep: line by line, or from entry to exit.

    The exit day is no night. A stay without exit goes on to the last day of the export.
    """
    for night in export.nights:
        household = export.stays[night.stay].household
        where = ("Services.csv", "DateProvided", night.line)
        yield Span(night.person, night.project, household, night.night, night.night, *where)
    for stay in export.stays.values():
        project = export.projects[stay.project]
        if project.lodges and not project.by_night:
            last = export.last if stay.exit is None else stay.exit - DAY
            if stay.entry <= last:
                where = ("Enrollment.csv", "EntryDate", stay.line)
                yield Span(stay.person, stay.project, stay.household, stay.entry, last, *where)


def person_nights(export: Export) -> dict[tuple[str, date], frozenset[int]]:
    """Return who sleeps where: (project, night) → people, each once."""
    found: dict[tuple[str, date], set[int]] = defaultdict(set)
    for span in spans(export):
        for night in span.nights:
            found[span.project, night].add(span.person)
    return {where: frozenset(people) for where, people in found.items()}


def beds_on(export: Export, project: str, night: date) -> int:
    """Return the beds of all inventories of a project that are valid in a night."""
    return sum(one.beds for one in export.inventories if one.project == project and one.is_valid(night))


def occupancy(export: Export) -> dict[tuple[str, date], Occupied]:
    """Return people and beds of each project in each night in which somebody slept there."""
    return {
        (project, night): Occupied(len(people), beds_on(export, project, night))
        for (project, night), people in person_nights(export).items()
    }
