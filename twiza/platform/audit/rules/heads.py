"""Signed heads: where each chain stood at a moment, in a file outside the database.

One JSON object a line. Each line keeps the hash of the line before it, so that a line taken out of the
middle of the file is seen; keep copies elsewhere, since a cut end of the file itself is not.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from twiza.lib.canonical import canonical_bytes
from twiza.lib.errors import N_, DomainError

FIRST = "0" * 64


class HeadsBroken(DomainError):
    """A line of the file of heads is not what was signed."""

    code = "audit.heads_broken"


class Head(NamedTuple):
    """Position and hash of a chain's last link at a moment (ISO 8601, UTC)."""

    log: str
    organisation: UUID
    position: int
    hash: bytes
    at: str


def _message(head: Head, before: str, key: str) -> bytes:
    return canonical_bytes(
        [
            ("log", head.log),
            ("organisation", str(head.organisation)),
            ("position", head.position),
            ("hash", head.hash.hex()),
            ("at", head.at),
            ("before", before),
            ("key", key),
        ]
    )


def _line_hash(line: str) -> str:
    return hashlib.sha256(line.rstrip("\n").encode()).hexdigest()


def last_line_of(lines: Iterable[str]) -> str:
    """The hash that the next line must keep: of the last line, or of none."""
    last = ""
    for line in lines:
        if line.strip():
            last = line
    return _line_hash(last) if last else FIRST


def positions_in(lines: Iterable[str]) -> dict[tuple[str, UUID], int]:
    """The last position told for each (log, organisation), without checking signatures."""
    found = {}
    for line in lines:
        told = json.loads(line)
        found[(str(told["log"]), UUID(told["organisation"]))] = int(told["position"])
    return found


def write_head(head: Head, *, before: str, key: str, sign: Callable[[bytes], bytes]) -> str:
    """Return the line of the file for this head, signed, without its line end.

    Args:
        before: the hash of the line before it, see `last_line_of`.
        key: the id of the signing key.
        sign: the bytes to their Ed25519 signature.
    """
    return json.dumps(
        {
            "log": head.log,
            "organisation": str(head.organisation),
            "position": head.position,
            "hash": head.hash.hex(),
            "at": head.at,
            "before": before,
            "key": key,
            "signature": sign(_message(head, before, key)).hex(),
        },
        separators=(",", ":"),
    )


def read_heads(lines: Iterable[str], *, signed_by: Callable[[str, bytes, bytes], bool]) -> list[Head]:
    """Read the file of heads and check each signature and each line's place.

    Args:
        signed_by: key id, message, signature → whether the signature is right.

    Raises:
        HeadsBroken: names the first line of the file that is not as it was signed.
    """
    heads, before = [], FIRST
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            head = Head(
                str(found["log"]),
                UUID(found["organisation"]),
                int(found["position"]),
                bytes.fromhex(found["hash"]),
                str(found["at"]),
            )
            key, signature = str(found["key"]), bytes.fromhex(found["signature"])
            stated_before = str(found["before"])
        except (ValueError, KeyError, TypeError) as broken:
            raise HeadsBroken(
                N_("Line %(number)s of the file of heads cannot be read."), number=number
            ) from broken
        if not signed_by(key, _message(head, stated_before, key), signature):
            raise HeadsBroken(
                N_("The signature of line %(number)s of the file of heads is wrong."), number=number
            )
        if stated_before != before:
            raise HeadsBroken(
                N_("Before line %(number)s of the file of heads, a line was removed or put in."),
                number=number,
            )
        heads.append(head)
        before = _line_hash(line)
    return heads


def signed_by(public_keys: Mapping[int, bytes]) -> Callable[[str, bytes, bytes], bool]:
    """Return the check that `read_heads` asks for, from 32-byte Ed25519 public keys by number."""

    def check(key: str, message: bytes, signature: bytes) -> bool:
        public = public_keys.get(int(key)) if key.isdecimal() else None
        if public is None:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return check
