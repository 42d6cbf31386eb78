"""What a phone of a point carries for one day: hashes, sizes, what to prepare. Pure Python.

No name, no telephone, no address, no category. The codes of cards stand as 16 bytes under a key of the campaign,
so that a pack of one campaign says nothing of another's cards.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from uuid import UUID

from twiza.lib.signed_packs import b64url, body_of, canonical, check_body, milliseconds, sign_body

__all__ = [
    "b64url",
    "body_of",
    "canonical",
    "check_body",
    "ends_at",
    "hash16",
    "letters_of",
    "milliseconds",
    "pack_key",
    "sign_body",
]

HASH_BYTES = 16
AFTER_THE_DAY = timedelta(hours=4)
AT_MOST = timedelta(hours=24)
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
