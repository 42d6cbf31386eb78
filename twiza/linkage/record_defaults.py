"""The model for a register that is too small to estimate one from: estimated on an invented register of 20,000.

Below some hundred persons expectation-maximisation sees a handful of pairs: what it finds is guesswork, and another
guess after each new family. The model kept here was estimated once, on `record_sample.Register(20_000, seed=11)`,
without labels; only how seldom two records are one person follows from how many there are.
"""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from .record_model import Model, model_from

ENOUGH = 3_000  # records from which a register's own model is estimated
_ESTIMATED_ON = 20_000
_LIKELIEST = 0.5


@cache
def _kept() -> Model:
    return model_from(json.loads(Path(__file__).with_name("record_model.json").read_text(encoding="utf-8")))


def model_for(count: int) -> Model | None:
    """Return the model kept here for so many records; None when there are enough to estimate their own.

    As many of a hundred are taken to be registered twice, whatever the size: the pairs grow with the square, and so
    the probability that two records taken at random are one person falls with the number of records.
    """
    if count >= ENOUGH:
        return None
    kept = _kept()
    return replace(kept, prior=min(_LIKELIEST, kept.prior * _ESTIMATED_ON / max(count, 2)))
