"""Hijri days: by the months announced for Morocco where they are known, else calculated and said to be so.

The announced month may begin a day before or after the calculated one (Umm al-Qura), so a calculated day is an
estimate and is marked as such. Pure Python.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Gregorian

from twiza.lib.errors import N_

# (hijri year, month 1-12) → the Gregorian day on which it was announced to begin
Announced = Mapping[tuple[int, int], date]

MONTHS = (
    N_("Muharram"),
    N_("Safar"),
    N_("Rabi I"),
    N_("Rabi II"),
    N_("Jumada I"),
    N_("Jumada II"),
    N_("Rajab"),
    N_("Shaban"),
    N_("Ramadan"),
    N_("Shawwal"),
    N_("Dhu al-Qadah"),
    N_("Dhu al-Hijjah"),
)
SHORTEST, LONGEST = 29, 30


@dataclass(frozen=True)
class HijriDay:
    """A day of the Hijri calendar; `announced` is False when it is only calculated."""

    year: int
    month: int
    day: int
    announced: bool


def next_month(year: int, month: int) -> tuple[int, int]:
    """The month after this one."""
    return (year, month + 1) if month < len(MONTHS) else (year + 1, 1)


def hijri_of(on: date, announced: Announced) -> HijriDay:
    """Return the Hijri day of `on`.

    A month that was announced holds its first 29 days for certain. Its thirtieth is certain only once the next
    month has been announced for later; until then it is an estimate.
    """
    starts = sorted((start, key) for key, start in announced.items())
    place = bisect_right(starts, (on, (10_000, 13))) - 1
    if place >= 0:
        start, (year, month) = starts[place]
        passed = (on - start).days
        following = announced.get(next_month(year, month))
        if passed < SHORTEST or (passed < LONGEST and following is not None and on < following):
            return HijriDay(year, month, passed + 1, announced=True)
        if passed < LONGEST and following is None:
            return HijriDay(year, month, passed + 1, announced=False)
    calculated = Gregorian(on.year, on.month, on.day).to_hijri()
    return HijriDay(calculated.year, calculated.month, calculated.day, announced=False)


def last_possible_day(start: date) -> date:
    """The latest day a month that begins on `start` can have."""
    return start + timedelta(days=LONGEST - 1)
