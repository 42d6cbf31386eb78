"""What a phone of a point carries for one day: hashes, sizes, what to prepare. Pure Python.

No name, no telephone, no address, no category. The codes of cards stand as 16 bytes under a key of the campaign,
so that a pack of one campaign says nothing of another's cards.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

HASH_BYTES = 16
AFTER_THE_DAY = timedelta(hours=4)
AT_MOST = timedelta(hours=24)
_SIGNED = b"TWP1\n"
# what to prepare at the table: one letter each; the phone says it in words
LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "audio": "a",
        "carry": "c",
        "home_delivery": "h",
        "large_print": "l",
        "quiet": "q",
        "seat": "s",
        "wheelchair": "w",
    }
)


def pack_key(secret: bytes, campaign: UUID) -> bytes:
    """Return the 32 bytes under which the codes of a campaign's cards stand in its packs."""
    return hmac.digest(secret, b"aid.pack:" + str(campaign).encode(), hashlib.sha256)


def hash16(kind: str, content: bytes, key: bytes) -> bytes:
    """Return the 16 bytes of a code in a pack. `kind`: door, token or release."""
    return hmac.digest(key, kind.encode() + b":" + content, hashlib.sha256)[:HASH_BYTES]


def letters_of(needs: Sequence[str]) -> str:
    """Return what to prepare, one letter each, sorted; what a phone has no word for is left out."""
    return "".join(sorted(LETTERS[one] for one in needs if one in LETTERS))


def ends_at(day: date, made: datetime, zone: tzinfo) -> datetime:
    """Return when a pack of a day ends: four hours after midnight, at most 24 hours after it was made."""
    midnight = datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)
    return min(midnight + AFTER_THE_DAY, made + AT_MOST)


def body_of(content: Mapping[str, Any], *, of: UUID, made: datetime, expires: datetime) -> tuple[UUID, str]:
    """Return the id and the text of a pack: the same content has the same id.

    `of`: the lane or the round that it is for. What only counts the day (`today`) does not make another pack.
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
