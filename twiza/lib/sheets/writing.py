"""Write sheets that open right to left and that no program runs as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

RISKY = tuple("=+-@\t\r")
PHONE_OR_NUMBER = re.compile(r"[+-]?[\d][\d .,()-]*")


@dataclass(frozen=True)
class OutSheet:
    """One sheet to write: title, heading cells, rows. Rows may be a generator: they are written as they come.

    `totals` is a last row written below the others.
    """

    title: str
    heading: Sequence[str]
    rows: Iterable[Sequence[Any]]
    totals: Sequence[Any] | None = None


def guarded(text: str) -> str:
    """Return the text so that a spreadsheet shows it and never runs it. Phones and numbers stay as they are."""
    if text.startswith(RISKY) and not PHONE_OR_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """Undo `guarded`: what we wrote is read back as it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text


def write_workbook(sheets: Iterable[OutSheet], *, right_to_left: bool = True) -> bytes:
    """Return an .xlsx file. Texts are written as text (phones keep their zeros), dates as dates."""
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "in_memory": False,
    }
    book = xlsxwriter.Workbook(target, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    text_format = book.add_format({"num_format": "@"})
    for sheet in sheets:
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.title)[:31])
        if right_to_left:
            page.right_to_left()
        page.freeze_panes(1, 0)
        for column, label in enumerate(sheet.heading):
            page.set_column(column, column, min(max(len(label) + 4, 12), 40))
        for column, label in enumerate(sheet.heading):
            page.write_string(0, column, guarded(label), bold)
        number = 0
        for number, row in enumerate(sheet.rows, start=1):
            write_row(page, number, row, day, moment, text_format)
        if sheet.totals is not None:
            write_row(page, number + 1, sheet.totals, day, moment, bold)
    book.close()
    return target.getvalue()


def write_row(page: Any, number: int, row: Sequence[Any], day: Any, moment: Any, text: Any) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal | date):
            page.write_string(number, column, guarded(str(value))[:32_000], text)
        elif isinstance(value, datetime):
            # Excel has no time zones: the caller gives local wall time.
            page.write_datetime(number, column, value.replace(tzinfo=None), moment)
        elif isinstance(value, date):
            page.write_datetime(number, column, value, day)
        else:
            page.write_number(number, column, value)


def write_csv(sheet: OutSheet) -> bytes:
    """Return CSV as French and Arabic Excel open it: UTF-8 with its mark, semicolons, dd/mm/yyyy."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow([guarded(label) for label in sheet.heading])
    for row in [*sheet.rows, *([sheet.totals] if sheet.totals is not None else [])]:
        writer.writerow([plain(value) for value in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return guarded(str(value))
