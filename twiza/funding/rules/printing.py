"""Receipts and statements on paper or as an image. Pure Python: words and figures come in, bytes go out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2

from twiza.lib import typeset
from twiza.lib.pictures import grey_png

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "funding"
SCALE = 2.5  # 180 dots an inch: read on a telephone, light to send


def paper(name: str, *, language: str, title: str, rows: Sequence[tuple[str, str]], **more: Any) -> bytes:
    """Return a PDF of `name`.typ.

    Args:
        rows: (label, value) in the order in which they stand.
        more: what else the page holds, as JSON takes it: `head`, `note`, `tables`, `void`.
    """
    data: Mapping[str, Any] = {
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "title": title,
        "rows": [list(row) for row in rows],
        **more,
    }
    return typeset.typeset(TEMPLATES / f"{name}.typ", data)


def picture(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[0].render(scale=SCALE, grayscale=True)
        shades, step = bytes(drawn.buffer), drawn.stride
        rows = (shades[y * step : y * step + drawn.width] for y in range(drawn.height))
        return grey_png(drawn.width, drawn.height, rows)
