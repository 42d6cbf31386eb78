"""An amount in words, in Arabic and in French, as it stands in a convention. Pure Python.

Dirham and centime, million and milliard are masculine in both languages, so one gender is enough. num2words was tried:
its Arabic calls the dirham a riyal and puts a space after «و», its French does not know the dirham.
"""

from decimal import Decimal

CENT = Decimal("0.01")
MOST = Decimal("999999999999.99")  # numeric(14,2)

_AR_ONES = (
    "", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة", "أحد عشر", "اثنا عشر",
    "ثلاثة عشر", "أربعة عشر", "خمسة عشر", "ستة عشر", "سبعة عشر", "ثمانية عشر", "تسعة عشر",
)  # fmt: skip
_AR_TENS = ("", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
_AR_HUNDREDS = (
    "", "مائة", "مائتان", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة",
)  # fmt: skip
# one, two, two before its noun, three to ten, eleven to ninety-nine
_AR_THOUSAND = ("ألف", "ألفان", "ألفا", "آلاف", "ألفاً")
_AR_MILLION = ("مليون", "مليونان", "مليونا", "ملايين", "مليوناً")
_AR_MILLIARD = ("مليار", "ملياران", "مليارا", "مليارات", "ملياراً")
_AR_DIRHAM = ("درهم", "درهمان", "درهما", "دراهم", "درهماً")
_AR_CENTIME = ("سنتيم", "سنتيمان", "سنتيما", "سنتيمات", "سنتيماً")
_AR_SCALES = ((10**9, _AR_MILLIARD), (10**6, _AR_MILLION), (1000, _AR_THOUSAND))

_FR_ONES = (
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_FR_TENS = (
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
)


def in_words(amount: Decimal, language: str) -> str:
    """Return an amount of dirhams in words.

    Args:
        amount: from 0 to 999,999,999,999.99, two decimals at most.
        language: "ar" or "fr".

    Raises:
        ValueError: an amount outside these, or a language that is not written here.
    """
    if not 0 <= amount <= MOST or amount != amount.quantize(CENT) or language not in ("ar", "fr"):
        raise ValueError(f"{amount} {language}")
    whole, cents = divmod(int(amount * 100), 100)
    write = _arabic if language == "ar" else _french
    parts = (
        [write(whole, _AR_DIRHAM if language == "ar" else ("dirham", "dirhams"))]
        if whole or not cents
        else []
    )
    if cents:
        parts.append(write(cents, _AR_CENTIME if language == "ar" else ("centime", "centimes")))
    return (" و" if language == "ar" else " et ").join(parts)


def _arabic(number: int, noun: tuple[str, ...]) -> str:
    """Return a number with what it counts: the noun follows the last part of the number."""
    if number == 0:
        return f"صفر {noun[0]}"
    parts, rest = [], number
    for scale, word in _AR_SCALES:
        count, rest = divmod(rest, scale)
        if count:
            parts += _arabic_scale(count, word, before_noun=not rest)
    if not rest:
        return " و".join(parts) + f" {noun[0]}"
    parts += _counted(rest, noun, alone=not parts)
    return " و".join(parts)


def _arabic_scale(count: int, word: tuple[str, ...], *, before_noun: bool) -> list[str]:
    """Return the parts of so many thousands, millions or milliards; the last one may stand before the noun."""
    one, two, two_before, _few, many = word
    parts = _counted(count, word, alone=False)
    if parts[-1] == f"{one} واحد":
        parts[-1] = one
    if before_noun and parts[-1] == two:
        parts[-1] = two_before
    if before_noun and parts[-1].endswith(many):
        parts[-1] = parts[-1].removesuffix(many) + one
    return parts


def _counted(number: int, noun: tuple[str, ...], *, alone: bool) -> list[str]:
    """Return the parts of 1 to 999 of something, to be joined by «و»."""
    one, two, _before, few, many = noun
    hundreds, low = divmod(number, 100)
    parts = [_AR_HUNDREDS[hundreds]] if hundreds else []
    if low == 0:
        parts[-1] = ("مائتا" if hundreds == 2 else parts[-1]) + f" {one}"
    elif low <= 2:
        # one hundred and one dirhams is said "a hundred dirhams and one dirham"
        if hundreds:
            parts[-1] = ("مائتا" if hundreds == 2 else parts[-1]) + f" {one}"
        parts.append(f"{one} واحد" if low == 1 else two)
    elif low <= 10:
        parts.append(f"{_AR_ONES[low]} {few}")
    elif low < 20:
        parts.append(f"{_AR_ONES[low]} {many}")
    else:
        tens, ones = divmod(low, 10)
        parts += [_AR_ONES[ones]] if ones else []
        parts.append(f"{_AR_TENS[tens]} {many}")
    return parts


def _french(number: int, noun: tuple[str, ...]) -> str:
    """Return a number with what it counts: two millions of dirhams, two thousand dirhams."""
    if number == 0:
        return f"zéro {noun[0]}"
    parts, rest = [], number
    for scale, word in ((10**9, "milliard"), (10**6, "million")):
        count, rest = divmod(rest, scale)
        if count:
            parts.append(f"{_french_below_thousand(count)} {word}{'s' if count > 1 else ''}")
    thousands, low = divmod(rest, 1000)
    if thousands:
        # «cents» and «vingts» lose their s before «mille», which is no noun
        parts.append(f"{_french_below_thousand(thousands, last=False)} mille" if thousands > 1 else "mille")
    if low:
        parts.append(_french_below_thousand(low))
    of = "" if rest else "de "
    return f"{' '.join(parts)} {of}{noun[0] if number == 1 else noun[1]}"


def _french_below_thousand(number: int, *, last: bool = True) -> str:
    hundreds, low = divmod(number, 100)
    parts = []
    if hundreds:
        plural = "s" if hundreds > 1 and not low and last else ""
        parts.append("cent" if hundreds == 1 else f"{_FR_ONES[hundreds]} cent{plural}")
    if low:
        parts.append(_french_below_hundred(low, last=last))
    return " ".join(parts)


def _french_below_hundred(number: int, *, last: bool) -> str:
    if number < 20:
        return _FR_ONES[number]
    tens, ones = divmod(number, 10)
    if tens in (7, 9):
        ones += 10
    word = _FR_TENS[tens]
    if ones == 0:
        return f"{word}s" if tens == 8 and last else word
    and_one = ones in (1, 11) and tens < 8
    return f"{word} et {_FR_ONES[ones]}" if and_one else f"{word}-{_FR_ONES[ones]}"
