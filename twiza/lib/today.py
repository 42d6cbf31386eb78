"""One line of a person's today page, as the subjects give it. Pure Python.

A subject's query, named in the setting `TODAY_SOURCES`, is called with (user, at=moment) and returns a list of
`Due`. It runs inside the person's own context, so row security holds.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """Where a line stands on the page."""

    WAITING = "waiting"  # something this person is expected to do
    LATE = "late"  # its day has passed
    CHANGED = "changed"  # news: nothing to do


@dataclass(frozen=True, slots=True)
class Kind:
    """What lines that say the same of many things have in common: on a long day they are folded into one.

    `more` is lazily translated and plural by `count`: how many further lines there are, and of what.
    """

    code: str
    more: Any = field(compare=False)


@dataclass(frozen=True, slots=True)
class Due:
    """A sentence that begins with what to do, where to do it, and by when.

    `sentence` and `url` may be lazy: most lines of a long day are only counted. `due` is the last day (or the moment of a change); None when there is none.
    A waiting line whose day has passed is shown as late.
    """

    sentence: Any
    url: Any = ""
    due: date | datetime | None = None
    level: Level = Level.WAITING
    kind: Kind | None = None
