"""Dates, numbers and money as Morocco writes them: يوليوز, 1.234,50 درهم, Western digits, Casablanca's clock.

Django's own Arabic formats are those of the Levant; these come from Babel's `ar_MA` and `fr_MA`.
None and the empty string are shown as an empty string, never as "None".
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext

from twiza.lib import hijri as hijri_calendar

LOCALES = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
DAY_AND_TIME = {"ar": "{0} على الساعة {1}", "fr": "{0} à {1}", "en": "{0} at {1}"}
DIRHAMS = {"ar": "درهم", "fr": "DH", "en": "MAD"}
NO_BREAK = "\u00a0"
LEFT_TO_RIGHT = "\u200e"  # a mark that is not seen


def language() -> str:
    """The language of the moment, as one of the three of the house."""
    short = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return short if short in LOCALES else "ar"


def labelled(words: Mapping[Any, str]) -> Callable[[Any], str]:
    """Return a filter that says the word of a code in the reader's language; an unknown code stays as it is."""
    return lambda code: gettext(words[code]) if code in words else str(code or "")


def local_day(value: date | datetime) -> date:
    """The day in Morocco: a moment is first brought to Casablanca's clock."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def day(value: date | datetime | None) -> str:
    """21 يوليوز 2026."""
    return _day(local_day(value), LOCALES[language()]) if value else ""


@lru_cache(maxsize=1000)
def _day(day: date, locale: str, before: str = "") -> str:
    """The first of a month is “1er” in French, and a plain 1 in every other language."""
    first = "'1er'" if day.day == 1 and locale == LOCALES["fr"] else "d"
    return format_date(day, f"{before}{first} MMMM y", locale=locale)


def weekday(value: date | datetime | None) -> str:
    """الثلاثاء 21 يوليوز 2026."""
    return _day(local_day(value), LOCALES[language()], "EEEE ") if value else ""


def month(value: date | None) -> str:
    """يوليوز 2026."""
    return format_date(value, "MMMM y", locale=LOCALES[language()]) if value else ""


def clock(value: datetime | None) -> str:
    """15:04, by Casablanca's clock."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return _clock(local.time().replace(second=0, microsecond=0), LOCALES[language()])


@lru_cache(maxsize=1440)
def _clock(time: time, locale: str) -> str:
    return format_time(time, "HH:mm", locale=locale)


def moment(value: datetime | None) -> str:
    """21 يوليوز 2026 على الساعة 15:04."""
    return DAY_AND_TIME[language()].format(day(value), clock(value)) if value else ""


def _in_order(text: str) -> str:
    """Keep the minus before its digits where the sentence runs from right to left."""
    return LEFT_TO_RIGHT + text if text.startswith("-") and language() == "ar" else text


def number(value: Any) -> str:
    """1.234.567,5: as many decimals as the value has; text that is not a number is shown as it is."""
    if value is None or value == "" or isinstance(value, bool):
        return "" if value in (None, "") else str(value)
    try:
        exact = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    exponent = exact.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return _in_order(format_decimal(exact, pattern, locale=LOCALES[language()]))


def money(value: Any, currency: str = "MAD") -> str:
    """1.234,50 درهم. Any other currency keeps its three letters."""
    if value is None or value == "":
        return ""
    amount = _in_order(format_decimal(Decimal(str(value)), "#,##0.00", locale=LOCALES[language()]))
    return f"{amount}{NO_BREAK}{DIRHAMS[language()] if currency == 'MAD' else currency}"


def period(start: date | None, until: date | None) -> str:
    """Say a period [start, until) with its last day included; an open end says so."""
    last = until - timedelta(days=1) if until else None
    if start and last:
        if start == last:
            return day(start)
        return gettext("from %(first)s to %(last)s") % {"first": day(start), "last": day(last)}
    if start:
        return gettext("since %(first)s") % {"first": day(start)}
    return gettext("until %(last)s") % {"last": day(last)} if last else ""


def announced_months() -> hijri_calendar.Announced:
    """The month starts that people have entered from official announcements (a query named in the settings)."""
    name = getattr(settings, "ANNOUNCED_MONTHS", None)
    return import_string(name)() if name else {}


def hijri(value: date | datetime | None) -> str:
    """1 رمضان 1447: by the announced months where a person has entered them, else marked (تقديري)."""
    if not value:
        return ""
    found = hijri_calendar.hijri_of(local_day(value), announced_months())
    words = f"{found.day} {gettext(hijri_calendar.MONTHS[found.month - 1])} {found.year}"
    return words if found.announced else gettext("%(day)s (estimated)") % {"day": words}
