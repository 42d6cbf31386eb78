"""Papers of figures or of codes: a title, lines in words, tables. Pure Python: words come in, a PDF goes out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from twiza.lib import typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "aid" / "document.typ"


@dataclass(frozen=True)
class PaperTable:
    """A table in words: its title, what to know of it, its heading, its rows of as many cells."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


def document_pdf(*, title: str, lines: Sequence[str], tables: Sequence[PaperTable], language: str) -> bytes:
    """Return a paper as a PDF on A4, in "ar" (right to left) or "fr". TypesetFault when it cannot be as it should."""
    return typeset.typeset(
        TEMPLATE,
        {
            "title": title,
            "lines": list(lines),
            "tables": [asdict(one) for one in tables],
            "lang": language,
            "dir": "rtl" if language == "ar" else "ltr",
        },
    )
