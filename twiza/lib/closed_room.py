"""The closed room's locks: what is sealed to whom, and what opens it. Pure Python, no clock, no storage.

1. Each worker has a pair of keys. The private half rests only wrapped: by Argon2id of a room passphrase, mixed with
   a pepper that is a file outside the database. A stolen database alone cannot even be guessed at.
2. Each case has a key of its own, sealed to each member of its team. A lost worker's key opens that worker's cases.
3. Content is sealed with the case's key, padded, and bound to the record it belongs to.
4. Between two pages the private key rests in the server's session, sealed with a secret that only the browser's cookie
   carries: any process can serve, none can read alone, and work outside a request cannot read at all.
5. A secret may be split in two halves; each alone is noise.
"""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead

from twiza.lib.errors import N_, DomainError

KEY = 32  # bytes of every key here
SALT = 16
BLOCK = 256  # content is padded to whole blocks: its length says little
SHORTEST_PASSPHRASE = 12  # characters
_WRAP, _HELD, _CONTENT, _HANDED = (
    b"twiza.room.wrap.1",
    b"twiza.room.held.1",
    b"twiza.room.content.1",
    b"twiza.room.1",
)


class WrongPassphrase(DomainError):
    """The passphrase does not open this key, or the pepper is another one: the two look the same."""

    code = "closed_room.wrong_passphrase"


class PassphraseTooShort(DomainError):
    code = "closed_room.passphrase_too_short"


class RoomSealBroken(DomainError):
    """Changed, cut short, of another record, or sealed to somebody else."""

    code = "closed_room.seal_broken"


@dataclass(frozen=True)
class Cost:
    """What one guess costs. Kept beside each wrapped key, so that it may be raised later.

    Attributes:
        passes: of Argon2id.
        kibibytes: of memory for one guess.
    """

    passes: int = 3
    kibibytes: int = 65_536


@dataclass(frozen=True)
class WrappedKey:
    """A private key at rest.

    Attributes:
        salt: 16 random bytes.
        sealed: the private key, sealed with what Argon2id makes of passphrase, pepper and salt.
        pepper: the number of the pepper in the keyring.
    """

    salt: bytes
    sealed: bytes
    pepper: int
    cost: Cost


def new_pair() -> tuple[bytes, bytes]:
    """Return (private, public) of a new worker, 32 bytes each."""
    private = PrivateKey.generate()
    return bytes(private), bytes(private.public_key)


def public_of(private: bytes) -> bytes:
    """Return the public half of a private key."""
    return bytes(PrivateKey(private).public_key)


def wrap(
    private: bytes, *, passphrase: str, pepper: bytes, number: int, owner: bytes, cost: Cost | None = None
) -> WrappedKey:
    """Wrap a private key in a passphrase.

    Args:
        pepper: 32 bytes of the keyring, `number` their number.
        owner: the worker's id: a wrapped key moved to another's row does not open.

    Raises:
        PassphraseTooShort.
    """
    if len(_plain(passphrase)) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(
            N_("Choose a longer room passphrase: at least %(least)s characters, for example five words."),
            least=SHORTEST_PASSPHRASE,
        )
    salt, cost = secrets.token_bytes(SALT), cost or Cost()
    box = Aead(_stretched(passphrase, pepper, salt, cost))
    return WrappedKey(salt, bytes(box.encrypt(private, _WRAP + owner)), number, cost)


def unwrap(wrapped: WrappedKey, *, passphrase: str, pepper: bytes, owner: bytes) -> bytes:
    """Return the private key. Raises WrongPassphrase."""
    box = Aead(_stretched(passphrase, pepper, wrapped.salt, wrapped.cost))
    try:
        return bytes(box.decrypt(wrapped.sealed, _WRAP + owner))
    except (CryptoError, ValueError) as error:
        raise WrongPassphrase(N_("This passphrase does not open the room. Try again.")) from error


def new_key() -> bytes:
    """Return the key of a new case."""
    return secrets.token_bytes(KEY)


