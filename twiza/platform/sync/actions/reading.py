"""Lines as they came, opened and their signatures looked at: no table is asked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from twiza.lib import operations, sealed_boxes
from twiza.lib.operations import DeviceOperation
from twiza.platform.sync.rules import Rule


@dataclass(frozen=True, slots=True)
class Read:
    """A line of a batch: the operation that it is, or why it is none."""

    n: int
    line: str
    operation: DeviceOperation | None
    digest: bytes  # of the canonical bytes; of the line where it is none
    rule: str = ""


def read_lines(
    lines: Sequence[str], *, device: UUID, key: bytes, keys: Mapping[int, X25519PrivateKey]
) -> list[Read]:
    """Open each line with the server's keys, and look at the device's signature."""
    public, about = Ed25519PublicKey.from_public_bytes(key), str(device).encode()
    return [_read(n, line, device, public, about, keys) for n, line in enumerate(lines)]


def digest_of_line(line: str) -> bytes:
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()


def _read(
    n: int,
    line: str,
    device: UUID,
    public: Ed25519PublicKey,
    about: bytes,
    keys: Mapping[int, X25519PrivateKey],
) -> Read:
    try:
        found = operations.read_line(sealed_boxes.open_line(line, keys, about=about))
    except (sealed_boxes.CannotOpen, operations.Unreadable):
        return Read(n, line, None, digest_of_line(line), Rule.UNREADABLE)
    if found.device != device or not operations.is_signed_by(found, public):
        return Read(n, line, None, digest_of_line(line), Rule.BAD_SIGNATURE)
    return Read(n, line, found, hashlib.sha256(operations.canonical_bytes(found)).digest())
