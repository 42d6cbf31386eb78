"""The check afterwards: a sample that nobody could choose, and what it says. Pure Python.

1. The codes of everybody served are sorted and hashed, and a secret is made and committed (its hash is shown).
2. Digits are drawn by hand before witnesses, after that.
3. The seed is the hash of both; the sample is the first codes in the order of hash(seed, code).

Whoever has the codes, the secret and the digits draws the same sample again.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from math import sqrt
from uuid import UUID

from twiza.lib.canonical import canonical_bytes
from twiza.lib.errors import N_, DomainError
from twiza.lib.text import western_digits

LEAST_DIGITS = 6
Z_95 = 1.959963984540054  # of the normal law, for 95 in a hundred


class Way(StrEnum):
    """How a household of the sample was asked, or why it was not."""

    CALL, VISIT = "call", "visit"
    NOT_REACHED, NOT_SAFE = "not_reached", "not_safe"


ASKED = (Way.CALL, Way.VISIT)


class NotEnoughDigits(DomainError):
    """Too few digits were drawn for nobody to have foreseen them."""

    code = "aid.not_enough_digits"


def new_secret() -> str:
    """Return a fresh secret of 256 bits, as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def codes_hash(codes: Iterable[str]) -> str:
    """Return the hash of the codes that may be drawn, in order of code point."""
    return hashlib.sha256(canonical_bytes([("codes", sorted(codes))])).hexdigest()


def commitment(secret: str, *, campaign: UUID, codes: str) -> str:
    """Return what is shown before the draw: the hash of the secret, bound to the campaign and the codes' hash."""
    fields = [("what", "after_check"), ("campaign", campaign), ("codes", codes), ("secret", secret)]
    return hashlib.sha256(canonical_bytes(fields)).hexdigest()


def read_digits(typed: str) -> str:
    """Return the drawn digits without spaces. NotEnoughDigits below `LEAST_DIGITS`, or with anything else in it."""
    digits = "".join(western_digits(typed).split()).replace("-", "")
    if not digits.isascii() or not digits.isdecimal() or len(digits) < LEAST_DIGITS:
        raise NotEnoughDigits(
            N_("Write at least %(least)s digits, in the order in which they were drawn."), least=LEAST_DIGITS
        )
    return digits


def seed_of(secret: str, digits: str) -> str:
    """Return the seed: the hash of the secret and the digits."""
    return hashlib.sha256(canonical_bytes([("secret", secret), ("digits", digits)])).hexdigest()


def sample_size(population: int, percent: Decimal) -> int:
    """Return how many are asked: `percent` in a hundred, rounded up; at least one where anybody was served."""
    return min(population, int((population * percent / 100).to_integral_value(ROUND_CEILING)))


def draw(codes: Collection[str], *, seed: str, size: int) -> list[str]:
    """Return the `size` codes that the seed chooses, in the order of the draw: it depends on seed and code alone."""
    return sorted(codes, key=lambda code: (hashlib.sha256(f"{seed}:{code}".encode()).hexdigest(), code))[
        :size
    ]


@dataclass(frozen=True)
class Share:
    """So many of so many, and between which shares the truth lies 95 times in 100. Shares from 0 to 1."""

    count: int
    of: int
    least: float
    most: float


def share(count: int, of: int) -> Share:
    """Return a share with Wilson's interval, which holds for small samples and at 0 and 1. Nobody asked: from 0 to 1.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if not 0 <= count <= of:
        raise ValueError("a part is within its whole")
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    p, z = count / of, Z_95
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    # at the ends the interval ends there: rounding would miss it
    return Share(
        count, of, max(0.0, middle - half) if count else 0.0, min(1.0, middle + half) if count < of else 1.0
    )
