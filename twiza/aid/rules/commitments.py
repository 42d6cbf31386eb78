"""A family's own line: its public code, its salt, and what both commit to. Pure Python.

Each pool has a key of 256 random bits. A family's public code and salt come out of it and of the family's list code:
nothing is kept for each family, and nobody without the key can go from the list code, which people at a point see, to
the public line. A commitment is SHA-256 over the salt (128 bits) and canonical bytes: without the salt the few facts of
a family cannot be guessed from it.
"""

import hashlib
import hmac
import secrets

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


def commit(salt: bytes, record: bytes) -> str:
    """Return the commitment to a record, as 64 hexadecimal digits."""
    return hashlib.sha256(salt + record).hexdigest()
