"""How the lines of a today page are sorted. No database, no clock, no Django."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from twiza.lib.today import Due, Kind, Level

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


def fold(lines: Sequence[Due], *, most: int, each: int) -> list[Due]:
    """Return a part of the page as it is shown first.

    Up to `most` lines stand as they are. Of more, each kind shows its first `each`; the rest of it is one line with
    the day of the first of them, which leads to all lines of that kind.
    """
    if len(lines) <= most:
        return list(lines)
    totals = Counter(line.kind for line in lines if line.kind is not None)
    met: Counter[Kind] = Counter()
    shown = []
    for line in lines:
        kind = line.kind
        if kind is not None and totals[kind] > each + 1:  # one line is not folded into one line
            met[kind] += 1
            if met[kind] == each + 1:
                count = totals[kind] - each
                shown.append(replace(line, sentence=kind.more % {"count": count}, url=f"?only={kind.code}"))
            if met[kind] > each:
                continue
        shown.append(line)
    return shown


def only(today: Today, code: str) -> Today:
    """Return the lines of one kind."""
    return Today(
        *(
            tuple(line for line in part if line.kind is not None and line.kind.code == code)
            for part in (today.late, today.waiting, today.changed)
        )
    )


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
