"""Finding a name in a population of names, in any script, spelling or order. Pure Python, in memory.

1. The distinct parts of the population are kept under loose keys: their consonants in classes, whole and with
   one left out. Two neighbours are also kept as one part, because people join and divide them.
2. The parts near each part of the query are found and weighed once; a rare part says more than a common one.
3. The names that hold the best of them are compared whole by `NameMatcher`, best first. Consonants left out are
   tried only when no name came close without.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from .name_parts import Part, closeness
from .names import Name, NameMatcher

_COMPARED = 40  # names compared whole, after the rough ranking
_SURE = -3_000  # from this weight on, names whose consonants have a slip are not looked for
_FURTHEST = -60  # closeness below which two parts are no candidates for one another


@dataclass(frozen=True, slots=True)
class Found:
    """A name of the population, and how near it came (0 to 1)."""

    id: str
    name: str
    score: float


def part_keys(part: Part) -> set[str]:
    """Return the loose keys of one part: its consonants in classes, whole and with one left out."""
    keys = set(part.bones)
    for bone in part.bones:
        if len(bone) > 1:
            keys.update(bone[:i] + bone[i + 1 :] for i in range(min(len(bone), 12)))
    return keys


def _best_first(found: tuple[int, int]) -> tuple[int, int]:
    return -found[0], found[1]


def whole_keys(part: Part) -> set[str]:
    """Return the keys of a part without leaving any consonant out."""
    return set(part.bones)


def one_slip(left: Part, right: Part) -> bool:
    """Tell whether the consonants of two parts are the same but for one slip."""
    return any(OSA.distance(one, other, score_cutoff=1) <= 1 for one in left.bones for other in right.bones)


class NameIndex:
    """A population of names, read once."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._matcher = NameMatcher()
        self._rows: list[tuple[str, str]] = []
        self._names: list[Name] = []
        self._holders: dict[Part, list[int]] = defaultdict(list)
        self._keys: dict[str, list[Part]] = defaultdict(list)
        for number, (identifier, text) in enumerate(rows):
            name = self._matcher.read(text)
            self._rows.append((identifier, text))
            self._names.append(name)
            for part in dict.fromkeys(name.parts):
                self._hold(part, number, part_keys)
            for part in dict.fromkeys(self._matcher.joined_parts(name.parts)):
                self._hold(part, number, whole_keys)

    def __len__(self) -> int:
        return len(self._rows)

    def _hold(self, part: Part, number: int, keys_of: Callable[[Part], set[str]]) -> None:
        held = self._holders[part]
        if not held:
            for key in keys_of(part):
                self._keys[key].append(part)
        if not held or held[-1] != number:
            held.append(number)

    def find(self, query: str, limit: int = 10) -> list[Found]:
        """Return up to `limit` names nearest to `query`, best first; equal ones in the order of the rows."""
        asked = self._matcher.read(query)
        rough: dict[int, float] = defaultdict(float)
        for part in asked.parts:
            self._add(part, whole_keys(part), 1.0, rough)
        for part in self._matcher.joined_parts(asked.parts):
            self._add(part, whole_keys(part), 1.5, rough)
        scored = self._compared(asked, rough)
        if not scored or scored[0][0] < _SURE:
            rough.clear()
            for part in asked.parts:
                self._add(part, part_keys(part), 1.0, rough)
            scored = sorted(dict.fromkeys(scored + self._compared(asked, rough)), key=_best_first)
        return [
            Found(*self._rows[number], round(math.exp(weight / 10_000), 4))
            for weight, number in scored[:limit]
        ]

    def _compared(self, asked: Name, rough: dict[int, float]) -> list[tuple[int, int]]:
        """Return weight and number of the names that look best, compared whole, best first."""
        best = heapq.nsmallest(_COMPARED, rough, key=lambda number: (-rough[number], number))
        found = [(self._matcher.weight(asked, self._names[number]), number) for number in best]
        return sorted(found, key=_best_first)

    def _add(self, part: Part, keys: set[str], worth: float, rough: dict[int, float]) -> None:
        """Add to each name what its nearest part says about holding `part`."""
        gains: dict[int, float] = {}
        near = dict.fromkeys(other for key in keys for other in self._keys.get(key, ()))
        for other in near:
            if not one_slip(part, other):
                continue
            close = closeness(part, other)
            if close < _FURTHEST:
                continue
            holders = self._holders[other]
            rare = math.log(len(self._rows) / len(holders) + 1)
            gain = worth * rare / (1 + math.exp(-(close + 15) / 10))
            for number in holders:
                if gain > gains.get(number, 0.0):
                    gains[number] = gain
        for number, gain in gains.items():
            rough[number] += gain
