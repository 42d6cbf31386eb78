"""What becomes of the fields when two files are one family: blanks are filled, the rest is chosen by a person.

Pure Python. A field is one thing that is said, in one or more columns: a place is its id and its words.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from twiza.lib.errors import N_

HOUSEHOLD_FIELDS: dict[str, tuple[str, ...]] = {
    "size": ("size",),
    "children": ("children",),
    "place": ("place_id", "place_words"),
    "address": ("address",),
    "contact": ("contact", "contact_words"),
}
PERSON_FIELDS: dict[str, tuple[str, ...]] = {
    "name_arabic": ("name_arabic",),
    "name_latin": ("name_latin",),
    "name_said": ("name_said",),
    "sex": ("sex",),
    "birth": ("birth_on", "birth_precision"),
    "phone": ("phone",),
    "second_phone": ("second_phone",),
}
COLUMNS: dict[str, str] = {
    "size": N_("Number of persons"),
    "children": N_("Number of children"),
    "place_id": N_("Place"),
    "place_words": N_("Place"),
    "address": N_("Address"),
    "contact": N_("Contact"),
    "contact_words": N_("Contact"),
    "name_arabic": N_("Name in Arabic letters"),
    "name_latin": N_("Name in Latin letters"),
    "name_said": N_("As she says it"),
    "sex": N_("Sex"),
    "birth_on": N_("Date or year of birth"),
    "birth_precision": N_("Date or year of birth"),
    "phone": N_("Telephone"),
    "second_phone": N_("Second telephone"),
    "relationship": N_("In the household"),
}
CAUTION = ("do_not_contact", "through_trusted", "telephone")  # the most cautious rule first
DAYS, IDS = frozenset({"birth_on"}), frozenset({"place_id"})
NAMES = frozenset({"name_arabic", "name_latin", "name_said"})

Row = Mapping[str, Any]


def taken(kept: Row, merged: Row, fields: Mapping[str, tuple[str, ...]], take: Collection[str]) -> Row:
    """Return column → value of the merged side that the kept side takes: those chosen, and those it leaves blank.

    Unless somebody chose, the more cautious of two contact rules stays. A blank is never taken.
    """
    found: dict[str, Any] = {}
    for field, columns in fields.items():
        if is_blank(merged, columns):
            continue
        wanted = field in take or is_blank(kept, columns)
        if field == "contact" and field not in take:
            wanted = CAUTION.index(merged["contact"]) < CAUTION.index(kept["contact"])
        if wanted:
            found |= {column: merged[column] for column in columns if kept[column] != merged[column]}
    return found


def differing(kept: Row, merged: Row, fields: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the fields that both sides say, and say differently: a person chooses between them."""
    return [
        field
        for field, columns in fields.items()
        if not is_blank(kept, columns)
        and not is_blank(merged, columns)
        and any(kept[column] != merged[column] for column in columns)
    ]


def is_blank(row: Row, columns: tuple[str, ...]) -> bool:
    """Say whether a side says nothing of a field. A rule of contact always says something."""
    return all(row[column] in (None, "") for column in columns)


def written_down(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def read_back(column: str, value: Any) -> Any:
    """Return a kept value as its column has it."""
    if value is None:
        return None
    return date.fromisoformat(value) if column in DAYS else UUID(value) if column in IDS else value
