"""What one sound written as another says about two words being one name. Pure Python.

Weights are tenths of a natural logarithm, whole numbers, so that every sum is exact and both directions of a
comparison agree. Those of Latin with Latin and of Arabic with Latin were fitted on Algerian and Tunisian
spellings (`docs/reference/names.md`); those of Arabic with Arabic are set by hand below.
"""

import json
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

UNKNOWN_SAME, UNKNOWN_OTHER, UNKNOWN_ALONE = 5, -60, -50
SWAPPED = -25  # two neighbours in the other order, both there

_SAME_SOUND = ("تث", "تط", "دذ", "دض", "ضظ", "ذظ", "سص", "سث", "كگ", "قگ", "جگ", "زذ", "زظ", "قك")
_SAME_SOUND_WEIGHT = 0
_LOST_DOT = (
    "حج",
    "حخ",
    "جخ",
    "رز",
    "عغ",
    "صض",
    "طظ",
    "فق",
    "سش",
    "بت",
    "بن",
    "تن",
    "بث",
    "نث",
    "يب",
    "يت",
    "ين",
)
_LOST_DOT_WEIGHT = -22
_ENDS = (("ه$", "ا$", 3), ("ا$", "ي$", 3), ("ه$", "ي$", -10), ("و$", "ا$", -30))
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكگلمنهوي"
_LONG_ALONE = {
    "ا": -26,
    "و": -38,
    "ي": -38,
    "ه$": -40,
    "ا$": -30,
    "ي$": -40,
    "و$": -25,
    "ا^": -15,
    "ه": -30,
    "ع": -36,
}
_ARABIC_BIAS = 0


@dataclass(frozen=True)
class Costs:
    """Weights of one pair of scripts, by symbol numbers: `pair[left][right]`, `left[...]`, `right[...]`."""

    bias: int
    left: list[int]
    right: list[int]
    pair: list[list[int]]


class Symbols:
    """The symbols that have weights, numbered; any other symbol is 0."""

    def __init__(self, latin: list[str], arabic: list[str]) -> None:
        self.latin = {symbol: number for number, symbol in enumerate(latin, 1)}
        self.arabic = {symbol: number for number, symbol in enumerate(arabic, 1)}


def _table(raw: dict[str, dict[str, int]], rows: dict[str, int], columns: dict[str, int]) -> list[list[int]]:
    table = [[UNKNOWN_OTHER] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for left, found in raw.items():
        for right, weight in found.items():
            table[rows[left]][columns[right]] = weight
    return table


def _alone(raw: dict[str, int], numbers: dict[str, int]) -> list[int]:
    row = [UNKNOWN_ALONE] * (len(numbers) + 1)
    for symbol, weight in raw.items():
        row[numbers[symbol]] = weight
    return row


def _arabic_pairs(arabic: list[str]) -> dict[str, dict[str, int]]:
    """Return the hand-set weights of Arabic with Arabic: the same letter, the same sound, a lost dot."""
    pairs: dict[str, dict[str, int]] = {symbol: {} for symbol in arabic}

    def both(left: str, right: str, weight: int) -> None:
        for one, other in ((left, right), (right, left)):
            if one in pairs and other in pairs:
                pairs[one][other] = weight

    for group, weight in ((_SAME_SOUND, _SAME_SOUND_WEIGHT), (_LOST_DOT, _LOST_DOT_WEIGHT)):
        for two in group:
            both(two[0], two[1], weight)
    for symbol in arabic:
        pairs[symbol][symbol] = 5 if symbol[0] in "اوي" else 8
        if len(symbol) == 2:  # the same letter, at an end of one word and inside the other
            both(symbol, symbol[0], -5)
    for left, right, weight in _ENDS:
        both(left, right, weight)
    return pairs


def _load() -> tuple[Symbols, Costs, Costs, Costs]:
    raw = json.loads(Path(__file__).with_name("name_weights.json").read_text(encoding="utf-8"))
    cross, latin = raw["arabic_latin"], raw["latin"]
    letters = sorted(set(_LETTERS) | {f"{letter}^" for letter in "اوي"} | {f"{letter}$" for letter in "اويه"})
    symbols = Symbols(sorted(set(latin["left"]) | set(latin["pairs"])), letters)
    apart = _alone(latin["left"], symbols.latin)
    alone = _alone({s: _LONG_ALONE.get(s, _LONG_ALONE.get(s[0], -42)) for s in letters}, symbols.arabic)
    return (
        symbols,
        Costs(latin["bias"], apart, apart, _table(latin["pairs"], symbols.latin, symbols.latin)),
        Costs(_ARABIC_BIAS, alone, alone, _table(_arabic_pairs(letters), symbols.arabic, symbols.arabic)),
        Costs(
            cross["bias"],
            _alone(cross["left"], symbols.arabic),
            _alone(cross["right"], symbols.latin),
            _table(cross["pairs"], symbols.arabic, symbols.latin),
        ),
    )


SYMBOLS, LATIN, ARABIC, CROSS = _load()


def weigh(left: list[int], right: list[int], costs: Costs) -> int:
    """Return the weight of the best way to read `left` as `right`, in tenths of a logarithm.

    One row of a table at a time; neighbours in the other order count as a slip of the hand.
    """
    table = costs.pair
    added = [costs.right[symbol] for symbol in right]
    above = list(accumulate(added, initial=0))
    upper = above
    before: list[int] | None = None  # the weights of the symbol before, against each symbol
    for symbol in left:
        pairs, drop = table[symbol], costs.left[symbol]
        current = above[0] + drop
        new = [current]
        last = -1
        for j, other in enumerate(right):
            best = above[j] + (pairs[other] if symbol or other else UNKNOWN_SAME)
            gone = above[j + 1] + drop
            if gone > best:
                best = gone
            current += added[j]
            if current > best:
                best = current
            if before and before[other] > 0 and last >= 0 and pairs[last] > 0:
                swapped = upper[j - 1] + before[other] + pairs[last] + SWAPPED
                if swapped > best:
                    best = swapped
            new.append(best)
            current, last = best, other
        upper, above, before = above, new, pairs
    return above[-1] + costs.bias
