"""What is signed when a list is signed: the hash of its rows. Pure Python.

Hash = SHA-256 over lines of canonical bytes (`lib/canonical.py`), each ended by a line feed: the head (what
it is, of which campaign, its number, the hash before it) and then the rows sorted by code point (in UTF-8
the order of bytes is the order of code points). An addendum's head holds the hash of the list or addendum
before it, so nothing can be slipped in between.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from twiza.lib.canonical import canonical_bytes, one_value

FIELDS = ("code", "organisation", "zone", "size", "rank", "place", "points", "point", "facts")
FIRST = ""  # what stands before a list frozen when there were no pools


@dataclass(frozen=True)
class Entry:
    """One household on a list: a code, never a name."""

    code: str
    organisation: UUID  # who brought it
    zone: str
    size: int
    rank: int  # 1 is first
    place: str  # selected | reserve
    points: int
    point: str  # code of the distribution point; empty when none yet
    facts: Mapping[str, Any]


def list_hash(*, campaign: UUID, number: int, previous: str, entries: Iterable[Entry]) -> str:
    """Return the hash of list 0 or of addendum `number`, as 64 hexadecimal digits.

    `previous` is the hash of the one before; empty (`FIRST`) for the list itself.
    ValueError when the two do not go together.
    """
    if (number == 0) != (previous == FIRST):
        raise ValueError("a list has nothing before it, an addendum has")
    head = canonical_bytes(
        [("what", "list"), ("campaign", campaign), ("number", number), ("previous", previous)]
    )
    rows = sorted(canonical_bytes([(field, getattr(entry, field)) for field in FIELDS]) for entry in entries)
    digest = hashlib.sha256()
    for line in (head, *rows):
        digest.update(line + b"\n")
    return digest.hexdigest()


def entry_bytes(entry: Entry) -> bytes:
    """Return the canonical bytes of an entry, as its commitment binds them."""
    return canonical_bytes([(field, getattr(entry, field)) for field in FIELDS])


class Entries:
    """The same bytes for many entries: zones, points and facts repeat, so their bytes are made once."""

    def __init__(self) -> None:
        self._facts: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def entry(
        self,
        code: str,
        organisation: str,
        zone: str,
        size: int,
        rank: int,
        place: str,
        points: int,
        point: str,
        facts: str,
    ) -> bytes:
        """Return what `entry_bytes` returns. `facts` as JSON text; code, organisation and place in ASCII."""
        known = self._facts.get(facts)
        if known is None:
            known = self._facts[facts] = one_value(json.loads(facts))
        return (
            f'[["code","{code}"],["organisation","{organisation}"],["zone",{self._word(zone)}],["size",{size}],'
            f'["rank",{rank}],["place","{place}"],["points",{points}],["point",{self._word(point)}],["facts",{known}]]'
        ).encode()

    def _word(self, word: str) -> str:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = one_value(word)
        return known


def salted_hash(*, campaign: UUID, number: int, previous: str, seed: str, leaves: Iterable[str]) -> str:
    """Return the hash of a list that follows a pool, or of its addendum, over the commitments to its entries.

    Anybody who has the commitments can compute it, and nobody can guess the few facts of a family from it. `previous`
    is the hash of the pool, for an addendum that of the list before it; `seed` is that of the draw, empty for an
    addendum.
    """
    head = canonical_bytes(
        [("what", "list"), ("campaign", campaign), ("number", number), ("previous", previous), ("seed", seed)]
    )
    digest = hashlib.sha256(head + b"\n")
    for leaf in sorted(leaves):
        digest.update(leaf.encode() + b"\n")
    return digest.hexdigest()


def first_broken(hashes: Iterable[tuple[int, str, str, str]], first: str = FIRST) -> int | None:
    """Return the number of the first list or addendum whose chain does not hold, or None.

    Each item: (number, previous hash as stored, hash as stored, hash computed again), in order. `first` is what stands
    before the list: the hash of its pool.
    """
    before = first
    for expected, (number, previous, stored, computed) in enumerate(hashes):
        if number != expected or previous != before or stored != computed:
            return number
        before = stored
    return None
