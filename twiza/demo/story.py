"""What the spreadsheets hold, known because we wrote them: the account is compared with it. Pure Python."""

from dataclasses import dataclass, field
from pathlib import Path

from twiza.demo.families import Family


@dataclass(frozen=True)
class Problem:
    """A row that cannot be taken as it is. `row` is the number in the margin of the sheet, from 1."""

    row: int
    column: str
    read: str
    why: str  # no_name | impossible_date | size_in_words


@dataclass(frozen=True)
class Repeat:
    """A row written twice in the same sheet, character for character."""

    row: int
    first: int


@dataclass(frozen=True)
class Total:
    """A figure at the foot of a column: what is printed, and what the rows give."""

    column: str
    printed: int
    counted: int


@dataclass(frozen=True)
class Written:
    """One spreadsheet and the truth about it.

    Attributes:
        association: "olive" or "wool", who keeps it.
        per: "household" or "member", what one row is.
        rows: rows of data: headings, titles, empty rows and totals are not counted.
        at: number of the family → row of its head in the sheet, from 1.
    """

    file: Path
    association: str
    per: str
    rows: int
    persons: int
    at: dict[int, int]
    problems: tuple[Problem, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    totals: tuple[Total, ...] = ()

    @property
    def households(self) -> int:
        """Households that can be taken: without the rows with a problem and the repeats."""
        return len(self.at)


@dataclass(frozen=True)
class Crossing:
    """A family that knocked at both doors: (file name, row) in each association's sheet, and how it was written again."""

    family: int
    olive: tuple[str, int]
    wool: tuple[str, int]
    how: str


@dataclass(frozen=True)
class Twice:
    """A family that one association wrote into two of its sheets, once in each script."""

    family: int
    association: str
    first: tuple[str, int]
    second: tuple[str, int]
    how: str


@dataclass(frozen=True)
class Story:
    """The five spreadsheets, the families in them, and who is in two: of both associations, or of one."""

    sheets: tuple[Written, ...]
    families: tuple[Family, ...]
    planted: tuple[Crossing, ...] = field(default=())
    twice: tuple[Twice, ...] = field(default=())
    again: tuple[Family, ...] = field(default=())  # as they were written the second time

    @property
    def households(self) -> int:
        """Households that both associations together can take, a family at both doors counted twice."""
        return sum(sheet.households for sheet in self.sheets)
