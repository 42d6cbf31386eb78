"""How good the proposals are, from what people decided: precision and recall with intervals, and other thresholds.

Pure Python. The pairs that were shown are parted into strata by their weight; of each stratum, the share decided to be one
person is taken for all its pairs. What was decided is no random choice (people begin with the surest), and pairs that
were never shown are in no stratum: what is said here holds for the pairs shown, and recall for nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import quantiles

from twiza.linkage.record_clusters import LOOK_FROM, SAME_FROM

EDGES = (LOOK_FROM, -1.0, SAME_FROM, 4.0, 7.0, 10.0)  # lower ends of the strata of weight
HELD = "held"  # by a guard: never proposed, however high the weight
FEW = 30  # decided pairs: with fewer the page says that these figures are hardly more than a guess
_DRAWS, _SEED = 2_000, 20_261_122


@dataclass(frozen=True, slots=True)
class Shown:
    """One pair that was shown. `same`: what people said; None when they did not say yet."""

    weight: float
    held_back: bool
    same: bool | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share, and between what it lies in 95 of 100 such cases. None when there is nothing to say it of."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stratum:
    """Pairs of one band of weight: how many were shown, decided, and decided to be one person."""

    low: float | None  # None: held back by a guard
    high: float | None
    shown: int
    decided: int
    same: int
    share: Share


@dataclass(frozen=True, slots=True)
class Threshold:
    """What would be proposed from a weight on. `more`: pairs more than now; `wrong`: how many would not be one person.

    `missed`: pairs of one person that were shown and would only be looked at.
    """

    weight: float
    proposed: int
    more: int
    wrong: float
    wrong_more: float | None  # than now; None where nothing was decided yet about the pairs between
    missed: float
    precision: Share | None
    recall: Share | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """What the decisions say of the proposals."""

    shown: int
    decided: int
    strata: list[Stratum]
    thresholds: list[Threshold]

    @property
    def now(self) -> Threshold:
        return next(one for one in self.thresholds if one.is_now)

    @property
    def few(self) -> bool:
        return self.decided < FEW


def labelled(pairs: Iterable[Shown]) -> Labelled:
    """Return precision, recall and other thresholds of the pairs that were shown."""
    rows = list(pairs)
    strata = [_stratum(rows, low, high) for low, high in zip(EDGES, (*EDGES[1:], None), strict=True)]
    held = [row for row in rows if row.held_back]
    strata.append(_counted(None, None, held))
    chance = Random(_SEED)
    drawn = [_drawn(stratum, chance) for stratum in strata]
    now = _proposed(strata, SAME_FROM)
    wrong_now = _wrong(strata, SAME_FROM)
    thresholds = [
        Threshold(
            weight,
            proposed := _proposed(strata, weight),
            proposed - now,
            wrong := _wrong(strata, weight),
            wrong - wrong_now if _is_known(strata, weight) else None,
            sum(one.shown * one.share.value for one in strata if not _is_above(one, weight)),
            _precision(strata, drawn, weight),
            _recall(strata, drawn, weight),
            weight == SAME_FROM,
        )
        for weight in EDGES
    ]
    return Labelled(len(rows), sum(row.same is not None for row in rows), strata, thresholds)


def _stratum(rows: Sequence[Shown], low: float, high: float | None) -> Stratum:
    lowest = low if low > LOOK_FROM else float("-inf")
    inside = [
        row
        for row in rows
        if not row.held_back and lowest <= row.weight and (high is None or row.weight < high)
    ]
    return _counted(low, high, inside)


def _counted(low: float | None, high: float | None, rows: Sequence[Shown]) -> Stratum:
    decided = sum(row.same is not None for row in rows)
    same = sum(row.same is True for row in rows)
    return Stratum(low, high, len(rows), decided, same, share_of(same, decided))


def share_of(part: int, whole: int) -> Share:
    """Return a share with its Wilson interval (95 %). Of nothing: one half, between nothing and all."""
    if whole == 0:
        return Share(0.5, 0.0, 1.0)
    z2 = 1.96**2
    value = part / whole
    middle = (value + z2 / (2 * whole)) / (1 + z2 / whole)
    half = 1.96 * ((value * (1 - value) + z2 / (4 * whole)) / whole) ** 0.5 / (1 + z2 / whole)
    return Share(value, min(max(0.0, middle - half), value), max(min(1.0, middle + half), value))


def _drawn(stratum: Stratum, chance: Random) -> list[float]:
    """Return shares that the decisions of a stratum allow: its Beta distribution with Jeffreys' beginning."""
    part, rest = stratum.same + 0.5, stratum.decided - stratum.same + 0.5
    return [chance.betavariate(part, rest) for _ in range(_DRAWS)]


def _is_above(stratum: Stratum, weight: float) -> bool:
    return stratum.low is not None and stratum.low >= weight


def _proposed(strata: Sequence[Stratum], weight: float) -> int:
    return sum(one.shown for one in strata if _is_above(one, weight))


def _wrong(strata: Sequence[Stratum], weight: float) -> float:
    return sum(one.shown * (1 - one.share.value) for one in strata if _is_above(one, weight))


def _is_known(strata: Sequence[Stratum], weight: float) -> bool:
    """Say whether something was decided in every band between a threshold and the one of now."""
    between = [one for one in strata if one.shown and _is_above(one, weight) != _is_above(one, SAME_FROM)]
    return all(one.decided for one in between)


def _precision(strata: Sequence[Stratum], drawn: Sequence[Sequence[float]], weight: float) -> Share | None:
    above = [place for place, one in enumerate(strata) if _is_above(one, weight) and one.shown]
    whole = sum(strata[place].shown for place in above)
    if not whole or not any(strata[place].decided for place in above):
        return None
    value = sum(strata[place].shown * strata[place].share.value for place in above) / whole
    found = [sum(strata[place].shown * drawn[place][n] for place in above) / whole for n in range(_DRAWS)]
    return _interval(value, found)


def _recall(strata: Sequence[Stratum], drawn: Sequence[Sequence[float]], weight: float) -> Share | None:
    filled = [place for place, one in enumerate(strata) if one.shown]
    all_same = sum(strata[place].shown * strata[place].share.value for place in filled)
    if not any(strata[place].same for place in filled) or not all_same:
        return None
    above = [place for place in filled if _is_above(strata[place], weight)]
    value = sum(strata[place].shown * strata[place].share.value for place in above) / all_same
    found = []
    for n in range(_DRAWS):
        whole = sum(strata[place].shown * drawn[place][n] for place in filled)
        found.append(sum(strata[place].shown * drawn[place][n] for place in above) / whole)
    return _interval(value, found)


def _interval(value: float, found: Sequence[float]) -> Share:
    cuts = quantiles(found, n=40, method="inclusive")
    return Share(value, min(cuts[0], value), max(cuts[-1], value))
