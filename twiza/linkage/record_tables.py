"""Records made comparable: a table as an office keeps it in, a table of numbers and keys out. DuckDB and Python.

In: id and name; and what there is of other_name (the same name in another script), household, sex, birth, phone,
second_phone, place. Every distinct value is read once, in Python; rows are put together in DuckDB. Out: `linkable`,
the columns of `record_model`. No block holds more than MOST_IN_BLOCK records: what is too large is divided, and what is
still too large is left out and counted.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from twiza.lib.errors import N_, DomainError

from .record_fields import Birth, birth_of, day_key, day_number, phone_of, place_of, sex_of
from .record_model import BLOCKS, MOST_IN_BLOCK
from .record_names import MOST_CLASSES, RegisterNames

FIELDS = ("id", "name", "other_name", "household", "sex", "birth", "phone", "second_phone", "place")
NEEDED = ("id", "name")
_MOST_MATES = 15


class RecordColumnMissing(DomainError):
    """A table of records without a column that linking needs."""

    code = "linkage.record_column_missing"


class RecordIdNotUnique(DomainError):
    """Two records with one id."""

    code = "linkage.record_id_not_unique"


@dataclass(frozen=True, slots=True)
class Cut:
    """Blocks that were too large: not compared by this key, though perhaps by another."""

    block: str
    keys: int
    records: int
    pairs: int


@dataclass(frozen=True)
class Normalised:
    """What `normalised` found: the connection that holds `linkable`, how many records, what was cut."""

    connection: duckdb.DuckDBPyConnection
    count: int
    cut: list[Cut]


def connect(memory: str = "6GB", folder: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB in memory that asks nobody for extensions, and spills to `folder` if at all."""
    options: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "autoinstall_known_extensions": "false",
        "preserve_insertion_order": "false",
        # DuckDB would make a folder of its own here, and leave names in it
        "temp_directory": str(folder) if folder is not None else "",
    }
    return duckdb.connect(":memory:", config=options)


def read(connection: duckdb.DuckDBPyConnection, source: pa.Table | Path) -> int:
    """Put a table or a file (.csv, .parquet) into `raw`, all text. Returns how many rows.

    Raises RecordColumnMissing, RecordIdNotUnique.
    """
    if isinstance(source, Path):
        reader = (
            "read_parquet(?)" if source.suffix == ".parquet" else "read_csv(?, all_varchar=true, header=true)"
        )
        connection.execute(
            f"create or replace temp view given_table as from {reader}".replace("?", _quoted(source))
        )
    else:
        connection.register("given_table", source)
    there = {row[0] for row in connection.execute("describe given_table").fetchall()}
    if lacking := [name for name in NEEDED if name not in there]:
        raise RecordColumnMissing(N_("The table needs the columns %(names)s."), names=", ".join(lacking))
    columns = ", ".join(
        f"coalesce(cast({name} as varchar), '') as {name}" if name in there else f"'' as {name}"
        for name in FIELDS
    )
    connection.execute(f"create or replace table raw as select {columns} from given_table")
    count, distinct = connection.execute("select count(*), count(distinct id) from raw").fetchall()[0]
    if count != distinct:
        raise RecordIdNotUnique(N_("Some records have the same id."))
    return int(count)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def normalised(connection: duckdb.DuckDBPyConnection, source: pa.Table | Path) -> Normalised:
    """Make `linkable` from a table of records: see the head of this file."""
    count = read(connection, source)
    names = RegisterNames()
    _read_names(connection, names)
    _read_fields(connection)
    _put_together(connection)
    cut = _block(connection)
    _weigh_words(connection, names)
    _finish(connection)
    return Normalised(connection, count, cut)


