"""Records made comparable: a table as an office keeps it in, a table of numbers out. DuckDB and Python.

In: id and name; and what there is of other_name (the same name in another script), household, sex, birth, phone,
second_phone, place. Every distinct value is read once, in Python; rows are put together in DuckDB, numbered in the
order of their ids. Out: `linkable`, the columns of `record_model`, and `pairs` (join_key_l, join_key_r) of rows that
share a block. Names are read by their halves: the same few first words and last names come back in every register.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from twiza.lib.errors import N_, DomainError

from .record_blocks import Cut, put_into_blocks, put_into_pairs
from .record_fields import Birth, birth_of, day_key, day_number, phone_of, sex_of
from .record_names import RegisterNames
from .record_places import places_of
from .record_words import column, keep, put_words_near

FIELDS = ("id", "name", "other_name", "household", "sex", "birth", "phone", "second_phone", "place")
NEEDED = ("id", "name")
_MOST_MATES = 15


class RecordColumnMissing(DomainError):
    """A table of records without a column that linking needs."""

    code = "linkage.record_column_missing"


class RecordIdNotUnique(DomainError):
    """Two records with one id."""

    code = "linkage.record_id_not_unique"


@dataclass(frozen=True)
class Normalised:
    """What `normalised` found: the connection that holds `linkable` and `pairs`, how many records, what was cut."""

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
    connection = duckdb.connect(":memory:", config=options)
    connection.execute("set enable_progress_bar = false")
    return connection


def read(connection: duckdb.DuckDBPyConnection, source: pa.Table | Path) -> int:
    """Put a table or a file (.csv, .parquet) into `raw`, all text, numbered by id. Returns how many rows.

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
    connection.execute(f"create or replace temp view given_text as select {columns} from given_table")
    connection.execute(
        "create or replace table raw as"
        " select cast(row_number() over (order by id) as integer) as row, * from given_text"
    )
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
    gc.disable()  # a million small things that make no circles
    try:
        _read_names(connection, names)
        _read_fields(connection)
        _put_together(connection)
        cut = put_into_blocks(connection)
        put_into_pairs(connection)
        put_words_near(connection, names)
    finally:
        gc.enable()
    _finish(connection)
    return Normalised(connection, count, cut)


def _read_names(connection: duckdb.DuckDBPyConnection, names: RegisterNames) -> None:
    """Make `read_names` (name, other_name, given, family, middle) and `words` (word, bones)."""
    connection.execute(
        """
        create or replace table halves as
        select name, other_name, split_part(name, ' ', 1) as first, substr(name, instr(name, ' ') + 1) as rest,
               other_name = '' and contains(name, ' ') as halved
        from (select distinct name, other_name from raw)
        """
    )
    for half, read in (("first", names.first), ("rest", names.after)):
        texts = column(connection, f"select distinct {half} from halves where halved order by 1")
        found = pa.array(map(read, texts), pa.int32())
        keep(connection, f"read_{half}", {"written": pa.array(texts, pa.string()), "word": found})
    connection.execute(
        """
        create or replace table names_by_halves as
        select name, other_name, f.word as given, r.word as family
        from halves left join read_first f on f.written = first and halved
        left join read_rest r on r.written = rest and halved
        """
    )
    rows = connection.execute(
        "select name, other_name from names_by_halves where given is null or family is null order by all"
    ).fetchall()
    whole = [names.read(*row) for row in rows]
    table = {
        "name": pa.array([row[0] for row in rows], pa.string()),
        "other_name": pa.array([row[1] for row in rows], pa.string()),
        "given": pa.array([one.given if one else None for one in whole], pa.int32()),
        "family": pa.array([one.family if one else None for one in whole], pa.int32()),
        "middle": pa.array([one.middle or None if one else None for one in whole], pa.list_(pa.int32())),
    }
    keep(connection, "names_whole", table)
    bones = sorted(set(names.keys))
    numbers = {text: number for number, text in enumerate(bones)}
    words = {
        "word": pa.array(range(len(names.keys)), pa.int32()),
        "bones": pa.array([numbers[text] for text in names.keys], pa.int32()),
    }
    keep(connection, "words", words)
    connection.execute(
        """
        create or replace view read_names as
        select name, other_name, given, family, null as middle from names_by_halves
        where given is not null and family is not null
        union all from names_whole
        """
    )


