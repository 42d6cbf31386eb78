"""Finding a family that is being erased in the rows of a file. Pure Python, no database.

A row holds a person when it holds every word of one of her names (two words or more, in any order and spelling),
or her telephone. A namesake's row is held for hers: the file is erased once too often rather than once too little.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from twiza.lib.text import western_digits
from twiza.registry.rules.words import folded, written

LEAST_WORDS = 2  # a first name alone is half of a village
NUMBER = 9  # digits of a telephone after its prefix
NO_DIGIT = re.compile(r"\D+")


@dataclass(frozen=True)
class Trace:
    """What is looked for: names as sets of folded words, telephones as their last nine digits."""

    names: tuple[frozenset[str], ...]
    phones: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.names or self.phones)


def trace_of(names: Iterable[str], phones: Iterable[str]) -> Trace:
    """Return what to look for; names of one word and short numbers are left out."""
    words = {frozenset(folded(name).split()) for name in names}
    numbers = {digits_of(phone)[-NUMBER:] for phone in phones}
    return Trace(
        tuple(name for name in words if len(name) >= LEAST_WORDS),
        tuple(number for number in numbers if len(number) == NUMBER),
    )


def digits_of(value: object) -> str:
    return NO_DIGIT.sub("", western_digits(written(value)))


def is_in_row(trace: Trace, cells: Iterable[object]) -> bool:
    """Say whether a row of a sheet holds one of the persons looked for."""
    texts = [written(cell) for cell in cells if cell not in ("", None)]
    if trace.phones:
        numbers = [digits_of(text) for text in texts]
        if any(phone in number for number in numbers if len(number) >= NUMBER for phone in trace.phones):
            return True
    words = {word for text in texts for word in folded(text).split()}
    return any(name <= words for name in trace.names)
