"""Two names: how likely they are one person's name written twice, and why. Pure Python, no Django.

    matcher = NameMatcher()
    matcher.score("Abd el-Kader Ben Salah", "بن صالح عبدالقادر")     # 0.0 to 1.0
    matcher.compare(...)                                            # the same with a reason for each part

A name is the same as another when each part of the shorter one has its part in the other. A part more, an
initial, the other order lower the score. Two names are always compared in one order, so that the answer
does not depend on which stands left; a name with itself is 1 when anything is left of it, else 0.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, permutations, repeat
from operator import attrgetter, is_

from rapidfuzz.distance import OSA

from .name_lanes import Halves, may_be_near, not_far
from .name_parts import DEPENDS, FAR, MOST, Half, Part, Parts, closeness, is_mohamed, plausible
from .name_reasons import Comparison, explained

SAME_FROM = 0.55
_MOST_PARTS = 6
_MOST_NAMES = 300_000
# logarithms of probabilities are whole numbers, 10,000 for 1: sums are exact in any order
_UNIT = 10_000
_FLOOR = -24 * _UNIT
_NOTHING = -99_100  # a score below this weight is written 0.0; that of parts too far apart is below it
_JOINED = 2_000
_WORTH_JOINING = -7_000
_COMMON_FROM, _COMMON_SHARE = 5, 0.002  # a part is common from this share of all parts counted


def _log_probability(closeness_of_parts: int) -> int:
    """Return the logarithm of 1 / (1 + exp(-z / 10)), in units."""
    return round(-math.log1p(math.exp(-closeness_of_parts / 10)) * _UNIT)


_LOG = [_log_probability(z) for z in range(FAR, MOST + 1)]


@dataclass(slots=True, eq=False)
class Name:
    """A name read: its parts, the consonant classes of all of them, its consonants run together once asked."""

    parts: tuple[Part, ...]
    mask: int
    run: str | None = None


_Halves = tuple[list[Half], list[Half]]
_TWICE_OF, _SURE_OF = attrgetter("twice"), attrgetter("sure")


class _Classes(dict[str, int]):
    """The consonant classes of each name met and how many parts it has, for `not_far`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._kept: dict[int, int] = {}

    def __missing__(self, name: str) -> int:
        first, last = self._parts.halves(name)
        found = (first.mask | last.mask) + first.many + last.many
        if len(self) >= _MOST_NAMES:
            self.clear()
        self[name] = found = self._kept.setdefault(found, found)
        return found


