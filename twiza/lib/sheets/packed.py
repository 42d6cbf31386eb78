"""Look inside a packed workbook (.xlsx, .ods) before any reader opens it.

Every part is unpacked as a stream, so a declared size that lies is found; the farthest cell is found
before the reader makes room for it (one cell at XFD1048576 would ask for 17 thousand million cells).
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from twiza.lib.errors import N_
from twiza.lib.sheets.names import column_number
from twiza.lib.sheets.refusals import (
    BrokenFile,
    DecompressionBomb,
    PasswordProtected,
    SheetTooLarge,
    WrongKindOfFile,
)

if TYPE_CHECKING:
    from twiza.lib.sheets.reading import Limits

CHUNK = 4_000_000
RATIO_FROM = 2_000_000  # small parts may pack well and harm nobody
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
FILLED = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\sr="([A-Z]{1,3})(\d{1,7})"[^<>]*?(?<!/)>')
FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\b[^<>]*>([^<]*)</(?:\w+:)?v>)?"
)
ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\b([^<>]*)>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^<>]*)>")
MOST_NOTED = 10_000


@dataclass
class Found:
    """`uncalculated`: sheet name → cells with a formula and no value, (row, column) from 0."""

    kind: str
    uncalculated: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


TOO_MANY = {
    "rows": N_("The sheet has %(count)s rows; at most %(most)s can be read. Split it into several files."),
    "columns": N_("The sheet has %(count)s columns; at most %(most)s can be read. Keep only those you need."),
    "cells": N_("The sheet has %(count)s cells; at most %(most)s can be read. Split it into several files."),
    "sheets": N_("The file has %(count)s sheets; at most %(most)s can be read. Split it into several files."),
}


def refuse_size(what: str, count: int, most: int) -> NoReturn:
    """Raise SheetTooLarge for `what` of: rows, columns, cells, sheets."""
    raise SheetTooLarge(TOO_MANY[what], count=count, most=most)


def inspect(data: bytes, limits: "Limits") -> Found:
    """Check every part of the file and list formulas without values. Raises a SheetRefused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_declared(archive, limits)
            kind = kind_of(archive)
            if kind == "ods":
                return inspect_ods(archive, limits)
            return inspect_xlsx(archive, limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        KeyError,
        OSError,
        ValueError,
    ) as error:
        raise BrokenFile(
            N_("The file is broken or cut off. Open it, save it again as .xlsx and send that.")
        ) from error
    except RuntimeError as error:  # zipfile's word for an entry that is encrypted
        raise PasswordProtected(
            N_("The file is protected by a password. Save a copy without a password and send that.")
        ) from error


def bomb() -> DecompressionBomb:
    return DecompressionBomb(
        N_("The file unpacks to far more than a list of families can hold. It was not opened.")
    )


def check_declared(archive: zipfile.ZipFile, limits: "Limits") -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise bomb()
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise bomb()
        if entry.flag_bits & 1:
            raise RuntimeError("encrypted entry")


