"""The square code of a card: proof that we issued it, and nothing about the person. Pure Python.

`TW1:` + Base45 of 84 bytes: one byte of format and key number, 16 random bytes, two bytes for the last
day of validity, one of flags, then the Ed25519 signature of what comes before (with `TW1:` in front).
130 characters, all of the alphanumeric set of QR codes. The signature proves that we issued the card;
the right to be served is the entitlement, which is asked elsewhere.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from twiza.lib import keyboard
from twiza.lib.errors import N_, DomainError

PREFIX = "TW1:"
FORMAT = 1
KEYS = 32  # key numbers 0 to 31; a new one each year
RANDOM_BYTES = 16
CHARACTERS = 130
_FIRST_DAY = date(2020, 1, 1)
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_PLACE = {character: n for n, character in enumerate(_BASE45)}


class NotACard(DomainError):
    """The text is not a card of this format at all: another code was scanned, or part of one."""

    code = "aid.not_a_card"


class CardNotOurs(DomainError):
    """The signature is not by a key we know: altered or forged."""

    code = "aid.card_not_ours"


class CardExpired(DomainError):
    """The last day of the card is past."""

    code = "aid.card_expired"


@dataclass(frozen=True)
class SignedCard:
    """What a card's square code says: no name, number or category."""

    token: bytes  # 16 random bytes, the link to the entitlement
    valid_until: date  # the last day, included
    flags: int  # 0 to 255; 0 today
    key: int  # number of the signing key


def sign_card(card: SignedCard, key: Ed25519PrivateKey) -> str:
    """Return the text of the square code: 130 characters. ValueError when a value does not fit."""
    content = _content(card)
    return PREFIX + base45(content + key.sign(PREFIX.encode() + content))


def read_card(scanned: str, keys: Mapping[int, Ed25519PublicKey]) -> SignedCard:
    """Return what a scanned card says once its signature is found good under one of `keys`.

    A scanner under an Arabic keyboard layout is understood. NotACard when it is no whole card,
    CardNotOurs when it was not signed by these keys. Whether it is still valid: `check_valid`.
    """
    for reading in keyboard.readings(scanned.strip("\r\n\t")):
        text = reading.upper()
        if text.startswith(PREFIX):
            return _read(text, keys)
    raise NotACard(N_("This is not one of our cards. Type the code printed under the square instead."))


def check_valid(card: SignedCard, on: date) -> None:
    """Raise CardExpired when the last day of the card is before `on`."""
    if card.valid_until < on:
        raise CardExpired(
            N_("This card was valid until %(day)s. Please come to the welcome table."),
            day=card.valid_until.isoformat(),
        )


def judged_at(device: datetime, last_server_time: datetime | None) -> datetime:
    """Return the moment by which a card is judged: a clock set back does not make it valid again."""
    return device if last_server_time is None else max(device, last_server_time)


def keyed(kind: str, content: bytes, secret: bytes) -> bytes:
    """Return the 32 bytes under which a code is kept: without the key nobody can tell which code it was.

    `kind`: "door" for a door code (ASCII), "token" for the 16 bytes of a square code.
    """
    return hmac.digest(secret, f"aid.{kind}:".encode() + content, hashlib.sha256)


def base45(content: bytes) -> str:
    """Return `content` in Base45 (RFC 9285)."""
    text = []
    for n in range(0, len(content) - 1, 2):
        high, rest = divmod(content[n] << 8 | content[n + 1], 45 * 45)
        middle, low = divmod(rest, 45)
        text.append(_BASE45[low] + _BASE45[middle] + _BASE45[high])
    if len(content) % 2:
        middle, low = divmod(content[-1], 45)
        text.append(_BASE45[low] + _BASE45[middle])
    return "".join(text)


def from_base45(text: str) -> bytes:
    """Return the bytes of a Base45 text; ValueError when it is none."""
    if len(text) % 3 == 1:
        raise ValueError("a Base45 text of this length does not exist")
    content = bytearray()
    try:
        for n in range(0, len(text), 3):
            places = [_PLACE[character] for character in text[n : n + 3]]
            value = sum(place * 45**power for power, place in enumerate(places))
            content += value.to_bytes(len(places) - 1)
    except (KeyError, OverflowError) as error:
        raise ValueError("not a Base45 text") from error
    return bytes(content)


def _content(card: SignedCard) -> bytes:
    if not 0 <= card.key < KEYS or len(card.token) != RANDOM_BYTES:
        raise ValueError("a key number below 32 and 16 random bytes")
    days = (card.valid_until - _FIRST_DAY).days
    return bytes([FORMAT << 5 | card.key]) + card.token + days.to_bytes(2) + bytes([card.flags])


def _read(text: str, keys: Mapping[int, Ed25519PublicKey]) -> SignedCard:
    try:
        content = from_base45(text.removeprefix(PREFIX))
    except ValueError:
        content = b""
    if len(content) != 84 or content[0] >> 5 != FORMAT:
        raise NotACard(
            N_("Only a part of the card was read. Scan it again, or type the code printed under the square.")
        )
    signed, signature = content[:20], content[20:]
    number = signed[0] & 31
    try:
        if number not in keys:
            raise InvalidSignature
        keys[number].verify(signature, PREFIX.encode() + signed)
    except InvalidSignature:
        raise CardNotOurs(
            N_(
                "This card was not issued by this campaign, or it was changed. Please come to the welcome table."
            )
        ) from None
    until = _FIRST_DAY + timedelta(days=int.from_bytes(signed[17:19]))
    return SignedCard(token=signed[1:17], valid_until=until, flags=signed[19], key=number)
