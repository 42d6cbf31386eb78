"""Documents on paper: PDF by typst, with our own fonts and nothing else. Pure Python.

typst gives a valid PDF even when a font is missing or a line says nothing can be drawn; here any warning
is a refusal. Data go in as JSON, never into the markup, so that no text typed by a person is ever read as
an instruction. No date is written: the same data give the same bytes.
"""

import io
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import pypdfium2
import typst

FONTS = Path(__file__).resolve().parent.parent / "platform" / "web" / "static" / "vendor" / "ttf"
FAMILY = "IBM Plex Sans Arabic"
_HEAD = b"#set document(date: none)\n"


class TypesetFault(Exception):
    """The document cannot be made as it should be: a fault of ours, not of the person who asks."""


def typeset(
    template: Path, data: Mapping[str, Any], *, fonts: Path = FONTS, pages: int | None = None
) -> bytes:
    """Return a PDF.

    Args:
        template: a typst file that reads `json(bytes(sys.inputs.data))`.
        data: anything JSON can hold.
        fonts: the folder whose fonts, and no others, may be used.
        pages: how many pages there must be.

    Raises:
        TypesetFault: any warning or error of typst, a missing font folder, another number of pages.
    """
    try:
        source: Any = _HEAD + template.read_bytes()
        result, warnings = typst.compile_with_warnings(
            source,
            root=cast(Any, template.parent),
            font_paths=_fonts(fonts),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
        )
    except typst.TypstError as error:
        raise TypesetFault(f"{template.name}: {error.diagnostic}") from error
    if warnings:
        raise TypesetFault(f"{template.name}: " + "; ".join(warning.message for warning in warnings))
    pdf = bytes(result)
    if pages is not None and page_count(pdf) != pages:
        raise TypesetFault(f"{template.name}: {page_count(pdf)} pages instead of {pages}")
    return pdf


def page_count(pdf: bytes) -> int:
    """Return the number of pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


@cache
def _fonts(folder: Path) -> typst.Fonts:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    if FAMILY not in fonts.families():
        raise TypesetFault(f"no {FAMILY} in {folder}: run `python -m twiza.config.vendor`")
    return fonts


def joined(parts: Iterable[bytes]) -> bytes:
    """Return one PDF of all pages of `parts`, in order."""
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        with pypdfium2.PdfDocument(part) as document:
            whole.import_pages(document)
    content = io.BytesIO()
    whole.save(content)
    whole.close()
    return content.getvalue()
