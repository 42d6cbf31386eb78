"""Records that are one person: a table in, pairs with their evidence and clusters out. No Django.

    linked = link(table)                     # pyarrow Table, or a path of .csv or .parquet: id, name, …
    linked.pairs                             # id_l, id_r, match_weight, verdict, gamma_…, mw_…
    linked.clusters.members                  # cluster → ids
    waterfall(linked.pairs.to_pylist()[0])   # why, as codes and weights

A protected service, or casework, never gives its records to this module: who may compare what is asked before.
"""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from .record_blocks import Cut
from .record_clusters import LOOK_FROM, Clusters, Verdict, clusters, verdict
from .record_engine import Engine, scored
from .record_model import Model
from .record_reasons import Evidence, level_codes, waterfall
from .record_tables import connect, normalised

__all__ = ["Clusters", "Cut", "Evidence", "Linked", "Model", "Verdict", "link", "waterfall"]


@dataclass(frozen=True)
class Linked:
    """What linking found.

    Attributes:
        count: records read.
        pairs: id_l, id_r, household_l, household_r, match_weight, match_probability, verdict, and for each comparison
            gamma_<name> (the level) and mw_<name>, mw_tf_adj_<name> (what it says); surest first.
        clusters: of the pairs whose verdict is `same`.
        cut: blocks that were too large even when divided: by these keys their records were not compared.
        model: the parameters used, to be kept with their version and hash.
    """

    count: int
    pairs: pa.Table
    clusters: Clusters
    cut: list[Cut]
    model: Model


def link(
    source: pa.Table | Path, *, engine: Engine = "duckdb", master: str = "local[2]", model: Model | None = None,
    memory: str = "6GB", folder: Path | None = None,
) -> Linked:  # fmt: skip
    """Return which records of a table are one person.

    `model`: of an earlier run; without, one is estimated from these records, without labels. `folder`: where DuckDB
    may spill when `memory` is not enough. Raises RecordColumnMissing, RecordIdNotUnique, SparkMissing.
    """
    connection = connect(memory, folder)
    try:
        records = normalised(connection, source)
        found = scored(records, engine=engine, master=master, model=model, least_weight=LOOK_FROM)
    finally:
        connection.close()
    pairs = _with_verdicts(found.pairs)
    return Linked(records.count, pairs, _clusters(pairs), records.cut, found.model)


def _with_verdicts(pairs: pa.Table) -> pa.Table:
    codes = level_codes()
    names = ("match_weight", "gamma_given", "gamma_home", "gamma_home_unphoned")
    said = [
        verdict(
            weight, codes["given"][given], codes["home"][home] if home >= 0 else codes["home_unphoned"][other]
        ).value
        for weight, given, home, other in zip(*(pairs[name].to_pylist() for name in names), strict=True)
    ]
    pairs = pairs.append_column("verdict", pa.array(said, pa.string()))
    return pairs.sort_by([("match_weight", "descending"), ("id_l", "ascending"), ("id_r", "ascending")])


def _clusters(pairs: pa.Table) -> Clusters:
    columns = [pairs[name].to_pylist() for name in ("id_l", "id_r", "match_weight", "verdict")]
    rows = list(zip(*columns, strict=True))
    return clusters(
        ((one, other, weight) for one, other, weight, said in rows if said == Verdict.SAME),
        ((one, other) for one, other, _, said in rows if said == Verdict.LOOK),
    )
