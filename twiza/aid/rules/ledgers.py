"""The paper twin of a lane: lines with codes of their own, boxes for the code of a card, two ticks. Pure Python."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from twiza.lib import short_codes, typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "aid" / "lane_ledger.typ"
CODE_LENGTH = 7  # six drawn, one that checks them
PER_SHEET = 20
MOST_LINES = 2000
TYPED_AT_ONCE = 10


@dataclass(frozen=True)
class TypedLine:
    """One line as a person read it off the paper."""

    line: str
    card: str = ""  # its door code; empty for a spare whose card nobody could read
    by_proxy: bool = False
    spare: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was typed."""
        return not (self.line or self.card or self.by_proxy or self.spare)


def lines_for(cards: int) -> int:
    """Return how many lines to print: one in ten more than cards, in whole sheets, one sheet at least."""
    wanted = cards + cards // 10 + 1
    return min(MOST_LINES, -(-wanted // PER_SHEET) * PER_SHEET)


def new_codes(count: int, taken: set[str], draw: Callable[[int], int] = secrets.randbelow) -> list[str]:
    """Return so many codes of lines, none of them in `taken` nor twice."""
    found: list[str] = []
    used = set(taken)
    while len(found) < count:
        code = short_codes.new_code(CODE_LENGTH, draw)
        if code not in used:
            used.add(code)
            found.append(code)
    return found


def read_line_code(typed: str) -> str:
    """Return the code of a line that was meant; "" when it is none."""
    return short_codes.read_code(typed, CODE_LENGTH)


def operation_of(ledger: UUID, code: str) -> UUID:
    """Return the operation that a line stands for: the same line is always the same one."""
    return uuid5(ledger, code)


def ledger_pdf(codes: Sequence[str], *, title: str, words: Mapping[str, str], language: str) -> bytes:
    """Return a ledger as a PDF, twenty lines a page of A4. `words`: line, card, proxy, spare, about."""
    data = {
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "title": title,
        "words": dict(words),
        "codes": [f"{code[:3]} {code[3:]}" for code in codes],
    }
    return typeset.typeset(TEMPLATE, data, pages=-(-len(codes) // PER_SHEET))
