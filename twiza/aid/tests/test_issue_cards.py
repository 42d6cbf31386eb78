"""Cards of a signed list: codes that are printed once and kept only as keyed hashes."""

import pytest
from django.db import connection

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder
from twiza.aid.models import Card, Entitlement
from twiza.aid.tests.given import (
    FIRST_DAY,
    NOON,
    THAT_MORNING,
    given_association,
    given_distribution,
    given_frozen_list,
    given_signed_list,
    hand_over,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def story():
    return given_association()


def test_it_makes_one_card_for_each_selected_household(story):
    given_signed_list(story, baskets=5, reserve=2)
    told = []
    with story.work():
        issued = actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON, done=told.append)
        assert len(issued) == Card.objects.count() == Entitlement.objects.count() == 5
        assert len({card.code for card in issued}) == 5
        assert all(card.collect_on == FIRST_DAY for card in issued)
        with pytest.raises(OutOfOrder, match="has its card"):
            actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)


def test_it_follows_two_signatures(story):
    given_frozen_list(story)
    with story.work(), pytest.raises(OutOfOrder):
        actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)


def test_it_keeps_no_code_that_a_dump_could_give_away(story):
    issued = given_distribution(story)
    with story.work(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM aid_card t")
        dump = cursor.fetchone()[0]
        for table in ("aid_entitlement", "aid_listentry", "aid_nomination", "audit_line", "aid_cardevent"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")
            dump += cursor.fetchone()[0]
    for card in issued:
        assert card.code not in dump
        assert card.square not in dump
        assert card.code[:8] not in {one.list_code for one in issued}


def test_it_replaces_a_lost_card(story):
    issued = given_distribution(story)
    with story.work():
        seen = queries.card_for(story.amina, issued[0].point, issued[0].code, at=THAT_MORNING)
        another = actions.replace_card(
            entitlement=seen.entitlement, reason_code="lost", by=story.amina, at=NOON
        )
        with pytest.raises(queries.NoSuchCard):
            queries.card_for(story.amina, issued[0].point, issued[0].code, at=THAT_MORNING)
        again = queries.card_for(story.amina, issued[0].point, another.code, at=THAT_MORNING)
        assert again.entitlement == seen.entitlement
    with story.work(story.youssef):
        assert hand_over(story, another).ruling == "served"
    with story.work(), pytest.raises(OutOfOrder):
        actions.replace_card(entitlement=seen.entitlement, reason_code="lost", by=story.amina, at=NOON)
