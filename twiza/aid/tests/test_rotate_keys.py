"""A key is rotated while cards are in people's hands: every card still opens its basket."""

import re
from pathlib import Path

import pytest

from twiza.aid import queries
from twiza.aid.tests.given import (
    THAT_MORNING,
    given_association,
    given_distribution,
    hand_over,
)
from twiza.lib.keyring import Keyring

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PACKAGE = Path(__file__).parents[2]


@pytest.fixture
def ring(settings, tmp_path):
    """Keys of this test only."""
    settings.TWIZA_KEYS = tmp_path / "keys"
    return Keyring(tmp_path / "keys")


def seen(story, card, what):
    return queries.card_for(story.youssef, card.point, what, at=THAT_MORNING).entitlement.code


@pytest.mark.parametrize("names", [["blind_index"], ["cards"], ["blind_index", "cards", "blind_index"]])
def test_a_card_made_before_a_rotation_is_found_by_both_its_codes(ring, names):
    story = given_association()
    issued = given_distribution(story)
    for name in names:
        ring.rotate(name)
    with story.work(story.youssef):
        for card in issued:
            assert seen(story, card, card.code) == seen(story, card, card.square) == card.list_code
        assert hand_over(story, issued[0]).ruling == "served"
        assert hand_over(story, issued[0], minutes=3).ruling == "double"


def test_cards_made_after_a_rotation_are_found_beside_the_old_ones(ring):
    first = given_association()
    before = given_distribution(first)
    ring.rotate("blind_index")
    ring.rotate("cards")
    second = given_association("Association Sebou", "-2")
    after = given_distribution(second)
    for story, cards in ((first, before), (second, after)):
        with story.work(story.youssef):
            assert [seen(story, card, card.code) for card in cards] == [card.list_code for card in cards]


def test_a_key_that_is_gone_finds_nothing_and_says_so(ring):
    """Whoever throws an old key away ends the cards it made: the keys are kept."""
    story = given_association()
    card = given_distribution(story)[0]
    ring.rotate("blind_index")
    (ring.folder / "blind_index.1.key").unlink()
    with story.work(story.youssef), pytest.raises(queries.NoSuchCard):
        seen(story, card, card.code)


def test_every_place_that_looks_by_a_keyed_value_tries_every_key():
    """One key writes, all keys find: a place that asks for the present key alone only writes."""
    places = {
        (file.relative_to(PACKAGE).as_posix(), call)
        for file in PACKAGE.rglob("*.py")
        if "tests" not in file.parts and file.name != "keyring.py"
        for call in re.findall(r'\.(secrets?|current)\(\s*"blind_index"', file.read_text("utf-8"))
    }
    assert places == {
        ("aid/actions/cards.py", "secret"),
        ("aid/actions/lanes.py", "secret"),
        ("aid/queries/ledgers.py", "secrets"),
        ("aid/queries/packs.py", "secrets"),
        ("aid/queries/rounds.py", "secrets"),
        ("platform/sync/queries.py", "secrets"),
        ("aid/queries/cards.py", "secrets"),
        ("cases/actions/erasure.py", "secret"),
        ("cases/actions/outside.py", "secret"),
        ("cases/queries/outside.py", "secrets"),
        ("registry/actions/forgetting.py", "secret"),
        ("registry/queries/erased.py", "secrets"),
    }
