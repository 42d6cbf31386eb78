"""Papers of goods: records and reports as PDF. Pure Python: words and figures come in, a PDF goes out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from twiza.lib import typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "aid" / "goods.typ"


@dataclass(frozen=True)
class Table:
    """A table: heading, rows, how wide each column is beside the others."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    title: str = ""


@dataclass(frozen=True)
class Paper:
    """One paper, all its words in one language.

    Attributes:
        body: whose paper it is.
        facts: (label, value), one a line.
        boxes: places to sign; each (office or "", how or ""): empty ones are signed by hand.
        lines: what stands at the foot.
    """

    title: str
    number: str
    body: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    boxes: Sequence[tuple[str, str]] = ()
    box_words: str = ""
    lines: Sequence[str] = field(default=())


def paper_pdf(paper: Paper, language: str) -> bytes:
    """Return a paper as PDF, in "ar" or "fr". TypesetFault when a page is not as it should be."""
    data = asdict(paper) | {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    return typeset.typeset(TEMPLATE, data)
