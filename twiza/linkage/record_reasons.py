"""Why two records are thought one person: codes and weights, for a waterfall. Sentences belong to the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .record_model import Dialect, comparisons


@dataclass(frozen=True, slots=True)
class Evidence:
    """One step of the waterfall.

    Attributes:
        field: `start` (how seldom two records are one person), or a comparison of `record_model`.
        code: the level reached: same, swapped, family_and_phone, not_said …; "" for the start.
        weight: what it adds, as a logarithm to base 2 of the odds; below 0 it speaks against.
        rarity: the part of it due to how rare the value is.
    """

    field: str
    code: str
    weight: float
    rarity: float = 0.0


def level_codes(dialect: Dialect = "duckdb") -> dict[str, dict[int, str]]:
    """Return comparison → the number that Splink gives a level → its code."""
    found = {}
    for name, levels in comparisons(dialect).items():
        said = [level.code for level in levels if level.code != "not_said"]
        found[name] = {-1: "not_said"} | {len(said) - 1 - place: code for place, code in enumerate(said)}
    return found


_CODES = level_codes()


def waterfall(pair: Mapping[str, Any]) -> list[Evidence]:
    """Return the evidence of one row of `Linked.pairs`; its weights add up to `match_weight`."""
    steps = []
    for name, codes in _CODES.items():
        if (
            name == "home"
            and pair[f"gamma_{name}"] == -1
            or name == "home_unphoned"
            and pair[f"gamma_{name}"] == -1
        ):
            continue  # one of the two speaks
        rarity = float(pair.get(f"mw_tf_adj_{name}") or 0.0)
        weight = float(pair[f"mw_{name}"] or 0.0) + rarity
        steps.append(Evidence(name.removesuffix("_unphoned"), codes[pair[f"gamma_{name}"]], weight, rarity))
    start = float(pair["match_weight"]) - sum(step.weight for step in steps)
    return [Evidence("start", "", start), *steps]
