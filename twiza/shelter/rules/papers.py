"""Papers of nights: what stands out, lines in words, charts, tables. Pure Python: words come in, a PDF goes out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from twiza.lib import typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "shelter" / "figures.typ"


@dataclass(frozen=True)
class Told:
    """One figure that stands out: what it is, how many, what to know of it. `kind`: "" or "refusal"."""

    label: str
    value: str
    note: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PaperTable:
    """A table in words: its title, what to know of it, its heading, rows of as many cells."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    @property
    def lined(self) -> list[list[tuple[str, str]]]:
        """Rows whose cells each come with the heading of their column."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class PaperBars:
    """A chart of bars on one scale: (label, words of the value, share of the width, share of its whole)."""

    title: str
    rows: Sequence[tuple[str, str, float, float]]


@dataclass(frozen=True)
class FiguresPaper:
    """A paper of figures in one language, on lying A4: from right to left in Arabic."""

    language: str
    title: str
    owner: str
    lines: Sequence[str] = ()
    alarms: Sequence[str] = ()
    told: Sequence[Told] = ()
    bars: Sequence[PaperBars] = ()
    tables: Sequence[PaperTable] = ()
    notes: Sequence[str] = ()


def figures_pdf(paper: FiguresPaper) -> bytes:
    """Return the paper as a PDF. TypesetFault when it cannot be as it should."""
    return typeset.typeset(TEMPLATE, asdict(paper) | {"dir": "rtl" if paper.language == "ar" else "ltr"})
