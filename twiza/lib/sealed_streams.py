"""Streams that are compressed, then sealed with age, as they flow: nothing readable touches the disk. Pure Python.

What is sealed to a public recipient can be opened only with the identity that belongs to it.
"""

import io
import os
import secrets
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

PIECE = 1024 * 1024
GZIP = 31  # zlib's name for the gzip shape


class CannotOpen(Exception):
    """The file is damaged, or sealed to another identity."""


class _Compressed(io.RawIOBase):
    """A readable stream that gives the gzip of another."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._left = source, b""
        self._press = zlib.compressobj(1, zlib.DEFLATED, GZIP)
        self._over = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = PIECE if size is None or size < 0 else size
        while len(self._left) < size and not self._over:
            piece = self._source.read(PIECE)
            self._left += self._press.compress(piece) if piece else self._press.flush()
            self._over = not piece
        given, self._left = self._left[:size], self._left[size:]
        return given


class _Expanding(io.RawIOBase):
    """A writable stream that writes what a gzip holds."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._press = target, zlib.decompressobj(GZIP)

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._target.write(self._press.decompress(bytes(piece)))
        return len(piece)


def seal(source: IO[bytes], target: Path, recipient: str) -> int:
    """Write `source`, compressed and sealed, to the file `target`, complete or not at all.

    Returns the size of the file in bytes.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            pyrage.encrypt_io(_Compressed(source), file, [pyrage.x25519.Recipient.from_str(recipient)])
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def unseal(source: Path, target: IO[bytes], identity: str) -> None:
    """Write to `target` what was sealed in the file `source`. Raises CannotOpen."""
    try:
        with source.open("rb") as file:
            pyrage.decrypt_io(file, _Expanding(target), [pyrage.x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, pyrage.IdentityError, zlib.error, OSError) as error:
        if "roken pipe" in str(error):
            raise BrokenPipeError from error  # whoever reads had enough
        raise CannotOpen(f"{source.name} cannot be opened: damaged, or sealed to another key.") from error


@contextmanager
def opened(source: Path, identity: str) -> Iterator[IO[bytes]]:
    """Give a readable stream of what was sealed in `source`, opened while it is read."""
    reading, writing = os.pipe()
    trouble: list[BaseException] = []

    def pour() -> None:
        try:
            with os.fdopen(writing, "wb") as target:
                unseal(source, target, identity)
        except BrokenPipeError:
            pass
        except BaseException as error:
            trouble.append(error)

    pouring = threading.Thread(target=pour)
    pouring.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            yield stream
            while stream.read(PIECE):
                pass  # to the end: only then is the whole file known to be sound
    finally:
        pouring.join()
        if trouble:
            raise trouble[0]


def new_identity() -> tuple[str, str]:
    """Return a new (identity, recipient): the first opens what is sealed to the second."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipient_of(identity: str) -> str:
    """Return the recipient that belongs to an identity. Raises CannotOpen."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity.strip()).to_public())
    except pyrage.IdentityError as error:
        raise CannotOpen("This is not an age identity.") from error
