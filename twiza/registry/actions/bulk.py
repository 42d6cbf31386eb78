"""Writing many households set-based: COPY into temporary tables, then INSERT … SELECT under row security.

COPY into a guarded table is refused by PostgreSQL; into a temporary one it is not. No object is made per row.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from twiza.lib.ids import new_id
from twiza.registry.models import Upload
from twiza.registry.rules.codes import new_codes
from twiza.registry.rules.drafts import Draft, Member
from twiza.registry.rules.keys import Keys

# column: type in the temporary table, as in the real one
HOUSEHOLD = "id uuid, code text, size int2, children int2, place_id uuid, place_words text, address text, contact text"
PERSON = (
    "id uuid, household_id uuid, position int2, name_arabic text, name_latin text, sex text, birth_on date,"
    " birth_precision text, phone text, second_phone text, relationship text"
)
MARK = "id uuid, household_id uuid, person_id uuid, category text"
KEY = "key text, person_id uuid"
ROW = "content uuid, identity uuid, household_id uuid"


def write_drafts(upload: Upload, drafts: Sequence[Draft], *, by: Any, at: datetime) -> None:
    """Write households, members, situations, search keys and fingerprints: five COPY, five INSERT.

    Raises:
        IntegrityError: a row came in meanwhile by another way.
    """
    households = [new_id() for _ in drafts]
    persons = [[new_id() for _ in draft.members] for draft in drafts]
    same = {"organisation": upload.organisation_id, "by": by.pk, "at": at}
    copy("household", HOUSEHOLD, household_rows(drafts, households))
    insert(
        "household",
        HOUSEHOLD,
        {
            "contact_words": "''",
            "organisation_id": "%(organisation)s",
            "upload_id": "%(upload)s",
            "registered_at": "%(at)s",
            "registered_by_id": "%(by)s",
            "changed_at": "%(at)s",
            "changed_by_id": "%(by)s",
        },
        same | {"upload": upload.pk},
    )
    copy("person", PERSON, person_rows(drafts, households, persons))
    insert("person", PERSON, {"name_said": "''", "organisation_id": "%(organisation)s"}, same)
    copy("vulnerabilitymark", MARK, mark_rows(drafts, households, persons))
    insert(
        "vulnerabilitymark",
        MARK,
        {
            "organisation_id": "%(organisation)s",
            "noted_on": "%(on)s",
            "said_by": "%(said_by)s",
            "noted_at": "%(at)s",
            "noted_by_id": "%(by)s",
        },
        same | {"on": timezone.localdate(at), "said_by": upload.said_by},
    )
    copy("searchkey", KEY, key_rows(drafts, persons))
    insert("searchkey", KEY, {"organisation_id": "%(organisation)s"}, same, order="key, person_id")
    copy("importedrow", ROW, fingerprint_rows(drafts, households))
    insert(
        "importedrow",
        ROW,
        {"organisation_id": "%(organisation)s", "upload_id": "%(upload)s"},
        same | {"upload": upload.pk},
        order="content",
    )


def copy(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Fill a temporary table of these columns."""
    names = ", ".join(column.split()[0] for column in columns.split(", "))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.incoming_{table}")
        cursor.execute(f"CREATE TEMPORARY TABLE incoming_{table} ({columns}) ON COMMIT DROP")
        with cursor.copy(f"COPY incoming_{table} ({names}) FROM STDIN") as target:
            for row in rows:
                target.write_row(row)


def insert(
    table: str, columns: str, constants: dict[str, str], values: dict[str, Any], order: str = ""
) -> None:
    """Move the rows of a temporary table into the real one, with the values they all share."""
    names = [column.split()[0] for column in columns.split(", ")]
    # `order` fills a b-tree from one side to the other
    ordered = f" ORDER BY {order}" if order else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO registry_{table} ({', '.join([*names, *constants])})"
            f" SELECT {', '.join([*names, *constants.values()])} FROM incoming_{table}{ordered}",
            values,
        )
        cursor.execute(f"DROP TABLE pg_temp.incoming_{table}")


def household_rows(drafts: Sequence[Draft], ids: Sequence[UUID]) -> Iterator[tuple[Any, ...]]:
    codes = new_codes(len(drafts))
    for draft, id, code in zip(drafts, ids, codes, strict=True):
        # "may be called" is only ever said by her: an empty cell is not a yes
        contact = "telephone" if draft.may_be_called else "do_not_contact"
        yield (
            id,
            code,
            draft.size,
            draft.children if draft.children is None or draft.children < 100 else None,
            draft.place,
            draft.place_words[:300],
            draft.address[:300],
            contact,
        )


def person_rows(
    drafts: Sequence[Draft], households: Sequence[UUID], ids: Sequence[Sequence[UUID]]
) -> Iterator[tuple[Any, ...]]:
    for draft, household, persons in zip(drafts, households, ids, strict=True):
        for position, (member, id) in enumerate(zip(draft.members, persons, strict=True)):
            yield (
                id,
                household,
                position,
                member.name_arabic,
                member.name_latin,
                member.sex,
                member.birth_on,
                member.birth_precision,
                member.phone,
                member.second_phone,
                relationship_of(member, position),
            )


def relationship_of(member: Member, position: int) -> str:
    """The first is the head; nobody else is."""
    if position == 0:
        return "head"
    return "other" if member.relationship in ("", "head") else member.relationship


def mark_rows(
    drafts: Sequence[Draft], households: Sequence[UUID], ids: Sequence[Sequence[UUID]]
) -> Iterator[tuple[Any, ...]]:
    for draft, household, persons in zip(drafts, households, ids, strict=True):
        for member, person in zip(draft.members, persons, strict=True):
            for category in member.marks:
                yield new_id(), household, person, category


def key_rows(drafts: Sequence[Draft], ids: Sequence[Sequence[UUID]]) -> Iterator[tuple[Any, ...]]:
    keys = Keys()
    for draft, persons in zip(drafts, ids, strict=True):
        for member, person in zip(draft.members, persons, strict=True):
            for key in keys.of(member.name_arabic, member.name_latin):
                yield key, person


def fingerprint_rows(drafts: Sequence[Draft], households: Sequence[UUID]) -> Iterator[tuple[Any, ...]]:
    for draft, household in zip(drafts, households, strict=True):
        yield (
            draft.content.hex(),  # as PostgreSQL reads a uuid: 32 digits
            draft.identity.hex() if draft.identity else None,
            household,
        )
