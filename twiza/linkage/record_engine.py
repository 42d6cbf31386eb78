"""The one place that chooses the engine: Splink on DuckDB in this process, or on Apache Spark, with one model."""

import logging
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa
from duckdb import DuckDBPyConnection
from splink import DuckDBAPI, Linker, SettingsCreator

from twiza.lib.errors import N_, DomainError

from .record_blocks import with_block_columns
from .record_model import Model, settings
from .record_tables import Normalised
from .record_training import estimated, put_parameters

Engine = Literal["duckdb", "spark"]
logging.getLogger("splink").setLevel(logging.ERROR)


class SparkMissing(DomainError):
    """Spark was asked for and is not installed."""

    code = "linkage.spark_missing"


@dataclass(frozen=True)
class Scored:
    """Pairs with what each comparison said, and the model that said it.

    `pairs`: id_l, id_r, match_weight, match_probability, and for each comparison gamma_<name>, mw_<name>.
    """

    pairs: pa.Table
    model: Model


def scored(
    records: Normalised, *, engine: Engine = "duckdb", master: str = "local[2]", model: Model | None = None,
    least_weight: float = -4.0,
) -> Scored:  # fmt: skip
    """Return all pairs of `linkable` above `least_weight`; estimates the model when none is given."""
    api: Any = _duckdb(records) if engine == "duckdb" else _spark(master)
    table: Any = "linkable" if engine == "duckdb" else with_block_columns(records.connection)
    given = SettingsCreator.from_path_or_dict(settings(engine))
    linker = Linker(api.register(table), given, log_level=logging.ERROR)
    if model is None:
        model = estimated(linker, records.connection)
    put_parameters(linker, model)
    if engine == "duckdb":  # the pairs that met are known already
        linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    found = linker.inference.predict(threshold_match_weight=least_weight, warning_mode="never")
    return Scored(_named(_arrow(found, engine), records.connection), model)


def _duckdb(records: Normalised) -> DuckDBAPI:
    return DuckDBAPI(connection=records.connection)


def _spark(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
        from splink import SparkAPI
        from splink.backends.spark import similarity_jar_location
    except ImportError as missing:
        raise SparkMissing(N_("Spark is not installed: pip install twiza[spark]")) from missing
    session = (
        SparkSession.builder.master(master).appName("twiza link")
        .config("spark.jars", similarity_jar_location())
        .config("spark.sql.shuffle.partitions", "8").config("spark.ui.enabled", "false")
        .getOrCreate()
    )  # fmt: skip
    session.sparkContext.setLogLevel("ERROR")
    api: Any = SparkAPI
    return api(spark_session=session, break_lineage_method="persist")


def _arrow(found: Any, engine: Engine) -> pa.Table:
    parts = ("gamma_", "mw_", "mw_tf_adj_")
    named = (column.name.strip('"`') for column in found.columns)
    names = [name for name in named if name.startswith(parts)]
    columns = ["id_l", "id_r", "match_weight", "match_probability", *names]
    if engine == "duckdb":
        return found.as_duckdbpyrelation().select(*columns).to_arrow_table()
    return pa.Table.from_pylist([{name: row[name] for name in columns} for row in found.as_record_list()])


def _named(pairs: pa.Table, connection: DuckDBPyConnection) -> pa.Table:
    """Return pairs of numbers of rows as pairs of the ids given, with their households."""
    connection.register("numbered", pairs)
    return connection.sql(
        """
        select l.id as id_l, r.id as id_r, nullif(l.household, '') as household_l,
               nullif(r.household, '') as household_r, n.* exclude (id_l, id_r)
        from numbered n join raw l on l.row = n.id_l join raw r on r.row = n.id_r
        """
    ).to_arrow_table()
