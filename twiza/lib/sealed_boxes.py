"""What a phone seals to the server's public key: only the server opens it, not even the phone that made it.

A sealed line is base64 for addresses, without padding, of: one byte of format (1), one byte with the number of the
server's key, 32 bytes of a public X25519 key made for this line alone, 12 bytes of nonce, then AES-256-GCM with its
tag. The key is HKDF-SHA256 of the shared secret, salted with both public keys; `info` says what it is for, so that one
kind of line never opens as another. `about` is bound to it: the device's id of a line of the inbox, and of a night's
note the id of the encounter or of the call-out it speaks of. Pure Python.
"""

import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.signing import VerifyKey

from twiza.lib.operations import Unreadable, from_base64, to_base64

FORMAT = 1
INFO = b"twiza.offline.1"  # lines of the inbox
OUTREACH = b"twiza.outreach.1"  # notes and voices of a night round, and places of call-outs
BLOCK = 256  # a note is filled up to whole blocks: its length says little
_HEAD = 2 + 32 + 12
LONGEST = 8_192  # characters of a sealed line


class CannotOpen(ValueError):
    """Cut short, changed, sealed to another key, or said to be of another device."""


def seal(
    clear: bytes,
    public: X25519PublicKey,
    *,
    number: int,
    about: bytes,
    info: bytes = INFO,
    ephemeral: X25519PrivateKey | None = None,
    nonce: bytes = b"",
) -> str:
    """Return the sealed line of `clear`. `ephemeral` and `nonce` are drawn anew unless an example fixes them."""
    ephemeral = ephemeral or X25519PrivateKey.generate()
    nonce = nonce or secrets.token_bytes(12)
    own = ephemeral.public_key().public_bytes_raw()
    key = _key(ephemeral.exchange(public), own, public.public_bytes_raw(), info)
    return to_base64(bytes([FORMAT, number]) + own + nonce + AESGCM(key).encrypt(nonce, clear, about))


def open_line(line: str, keys: Mapping[int, X25519PrivateKey], *, about: bytes, info: bytes = INFO) -> bytes:
    """Return what was sealed in `line` to one of `keys`, by number. Raises CannotOpen."""
    try:
        sealed = from_base64(line) if len(line) <= LONGEST else b""
    except Unreadable as error:
        raise CannotOpen("not base64") from error
    if len(sealed) < _HEAD + 16 or sealed[0] != FORMAT or sealed[1] not in keys:
        raise CannotOpen("not a sealed line of a key we hold")
    key, own, nonce = keys[sealed[1]], sealed[2:34], sealed[34:_HEAD]
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(own))
        return AESGCM(_key(shared, own, key.public_key().public_bytes_raw(), info)).decrypt(
            nonce, sealed[_HEAD:], about
        )
    except (InvalidTag, ValueError) as error:  # ValueError: a public key that gives no secret
        raise CannotOpen("changed, or of another device") from error


def padded(clear: bytes) -> bytes:
    """Return a note (JSON) filled up with spaces to whole blocks, which change nothing of what it says."""
    return clear + b" " * (-len(clear) % BLOCK)


def box_key(verify: Ed25519PublicKey) -> X25519PublicKey:
    """Return the key to which something is sealed for a phone, made of the key that checks its signatures."""
    made = VerifyKey(verify.public_bytes_raw()).to_curve25519_public_key()
    return X25519PublicKey.from_public_bytes(bytes(made))


def _key(shared: bytes, own: bytes, public: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=own + public, info=info).derive(shared)
