"""Parts of names and how near two of them are. Pure Python.

Every part is read once and kept; every pair of parts is compared once and kept: in a register the same
few thousand words come back. `closeness` is the logarithm of the odds, in tenths, that two parts are
one name written twice, when they were already found near.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from .name_costs import ARABIC, CROSS, LATIN, SYMBOLS, Costs, weigh
from .name_lanes import EVERY_TWICE, MANY, PART, SHORT
from .name_sounds import arabic_sounds, latin_sounds, mistyped, other_reading, symbols
from .name_words import MOST_WORDS, is_arabic, is_title, parts_and_titles, parts_of, word_of

FAR = -200  # closeness of parts that share too little to be compared
SAME = 70  # closeness of a part with itself, and a little more for each letter
_MISTYPED = 10  # least closeness of two words of which one has two letters in the wrong order
INITIAL = 7  # closeness of a name and its initial
MOST = 190  # and no closeness is above this one
_LIST = Path(__file__).with_name("name_list.csv")
_MASCULINE = re.compile("(?<!ي)ي$|يع$")  # هادي, بديع: Hadia and Badia are women; يحيى is Yahia
_FEMININE = 25
_KNOWN_SAME, _KNOWN_FROM, _KNOWN_MARGIN = 200, 20, 15
_WORTH_ASKING, _KNOWN_ONE, _KNOWN_OTHER = -70, 40, 40
_LONG, _MOST_HALVES = 200, 300_000
_ARTICLE_GUESSED, _ARTICLE_LOST = -4, -22

_CLASSES = (
    "bب",
    "tTتثط",
    "dDدذضظ",
    "rر",
    "lل",
    "mم",
    "nن",
    "sسصث",
    "zز",
    "cش",
    "kqgjGقكگجغ",
    "xخ",
    "fف",
)
_SOUNDS = {letter: letters[0] for letters in _CLASSES for letter in letters}
_TO_BONE: dict[int, str | None] = {ord(letter): sound for letter, sound in _SOUNDS.items()}
_TO_BONE |= {ord(letter): None for letter in "aeiouAhاويعحه"} | {ord("z"): "s", ord("ز"): "s"}
_BIT = {letter: 1 << place for place, letters in enumerate(_CLASSES) for letter in letters}
# for each consonant of the bones two bits: whether it is there, whether it is there twice
_TWICE = {sound: 1 << 2 * place for place, sound in enumerate(dict.fromkeys(_SOUNDS.values()))}


@dataclass(slots=True, eq=False)
class Part:
    """A part of a name as it is compared.

    Attributes:
        text: as `name_words.parts_of` gives it, the sign of its article taken off.
        sounds: its ways of being read; the second, if any, another reading.
        bones: for each of them, its consonants in classes, h and ع left out.
        mask: one bit for each class of consonants in it.
        twice: two bits for each class in its bones, one for each of the first two times it is there; and SHORT.
        sure: the bits of `twice` on which its readings agree; none of an initial.
        bare: whether the second row is the word without a joined article, not another way to read it.
        short: whether it has fewer than four consonants: then one slip is the most.
        near: closeness to the parts already compared, by their number.
        rows: for each reading, its row of symbol numbers; empty until it is asked for.
        known: the names of the hand-written list that it may be; None until it was asked.
        counted: whether it was found common among the names of a campaign; None when none were counted.
    """

    number: int
    text: str
    arabic: bool
    article: bool
    sounds: list[str]
    bones: list[str]
    mask: int
    twice: int
    sure: int
    bare: bool
    short: bool
    near: dict[int, int] = field(default_factory=dict)
    rows: list[list[int]] = field(default_factory=list)
    known: frozenset[int] | None = None
    counted: bool | None = None

    @property
    def common(self) -> bool:
        """Whether so many people bear it that it says little: counted, or else in the hand-written list."""
        return bool(known(self)) if self.counted is None else self.counted


@dataclass(slots=True, eq=False)
class Half:
    """The first word of a name, or what follows it, read by itself.

    Attributes:
        parts: its parts.
        mask: the consonant classes of them.
        many: how many they are, in `PART`.
        twice: of the only part, for `name_lanes.may_be_near`; `MANY` when there is not just one.
        sure: of the only part.
    """

    parts: tuple[Part, ...]
    mask: int
    many: int
    twice: int
    sure: int


def _half(parts: tuple[Part, ...]) -> Half:
    mask = 0
    for part in parts:
        mask |= part.mask
    twice, sure = (parts[0].twice, parts[0].sure) if len(parts) == 1 else (MANY, 0)
    return Half(parts, mask, len(parts) * PART, twice, sure)


DEPENDS = _half(())  # stands for a half that says nothing without the other


class _Halves(dict[str, Half]):
    """Halves of names by their text, each read the first time it is asked for."""

    def __init__(self, read: Callable[[str], tuple[Part, ...] | None]) -> None:
        self._read_half = read

    def __missing__(self, text: str) -> Half:
        if len(text) > _LONG:
            return DEPENDS
        if len(self) >= _MOST_HALVES:
            self.clear()
        parts = self._read_half(text)
        found = self[text] = DEPENDS if parts is None else _half(parts)
        return found


class Parts:
    """All parts met so far. Forgets everything when it holds too much."""

    def __init__(self) -> None:
        self._parts: dict[str, Part] = {}
        self._words: dict[str, tuple[Part, ...] | None] = {}
        self.firsts = _Halves(self._first)
        self.tails = _Halves(self._tail)
        self._wholes: dict[str, tuple[Half, Half]] = {}
        self._numbers = 0

    def of(self, key: str) -> Part:
        """Return the part of this text of `parts_of`."""
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = self._read(key)
        return part

    def read(self, name: str) -> tuple[Part, ...]:
        """Return the parts of a name: a first word and a rest that were both met before need no reading."""
        first, last = self.halves(name)
        return first.parts + last.parts

    def halves(self, name: str) -> tuple[Half, Half]:
        """Return a name read as two halves."""
        first, _, rest = name.partition(" ")
        begins, tail = self.firsts[first], self.tails[rest]
        return self.whole(name) if begins is DEPENDS or tail is DEPENDS else (begins, tail)

    def whole(self, name: str) -> tuple[Half, Half]:
        """Return the first part of a name and the others: the halves of one whose words depend on one another."""
        found = self._wholes.get(name)
        if found is None:
            parts = self._read_words(name)
            found = _half(parts[:1]), _half(parts[1:])
            if len(self._wholes) >= _MOST_HALVES:
                self._wholes.clear()
            if len(name) <= _LONG:
                self._wholes[name] = found
        return found

    def _first(self, first: str) -> tuple[Part, ...] | None:
        """Return the parts of the first word of a name; None when they depend on the next word, or are none."""
        return self._word(first) or None if first.split() == [first] else None

    def _tail(self, rest: str) -> tuple[Part, ...] | None:
        """Return the parts of what follows the first word of a name; None when they depend on that word."""
        if not rest:
            return ()
        words = rest.split()
        if not words or len(words) > 4:
            return None
        found, _, ends = word_of(words[0])
        texts = parts_and_titles(rest)
        if ends or not found or len(texts) > 4 or any(map(is_title, texts)):
            return None
        return tuple(map(self.of, texts))

    def _read_words(self, name: str) -> tuple[Part, ...]:
        parts: tuple[Part, ...] = ()
        for word in name.split()[: MOST_WORDS + 1]:
            found = self._word(word)
            if found is None or len(parts) > MOST_WORDS:
                return tuple(map(self.of, parts_of(name)))
            parts += found
        return parts if len(parts) <= MOST_WORDS else parts[:MOST_WORDS]

    def _word(self, word: str) -> tuple[Part, ...] | None:
        try:
            return self._words[word]
        except KeyError:
            found = self._words[word] = self._alone(word)
            return found

    def _alone(self, word: str) -> tuple[Part, ...] | None:
        """Return the parts of a word that does not depend on its neighbours; None when it may."""
        texts, opens, ends = word_of(word)
        if opens or ends or len(texts) > 4 or any(map(is_title, texts)):
            return None
        return tuple(map(self.of, texts))

    def _read(self, key: str) -> Part:
        article, text = key[0] == "+", key.lstrip("+") or key
        arabic = is_arabic(text)
        sounds = [arabic_sounds(text) if arabic else latin_sounds(text)]
        other, bare = other_reading(text, arabic)
        if other != text and not (bare and article):
            sounds.append(arabic_sounds(other) if arabic else latin_sounds(other))
        mask = 0
        for letter in sounds[-1]:
            mask |= _BIT.get(letter, 0)
        bones = [sound.translate(_TO_BONE) for sound in sounds]
        twice, sure = _twice(bones[0]), EVERY_TWICE
        if bones[0] != bones[-1]:
            sure &= ~(twice ^ _twice(bones[-1]))
        if len(text) == 1:
            sure = 0
        self._numbers += 1
        if short := min(map(len, bones)) < 4:
            twice |= SHORT
        return Part(self._numbers, text, arabic, article, sounds, bones, mask, twice, sure, bare, short)


def _twice(bones: str) -> int:
    found = 0
    for letter in bones:
        bit = _TWICE.get(letter, 0)
        found |= bit << 1 if found & bit else bit
    return found


def plausible(left: Part, right: Part) -> bool:
    """Tell whether two parts share enough to be compared: their consonants, but for a slip or two.

    A slip changes two bits of `twice` at most.
    """
    most = 1 if left.short or right.short else 2
    if ((left.twice ^ right.twice) & left.sure & right.sure).bit_count() > 2 * most:
        return False
    if len(left.text) == 1 or len(right.text) == 1:
        return left.text == right.text or _begins(left, right)
    differ = (left.mask ^ right.mask).bit_count()
    if differ > 2 * most:
        return False
    if (distance := OSA.distance)(left.bones[0], right.bones[0], score_cutoff=most) <= most:
        return True
    if len(left.bones) == 1 == len(right.bones):
        return False
    return any(distance(one, other, score_cutoff=most) <= most for one in left.bones for other in right.bones)


def closeness(left: Part, right: Part) -> int:
    """Return how near two parts are; the same both ways."""
    if left is right:
        return SAME + 5 * min(len(left.text), 10)
    found = left.near.get(right.number)
    if found is None:
        if not plausible(left, right):
            return FAR
        found = left.near[right.number] = right.near[left.number] = _compare(left, right)
    return found


def _compare(left: Part, right: Part) -> int:
    if left.text == right.text:
        return SAME + 5 * min(len(left.text), 10)
    if (len(left.text) == 1) != (len(right.text) == 1):
        return INITIAL if _begins(left, right) else FAR
    if left.arabic != right.arabic:
        arabic, latin = (left, right) if left.arabic else (right, left)
        close = _best(arabic, latin, CROSS)
        if latin.sounds[0].endswith("ia") and _MASCULINE.search(arabic.text):
            close -= _FEMININE
    else:
        close = _best(left, right, ARABIC if left.arabic else LATIN)
        if close < _MISTYPED and not left.arabic and mistyped(left.text, right.text):
            close = _MISTYPED
    if close > _WORTH_ASKING and (one := known(left)) and (other := known(right)):
        close += _KNOWN_ONE if one & other else -_KNOWN_OTHER
    return max(FAR, min(close, MOST))


def _begins(left: Part, right: Part) -> bool:
    """Tell whether one of the parts is the initial of the other: a consonant, in any script."""
    short, whole = (left, right) if len(left.text) == 1 else (right, left)
    return bool(short.mask) and any(bone[:1] == short.bones[0] for bone in whole.bones)


def _rows(part: Part) -> list[list[int]]:
    if not part.rows:
        numbers = SYMBOLS.arabic if part.arabic else SYMBOLS.latin
        part.rows = [[numbers.get(symbol, 0) for symbol in symbols(sound)] for sound in part.sounds]
    return part.rows


def _best(left: Part, right: Part, costs: Costs) -> int:
    ones, others = _rows(left), _rows(right)
    best = weigh(ones[0], others[0], costs)
    if len(ones) > 1 or len(others) > 1:
        for i, one in enumerate(ones):
            for j, other in enumerate(others):
                if i or j:
                    lost = _article_lost(left, right, i, j)
                    best = max(best, weigh(one, other, costs) + lost)
    return max(best, FAR)


def _article_lost(left: Part, right: Part, i: int, j: int) -> int:
    """Return what it costs to read `left` in its row i and `right` in its row j."""
    alone = (i and left.bare and not (right.article or (j and right.bare))) or (
        j and right.bare and not (left.article or (i and left.bare))
    )
    return _ARTICLE_LOST if alone else _ARTICLE_GUESSED


class _KnownNames:
    """The hand-written list of common names: each in Arabic and in its usual Latin spellings."""

    def __init__(self) -> None:
        parts = Parts()
        self.arabic: dict[str, set[int]] = {}
        self.latin: dict[str, list[tuple[Part, int]]] = {}
        for number, line in enumerate(_LIST.read_text(encoding="utf-8").splitlines()):
            for spelling in line.split(","):
                for part in map(parts.of, parts_of(spelling)[:1]):
                    if part.arabic:
                        self.arabic.setdefault(part.text, set()).add(number)
                    else:
                        self.latin.setdefault(part.bones[0], []).append((part, number))

    def which(self, part: Part) -> frozenset[int]:
        """Return the numbers of the names that `part` may be: exact in Arabic, the nearest in Latin."""
        if part.arabic:
            return frozenset(self.arabic.get(part.text, ()))
        best: dict[int, int] = {}
        for bone in dict.fromkeys(part.bones):
            for spelling, number in self.latin.get(bone, ()):
                close = _KNOWN_SAME if spelling.text == part.text else _best(part, spelling, LATIN)
                best[number] = max(best.get(number, FAR), close)
        most = max(best.values(), default=FAR)
        if most < _KNOWN_FROM:
            return frozenset()
        return frozenset(number for number, close in best.items() if close >= most - _KNOWN_MARGIN)


@lru_cache(maxsize=1)
def _known_names() -> _KnownNames:
    return _KnownNames()


def is_mohamed(part: Part) -> bool:
    """Tell whether a part is the name so common that people leave it away: the first of the list."""
    return 0 in known(part)


def known(part: Part) -> frozenset[int]:
    """Return the names of the hand-written list that a part may be; none for most parts."""
    if part.known is None:
        part.known = _known_names().which(part)
    return part.known
