"""One line of a person's today page, as the subjects give it. Pure Python.

A subject's query, named in the setting `TODAY_SOURCES`, is called with (user, at=moment) and returns a list of
`Due`. It runs inside the person's own context, so row security holds.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """Where a line stands on the page."""

    WAITING = "waiting"  # something this person is expected to do
    LATE = "late"  # its day has passed
    CHANGED = "changed"  # news: nothing to do


@dataclass(frozen=True)
class Due:
    """A sentence that begins with what to do, where to do it, and by when.

    `sentence` may be lazily translated. `due` is the last day (or the moment of a change); None when there is none.
    A waiting line whose day has passed is shown as late.
    """

    sentence: Any
    url: str = ""
    due: date | datetime | None = None
    level: Level = Level.WAITING
