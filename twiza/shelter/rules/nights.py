"""A night of the winter runs from noon to noon and bears the date of its evening. No Django.

A contact at 01:30 belongs to the night that began at noon the day before (MANO's night; weakness C-12 to beat).
Moments become local time first: around Ramadan the country's clock changes, and a fixed shift would be wrong.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Africa/Casablanca")
TURN = time(12, 0)  # local noon: one night ends and the next begins
LONGEST = 200  # nights of one winter, at most


def night_of(moment: datetime, zone: tzinfo = ZONE) -> date:
    """Return the night (the date of its evening) to which a moment with a time zone belongs.

    Raises:
        ValueError: the moment says no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone belongs to no night")
    local = moment.astimezone(zone)
    return local.date() if local.time() >= TURN else local.date() - timedelta(days=1)


def begins_at(night: date, zone: tzinfo = ZONE) -> datetime:
    """Return the noon at which a night begins."""
    return datetime.combine(night, TURN, zone)


def ends_at(night: date, zone: tzinfo = ZONE) -> datetime:
    """Return the noon at which a night ends, and the next one begins."""
    return begins_at(night + timedelta(days=1), zone)


def moment_in(night: date, clock: time, zone: tzinfo = ZONE) -> datetime:
    """Return when the clock shows `clock` in a night: 20:00 is of its evening, 07:30 of the morning after."""
    day = night if clock >= TURN else night + timedelta(days=1)
    return datetime.combine(day, clock, zone)


def nights_between(first: date, last: date) -> Iterator[date]:
    """Give each night from the first to the last, both included: 12 December to 31 January are 51."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
