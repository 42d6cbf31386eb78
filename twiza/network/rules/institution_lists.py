"""A list of institutions as a delegation receives it, beside what the register knows. Pure Python.

Nothing is repaired: each thing that does not fit is said with its row, its column and both figures, and a person decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from twiza.lib.errors import N_
from twiza.linkage.normalise import fold
from twiza.network.rules.official_tables import Column, Line, OfficialTable

SCHOOL_BEGINS, SCHOOL_ENDS = (9, 1), (6, 30)  # month, day


class Match(StrEnum):
    """Whether the register knows the institution of a row."""

    NEW = "new"
    KNOWN = "known"
    AMBIGUOUS = "ambiguous"


MATCHES: dict[str, str] = {
    Match.NEW: N_("New: it enters the register"),
    Match.KNOWN: N_("Known: its figures are added"),
    Match.AMBIGUOUS: N_("Several of this name: nothing is written, look at them first"),
}


class Fault(StrEnum):
    """What does not fit."""

    OVER_CAPACITY = "over_capacity"
    CAPACITY_DIFFERS = "capacity_differs"
    LICENCE_DIFFERS = "licence_differs"
    FIGURE_DIFFERS = "figure_differs"
    NAME_TWICE = "name_twice"
    TOTAL_DIFFERS = "total_differs"


FAULTS: dict[str, str] = {
    Fault.OVER_CAPACITY: N_("More people present than places"),
    Fault.CAPACITY_DIFFERS: N_("Another capacity than in the register"),
    Fault.LICENCE_DIFFERS: N_("Another capacity than in its licence"),
    Fault.FIGURE_DIFFERS: N_("Another figure of the same day than in the register: that one stays"),
    Fault.NAME_TWICE: N_("The same name stands in another row of the file"),
    Fault.TOTAL_DIFFERS: N_("The printed total is not the sum of its rows"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """An institution of the register: its names, and figures by (subject, day). `licensed`: places of its licence."""

    key: Any
    name_ar: str
    name_fr: str
    licensed: int | None = None
    capacity: int | None = None
    figures: dict[tuple[str, date], tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a row says: of what, for which day, how many, in which column."""

    subject: str
    on: date
    value: int
    column: str
    period: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What does not fit: row and column of the file, what the file says, what stands against it."""

    row: int
    column: str
    fault: Fault
    read: Decimal
    against: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """One institution of the list."""

    number: int
    name_ar: str
    name_fr: str
    match: Match
    key: Any
    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def first_day(self) -> date | None:
        """The first day of the earliest school year in which people were there: it receives them since then at the latest."""
        present = [one.on for one in self.claims if one.subject == "present" and one.value]
        return date(min(present).year - 1, *SCHOOL_BEGINS) if present else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as read; `totals`: printed totals that are not the sums."""

    rows: tuple[Row, ...]
    totals: tuple[Contradiction, ...]

    @property
    def contradictions(self) -> list[Contradiction]:
        """Everything that does not fit, in the order of the file."""
        return [*(one for row in self.rows for one in row.contradictions), *self.totals]

    def count(self, match: Match) -> int:
        """Return how many rows are new, known or ambiguous."""
        return sum(row.match == match for row in self.rows)


def read_list(table: OfficialTable, known: Sequence[Known], *, stated_on: date) -> Reading:
    """Put a list beside the register.

    Args:
        known: the institutions of this delegation.
        stated_on: the day of the list: a capacity without a year is of that day; no figure is of a later one.
    """
    names = [_names(line) for line in table.lines]
    rows = tuple(
        _row(table, line, known, twice=sum(bool(_names(line) & other) for other in names) > 1, stated_on=stated_on)
        for line in table.lines
    )  # fmt: skip
    last = max((line.number for line in table.lines), default=0) + 1
    totals = tuple(
        Contradiction(last, one.column, Fault.TOTAL_DIFFERS, one.printed, one.summed)
        for one in table.checks
        if not one.agrees
    )
    return Reading(rows, totals)


def _names(thing: Any) -> set[str]:
    return {fold(name) for name in (thing.name_ar, thing.name_fr) if name}


def _row(table: OfficialTable, line: Line, known: Sequence[Known], *, twice: bool, stated_on: date) -> Row:
    found = [one for one in known if _names(one) & _names(line)]
    match = Match.AMBIGUOUS if twice or len(found) > 1 else Match.KNOWN if found else Match.NEW
    one = found[0] if match == Match.KNOWN else None
    claims = tuple(_claims(table, line, stated_on))
    wrong = [*_over(line, claims), *(_against(line, claims, one) if one else ())]
    if twice:
        wrong.append(
            Contradiction(line.number, table.names[0].header, Fault.NAME_TWICE, Decimal(line.number), _other(table, line))
        )  # fmt: skip
    return Row(line.number, line.name_ar, line.name_fr, match, one.key if one else None, claims, tuple(wrong))


def _other(table: OfficialTable, line: Line) -> Decimal:
    """The number of another row of the same name."""
    return Decimal(
        next((one.number for one in table.lines if one is not line and _names(one) & _names(line)), 0)
    )


def _claims(table: OfficialTable, line: Line, stated_on: date) -> Iterable[Claim]:
    for column, value in zip(table.figures, line.values, strict=True):
        if value is not None and column.role in ("capacity", "present"):
            yield Claim(
                column.role, min(_day_of(column, stated_on), stated_on), int(value), column.header, column.period
            )  # fmt: skip


def _day_of(column: Column, stated_on: date) -> date:
    """The last day of the school year of a column; the day of the list without one."""
    return date(int(column.period[-4:]), *SCHOOL_ENDS) if column.period else stated_on


def _over(line: Line, claims: Sequence[Claim]) -> Iterable[Contradiction]:
    capacity = next((one.value for one in claims if one.subject == "capacity"), None)
    for one in claims:
        if capacity is not None and one.subject == "present" and one.value > capacity:
            yield Contradiction(
                line.number, one.column, Fault.OVER_CAPACITY, Decimal(one.value), Decimal(capacity)
            )


def _against(line: Line, claims: Sequence[Claim], known: Known) -> Iterable[Contradiction]:
    for one in claims:
        same_day = known.figures.get((one.subject, one.on))
        if same_day is not None and same_day[0] != one.value:
            yield _differs(line, one, Fault.FIGURE_DIFFERS, same_day[0])
        elif one.subject == "capacity" and known.capacity not in (None, one.value):
            yield _differs(line, one, Fault.CAPACITY_DIFFERS, known.capacity or 0)
        if one.subject == "capacity" and known.licensed not in (None, one.value):
            yield _differs(line, one, Fault.LICENCE_DIFFERS, known.licensed or 0)


def _differs(line: Line, claim: Claim, fault: Fault, against: int) -> Contradiction:
    return Contradiction(line.number, claim.column, fault, Decimal(claim.value), Decimal(against))
