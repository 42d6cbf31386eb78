"""A partner's list of gifts: date, donor, amount, restriction. Pure Python: cells in, gifts and problems out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from twiza.lib.canonical import canonical_bytes
from twiza.lib.errors import N_, DomainError
from twiza.lib.text import tidy, western_digits
from twiza.network.rules.figures import NotANumber, read_number

MOST_ROWS = 2000
CENT = Decimal("0.01")  # both sums are shown alike
HEADINGS: dict[str, tuple[str, ...]] = {
    "on": ("date", "le", "jour", "التاريخ", "تاريخ", "اليوم", "day"),
    "donor": ("donateur", "donatrice", "bienfaiteur", "donneur", "nom", "donor", "المحسن", "المتبرع", "الاسم", "اسم المحسن"),
    "amount": ("montant", "somme", "don", "amount", "المبلغ", "مبلغ", "القدر"),
    "restriction": ("restriction", "objet", "affectation", "nature", "type", "الغرض", "النوع", "التخصيص", "الشرط"),
}  # fmt: skip
TOTALS = ("total", "somme", "totaux", "sum", "المجموع", "مجموع", "الاجمالي", "الإجمالي")


class NotAGiftList(DomainError):
    code = "funding.not_a_gift_list"


class WrongTotal(DomainError):
    code = "funding.wrong_total"


@dataclass(frozen=True, slots=True)
class GiftLine:
    """One gift of the list. `row` is the number in the margin, from 1; `restriction` as it is written."""

    row: int
    on: date
    donor: str
    amount: Decimal
    restriction: str


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be taken: where, what was read, what would work."""

    row: int
    column: str
    read: str
    would_work: str


@dataclass(frozen=True, slots=True)
class GiftTable:
    """What was read. `printed` is the total at the foot of the list, None when there is none."""

    lines: list[GiftLine] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    printed: Decimal | None = None

    @property
    def summed(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def fingerprint(self) -> str:
        """What tells one list from another: its gifts, in their order."""
        rows = [[line.on, line.donor, line.amount, line.restriction] for line in self.lines]
        return sha256(canonical_bytes([("gifts", rows)])).hexdigest()


def read_gifts(cells: Sequence[Sequence[str]]) -> GiftTable:
    """Read a list of gifts: the row of headings is found by its words, a last row "total" is a printed total.

    Raises:
        NotAGiftList: no row names a date, a donor and an amount; or too many rows.
    """
    at, columns = _heading(cells)
    if len(cells) - at - 1 > MOST_ROWS:
        raise NotAGiftList(
            N_("The list has more than %(most)s rows. Split it into several files."), most=MOST_ROWS
        )
    lines: list[GiftLine] = []
    problems: list[CellProblem] = []
    printed: Decimal | None = None
    for place, row in enumerate(cells[at + 1 :], start=at + 2):
        if not any(tidy(cell) for cell in row):
            continue
        if _is_total(row):
            total = _cell(row, columns["amount"])
            try:
                printed = read_number(total)
            except NotANumber:
                problems.append(CellProblem(place, "amount", total, N_("Write the total like 1 234,50.")))
            continue
        line = _line(place, row, columns, problems)
        if line is not None:
            lines.append(line)
    return GiftTable(lines, problems, printed)


def check_total(table: GiftTable, expected: Decimal | None = None) -> None:
    """Refuse a list whose printed or announced total is not the sum of its rows.

    Raises:
        WrongTotal: naming both sums.
    """
    for total in (table.printed, expected):
        if total is not None and total != table.summed:
            raise WrongTotal(
                N_(
                    "The total says %(printed)s and the rows add up to %(summed)s. Nothing was written: correct the"
                    " list with whoever made it, then send it again."
                ),
                printed=total.quantize(CENT),
                summed=table.summed.quantize(CENT),
            )


def read_written_day(text: str) -> date:
    """Read 2026-03-12, 12/03/2026 or 12.3.2026, in the digits of any script. ValueError when it is no day."""
    written = tidy(western_digits(text))
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T][0-9:.]+)?", written)
    if iso:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", written)
    if not found:
        raise ValueError(text)
    return date(int(found[3]), int(found[2]), int(found[1]))


def plain_cell(cell: object) -> str:
    """Return a cell of a workbook as the text that is read here."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _heading(cells: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(cells[:20]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            word = tidy(cell).lower()
            for name, words in HEADINGS.items():
                if word in words:
                    found.setdefault(name, place)
        if {"on", "donor", "amount"} <= set(found):
            return at, found
    raise NotAGiftList(
        N_(
            "No row names the columns. The list needs the headings: date, donor, amount; and restriction if there is one."
        )
    )


def _cell(row: Sequence[str], column: int | None) -> str:
    return tidy(row[column]) if column is not None and column < len(row) else ""


def _is_total(row: Sequence[str]) -> bool:
    first = next((tidy(cell) for cell in row if tidy(cell)), "")
    return first.rstrip(" :").lower() in TOTALS


def _line(
    place: int, row: Sequence[str], columns: dict[str, int], problems: list[CellProblem]
) -> GiftLine | None:
    day, money = _cell(row, columns["on"]), _cell(row, columns["amount"])
    on: date | None = None
    amount: Decimal | None = None
    try:
        on = read_written_day(day)
    except ValueError:
        problems.append(CellProblem(place, "on", day, N_("Write the day like 12/03/2026.")))
    try:
        amount = read_number(money)
    except NotANumber:
        problems.append(CellProblem(place, "amount", money, N_("Write the amount like 1 234,50.")))
    if amount is not None and (amount <= 0 or amount != amount.quantize(Decimal("0.01"))):
        problems.append(
            CellProblem(place, "amount", money, N_("A gift is above zero, with two decimals at most."))
        )
        amount = None
    if on is None or amount is None:
        return None
    return GiftLine(place, on, _cell(row, columns["donor"]), amount, _cell(row, columns.get("restriction")))
