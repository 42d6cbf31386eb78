"""When each household is asked to come, so that nobody waits long. Pure Python; local wall time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

SLOTS_OF = timedelta(minutes=90)


@dataclass(frozen=True)
class Slot:
    """A day and the hours of it, local wall time."""

    on: date
    starts: time
    ends: time


def slots_for(count: int, *, days: Mapping[date, tuple[time, time]], capacity: int) -> list[Slot]:
    """Return a slot for each of `count` households, the first ones first, filling each day before the next.

    `days`: from when until when each day is open, in their order.

    A day has room for `capacity`; when the days are too few, the last day takes the rest: nobody is left
    without a slot, and the caller is told by the count. ValueError without a day, hours or room.
    """
    if not days or capacity < 1 or any(closes <= opens for opens, closes in days.values()):
        raise ValueError("a point has days, hours and room")
    order, given = list(days), []
    hours_of = {day: _hours(opens, closes) for day, (opens, closes) in days.items()}
    for number in range(count):
        day, in_day = divmod(number, capacity)
        if day >= len(days):
            day, in_day = len(days) - 1, number % capacity
        hours = hours_of[order[day]]
        room = -(-capacity // len(hours))  # in each slot
        starts, ends = hours[min(in_day // room, len(hours) - 1)]
        given.append(Slot(order[day], starts, ends))
    return given


def days_between(first: date, last: date) -> list[date]:
    """Return every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _hours(opens_at: time, closes_at: time, each: timedelta = SLOTS_OF) -> list[tuple[time, time]]:
    at, end = (datetime.combine(date(2000, 1, 1), one) for one in (opens_at, closes_at))
    hours = []
    while at < end:
        until = min(at + each, end)
        if end - until < each / 2:
            until = end
        hours.append((at.time(), until.time()))
        at = until
    return hours


SHORTEST = 15  # minutes


class NoRoom(ValueError):
    """The slots hold fewer households than were asked for."""


@dataclass(frozen=True)
class OpenSlot:
    """A slot with room left, as it is now."""

    on: date
    starts: time
    ends: time
    room: int


def divided(
    opens_at: time, closes_at: time, each: timedelta, *, capacity: int
) -> list[tuple[time, time, int]]:
    """Return (from, until, room) over the opening hours: the last slot takes the rest of the time, all the room of a day."""
    hours = _hours(opens_at, closes_at, each)[:capacity]
    whole, rest = divmod(capacity, len(hours))
    return [(starts, ends, whole + (n < rest)) for n, (starts, ends) in enumerate(hours)]


def filled(open_slots: Sequence[OpenSlot], first: Sequence[bool]) -> list[int]:
    """Return the place in `open_slots` of each household, in the order given; no slot takes more than its room.

    `first[n]`: this household has an elder, or needs a seat or help. They take the earliest hours of the days,
    when nobody has waited yet; the others then fill day after day.

    Raises:
        NoRoom: fewer places than households.
    """
    room = [slot.room for slot in open_slots]
    if sum(room) < len(first):
        raise NoRoom(f"{sum(room)} places for {len(first)}")
    by_hour = sorted(range(len(room)), key=lambda n: (open_slots[n].starts, open_slots[n].on))
    by_day = sorted(range(len(room)), key=lambda n: (open_slots[n].on, open_slots[n].starts))
    given = [-1] * len(first)
    for order, wanted in ((by_hour, True), (by_day, False)):
        waiting = iter([n for n, one in enumerate(first) if one is wanted])
        for place in order:
            while room[place]:
                household = next(waiting, None)
                if household is None:
                    break
                given[household] = place
                room[place] -= 1
    return given
