"""The names of a register, read once: numbers for their words, and which words are near which. Pure Python.

A word is one part of a person's name in all the ways that the record writes it: its Arabic and its Latin spelling,
and it joined to its neighbour. Comparing two records then needs no text: the word of one is looked for among those
that are near the word of the other. Only pairs of words that meet in a block are weighed, each once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .name_parts import INITIAL, Part, closeness
from .name_words import is_title, parts_and_titles, word_of
from .names import NameMatcher

SAME_FROM, NEAR_FROM, ALIKE_FROM = 2, -25, -80  # closeness, in tenths of a logarithm of odds
_MOST_PARTS = 5
_MOST_WORDS_AFTER = 4
ANY_SLIPS = 99


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name as numbers of words: the given one, the last one, those between."""

    given: int
    family: int
    middle: list[int]


class RegisterNames:
    """The words of a register's names, numbered from 1 as they come."""

    def __init__(self) -> None:
        self._matcher = NameMatcher()
        self._numbers: dict[tuple[Part, ...], int] = {}
        self.words: list[tuple[Part, ...]] = [()]
        self.keys: list[str] = [""]  # consonants in classes, the same in each script

    def read(self, name: str, other: str = "") -> ReadName | None:
        """Return a name read, with its spelling in another script if any; None when no part is left of it."""
        parts = self._matcher.read(name).parts[:_MOST_PARTS] if name else ()
        others = self._matcher.read(other).parts[:_MOST_PARTS] if other else ()
        if not parts:
            parts, others = others, ()
        if not parts:
            return None
        given = self._number(self._first(parts) + self._first(others))
        if len(parts) == 1:  # one word alone may be either
            return ReadName(given, given, [])
        family = self._number(self._last(parts) + self._last(others))
        return ReadName(given, family, [self._number((part,)) for part in parts[1:-1]])

    def first(self, text: str) -> int | None:
        """Return the given name of a first word that is one part whatever follows; None when it may depend on it."""
        texts, opens, ends = word_of(text)
        if opens or ends or len(texts) != 1 or is_title(texts[0]):
            return None
        return self._number((self._matcher.part(texts[0]),))

    def after(self, text: str) -> int | None:
        """Return the last name of what follows such a first word; None when it is more than one part, or depends."""
        words = text.split()
        if not words or len(words) > _MOST_WORDS_AFTER:
            return None
        found, _, ends = word_of(words[0])
        texts = parts_and_titles(text)
        if ends or not found or len(texts) != 1 or is_title(texts[0]):
            return None
        return self._number((self._matcher.part(texts[0]),))

    def _first(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if len(parts) < 3:
            return parts[:1]
        return (parts[0], *self._matcher.joined_parts(parts[:2])[:1])

    def _last(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if len(parts) < 3:
            return parts[1:]
        return (parts[-1], *self._matcher.joined_parts(parts[-2:])[:1])

    def _number(self, word: tuple[Part, ...]) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.words)
            self.words.append(word)
            self.keys.append(_key(word[0]))
        return number

    def spellings(self) -> Iterator[tuple[int, int, str, int, int]]:
        """Yield (word, part, consonants, their classes as bits, slips) for each way to read each part of each word.

        Two words may be near only when a way of one and a way of the other differ by no more slips than the smaller
        number allows; an initial allows any.
        """
        for word, parts in enumerate(self.words):
            for part in parts:
                slips = ANY_SLIPS if len(part.text) == 1 else 1 if part.short else 2
                for bone in part.bones:
                    yield word, part.number, bone, part.mask, slips

    def closeness(self, one: int, other: int) -> int:
        """Return how near two words are: the nearest of their spellings."""
        if one == other:
            return SAME_FROM
        best = max(closeness(a, b) for a in self.words[one] for b in self.words[other])
        return min(best, SAME_FROM - 1) if best == INITIAL else best

    def near(self, pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
        """Yield (word, other, 3 one name, 2 near, 1 alike) for those of the pairs that are."""
        for one, other in pairs:
            close = self.closeness(one, other)
            if close >= ALIKE_FROM:
                yield one, other, 1 + (close >= NEAR_FROM) + (close >= SAME_FROM)


def _key(part: Part) -> str:
    """Return the consonants that bring a part together with itself in another script.

    An article written joined is left away, as Arabic has it apart (Elamri, العمري); but the al of Alaoui and of Alami
    belongs to the name.
    """
    if part.bare and part.text.startswith("al"):
        return part.bones[0] or "-"
    return min(filter(None, part.bones), key=len, default="-")
