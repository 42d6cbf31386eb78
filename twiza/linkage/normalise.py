"""One spelling for many: how names and places are made comparable. Pure Python, no Django.

Four steps, each standing on the one before; every function takes any text, never raises, and gives the
same answer when applied to its own answer:

* `plain`      what the eye does not see is gone: control and bidi marks, tatweel, vowel marks, accents,
              presentation forms, letter case, punctuation, Arabic digits; the script is kept;
* `fold`      one spelling inside a script: hamza seats, final forms, /g/ letters; in Latin ou/w, ch/sh,
              gu/g, doubled letters. Tifinagh becomes Latin here;
* `sounds`    one Latin-like alphabet for the three scripts, vowels kept;
* `skeleton`  consonants only, in broad classes: two spellings of one name nearly always share it, and
              so do many different names. It finds candidates; it never decides.

`fold` of Arabic keeps ambiguous letters apart (ض and ظ differ); `skeleton` does not.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from .letters import (
    APOSTROPHES,
    ARABIC_ARTICLE,
    ARABIC_SAME,
    ARABIC_TO_LATIN,
    LATIN_ARTICLES,
    LATIN_SAME,
    LATIN_SPELLINGS,
    TIFINAGH_TO_LATIN,
)

Script = Literal["arabic", "latin", "tifinagh", "none"]

_SAME = str.maketrans(ARABIC_SAME | TIFINAGH_TO_LATIN)
_TO_LATIN = str.maketrans(ARABIC_TO_LATIN)
_FRENCH_ARTICLE = re.compile(rf"(?<!\w)([ldLD])[{re.escape(APOSTROPHES)}](?=\w)")
_SPELLINGS = tuple((re.compile(pattern), new) for pattern, new in LATIN_SPELLINGS)
_HAS_LATIN = re.compile(r"[a-z]")
_ROUNDS = 12


def _until_stable(change: Callable[[str], str], text: str) -> str:
    for _ in range(_ROUNDS):
        changed = change(text)
        if changed == text:
            break
        text = changed
    return text


class _Plain(dict[int, str]):
    """What each character becomes, worked out the first time it is met. For `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = result = _until_stable(self._once, chr(code))
        return result

    @staticmethod
    def _once(text: str) -> str:
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).casefold()
        return "".join(LATIN_SAME.get(character, _visible(character)) for character in text)


def _visible(character: str) -> str:
    """Return what one character becomes: itself, a Western digit, a space, or nothing."""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if character in APOSTROPHES or character == "\u0640":  # tatweel is a letter to Unicode
        return ""
    if category[0] in "LN":
        return character
    return "" if category[0] == "M" or category in ("Cf", "Cs", "Co", "Cn") else " "


_PLAIN = _Plain()


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return `text` without what the eye does not see; the script and the spelling are kept.

    >>> plain("  أَكْلـمـوس\u200f ")
    'اكلموس'
    >>> plain("Aït-M'hamed ٢٠٢٤")
    'ait mhamed 2024'
    """
    return " ".join(_FRENCH_ARTICLE.sub(r"\1 ", text).translate(_PLAIN).split())


def _fold_once(text: str) -> str:
    for pattern, new in _SPELLINGS:
        text = pattern.sub(new, text)
    return text


@lru_cache(maxsize=65536)
def _fold_word(word: str) -> str:
    word = word.translate(_SAME)
    return _until_stable(_fold_once, word) if _HAS_LATIN.search(word) else word


def fold(text: str) -> str:
    """Return one spelling for the usual ones inside a script; words stay apart.

    >>> fold("Aguelmous"), fold("ⴰⴳⵍⵎⵓⵙ"), fold("مدرسة إبتدائية")
    ('agelmus', 'aglmus', 'مدرسه ابتداييه')
    """
    return " ".join(filter(None, map(_fold_word, plain(text).split())))


def script_of(text: str) -> Script:
    """Return the script most letters of `text` are written in; "none" when it has no known letter."""
    counts = {"arabic": 0, "latin": 0, "tifinagh": 0}
    for character in unicodedata.normalize("NFKC", text):
        if "\u0620" <= character <= "\u06ff" or "\u0750" <= character <= "\u077f":
            counts["arabic"] += character.isalpha()
        elif "\u2d30" <= character <= "\u2d7f":
            counts["tifinagh"] += 1
        elif character.isalpha() and unicodedata.name(character, "").startswith("LATIN"):
            counts["latin"] += 1
    script, most = max(counts.items(), key=lambda item: item[1])
    return script if most else "none"  # type: ignore[return-value]


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`, articles removed (unless nothing else is left)."""
    bare = tuple(filter(None, map(_without_article, fold(text).split())))
    return bare or tuple(fold(text).split())


def _without_article(word: str) -> str:
    if word in LATIN_ARTICLES or word == ARABIC_ARTICLE:
        return ""
    if word.startswith(ARABIC_ARTICLE) and len(word) > 4:
        return word[2:]
    return word


def bare(text: str) -> str:
    """Return the folded words run together without articles: عين السبع and عينسبع are one.

    Not idempotent by nature: running words together can make a new article appear.
    """
    return "".join(words(text))


@lru_cache(maxsize=65536)
def _word_sounds(word: str) -> str:
    if word.endswith("ه") and len(word) > 2:
        word = f"{word[:-1]}ا"  # a final ta marbuta sounds like a
    return _until_stable(_sounds_once, word.translate(_TO_LATIN))


def _sounds_once(word: str) -> str:
    word = _until_stable(_fold_once, word).replace("e", "i")
    return re.sub(r"(?<=[aiu])h$", "", word)


def sounds(text: str) -> str:
    """Return `text` in one Latin-like alphabet, whatever script it is in; vowels kept, words apart.

    >>> sounds("أكلموس"), sounds("Aguelmous")
    ('aklmus', 'agilmus')
    """
    return " ".join(filter(None, map(_word_sounds, fold(text).split())))


_VOWELS = re.compile(r"[aeiu\s]+")
_CLASSES = str.maketrans({"g": "k", "q": "k", "j": "k", "p": "b", "v": "f"})


def _skeleton_once(text: str) -> str:
    parts = re.split(r"(sh|kh|gh)", sounds(text))
    text = "".join(part if part in ("sh", "kh", "gh") else part.translate(_CLASSES) for part in parts)
    text = _VOWELS.sub("", text)
    return re.sub(r"(sh|kh|gh|.)\1+", r"\1", text)


@lru_cache(maxsize=65536)
def skeleton(text: str) -> str:
    """Return the consonant classes of `text`: أكلموس, أجلموس, Aguelmous and ⴰⴳⵍⵎⵓⵙ give one.

    g, k, q, j are one class (كلميم, ڭلميم, Guelmim, Goulimine); ت ث ط and د ذ ض ظ one each.

    >>> {skeleton(name) for name in ("أكلموس", "أجلموس", "Aguelmous", "aglmous", "ⴰⴳⵍⵎⵓⵙ")}
    {'klms'}
    """
    return _until_stable(_skeleton_once, text)


def search_keys(text: str) -> frozenset[str]:
    """Return the keys to index and to look a name up with: skeletons with and without its articles.

    Two names that a person would call the same almost always share a key; sharing one proves nothing.
    """
    keys = {skeleton(text), skeleton(" ".join(words(text))), skeleton(text.replace(" ", ""))}
    keys.discard("")
    return frozenset(keys) or frozenset(filter(None, [bare(text)]))
