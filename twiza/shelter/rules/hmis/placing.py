"""Which bed each guest of an export has in each night of a winter. Nothing is booked twice. No Django."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import heappop, heappush

from twiza.lib.errors import N_
from twiza.shelter.rules.beds import Group, Who
from twiza.shelter.rules.hmis.counting import DAY, beds_on, spans
from twiza.shelter.rules.hmis.records import Export, Person
from twiza.shelter.rules.nights import nights_between

GROWN_UP = 18  # years
_GROUP_OF = {Who.WOMAN: Group.WOMEN, Who.MAN: Group.MEN}


class Reason(StrEnum):
    """Why a night of the files has no bed in the winter."""

    OTHER_SITE = "other_site"
    NO_ROOMS = "no_rooms"
    CHILD_ALONE = "child_alone"


LEFT_OUT: Mapping[Reason, str] = {
    Reason.OTHER_SITE: N_("The person has a bed in another site that night"),
    Reason.NO_ROOMS: N_("The file says neither woman nor man: no rooms fit"),
    Reason.CHILD_ALONE: N_("A child without a grown-up is no guest"),
}


@dataclass(frozen=True)
class LeftOut:
    """One person and night of the files that gets no bed, and why."""

    reason: Reason
    project: str
    night: date


@dataclass(frozen=True)
class Came:
    """A guest to be: who, and with whom; party 0 is nobody."""

    who: Who
    party: int


@dataclass(frozen=True)
class Place:
    """Somebody in one bed over some nights, both included. Beds of a project and group are numbered from 0."""

    person: int
    project: str
    group: Group
    bed: int
    first: date
    last: date


@dataclass(frozen=True)
class Plan:
    """What is to be loaded: guests by number, beds by project and group, who sleeps in which, and what is left out."""

    came: Mapping[int, Came]
    beds: Mapping[tuple[str, Group], int]
    places: tuple[Place, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def nights(self) -> int:
        """How many nights of people have a bed."""
        return sum((one.last - one.first).days + 1 for one in self.places)


def plan(export: Export, projects: Sequence[str], first: date, last: date) -> Plan:
    """Give each person and night of these projects, from the first to the last night, a bed.

    Who is in two of the projects in a night has the bed in the one that is named first. Rooms have as many beds as the
    fullest night needs; where the inventory says more, the largest group has the rest.
    """
    there, household, left_out = _there(export, projects, first, last)
    came = _came(export, {person: household[person] for person, _night in there}, first)
    rows: dict[tuple[str, Group], dict[int, list[date]]] = defaultdict(lambda: defaultdict(list))
    for (person, night), project in sorted(there.items()):
        if isinstance(found := came[person], Reason):
            left_out.append(LeftOut(found, project, night))
        else:
            group = Group.FAMILY if found.party else _GROUP_OF[found.who]
            rows[project, group][person].append(night)
    places: list[Place] = []
    beds: dict[tuple[str, Group], int] = {}
    for (project, group), people in rows.items():
        placed, beds[project, group] = _in_beds(project, group, people)
        places += placed
    for project in projects:
        _all_beds(export, project, beds, first, last)
    guests = {person: one for person, one in came.items() if isinstance(one, Came)}
    return Plan(guests, beds, tuple(places), tuple(left_out))


def _there(
    export: Export, projects: Sequence[str], first: date, last: date
) -> tuple[dict[tuple[int, date], str], dict[int, str], list[LeftOut]]:
    """Return (person, night) → project, the household in which each came, and the nights of a second project."""
    order = {project: place for place, project in enumerate(projects)}
    there: dict[tuple[int, date], str] = {}
    household: dict[int, str] = {}
    second: dict[tuple[int, date, str], None] = {}
    mine = sorted(
        (one for one in spans(export) if one.project in order),
        key=lambda one: (order[one.project], one.first, one.line),
    )
    for span in mine:
        if span.last < first or last < span.first:
            continue
        household.setdefault(span.person, span.household)
        for night in nights_between(max(first, span.first), min(last, span.last)):
            if there.setdefault((span.person, night), span.project) != span.project:
                second[span.person, night, span.project] = None
    return (
        there,
        household,
        [LeftOut(Reason.OTHER_SITE, project, night) for _person, night, project in second],
    )


def _came(export: Export, household: Mapping[int, str], on: date) -> dict[int, Came | Reason]:
    """Say who each person is, and with whom they came; or why there are no rooms for them."""
    who = {person: _who(export.people[person], on) for person in household}
    families: dict[str, list[int]] = defaultdict(list)
    for person, name in household.items():
        if name and who[person] is not None:
            families[name].append(person)
    came: dict[int, Came | Reason] = {}
    for person, one in who.items():
        family = families.get(household[person], [])
        grown_up = any(who[other] is not Who.CHILD for other in family)
        if one is None:
            came[person] = Reason.NO_ROOMS
        elif one is Who.CHILD and not grown_up:
            came[person] = Reason.CHILD_ALONE
        else:
            came[person] = Came(one, min(family) if len(family) > 1 else 0)
    return came


def _who(person: Person, on: date) -> Who | None:
    """Return who somebody is on a day: a child before 18, whatever the file says else."""
    if person.born is not None:
        years = on.year - person.born.year - ((on.month, on.day) < (person.born.month, person.born.day))
        if years < GROWN_UP:
            return Who.CHILD
    return person.who


def _in_beds(project: str, group: Group, people: Mapping[int, list[date]]) -> tuple[list[Place], int]:
    """Give each run of nights one bed: the lowest that is free. No more beds are used than the fullest night has people."""
    runs = sorted((run[0], run[1], person) for person, nights in people.items() for run in _runs(nights))
    free: list[int] = []
    busy: list[tuple[date, int]] = []
    beds = 0
    places = []
    for first, last, person in runs:
        while busy and busy[0][0] < first:
            heappush(free, heappop(busy)[1])
        if not free:
            heappush(free, beds)
            beds += 1
        bed = heappop(free)
        heappush(busy, (last, bed))
        places.append(Place(person, project, group, bed, first, last))
    return places, beds


def _runs(nights: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Give (first, last) of each run of nights that follow one another; `nights` is in order."""
    first = before = nights[0]
    for night in nights[1:]:
        if night != before + DAY:
            yield first, before
            first = night
        before = night
    yield first, before


def _all_beds(
    export: Export, project: str, beds: dict[tuple[str, Group], int], first: date, last: date
) -> None:
    """Add the beds that the inventory has beyond those that were slept in, to the largest group."""
    mine = Counter({where: number for where, number in beds.items() if where[0] == project})
    most = max(beds_on(export, project, night) for night in nights_between(first, last))
    if mine and most > mine.total():
        (largest, number), *_others = mine.most_common(1)
        beds[largest] = number + most - mine.total()