def _distinct(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    columns = connection.sql(sql).to_arrow_table().to_pydict()
    return list(zip(*columns.values(), strict=True))


def _keep(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("kept_now", table)
    connection.execute(f"create or replace table {name} as from kept_now")
    connection.unregister("kept_now")


def _read_names(connection: duckdb.DuckDBPyConnection, names: RegisterNames) -> None:
    rows = _distinct(connection, "select distinct name, other_name from raw order by all")
    gc.disable()  # a million small things that make no circles
    try:
        read = [names.read(*row) for row in rows]
    finally:
        gc.enable()
    table = {
        "name": pa.array([row[0] for row in rows], pa.string()),
        "other_name": pa.array([row[1] for row in rows], pa.string()),
        "given": pa.array([one.given if one else None for one in read], pa.int32()),
        "family": pa.array([one.family if one else None for one in read], pa.int32()),
        "words": pa.array([one.words if one else None for one in read], pa.list_(pa.int32())),
    }
    _keep(connection, "read_names", pa.table(table))
    words = {
        "word": pa.array(range(len(names.keys)), pa.int32()),
        "bones": pa.array(names.keys, pa.string()),
        "classes": pa.array(names.classes, pa.int32()),
    }
    _keep(connection, "words", pa.table(words))


def _read_fields(connection: duckdb.DuckDBPyConnection) -> None:
    births = [row[0] for row in _distinct(connection, "select distinct birth from raw")]
    found: list[Birth | None] = [birth_of(text) for text in births]

    def column(of: Callable[[Birth], int | None]) -> pa.Array:
        return pa.array([of(one) if one else None for one in found], pa.int32())

    table = {
        "birth": pa.array(births, pa.string()),
        "birth_year": column(lambda one: one.year),
        "birth_day": column(day_number),
        "birth_key": column(day_key),
        "birth_md": column(lambda one: one.month * 100 + one.day if one.month and one.day else None),
        "birth_hijri": pa.array([one.hijri if one else False for one in found], pa.bool_()),
    }
    _keep(connection, "read_births", pa.table(table))
    for name, of, kind in (
        ("phone", phone_of, pa.int64()),
        ("sex", sex_of, pa.string()),
        ("place", place_of, pa.string()),
    ):
        sql = f"select distinct {name} from raw"
        if name == "phone":
            sql += " union select distinct second_phone from raw"
        texts = [row[0] for row in _distinct(connection, sql)]
        _keep(
            connection,
            f"read_{name}",
            pa.table({"written": pa.array(texts, pa.string()), "found": pa.array(map(of, texts), kind)}),
        )


def _put_together(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        create or replace table keyed as
        select raw.id, nullif(raw.household, '') as household, n.given, n.family, n.words,
               g.bones as given_bones, f.bones as family_bones,
               b.birth_year, b.birth_day, b.birth_key, b.birth_md, b.birth_hijri,
               coalesce(p.found, q.found) as phone, s.found as sex, l.found as place
        from raw
        join read_names n on n.name = raw.name and n.other_name = raw.other_name
        left join words g on g.word = n.given
        left join words f on f.word = n.family
        join read_births b on b.birth = raw.birth
        join read_phone p on p.written = raw.phone
        join read_phone q on q.written = raw.second_phone
        join read_sex s on s.written = raw.sex
        join read_place l on l.written = raw.place
        """
    )


def _block(connection: duckdb.DuckDBPyConnection) -> list[Cut]:
    """Make `blocked`: `keyed` with one column for each block; returns what was too large in the end."""
    cut = []
    columns = []
    for column, key, finer in BLOCKS:
        large = f"select {{}} as key, count(*) as many from keyed group by 1 having key is not null and many > {MOST_IN_BLOCK}"
        connection.execute(f"create or replace table {column}_large as {large.format(key)}")
        divided = f"case when ({key}) in (select key from {column}_large) then ({key}) || coalesce({finer}, '?') else ({key}) end"
        connection.execute(f"create or replace table {column}_cut as {large.format(divided)}")
        columns.append(
            f"case when ({divided}) is null or ({divided}) in (select key from {column}_cut) then null"
            f" else cast(hash({divided}) >> 1 as bigint) end as {column}"
        )
        row = connection.execute(
            f"select count(*), coalesce(sum(many), 0), coalesce(sum(many * (many - 1) // 2), 0) from {column}_cut"
        ).fetchall()[0]
        if row[0]:
            cut.append(Cut(column, *map(int, row)))
    connection.execute(f"create or replace table blocked as select *, {', '.join(columns)} from keyed")
    return cut


def _weigh_words(connection: duckdb.DuckDBPyConnection, names: RegisterNames) -> None:
    """Make `near_words` (word, other, same): the words that meet in a block and are near; both ways, itself too."""
    met = " union all ".join(
        "select l.given as lg, r.given as rg, l.family as lf, r.family as rf"
        f" from blocked l join blocked r on l.{column} = r.{column} and l.id < r.id"
        for column, _, _ in BLOCKS
    )
    # a name written last name first meets across: only where the consonants are the same
    pairs = _distinct(
        connection,
        f"""
        with met as (select distinct lg, rg, lf, rf from ({met})),
        straight as (select lg as a, rg as b from met union all select lf, rf from met),
        across as (select lg as a, rf as b from met union all select lf, rg from met),
        alike as (
            select distinct least(a, b) as a, greatest(a, b) as b, false as crossed from straight where a <> b
            union select least(a, b), greatest(a, b), true from across where a <> b)
        select distinct l.word as a, r.word as b
        from alike join words l on l.word = alike.a join words r on r.word = alike.b
        where case when crossed then l.bones = r.bones
                   else l.classes is null or r.classes is null or bit_count(xor(l.classes, r.classes)) <= {MOST_CLASSES}
              end
        """,
    )
    near = list(names.near(pairs))
    table = {
        "word": pa.array([row[0] for row in near], pa.int32()),
        "other": pa.array([row[1] for row in near], pa.int32()),
        "step": pa.array([row[2] for row in near], pa.int8()),
    }
    _keep(connection, "near_once", pa.table(table))
    connection.execute(
        """
        create or replace table near_words as
        select word, other, step from near_once
        union all select other, word, step from near_once
        union all select word, word, 3 from words
        """
    )


def _finish(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `linkable`: each word with those near it, and its most common spelling as its representative."""
    connection.execute(
        f"""
        create or replace table word_lists as
        with borne as (
            select word, count(*) as many
            from (select given as word from keyed union all select family from keyed) group by word)
        select n.word, list(n.other order by n.other) filter (n.step = 3) as same,
               list(n.other order by n.other) filter (n.step = 2) as near,
               list(n.other order by n.other) filter (n.step = 1) as alike,
               arg_max(n.other, (coalesce(b.many, 0), -n.other)) filter (n.step = 3) as rep
        from near_words n left join borne b on b.word = n.other
        group by n.word;
        create or replace table mates as
        with home as (
            select household, list(distinct w.rep order by w.rep) as reps
            from keyed join word_lists w on w.word = keyed.given
            where household is not null group by household
            having count(*) between 2 and {_MOST_MATES})
        select household, reps from home;
        create or replace table linkable as
        select b.* exclude (given_bones, family_bones),
               g.same as given_same, g.near as given_near, g.alike as given_alike, g.rep as given_rep,
               f.same as family_same, f.near as family_near, f.rep as family_rep,
               f.rep || '|' || b.place as family_place,
               list_filter(m.reps, lambda x: x <> g.rep) as mates
        from blocked b
        left join word_lists g on g.word = b.given
        left join word_lists f on f.word = b.family
        left join mates m on m.household = b.household
        """
    )
