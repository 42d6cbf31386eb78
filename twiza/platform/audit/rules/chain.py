"""Lines of a log in chains of SHA-256, and what is wrong with a chain that was tampered with.

Each link keeps the hash before it, so that the first trouble can be named and not only seen: a line that
was altered no longer gives its own hash; a line that was taken out, put in or moved leaves two neighbours
that do not know each other.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from twiza.lib.canonical import canonical_bytes
from twiza.platform.audit.rules.heads import Head

PLATFORM = UUID(int=0)  # the chain of the lines that belong to no organisation


class Log(StrEnum):
    """The two logs. Each organisation has one chain in each."""

    AUDIT = "audit"  # who did what
    ACCESS = "access"  # who was shown whom


class Chain(NamedTuple):
    log: Log
    organisation: UUID  # PLATFORM where there is none


class Link(NamedTuple):
    """One link as read back, with the canonical bytes of its line (None: the line is not there)."""

    position: int
    line: UUID
    previous: bytes
    hash: bytes
    content: bytes | None


class Kind(StrEnum):
    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT = "cut tail"
    RECOMPUTED = "recomputed chain"


@dataclass(frozen=True)
class Trouble:
    """The first thing that is wrong in a chain: what, at which position, which line if it is known."""

    chain: Chain
    kind: Kind
    position: int
    line: UUID | None
    detail: str


@dataclass(frozen=True)
class Break:
    """Two neighbours that do not know each other: `here` does not follow `before`."""

    chain: Chain
    before: Link | None
    expected: bytes  # the hash that `here` should keep as its previous one
    here: Link


@dataclass(frozen=True)
class Walk:
    """A chain walked from its start: how far, the last hash, and the first trouble met."""

    chain: Chain
    length: int
    hash: bytes
    trouble: Trouble | Break | None
    signed: int  # the highest position that a signed head vouches for


def start_of(chain: Chain) -> bytes:
    """The hash before the first link: another one for each chain, so that no chain passes for another."""
    return hashlib.sha256(
        canonical_bytes([("log", str(chain.log)), ("organisation", str(chain.organisation))])
    ).digest()


def link_hash(previous: bytes, content: bytes) -> bytes:
    """SHA-256 of the previous hash followed by the canonical bytes of the line: 32 bytes."""
    return hashlib.sha256(previous + content).digest()


def first_id_at(moment: datetime) -> UUID:
    """The smallest id (UUID version 7) that can have been given at this moment."""
    return UUID(int=max(0, int(moment.timestamp() * 1000)) << 80)


def walk(chain: Chain, links: Iterable[Link], heads: Sequence[Head]) -> Walk:
    """Walk one chain from its start and stop at the first trouble.

    Args:
        links: all links of the chain, by position; read one at a time, so that a million fit in no memory.
        heads: the signed heads of this chain, in any order.
    """
    told = {head.position: head for head in heads}
    furthest = max(told, default=0)
    expected, before, earlier, position = start_of(chain), None, None, 0
    vouched = 0

    def stop(trouble: Trouble | Break) -> Walk:
        return Walk(chain, position, expected, trouble, vouched)

    for link in links:
        own = _own_trouble(chain, link, before, earlier)
        if own is not None:
            return stop(own)
        if link.previous != expected:
            return stop(Break(chain, before, expected, link))
        if link.position != position + 1:
            return stop(
                Trouble(chain, Kind.ALTERED, link.position, link.line, "the link carries a wrong position")
            )
        position += 1
        head = told.get(position)
        if head is not None and head.hash != link.hash:
            return stop(_recomputed(chain, link, vouched, head))
        if head is not None:
            vouched = position
        earlier, expected, before = expected, link.hash, link
    if position < furthest:
        return stop(
            Trouble(
                chain,
                Kind.CUT,
                position + 1,
                None,
                f"the chain ends at {position}, a signed head says {furthest}",
            )
        )
    return Walk(chain, position, expected, None, vouched)


def _own_trouble(chain: Chain, link: Link, before: Link | None, earlier: bytes | None) -> Trouble | None:
    """What is wrong with the link by itself: its line is gone, or no longer gives its hash."""
    if link.content is None:
        return Trouble(chain, Kind.REMOVED, link.position, link.line, "the link stands, its line is gone")
    if link_hash(link.previous, link.content) == link.hash:
        return None
    if before is not None and earlier is not None and link_hash(earlier, link.content) == link.hash:
        return Trouble(chain, Kind.INSERTED, before.position, before.line, "the next line does not know it")
    return Trouble(chain, Kind.ALTERED, link.position, link.line, "the line no longer gives its hash")


def _recomputed(chain: Chain, link: Link, vouched: int, head: Head) -> Trouble:
    return Trouble(
        chain,
        Kind.RECOMPUTED,
        vouched + 1,
        None,
        f"every hash fits, but the head signed at {head.at} for position {link.position} is another one:"
        f" something from position {vouched + 1} to {link.position} was changed",
    )


def name_break(found: Break, *, heirs: Sequence[Link], parent: Link | None) -> Trouble:
    """Say what happened between two neighbours that do not know each other.

    Args:
        heirs: the links of the chain that keep `found.expected` as their previous hash.
        parent: the link of the chain whose hash `found.here` keeps as its previous one, if it is there.
    """
    here, chain = found.here, found.chain
    at_start = here.previous == start_of(chain)
    if at_start or (parent is not None and parent.position < here.position):
        stranger = 1 if parent is None else parent.position + 1
        line = found.before.line if found.before is not None and stranger == found.before.position else None
        return Trouble(
            chain, Kind.INSERTED, stranger, line, f"the line at {here.position} follows the one before it"
        )
    if parent is not None:
        return Trouble(
            chain,
            Kind.REORDERED,
            here.position,
            here.line,
            f"it stands before the line that it follows, {parent.line}",
        )
    if heirs:
        return Trouble(
            chain, Kind.INSERTED, here.position, here.line, "its neighbours follow each other without it"
        )
    after = found.before.line if found.before else "the start"
    position = found.before.position + 1 if found.before else 1
    return Trouble(chain, Kind.REMOVED, position, None, f"the line after {after} is gone, with its link")
