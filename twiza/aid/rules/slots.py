"""When each household is asked to come, so that nobody waits long. Pure Python; local wall time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

SLOTS_OF = timedelta(minutes=90)


@dataclass(frozen=True)
class Slot:
    """A day and the hours of it, local wall time."""

    on: date
    starts: time
    ends: time


def slots_for(
    count: int, *, days: Sequence[date], opens_at: time, closes_at: time, capacity: int
) -> list[Slot]:
    """Return a slot for each of `count` households, the first ones first, filling each day before the next.

    A day has room for `capacity`; when the days are too few, the last day takes the rest: nobody is left
    without a slot, and the caller is told by the count. ValueError without a day, hours or room.
    """
    if not days or closes_at <= opens_at or capacity < 1:
        raise ValueError("a point has days, hours and room")
    hours = _hours(opens_at, closes_at)
    room = -(-capacity // len(hours))  # in each slot
    given = []
    for number in range(count):
        day, in_day = divmod(number, capacity)
        if day >= len(days):
            day, in_day = len(days) - 1, number % capacity
        starts, ends = hours[min(in_day // room, len(hours) - 1)]
        given.append(Slot(days[day], starts, ends))
    return given


def days_between(first: date, last: date) -> list[date]:
    """Return every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _hours(opens_at: time, closes_at: time) -> list[tuple[time, time]]:
    at, end = (datetime.combine(date(2000, 1, 1), one) for one in (opens_at, closes_at))
    hours = []
    while at < end:
        until = min(at + SLOTS_OF, end)
        if end - until < SLOTS_OF / 2:
            until = end
        hours.append((at.time(), until.time()))
        at = until
    return hours
