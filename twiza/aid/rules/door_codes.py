"""The code on a card that a person can read, say and type. Pure Python.

Nine characters drawn at random (45 bits, of which the draw keeps 44.8) and one check character of
ISO 7064 MOD 37-2, which finds every single wrong character and every two that changed places. The
alphabet leaves out I, L, O and U, which are read as 1, 1, 0 and V; a code whose check character would
be one of them, or `*`, is drawn again.
"""

import secrets
from collections.abc import Callable

from twiza.aid.rules import keyboard
from twiza.lib.errors import N_, DomainError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"  # ISO 7064: the values 0 to 36
_LOOK_ALIKE = str.maketrans("OILU", "011V")
RANDOM_CHARACTERS = 9
LENGTH = RANDOM_CHARACTERS + 1
_SEPARATORS = str.maketrans("", "", " \u00a0\u202f\u2009\t\r\n-_.\u2010\u2011\u2012\u2013\u2014ـ'\u200e\u200f\u200b\u2066\u2067\u2068\u2069\ufeff")  # fmt: skip


class NotADoorCode(DomainError):
    """What was typed cannot be a door code: too short, too long, or the check character differs."""

    code = "aid.not_a_door_code"


def check_character(characters: str) -> str:
    """Return the ISO 7064 MOD 37-2 check character of `characters` (0-9, A-Z); it may be `*`."""
    total = 0
    for character in characters:
        total = (total + _VALUES.index(character)) * 2 % 37
    return _VALUES[(1 - total) % 37]


def new_door_code(draw: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a new door code of ten characters. `draw(n)` gives a number from 0 to n - 1."""
    while True:
        characters = "".join(ALPHABET[draw(len(ALPHABET))] for _ in range(RANDOM_CHARACTERS))
        check = check_character(characters)
        if check in ALPHABET:
            return characters + check


def is_door_code(text: str) -> bool:
    """Say whether `text`, as it is, is a whole door code with the right check character."""
    return (
        len(text) == LENGTH
        and all(one in ALPHABET for one in text)
        and check_character(text[:-1]) == text[-1]
    )


def read_door_code(typed: str) -> str:
    """Return the door code that was meant: ten characters of the alphabet.

    Small letters, spaces, dashes, Arabic-Indic digits, look-alikes and an Arabic keyboard layout are
    forgiven; a wrong character is not: NotADoorCode.
    """
    for reading in keyboard.readings(typed):
        code = reading.translate(_SEPARATORS).upper().translate(_LOOK_ALIKE)
        if is_door_code(code):
            return code
    raise NotADoorCode(
        N_("This is not a whole card code. Read the ten characters again, two groups of five, and type them.")
    )


def grouped(code: str) -> str:
    """Return the code as printed on a card: `ABCDE-FGHJK`."""
    return f"{code[:5]}-{code[5:]}"
