"""Which files and columns an export must have, and what each cell must be. No Django."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twiza.shelter.rules.hmis.days import day_of, is_date_column
from twiza.shelter.rules.hmis.faults import Fault, Kind, shown
from twiza.shelter.rules.hmis.files import Table

_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Column:
    """A column that is needed. `filled`: no cell is empty; `once`: an id of its own; `of`: the file where it is one."""

    name: str
    filled: bool = True
    number: bool = False
    once: bool = False
    of: str = ""


# Dates are not marked: every column of every file whose name says so is looked at
NEEDED: Mapping[str, tuple[Column, ...]] = {
    "Export.csv": (Column("ExportStartDate"), Column("ExportEndDate")),
    "Organization.csv": (Column("OrganizationID", once=True),),
    "Project.csv": (
        Column("ProjectID", once=True),
        Column("OrganizationID", of="Organization.csv"),
        Column("ProjectName", filled=False),
        Column("ProjectType", number=True),
    ),
    "Inventory.csv": (
        Column("InventoryID", once=True),
        Column("ProjectID", of="Project.csv"),
        Column("BedInventory", number=True),
        Column("InventoryStartDate"),
        Column("InventoryEndDate", filled=False),
    ),
    "Client.csv": (Column("PersonalID", once=True), Column("DOB", filled=False)),
    "Enrollment.csv": (
        Column("EnrollmentID", once=True),
        Column("PersonalID", of="Client.csv"),
        Column("ProjectID", of="Project.csv"),
        Column("EntryDate"),
        Column("HouseholdID", filled=False),
    ),
    "Exit.csv": (
        Column("EnrollmentID", once=True, of="Enrollment.csv"),
        Column("PersonalID", of="Client.csv"),
        Column("ExitDate"),
    ),
    "Services.csv": (
        Column("ServicesID", once=True),
        Column("EnrollmentID", of="Enrollment.csv"),
        Column("PersonalID", of="Client.csv"),
        Column("DateProvided"),
        Column("RecordType", number=True),
    ),
}


def faults_of_cells(file: str, tables: Mapping[str, Table], broken: frozenset[str]) -> Iterator[Fault]:
    """Give what is wrong with the cells of one file: days, numbers, empty ones, ids twice, ids that are nowhere.

    Args:
        tables: by the name of the file in small letters.
        broken: files of which lines are missing: no id is looked for there, the first fault is the one to mend.
    """
    table = tables[file.casefold()]
    if file == "Export.csv" and not table.rows and file not in broken:
        yield Fault(Kind.EMPTY, table.file, 2, "ExportStartDate")
    dates = [name for name in dict.fromkeys(table.columns) if is_date_column(name)]
    needed = [one for one in NEEDED.get(file, ()) if one.name.casefold() in _folded(table)]
    for line, row in table.rows:
        for name in dates:
            text = row[name.casefold()]
            if text and day_of(text) is None:
                yield Fault(Kind.WRONG_DATE, table.file, line, name, shown(name, text))
        for column in needed:
            text = row[column.name.casefold()]
            if not text and column.filled:
                yield Fault(Kind.EMPTY, table.file, line, column.name)
            elif column.number and not _NUMBER.fullmatch(text):
                yield Fault(Kind.WRONG_NUMBER, table.file, line, column.name, shown(column.name, text))
    for column in needed:
        if column.once:
            yield from _twice(table, column)
        if column.of and column.of.casefold() in tables and column.of not in broken:
            yield from _nowhere(table, column, tables[column.of.casefold()])


def missing_columns(file: str, table: Table) -> Iterator[Fault]:
    """Give the needed columns that are not in the header."""
    for column in NEEDED[file]:
        if column.name.casefold() not in _folded(table):
            yield Fault(Kind.NO_COLUMN, table.file, 1, column.name)


def _folded(table: Table) -> frozenset[str]:
    return frozenset(name.casefold() for name in table.columns)


def _twice(table: Table, column: Column) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for line, row in table.rows:
        id = row[column.name.casefold()]
        if id and first.setdefault(id, line) != line:
            data = {"other": first[id]}
            yield Fault(Kind.ID_TWICE, table.file, line, column.name, shown(column.name, id), data)


def _nowhere(table: Table, column: Column, there: Table) -> Iterator[Fault]:
    name = column.name.casefold()
    known = {row[name] for _line, row in there.rows if name in row}
    for line, row in table.rows:
        if row[name] and row[name] not in known:
            data = {"where": there.file}
            yield Fault(Kind.UNKNOWN_ID, table.file, line, column.name, shown(column.name, row[name]), data)
