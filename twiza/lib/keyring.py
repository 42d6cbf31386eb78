"""Keys as files: never in the database, never in its backup. Pure Python.

One folder (TWIZA_KEYS, mode 0700), one file a key (mode 0600), named `<name>.<number>.key`. The key in use
is the one of the highest number; older ones stay so that what they sealed or signed stays readable.
A key is made the first time it is asked for.
"""

import base64
import functools
import os
import re
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from twiza.lib.errors import N_, DomainError

NAMES = {
    "cards": "Ed25519: signs the QR of cards; its number is in the QR",
    "audit": "Ed25519: signs the heads of the log's chains",
    "field": "32 bytes: seals single columns (national identity numbers)",
    "blind_index": "32 bytes: finds a sealed value again without opening it",
    "files": "32 bytes: seals uploaded and generated files",
    "totp": "32 bytes: seals the secrets of second factors",
    "django": "32 bytes: signs sessions and links",
    "closed_room": "32 bytes: the pepper of the closed room's passwords",
    "return": "32 bytes: finds a case again by the word its person comes back with, without keeping the word",
    "draw": "32 bytes: seals the secret of a draw until it is told, and the key of a pool's public codes",
    "offline": "X25519: what phones seal their unsent operations to",
    "packs": "Ed25519: signs the packs that phones carry to a point",
}
LARGEST_NUMBER = 255  # one byte in a sealed value
NONCE = 12


class UnknownKeyName(DomainError):
    code = "keyring.unknown_name"


class KeyMissing(DomainError):
    code = "keyring.key_missing"


class KeyFileIsPublic(DomainError):
    code = "keyring.file_is_public"


class SealBroken(DomainError):
    code = "keyring.seal_broken"


class Keyring:
    """The keys of one folder. Cheap to make; notices a rotation made by another process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def secret(self, name: str) -> bytes:
        """Return the 32 bytes now in use under `name`."""
        return self.current(name)[1]

    def current(self, name: str) -> tuple[int, bytes]:
        """Return (number, 32 bytes) of the key now in use; makes the first one."""
        numbers = self._numbers(name)
        number = numbers[-1] if numbers else self._make(name, 1)
        return number, self._read(name, number)

    def secrets(self, name: str) -> dict[int, bytes]:
        """Return every key ever in use under `name`, by number; makes the first one."""
        self.current(name)
        return {number: self._read(name, number) for number in self._numbers(name)}

    def signing_key(self, name: str) -> tuple[int, Ed25519PrivateKey]:
        """Return (number, private key) to sign with now."""
        number, secret = self.current(name)
        return number, Ed25519PrivateKey.from_private_bytes(secret)

    def public_keys(self, name: str) -> dict[int, bytes]:
        """Return the 32-byte Ed25519 public keys, old ones included, by number."""
        return {
            number: Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
            for number, secret in self.secrets(name).items()
        }

    def exchange_keys(self, name: str) -> dict[int, X25519PrivateKey]:
        """Return the X25519 private keys, old ones included, by number; the highest is in use."""
        return {
            number: X25519PrivateKey.from_private_bytes(secret)
            for number, secret in self.secrets(name).items()
        }

    def rotate(self, name: str) -> int:
        """Make a new key and use it from now on. Return its number."""
        numbers = self._numbers(name)
        return self._make(name, numbers[-1] + 1 if numbers else 1)

    def seal(self, name: str, clear: bytes, about: bytes = b"") -> bytes:
        """Seal bytes with AES-256-GCM. `about` (a record's id) must be said again to open.

        Shape: one byte with the key's number, 12 random bytes, then the sealed bytes and their tag.
        """
        number, secret = self.current(name)
        nonce = secrets.token_bytes(NONCE)
        return bytes([number]) + nonce + AESGCM(secret).encrypt(nonce, clear, about)

    def unseal(self, name: str, sealed: bytes, about: bytes = b"") -> bytes:
        """Open what `seal` sealed, with whichever key it names. Raises SealBroken or KeyMissing."""
        if len(sealed) < 1 + NONCE + 16:
            raise SealBroken(N_("This sealed value is cut short."))
        secret = self._read(name, sealed[0])
        try:
            return AESGCM(secret).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], about)
        except InvalidTag as error:
            raise SealBroken(N_("This sealed value was changed, or belongs to another record.")) from error

    def _numbers(self, name: str) -> list[int]:
        if name not in NAMES:
            raise UnknownKeyName(N_("There is no key called %(name)s."), name=name)
        wanted = re.compile(rf"{re.escape(name)}\.([0-9]+)\.key")
        if not self.folder.exists():
            return []
        found = (wanted.fullmatch(path) for path in os.listdir(self.folder))  # noqa: PTH208 - names only, often
        return sorted(int(match[1]) for match in found if match)

    def _read(self, name: str, number: int) -> bytes:
        path = self.folder / f"{name}.{number}.key"
        try:
            status = path.stat()
        except FileNotFoundError as error:
            raise KeyMissing(
                N_("The key %(name)s number %(number)s is missing: put its file back in the folder of keys."),
                name=name, number=number,
            ) from error  # fmt: skip
        if stat.S_IMODE(status.st_mode) & 0o077:
            raise KeyFileIsPublic(
                N_("Others can read the key file %(file)s. Make it private (chmod 600) and rotate the key."),
                file=path.name,
            )
        return _content(path, status.st_ino, status.st_mtime_ns)

    def _make(self, name: str, number: int) -> int:
        """Make key `number`, complete or not at all. If another process was quicker, theirs is the one."""
        if number > LARGEST_NUMBER:
            raise KeyMissing(N_("The key %(name)s was rotated too often."), name=name)
        self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        draft = self.folder / f".{name}.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(base64.b64encode(secrets.token_bytes(32)) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            (self.folder / f"{name}.{number}.key").hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return number


@functools.lru_cache(maxsize=256)
def _content(path: Path, inode: int, changed: int) -> bytes:
    """The key in a file; read again only when the file is another one."""
    content = base64.b64decode(path.read_bytes())
    if len(content) != 32:
        raise KeyMissing(
            N_("The key file %(file)s is damaged: put it back from your own copy."), file=path.name
        )
    return content
