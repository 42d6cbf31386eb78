"""Papers of a point's lanes: what opens a phone, what releases a lane. Pure Python: words come in, a PDF goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from twiza.lib import squares, typeset
from twiza.lib.short_codes import grouped

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "aid"
PER_SHEET = 6


@dataclass(frozen=True)
class OpeningSheet:
    """What one phone is opened with: an address that holds a code which works once."""

    title: str  # point, day and lane, in words
    address: str
    code: str
    until: str  # in words


def opening_pdf(sheets: Sequence[OpeningSheet], *, words: Mapping[str, str], language: str) -> bytes:
    """Return the sheets that open phones, one a page. `words`: how, type, code, once."""
    data = _common(language) | {
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
    return typeset.typeset(TEMPLATES / "opening.typ", data, pages=len(sheets))


def releases_pdf(
    codes: Sequence[tuple[str, str]], *, title: str, words: Mapping[str, str], language: str
) -> bytes:
    """Return the emergency codes of these (lane in words, code), to cut apart and fold. `words`: about, keep."""
    data = _common(language) | {
        "title": title,
        "words": dict(words),
        "codes": [{"lane": lane, "code": grouped(code)} for lane, code in codes],
    }
    return typeset.typeset(TEMPLATES / "releases.typ", data, pages=-(-len(codes) // PER_SHEET))


def _common(language: str) -> dict[str, object]:
    return {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
