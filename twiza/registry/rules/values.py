"""Read one cell: a value, or the Problem that says what was read and what would work."""

import re
from functools import lru_cache

import phonenumbers

from twiza.lib.text import western_digits
from twiza.registry.rules.categories import category_of, with_parents
from twiza.registry.rules.problems import Problem
from twiza.registry.rules.words import LETTER, folded, scripts_of, without_article, written

MOST_PERSONS = 60
NAME_LETTERS = 200

SEX = {
    folded(word): sex
    for sex, words in {
        "female": "أنثى|انثى|انثي|أ|امرأة|مرأة|بنت|طفلة|سيدة|f|femme|féminin|feminin|fille|female|woman|fém|fem|mme|f.",
        "male": "ذكر|ذ|رجل|ولد|طفل|سيد|m|h|homme|masculin|garçon|male|man|masc|mr",
    }.items()
    for word in words.split("|")
}
YES = {
    folded(w)
    for w in [
        "نعم",
        "اه",
        "أيوه",
        "صحيح",
        "oui",
        "o",
        "yes",
        "y",
        "true",
        "vrai",
        "x",
        "1",
        "✓",
        "✔",
        "√",
        "v",
    ]
} | {
    "✓",
    "✔",
    "√",
    "☑",
    "×",
}
NO = {
    folded(w)
    for w in [
        "لا",
        "كلا",
        "ليس",
        "بدون",
        "لا يوجد",
        "لا شيء",
        "non",
        "n",
        "no",
        "false",
        "faux",
        "0",
        "aucun",
        "aucune",
        "néant",
        "none",
        "ras",
        "-",
    ]
}

RELATIONSHIPS = {
    without_article(folded(word)): code
    for code, words in {
        "head": "رب الأسرة|ربة الأسرة|رب البيت|رئيس الأسرة|رئيسة الأسرة|معيل|معيلة|المعني بالأمر|المعنية بالأمر|نفسه|نفسها"
        "|الأب رب الأسرة|chef|chef de ménage|chef de famille|cheffe de ménage|cheffe|lui même|elle même|head|head of household|self",
        "spouse": "زوج|زوجة|الزوجة|الزوج|conjoint|conjointe|époux|épouse|mari|femme|spouse|wife|husband|wife husband|free union",
        "child": "ابن|ابنة|إبن|إبنة|بنت|ولد|طفل|طفلة|ربيب|ربيبة|مكفول|مكفولة|fils|fille|enfant|son|daughter|child|son daughter",
        "parent": "أب|أم|والد|والدة|الأب|الأم|père|mère|father|mother|parent|mother father|حماة|حمو|beau père|belle mère|motherinlaw fatherinlaw",
        "sibling": "أخ|أخت|شقيق|شقيقة|frère|sœur|soeur|brother|sister|brother sister|sibling",
        "grandparent": "جد|جدة|grand père|grand mère|grandfather|grandmother|grandmother grandfather",
        "grandchild": "حفيد|حفيدة|petit fils|petite fille|grandchild|grandson|granddaughter|granddaughter grandson",
        "other": "قريب|قريبة|عم|عمة|خال|خالة|ابن أخ|آخر|أخرى|autre|parent éloigné|oncle|tante|neveu|nièce|other|cousin|cousine|nephew|niece"
        "|uncle|aunt|aunt uncle|nephew niece|daughterinlaw soninlaw|sisterinlaw brotherinlaw|unknown|foster child",
        "trusted": "non beneficiary|خارج الأسرة|وكيل|موكل|شخص ثقة|hors ménage|hors du ménage|mandataire|personne de confiance|proxy|collector",
    }.items()
    for word in words.split("|")
}

SEPARATORS = re.compile(r"[\s.\-()/_]+")
MOROCCAN = re.compile(r"(?:\+|00)?212(?:0)?([5-8]\d{8})|0?([5-8]\d{8})")
SEVERAL = re.compile(r"\s*(?:[/;,،|]|\bou\b|\bet\b|\band\b|\bأو\b|\bاو\b|\s-\s)\s*")
NOT_PHONE = {"-", "0", "/", "x", "néant", "neant", "non", "ras", "بدون", "لا يوجد", "لا", "aucun", "none"}
WITH_UNIT = re.compile(
    r"(\d{1,4})(?: ?(?:افراد|فرد|نسمه|اشخاص|شخص|personnes?|pers|membres?|p|persons?|members?|اطفال|طفل|enfants?))?"
)
GROUPED = re.compile(r"([1-9]\d{0,2}(?:[ .,٬'’]\d{3}){1,3}|[1-9]\d{0,8})(?: ?[^\W\d_]+\.?)?")
LIST = re.compile(r"[,،;؛/+|\n&]| - | et | and |\bو(?=ال)")


def read_name(cell: object) -> tuple[str, str] | Problem | None:
    """Return (as written in Arabic, as written in Latin letters); None when the cell is empty."""
    text = written(cell)
    if not text:
        return None
    if not LETTER.search(text):
        return Problem("name.not_a_name", text)
    if text.startswith("="):
        return Problem("name.formula", text[:80])
    if len(text) > NAME_LETTERS:
        return Problem("name.too_long", text[:80])
    return scripts_of(text)