def kind_of(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names and archive.read("mimetype").strip().startswith(ODS):
        return "ods"
    if any(name.endswith("vbaProject.bin") for name in names):
        raise WrongKindOfFile(
            N_("This workbook holds macros. Save it as .xlsx, without macros, and send that.")
        )
    if any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        return "xlsx"
    raise WrongKindOfFile(N_("This is not a table we can read. Send it as .xlsx, .ods or .csv."))


def stream(archive: zipfile.ZipFile, limits: "Limits", spent: list[int], name: str) -> Iterator[bytes]:
    """Yield the real bytes of one part in chunks; stop when all parts together pass the limit."""
    packed_size = max(archive.getinfo(name).compress_size, 1)
    size = 0
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            spent[0] += len(chunk)
            if spent[0] > limits.unpacked_bytes or (size > RATIO_FROM and size > limits.ratio * packed_size):
                raise bomb()
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in chunk:
                raise BrokenFile(
                    N_("The file defines its own XML entities. Save it again as .xlsx and send that.")
                )
            yield chunk


def inspect_xlsx(archive: zipfile.ZipFile, limits: "Limits") -> Found:
    found, spent = Found("xlsx"), [0]
    titles, recalculates = workbook_parts(archive)
    for entry in archive.infolist():
        title = titles.get(entry.filename)
        chunks = stream(archive, limits, spent, entry.filename)
        if title is None:
            for _ in chunks:
                pass
        else:
            found.uncalculated[title] = scan_sheet(chunks, limits, recalculates)
    return found


def workbook_parts(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """Return part name → sheet title, and whether the workbook says its values are still to be calculated."""
    book = archive.read("xl/workbook.xml")
    links = (
        archive.read("xl/_rels/workbook.xml.rels")
        if "xl/_rels/workbook.xml.rels" in archive.namelist()
        else b""
    )
    targets = {}
    for tag in RELATION.findall(links):
        target = attribute(tag, "Target").removeprefix("/")
        targets[attribute(tag, "Id")] = target if target.startswith("xl/") else f"xl/{target}"
    titles = {}
    for tag in SHEET_TAG.findall(book):
        link = re.search(rb'\w+:id="([^"]*)"', tag)
        titles[targets.get(link[1].decode() if link else "", "")] = attribute(tag, "name")
    return titles, re.search(rb'fullCalcOnLoad="(1|true)"', book) is not None


def attribute(tag: bytes, name: str) -> str:
    found = re.search(rb"\b" + name.encode() + rb'\s*=\s*"([^"]*)"', tag)
    text = found[1].decode("utf-8", "replace") if found else ""
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def scan_sheet(chunks: Iterator[bytes], limits: "Limits", recalculates: bool) -> list[tuple[int, int]]:
    """Measure the filled area and list the formulas without a value."""
    rows: list[int] = [1 << 30, 0]
    columns: set[bytes] = set()
    noted: list[tuple[int, int]] = []
    rest = b""
    for chunk in chunks:
        # Cut between cells only: a formula and its value stay in one block.
        block, rest = cut_before_last_cell(rest + chunk)
        if len(rest) > 2 * CHUNK:
            raise BrokenFile(
                N_("The file is broken or cut off. Open it, save it again as .xlsx and send that.")
            )
        measure(block, rows, columns)
        if len(noted) < MOST_NOTED and ANY_FORMULA.search(block):
            noted += uncalculated(block, recalculates)
    measure(rest, rows, columns)
    noted += uncalculated(rest, recalculates)
    check_area(rows, columns, limits)
    return noted


def cut_before_last_cell(block: bytes) -> tuple[bytes, bytes]:
    position = max(block.rfind(b"<c "), block.rfind(b":c "))
    position = block.rfind(b"<", 0, position + 1) if position >= 0 else block.rfind(b"<")
    return (block[:position], block[position:]) if position >= 0 else (block, b"")


def measure(block: bytes, rows: list[int], columns: set[bytes]) -> None:
    cells = FILLED.findall(block)
    if cells:
        columns.update(letters for letters, _ in cells)
        numbers = [int(number) for number in {number for _, number in cells}]
        rows[0], rows[1] = min(rows[0], *numbers), max(rows[1], *numbers)


def check_area(rows: list[int], columns: set[bytes], limits: "Limits") -> None:
    if not columns:
        return
    width = max(column_number(letters.decode()) for letters in columns) + 1
    if width > limits.columns:
        refuse_size("columns", width, limits.columns)
    if rows[1] > limits.rows:
        refuse_size("rows", rows[1], limits.rows)
    if rows[1] * width > limits.cells:
        refuse_size("cells", rows[1] * width, limits.cells)


def uncalculated(block: bytes, recalculates: bool) -> list[tuple[int, int]]:
    """List formula cells with no value, an error, or a zero in a workbook that was never calculated."""
    noted = []
    for match in FORMULA.finditer(block):
        tag, value = match[1], match[2]
        is_text = b't="str"' in tag
        missing = value is None or (not value.strip() and not is_text) or b't="e"' in tag
        if missing or (recalculates and value is not None and value.strip() in (b"0", b"")):
            place = re.search(rb'\br="([A-Z]{1,3})(\d+)"', tag)
            if place:
                noted.append((int(place[2]) - 1, column_number(place[1].decode())))
    return noted


def inspect_ods(archive: zipfile.ZipFile, limits: "Limits") -> Found:
    manifest = b"META-INF/manifest.xml".decode()
    if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
        raise RuntimeError("encrypted parts")
    found, spent = Found("ods"), [0]
    for entry in archive.infolist():
        chunks = stream(archive, limits, spent, entry.filename)
        if entry.filename == "content.xml":
            OdsScan(limits, found).run(chunks)
        else:
            for _ in chunks:
                pass
    return found


class OdsScan:
    """Count the cells that repeated rows and columns really make, and note formulas without values."""

    def __init__(self, limits: "Limits", found: Found) -> None:
        self.limits, self.found = limits, found
        self.title, self.row, self.column, self.repeat, self.filled = "", 0, 0, 1, 0

    def run(self, chunks: Iterator[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ValueError("not well-formed") from error

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.title, self.row = attributes.get("table:name", ""), 0
            self.found.uncalculated[self.title] = []
        elif tag == "table:table-row":
            self.repeat, self.column, self.filled = count(attributes, "table:number-rows-repeated"), 0, 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            times = count(attributes, "table:number-columns-repeated")
            if "office:value-type" in attributes or "calcext:value-type" in attributes:
                self.filled = self.column + times
            if "table:formula" in attributes:
                self.note(attributes)
            self.column += times

    def note(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("office:value-type") or attributes.get("calcext:value-type")
        cells = self.found.uncalculated[self.title]
        if (not kind or attributes.get("calcext:value-type") == "error") and len(cells) < MOST_NOTED:
            cells.append((self.row, self.column))

    def end(self, tag: str) -> None:
        if tag != "table:table-row":
            return
        self.row += self.repeat
        if self.filled:
            if self.filled > self.limits.columns:
                refuse_size("columns", self.filled, self.limits.columns)
            if self.row > self.limits.rows:
                refuse_size("rows", self.row, self.limits.rows)
            if self.row * self.filled > self.limits.cells:
                refuse_size("cells", self.row * self.filled, self.limits.cells)


def count(attributes: dict[str, str], name: str) -> int:
    digits = attributes.get(name, "1")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 1 << 30
