"""The model of records: which pairs are looked at, and what each field says about them. No engine is chosen here.

One definition for each engine of Splink: only three functions on lists have another name in Spark. Of two words that are
near only one says so (`record_words`): both are asked. The evidence of people of one home (surname, phone, the others of the household) is one comparison: counted apart, a brother would
gather as much of it as the person. What tells persons apart is the given name, the birth and the sex.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from twiza.lib.errors import N_, DomainError

from .record_blocks import BLOCKS

VERSION = 1
Dialect = Literal["duckdb", "spark"]
# what pairs share on which parameters are estimated: each leaves out the comparisons that use these columns
TRAINED_ON = (("birth_key", "given_rep"), ("birth_key", "family_rep"), ("given_rep", "family_rep", "place"))


class ModelOfAnotherVersion(DomainError):
    """Kept parameters of a model whose comparisons are no longer these."""

    code = "linkage.model_of_another_version"


@dataclass(frozen=True)
class Level:
    """One level of a comparison: its code, its condition, the column whose rare values say more."""

    code: str
    sql: str
    rare: str = ""
    rare_weight: float = 1.0


def comparisons(dialect: Dialect) -> dict[str, list[Level]]:
    """Return the comparisons, each with its levels from the nearest to none."""
    holds = {"duckdb": "list_contains", "spark": "array_contains"}[dialect]
    shared, size = {
        "duckdb": ("len(list_intersect(mates_l, mates_r))", "len"),
        "spark": ("size(array_intersect(mates_l, mates_r))", "size"),
    }[dialect]

    def near(one: str, other: str, step: int) -> str:
        return f"({holds}({one}_near_l, {other}_r * 4 + {step}) or {holds}({other}_near_r, {one}_l * 4 + {step}))"

    def same(one: str, other: str) -> str:
        return f"({one}_l = {other}_r or {near(one, other, 3)})"

    given = f"(given_rep_l = given_rep_r or {same('given', 'given')})"
    swapped = f"({same('given', 'family')} and {same('family', 'given')})"
    elsewhere = (
        "(family_l = given_r or family_r = given_l"
        f" or {holds}(middle_l, given_r) or {holds}(middle_r, given_l))"
    )
    family = f"(family_rep_l = family_rep_r or {same('family', 'family')} or {swapped})"
    apart = "coalesce(home_l <> home_r, true)"
    phone = f"(coalesce(phone_l = phone_r, false) and {apart})"
    # half of the larger household has the same given names: at least two others, three in another place
    least = "case when place_l = place_r then 4 else 6 end"
    many = f"{shared} * 2 >= greatest({least}, {size}(mates_l), {size}(mates_r))"
    # one bit for each name: two homes without a bit in common need no comparing
    mates = f"(coalesce(mates_bits_l & mates_bits_r, 0) <> 0 and coalesce({many}, false) and {apart})"
    home = [
        Level("family_and_phone", f"{phone} and {family}"),
        Level("family_and_mates", f"{mates} and {family}"),
        Level("phone_or_mates", f"{phone} or (coalesce(place_l = place_r, false) and {mates})"),
        Level("family_and_place", f"place_l = place_r and {family}", "family_place"),
        Level("family", family, "family_rep"),
        Level("near_family_and_place", f"place_l = place_r and {near('family', 'family', 2)}"),
        Level("near_family", near("family", "family", 2)),
        Level("place", "place_l = place_r"),
        Level("differs", "ELSE"),
    ]
    return {
        "given": [
            Level("not_said", "given_l is null or given_r is null"),
            Level("same", given, "given_rep"),
            Level("swapped", swapped),
            Level("elsewhere", elsewhere),
            Level("near", near("given", "given", 2)),
            Level("alike", near("given", "given", 1)),
            Level("differs", "ELSE"),
        ],
        **_births(dialect),
        "sex": [
            Level("not_said", "sex_l is null or sex_r is null"),
            Level("same", "sex_l = sex_r"),
            Level("differs", "ELSE"),
        ],
        "home": [Level("not_said", "phone_l is null or phone_r is null"), *home],
        # one of the two gave no phone: what cannot agree is not held against them
        "home_unphoned": [
            Level("not_said", "phone_l is not null and phone_r is not null"),
            *(level for level in home if level.code != "family_and_phone"),
        ],
    }


def _births(dialect: Dialect) -> dict[str, list[Level]]:
    """Return the comparisons of two dates of birth: both with their day, and one of them a year only."""
    days = "abs(birth_day_l - birth_day_r)"
    year = "birth_year_l = birth_year_r"
    only_year = "(birth_day_l is null or birth_day_r is null)"
    slip = (
        "(birth_day_l is not null and birth_day_r is not null and ("
        f"({year} and (birth_md_l % 100 = birth_md_r % 100 or birth_md_l // 100 = birth_md_r // 100))"
        f" or (birth_md_l = birth_md_r and abs(birth_year_l - birth_year_r) in (1, 2, 9, 10, 11, 20, 30, 90))))"
    )
    if dialect == "spark":
        slip = slip.replace("//", "div")
    return {
        "birth": [
            Level("not_said", "birth_day_l is null or birth_day_r is null"),
            Level("same_day", "birth_day_l = birth_day_r"),
            Level(
                "swapped_or_hijri",
                f"birth_key_l = birth_key_r or ((birth_hijri_l or birth_hijri_r) and {days} <= 2)",
            ),
            Level("slip", slip),
            Level("differs", "ELSE"),
        ],
        "birth_year": [  # of pairs in which one says the year only
            Level("not_said", f"birth_year_l is null or birth_year_r is null or not {only_year}"),
            Level("same_year", year),
            Level("near_year", "abs(birth_year_l - birth_year_r) <= 2"),
            Level("differs", "ELSE"),
        ],
    }


def settings(dialect: Dialect) -> dict[str, Any]:
    """Return the model as Splink reads it, its parameters not yet estimated."""
    rules = ["l.id = r.id"]  # DuckDB is given the pairs: nothing is blocked there
    if dialect == "spark":
        rules = [f"l.{block.name} = r.{block.name}" for block in BLOCKS]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": rule, "sql_dialect": dialect} for rule in rules
        ],
        "comparisons": [
            {
                "output_column_name": name,
                "comparison_description": name,
                "comparison_levels": [_level(level) for level in levels],
            }
            for name, levels in comparisons(dialect).items()
        ],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 15,
        "em_convergence": 0.001,
    }


def _level(level: Level) -> dict[str, Any]:
    found: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.code}
    if level.code == "not_said":
        found["is_null_level"] = True
    if level.rare:
        found |= {
            "tf_adjustment_column": level.rare,
            "tf_adjustment_weight": level.rare_weight,
            "tf_minimum_u_value": 0.000001,
            "disable_tf_exact_match_detection": True,
        }
    return found


@dataclass(frozen=True)
class Model:
    """A model with its parameters: what may be kept, compared and used again.

    Attributes:
        version: of the definition in this file.
        prior: the probability that two records taken at random are one person.
        parameters: comparison → level → (m, u): how often one person's, and two persons', records reach it.
    """

    version: int
    prior: float
    parameters: dict[str, dict[str, tuple[float, float]]]

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the model as it is kept."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def canonical(self) -> str:
        """Return the model as one line of JSON, its keys in order."""
        return json.dumps(
            {"version": self.version, "prior": self.prior, "parameters": self.parameters},
            sort_keys=True,
            separators=(",", ":"),
        )


def model_from(kept: dict[str, Any]) -> Model:
    """Return a model from what `canonical` wrote. Raises ModelOfAnotherVersion."""
    if kept.get("version") != VERSION:
        raise ModelOfAnotherVersion(
            N_("This model was made by another version."), version=kept.get("version")
        )
    parameters = {
        name: {code: (float(m), float(u)) for code, (m, u) in levels.items()}
        for name, levels in kept["parameters"].items()
    }
    return Model(kept["version"], float(kept["prior"]), parameters)
