"""The code on a card that a person can read, say and type. Pure Python.

Nine characters drawn at random (45 bits, of which the draw keeps 44.8) and one check character: see
`twiza/lib/short_codes.py`.
"""

import secrets
from collections.abc import Callable

from twiza.lib import short_codes
from twiza.lib.errors import N_, DomainError
from twiza.lib.short_codes import ALPHABET, check_character, grouped

__all__ = [
    "ALPHABET",
    "LENGTH",
    "NotADoorCode",
    "check_character",
    "grouped",
    "is_door_code",
    "new_door_code",
    "read_door_code",
]
RANDOM_CHARACTERS = 9
LENGTH = RANDOM_CHARACTERS + 1


class NotADoorCode(DomainError):
    """What was typed cannot be a door code: too short, too long, or the check character differs."""

    code = "aid.not_a_door_code"


def new_door_code(draw: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a new door code of ten characters. `draw(n)` gives a number from 0 to n - 1."""
    return short_codes.new_code(LENGTH, draw)


def is_door_code(text: str) -> bool:
    """Say whether `text`, as it is, is a whole door code with the right check character."""
    return short_codes.is_code(text, LENGTH)


def read_door_code(typed: str) -> str:
    """Return the door code that was meant: ten characters of the alphabet.

    Small letters, spaces, dashes, Arabic-Indic digits, look-alikes and an Arabic keyboard layout are
    forgiven; a wrong character is not: NotADoorCode.
    """
    code = short_codes.read_code(typed, LENGTH)
    if code:
        return code
    raise NotADoorCode(
        N_("This is not a whole card code. Read the ten characters again, two groups of five, and type them.")
    )
