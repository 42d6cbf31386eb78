"""The files of an export, from a folder or a zip, as lines with their numbers. No Django."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from twiza.lib.errors import N_
from twiza.lib.sheets import Limits, SheetRefused, delimited
from twiza.shelter.rules.hmis.days import day_of, is_date_column
from twiza.shelter.rules.hmis.faults import Fault, Kind, NotAnExport

LIMITS = Limits()


@dataclass(frozen=True)
class Table:
    """One file: its name as it is written, its columns, and its rows as (line, column in small letters → text).

    Spaces around a cell are cut.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def files_of(path: Path) -> list[tuple[str, bytes]]:
    """Return (name, content) of each CSV file of a folder or a zip, whatever folder of the zip it stands in.

    Raises:
        NotAnExport: nothing is there, the archive is broken, closed by a password or unpacks to too much.
    """
    if path.is_dir():
        return [
            (one.name, one.read_bytes()) for one in sorted(path.iterdir()) if one.suffix.lower() == ".csv"
        ]
    if not path.is_file():
        raise NotAnExport(N_("There is no such folder or zip. Give the path of the export."))
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_unpacked(archive))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise NotAnExport(
            N_("The zip cannot be opened: it is broken, or closed by a password. Unpack it and give the folder.")
        ) from error  # fmt: skip


def table_of(name: str, data: bytes) -> tuple[Table, list[Fault]]:
    """Return the rows of a file that can be read and what is broken in it: quotes, widths, columns twice.

    A line that is broken is no row. Empty lines are none either.
    """
    try:
        text, _encoding = delimited.decode(data)
    except SheetRefused:
        return Table(name, (), ()), [Fault(Kind.NOT_TEXT, name)]
    faults: list[Fault] = []
    lines = _lines(name, text, faults)
    _line, header = next(lines, (1, []))
    columns = tuple(cell.strip() for cell in header)
    folded = [one.casefold() for one in columns]
    faults += [
        Fault(Kind.COLUMN_TWICE, name, 1, column)
        for place, column in enumerate(columns)
        if column and folded[place] in folded[:place]
    ]
    rows = []
    for line, cells in lines:
        if len(cells) != len(columns):
            faults.append(_wrong_width(name, line, columns, cells))
        else:
            rows.append((line, dict(zip(folded, (cell.strip() for cell in cells), strict=True))))
    return Table(name, columns, tuple(rows)), faults


def _wrong_width(name: str, line: int, columns: tuple[str, ...], cells: list[str]) -> Fault:
    """Say where cells and columns part at the latest: a column of days that holds none, else the end of the line."""
    end = columns[len(cells)] if len(cells) < len(columns) else columns[-1] if columns else ""
    parted = (
        column
        for column, cell in zip(columns, cells, strict=False)
        if is_date_column(column) and cell.strip() and day_of(cell.strip()) is None
    )
    return Fault(Kind.WRONG_WIDTH, name, line, next(parted, end), str(len(cells)), {"wanted": len(columns)})


def _lines(name: str, text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Give (line on which it begins, cells); quotes that do not close or stand wrong are faults."""
    csv.field_size_limit(delimited.FIELD_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimited.sniff(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            faults.append(Fault(Kind.BROKEN_QUOTES, name, line))
            if line == 1:
                return
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    wanted = [
        one
        for one in archive.infolist()
        if one.filename.lower().endswith(".csv") and "__MACOSX" not in one.filename
    ]
    size = sum(one.file_size for one in wanted)
    packed = sum(one.compress_size for one in wanted)
    if size > LIMITS.unpacked_bytes or size > LIMITS.ratio * max(packed, 1) or len(wanted) > LIMITS.entries:
        raise NotAnExport(
            N_("The zip unpacks to more than an export is. Unpack it, look at it, and give the folder.")
        )
    for one in wanted:
        yield Path(one.filename).name, archive.read(one)
