"""What is done on a phone away from the network: its canonical bytes, its signature, its line. Pure Python.

An operation is one thing done on one device, kept for ever. Its canonical bytes are lines of UTF-8 in form NFC,
joined by a line feed with none at the end: `TWO1`, the operation's id, the device's id, its place in the device's
sequence, its kind, the moment by the device's clock, the last server time the device had heard, the payload. The
device signs them with its own Ed25519 key. `docs/reference/field.md` says it for who writes another client;
`tests/field_vectors.json` gives examples with fixed keys.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

FORMAT = "TWO1"
LARGEST = 2**53 - 1  # the largest whole number a browser holds exactly
LONGEST_PAYLOAD = 5_000  # characters: a part of a sealed voice, and its line still fits in a sealed one
_KIND = re.compile(r"[a-z][a-z_]{0,39}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIELDS = {
    "op": str,
    "device": str,
    "seq": int,
    "kind": str,
    "at": int,
    "heard": int,
    "payload": str,
    "sig": str,
}
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


class Unreadable(ValueError):
    """This is no operation: not the shape, not the characters, or a payload that is not in its one form."""


@dataclass(frozen=True, slots=True)
class DeviceOperation:
    """One operation as its device signed it."""

    op: UUID
    device: UUID
    seq: int  # from 1, without gaps on the device
    kind: str
    at: int  # milliseconds since 1970, by the device's clock
    heard: int  # the last server time the device had heard, in the same; 0 when never
    payload: str  # JSON in the one form that `payload_text` gives
    signature: bytes = b""  # 64 bytes

    def values(self) -> dict[str, Any]:
        """Return what the payload says."""
        said: dict[str, Any] = json.loads(self.payload)
        return said


def payload_text(values: Mapping[str, str | int | bool]) -> str:
    """Return a payload in its one form: JSON of sorted keys, without spaces, all beyond ASCII escaped.

    Raises:
        Unreadable: a key that is not `[a-z0-9_]`, a value that is no text, whole number or yes/no, too long a text.
    """
    for key, value in values.items():
        if not _KEY.fullmatch(key) or not isinstance(value, str | int):
            raise Unreadable("a payload holds texts, whole numbers, true and false under plain names")
        if isinstance(value, int) and abs(value) > LARGEST:
            raise Unreadable("a number of the payload is too large")
    text = _encode(
        {key: normalize("NFC", value) if isinstance(value, str) else value for key, value in values.items()}
    )
    if len(text) > LONGEST_PAYLOAD:
        raise Unreadable("the payload is too long")
    return text


def canonical_bytes(operation: DeviceOperation) -> bytes:
    """Return the bytes that the device signs."""
    return "\n".join(
        (
            FORMAT, str(operation.op), str(operation.device), str(operation.seq), operation.kind,
            str(operation.at), str(operation.heard), operation.payload,
        )
    ).encode()  # fmt: skip


def sign(operation: DeviceOperation, key: Ed25519PrivateKey) -> bytes:
    """Return the 64 bytes of the device's signature."""
    return key.sign(canonical_bytes(operation))


def is_signed_by(operation: DeviceOperation, key: Ed25519PublicKey) -> bool:
    """Say whether the signature that came with the operation is by this key."""
    try:  # libsodium takes half the time of OpenSSL here, and an evening of operations waits for it
        VerifyKey(key.public_bytes_raw()).verify(canonical_bytes(operation), operation.signature)
    except (BadSignatureError, ValueError):
        return False
    return True


def line_of(operation: DeviceOperation) -> bytes:
    """Return the operation as it travels: one JSON object in UTF-8."""
    return json.dumps(
        {
            "op": str(operation.op),
            "device": str(operation.device),
            "seq": operation.seq,
            "kind": operation.kind,
            "at": operation.at,
            "heard": operation.heard,
            "payload": operation.payload,
            "sig": to_base64(operation.signature),
        },
        separators=(",", ":"),
    ).encode()


def read_line(line: bytes) -> DeviceOperation:
    """Return the operation that a line holds; its signature is not looked at.

    Raises:
        Unreadable: it holds none.
    """
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    if not isinstance(said, dict) or said.keys() != _FIELDS.keys():
        raise Unreadable("not the fields of an operation")
    if any(type(said[name]) is not wanted for name, wanted in _FIELDS.items()):
        raise Unreadable("a field of another type")
    operation = DeviceOperation(
        op=_uuid(said["op"]),
        device=_uuid(said["device"]),
        seq=said["seq"],
        kind=said["kind"],
        at=said["at"],
        heard=said["heard"],
        payload=said["payload"],
        signature=from_base64(said["sig"]),
    )
    _check(operation)
    return operation


def to_base64(content: bytes) -> str:
    """Return bytes in base64 for addresses (RFC 4648, section 5), without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def from_base64(text: str) -> bytes:
    """Return the bytes of a base64 text for addresses without padding. Raises Unreadable."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("not base64") from error
    if to_base64(content) != text:  # one text for one content: no padding, no bits left over
        raise Unreadable("not base64 in its one form")
    return content


def _check(operation: DeviceOperation) -> None:
    if (
        not 1 <= operation.seq <= LARGEST
        or not 0 <= operation.at <= LARGEST
        or not 0 <= operation.heard <= LARGEST
    ):
        raise Unreadable("a number out of its bounds")
    if not _KIND.fullmatch(operation.kind) or len(operation.signature) != 64:
        raise Unreadable("a kind or a signature that is none")
    if len(operation.payload) > LONGEST_PAYLOAD:
        raise Unreadable("the payload is too long")
    try:
        values = json.loads(operation.payload)
    except (ValueError, RecursionError) as error:
        raise Unreadable("the payload is not JSON") from error
    if not isinstance(values, dict) or payload_text(values) != operation.payload:
        raise Unreadable("the payload is not in its one form")


def _uuid(text: str) -> UUID:
    try:
        found = UUID(text)
    except ValueError as error:
        raise Unreadable("not an id") from error
    if str(found) != text:
        raise Unreadable("an id is written in small letters with dashes")
    return found
