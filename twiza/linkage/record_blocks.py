"""Blocks: which records are looked at together. None holds more than it may, so that no name fills a disk. DuckDB.

A key is one number, of the columns that records must share. A block that is too large is divided by more columns;
what is still too large is left out and counted. Each pair of records that share a block is found once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

MOST_IN_BLOCK = 60
MOST_OF_ONE_NAME = 10  # names alone say something only when few bear them


@dataclass(frozen=True, slots=True)
class Block:
    """One way to bring records together; the columns are those of `keyed`.

    Attributes:
        needed: columns that records share, none of them empty.
        finer: columns that divide a block that is too large; here empty is a value like another.
        also: columns that records share, empty or not.
        most: records in one block.
    """

    name: str
    needed: tuple[str, ...]
    finer: tuple[str, ...]
    also: tuple[str, ...] = ()
    most: int = MOST_IN_BLOCK


NAMES = ("low_bones", "high_bones")  # in either order
BLOCKS = (
    Block("block_names", NAMES, ("birth_year", "place"), most=MOST_OF_ONE_NAME),
    Block("block_names_year", (*NAMES, "birth_year"), ("place",)),
    Block("block_names_place", (*NAMES, "place"), ("birth_year",)),
    Block("block_phone_given", ("phone", "given_bones"), ("birth_year",)),
    Block("block_phone_year", ("phone", "birth_year"), ("given_bones",)),
    Block("block_day_given", ("birth_key", "given_bones"), ("place",)),
    Block("block_day_family", ("birth_key", "family_bones"), ("place",)),
    Block("block_day_place", ("birth_key", "place"), ("phone",), also=("sex",)),
    Block("block_given_year_place", ("given_bones", "birth_year", "place"), ("family_bones",)),
    Block("block_family_year_place", ("family_bones", "birth_year", "place"), ("given_bones",)),
)


@dataclass(frozen=True, slots=True)
class Cut:
    """Blocks that were too large: not compared by this key, though perhaps by another."""

    block: str
    keys: int
    records: int
    pairs: int


def put_into_blocks(connection: duckdb.DuckDBPyConnection) -> list[Cut]:
    """Make for each block a table of its name (row, key), from `keyed`; returns what was too large in the end."""
    cut = []
    for block in BLOCKS:
        needed = " and ".join(f"{column} is not null" for column in block.needed)
        connection.execute(
            f"""
            create or replace temp table whole as
            select row, {_hash((*block.needed, *block.also))} as key, {_hash(block.finer)} as finer
            from keyed where {needed};
            create or replace temp table large as
            select key from whole group by key having count(*) > {block.most};
            create or replace temp table divided as
            select row, case when large.key is null then whole.key else {_hash(("whole.key", "finer"))} end as key
            from whole left join large on large.key = whole.key;
            create or replace temp table sizes as
            select key, count(*) as many from divided group by key having many > 1;
            create or replace table {block.name} as
            select row, divided.key from divided join sizes on sizes.key = divided.key
            where many <= {block.most};
            """
        )
        found = connection.execute(
            "select count(*), coalesce(sum(many), 0), coalesce(sum(many * (many - 1) // 2), 0)"
            f" from sizes where many > {block.most}"
        ).fetchall()[0]
        if found[0]:
            cut.append(Cut(block.name, *map(int, found)))
    return cut


def _hash(columns: Iterable[str]) -> str:
    return f"cast(hash({', '.join(columns)}) >> 1 as bigint)"


def put_into_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `pairs` (join_key_l, join_key_r), as Splink calls them: rows that share a block, each pair once."""
    together = " union ".join(
        f"select l.row as join_key_l, r.row as join_key_r from {block.name} l join {block.name} r"
        " on l.key = r.key and l.row < r.row"
        for block in BLOCKS
    )
    connection.execute(f"create or replace table pairs as select *, '0' as match_key from ({together})")


def with_block_columns(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return `linkable` with a column for each block, for an engine that brings records together itself."""
    columns = ", ".join(f"{block.name}.key as {block.name}" for block in BLOCKS)
    joins = " ".join(f"left join {block.name} on {block.name}.row = l.id" for block in BLOCKS)
    return connection.sql(f"select l.*, {columns} from linkable l {joins}").to_arrow_table()
