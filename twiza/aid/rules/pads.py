"""Pads of tokens on paper. Pure Python: words and numbers come in, a PDF goes out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from twiza.aid.rules.crisis import token_of
from twiza.lib import typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "aid" / "pads.typ"
PER_SHEET = 5


def pads_pdf(
    pads: Sequence[tuple[int, int]], *, title: str, words: Mapping[str, Any], language: str
) -> bytes:
    """Return the leaves of these (number, leaves) as a PDF, five on a sheet of A4.

    `words`: stub, keep, people, douar, day, and `needs` (a list). TypesetFault when a page is not as it should be.
    """
    tokens = [token_of(pad, leaf) for pad, leaves in pads for leaf in range(1, leaves + 1)]
    data = {
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "title": title,
        "words": dict(words),
        "tokens": tokens,
    }
    return typeset.typeset(TEMPLATE, data, pages=-(-len(tokens) // PER_SHEET))
