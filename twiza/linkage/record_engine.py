"""The one place that chooses the engine: Splink on DuckDB in this process, or on Apache Spark, with one model.

Parameters are estimated without labels: u from pairs drawn at random, m by expectation-maximisation on pairs that
share two of given name, surname and birth; the prior from pairs that share all three.
"""

import logging
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from twiza.lib.errors import N_, DomainError

from .record_model import SURE, SURE_RECALL, TRAINED_ON, VERSION, Model, settings
from .record_tables import Normalised

Engine = Literal["duckdb", "spark"]
SEED = 20_251_121
_RANDOM_PAIRS = 1_500_000
_TRAINING_PAIRS = 1_000_000
# training sees pairs that share two fields: what it never saw is rare, not impossible
_LEAST_M, _LEAST_U = 0.004, 0.000_003
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
    table: Any = (
        "linkable" if engine == "duckdb" else records.connection.sql("from linkable").to_arrow_table()
    )
    given = SettingsCreator.from_path_or_dict(settings(engine))
    linker = Linker(api.register(table), given, log_level=logging.ERROR)
    if model is None:
        model = _estimated(linker)
    put_parameters(linker, model)
    found = linker.inference.predict(threshold_match_weight=least_weight, warning_mode="never")
    return Scored(_arrow(found, engine), model)


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
    columns = ["id_l", "id_r", "household_l", "household_r", "match_weight", "match_probability", *names]
    if engine == "duckdb":
        return found.as_duckdbpyrelation().select(*columns).to_arrow_table()
    return pa.Table.from_pylist([{name: row[name] for name in columns} for row in found.as_record_list()])


def _estimated(linker: Linker) -> Model:
    training = linker.training
    training.estimate_probability_two_random_records_match(list(SURE), recall=SURE_RECALL)
    training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=SEED)
    for rule in TRAINED_ON:
        training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True, max_pairs=_TRAINING_PAIRS
        )
    return parameters_of(linker)


def parameters_of(linker: Linker) -> Model:
    """Return the model that a linker holds."""
    core = linker._settings_obj.core_model_settings
    parameters = {}
    for comparison in core.comparisons:
        levels = comparison._comparison_levels_excluding_null
        # the private values: the public ones give a default where nothing was seen
        m = _bounded([level._m_probability for level in levels], _LEAST_M)
        u = _bounded([level._u_probability for level in levels], _LEAST_U)
        parameters[comparison.output_column_name] = {
            level.label_for_charts: (one, other) for level, one, other in zip(levels, m, u, strict=True)
        }
    return Model(VERSION, core.probability_two_random_records_match, parameters)


def _bounded(found: list[Any], least: float) -> list[float]:
    """Return probabilities with none below `least`, their sum 1; those that were never seen are `least`."""
    bounded = [max(one, least) if isinstance(one, float) else least for one in found]
    return [one / sum(bounded) for one in bounded]


def put_parameters(linker: Linker, model: Model) -> None:
    """Give a linker the parameters of a model."""
    core = linker._settings_obj.core_model_settings
    core.probability_two_random_records_match = model.prior
    for comparison in core.comparisons:
        found = model.parameters[comparison.output_column_name]
        for level in comparison._comparison_levels_excluding_null:
            level.m_probability, level.u_probability = found[level.label_for_charts]
