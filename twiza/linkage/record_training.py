"""Parameters of the model from the records themselves, without labels.

u from pairs drawn at random among all records, each record in as many as another; m by Splink's
expectation-maximisation on pairs that share two of given name, surname and birth; the prior from pairs that share
all three. The number of pairs is bounded, whatever the size of the register.
"""

from typing import Any

from duckdb import DuckDBPyConnection
from splink import Linker

from .record_model import TRAINED_ON, VERSION, Model, comparisons

SURE = ("birth_key", "given_rep", "family_rep")
SURE_RECALL = 0.6
_RANDOM_PAIRS = 500_000
_TRAINING_PAIRS = 300_000
# training sees pairs that share two fields: what it never saw is rare, not impossible
_LEAST_M, _LEAST_U = 0.004, 0.000_003
_DIGITS = 6  # that are kept: sums of floats differ in their last ones from run to run


def estimated(linker: Linker, connection: DuckDBPyConnection) -> Model:
    """Return the model estimated from `linkable`."""
    core = linker._settings_obj.core_model_settings
    core.probability_two_random_records_match = _prior(connection)
    counts = _random_counts(connection)
    for comparison in core.comparisons:
        seen = counts[comparison.output_column_name]
        levels = comparison._comparison_levels_excluding_null
        total = max(sum(seen.get(level.label_for_charts, 0) for level in levels), 1)
        u = _bounded([seen.get(level.label_for_charts, 0) / total for level in levels], _LEAST_U)
        for level, probability in zip(levels, u, strict=True):
            level.u_probability = probability
    for shared in TRAINED_ON:
        if _anybody(connection, shared):
            linker.training.estimate_parameters_using_expectation_maximisation(
                " and ".join(f"l.{name} = r.{name}" for name in shared),
                estimate_without_term_frequencies=True,
                max_pairs=_TRAINING_PAIRS,
            )
    return parameters_of(linker)


def _anybody(connection: DuckDBPyConnection, shared: tuple[str, ...]) -> bool:
    """Tell whether two records share these columns: where none do, Splink has nothing to learn from."""
    there = " and ".join(f"{name} is not null" for name in shared)
    sql = f"select 1 from linkable where {there} group by {', '.join(shared)} having count(*) > 1 limit 1"
    return bool(connection.execute(sql).fetchall())


def _prior(connection: DuckDBPyConnection) -> float:
    """Return the probability that two records are one person, from those that share all of SURE."""
    sure = connection.execute(
        f"select coalesce(sum(many * (many - 1) / 2), 0) from (select count(*) as many from linkable"
        f" where {' and '.join(f'{name} is not null' for name in SURE)} group by {', '.join(SURE)})"
    ).fetchall()[0][0]
    count = connection.execute("select count(*) from linkable").fetchall()[0][0]
    every = max(count * (count - 1) / 2, 1)
    return _rounded(min(max(float(sure), 1.0) / SURE_RECALL / every, 0.5))


def _random_counts(connection: DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Return comparison → level → how many of the pairs drawn at random reach it.

    Records are put in an order of chance, and each is paired with those one, two, … places after it.
    """
    count = connection.execute("select count(*) from linkable").fetchall()[0][0]
    apart = min(-(-_RANDOM_PAIRS // max(count, 1)), (count - 1) // 2)
    names = connection.sql("from linkable limit 0").columns
    sides = ", ".join(f"{side}.{name} as {name}_{side}" for side in "lr" for name in names)
    said = ", ".join(
        f"case {' '.join(_when(level.code, level.sql) for level in levels)} end as {comparison}"
        for comparison, levels in comparisons("duckdb").items()
    )
    connection.execute(
        f"""
        create or replace temp table shuffled as
        select *, row_number() over (order by hash(id), id) - 1 as place_in_line from linkable;
        create or replace temp table drawn as
        select {said} from (
            select {sides} from shuffled l, range(1, {apart + 1}) d(apart), shuffled r
            where r.place_in_line = (l.place_in_line + d.apart) % {count})
        """
    )
    found = {
        name: dict(connection.execute(f"select {name}, count(*) from drawn group by 1").fetchall())
        for name in comparisons("duckdb")
    }
    connection.execute("drop table shuffled; drop table drawn")
    return found


def _when(code: str, sql: str) -> str:
    return f"else '{code}'" if sql == "ELSE" else f"when {sql} then '{code}'"


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
    return [_rounded(one / sum(bounded)) for one in bounded]


def _rounded(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}")


def put_parameters(linker: Linker, model: Model) -> None:
    """Give a linker the parameters of a model."""
    core = linker._settings_obj.core_model_settings
    core.probability_two_random_records_match = model.prior
    for comparison in core.comparisons:
        found = model.parameters[comparison.output_column_name]
        for level in comparison._comparison_levels_excluding_null:
            level.m_probability, level.u_probability = found[level.label_for_charts]
