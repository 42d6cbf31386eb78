"""A family's own line: its public code, its salt, and what both commit to. Pure Python.

Each pool has a key of 256 random bits. A family's public code and salt come out of it and of the family's list code:
nothing is kept for each family, and nobody without the key can go from the list code, which people at a point see, to
the public line. A commitment is SHA-256 over the salt (128 bits) and canonical bytes: without the salt the few facts of
a family cannot be guessed from it.
"""

import hashlib
import hmac
import secrets

from twiza.aid.rules.draw import pads

PUBLIC_DIGITS = 16  # hexadecimal: 64 bits, so that a million codes are all different
SALT_BYTES = 16


def new_key() -> bytes:
    """Return the key of a pool: 256 random bits."""
    return secrets.token_bytes(32)


def public_code(key: bytes, code: str) -> str:
    """Return the code under which a family stands in the public file."""
    return hmac.digest(key, b"public:" + code.encode(), "sha256").hex()[:PUBLIC_DIGITS]


def salt_of(key: bytes, code: str) -> bytes:
    """Return the salt that opens a family's line."""
    return hmac.digest(key, b"salt:" + code.encode(), "sha256")[:SALT_BYTES]


class Family:
    """The same codes and salts for many families of one pool: the key goes into the hash once."""

    def __init__(self, key: bytes) -> None:
        inner, outer = pads(key)
        self._inner, self._outer = hashlib.sha256(inner), hashlib.sha256(outer)

    def public_code(self, code: str) -> str:
        """Return what `public_code` returns."""
        return self._digest(b"public:" + code.encode()).hex()[:PUBLIC_DIGITS]

    def salt(self, code: str) -> bytes:
        """Return what `salt_of` returns."""
        return self._digest(b"salt:" + code.encode())[:SALT_BYTES]

    def _digest(self, message: bytes) -> bytes:
        """HMAC-SHA-256 of a message."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


def commit(salt: bytes, record: bytes) -> str:
    """Return the commitment to a record, as 64 hexadecimal digits."""
    return hashlib.sha256(salt + record).hexdigest()
