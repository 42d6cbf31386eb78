"""Parts of names and how near two of them are. Pure Python.

Every part is read once and kept; every pair of parts is compared once and kept: in a register the same
few thousand words come back. `closeness` is the logarithm of the odds, in tenths, that two parts are
one name written twice, when they were already found near.
"""

import re
from dataclasses import dataclass, field

from .name_costs import ARABIC, CROSS, LATIN, SYMBOLS, Costs, weigh
from .name_sounds import arabic_sounds, latin_sounds, symbols
from .name_words import is_arabic

FAR = -200  # closeness of parts that share too little to be compared
SAME = 70  # closeness of a part with itself, and a little more for each letter
MOST_KEPT = 2_000_000
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
_BIT = {letter: 1 << place for place, letters in enumerate(_CLASSES) for letter in letters}
_JOINED_LATIN_ARTICLE = re.compile(r"^(?:[ea]l|l)(?=[^l].{2,})|^[ea](?=(ss|rr|dd|nn|zz|tt|ch|sh|dh|th).)")


@dataclass(slots=True, eq=False)
class Part:
    """A part of a name as it is compared.

    Attributes:
        text: as `name_words.parts_of` gives it, the sign of its article taken off.
        rows: its ways of being read, each a row of symbol numbers; the second is without a joined article.
        mask: one bit for each class of consonants in it.
        near: closeness to the parts already compared, by their number.
    """

    number: int
    text: str
    arabic: bool
    article: bool
    rows: list[list[int]]
    mask: int
    near: dict[int, int] = field(default_factory=dict)


class Parts:
    """All parts met so far. Forgets everything when it holds too much."""

    def __init__(self) -> None:
        self._parts: dict[str, Part] = {}
        self._numbers = 0

    def of(self, key: str) -> Part:
        """Return the part of this text of `parts_of`."""
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = self._read(key)
        return part

    def _read(self, key: str) -> Part:
        article, text = key[0] == "+", key.lstrip("+") or key
        arabic = is_arabic(text)
        numbers = SYMBOLS.arabic if arabic else SYMBOLS.latin
        sounds = [arabic_sounds(text) if arabic else latin_sounds(text)]
        bare = _without_joined_article(text, arabic)
        if bare != text and not article:
            sounds.append(arabic_sounds(bare) if arabic else latin_sounds(bare))
        mask = 0
        for letter in sounds[-1]:
            mask |= _BIT.get(letter, 0)
        self._numbers += 1
        rows = [[numbers.get(symbol, 0) for symbol in symbols(sound)] for sound in sounds]
        return Part(self._numbers, text, arabic, article, rows, mask)


def _without_joined_article(text: str, arabic: bool) -> str:
    if arabic:
        return text[1:] if text[0] == "ل" and len(text) > 4 and text[1] != "ل" else text
    return _JOINED_LATIN_ARTICLE.sub("", text) if len(text) > 4 else text


def closeness(left: Part, right: Part) -> int:
    """Return how near two parts are; the same both ways."""
    found = left.near.get(right.number)
    if found is None:
        found = left.near[right.number] = right.near[left.number] = _compare(left, right)
    return found


def _compare(left: Part, right: Part) -> int:
    if left.text == right.text:
        return SAME + 5 * min(len(left.text), 10)
    shared = left.mask & right.mask
    if (left.mask ^ shared).bit_count() > 1 and (right.mask ^ shared).bit_count() > 1:
        return FAR
    if (left.mask ^ right.mask).bit_count() > 3:
        return FAR
    if left.arabic != right.arabic:
        return _best(left, right, CROSS) if left.arabic else _best(right, left, CROSS)
    return _best(left, right, ARABIC if left.arabic else LATIN)


def _best(left: Part, right: Part, costs: Costs) -> int:
    best = weigh(left.rows[0], right.rows[0], costs)
    if len(left.rows) > 1 or len(right.rows) > 1:
        for i, one in enumerate(left.rows):
            for j, other in enumerate(right.rows):
                if i or j:
                    expected = (i and (j or right.article)) or (j and left.article)
                    lost = _ARTICLE_GUESSED if expected else _ARTICLE_LOST
                    best = max(best, weigh(one, other, costs) + lost)
    return max(best, FAR)
