"""What a scanner or a hand meant when the keyboard was set to Arabic. Pure Python.

A USB scanner types as a keyboard does: the computer turns its key strokes into the letters of the
layout that is on. Under the Arabic layout (Arabic 101, the one Windows and Linux ship) `TW1:` arrives
as `لإً1:`. Each stroke gives another text, so the strokes can be found again, with one exception:
the small letters `gh` and `b` both give `لا`; `readings` returns each possibility.
"""

from itertools import product

ARABIC_DIGITS = {ord(digit): str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}

_PLAIN = dict(zip("ضصثقفغعهخحشسيبلاتنمئءؤرىة", "qwertyuiopasdfghjklzxcvnm", strict=True)) | {
    "ج": "[", "د": "]", "ك": ";", "ط": "'", "و": ",", "ز": ".", "ظ": "/", "ذ": "`",
}  # fmt: skip
_SHIFTED = {
    "\u064e": "Q", "\u064b": "W", "\u064f": "E", "\u064c": "R", "إ": "Y", "‘": "U", "÷": "I", "×": "O",
    "؛": "P", "\u0650": "A", "\u064d": "S", "]": "D", "[": "F", "أ": "H", "ـ": "J", "،": "K", "/": "L",
    "~": "Z", "\u0652": "X", "}": "C", "{": "V", "آ": "N", "’": "M", ",": "<", ".": ">", "؟": "?",
    "\u0651": "~",
}  # fmt: skip
_PAIRS = {"لإ": "T", "لأ": "G", "لآ": "B", "ﻹ": "T", "ﻷ": "G", "ﻵ": "B", "ﻻ": "b"}
_ARABIC = frozenset("".join(_PLAIN) + "".join(_PAIRS)) | frozenset(
    mark for mark in _SHIFTED if "\u0600" <= mark <= "\u06ff"
)
LONGEST = 4  # more `لا` than this in one text: read each as `b`


def is_arabic_layout(text: str) -> bool:
    """Say whether `text` holds a letter that only the Arabic layout types."""
    return any(letter in _ARABIC for letter in text)


def readings(text: str) -> list[str]:
    """Return the texts that the same key strokes give under a Latin (US) layout, best guess first.

    Arabic-Indic digits become 0-9. A text without Arabic letters comes first as it is.
    """
    text = text.translate(ARABIC_DIGITS)
    if not is_arabic_layout(text):
        return [text] if not any(one in _SHIFTED for one in text) else [text, *_strokes(text)]
    return _strokes(text)


def _strokes(text: str) -> list[str]:
    parts: list[tuple[str, ...]] = []
    place = 0
    doubtful = text.count("لا")
    while place < len(text):
        pair, one = text[place : place + 2], text[place]
        if pair == "لا":
            parts.append(("b", "gh") if doubtful <= LONGEST else ("b",))
            place += 2
        elif pair in _PAIRS:
            parts.append((_PAIRS[pair],))
            place += 2
        else:
            parts.append((_PAIRS.get(one) or _PLAIN.get(one) or _SHIFTED.get(one) or one,))
            place += 1
    return ["".join(choice) for choice in product(*parts)]


def as_typed_in_arabic(text: str) -> str:
    """Return what a scanner types for `text` when the layout is Arabic: the reverse of `readings`."""
    back = {latin: arabic for arabic, latin in (_SHIFTED | _PLAIN).items()}
    back |= {"T": "لإ", "G": "لأ", "B": "لآ", "b": "لا", "~": "\u0651"}
    return "".join(back.get(letter, letter) for letter in text)
