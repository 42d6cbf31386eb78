"""A draw that nobody can steer and anybody can do again. Pure Python.

1. When the pool is frozen, a secret is drawn and its hash is published in what is signed.
2. Then digits are drawn by hand before witnesses, and written on a sheet that they sign.
3. Seed = SHA-256 of the canonical bytes of (pool hash, secret, digits); a household's key = HMAC-SHA-256 of its public
   code under the seed. The lowest key comes first.

Who knows the secret does not know the digits; who draws the digits does not know the secret. The order depends on
nothing but seed and code.
"""

import hashlib
import hmac
import re
import secrets

from twiza.lib.canonical import canonical_bytes
from twiza.lib.errors import N_, DomainError
from twiza.lib.text import western_digits

LEAST_DIGITS, MOST_DIGITS = 6, 12
LEAST_WITNESSES = 2


class BadDigits(DomainError):
    """What was typed is not what is drawn by hand."""

    code = "aid.bad_digits"


def new_secret() -> str:
    """Return 256 random bits, as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def commitment(secret: str) -> str:
    """Return what is published of a secret before it is told: its SHA-256."""
    return hashlib.sha256(bytes.fromhex(secret)).hexdigest()


def read_digits(text: str) -> str:
    """Return the digits as they are hashed: western digits, nothing between them.

    Raises:
        BadDigits: fewer or more than a draw by hand has, or something else than digits.
    """
    digits = re.sub(r"[\s.,/-]+", "", western_digits(text))
    if not re.fullmatch(rf"[0-9]{{{LEAST_DIGITS},{MOST_DIGITS}}}", digits):
        raise BadDigits(
            N_("Write the %(least)s to %(most)s digits of the sheet, in the order in which they were drawn."),
            least=LEAST_DIGITS,
            most=MOST_DIGITS,
        )
    return digits


def seed(pool_hash: str, secret: str, digits: str) -> str:
    """Return the seed, as 64 hexadecimal digits. The database computes the same bytes again (see its trigger)."""
    fields = [("what", "draw"), ("pool", pool_hash), ("secret", secret), ("digits", digits)]
    return hashlib.sha256(canonical_bytes(fields)).hexdigest()


def order_key(seed: str, code: str) -> bytes:
    """Return the key by which a household stands in the order of the draw."""
    return hmac.digest(bytes.fromhex(seed), code.encode(), "sha256")


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and outer key of HMAC-SHA-256: with them a database that knows SHA-256 computes it."""
    whole = key.ljust(64, b"\0")
    return bytes(one ^ 0x36 for one in whole), bytes(one ^ 0x5C for one in whole)
