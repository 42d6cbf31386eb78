"""Read a workbook or a delimited text into plain rows."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

import python_calamine as calamine

from twiza.lib.errors import N_
from twiza.lib.sheets import delimited, packed
from twiza.lib.sheets.names import cell_name, column_name
from twiza.lib.sheets.refusals import (
    BrokenFile,
    EmptyWorkbook,
    FileTooLarge,
    FormulaInsteadOfValue,
    PasswordProtected,
    WrongKindOfFile,
)

Cell = str | int | float | bool | date | datetime | time | timedelta

__all__ = ["Cell", "Limits", "Sheet", "Workbook", "cell_name", "column_name", "read_workbook"]


@dataclass(frozen=True)
class Limits:
    """How much one upload may hold. Sizes in bytes; the ratio is unpacked to packed size."""

    file_bytes: int = 40_000_000
    unpacked_bytes: int = 600_000_000
    ratio: int = 250  # a sheet of 100,000 ordinary rows unpacks to 8 to 20 times its size
    entries: int = 2_000
    sheets: int = 60
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 6_000_000


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows[0][0]` is cell A1; missing cells are "". Rows may differ in length (csv).

    `uncalculated` lists the (row, column) of cells that hold a formula without a value we can trust,
    counted from 0.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    uncalculated: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Workbook:
    """What was read. `kind` is "xlsx", "ods" or "csv"; `encoding` is told for csv only."""

    sheets: list[Sheet]
    kind: str
    encoding: str = ""


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TABLES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
)


def read_workbook(
    data: bytes, name: str, *, limits: Limits | None = None, formulas: Literal["refuse", "note"] = "refuse"
) -> Workbook:
    """Return every sheet of the file, going by its content and not by its name.

    With `formulas="note"` formulas without a value are listed in `Sheet.uncalculated` instead of refused.
    Raises a `SheetRefused` whose sentence says what is wrong and what would work.
    """
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        raise FileTooLarge(
            N_("The file has %(size)s MB; at most %(most)s MB can be read. Split it into several files."),
            size=round(len(data) / 1e6, 1),
            most=round(limits.file_bytes / 1e6),
        )
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptyWorkbook(N_("The file is empty."))
    refuse_other_kinds(data)
    if data.startswith(b"PK"):
        book = read_packed(data, limits)
    elif name.lower().endswith((".xlsx", ".ods", ".xlsm")):
        raise BrokenFile(
            N_(
                "The file is called %(name)s but it is not a workbook: it is broken or cut off. Save it again."
            ),
            name=name[-80:],
        )
    else:
        texts, encoding = delimited.read(data, limits.rows, limits.columns, limits.cells)
        rows: list[list[Cell]] = [list(row) for row in texts]
        book = Workbook([Sheet("csv", rows, uncalculated=delimited.formulas(texts))], "csv", encoding)
    if not any(sheet.rows for sheet in book.sheets):
        raise EmptyWorkbook(N_("There is no filled cell in the file."))
    if formulas == "refuse":
        for sheet in book.sheets:
            refuse_formulas(sheet)
    return book


def refuse_other_kinds(data: bytes) -> None:
    """Raise for files that are no table at all, each with its own sentence."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise PasswordProtected(
                N_("The file is protected by a password. Save a copy without a password and send that.")
            )
        raise WrongKindOfFile(N_("This is an old Excel file (.xls). Save it as .xlsx and send that."))
    for magic, kind in NOT_TABLES:
        if data.startswith(magic):
            raise WrongKindOfFile(
                N_("This is a %(kind)s file. Send the table itself, as .xlsx, .ods or .csv."), kind=kind
            )
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise WrongKindOfFile(
            N_("This is a web page or XML saved as a table. Open it, save it as .xlsx and send that.")
        )


def refuse_formulas(sheet: Sheet) -> None:
    """Raise when a cell of the sheet holds a formula without a value."""
    if sheet.uncalculated:
        row, column = sheet.uncalculated[0]
        raise FormulaInsteadOfValue(
            N_(
                "Cell %(cell)s of the sheet “%(sheet)s” holds a formula instead of a value (%(count)s such cells)."
                " Copy the column and paste it as values, then save."
            ),
            cell=cell_name(row, column),
            sheet=sheet.name,
            count=len(sheet.uncalculated),
        )


def read_packed(data: bytes, limits: Limits) -> Workbook:
    """Read .xlsx or .ods after looking at every packed part, so that nothing harmful is opened."""
    found = packed.inspect(data, limits)
    with calamine_speaks():
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(book.sheet_names) > limits.sheets:
            packed.refuse_size("sheets", len(book.sheet_names), limits.sheets)
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            sheets.append(Sheet(meta.name, rows, hidden, found.uncalculated.get(meta.name, [])))
    return Workbook(sheets, found.kind)


@contextmanager
def calamine_speaks() -> Iterator[None]:
    """Turn every failure of the reader, a Rust panic included, into one sentence."""
    broken = N_("The file is broken or cut off. Open it, save it again as .xlsx and send that.")
    try:
        yield
    except calamine.PasswordError as error:
        raise PasswordProtected(
            N_("The file is protected by a password. Save a copy without a password and send that.")
        ) from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise BrokenFile(broken) from error
    except BaseException as error:
        # pyo3 raises PanicException, which is no Exception, so that nobody hides it by accident.
        if type(error).__name__ != "PanicException":
            raise
        raise BrokenFile(broken) from error
