"""Streams sealed as they flow: opened whole by their identity, or not at all."""

import io
import os
from pathlib import Path

import pytest

from twiza.lib import sealed_streams


@pytest.fixture
def pair() -> tuple[str, str]:
    return sealed_streams.new_identity()


def test_it_gives_back_what_was_sealed(tmp_path: Path, pair: tuple[str, str]) -> None:
    identity, recipient = pair
    clear = os.urandom(3_000_000) + b"\0" * 5_000_000
    size = sealed_streams.seal(io.BytesIO(clear), tmp_path / "x.age", recipient)
    assert size < 3_100_000, "compressed before it is sealed"
    assert (tmp_path / "x.age").stat().st_mode & 0o777 == 0o600
    back = io.BytesIO()
    sealed_streams.unseal(tmp_path / "x.age", back, identity)
    assert back.getvalue() == clear
    with sealed_streams.opened(tmp_path / "x.age", identity) as stream:
        assert stream.read(10) == clear[:10]


def test_it_is_sealed_whole_or_not_at_all(tmp_path: Path, pair: tuple[str, str]) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError("the disk is full of holes")

    with pytest.raises(Exception, match="holes"):
        sealed_streams.seal(Broken(), tmp_path / "x.age", pair[1])  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_it_opens_for_nobody_else(tmp_path: Path, pair: tuple[str, str]) -> None:
    sealed_streams.seal(io.BytesIO(b"secret"), tmp_path / "x.age", pair[1])
    with pytest.raises(sealed_streams.CannotOpen):
        sealed_streams.unseal(tmp_path / "x.age", io.BytesIO(), sealed_streams.new_identity()[0])


@pytest.mark.parametrize("damage", ["changed", "cut"])
def test_it_says_that_a_file_is_damaged(tmp_path: Path, pair: tuple[str, str], damage: str) -> None:
    path = tmp_path / "x.age"
    sealed_streams.seal(io.BytesIO(os.urandom(300_000)), path, pair[1])
    sealed = bytearray(path.read_bytes())
    sealed[150_000] ^= 1
    path.write_bytes(sealed if damage == "changed" else sealed[:150_000])
    with pytest.raises(sealed_streams.CannotOpen), sealed_streams.opened(path, pair[0]) as stream:
        stream.read()