class NameMatcher:
    """Compares names. Keeps what it has read; not to be shared between threads."""

    def __init__(self) -> None:
        self._parts = Parts()
        self._names: dict[str, Name] = {}
        self._classes = _Classes(self._parts)

    def count(self, names: Iterable[str]) -> None:
        """Learn from the names of a campaign which parts are common in it; without, the list of names says."""
        holders = Counter(part for name in names for part in set(self.read(name).parts))
        most = max(_COMMON_FROM, _COMMON_SHARE * sum(holders.values()))
        for part, many in holders.items():
            part.counted = many >= most

    def read(self, name: str) -> Name:
        """Return the name read, from memory when it was met before."""
        found = self._names.get(name)
        if found is None:
            first, last = self._parts.halves(name)
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            found = self._names[name] = Name(first.parts + last.parts, first.mask | last.mask)
        return found

    def part(self, text: str) -> Part:
        """Return one part by the text that `Part.text` gives, comparable with those of names read here."""
        return self._parts.of(text)

    def compare(self, left: str, right: str) -> Comparison:
        """Return the score with a reason for each part, as codes and data."""
        score = self.score(left, right)
        one, other = (self.read(name).parts[:_MOST_PARTS] for name in (left, right))
        return explained(score, score >= SAME_FROM, one, other, self.ways, assigned)

    def ways(self, parts: tuple[Part, ...]) -> list[tuple[Part, ...]]:
        """Return a name as it is, then with two neighbours written as one word, in each way."""
        return [parts, *self._rejoined(parts)]

    def score(self, left: str, right: str) -> float:
        """Return how likely `left` and `right` are one name, 0.0 to 1.0."""
        one, other = self.read(left), self.read(right)
        left_over, lacking = (one.mask & ~other.mask).bit_count(), (other.mask & ~one.mask).bit_count()
        if left_over > 1 and lacking > 1:
            return 0.0
        if left_over + lacking > 3 and len(one.parts) == len(other.parts):
            return 0.0
        return self._score(one, other)

    def scores(self, lefts: Sequence[str], rights: Sequence[str]) -> list[float]:
        """Return the score of each left name with the right one in its place: what `score` says of the two.

        Most pairs are left after a look at the consonants of all of them at once.
        """
        found = [0.0] * len(lefts)
        classes = self._classes.__getitem__
        marks = not_far(list(map(classes, lefts)), list(map(classes, rights)))
        places = list(compress(range(len(found)), marks))
        if not places:
            return found
        ones, others = (self._halves(list(compress(names, marks))) for names in (lefts, rights))
        near, run = may_be_near(
            *(_each(of, names) for of in (_TWICE_OF, _SURE_OF) for names in (ones, others))
        )
        read = self.read
        for place, apart, together in zip(places, near, run, strict=False):
            if apart or together:
                found[place] = self._score(read(lefts[place]), read(rights[place]), apart)
        return found

    def _halves(self, names: Sequence[str]) -> _Halves:
        texts, _, rests = zip(*map(str.partition, names, repeat(" ")), strict=True)
        firsts = list(map(self._parts.firsts.__getitem__, texts))
        tails = list(map(self._parts.tails.__getitem__, rests))
        for halves in (firsts, tails):
            for at in compress(range(len(names)), map(is_, halves, repeat(DEPENDS))):
                firsts[at], tails[at] = self._parts.whole(names[at])
        return firsts, tails

    def _score(self, one: Name, other: Name, apart: int = 1) -> float:
        """Return the score of two names whose classes differ little; 0 for `apart`: no part is near another."""
        if one.parts == other.parts:
            return 1.0 if one.parts else 0.0
        if not one.parts or not other.parts:
            return 0.0
        weight = _aligned(one.parts, other.parts, _NOTHING) if apart else _FLOOR
        weight = self._or_joined(weight, one, other, _NOTHING)
        return round(min(math.exp(weight / _UNIT), 0.999), 4) if weight > _NOTHING else 0.0

    def weight(self, one: Name, other: Name) -> int:
        """Return the logarithm of the score of two names read, in units; 0 for the same name."""
        if one.parts == other.parts:
            return 0 if one.parts else _FLOOR
        if not one.parts or not other.parts:
            return _FLOOR
        return self._or_joined(_aligned(one.parts, other.parts, _FLOOR), one, other, _FLOOR)

    def _or_joined(self, weight: int, one: Name, other: Name, least: int) -> int:
        """Return `weight`, or a better one with two neighbours of a name written as one word."""
        if weight < _WORTH_JOINING and (one.mask ^ other.mask).bit_count() < 4 and _run_alike(one, other):
            for parts in self._rejoined(one.parts):
                weight = max(weight, _aligned(parts, other.parts, least) - _JOINED)
            for parts in self._rejoined(other.parts):
                weight = max(weight, _aligned(one.parts, parts, least) - _JOINED)
        return weight

    def _rejoined(self, parts: tuple[Part, ...]) -> list[tuple[Part, ...]]:
        return [(*parts[:at], joined, *parts[at + 2 :]) for at, joined in self._joined(parts)]

    def joined_parts(self, parts: tuple[Part, ...]) -> list[Part]:
        """Return each two neighbours of a name as one part."""
        return [joined for _, joined in self._joined(parts)]

    def same(self, left: str, right: str) -> bool:
        """Tell whether the two are taken for one name."""
        return self.score(left, right) >= SAME_FROM

    def _joined(self, parts: tuple[Part, ...]) -> list[tuple[int, Part]]:
        """Return two neighbours written as one word, in each place, with and without an article between."""
        found = []
        for at in range(min(len(parts), _MOST_PARTS) - 1):
            first, second = parts[at], parts[at + 1]
            if first.arabic != second.arabic or len(first.text) + len(second.text) > 40:
                continue
            sign = "+" if first.article else ""
            for article in ("", "ال" if first.arabic else "el") if second.article else ("",):
                before = f"{first.text[:-1]}ا" if first.text.endswith("ه") else first.text
                found.append((at, self._parts.of(sign + before + article + second.text)))
        return found


