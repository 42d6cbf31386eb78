"""How people write the same thing in a sheet: digits, dates, phones, names drawn out. Pure Python."""

from datetime import date
from random import Random

_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]  # fmt: skip
_ARABIC_MONTHS = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
]
_JOINS_LEFT = set("بتثجحخسشصضطظعغفقكلمنهيئ")
_MARKS = {"فاطمة": "فَاطِمَة", "محمد": "مُحَمَّد", "علي": "عَلِيّ", "عمر": "عُمَر", "مريم": "مَرْيَم", "حسن": "حَسَن"}
NBSP, NARROW = "\u00a0", "\u202f"


def eastern(value: object) -> str:
    """Return a number or a text with its digits as ٠-٩."""
    return str(value).translate(_EASTERN)


def drawn_out(name: str, chance: Random) -> str:
    """Return an Arabic name with tatweel or vowel marks, now and then, as decorated sheets have them."""
    luck = chance.random()
    if luck < 0.12:
        first = name.split(" ")[0]
        return name.replace(first, _MARKS.get(first, first), 1)
    if luck < 0.25:
        for place, letter in enumerate(name[:-1]):
            if letter in _JOINS_LEFT and name[place + 1] != " " and place > 0:
                return name[: place + 1] + "ـ" * chance.randint(1, 4) + name[place + 1 :]
    return name


def french_date(day: date, chance: Random) -> str | date:
    """Return a date in one of the styles found in one and the same French sheet; a real date cell among them."""
    style = chance.randrange(7)
    if style == 0:
        return day
    if style == 1:
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if style == 2 and 1940 <= day.year < 2000:
        return f"{day.day:02d}/{day.month:02d}/{day.year % 100:02d}"
    if style == 3:
        return f"{day.day:02d}-{day.month:02d}-{day.year}"
    if style == 4:
        return f"{day.day}.{day.month}.{day.year}"
    if style == 5:
        return day.isoformat()
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def arabic_date(day: date, chance: Random) -> str:
    """Return a date in Arabic-Indic digits, or with the name of the month, in Moroccan words."""
    if chance.random() < 0.15:
        return eastern(f"{day.day} {_ARABIC_MONTHS[day.month - 1]} {day.year}")
    separator = "/" if chance.random() < 0.8 else "-"
    return eastern(f"{day.day:02d}{separator}{day.month:02d}{separator}{day.year}")


def french_phone(phone: str, chance: Random) -> str:
    """Return a phone as typed: spaces of every kind, dots, +212, 00212."""
    if not phone:
        return ""
    pairs = [phone[place : place + 2] for place in range(0, 10, 2)]
    style = chance.randrange(6)
    if style == 0:
        return NBSP.join(pairs)
    if style == 1:
        return f"+212{NBSP}{phone[1]}{NARROW}" + NARROW.join(pairs[1:])
    if style == 2:
        return ".".join(pairs)
    if style == 3:
        return f"00212{phone[1:]}"
    if style == 4:
        return "-".join(pairs)
    return phone


def arabic_phone(phone: str, chance: Random) -> str:
    """Return a phone in Arabic-Indic digits, in one piece or in pairs."""
    if not phone:
        return ""
    if chance.random() < 0.4:
        return eastern(" ".join(phone[place : place + 2] for place in range(0, 10, 2)))
    return eastern(phone)
