"""Persons of the register as the records that `twiza.linkage.records` compares. Pure Python, no database.

pyarrow, DuckDB and Splink are read only when something is linked: the pages never do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    from twiza.linkage.record_reasons import Evidence

MEMORY = "2GB"  # that the engine may use beside the pages of a small server


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


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two records that may be one person: ids in order, how sure, what is proposed, and why."""

    left: str
    right: str
    weight: float
    verdict: str
    evidence: list[list[str | float]]  # [field, code, weight, part due to rarity]


@dataclass(frozen=True, slots=True)
class Found:
    """What linking a register found, as it is kept: numbers, codes and ids.

    Attributes:
        cut: [block, keys, records, pairs not compared there].
        strange: [why, ids] of the clusters that nobody should take as they are.
        estimated: whether the model was estimated on these records.
    """

    count: int
    pairs: list[FoundPair]
    cut: list[list[str | int]]
    strange: list[tuple[str, list[str]]]
    version: int
    model: str
    model_hash: str
    estimated: bool


def linked(records: Sequence[Record], *, memory: str = MEMORY) -> Found:
    """Return who of these may be one person. Takes seconds to minutes, and memory: in a job, never in a page.

    A small register is linked with the kept model of `linkage.record_defaults`. Nothing is written to a disk.
    """
    from twiza.linkage.record_defaults import model_for
    from twiza.linkage.records import link, waterfall

    given = model_for(len(records))
    found = link(table_of(records), model=given, memory=memory)
    return Found(
        count=found.count,
        pairs=[_pair(row, waterfall(row)) for row in found.pairs.to_pylist()],
        cut=[[one.block, one.keys, one.records, one.pairs] for one in found.cut],
        strange=[
            (why, found.clusters.members.get(name, [name])) for name, why in found.clusters.strange.items()
        ],
        version=found.model.version,
        model=found.model.canonical(),
        model_hash=found.model.hash,
        estimated=given is None,
    )


def _pair(row: Mapping[str, Any], steps: "list[Evidence]") -> FoundPair:
    evidence: list[list[str | float]] = [
        [step.field, step.code, round(step.weight, 3), round(step.rarity, 3)] for step in steps
    ]
    left, right = sorted((row["id_l"], row["id_r"]))
    return FoundPair(left, right, round(row["match_weight"], 3), row["verdict"], evidence)