def read_text(cell: object, most: int = 300) -> str:
    """Return free words on one line, cut at `most` letters."""
    return written(cell)[:most]


def read_phone(cell: object) -> tuple[list[str], Problem | None]:
    """Return up to two numbers (E.164 where they are understood, else as written) and what to remark."""
    if cell is None or cell == "":
        return [], None
    text = western_digits(written(cell))
    if not text or text.casefold() in NOT_PHONE:
        return [], None
    one = phone_number(text)
    if one:
        return [one], None
    parts = [part for part in SEVERAL.split(text) if part]
    found = [phone_number(part) for part in parts]
    if len(parts) > 1 and all(found):
        numbers = [number for number in dict.fromkeys(found) if number]
        return numbers[:2], Problem("phone.many", text) if len(numbers) > 2 else None
    return [text[:40]], Problem("phone.unknown", text)


@lru_cache(maxsize=8_192)
def phone_number(text: str) -> str | None:
    """Return the number as +212612345678, or None when it is no number we understand."""
    digits = SEPARATORS.sub("", text)
    if match := MOROCCAN.fullmatch(digits):
        return f"+212{match[1] or match[2]}"
    if not digits.startswith(("+", "00")):
        return None
    try:
        number = phonenumbers.parse(f"+{digits.lstrip('+0')}")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def read_sex(cell: object) -> str | Problem | None:
    """Return "female", "male" or None when it is not said."""
    text = written(cell)
    if not text or text in ("-", "/"):
        return None
    return SEX.get(folded(text)) or Problem("sex.unknown", text)


def read_size(cell: object) -> int | Problem | None:
    """Return a number of persons from 1 to 60."""
    number = read_count(cell)
    if isinstance(number, Problem):
        return Problem("size.unreadable", number.read)
    if number is not None and not 1 <= number <= MOST_PERSONS:
        return Problem("size.unreadable", written(cell))
    return number


def read_count(cell: object) -> int | Problem | None:
    """Return a whole number that is not negative, its unit left aside (“5 أفراد”)."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return (
            int(cell)
            if cell == cell and 0 <= cell < 10_000 and cell == int(cell)
            else Problem("count.unreadable", written(cell))
        )
    return count_in(written(cell))


@lru_cache(maxsize=8_192)
def count_in(text: str) -> int | Problem | None:
    if not text or text in ("-", "/"):
        return None
    match = WITH_UNIT.fullmatch(folded(text))
    # folded() drops signs: "-3" or "2,5" must not pass as 3 or "2 5".
    return int(match[1]) if match and not re.search(r"[-+.,٫]", text) else Problem("count.unreadable", text)


def read_total(cell: object) -> int | None:
    """Return the whole number of a totals row: no bound, thousands apart or not (12000, 12 000, 12.000); else None."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return int(cell) if cell == cell and 0 <= cell < 1e12 and cell == int(cell) else None
    small = read_count(cell)
    if isinstance(small, int):
        return small
    match = GROUPED.fullmatch(western_digits(written(cell))) if cell is not None else None
    return int(re.sub(r"\D", "", match[1])) if match else None


def read_yes_no(cell: object) -> bool | Problem | None:
    """Return yes or no; a cross or a tick is yes; an empty cell says nothing."""
    text = written(cell)
    if not text:
        return None
    plain = folded(text) or text
    if plain in YES:
        return True
    if plain in NO or text in ("-", "/"):
        return False
    return Problem("yes_no.unreadable", text)


def read_categories(cell: object) -> tuple[tuple[str, ...], Problem | None]:
    """Return the vulnerability codes named in a cell, and a remark on words that are none."""
    text = written(cell)
    return category_words(text) if text else ((), None)


@lru_cache(maxsize=16_384)
def category_words(text: str) -> tuple[tuple[str, ...], Problem | None]:
    whole = category_of(text)
    if whole is not None:
        return with_parents({whole} - {""}), None
    codes, unknown = set(), []
    for word in LIST.split(text):
        code = category_of(word.strip(" .:()"))
        if code is None:
            unknown.append(word.strip())
        elif code:
            codes.add(code)
    return with_parents(codes), Problem("category.unknown", ", ".join(unknown)[:120]) if unknown else None


def read_mark(cell: object, code: str) -> tuple[tuple[str, ...], Problem | None]:
    """Read a column that is about one category: yes, a cross, a number above 0, or words of that kind."""
    answer = read_yes_no(cell)
    if answer is None or answer is False:
        return (), None
    if answer is True:
        return (code,), None
    count = read_count(cell)
    if isinstance(count, int):
        return ((code,) if count else ()), None
    codes, problem = read_categories(cell)
    if code == "disability" and not codes and problem and problem.code == "category.unknown":
        return (code,), problem
    return codes, problem


def read_relationship(cell: object) -> str | Problem | None:
    """Return the relationship to the head: head, spouse, child, parent, sibling, …"""
    text = written(cell)
    if not text:
        return None
    return RELATIONSHIPS.get(without_article(folded(text))) or Problem("relationship.unknown", text)


def read_reference(cell: object) -> str:
    """Return the sheet's own number of a household, for joining rows; never kept as an identity number."""
    return western_digits(written(cell))[:60]
