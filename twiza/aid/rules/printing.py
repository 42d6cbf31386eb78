"""Cards on paper. Pure Python: words and figures come in, a PDF goes out.

Long runs are made in parts of `PART` cards and joined: in one piece ten thousand cards take 1.3 GB.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from twiza.aid.rules.door_codes import grouped
from twiza.lib import squares, typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "aid" / "cards.typ"
PART = 500  # a multiple of PER_SHEET
PER_SHEET = 10


@dataclass(frozen=True)
class PrintedPoint:
    """What a card says of its point."""

    name: str
    colour: str  # #rrggbb
    shape: str  # rules.marks.Shape


@dataclass(frozen=True)
class PrintedCard:
    """What is on one card: no name, no number, no category."""

    point: str  # key of the point
    when: str  # day and hours, in words
    code: str  # door code, ten characters
    square: str  # text of the square code


def cards_pdf(
    cards: Sequence[PrintedCard],
    points: Mapping[str, PrintedPoint],
    *,
    words: Mapping[str, str],
    language: str,
    sheet: bool = True,
    done: Callable[[int], None] = lambda count: None,
) -> bytes:
    """Return the cards as a PDF: ten on A4 with cut marks, or one a page (`sheet=False`).

    `words`: `card` (what it is) and `keep` (what to do with it). `done(n)` is told how many are made.
    ValueError when there are no cards; TypesetFault when a page is not as it should be.
    """
    if not cards:
        raise ValueError("no cards to print")
    common = {
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "sheet": sheet,
        "words": dict(words),
        "points": {key: asdict(point) for key, point in points.items()},
    }
    parts = list(_parts(cards, common, sheet, done))
    return parts[0] if len(parts) == 1 else typeset.joined(parts)


def _parts(
    cards: Sequence[PrintedCard], common: dict[str, Any], sheet: bool, done: Callable[[int], None]
) -> Iterator[bytes]:
    for first in range(0, len(cards), PART):
        part = cards[first : first + PART]
        data = common | {"cards": [_data(card) for card in part]}
        pages = -(-len(part) // PER_SHEET) if sheet else len(part)
        yield typeset.typeset(TEMPLATE, data, pages=pages)
        done(first + len(part))


def _data(card: PrintedCard) -> dict[str, Any]:
    return {
        "point": card.point,
        "when": card.when,
        "code": grouped(card.code),
        "square": list(squares.square_png(card.square)),
    }
