"""Two names: how likely they are one person's name written twice, and why. Pure Python, no Django.

    matcher = NameMatcher()
    matcher.score("Abd el-Kader Ben Salah", "بن صالح عبدالقادر")     # 0.0 to 1.0
    matcher.compare(...)                                            # the same with a reason for each part

A name is the same as another when each part of the shorter one has its part in the other. A part more, an
initial, the other order lower the score. Two names are always compared in one order, so that the answer
does not depend on which stands left; a name with itself is 1 when anything is left of it, else 0.
"""

import math
from dataclasses import dataclass
from itertools import permutations

from .name_parts import FAR, Part, Parts, closeness
from .name_words import parts_of

SAME_FROM = 0.5
_MOST_PARTS = 6
_FLOOR = -24.0
_JOINED = 0.2


def _log_probability(z: int) -> float:
    """Return log(1 / (1 + exp(-z / 10)))."""
    return -math.log1p(math.exp(-z / 10)) if z > -300 else z / 10


_LOG = [_log_probability(z) for z in range(FAR, 400)]


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name read: its parts, and the consonant classes of all of them."""

    key: tuple[str, ...]
    parts: tuple[Part, ...]
    mask: int


class NameMatcher:
    """Compares names. Keeps what it has read; not to be shared between threads."""

    def __init__(self) -> None:
        self._parts = Parts()
        self._names: dict[str, Name] = {}

    def read(self, name: str) -> Name:
        """Return the name read, from memory when it was met before."""
        found = self._names.get(name)
        if found is None:
            key = parts_of(name)
            parts = tuple(map(self._parts.of, key))
            mask = 0
            for part in parts:
                mask |= part.mask
            if len(self._names) > 300_000:
                self._names.clear()
            found = self._names[name] = Name(key, parts, mask)
        return found

    def score(self, left: str, right: str) -> float:
        """Return how likely `left` and `right` are one name, 0.0 to 1.0."""
        one, other = self.read(left), self.read(right)
        if one.key == other.key:
            return 1.0 if one.key else 0.0
        shared = one.mask & other.mask
        if (one.mask ^ shared).bit_count() > 2 and (other.mask ^ shared).bit_count() > 2:
            return 0.0
        if one.key > other.key:
            one, other = other, one
        return self._score(one.parts, other.parts)

    def weight(self, one: Name, other: Name) -> float:
        """Return the logarithm of the score of two names read, not rounded; 0 for the same name."""
        if one.key == other.key:
            return 0.0 if one.key else _FLOOR
        if one.key > other.key:
            one, other = other, one
        return self._weight(one.parts, other.parts)

    def joined_parts(self, name: Name) -> list[Part]:
        """Return each two neighbours of a name as one part."""
        return [joined for _, joined in self._joined(name.parts)]

    def same(self, left: str, right: str) -> bool:
        """Tell whether the two are taken for one name."""
        return self.score(left, right) >= SAME_FROM

    def _score(self, one: tuple[Part, ...], other: tuple[Part, ...]) -> float:
        return round(min(math.exp(self._weight(one, other)), 0.999), 4)

    def _weight(self, one: tuple[Part, ...], other: tuple[Part, ...]) -> float:
        if not one or not other:
            return _FLOOR
        total = _aligned(one, other)
        if total < -0.7 and (len(one) > 1 or len(other) > 1):
            for at, joined in self._joined(one):
                total = max(total, _aligned((*one[:at], joined, *one[at + 2 :]), other) - _JOINED)
            for at, joined in self._joined(other):
                total = max(total, _aligned(one, (*other[:at], joined, *other[at + 2 :])) - _JOINED)
        return total

    def _joined(self, parts: tuple[Part, ...]) -> list[tuple[int, Part]]:
        """Return two neighbours written as one word, in each place, with and without an article between."""
        found = []
        for at in range(min(len(parts), _MOST_PARTS) - 1):
            first, second = parts[at], parts[at + 1]
            if first.arabic != second.arabic or len(first.text) + len(second.text) > 40:
                continue
            sign = "+" if first.article else ""
            for article in ("", "ال" if first.arabic else "el") if second.article else ("",):
                found.append((at, self._parts.of(sign + first.text + article + second.text)))
        return found


def _aligned(one: tuple[Part, ...], other: tuple[Part, ...]) -> float:
    """Return the logarithm of the probability that every part has its part."""
    if len(one) > len(other):
        one, other = other, one
    many, more = min(len(one), _MOST_PARTS), min(len(other), _MOST_PARTS)
    table = [[_LOG[closeness(a, b) - FAR] for b in other[:more]] for a in one[:many]]
    best: float
    places: tuple[int, ...]
    if many == 1:
        best, places = max((value, (j,)) for j, value in enumerate(table[0]))
    elif many == more == 2:
        best, places = table[0][0] + table[1][1], (0, 1)
        swapped = table[0][1] + table[1][0]
        if swapped > best:
            best, places = swapped, (1, 0)
    else:
        best, places = _assigned(table, more)
    return max(best + _missing(one, other, places), _FLOOR)


def _assigned(table: list[list[float]], more: int) -> tuple[float, tuple[int, ...]]:
    if more <= 4:
        return max(
            (sum(table[i][j] for i, j in enumerate(p)), p) for p in permutations(range(more), len(table))
        )
    taken: dict[int, int] = {}
    cells = sorted((-table[i][j], i, j) for i in range(len(table)) for j in range(more))
    for _, i, j in cells:
        if i not in taken and j not in taken.values():
            taken[i] = j
    places = tuple(taken[i] for i in range(len(table)))
    return sum(table[i][j] for i, j in enumerate(places)), places


def _missing(one: tuple[Part, ...], other: tuple[Part, ...], places: tuple[int, ...]) -> float:
    """Return what the parts that only the longer name has take away."""
    lost = 0.0
    if len(other) > len(one):
        lost -= 0.5 * (len(other) - len(one))
        if len(one) == 1:
            lost -= 1.5
        elif 0 not in places:
            lost -= 0.7
    return lost
