"""From the files of an export to what they say, or to every fault that refuses it. Nothing is half read. No Django."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from twiza.shelter.rules.beds import Who
from twiza.shelter.rules.hmis.contradictions import contradictions
from twiza.shelter.rules.hmis.days import day_of
from twiza.shelter.rules.hmis.faults import FILES, Fault, Kind
from twiza.shelter.rules.hmis.files import Table, table_of
from twiza.shelter.rules.hmis.records import Export, Inventory, Night, Person, Project, Stay
from twiza.shelter.rules.hmis.shapes import faults_of_cells, missing_columns

BED_NIGHT = "200"  # the record type of a line that says somebody slept here
NIGHT_BY_NIGHT = "3"  # the tracking method, where the year of the shape has that column
SHELTER, LODGINGS = (
    "1",
    frozenset({"0", "1", "2", "8"}),
)  # types of projects: by night; those where people sleep
Row = tuple[int, Mapping[str, str]]


@dataclass(frozen=True)
class Reading:
    """What was found. `export` is None when something is broken: then nothing was read."""

    faults: tuple[Fault, ...]
    export: Export | None

    @property
    def broken(self) -> tuple[Fault, ...]:
        """The faults that must be mended first."""
        return tuple(one for one in self.faults if one.is_broken)

    def of(self, kind: Kind) -> tuple[Fault, ...]:
        """Return the faults of a kind."""
        return tuple(one for one in self.faults if one.kind is kind)


def read_export(files: Iterable[tuple[str, bytes]]) -> Reading:
    """Read an export, given as (name of the file, content); the order of the files does not matter.

    Lines whose DateDeleted is filled are left out. Every fault is found in one reading, not only the first.
    """
    tables, faults, broken = _tables(files)
    headless = {
        one.file
        for one in faults
        if one.kind is Kind.NOT_TEXT or (one.kind is Kind.BROKEN_QUOTES and one.line == 1)
    }
    for file in FILES:
        if file.casefold() not in tables:
            faults.append(Fault(Kind.NO_FILE, file))
        elif tables[file.casefold()].file not in headless:
            faults += missing_columns(file, tables[file.casefold()])
    for key, table in tables.items():
        name = next((one for one in FILES if one.casefold() == key), table.file)
        faults += faults_of_cells(name, tables, broken)
    if not any(one.is_broken for one in faults):
        faults += _other_people(tables)
    if any(one.is_broken for one in faults):
        return Reading(tuple(sorted(faults, key=_order)), None)
    export = _export(tables)
    counted, found = contradictions(export)
    return Reading(tuple(sorted([*faults, *found], key=_order)), counted)


def _order(fault: Fault) -> tuple[str, int, str]:
    return (fault.file.casefold(), fault.line, fault.column)


def _tables(files: Iterable[tuple[str, bytes]]) -> tuple[dict[str, Table], list[Fault], frozenset[str]]:
    """Return the tables by their name in small letters, what is broken in them, and the needed files with broken lines."""
    tables: dict[str, Table] = {}
    faults: list[Fault] = []
    for name, data in files:
        if name.casefold() in tables:
            faults.append(Fault(Kind.FILE_TWICE, name))
            continue
        table, found = table_of(name, data)
        faults += found
        kept = tuple(
            row for row in table.rows if not row[1].get("datedeleted") or not day_of(row[1]["datedeleted"])
        )
        tables[name.casefold()] = Table(table.file, table.columns, kept)
    hurt = {one.file.casefold() for one in faults}
    return tables, faults, frozenset(name for name in FILES if name.casefold() in hurt)  # fmt: skip


def _other_people(tables: Mapping[str, Table]) -> Iterator[Fault]:
    """Give exits and services whose person is not the one of their stay."""
    stays = {row["enrollmentid"]: (line, row["personalid"]) for line, row in tables["enrollment.csv"].rows}
    for file in ("exit.csv", "services.csv"):
        for line, row in tables[file].rows:
            other, person = stays[row["enrollmentid"]]
            if row["personalid"] != person:
                where = {"other": other, "where": tables["enrollment.csv"].file}
                yield Fault(Kind.OTHER_PERSON, tables[file].file, line, "PersonalID", "", where)


def _export(tables: Mapping[str, Table]) -> Export:
    """Put together what was checked: from here on people are numbers."""
    rows = {name: table.rows for name, table in tables.items()}
    numbers = {row["personalid"]: place for place, (_line, row) in enumerate(rows["client.csv"], 1)}
    stays = _stays(rows["enrollment.csv"], rows["exit.csv"], numbers)
    nights = tuple(
        Night(
            person=numbers[row["personalid"]],
            project=stays[row["enrollmentid"]].project,
            stay=row["enrollmentid"],
            night=_day(row["dateprovided"]),
            line=line,
        )
        for line, row in rows["services.csv"]
        if row["recordtype"] == BED_NIGHT
    )
    by_night = {one.project for one in nights}
    export = rows["export.csv"][0][1]
    return Export(
        first=_day(export["exportstartdate"]),
        last=_day(export["exportenddate"]),
        projects={row["projectid"]: _project(row, by_night) for _line, row in rows["project.csv"]},
        inventories=tuple(_inventory(line, row) for line, row in rows["inventory.csv"]),
        people={
            numbers[row["personalid"]]: Person(numbers[row["personalid"]], _who(row), day_of(row["dob"]))
            for _line, row in rows["client.csv"]
        },
        stays=stays,
        nights=nights,
        services=len(rows["services.csv"]),
        bed_lines=len(nights),
    )


def _stays(entries: Iterable[Row], exits: Iterable[Row], numbers: Mapping[str, int]) -> dict[str, Stay]:
    left = {row["enrollmentid"]: (line, _day(row["exitdate"])) for line, row in exits}
    stays = {}
    for line, row in entries:
        id = row["enrollmentid"]
        exit_line, exit = left.get(id, (0, None))
        stays[id] = Stay(
            id=id,
            person=numbers[row["personalid"]],
            project=row["projectid"],
            household=row["householdid"],
            entry=_day(row["entrydate"]),
            exit=exit,
            line=line,
            exit_line=exit_line,
        )
    return stays


def _project(row: Mapping[str, str], by_night: set[str]) -> Project:
    """Newer shapes say by night in the type, older ones in the tracking method; a line of a night says it too."""
    said = (
        row["trackingmethod"] == NIGHT_BY_NIGHT if "trackingmethod" in row else row["projecttype"] == SHELTER
    )
    return Project(
        id=row["projectid"],
        organisation=row["organizationid"],
        name=row["projectname"],
        lodges=row["projecttype"] in LODGINGS or row["projectid"] in by_night,
        by_night=said or row["projectid"] in by_night,
    )  # fmt: skip


def _inventory(line: int, row: Mapping[str, str]) -> Inventory:
    return Inventory(
        project=row["projectid"],
        beds=int(row["bedinventory"]),
        first=_day(row["inventorystartdate"]),
        last=day_of(row["inventoryenddate"]),
        line=line,
    )


def _who(row: Mapping[str, str]) -> Who | None:
    """Return woman or man where the file says one of the two; columns changed their names over the years."""
    woman = "1" in (row.get("female"), row.get("woman")) or row.get("sex") == "0"
    man = "1" in (row.get("male"), row.get("man")) or row.get("sex") == "1"
    return None if woman == man else Who.WOMAN if woman else Who.MAN


def _day(text: str) -> date:
    """Return a day that was looked at before."""
    found = day_of(text)
    if found is None:
        raise ValueError("this day was checked before")
    return found
