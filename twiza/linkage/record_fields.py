"""One field of a record made comparable: birth with its local habits, phone, sex, place. Pure Python.

A birth is written as a day, as a year only, as 1 January when the day is not known, in the order of days or of
months, or in the Hijri calendar. Nothing here raises: what cannot be read is None.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from hijridate import Hijri

from .normalise import plain, skeleton, words

_OLDEST, _NEWEST = 1880, 2100
_HIJRI_OLDEST, _HIJRI_NEWEST = 1300, 1500
_DAY_FIRST = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DIGITS = re.compile(r"[0-9]+")
_SEXES = {
    **dict.fromkeys(("m", "male", "man", "h", "homme", "masculin", "ذكر", "رجل", "1"), "m"),
    **dict.fromkeys(("f", "female", "woman", "femme", "feminin", "انثي", "امراه", "انثى", "2"), "f"),
}


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth as it may be compared.

    Attributes:
        year: of the Gregorian calendar.
        month, day: None when only the year is known; 1 January is taken for that.
        hijri: whether it was given in the Hijri calendar: then the day may be off by two.
    """

    year: int
    month: int | None
    day: int | None
    hijri: bool = False


@lru_cache(maxsize=262144)
def birth_of(text: str) -> Birth | None:
    """Return a birth as written; None when there is no year in it.

    >>> birth_of("03/12/1980").month, birth_of("1980-01-01").day, birth_of("1400 هـ").hijri
    (12, None, True)
    """
    text = plain(text)
    if found := _YEAR_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.search(text):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.search(text):
        year, month, day = map(int, found.groups())
    elif found := _YEAR.search(text):
        year, month, day = int(found[1]), 0, 0
    else:
        return None
    if _HIJRI_OLDEST <= year <= _HIJRI_NEWEST:
        return _hijri(year, month, day)
    if not _OLDEST <= year <= _NEWEST:
        return None
    if month > 12 >= day:
        month, day = day, month
    if (month, day) == (1, 1) or not _is_day(year, month, day):
        return Birth(year, None, None)
    return Birth(year, month, day)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _hijri(year: int, month: int, day: int) -> Birth:
    """Return a Hijri birth in the Gregorian calendar; its year alone when the day is not known."""
    try:
        if month and day and year >= 1343:
            found = Hijri(year, month, day).to_gregorian()
            return Birth(found.year, found.month, found.day, hijri=True)
    except (ValueError, OverflowError):
        pass
    # 33 Hijri years are 32 of the sun; the middle of the year
    return Birth(int(622 + (year - 0.5) * 0.970224), None, None, hijri=True)


def day_number(birth: Birth) -> int | None:
    """Return the day counted from 1970; None when only the year is known."""
    if birth.month is None or birth.day is None:
        return None
    return (date(birth.year, birth.month, birth.day) - date(1970, 1, 1)) // timedelta(days=1)


def day_key(birth: Birth) -> int | None:
    """Return one number for a day and for it with day and month swapped; None when only the year is known."""
    if birth.month is None or birth.day is None:
        return None
    low, high = sorted((birth.month, birth.day))
    return birth.year * 10_000 + low * 100 + high


@lru_cache(maxsize=65536)
def phone_of(text: str) -> int | None:
    """Return the last nine digits of a phone as a number; None when there are fewer than eight.

    >>> phone_of("+212 6 12 34 56 78") == phone_of("٠٦١٢٣٤٥٦٧٨")
    True
    """
    digits = "".join(_DIGITS.findall(plain(text)))
    return int(digits[-9:]) if len(digits) >= 8 and len(set(digits)) > 2 else None


@lru_cache(maxsize=4096)
def sex_of(text: str) -> str | None:
    """Return m or f; None when it is not said."""
    return _SEXES.get(plain(text))


@lru_cache(maxsize=65536)
def place_of(text: str) -> str | None:
    """Return the consonants of a place, the same in each script, articles away; None when nothing is left."""
    return skeleton(" ".join(words(text))) or None
