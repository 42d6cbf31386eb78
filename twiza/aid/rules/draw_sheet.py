"""The sheet on which the digits of a draw are written by hand and signed by witnesses. Pure Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from twiza.aid.rules.draw import LEAST_DIGITS
from twiza.lib import typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "aid" / "draw_sheet.typ"
WITNESSES = 6  # rows for their marks


@dataclass(frozen=True)
class DrawSheet:
    """What is printed: words are given by the caller, figures as text."""

    title: str
    campaign: str
    pool_hash: str
    secret_hash: str
    zones: Sequence[tuple[str, str, str, str]]  # zone, need, baskets, reserve


def sheet_pdf(sheet: DrawSheet, words: Mapping[str, str], language: str) -> bytes:
    """Return the sheet as a PDF. TypesetFault when it cannot be made as it should be."""
    data = {
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "words": dict(words),
        "title": sheet.title,
        "campaign": sheet.campaign,
        "pool": _grouped(sheet.pool_hash),
        "secret": _grouped(sheet.secret_hash),
        "zones": [list(row) for row in sheet.zones],
        "boxes": LEAST_DIGITS,
        "witnesses": WITNESSES,
    }
    return typeset.typeset(TEMPLATE, data)


def _grouped(digits: str) -> list[str]:
    return [" ".join(digits[n : n + 8] for n in range(at, at + 32, 8)) for at in (0, 32)]
