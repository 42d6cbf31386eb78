"""The locks of the closed room: only who should opens, and only what belongs there."""

import base64
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.lib import closed_room as room

CHEAP = room.Cost(passes=1, kibibytes=64)  # one guess costs little here; its strength is not what is tried
PEPPER, OTHER_PEPPER = b"p" * 32, b"q" * 32
WORDS = "خمس كلمات لا يعرفها أحد"
CANARY = "كناري-الأطلس-7391"


def forms_of(text: str) -> list[bytes]:
    """Every way in which a text may lie in a stolen file."""
    raw = [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), ascii(text)[1:-1].encode()]
    shifted = [base64.b64encode(b" " * lead + one)[4:-4] for one in raw for lead in range(3)]
    return [*raw, *(one.hex().encode() for one in raw), *shifted]


def leaks(text: str, stolen: bytes) -> bool:
    return any(form in stolen for form in forms_of(text))


@given(st.binary(max_size=1200), st.binary(max_size=40))
def test_it_gives_back_what_was_sealed(clear, about):
    key = room.new_key()
    sealed = room.seal(clear, key=key, about=about)
    assert room.unseal(sealed, key=key, about=about) == clear
    assert (len(sealed) - len(room.seal(b"", key=key, about=about))) % room.BLOCK == 0


@given(st.binary(max_size=300), st.data())
def test_no_changed_byte_goes_unnoticed(clear, data):
    key = room.new_key()
    sealed = bytearray(room.seal(clear, key=key, about=b"note"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(room.RoomSealBroken):
        room.unseal(bytes(sealed), key=key, about=b"note")


def test_content_of_one_record_does_not_open_as_anothers():
    key = room.new_key()
    sealed = room.seal(b"words", key=key, about=b"note 1, version 1")
    for key_tried, about in ((key, b"note 1, version 2"), (room.new_key(), b"note 1, version 1")):
        with pytest.raises(room.RoomSealBroken):
            room.unseal(sealed, key=key_tried, about=about)
    for cut in (b"", sealed[:10], sealed[:-1]):
        with pytest.raises(room.RoomSealBroken):
            room.unseal(cut, key=key, about=b"note 1, version 1")


@given(st.integers(2, 5), st.data())
def test_a_lost_key_opens_its_owners_cases_and_no_other(workers, data):
    pairs = [room.new_pair() for _ in range(workers)]
    teams = [data.draw(st.sets(st.integers(0, workers - 1), min_size=1)) for _ in range(3)]
    keys = [room.new_key() for _ in teams]
    for number, (team, key) in enumerate(zip(teams, keys, strict=True)):
        handed = {one: room.hand(key, to=pairs[one][1], about=b"%d" % number) for one in team}
        for worker, box in itertools.product(range(workers), handed):
            if worker == box:
                assert room.take(handed[box], private=pairs[worker][0], about=b"%d" % number) == key
                with pytest.raises(room.RoomSealBroken):
                    room.take(handed[box], private=pairs[worker][0], about=b"another case")
            else:
                with pytest.raises(room.RoomSealBroken):
                    room.take(handed[box], private=pairs[worker][0], about=b"%d" % number)


def test_a_private_key_rests_wrapped_and_opens_with_passphrase_and_pepper_only():
    private, public = room.new_pair()
    wrapped = room.wrap(private, passphrase=WORDS, pepper=PEPPER, number=3, owner=b"leila", cost=CHEAP)
    assert private not in wrapped.sealed and wrapped.pepper == 3
    opened = room.unwrap(wrapped, passphrase=WORDS, pepper=PEPPER, owner=b"leila")
    assert opened == private and room.public_of(opened) == public
    for words, pepper, owner in (
        ("خمس كلمات لا يعرفها غيري", PEPPER, b"leila"),
        (WORDS, OTHER_PEPPER, b"leila"),
        (WORDS, PEPPER, b"salma"),
    ):
        with pytest.raises(room.WrongPassphrase):
            room.unwrap(wrapped, passphrase=words, pepper=pepper, owner=owner)


def test_the_same_words_from_another_keyboard_open_too():
    private, _ = room.new_pair()
    composed, decomposed = "café du matin gris", "  cafe\u0301 du  matin gris "
    wrapped = room.wrap(private, passphrase=composed, pepper=PEPPER, number=1, owner=b"x", cost=CHEAP)
    assert room.unwrap(wrapped, passphrase=decomposed, pepper=PEPPER, owner=b"x") == private


def test_a_short_passphrase_is_refused_however_it_is_spaced():
    with pytest.raises(room.PassphraseTooShort):
        room.wrap(b"k" * 32, passphrase="two     word", pepper=PEPPER, number=1, owner=b"x", cost=CHEAP)


def test_a_guess_costs_memory_and_time():
    assert room.Cost().kibibytes >= 65_536 and room.Cost().passes >= 3


def test_an_unlocked_key_needs_the_browser_and_the_server():
    private, _ = room.new_pair()
    secret, kept = room.hold(private, owner=b"leila")
    assert room.held(secret, kept, owner=b"leila") == private
    assert private not in kept and secret not in kept
    again, _kept = room.hold(private, owner=b"leila")
    for wrong, owner in ((again, b"leila"), (secret, b"salma"), (b"", b"leila")):
        with pytest.raises(room.RoomSealBroken):
            room.held(wrong, kept, owner=owner)


@given(st.binary(min_size=16, max_size=64))
def test_two_halves_give_the_secret_and_one_is_noise(secret):
    one, other = room.split(secret)
    assert room.join(one, other) == room.join(other, one) == secret
    assert secret not in (one, other)
    assert room.split(secret)[0] != one
    with pytest.raises(room.RoomSealBroken):
        room.join(one, other + b"x")


@given(st.binary(max_size=600))
def test_a_draft_is_read_by_its_writer_only(clear):
    private, public = room.new_pair()
    sealed = room.seal_to(clear, public=public, about=b"draft 1")
    assert room.unseal_own(sealed, private=private, about=b"draft 1") == clear
    for reader, about in ((room.new_pair()[0], b"draft 1"), (private, b"draft 2")):
        with pytest.raises(room.RoomSealBroken):
            room.unseal_own(sealed, private=reader, about=about)


def test_nothing_sealed_shows_its_words_however_it_is_written_down():
    """The search is first shown to find the canary where nothing is sealed."""
    clear = CANARY.encode()
    for form in forms_of(CANARY):
        assert leaks(CANARY, b"before" + form + b"after")
    assert leaks(CANARY, base64.b64encode(b"12345" + clear + b"6789"))
    private, public = room.new_pair()
    key = room.new_key()
    wrapped = room.wrap(private, passphrase=CANARY, pepper=PEPPER, number=1, owner=b"x", cost=CHEAP)
    stolen = b"|".join(
        [
            room.seal(clear, key=key, about=b"n"),
            room.seal_to(clear, public=public, about=b"d"),
            room.hand(key, to=public, about=b"c"),
            room.hold(private, owner=b"x")[1],
            wrapped.sealed,
        ]
    )
    for view in (stolen, stolen.hex().encode(), base64.b64encode(stolen)):
        assert not leaks(CANARY, view)
    assert key not in stolen and private not in stolen
