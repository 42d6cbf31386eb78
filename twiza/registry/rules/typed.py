"""Lines typed from paper, as the sheet they would be: the preview of the import reads them too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from twiza.lib.sheets import Cell, Sheet
from twiza.registry.rules.drafts import PlaceFinder, Preview, RowProblem
from twiza.registry.rules.fields import HEADINGS
from twiza.registry.rules.headings import Column, Table
from twiza.registry.rules.preview import make_preview
from twiza.registry.rules.problems import Problem

SHEET = "paper"
SURE = 200
TOTAL = "المجموع"  # how a control total is written in the margin of a list
MISSING = {"size": "size.missing", "near_place": "near_place.missing"}


@dataclass(frozen=True)
class TypedLines:
    """Lines as they were typed. `lines`: number of the line from 1 → field → text; `headings`: field → what stands above.

    `stated`: how many lines are written on the paper, as somebody counted; `needed`: fields without which a line is not taken.
    """

    headings: Mapping[str, str]
    lines: Mapping[int, Mapping[str, str]]
    stated: int | None = None
    needed: frozenset[str] = frozenset()

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a sheet: headings, then each line in the row after its number, so that places keep their meaning."""
        last = max(self.lines, default=0)
        found = [["", *self.headings.values()]]
        for number in range(1, last + 1):
            line = self.lines.get(number, {})
            said = [line.get(field, "") for field in self.headings]
            found.append([str(number) if any(said) else "", *said])
        return found

    def table(self) -> Table:
        """What each column is: nothing is guessed."""
        columns = [Column(0, "", "number", SURE)]
        columns += [
            Column(place, heading, field, SURE)
            for place, (field, heading) in enumerate(self.headings.items(), start=1)
        ]
        return Table(SHEET, 0, 1, tuple(columns))


def preview_of_lines(typed: TypedLines, today: date, find_place: PlaceFinder | None = None) -> Preview:
    """Read typed lines as rows of a list: the same problems, totals and repeats; and what the sheet needs besides."""
    rows: list[list[Cell]] = [list(row) for row in typed.rows]
    if typed.stated is not None:
        rows.append([TOTAL, str(typed.stated)])
    table = typed.table()
    preview = make_preview([Sheet(SHEET, rows)], [table], today, find_place)
    for draft in list(preview.drafts):
        missing = [field for field in MISSING if field in typed.needed and not _says(draft, field)]
        for field in missing:
            column = table.of(field)[0]
            problem = RowProblem(SHEET, draft.row, column.index, column.heading, Problem(MISSING[field]))
            preview.problems.append(problem)
        if missing:
            preview.drafts.remove(draft)
    preview.problems.sort(key=lambda found: (found.row, found.column or 0))
    return preview


def _says(draft: object, field: str) -> bool:
    return bool(getattr(draft, {"near_place": "place_words"}.get(field, field)))


def good_rows(typed: TypedLines, rows: Sequence[int]) -> list[list[str]]:
    """Return a heading row and the rows of these places (from 1, as in the margin): what is kept as a file.

    The headings are words that the import knows, whatever is printed on the paper: the file can be read again.
    """
    whole = typed.rows
    known = [HEADINGS[field].split("|")[0] for field in typed.headings]
    return [["", *known], *(whole[row - 1] for row in rows)]
