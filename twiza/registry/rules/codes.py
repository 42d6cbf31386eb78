"""Household codes: random, easy to say aloud; neither a name nor a number can be worked out from one."""

import os
from collections.abc import Callable

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O, 1 I L
LENGTH = 10  # 49 random bits
HALF = LENGTH // 2


def new_codes(count: int, random: Callable[[int], bytes] = os.urandom) -> list[str]:
    """Return `count` different codes such as "7KQXM-2HDRT"."""
    codes: set[str] = set()
    while len(codes) < count:
        wanted = count - len(codes)
        # bytes of 248 and above are thrown away, so that each of the 31 letters is equally likely
        letters = "".join(LETTERS[byte % 31] for byte in random(wanted * (LENGTH + 2)) if byte < 248)
        for start in range(0, len(letters) - LENGTH + 1, LENGTH):
            if len(codes) == count:
                break
            codes.add(f"{letters[start : start + HALF]}-{letters[start + HALF : start + LENGTH]}")
    return list(codes)


def code_typed(text: str) -> str:
    """Return what was typed as a code, its two halves divided; "" when it cannot be one.

    >>> code_typed(" 7kqxm 2hdrt ")
    '7KQXM-2HDRT'
    """
    letters = "".join(letter for letter in text.upper() if letter not in " -_")
    if len(letters) != LENGTH or not letters.isascii() or not letters.isalnum():
        return ""
    return f"{letters[:HALF]}-{letters[HALF:]}"
