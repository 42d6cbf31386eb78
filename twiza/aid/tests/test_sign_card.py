from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import cards
from twiza.aid.rules.cards import CardExpired, CardNotOurs, NotACard, SignedCard
from twiza.lib import keyboard

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEYS = {3: KEY.public_key()}

signed = st.builds(
    SignedCard,
    token=st.binary(min_size=16, max_size=16),
    valid_until=st.dates(date(2020, 1, 1), date(2199, 1, 1)),
    flags=st.integers(0, 255),
    key=st.just(3),
)


@given(signed)
def test_it_reads_what_it_signed(card: SignedCard):
    text = cards.sign_card(card, KEY)
    assert len(text) == cards.CHARACTERS
    assert cards.read_card(text, KEYS) == card
    assert cards.read_card(text.lower() + "\r\n", KEYS) == card


@given(signed)
def test_it_reads_an_arabic_keyboard(card: SignedCard):
    assert cards.read_card(keyboard.as_typed_in_arabic(cards.sign_card(card, KEY)), KEYS) == card


@given(signed, st.integers(0, 83), st.integers(1, 255))
def test_it_refuses_an_altered_byte(card: SignedCard, place: int, change: int):
    content = bytearray(cards.from_base45(cards.sign_card(card, KEY).removeprefix("TW1:")))
    content[place] ^= change
    with pytest.raises((CardNotOurs, NotACard)):
        cards.read_card("TW1:" + cards.base45(bytes(content)), KEYS)


@given(signed)
def test_it_refuses_another_key(card: SignedCard):
    with pytest.raises(CardNotOurs):
        cards.read_card(cards.sign_card(card, OTHER), KEYS)
    with pytest.raises(CardNotOurs):
        cards.read_card(cards.sign_card(card, KEY), {4: KEY.public_key()})


@given(st.binary(max_size=100))
def test_it_writes_base45(content: bytes):
    assert cards.from_base45(cards.base45(content)) == content


def test_it_writes_the_examples_of_the_standard():
    assert cards.base45(b"AB") == "BB8"
    assert cards.base45(b"Hello!!") == "%69 VD92EX0"
    assert cards.from_base45("QED8WEX0") == b"ietf!"


@given(st.text(max_size=200))
def test_it_never_breaks_on_what_is_scanned(text: str):
    for scanned in (text, "TW1:" + text):
        with pytest.raises((NotACard, CardNotOurs)):
            cards.read_card(scanned, KEYS)


def test_it_is_judged_by_the_later_clock():
    seen = datetime(2026, 3, 2, tzinfo=UTC)
    assert cards.judged_at(seen - timedelta(days=9), seen) == seen
    assert cards.judged_at(seen + timedelta(days=1), seen) == seen + timedelta(days=1)
    assert cards.judged_at(seen, None) == seen


def test_it_expires_after_its_last_day():
    card = SignedCard(bytes(16), date(2026, 3, 20), 0, 3)
    cards.check_valid(card, date(2026, 3, 20))
    with pytest.raises(CardExpired):
        cards.check_valid(card, date(2026, 3, 21))
