"""Keys as files: private, complete, rotated without losing what older ones sealed or signed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from twiza.lib import keyring
from twiza.lib.keyring import Keyring


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys")


def test_it_makes_a_key_once_and_keeps_it(ring: Keyring) -> None:
    assert len(ring.secret("field")) == 32
    assert Keyring(ring.folder).secret("field") == ring.secret("field")
    assert ring.secret("field") != ring.secret("files")


def test_it_keeps_files_private(ring: Keyring) -> None:
    ring.secret("field")
    assert ring.folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in ring.folder.iterdir()] == ["field.1.key"]
    assert (ring.folder / "field.1.key").stat().st_mode & 0o777 == 0o600


def test_it_refuses_a_key_that_others_can_read(ring: Keyring) -> None:
    ring.secret("field")
    (ring.folder / "field.1.key").chmod(0o640)
    with pytest.raises(keyring.KeyFileIsPublic, match=r"field\.1\.key"):
        ring.secret("field")


def test_it_opens_what_an_older_key_sealed(ring: Keyring) -> None:
    sealed = ring.seal("field", "سرّ".encode(), about=b"7")
    assert Keyring(ring.folder).rotate("field") == 2
    assert ring.unseal("field", sealed, about=b"7").decode() == "سرّ"
    assert ring.seal("field", b"x")[0] == 2


def test_it_checks_what_an_older_key_signed(ring: Keyring) -> None:
    number, key = ring.signing_key("cards")
    signature = key.sign(b"card")
    ring.rotate("cards")
    assert ring.signing_key("cards")[0] == 2
    Ed25519PublicKey.from_public_bytes(ring.public_keys("cards")[number]).verify(signature, b"card")


def test_it_agrees_on_one_key_when_many_ask_first(ring: Keyring) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: Keyring(ring.folder).secret("files"), range(32)))) == 1
    assert len(list(ring.folder.iterdir())) == 1


def test_it_says_which_key_is_missing(ring: Keyring) -> None:
    sealed = ring.seal("files", b"x")
    (ring.folder / "files.1.key").unlink()
    with pytest.raises(keyring.KeyMissing, match="files number 1"):
        ring.unseal("files", sealed)


def test_it_refuses_a_name_nobody_declared(ring: Keyring) -> None:
    with pytest.raises(keyring.UnknownKeyName):
        ring.secret("fields")


@given(clear=st.binary(max_size=200), about=st.binary(max_size=20), place=st.integers(0, 10_000))
def test_it_opens_only_what_was_sealed_unchanged(
    tmp_path_factory: pytest.TempPathFactory, clear: bytes, about: bytes, place: int
) -> None:
    ring = Keyring(tmp_path_factory.getbasetemp() / "sealed")
    sealed = ring.seal("field", clear, about)
    assert ring.unseal("field", sealed, about) == clear
    changed = bytearray(sealed)
    changed[1 + place % (len(sealed) - 1)] ^= 1
    for broken, record in ((bytes(changed), about), (sealed[:20], about), (sealed, about + b"!")):
        with pytest.raises(keyring.SealBroken):
            ring.unseal("field", broken, record)
