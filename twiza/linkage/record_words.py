"""Which words of a register's names are near which: only those that meet in a pair of records, each two once.

Each two near words are kept by one of them, the one that has fewer near it: a common name has thousands of
spellings near it, and its holders would carry them all into each comparison.
"""

from typing import Any

import duckdb
import pyarrow as pa

from .record_names import ANY_SLIPS, RegisterNames

_MOST_CLASSES = 4  # an edit changes two classes of consonants at most


def column(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    """Return the values of the first column of a question."""
    values: list[Any] = connection.sql(sql).to_arrow_table().column(0).to_pylist()
    return values


def keep(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, pa.Array]) -> None:
    """Make a table of columns."""
    connection.register("kept_now", pa.table(columns))
    connection.execute(f"create or replace table {name} as from kept_now")
    connection.unregister("kept_now")


def put_words_near(connection: duckdb.DuckDBPyConnection, names: RegisterNames) -> None:
    """Make `word_lists` (word, rep, near): its most common spelling, and those near it that it keeps.

    Each of `near` is four times the number of a word, and 3 when the two are one name, 2 when near, 1 when alike.
    """
    _meet(connection)
    _weigh(connection, names)
    _list(connection)


def _meet(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `meeting` (a, b): given with given and last with last; across only where the consonants are the same."""
    connection.execute(
        """
        create or replace table meeting as
        with met as (
            select l.given as lg, r.given as rg, l.family as lf, r.family as rf,
                   l.given_bones = r.family_bones or l.family_bones = r.given_bones as across
            from pairs join keyed l on l.row = join_key_l join keyed r on r.row = join_key_r),
        straight as (
            select least(lg, rg) as a, greatest(lg, rg) as b from met where lg <> rg
            union select least(lf, rf), greatest(lf, rf) from met where lf <> rf),
        crossed as (
            select least(lg, rf) as a, greatest(lg, rf) as b from met where across and lg <> rf
            union select least(lf, rg), greatest(lf, rg) from met where across and lf <> rg)
        from straight
        union
        select a, b from crossed join words l on l.word = a join words r on r.word = b where l.bones = r.bones
        """
    )


def _weigh(connection: duckdb.DuckDBPyConnection, names: RegisterNames) -> None:
    """Make `near_once` (word, other, step): 3 one name, 2 near, 1 alike."""
    spelled = list(zip(*names.spellings(), strict=True)) or [(), (), (), (), ()]
    kinds = (pa.int32(), pa.int32(), pa.string(), pa.int32(), pa.int8())
    titles = ("word", "part", "bones", "classes", "slips")
    keep(connection, "spellings", {n: pa.array(v, k) for n, v, k in zip(titles, spelled, kinds, strict=True)})
    connection.execute(
        f"""
        create or replace table weighable as
        select a, b, bool_or(l.part = r.part) as shared
        from meeting join spellings l on l.word = a join spellings r on r.word = b
        where l.part = r.part or greatest(l.slips, r.slips) = {ANY_SLIPS}
           or bit_count(xor(l.classes, r.classes)) <= {_MOST_CLASSES}
              and damerau_levenshtein(l.bones, r.bones) <= least(l.slips, r.slips)
        group by a, b
        """
    )
    pairs = connection.execute("select a, b from weighable where not shared").fetchall()
    near = list(zip(*names.near(pairs), strict=True))
    kinds3 = (pa.int32(), pa.int32(), pa.int8())
    table = {
        name: pa.array(values, kind)
        for name, values, kind in zip(("word", "other", "step"), near or [(), (), ()], kinds3, strict=True)
    }
    keep(connection, "near_unlike", table)
    connection.execute(
        "create or replace table near_once as from near_unlike"
        " union all select a, b, 3 from weighable where shared"
    )


def _list(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        create or replace table near_both as
        select word, other, step from near_once
        union all select other, word, step from near_once;
        create or replace table degrees as select word, count(*) as many from near_both group by word;
        create or replace table borne as
        select word, count(*) as many
        from (select given as word from keyed union all select family from keyed where family <> given)
        where word is not null group by word;
        create or replace table kept_lists as
        select n.word, list(n.other * 4 + n.step order by n.other) as near
        from near_both n join degrees d on d.word = n.word join degrees e on e.word = n.other
        where d.many < e.many or d.many = e.many and n.word < n.other
        group by n.word;
        create or replace table reps as
        select n.word, arg_max(n.other, (coalesce(b.many, 0), -n.other)) as rep
        from (select word, other from near_both where step = 3 union all select word, word from words) n
        left join borne b on b.word = n.other
        group by n.word;
        create or replace table word_lists as
        select reps.word, rep, near from reps left join kept_lists using (word)
        """
    )