def _each(of: Callable[[Half], int], halves: _Halves) -> Halves:
    return list(map(of, halves[0])), list(map(of, halves[1]))


def _run_alike(one: Name, other: Name) -> bool:
    """Tell whether two names have nearly the same consonants when their parts are run together."""
    left = _run(one) if one.run is None else one.run
    right = _run(other) if other.run is None else other.run
    return -3 < len(left) - len(right) < 3 and OSA.distance(left, right, score_cutoff=2) <= 2


def _run(name: Name) -> str:
    name.run = "".join([part.bones[0] for part in name.parts[:_MOST_PARTS]])
    return name.run


def _aligned(one: tuple[Part, ...], other: tuple[Part, ...], least: int) -> int:
    """Return the logarithm of the probability that every part has its part, in units.

    What is below `least` need not be exact.
    """
    if len(one) == len(other) == 2:
        (a, b), (c, d) = one, other  # the order of the sides changes nothing here
        if least == _NOTHING:
            return max(_both(a, c, b, d), _both(a, d, b, c))
        if not (_close(a, c) or _close(a, d)) or not (_close(b, c) or _close(b, d)):
            return _FLOOR
        straight = _LOG[closeness(a, c) - FAR] + _LOG[closeness(b, d) - FAR]
        return max(straight, _LOG[closeness(a, d) - FAR] + _LOG[closeness(b, c) - FAR], _FLOOR)
    one, other = _shorter_first(one, other)
    for a in one:
        for b in other:
            if _close(a, b):
                break
        else:
            return _FLOOR
    return max(assigned(one, other)[0], _FLOOR)


def _both(a: Part, c: Part, b: Part, d: Part) -> int:
    """Return the logarithm of the probability that a is c and b is d; `_FLOOR` when one of them is far."""
    if not _close(a, c) or not _close(b, d):
        return _FLOOR
    first = _LOG[closeness(a, c) - FAR]
    return first + _LOG[closeness(b, d) - FAR] if first > _NOTHING else _FLOOR


def _close(a: Part, b: Part) -> bool:
    return a is b or b.number in a.near or plausible(a, b)


def _shorter_first(
    one: tuple[Part, ...], other: tuple[Part, ...]
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return both, cut to the parts that are compared, in an order that does not depend on the sides."""
    if len(one) < len(other) or (len(one) == len(other) and _texts(one) <= _texts(other)):
        return one[:_MOST_PARTS], other[:_MOST_PARTS]
    return other[:_MOST_PARTS], one[:_MOST_PARTS]


def _texts(parts: tuple[Part, ...]) -> list[str]:
    return [part.text for part in parts] if len(parts) > 4 else []


def assigned(one: tuple[Part, ...], other: tuple[Part, ...]) -> tuple[int, tuple[int, ...]]:
    """Return the best weight, in units, and for each part of `one`, the shorter name, its place in `other`.

    What the parts left over cost is taken off.
    """
    table = [[_LOG[closeness(a, b) - FAR] for b in other] for a in one]
    choices: Iterable[tuple[int, ...]] = permutations(range(len(other)), len(one))
    if len(other) > 4:
        choices = [_greedy(table, len(other))]
    return max((sum(map(list.__getitem__, table, p)) - _missing(one, other, p), p) for p in choices)


def _greedy(table: list[list[int]], more: int) -> tuple[int, ...]:
    taken: dict[int, int] = {}
    for _, i, j in sorted((-table[i][j], i, j) for i in range(len(table)) for j in range(more)):
        if i not in taken and j not in taken.values():
            taken[i] = j
    return tuple(taken[i] for i in range(len(table)))


def _missing(one: tuple[Part, ...], other: tuple[Part, ...], places: tuple[int, ...]) -> int:
    """Return what the parts that only the longer name has take away, in units.

    A son bears his father's name: the first part must not be the one that is missing, unless it is Mohamed.
    Common names alone say little: Mohamed Amine may be anyone, a rare surname is a person.
    """
    if len(one) == len(other):
        return 0
    lost = 4_000 * (len(other) - len(one))
    if 0 not in places:
        lost += 1_500 if is_mohamed(other[0]) else 7_000
    if len(one) == 1:
        lost += 15_000
    return lost + 4_000 if all(part.common for part in one) else lost
