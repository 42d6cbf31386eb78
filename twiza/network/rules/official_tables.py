"""Reading a published table: which columns are names, which are figures, which row is the printed total."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from twiza.lib.errors import N_, DomainError
from twiza.lib.text import tidy
from twiza.linkage.normalise import fold, script_of
from twiza.network.rules.figures import Light, NotANumber, TotalCheck, check_total, light, read_number

_TOTAL_WORDS = frozenset(
    fold(word) for word in ("total", "totaux", "total général", "المجموع", "المجموع العام", "مجموع")
)
_CAPACITY = re.compile(r"capacit|الطاق|سعة|places")
_PRESENT = re.compile(r"benefic|bénéfic|مستفيد|present|pension")
_YEAR = re.compile(r"(20[0-9]{2})[^0-9]+(20)?([0-9]{2})", re.ASCII)
_MONEY = re.compile(r"(?:^|[^a-z])(?:dhs?|mad|dirhams?)(?:[^a-z]|$)|درهم")
_WHOLE = re.compile(r"total|global|مجموع|إجمالي")


class NoTable(DomainError):
    code = "network.no_table"


@dataclass(frozen=True, slots=True)
class Column:
    """`role`: name_ar, name_fr, capacity, present or figure; `period` as "2023/2024" when the header says it."""

    position: int
    header: str
    role: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number in the file (from 1), its names, one value a figure column (None: empty cell)."""

    number: int
    name_ar: str
    name_fr: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that is not a number: where, what was read, what would work."""

    row: int
    column: str
    read: str
    problem: DomainError


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """A table as read. `checks` has one line per printed total, agreeing or not; `parts` the lines whose parts do not add up."""

    names: tuple[Column, ...]
    figures: tuple[Column, ...]
    lines: tuple[Line, ...]
    printed: tuple[Decimal | None, ...]
    checks: tuple[TotalCheck, ...]
    problems: tuple[CellProblem, ...]
    parts: tuple[TotalCheck, ...] = ()

    def sums(self) -> tuple[Decimal, ...]:
        """Return the sum of each figure column, as the rows give it."""
        return tuple(
            sum((line.values[n] or Decimal(0) for line in self.lines), Decimal(0))
            for n in range(len(self.figures))
        )

    def lights(self, line: Line) -> dict[str, Light]:
        """Return how full the place of a row is, by period; empty when there is no capacity column."""
        capacity = next((n for n, column in enumerate(self.figures) if column.role == "capacity"), None)
        if capacity is None:
            return {}
        return {
            column.period or column.header: light(line.values[capacity], line.values[n])
            for n, column in enumerate(self.figures)
            if column.role == "present"
        }


def read_table(
    cells: Sequence[Sequence[str]], printed: Mapping[str, Decimal] | None = None, *, most_rows: int = 5000
) -> OfficialTable:
    """Read a table whose first row names the columns.

    Args:
        cells: the sheet as text, row by row.
        printed: totals printed elsewhere (a title, an article), by header; a total row in the table is
            read as well.

    Raises:
        NoTable: no row of headers, no column of names, no column of figures, or more than `most_rows`.
    """
    if len(cells) > most_rows:
        raise NoTable(N_("This table has more than %(most)s rows. Split it."), most=most_rows)
    if len(cells) < 2:
        raise NoTable(N_("There is no table here: a row of headers and at least one row are needed."))
    width = max(len(row) for row in cells)
    body = [(n, [tidy(cell) for cell in row] + [""] * (width - len(row))) for n, row in enumerate(cells, 1)]
    headers = body[0][1]
    rows = [(n, row) for n, row in body[1:] if any(row)]
    marked = [(n, row) for n, row in rows if any(fold(cell) in _TOTAL_WORDS for cell in row if cell)]
    totals = [row for _, row in marked]
    rows = [(n, row) for n, row in rows if row not in totals]
    columns = [_column(n, header, [row[n] for _, row in rows]) for n, header in enumerate(headers) if header]
    names = tuple(column for column in columns if column.role.startswith("name"))
    figures = tuple(column for column in columns if column.role not in ("name_ar", "name_fr", "text"))
    if not names or not figures:
        raise NoTable(N_("A column of names and a column of figures are needed."))
    problems: list[CellProblem] = []
    lines = tuple(_line(n, row, names, figures, problems) for n, row in rows)
    said = tuple(_printed(column, totals, printed or {}, problems, len(body)) for column in figures)
    checks = tuple(
        check_total(column.header, value, [line.values[n] for line in lines])
        for n, (column, value) in enumerate(zip(figures, said, strict=True))
        if value is not None
    )
    ends = tuple(_line(n, row, names, figures, []) for n, row in marked)
    parts = tuple(_parts(figures, (*lines, *ends)))
    return OfficialTable(names, figures, lines, said, checks, tuple(problems), parts)


def _parts(figures: tuple[Column, ...], lines: Sequence[Line]) -> Iterable[TotalCheck]:
    """Lines whose parts in dirhams are not their total in dirhams: of a table with one total and two parts or more."""
    money = [n for n, column in enumerate(figures) if _MONEY.search(column.header.casefold())]
    totals = [n for n in money if _WHOLE.search(figures[n].header.casefold())]
    if len(totals) != 1 or len(money) < 3:
        return
    whole = totals[0]
    for line in lines:
        printed, parts = line.values[whole], [line.values[n] for n in money if n != whole]
        if printed is not None and None not in parts:
            check = check_total(figures[whole].header, printed, parts)
            if not check.agrees:
                yield replace(check, line=line.number)


def _column(position: int, header: str, cells: list[str]) -> Column:
    filled = [cell for cell in cells if cell]
    numbers = sum(1 for cell in filled if _is_number(cell))
    if filled and numbers * 2 >= len(filled):
        year = _YEAR.search(header)
        period = f"{year[1]}/{year[1][:2]}{year[3]}" if year else ""
        lowered = header.casefold()
        role = (
            "capacity" if _CAPACITY.search(lowered) else "present" if _PRESENT.search(lowered) else "figure"
        )
        return Column(position, header, role, period)
    scripts = [script_of(cell) for cell in filled]
    arabic = scripts.count("arabic") * 2 > len(scripts)
    return Column(position, header, "name_ar" if arabic else "name_fr")


def _is_number(cell: str) -> bool:
    try:
        read_number(cell)
    except NotANumber:
        return False
    return True


def _line(
    number: int,
    row: list[str],
    names: tuple[Column, ...],
    figures: tuple[Column, ...],
    problems: list[CellProblem],
) -> Line:
    def name(role: str) -> str:
        return next((row[column.position] for column in names if column.role == role), "")

    values = tuple(_value(number, column, row[column.position], problems) for column in figures)
    return Line(number, name("name_ar"), name("name_fr"), values)


def _value(number: int, column: Column, cell: str, problems: list[CellProblem]) -> Decimal | None:
    if not cell:
        return None
    try:
        return read_number(cell)
    except NotANumber as problem:
        problems.append(CellProblem(number, column.header, cell, problem))
        return None


def _printed(
    column: Column,
    totals: list[list[str]],
    elsewhere: Mapping[str, Decimal],
    problems: list[CellProblem],
    last_row: int,
) -> Decimal | None:
    if column.header in elsewhere:
        return elsewhere[column.header]
    if not totals:
        return None
    return _value(last_row, column, totals[-1][column.position], problems)
