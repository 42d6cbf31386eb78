"""The check afterwards: a sample that nobody could choose, and what it says. Pure Python.

1. The codes of everybody served are sorted and hashed, and a secret is made and committed (its hash is shown).
2. Digits are drawn by hand before witnesses, after that.
3. The seed is the hash of both; the sample is the first codes in the order of hash(seed, code).

The file of the draw holds codes, secret and digits: whoever has it draws the same sample again (`prove`). The database
recomputes commitment, seed and order too (migration 0171).
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from math import sqrt
from uuid import UUID

from twiza.lib.canonical import canonical_bytes
from twiza.lib.errors import N_, DomainError

FORMAT = "twiza.after_check.1"
Z_95 = 1.959963984540054  # of the normal law, for 95 in a hundred


class Way(StrEnum):
    """How a household of the sample was asked, or why it was not."""

    CALL, VISIT = "call", "visit"
    NOT_REACHED, NOT_SAFE = "not_reached", "not_safe"


ASKED = (Way.CALL, Way.VISIT)


class DrawDiffers(DomainError):
    """The file of a check does not hold together: something of it is not what was shown before the draw."""

    code = "aid.check_differs"


@dataclass(frozen=True)
class DrawFile:
    """Everything of the draw of a check, to do it again. `commitment` was shown before the digits were drawn."""

    campaign: UUID
    commitment: str
    secret: str
    digits: str
    codes: tuple[str, ...]
    sample: tuple[str, ...]


def codes_hash(codes: Iterable[str]) -> str:
    """Return the hash of the codes that may be drawn, in order of code point."""
    return hashlib.sha256(canonical_bytes([("codes", sorted(codes))])).hexdigest()


def commitment(secret: str, *, campaign: UUID, codes: str) -> str:
    """Return what is shown before the draw: the hash of the secret, bound to the campaign and the codes' hash."""
    fields = [("what", "after_check"), ("campaign", campaign), ("codes", codes), ("secret", secret)]
    return hashlib.sha256(canonical_bytes(fields)).hexdigest()


def seed_of(secret: str, digits: str, *, codes: str) -> str:
    """Return the seed: the hash of the codes' hash, the secret and the digits."""
    fields = [("what", "after_check"), ("codes", codes), ("secret", secret), ("digits", digits)]
    return hashlib.sha256(canonical_bytes(fields)).hexdigest()


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


def write_file(drawn: DrawFile) -> str:
    """Return the file of a draw: one object of JSON, with what it is written first."""
    return json.dumps(
        {
            "format": FORMAT,
            "campaign": str(drawn.campaign),
            "commitment": drawn.commitment,
            "secret": drawn.secret,
            "digits": drawn.digits,
            "codes": drawn.codes,
            "sample": drawn.sample,
        },
        indent=1,
    )


def read_file(text: str) -> DrawFile:
    """Return what a file of a draw says. DrawDiffers when it is none."""
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise ValueError(said["format"])
        promised, secret, digits = (_word(said[name]) for name in ("commitment", "secret", "digits"))
        campaign = UUID(_word(said["campaign"]))
        return DrawFile(campaign, promised, secret, digits, _codes(said["codes"]), _codes(said["sample"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DrawDiffers(N_("This is not a whole file of a check.")) from error


def prove(drawn: DrawFile) -> str:
    """Draw the sample of a file again and return its seed. DrawDiffers with the first thing that does not fit."""
    codes = codes_hash(drawn.codes)
    if commitment(drawn.secret, campaign=drawn.campaign, codes=codes) != drawn.commitment:
        raise DrawDiffers(N_("The secret or the codes are not those that were promised before the draw."))
    seed = seed_of(drawn.secret, drawn.digits, codes=codes)
    again = tuple(draw(drawn.codes, seed=seed, size=len(drawn.sample)))
    for place, (said, found) in enumerate(zip(drawn.sample, again, strict=True), start=1):
        if said != found:
            raise DrawDiffers(
                N_("Place %(place)s is of %(found)s; the file says %(said)s."),
                place=place,
                found=found,
                said=said,
            )
    return seed


def _word(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError(said)
    return said


def _codes(said: Sequence[object]) -> tuple[str, ...]:
    codes = tuple(_word(one) for one in said)
    if len(set(codes)) < len(codes):
        raise ValueError("a code stands once")
    return codes