def hand(key: bytes, *, to: bytes, about: bytes) -> bytes:
    """Seal a key to a worker's public key. `about` (the case's id) must be said again to open it."""
    return bytes(SealedBox(PublicKey(to)).encrypt(_mark(about) + key))


def take(handed: bytes, *, private: bytes, about: bytes) -> bytes:
    """Return the key that was handed to the owner of `private`. Raises RoomSealBroken."""
    try:
        clear = bytes(SealedBox(PrivateKey(private)).decrypt(handed))
    except (CryptoError, ValueError, TypeError) as error:
        raise _broken() from error
    if not hmac.compare_digest(clear[:KEY], _mark(about)) or len(clear) != 2 * KEY:
        raise _broken()
    return clear[KEY:]


def seal(clear: bytes, *, key: bytes, about: bytes) -> bytes:
    """Seal content with a case's key, bound to the record `about`."""
    return bytes(Aead(key).encrypt(_padded(clear), _CONTENT + about))


def unseal(sealed: bytes, *, key: bytes, about: bytes) -> bytes:
    """Return sealed content. Raises RoomSealBroken."""
    try:
        return _unpadded(bytes(Aead(key).decrypt(sealed, _CONTENT + about)))
    except (CryptoError, ValueError) as error:
        raise _broken() from error


def seal_to(clear: bytes, *, public: bytes, about: bytes) -> bytes:
    """Seal content so that only the owner of `public` reads it: a draft that belongs to no case yet."""
    return bytes(SealedBox(PublicKey(public)).encrypt(_mark(about) + _padded(clear)))


def unseal_own(sealed: bytes, *, private: bytes, about: bytes) -> bytes:
    """Return what was sealed to the owner of `private`. Raises RoomSealBroken."""
    try:
        clear = bytes(SealedBox(PrivateKey(private)).decrypt(sealed))
        if not hmac.compare_digest(clear[:KEY], _mark(about)):
            raise _broken()
        return _unpadded(clear[KEY:])
    except (CryptoError, ValueError, TypeError) as error:
        raise _broken() from error


def hold(private: bytes, *, owner: bytes) -> tuple[bytes, bytes]:
    """Return (secret for the browser's cookie, bytes for the server's session) that only together give `private`."""
    secret = secrets.token_bytes(KEY)
    return secret, bytes(Aead(secret).encrypt(private, _HELD + owner))


def held(secret: bytes, kept: bytes, *, owner: bytes) -> bytes:
    """Return the private key from the cookie's secret and what the session kept. Raises RoomSealBroken."""
    try:
        return bytes(Aead(secret).decrypt(kept, _HELD + owner))
    except (CryptoError, ValueError, TypeError) as error:
        raise _broken() from error


def split(secret: bytes) -> tuple[bytes, bytes]:
    """Return two halves of a secret, for two officers: each alone is noise."""
    one = secrets.token_bytes(len(secret))
    return one, _both(one, secret)


def join(one: bytes, other: bytes) -> bytes:
    """Return the secret of two halves. Raises RoomSealBroken when they are of different lengths."""
    if len(one) != len(other):
        raise _broken()
    return _both(one, other)


def _both(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _stretched(passphrase: str, pepper: bytes, salt: bytes, cost: Cost) -> bytes:
    mixed = hmac.new(pepper, _plain(passphrase).encode(), hashlib.sha256).digest()
    return hash_secret_raw(
        mixed,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.kibibytes,
        parallelism=1,
        hash_len=KEY,
        type=Type.ID,
    )


def _plain(passphrase: str) -> str:
    """The same passphrase from another keyboard: one form of each letter, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def _mark(about: bytes) -> bytes:
    return hashlib.sha256(_HANDED + about).digest()


def _padded(clear: bytes) -> bytes:
    short = BLOCK - (len(clear) + 1) % BLOCK
    return clear + b"\x80" + bytes(short % BLOCK)


def _unpadded(padded: bytes) -> bytes:
    clear, mark, _rest = padded.rpartition(b"\x80")
    if not mark:
        raise ValueError("no end of padding")
    return clear


def _broken() -> RoomSealBroken:
    return RoomSealBroken(N_("This could not be opened: it was changed, or it is sealed to somebody else."))
