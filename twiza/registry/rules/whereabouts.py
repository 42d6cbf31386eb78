"""Whether a household is still there: what somebody who knows said last, and how long ago. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from twiza.lib.errors import N_


class Said(StrEnum):
    """What is said of a household by somebody who knows it."""

    HERE = "here"
    MOVED = "moved"
    DEAD = "dead"


class Cause(StrEnum):
    """Why a household waits for a word before it stands on another list."""

    DEAD = "dead"
    MOVED = "moved"
    UNCONFIRMED = "unconfirmed"


WHEREABOUTS: dict[str, str] = {
    "here": N_("Still there"),
    "moved": N_("Moved away"),
    "dead": N_("Died"),
}


@dataclass(frozen=True)
class Word:
    """One thing said, when."""

    said: Said
    at: datetime


def last_word(words: Iterable[Word]) -> Word | None:
    """Return what was said last; of two at one moment, the one said after the other."""
    found: Word | None = None
    for one in words:
        if found is None or one.at >= found.at:
            found = one
    return found


def cause_to_wait(changed_at: datetime, word: Word | None, before: datetime) -> Cause | None:
    """Return why a household waits, or None when it is known to be there.

    `changed_at`: when its facts were written or corrected last; `before`: what was confirmed earlier is too old.
    """
    if word is not None and word.said in (Said.MOVED, Said.DEAD):
        return Cause(word.said.value)
    confirmed = changed_at if word is None else max(changed_at, word.at)
    return Cause.UNCONFIRMED if confirmed < before else None
