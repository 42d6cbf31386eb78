"""What is signed when a pool is frozen: its hash. Pure Python.

Hash = SHA-256 over lines of canonical bytes, each ended by a line feed: the head (campaign, criteria, baskets and
reserve, quotas of the published zones, the hash of the secret), then a line for each household, sorted by code point:
its public code, the label and class under which it is published, and its commitment. The commitment binds, under the
family's own salt, its list code, who brought it, its facts, and what the criteria said. So anybody can compute the hash
from the public file, and nobody can read a family's facts out of it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from twiza.aid.rules.published import PublicZone
from twiza.lib.canonical import canonical_bytes, one_value


@dataclass(frozen=True)
class Household:
    """A household of a pool as its commitment binds it."""

    code: str
    organisation: UUID  # who brought it
    zone: str
    size: int
    facts: Mapping[str, Any]
    eligible: bool
    points: int


@dataclass(frozen=True)
class Head:
    """What is signed of a pool beside its households. `zones` is empty when the pool is too small to publish."""

    campaign: UUID
    criteria: str  # hash of the frozen criteria
    baskets: int
    reserve: int | None  # None where it is not told
    small_cell: int
    secret_hash: str
    zones: Sequence[PublicZone]


FIELDS = ("code", "organisation", "zone", "size", "facts", "eligible", "points")


def record(household: Household) -> bytes:
    """Return the canonical bytes that a household's commitment binds."""
    return canonical_bytes([(field, getattr(household, field)) for field in FIELDS])


class Records:
    """The same bytes for many households: the facts of a pool repeat, so their bytes are made once."""

    def __init__(self) -> None:
        self._facts: dict[str, str] = {}
        self._zones: dict[str, str] = {}

    def record(
        self, code: str, organisation: str, zone: str, size: int, facts: str, eligible: bool, points: int
    ) -> bytes:
        """Return what `record` returns. `facts` as JSON text; code and organisation in ASCII."""
        known = self._facts.get(facts)
        if known is None:
            known = self._facts[facts] = one_value(json.loads(facts))
        where = self._zones.get(zone)
        if where is None:
            where = self._zones[zone] = one_value(zone)
        return (
            f'[["code","{code}"],["organisation","{organisation}"],["zone",{where}],["size",{size}],'
            f'["facts",{known}],["eligible",{"true" if eligible else "false"}],["points",{points}]]'
        ).encode()


def head_bytes(head: Head) -> bytes:
    """Return the canonical bytes of what is signed beside the households."""
    return canonical_bytes(
        [
            ("what", "pool"),
            ("campaign", head.campaign),
            ("criteria", head.criteria),
            ("baskets", head.baskets),
            ("reserve", head.reserve),
            ("small_cell", head.small_cell),
            ("secret_hash", head.secret_hash),
            (
                "zones",
                [[one.label, one.need, one.quota, one.reserve, list(one.classes)] for one in head.zones],
            ),
        ]
    )


def line(code: str, label: str, number: int, commitment: str) -> bytes:
    """Return the canonical bytes of a household's line."""
    return canonical_bytes([("code", code), ("zone", label), ("class", number), ("commitment", commitment)])


class Lines:
    """The same bytes for many households: labels repeat."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}

    def line(self, code: str, label: str, number: int, commitment: str) -> bytes:
        """Return what `line` returns; code and commitment are hexadecimal."""
        known = self._labels.get(label)
        if known is None:
            known = self._labels[label] = one_value(label)
        return (
            f'[["code","{code}"],["zone",{known}],["class",{number}],["commitment","{commitment}"]]'
        ).encode()


def pool_hash(head: bytes, lines: Iterable[bytes]) -> str:
    """Return the hash of a pool, as 64 hexadecimal digits. `lines` in any order."""
    digest = hashlib.sha256(head + b"\n")
    for one in sorted(lines):
        digest.update(one + b"\n")
    return digest.hexdigest()
