"""The least that an import costs: python-calamine reads the sheet, COPY by the owner writes the same tables.

No preview, no judgement, no transaction of the application: names as they stand, keys as their words, history by the
same triggers.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from twiza.lib.ids import new_id
from twiza.lib.text import western_digits

MORE = (
    "registry_household",
    "registry_person",
    "registry_vulnerabilitymark",
    "registry_searchkey",
    "registry_importedrow",
)


def unforced(connection: psycopg.Connection[Any], force: bool = False) -> None:
    """Let the owner write past the policies (`force` puts them back): every table of the registry, history included."""
    names = connection.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relname LIKE 'registry\\_%'"
    ).fetchall()
    for (name,) in names:
        connection.execute(f'ALTER TABLE "{name}" {"" if force else "NO "}FORCE ROW LEVEL SECURITY')


def load(
    connection: psycopg.Connection[Any], file: Path, organisation: UUID, user: UUID, upload: UUID
) -> int:
    """Read and write one Arabic sheet of the bench in one transaction. Returns the households written."""
    import python_calamine

    rows = python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()[4:-1]
    at = datetime.now(UTC)
    households, people, marks, keys, imported = [], [], [], [], []
    for number, row in enumerate(rows):
        household, person = new_id(), new_id()
        name, situation = row[1], row[7]
        households.append((
            household, organisation, f"F{number:09d}", int(western_digits(row[4])), int(western_digits(row[5])), None,
            row[6], "", "do_not_contact", "", upload, at, user, at, user,
        ))  # fmt: skip
        people.append((
            person, organisation, household, 0, name, "", "", "", _day(row[2]), "day" if _day(row[2]) else "",
            western_digits(row[3]).replace(" ", ""), "", "head",
        ))  # fmt: skip
        marks += [
            (
                new_id(),
                organisation,
                household,
                person,
                word[:40],
                at.date(),
                "self_declared",
                None,
                at,
                user,
                None,
                None,
            )
            for word in (situation.split("، ") if situation else ())
        ]
        keys += [(organisation, word, person) for word in set(name.split())]
        imported.append((organisation, new_id(), new_id(), household, upload))
    with connection.transaction():
        for table, columns, values in (
            (MORE[0], "id,organisation_id,code,size,children,place_id,place_words,address,contact,contact_words,upload_id,"
             "registered_at,registered_by_id,changed_at,changed_by_id", households),
            (MORE[1], "id,organisation_id,household_id,position,name_arabic,name_latin,name_said,sex,birth_on,"
             "birth_precision,phone,second_phone,relationship", people),
            (MORE[2], "id,organisation_id,household_id,person_id,category,noted_on,said_by,until,noted_at,noted_by_id,"
             "ended_at,ended_by_id", marks),
            (MORE[3], "organisation_id,key,person_id", keys),
            (MORE[4], "organisation_id,content,identity,household_id,upload_id", imported),
        ):  # fmt: skip
            _copy(connection, table, columns, values)
    return len(households)


def _copy(
    connection: psycopg.Connection[Any], table: str, columns: str, values: Iterable[tuple[Any, ...]]
) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _day(written: str) -> date | None:
    parts = western_digits(written).replace("-", "/").split("/")
    return date(int(parts[2]), int(parts[1]), int(parts[0])) if len(parts) == 3 else None
