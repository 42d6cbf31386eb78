"""Dates of birth in every style a list may hold, with how exactly they are known."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from twiza.lib.text import western_digits
from twiza.registry.rules.problems import Problem
from twiza.registry.rules.words import folded, written


class Precision(StrEnum):
    """How exactly a date is known: to the day, month or year, or worked out from an age."""

    DAY, MONTH, YEAR, ABOUT = "day", "month", "year", "about"


@dataclass(frozen=True)
class Birth:
    """A date of birth; unknown parts are 1 (1 January of the year)."""

    on: date
    precision: Precision


OLDEST = 125
EXCEL_FROM = date(1899, 12, 30)
MONTHS = {
    folded(name): number
    for number, names in enumerate(
        (
            "يناير|جانفي|كانون الثاني|janvier|janv|jan|january",
            "فبراير|فيفري|شباط|février|févr|fév|fevrier|feb|february",
            "مارس|آذار|mars|mar|march",
            "أبريل|ابريل|أفريل|نيسان|avril|avr|april|apr",
            "ماي|مايو|أيار|mai|may",
            "يونيو|جوان|حزيران|juin|june|jun",
            "يوليوز|يوليو|جويلية|تموز|juillet|juil|july|jul",
            "غشت|أغسطس|أوت|آب|août|aout|aoû|august|aug",
            "شتنبر|سبتمبر|أيلول|septembre|sept|sep|september",
            "أكتوبر|اكتوبر|تشرين الأول|octobre|oct|october",
            "نونبر|نوفمبر|تشرين الثاني|novembre|nov|november",
            "دجنبر|ديسمبر|كانون الأول|décembre|déc|december|dec",
        ),
        start=1,
    )
    for name in names.split("|")
}
AROUND = re.compile(
    r"^(?:مواليد|مزداده?|ولدت?|ازدياد|سنه|عام|في|حوالي|حوالى|تقريبا|بتاريخ|nee?|le|en|vers|environ|annee|born|about|in|circa|ca)\s+"
)
ABOUT = re.compile(r"حوالي|حوالى|تقريبا|vers |environ |about |circa |ca ")
TAIL = re.compile(r"\s+(?:تقريبا|environ|m|م)$")
DAY_TEXT = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})")
ISO = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})(?: \d{1,2} \d{2}(?: \d{2}(?: \d+)?)?z?)?")
T_TIME = re.compile(r"(?<=\d)T(?=\d{2}:)")
MONTH_YEAR = re.compile(r"(\d{1,2}) (\d{4})")
NAMED = re.compile(r"(?:(\d{1,2})(?:er)? )?([^\W\d]+(?: [^\W\d]+)?) (\d{4})")
HIJRI_WORD = re.compile(r"هـ|ه$|رمضان|شعبان|محرم|صفر|ربيع|جمادى|رجب|شوال|القعدة|الحجة")


def read_birth(cell: object, today: date) -> Birth | Problem | None:
    """Return the date of birth of a cell, None when it is empty, or what is wrong with it.

    `today` bounds the answer: nobody is born after it, nor more than 125 years before.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return bounded(cell.date(), Precision.DAY, today, cell)
    if isinstance(cell, date):
        return bounded(cell, Precision.DAY, today, cell)
    if isinstance(cell, bool | time | timedelta):
        return Problem("date.unreadable", written(cell))
    if isinstance(cell, int | float):
        return from_number(float(cell), today)
    text = western_digits(written(cell))
    if not text:
        return None
    if HIJRI_WORD.search(text):
        return Problem("date.hijri", text)
    return from_text(text, today)


def from_number(number: float, today: date) -> Birth | Problem:
    """A year, or the day number of Excel (1927 to today; smaller numbers are no dates)."""
    read = written(number)
    if number != number or abs(number) > 1e7:
        return Problem("date.unreadable", read)
    if number == int(number) and today.year - OLDEST <= number <= today.year:
        return bounded(date(int(number), 1, 1), Precision.YEAR, today, read)
    if 1300 <= number < 1500:
        return Problem("date.hijri", read)
    if number < 10_000:
        return Problem("date.unreadable", read)
    if number >= 2_900_000:
        return Problem("date.unreadable", read)
    return bounded(EXCEL_FROM + timedelta(days=int(number)), Precision.DAY, today, read)


