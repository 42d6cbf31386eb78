"""How the lines of a today page are sorted. No database, no clock, no Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from twiza.lib.today import Due, Level

CASABLANCA = ZoneInfo("Africa/Casablanca")


@dataclass(frozen=True)
class Today:
    """The three parts of the page, each in the order in which it should be read."""

    late: tuple[Due, ...]
    waiting: tuple[Due, ...]
    changed: tuple[Due, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing asks for this person's hand."""
        return not self.late and not self.waiting


def day_of(line: Due) -> date:
    """The day of a line in Morocco; lines without a day come after all others."""
    if isinstance(line.due, datetime):
        return line.due.astimezone(CASABLANCA).date()
    return line.due or date.max


def sort_today(lines: Iterable[Due], *, on: date) -> Today:
    """Put each line in its part: oldest duty first, newest change first."""
    late, waiting, changed = [], [], []
    for line in lines:
        if line.level == Level.CHANGED:
            changed.append(line)
        elif line.level == Level.LATE or (line.due is not None and day_of(line) < on):
            late.append(line)
        else:
            waiting.append(line)
    return Today(
        tuple(sorted(late, key=day_of)),
        tuple(sorted(waiting, key=day_of)),
        tuple(sorted(changed, key=day_of, reverse=True)),
    )
