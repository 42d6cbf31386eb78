"""Words as people type them, folded so that the same word is the same text."""

import re
import unicodedata
from functools import lru_cache

from twiza.lib.sheets import unguarded
from twiza.lib.text import tidy
from twiza.linkage.normalise import plain

TATWEEL = "\u0640"
FOLD = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ؤ": "و",
        "ئ": "ي",
        "ى": "ي",
        "ة": "ه",
        "ڭ": "ك",
        "گ": "ك",
        "ݣ": "ك",
        "ک": "ك",
        "ی": "ي",
        "ھ": "ه",
        "ہ": "ه",
    }
)
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
UNTIDY = re.compile(rf"^[ ']|  | $|{TATWEEL}")
LETTER = re.compile(r"[^\W\d_]")


def written(value: object) -> str:
    """Return a cell as one tidy line: no direction marks, tatweel or control characters; digits as typed.

    Whole floats, which is how Excel keeps numbers, lose their ".0"; booleans become "yes" or "no".
    """
    if isinstance(value, str):
        if value.isprintable() and not UNTIDY.search(value) and unicodedata.is_normalized("NFC", value):
            return value
        text = "".join(letter for letter in value if letter.isprintable() or letter.isspace())
        return unguarded(tidy(unicodedata.normalize("NFC", text).replace(TATWEEL, "")))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Return the text for comparing: lower case, no accents, vowel marks, punctuation or letter variants.

    Idempotent. The Arabic article stays: names such as الحسن need it. Latin spellings stay as they are.
    """
    return plain(plain(text).translate(FOLD).replace("ء", ""))


def without_article(text: str) -> str:
    """Return folded Arabic words without their article, so that الهاتف and هاتف are one heading."""
    return " ".join(
        word[2:] if word.startswith("ال") and len(word) > 4 else word[3:] if word.startswith("لل") else word
        for word in text.split()
    )


def scripts_of(name: str) -> tuple[str, str]:
    """Return (Arabic part, Latin part) of a name as written; one of them is usually empty."""
    has_arabic, has_latin = ARABIC.search(name), LATIN.search(name)
    if not (has_arabic and has_latin):
        return (name, "") if has_arabic else ("", name)
    arabic: list[str] = []
    latin: list[str] = []
    for word in re.split(r"[\s/|()]+", name):
        (arabic if ARABIC.search(word) else latin).append(word)
    return " ".join(arabic).strip(" -"), " ".join(latin).strip(" -")
