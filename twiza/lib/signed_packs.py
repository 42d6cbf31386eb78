"""What a phone carries for its post, as one signed text: the same content has the same id. Pure Python."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_SIGNED = b"TWP1\n"


def body_of(content: Mapping[str, Any], *, of: UUID, made: datetime, expires: datetime) -> tuple[UUID, str]:
    """Return the id and the text of a pack: the same content has the same id.

    `of`: what it is for: a lane, a round, a team. What only counts the day (`today`) does not make another pack.
    """
    lasting = {name: value for name, value in content.items() if name != "today"}
    pack = uuid5(of, hashlib.sha256(canonical(lasting).encode()).hexdigest())
    return pack, canonical(
        {**content, "pack": str(pack), "made": milliseconds(made), "expires": milliseconds(expires)}
    )


def canonical(content: Mapping[str, Any]) -> str:
    """Return JSON with sorted keys, no spaces and nothing but ASCII."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def sign_body(body: str, key: Ed25519PrivateKey) -> str:
    """Return the signature of a pack, base64url without padding."""
    return b64url(key.sign(_SIGNED + body.encode()))


def check_body(body: str, signature: str, key: Ed25519PublicKey) -> None:
    """Raise InvalidSignature when this is not what was signed."""
    key.verify(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)), _SIGNED + body.encode())


def b64url(content: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def milliseconds(moment: datetime) -> int:
    """Return milliseconds since 1970."""
    return int(moment.timestamp() * 1000)
