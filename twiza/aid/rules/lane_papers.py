"""Papers of a point's lanes: what opens a phone, what releases a lane. Pure Python: words come in, a PDF goes out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from twiza.lib import typeset
from twiza.lib.opening_sheets import OpeningSheet, opening_pdf
from twiza.lib.short_codes import grouped

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "aid"
PER_SHEET = 6
__all__ = ["OpeningSheet", "opening_pdf", "releases_pdf"]


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
