"""A name that is looked for: its parts, which parts of the register are near them, and how well a person fits.

Pure Python. The register is asked in between (`queries.sought`): first for the parts that sound so, then for whoever
bears the nearest ones.
"""

import math
from collections.abc import Iterable
from itertools import islice, product

from twiza.linkage.name_parts import Part, closeness
from twiza.linkage.names import NameMatcher
from twiza.registry.rules import keys

NEAR, PERHAPS, SURE = (
    2,
    -25,
    45,
)  # closeness from which a part is taken, taken when nothing better is there, certain
BEGINS = 12  # closeness of a part and its beginning
MOST_NEAR = 14  # parts of the register kept for each part that is looked for
MOST_PAIRS = 400
MOST_WAYS = 5
LEAST_SPELLED = 3  # consonants of a beginning that may be spelled in another way
MOST_DIVIDED = 9  # letters of the first of two words that were written as one
LEAST_HALF = 3  # letters of a word that was written together with another
LEAST_LETTERS = 2  # of the beginning of a word
CLASSES = "btdrlmnsckxf"  # of consonants
_MISSING, _MORE, _TURNED = 2.5, 0.15, 0.05


class Sought:
    """One name as it was asked for.

    `tokens` are its parts and, behind them, each two neighbours as one part; `readings` say which tokens together
    are the whole name.
    """

    def __init__(self, text: str, matcher: NameMatcher) -> None:
        self.part = matcher.part
        found = tuple(keys.kept(matcher.read(text).parts))
        self.tokens: list[Part] = []
        self.readings: list[tuple[int, ...]] = []
        for way in matcher.ways(found)[:MOST_WAYS] if found else ():
            self.readings.append(tuple(map(self._token, way)))
        self.written = len(self.readings[0]) if self.readings else 0  # tokens that are parts as they stand
        self.weights: list[dict[str, int]] = [{} for _ in self.tokens]
        self.begun: set[tuple[int, str]] = set()  # (token, part of the register that begins so)

    def _token(self, part: Part) -> int:
        if part not in self.tokens:
            self.tokens.append(part)
        return self.tokens.index(part)

    def divide(self) -> None:
        """Read a long word as two words in each way: Fatimazahra is Fatima Zahra in the register."""
        for place, token in enumerate(self.tokens[: self.written]):
            for at in range(LEAST_HALF, min(len(token.text) - LEAST_HALF, MOST_DIVIDED) + 1):
                halves = [self._token(self.part(half)) for half in (token.text[:at], token.text[at:])]
                self.readings.append((*range(place), *halves, *range(place + 1, self.written)))
        self.weights += [{} for _ in range(len(self.tokens) - len(self.weights))]

    def sounding(self) -> list[tuple[int, str, str]]:
        """Return the ranges of keys (token, from, until) of parts that sound like each token."""
        return [
            (place, *keys.sounding(bones))
            for place, token in enumerate(self.tokens)
            for bones in dict.fromkeys(token.bones)
        ]

    def beginning(self) -> list[tuple[int, str, str]]:
        """Return the ranges of parts that begin like a token for which nothing certain was found."""
        return [
            (place, *keys.beginning(bones))
            for place, token in enumerate(self.tokens[: self.written])
            if len(token.text) >= LEAST_LETTERS and max(self.weights[place].values(), default=0) < SURE
            for bones in dict.fromkeys(token.bones)
            if bones
        ]

    def with_a_slip(self) -> list[tuple[int, str, str]]:
        """Return the ranges of parts whose consonants differ by one slip of the hand."""
        return [
            (place, *keys.sounding(bones))
            for place, token in enumerate(self.tokens[: self.written])
            if max(self.weights[place].values(), default=0) < SURE
            for bones in slips_of(token.bones[0])
        ]

    def weigh(self, found: Iterable[tuple[int, str]], least: int) -> None:
        """Take the parts of the register that are near a token: (token, text)."""
        for place, text in found:
            if text not in self.weights[place]:
                close = closeness(self.tokens[place], self.part(text))
                if close >= least:
                    self.weights[place][text] = close
        self._keep_the_nearest()

    def weigh_beginnings(self, found: Iterable[tuple[int, str]]) -> None:
        """Take the parts of the register that begin like a token, in its script or another."""
        for place, text in found:
            if text not in self.weights[place] and self._begins(self.tokens[place], text):
                self.weights[place][text] = BEGINS
                self.begun.add((place, text))
        self._keep_the_nearest()

    def _keep_the_nearest(self) -> None:
        for place, near in enumerate(self.weights):
            if len(near) > MOST_NEAR:
                best = sorted(near.items(), key=lambda one: (-one[1], len(one[0]), one[0]))
                self.weights[place] = dict(best[:MOST_NEAR])

    def _begins(self, token: Part, text: str) -> bool:
        other = self.part(text)
        if text.startswith(token.text):
            return True
        if len(token.bones[0]) < (LEAST_LETTERS if other.arabic != token.arabic else LEAST_SPELLED):
            return False
        # short vowels are written in Latin letters only
        fewer, more = (0, 3) if token.arabic else (2, 0) if other.arabic else (1, 1)
        ends = range(max(len(token.text) - fewer, 2), min(len(token.text) + more + 1, len(text)))
        # a vowel at an end is written in Latin letters, and inside a word not in Arabic ones
        starts = {token, self.part(token.text.rstrip("aeiouy") or token.text)}
        return any(closeness(one, self.part(text[:end])) >= BEGINS for end in ends for one in starts)

    def heads(self) -> list[str]:
        """Return the beginnings of the keys of whoever bears the parts near a name of one part, nearest first."""
        near = [one for reading in self.readings if len(reading) == 1 for one in self._near(reading[0])]
        return [head for _, part in sorted(near, key=_nearest) for head in keys.heads_of(part)]

    def pairs(self) -> list[str]:
        """Return the keys of whoever bears two parts near two of the name, nearest first."""
        found: dict[str, int] = {}
        for reading in self.readings:
            for one, other in islice(_twos(reading), 6):
                for (left, a), (right, b) in product(self._near(one), self._near(other)):
                    for first, second in ((a, b), (b, a)):
                        for head in keys.heads_of(first):
                            key = head + second.text[: keys.LETTERS]
                            found[key] = max(found.get(key, -999), left + right)
        return sorted(found, key=lambda key: (-found[key], key))[:MOST_PAIRS]

    def _near(self, place: int) -> list[tuple[int, Part]]:
        return [(close, self.part(text)) for text, close in self.weights[place].items()]

    def fit(self, parts: tuple[Part, ...]) -> float | None:
        """Return how well a name of the register fits, 0 at best, lower is worse; None when it does not."""
        texts = [part.text for part in keys.kept(parts)]
        found = [fit for reading in self.readings if (fit := self._fit(reading, texts)) is not None]
        return max(found, default=None)

    def _fit(self, reading: tuple[int, ...], texts: list[str]) -> float | None:
        left = dict(enumerate(texts))
        value, lacking, order = 0.0, 0, []
        for place in reading:
            near = self.weights[place]
            at = max((i for i in left if left[i] in near), key=lambda i: (near[left[i]], -i), default=None)
            if at is None:
                lacking += 1
                continue
            value -= math.log1p(math.exp(-near[left.pop(at)] / 10))
            order.append(at)
        if lacking > (1 if len(reading) > 2 else 0):
            return None
        return value - _MISSING * lacking - _MORE * len(left) - (_TURNED if order != sorted(order) else 0)


def slips_of(bones: str) -> list[str]:
    """Return every row of consonants one slip away: one left out, one more, another, two neighbours turned."""
    found: dict[str, None] = {}
    for at in range(len(bones) + 1):
        before, after = bones[:at], bones[at:]
        if after:
            found[before + after[1:]] = None
        if len(after) > 1:
            found[before + after[1] + after[0] + after[2:]] = None
        for letter in CLASSES:
            found[before + letter + after] = None
            if after:
                found[before + letter + after[1:]] = None
    found.pop(bones, None)
    return list(found)


def _twos(reading: tuple[int, ...]) -> Iterable[tuple[int, int]]:
    return ((one, other) for i, one in enumerate(reading) for other in reading[i + 1 :])


def _nearest(one: tuple[int, Part]) -> tuple[int, str]:
    return -one[0], one[1].text
