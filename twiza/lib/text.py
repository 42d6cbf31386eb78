"""Text as people type it here: digits of three scripts, invisible marks, kinds of space. Pure Python."""

import re

_EASTERN = {0x0660 + n: str(n) for n in range(10)} | {0x06F0 + n: str(n) for n in range(10)}
_SIGNS = {0x066B: ",", 0x066C: ".", 0x066A: "%", 0x2212: "-", 0x060C: "،"}
_WESTERN = _EASTERN | _SIGNS
_MARKS = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SPACES = dict.fromkeys([0x00A0, 0x202F, 0x2007, 0x2009, 0x3000], " ")

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def western_digits(text: str) -> str:
    """Return `text` with the digits ٠-٩ and ۰-۹ as 0-9; everything else is left as it was.

    The Arabic decimal and thousands signs (٫ ٬) become those of Morocco (, .), the minus sign a hyphen.
    """
    return text if text.isascii() else text.translate(_WESTERN)


def tidy(text: str) -> str:
    """Return `text` on one line, without invisible direction marks, every kind of space as one plain space."""
    return re.sub(r"\s+", " ", text.translate(_MARKS).translate(_SPACES)).strip()


def isolated(text: str) -> str:
    """Return `text` between isolation marks, so that a code or a name keeps its order inside any sentence."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
