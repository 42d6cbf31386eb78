"""`twiza link`: a table of records in, pairs and clusters out. Needs neither Django nor a database.

    twiza link people.csv --pairs pairs.csv --clusters clusters.csv
    twiza link people.parquet --pairs pairs.parquet --engine spark --master spark://host:7077

Columns in: id, name; and what there is of other_name, household, sex, birth, phone, second_phone, place. `--model FILE`
keeps the parameters estimated, or uses those that the file holds.
"""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from .record_model import Model, model_from
from .records import Linked, link


def main(arguments: Sequence[str]) -> int:
    """Link a table of records. Returns 0; says on standard error what was found and what was not compared."""
    parser = argparse.ArgumentParser(prog="twiza link", description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=Path, help="a table of records, .csv or .parquet")
    parser.add_argument("--pairs", type=Path, required=True, help="where the pairs go, .csv or .parquet")
    parser.add_argument("--clusters", type=Path, help="where the clusters go: cluster, id, strange (.csv)")
    parser.add_argument("--model", type=Path, help="parameters: read when the file is there, else written")
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--master", default="local[2]", metavar="URL", help="of Spark")
    parser.add_argument("--memory", default="6GB", help="that DuckDB may use before it spills")
    parser.add_argument("--spill", type=Path, help="folder to spill to")
    options = parser.parse_args(arguments)
    model = _kept(options.model)
    linked = link(
        options.records, engine=options.engine, master=options.master, model=model,
        memory=options.memory, folder=options.spill,
    )  # fmt: skip
    _write(linked.pairs, options.pairs)
    if options.clusters:
        _write_clusters(linked, options.clusters)
    if options.model and model is None:
        options.model.write_text(linked.model.canonical() + "\n", encoding="utf-8")
    _say(linked)
    return 0


def _kept(path: Path | None) -> Model | None:
    return model_from(json.loads(path.read_text(encoding="utf-8"))) if path and path.exists() else None


def _write(table: pa.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(table, path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.column_names)
        for batch in table.to_batches():
            writer.writerows(zip(*batch.to_pydict().values(), strict=True))


def _write_clusters(linked: Linked, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("cluster", "id", "strange"))
        for name, records in linked.clusters.members.items():
            writer.writerows((name, record, linked.clusters.strange.get(name, "")) for record in records)


def _say(linked: Linked) -> None:
    same = linked.pairs["verdict"].to_pylist().count("same")
    lines = [
        f"{linked.count} records; {same} pairs the same, {linked.pairs.num_rows - same} to look at;"
        f" {len(linked.clusters.members)} clusters, {len(linked.clusters.strange)} strange",
        f"model {linked.model.version}, {linked.model.hash[:16]}",
    ]
    lines += [
        f"{cut.block}: {cut.keys} blocks of {cut.records} records too large, {cut.pairs} pairs not compared there"
        for cut in linked.cut
    ]
    sys.stderr.write("\n".join(lines) + "\n")
