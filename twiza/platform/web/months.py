"""Names of the months as people write them here, in Arabic (Moroccan and Levantine), French and English."""

from functools import cache

from babel import Locale

OTHER_SPELLINGS = {"يناير": 1, "ينايير": 1, "ابريل": 4, "مايو": 5, "يوليو": 7, "أغسطس": 8, "اغسطس": 8, "سبتمبر": 9, "اكتوبر": 10, "نوفمبر": 11, "ديسمبر": 12, "fevrier": 2, "aout": 8, "decembre": 12}  # fmt: skip


@cache
def _numbers() -> dict[str, int]:
    """Every full name we know → 1 to 12."""
    numbers = dict(OTHER_SPELLINGS)
    for name in ("ar_MA", "fr_MA", "en"):
        for number, word in Locale.parse(name).months["format"]["wide"].items():
            numbers[word.casefold()] = number
    return numbers


def month_number(word: str) -> int:
    """Return 1 to 12.

    Raises:
        ValueError: no month has this name.
    """
    number = _numbers().get(word.casefold())
    if number is None:
        raise ValueError(word)
    return number
