"""One case of the desk as its page shows it: two files, their fields side by side, the evidence of each pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from twiza.registry.models import Household, Pair, PairDecision, Person
from twiza.registry.queries.doubles import case_of, decisions_of, household_of
from twiza.registry.queries.households import HouseholdLine, lines_of, members_of
from twiza.registry.queries.sought import matcher
from twiza.registry.rules import merging
from twiza.registry.rules.compared import Home, Line, Side, compared_homes, compared_persons
from twiza.registry.rules.doubles import DECIDED, UNDONE, Step, steps_of
from twiza.registry.rules.evidence import Bar, bars, told


@dataclass(frozen=True, slots=True)
class PairShown:
    """One pair of a case: who, field by field, and why."""

    pair: Pair
    left: Person  # of the file on the first side
    right: Person
    lines: list[Line]
    told: list[Step]
    bars: list[Bar]

    @property
    def likely(self) -> bool:
        """Whether it was proposed as one person."""
        return bool(self.pair.verdict == "same")


@dataclass(frozen=True, slots=True)
class DeskCase:
    """A case: both files, every pair of theirs, what was decided. `one_home`: both entries stand in one file."""

    pair: Pair
    one: HouseholdLine
    other: HouseholdLine
    one_members: list[Person]
    other_members: list[Person]
    lines: list[Line]
    pairs: list[PairShown]
    waiting: list[PairShown]
    decisions: list[PairDecision]
    undoable: UUID | None  # the latest act, while nothing took it back

    @property
    def one_home(self) -> bool:
        return self.one.id == self.other.id

    @property
    def ids(self) -> list[UUID]:
        """The ids of everybody whom the page shows, households and persons."""
        people = {person.pk for person in (*self.one_members, *self.other_members)}
        people |= {one.pk for shown in self.pairs for one in (shown.left, shown.right)}
        return [*dict.fromkeys((self.one.id, self.other.id)), *sorted(people)]


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that both sides say differently: its key in a form, and the rows that say it."""

    key: str
    of: str  # "household", or the name of a person
    field: str
    one: Any
    other: Any
    pair: UUID | None  # None: of the household

    def stays_one(self, kept: UUID, kept_persons: Mapping[UUID, UUID]) -> bool:
        """Say whether the first side is the one that stays, of these households or persons."""
        return bool(self.one.pk == (kept if self.pair is None else kept_persons[self.pair]))


def desk_case(pair: Pair) -> DeskCase:
    """Return the case of a pair, the file that was written first on the first side."""
    pairs = case_of(pair)
    homes = sorted({pair.left_household_id, pair.right_household_id})
    rows = Household.objects.select_related("place").in_bulk(homes)
    lines = {line.id: line for line in lines_of(rows.values())}
    first, second = homes[0], homes[-1]
    reader = matcher()
    shown = [_shown(one, first, reader) for one in pairs]
    rows_of_acts = {(row.act, row.decision): row for row in reversed(decisions_of(pairs))}
    decisions = sorted(rows_of_acts.values(), key=lambda row: row.pk, reverse=True)
    last = next((row for row in decisions), None)
    return DeskCase(
        pair,
        lines[first],
        lines[second],
        members_of(rows[first]),
        members_of(rows[second]),
        compared_homes(_home(rows[first]), _home(rows[second]), reader) if first != second else [],
        shown,
        [one for one in shown if one.pair.state not in DECIDED],
        decisions,
        last.act if last is not None and last.decision != UNDONE else None,
    )


def _shown(pair: Pair, first: UUID, reader: Any) -> PairShown:
    left, right = pair.left, pair.right
    if household_of(left) != first and household_of(right) == first:
        left, right = right, left
    steps = steps_of(pair.evidence)
    lines = compared_persons(_side(left), _side(right), reader)
    return PairShown(pair, left, right, lines, told(steps), bars(steps))


def _side(row: Person) -> Side:
    return Side(
        tuple(dict.fromkeys(name for name in (row.name_arabic, row.name_latin, row.name_said) if name)),
        row.birth_on,
        row.birth_precision,
        row.sex,
        tuple(phone for phone in (row.phone, row.second_phone) if phone),
        row.relationship,
    )


def _home(row: Household) -> Home:
    place = row.place
    places = (str(place), place.name_ar, place.name_fr) if place else (row.place_words,)
    return Home(tuple(dict.fromkeys(name for name in places if name)), row.address, row.size, row.contact)


def choices_of(case: DeskCase, same: Sequence[PairShown]) -> list[Choice]:
    """Return what somebody has to choose before two files become one: each field that both sides say differently."""
    found = []
    if not case.one_home:
        homes = Household.objects.select_related("place").in_bulk([case.one.id, case.other.id])
        one, other = homes[case.one.id], homes[case.other.id]
        for field in merging.differing(vars(one), vars(other), merging.HOUSEHOLD_FIELDS):
            found.append(Choice(f"household-{field}", "household", field, one, other, None))
    for shown in same:
        left, right = shown.left, shown.right
        for field in merging.differing(vars(left), vars(right), merging.PERSON_FIELDS):
            found.append(Choice(f"{shown.pair.pk}-{field}", left.name, field, left, right, shown.pair.pk))
    return found
