"""Papers that leave the house: letters, sheets with a box for a stamp, notices. A PDF by typst; words come in decided."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from twiza.lib import typeset

TEMPLATE = Path(__file__).resolve().parent / "templates" / "web" / "paper.typ"


@dataclass(frozen=True)
class PaperTable:
    """A table of a paper: every cell is text already in the language of the paper."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Paper:
    """One paper in one language, from right to left in Arabic.

    Attributes:
        language: "ar" or "fr".
        owner: whose paper it is.
        facts: (label, value) lines under the title.
        paragraphs: plain sentences.
        table: under the paragraphs.
        notes: small print under the table.
        boxes: titles of empty boxes at the foot: a stamp, a signature.
        large: large print, to be read aloud.
    """

    language: str
    title: str
    owner: str
    facts: Sequence[tuple[str, str]] = ()
    paragraphs: Sequence[str] = ()
    table: PaperTable | None = None
    notes: Sequence[str] = ()
    boxes: Sequence[str] = ()
    large: bool = False


def papers_pdf(papers: Iterable[Paper]) -> bytes:
    """Return one PDF of these papers, each beginning on a page of its own. ValueError when there is none."""
    made = [typeset.typeset(TEMPLATE, _data(paper)) for paper in papers]
    if not made:
        raise ValueError("no paper to print")
    return made[0] if len(made) == 1 else typeset.joined(made)


def _data(paper: Paper) -> dict[str, object]:
    return asdict(paper) | {"dir": "rtl" if paper.language == "ar" else "ltr"}
