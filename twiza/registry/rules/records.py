"""Persons of the register as the records that `twiza.linkage.records` compares. Pure Python, no database.

pyarrow is read only when a table is made: the pages never make one.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Record:
    """One person as linking reads one: all text, "" where nothing is said. Its fields are the table's columns."""

    id: str
    household: str = ""
    name: str = ""
    other_name: str = ""
    sex: str = ""
    birth: str = ""
    phone: str = ""
    second_phone: str = ""
    place: str = ""


def record_of(
    *, id: object, household: object = "", name_arabic: str = "", name_latin: str = "", name_said: str = "",
    sex: str = "", birth_on: date | None = None, birth_precision: str = "", phone: str = "",
    second_phone: str = "", home_phone: str = "", place: str = "",
) -> Record:  # fmt: skip
    """Return a person as a record.

    Args:
        id, household: of any kind that has a text; the household tells who lives together, and is never a reason.
        birth_precision: of `people.PRECISIONS`; whatever is not an exact day is compared by its year.
        home_phone: of the household, for those who gave none of their own: people of one home share it.
        place: where the household lives, in either script. Two places of one name are taken for one.

    Somebody who only collects for a household (`trusted`) is nobody's record: leave those out before.
    """
    names = [*(name for name in dict.fromkeys((name_arabic, name_latin, name_said)) if name), "", ""]
    numbers = [*(one for one in dict.fromkeys((phone, second_phone, home_phone)) if one), "", ""]
    return Record(
        id=str(id),
        household=str(household or ""),
        name=names[0],
        other_name=names[1],
        sex=sex,
        birth=_birth(birth_on, birth_precision),
        phone=numbers[0],
        second_phone=numbers[1],
        place=place,
    )


def _birth(on: date | None, precision: str) -> str:
    if on is None:
        return ""
    return on.isoformat() if precision == "day" else f"{on.year:04}"


def table_of(records: Iterable[Record]) -> "pa.Table":
    """Return records as the table that `linkage.records.link` reads: one text column for each field."""
    import pyarrow as pa

    columns = list(zip(*map(astuple, records), strict=True)) or [() for _ in fields(Record)]
    return pa.table(
        {
            field.name: pa.array(column, pa.string())
            for field, column in zip(fields(Record), columns, strict=True)
        }
    )
