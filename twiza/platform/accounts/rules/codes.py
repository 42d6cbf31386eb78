"""One-time codes on paper: typed by hand, read over a shoulder, copied by someone who reads little. Pure Python.

32 signs without look-alikes (Crockford's base 32: no I, L, O, U), 16 of them: 80 random bits, so that a
plain SHA-256 of the code can be kept in the database and nobody can try them all.
"""

import hashlib
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
RANDOM_BYTES = 10  # 80 bits = 16 signs of 5 bits
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_from(random_bytes: bytes) -> str:
    """Return the 16 signs that say these 10 bytes.

    Raises:
        ValueError: not exactly 10 bytes.
    """
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"{RANDOM_BYTES} bytes are needed, not {len(random_bytes)}")
    number = int.from_bytes(random_bytes)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def tidy(typed: str) -> str:
    """Return what was typed as the code it means: any case, spaces, dashes, Arabic-Indic digits, O for 0."""
    signs = []
    for sign in unicodedata.normalize("NFKC", typed).upper():
        digit = unicodedata.digit(sign, None)
        if digit is not None:
            signs.append(str(digit))
        elif sign.isascii() and sign.isalnum():
            signs.append(sign)
    return "".join(signs).translate(LOOK_ALIKES)


def in_groups(code: str) -> str:
    """Return the code as it is printed: four groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def fingerprint(typed: str) -> str:
    """Return what is kept of a code: 64 hexadecimal signs from which it cannot be found again."""
    return hashlib.sha256(b"twiza one-time code\0" + tidy(typed).encode()).hexdigest()
