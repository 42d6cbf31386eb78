"""The nomination sheet on paper: ten lines that a committee fills in by hand. Pure Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from twiza.lib import squares, typeset
from twiza.lib.errors import N_
from twiza.lib.short_codes import grouped

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "aid" / "sheets.typ"
LINES = 10
CODE_LENGTH = 8
MOST_AT_ONCE = 20

NOMINATORS: dict[str, str] = {
    "committee": N_("a neighbourhood committee"),
    "centre": N_("a centre"),
    "moqaddem": N_("a moqaddem"),
}
CANCELLED: dict[str, str] = {
    "sheet_lost": N_("The sheet was lost"),
    "sheet_spoilt": N_("The sheet is spoilt"),
    "not_used": N_("It was not used"),
}
# What a line says: field of the registry → the heading, as it is printed. The first names people.
COLUMNS: dict[str, str] = {
    "name": N_("Name, as it is said"),
    "near_place": N_("Their neighbourhood"),
    "size": N_("People at home"),
    "children": N_("Of them children"),
    "birth": N_("Year of birth, if known"),
    "phone": N_("Telephone, only if wished"),
    "categories": N_("Situation"),
}
RELATION = N_("What binds you to them (0: nothing)")  # to the nominator; no fact of the family
NEEDED = frozenset({"near_place", "size"})


@dataclass(frozen=True)
class PrintedSheet:
    """What is printed on one sheet. The nominator is a body, never a person."""

    number: int
    code: str
    campaign: str
    kind: str  # in words
    nominator: str
    zone: str = ""


def sheets_pdf(
    sheets: Sequence[PrintedSheet],
    *,
    columns: Sequence[str],
    words: Mapping[str, str],
    notice: Sequence[str],
    language: str,
    draw: Callable[[str], bytes] = squares.square_png,
) -> bytes:
    """Return the sheets as a PDF, one a page of A4 on its side.

    Args:
        columns: headings in the order of COLUMNS, then that of RELATION, in the language of the paper.
        words: `title`, `sheet`, `of`, `zone`, `read`, `written`, `keep`, `line`.
        notice: sentences to be read aloud before anything is written.
    """
    data = {
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "columns": list(columns),
        "words": dict(words),
        "notice": list(notice),
        "lines": LINES,
        "sheets": [
            asdict(one) | {"code": grouped(one.code), "square": list(draw(one.code))} for one in sheets
        ],
    }
    return typeset.typeset(TEMPLATE, data, pages=len(sheets))


def is_empty(line: Mapping[str, str]) -> bool:
    """Say whether nothing was typed in a line; a neighbourhood chosen beforehand is nothing."""
    return not any(text.strip() for field, text in line.items() if field != "near_place")
