"""Hijri months: what was announced comes first; what is computed is said to be an estimate. Pure Python.

The official month in Morocco may begin a day before or after the computed one (Ramadan 1447 began on
19 February 2026 officially, on the 18th by computation). So a campaign is dated by an announced month
that a person enters, and a computed date is only ever shown as an estimate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from twiza.lib.errors import N_, DomainError

RAMADAN = 9
Announced = Mapping[tuple[int, int], date]  # (hijri year, month) → the civil day on which it began
_KNOWN_YEARS = range(1343, 1501)


class MonthNotAnnounced(DomainError):
    """The month has not been announced yet: a campaign cannot be dated by it."""

    code = "aid.month_not_announced"


class NoSuchMonth(DomainError):
    """No such Hijri month, or outside the years that can be computed."""

    code = "aid.no_such_month"


@dataclass(frozen=True)
class HijriDay:
    """A day in the Hijri calendar, and whether it is an estimate."""

    year: int
    month: int
    day: int
    estimate: bool


@dataclass(frozen=True)
class MonthStart:
    """The civil day on which a Hijri month begins, and whether it is an estimate."""

    on: date
    estimate: bool


def month_start(year: int, month: int, announced: Announced) -> MonthStart:
    """Return the first day of a month: announced if it was, else computed and marked as an estimate."""
    if (year, month) in announced:
        return MonthStart(announced[year, month], estimate=False)
    if year not in _KNOWN_YEARS or not 1 <= month <= 12:
        raise NoSuchMonth(
            N_("There is no month %(month)s in the Hijri year %(year)s."), month=month, year=year
        )
    return MonthStart(Hijri(year, month, 1).to_gregorian(), estimate=True)


def announced_start(year: int, month: int, announced: Announced) -> date:
    """Return the announced first day of a month, or raise MonthNotAnnounced."""
    if (year, month) not in announced:
        raise MonthNotAnnounced(
            N_("The month %(month)s of %(year)s has not been announced yet. Enter it once it is announced."),
            month=month,
            year=year,
        )
    return announced[year, month]


def hijri_day(on: date, announced: Announced) -> HijriDay:
    """Return the Hijri day of a civil day.

    It is certain when the month's beginning was announced and no announced month has begun since; the
    day is at most the 30th. Otherwise it is computed and marked as an estimate.
    """
    begun = [(start, key) for key, start in announced.items() if start <= on]
    if begun:
        start, (year, month) = max(begun)
        number = (on - start).days + 1
        if number <= 29 or (number == 30 and _next(year, month) in announced):
            return HijriDay(year, month, number, estimate=False)
        if number == 30:
            return HijriDay(year, month, 30, estimate=True)  # a 30th day is known only afterwards
    computed = Gregorian.fromdate(on).to_hijri()
    return HijriDay(computed.year, computed.month, computed.day, estimate=True)


def check_announcement(year: int, month: int, on: date, announced: Announced) -> None:
    """Raise NoSuchMonth when an announced beginning cannot be true.

    A month has 29 or 30 days, so it begins 29 or 30 days after an announced previous month, and never
    more than two days from the computed day.
    """
    computed = month_start(year, month, {}).on
    previous, following = announced.get(_next(year, month, -1)), announced.get(_next(year, month))
    wrong = abs(on - computed) > timedelta(days=2)
    wrong |= previous is not None and (on - previous).days not in (29, 30)
    wrong |= following is not None and (following - on).days not in (29, 30)
    if wrong:
        raise NoSuchMonth(
            N_(
                "The month %(month)s of %(year)s cannot begin on %(day)s. By computation it begins on %(computed)s."
            ),
            month=month,
            year=year,
            day=on.isoformat(),
            computed=computed.isoformat(),
        )


def _next(year: int, month: int, step: int = 1) -> tuple[int, int]:
    years, zero_based = divmod(month - 1 + step, 12)
    return year + years, zero_based + 1