def _read_fields(connection: duckdb.DuckDBPyConnection) -> None:
    births = column(connection, "select distinct birth from raw")
    found: list[Birth | None] = [birth_of(text) for text in births]

    def part(of: Callable[[Birth], int | None]) -> pa.Array:
        return pa.array([of(one) if one else None for one in found], pa.int32())

    table = {
        "birth": pa.array(births, pa.string()),
        "birth_year": part(lambda one: one.year),
        "birth_day": part(day_number),
        "birth_key": part(day_key),
        "birth_md": part(lambda one: one.month * 100 + one.day if one.month and one.day else None),
        "birth_hijri": pa.array([one.hijri if one else False for one in found], pa.bool_()),
    }
    keep(connection, "read_births", table)
    for name, of, kind in (
        ("phone", phone_of, pa.int64()),
        ("sex", sex_of, pa.string()),
    ):
        sql = f"select distinct {name} from raw"
        if name == "phone":
            sql += " union select distinct second_phone from raw"
        texts = column(connection, sql)
        read = {"written": pa.array(texts, pa.string()), "found": pa.array(map(of, texts), kind)}
        keep(connection, f"read_{name}", read)
    counts = connection.execute("select place, count(*) from raw group by place").fetchall()
    places = places_of(dict(counts))
    read = {"written": pa.array(places, pa.string()), "found": pa.array(places.values(), pa.string())}
    keep(connection, "read_place", read)


def _put_together(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `keyed`: one row for each record, in numbers; `home` is its household."""
    connection.execute(
        """
        create or replace table keyed as
        select raw.row, case when raw.household <> '' then cast(hash(raw.household) >> 1 as bigint) end as home, n.given, n.family, n.middle,
               g.bones as given_bones, f.bones as family_bones,
               least(g.bones, f.bones) as low_bones, greatest(g.bones, f.bones) as high_bones,
               b.birth_year, b.birth_day, b.birth_key, b.birth_md, b.birth_hijri,
               coalesce(p.found, q.found) as phone, s.found as sex, l.number as place
        from raw
        join read_names n on n.name = raw.name and n.other_name = raw.other_name
        left join words g on g.word = n.given
        left join words f on f.word = n.family
        join read_births b on b.birth = raw.birth
        join read_phone p on p.written = raw.phone
        join read_phone q on q.written = raw.second_phone
        join read_sex s on s.written = raw.sex
        join (select written, found, case when found is not null then dense_rank() over (order by found) end as number
              from read_place) l on l.written = raw.place
        """
    )


def _finish(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `linkable`: each record with the words near its own, and the others of its household."""
    connection.execute(
        f"""
        create or replace table mates as
        select home, list(distinct w.rep order by w.rep) as reps,
               bit_or(cast(1 as bigint) << (w.rep % 62)) as bits
        from keyed join word_lists w on w.word = keyed.given
        where home is not null group by home
        having count(*) between 2 and {_MOST_MATES};
        create or replace table linkable as
        select k.row as id, k.* exclude (row, given_bones, family_bones, low_bones, high_bones),
               g.near as given_near, g.rep as given_rep, f.near as family_near, f.rep as family_rep,
               cast(f.rep as bigint) * 1048576 + k.place as family_place,
               list_filter(m.reps, lambda x: x <> g.rep) as mates, m.bits as mates_bits
        from keyed k
        left join word_lists g on g.word = k.given
        left join word_lists f on f.word = k.family
        left join mates m on m.home = k.home
        """
    )
