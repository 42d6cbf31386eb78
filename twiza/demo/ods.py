"""Write a small .ods workbook: OpenDocument 1.2, one sheet, texts, numbers, dates and merged titles. Pure Python."""

import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

Value = str | int | date | None
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_SAME_MOMENT = (2026, 1, 1, 0, 0, 0)  # the same rows give the same bytes


def write_ods(title: str, rows: Sequence[Sequence[Value]], *, wide: Sequence[int] = ()) -> bytes:
    """Return the file. `wide` are the numbers, from 0, of rows whose first cell spans the whole width."""
    width = max(len(row) for row in rows)
    body = "".join(_row(row, width if number in wide else 0) for number, row in enumerate(rows))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_SPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(title)}>"
        f'<table:table-column table:number-columns-repeated="{width}"/>{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        # the kind of the file comes first and unpacked, so that any program knows it by its first bytes
        for name, text, packing in (
            ("mimetype", _TYPE, zipfile.ZIP_STORED),
            ("content.xml", content, zipfile.ZIP_DEFLATED),
            ("META-INF/manifest.xml", _MANIFEST, zipfile.ZIP_DEFLATED),
        ):
            archive.writestr(zipfile.ZipInfo(name, _SAME_MOMENT), text, packing)
    return target.getvalue()


def _row(row: Sequence[Value], span: int) -> str:
    cells = "".join(_cell(value, span if place == 0 else 0) for place, value in enumerate(row))
    if span:
        cells = (
            _cell(row[0], span) + f'<table:covered-table-cell table:number-columns-repeated="{span - 1}"/>'
        )
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(value: Value, span: int) -> str:
    merged = f' table:number-columns-spanned="{span}" table:number-rows-spanned="1"' if span else ""
    if value is None or value == "":
        return f"<table:table-cell{merged}/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        shown = value.strftime("%d/%m/%Y")
    elif isinstance(value, int):
        kind, shown = f'office:value-type="float" office:value="{value}"', str(value)
    else:
        kind, shown = 'office:value-type="string"', value
    return f"<table:table-cell {kind}{merged}><text:p>{escape(shown)}</text:p></table:table-cell>"
