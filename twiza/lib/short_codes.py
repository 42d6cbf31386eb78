"""Codes that a person reads, says and types: random characters and one that checks them. Pure Python.

The alphabet leaves out I, L, O and U, which are read as 1, 1, 0 and V. The last character is that of
ISO 7064 MOD 37-2, which finds every single wrong character and every two that changed places; a code
whose check character would be none of the alphabet is drawn again.
"""

import secrets
from collections.abc import Callable

from twiza.lib import keyboard

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"  # ISO 7064: the values 0 to 36
_LOOK_ALIKE = str.maketrans("OILU", "011V")
_SEPARATORS = str.maketrans("", "", " \u00a0\u202f\u2009\t\r\n-_.\u2010\u2011\u2012\u2013\u2014ـ'\u200e\u200f\u200b\u2066\u2067\u2068\u2069\ufeff")  # fmt: skip


def check_character(characters: str) -> str:
    """Return the ISO 7064 MOD 37-2 check character of `characters` (0-9, A-Z); it may be `*`."""
    total = 0
    for character in characters:
        total = (total + _VALUES.index(character)) * 2 % 37
    return _VALUES[(1 - total) % 37]


def new_code(length: int, draw: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a new code of `length` characters, the last one its check. `draw(n)` gives a number from 0 to n - 1."""
    while True:
        characters = "".join(ALPHABET[draw(len(ALPHABET))] for _ in range(length - 1))
        check = check_character(characters)
        if check in ALPHABET:
            return characters + check


def is_code(text: str, length: int) -> bool:
    """Say whether `text`, as it is, is a whole code of this length with the right check character."""
    return (
        len(text) == length
        and all(one in ALPHABET for one in text)
        and check_character(text[:-1]) == text[-1]
    )


def read_code(typed: str, length: int) -> str:
    """Return the code of `length` characters that was meant; "" when it is none.

    Small letters, spaces, dashes, Arabic-Indic digits, look-alikes and an Arabic keyboard layout are forgiven; a
    wrong character is not.
    """
    for reading in keyboard.readings(typed[: 8 * length]):
        code = reading.translate(_SEPARATORS).upper().translate(_LOOK_ALIKE)
        if is_code(code, length):
            return code
    return ""


def grouped(code: str) -> str:
    """Return a code as it is printed, in two halves: `ABCDE-FGHJK`."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