def from_text(text: str, today: date) -> Birth | Problem:
    plain = folded(T_TIME.sub(" ", text))
    about = ABOUT.match(plain) is not None
    for _ in range(3):
        plain = TAIL.sub("", AROUND.sub("", plain))
    if plain.isdecimal():
        found = from_digits(plain, text, today)
        known = isinstance(found, Birth) and found.precision is Precision.YEAR
        return Birth(found.on, Precision.ABOUT) if about and known and isinstance(found, Birth) else found
    if match := ISO.fullmatch(plain):
        return build(int(match[3]), int(match[2]), int(match[1]), text, today)
    if match := DAY_TEXT.fullmatch(plain):
        return from_parts(int(match[1]), int(match[2]), match[3], text, today)
    if match := MONTH_YEAR.fullmatch(plain):
        return build(0, int(match[1]), int(match[2]), text, today)
    if match := NAMED.fullmatch(plain):
        month = MONTHS.get(match[2])
        if month:
            return build(int(match[1] or 0), month, int(match[3]), text, today)
    return Problem("date.unreadable", text)


def from_digits(digits: str, text: str, today: date) -> Birth | Problem:
    if len(digits) == 8:  # 05031980 or 19800305
        if 19 <= int(digits[4:6]) <= 20 and int(digits[:2]) <= 31:
            return build(int(digits[:2]), int(digits[2:4]), int(digits[4:]), text, today)
        return build(int(digits[6:]), int(digits[4:6]), int(digits[:4]), text, today)
    if len(digits) > 7:
        return Problem("date.unreadable", text)
    found = from_number(float(digits), today)
    return Problem(found.code, text, found.data) if isinstance(found, Problem) else found


def from_parts(day: int, month: int, year: str, text: str, today: date) -> Birth | Problem:
    if len(year) == 2:
        late, early = 2000 + int(year), 1900 + int(year)
        if late <= today.year:
            return Problem("date.short_year", text, {"one": str(late), "other": str(early)})
        return build(day, month, early, text, today)
    return build(day, month, int(year), text, today)


def build(day: int, month: int, year: int, text: str, today: date) -> Birth | Problem:
    """Make the date; a day or month written 0 means it is not known (00/00/1980)."""
    if 1300 <= year < 1500:
        return Problem("date.hijri", text)
    if month > 12 and 1 <= day <= 12 and month <= 31:
        return Problem("date.day_month", text, {"would": f"{month:02}/{day:02}/{year}"})
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    if day and not month:
        return Problem("date.not_in_calendar", text)
    try:
        return bounded(date(year, month or 1, day or 1), precision, today, text)
    except ValueError:
        return Problem("date.not_in_calendar", text)


def bounded(on: date, precision: Precision, today: date, read: object) -> Birth | Problem:
    if on > today:
        return Problem("date.future", shown(read))
    if on.year < today.year - OLDEST:
        return Problem("date.too_old", shown(read))
    return Birth(on, precision)


def shown(read: object) -> str:
    return read.strftime("%d/%m/%Y") if isinstance(read, date) and read.year > 999 else written(read)


AGE = re.compile(r"(\d{1,3})(?: (سنه|سنوات|عاما?|اعوام|ans?|annees?|years?|y|شهرا?|اشهر|شهور|mois|months?))?")
IN_MONTHS = {"شهر", "شهرا", "اشهر", "شهور", "mois", "month", "months"}


def read_age(cell: object, today: date) -> Birth | Problem | None:
    """Return a year of birth worked out from an age in years or months (its precision says so)."""
    text = folded(western_digits(written(cell))) if cell not in (None, "") else ""
    if not text:
        return None
    match = AGE.fullmatch(text)
    if not match or re.search(r"[-+.,]", written(cell)):
        return Problem("age.unreadable", written(cell))
    months = int(match[1]) if match[2] in IN_MONTHS else int(match[1]) * 12
    if months > OLDEST * 12:
        return Problem("age.unreadable", written(cell))
    return Birth(date(today.year - (months // 12), 1, 1), Precision.ABOUT)
