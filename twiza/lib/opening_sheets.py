"""The sheet that opens a phone: a square with an address, a code that works once. Words come in, a PDF goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from twiza.lib import squares, typeset

TEMPLATE = Path(__file__).resolve().parent / "opening.typ"


@dataclass(frozen=True)
class OpeningSheet:
    """What one phone is opened with: an address that holds a code which works once."""

    title: str  # point, day and lane, or team and winter, in words
    address: str
    code: str
    until: str  # in words


def opening_pdf(sheets: Sequence[OpeningSheet], *, words: Mapping[str, str], language: str) -> bytes:
    """Return the sheets that open phones, one a page. `words`: how, type, code, once."""
    data = {
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "words": dict(words),
        "sheets": [
            {
                "title": one.title,
                "address": one.address.partition("#")[0],
                "code": " ".join(one.code[n : n + 4] for n in range(0, len(one.code), 4)),
                "until": one.until,
                "square": list(squares.square_png(one.address)),
            }
            for one in sheets
        ],
    }
    return typeset.typeset(TEMPLATE, data, pages=len(sheets))
