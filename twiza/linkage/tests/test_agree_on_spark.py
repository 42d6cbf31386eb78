"""The same model on DuckDB and on Spark (local[2]) says the same about the same records."""

import importlib.util
import shutil

import pyarrow as pa
import pytest

from twiza.linkage.record_sample import COLUMNS, Register
from twiza.linkage.records import Linked, link

pytestmark = pytest.mark.proof


@pytest.mark.filterwarnings("ignore")
def test_duckdb_and_spark_agree() -> None:
    assert importlib.util.find_spec("pyspark"), "make proofs installs requirements/spark.txt"
    assert shutil.which("java"), "Spark needs Java 17"
    rows = list(Register(1_500, seed=9).rows())
    table = pa.table(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)))
    here = link(table)
    there = link(table, engine="spark", master="local[2]", model=here.model)
    one, other = _weights(here), _weights(there)
    assert one.keys() == other.keys()
    assert all(abs(one[pair] - other[pair]) < 1e-6 for pair in one)
    assert here.clusters.members == there.clusters.members


def _weights(linked: Linked) -> dict[tuple[str, ...], float]:
    columns = (linked.pairs[name].to_pylist() for name in ("id_l", "id_r", "match_weight"))
    return {tuple(sorted((one, other))): weight for one, other, weight in zip(*columns, strict=True)}
