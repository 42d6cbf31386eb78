"""The same night: every basket is somewhere, and what is missing is said."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from twiza.aid import actions, queries
from twiza.aid.actions import BadPlan, OutOfOrder
from twiza.aid.models import Reconciliation
from twiza.aid.tests.given import (
    FIRST_DAY,
    NOON,
    THAT_MORNING,
    given_association,
    given_campaign,
    given_distribution,
    hand_over,
)
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    return given_association()


def test_it_adds_up(story):
    cards = given_distribution(story)
    here = [card for card in cards if card.point.pk == cards[0].point.pk]
    with story.work():
        actions.record_packed(point=here[0].point, day=FIRST_DAY, pieces=10, by=story.amina, at=NOON)
    with story.work(story.youssef):
        for card in here[:3]:
            hand_over(story, card)
    with story.work():
        row = reconcile(story, here[0].point, returned=5, damaged=1, lost=0)
        assert (row.packed, row.served, row.gap, row.needs_inquiry) == (10, 3, 1, True)
        assert queries.days_not_reconciled(story.campaign) == []
        again = reconcile(story, here[0].point, returned=6, damaged=1, lost=0)
        assert (again.number, again.gap, again.needs_inquiry) == (2, 0, False)
        assert queries.count_of(here[0].point, FIRST_DAY).returned == 6


@pytest.mark.parametrize("minutes", [30, -30])  # -30: begun before the closing, kept after it
def test_it_opens_again_when_baskets_move_afterwards(story, minutes):
    cards = given_distribution(story)
    with story.work():
        actions.record_packed(point=cards[0].point, day=FIRST_DAY, pieces=2, by=story.amina, at=NOON)
        reconcile(story, cards[0].point, returned=2, damaged=0, lost=0)
    with story.work(story.youssef):
        hand_over(story, cards[0], minutes=minutes)
    with story.work():
        assert [day for _, day in queries.days_not_reconciled(story.campaign)] == [FIRST_DAY]
        with translation.override("en"), pytest.raises(OutOfOrder, match="Close"):
            actions.close_campaign(campaign=story.campaign, by=story.amina, at=THAT_MORNING)
        assert queries.days_of(story.campaign)[0].stale


def test_it_counts_from_zero(story):
    cards = given_distribution(story)
    with story.work():
        with pytest.raises(BadPlan):
            reconcile(story, cards[0].point, returned=-1, damaged=0, lost=0)
        with pytest.raises(BadPlan):
            actions.record_packed(point=cards[0].point, day=FIRST_DAY, pieces=-1, by=story.amina, at=NOON)
        assert not Reconciliation.objects.exists()


def test_the_days_not_counted_are_asked_once_for_all_campaigns(story):
    cards = given_distribution(story)
    with story.work():
        actions.record_packed(point=cards[0].point, day=FIRST_DAY, pieces=10, by=story.amina, at=NOON)
        other = given_campaign(story)
        with CaptureQueriesContext(connection) as asked:
            found = queries.days_open_in([story.campaign, other])
        assert found == {story.campaign.pk: [(cards[0].point, FIRST_DAY)], other.pk: []}
        assert len(asked) == 3
        [line] = [one for one in queries.waiting_for(story.amina, at=THAT_MORNING) if one.due == FIRST_DAY]
        assert cards[0].point.name in str(line.sentence)


@pytest.mark.parametrize(
    ("gap", "words"), [(0, ""), (1, "1 missing"), (17, "17 missing"), (-2, "2 too many")]
)
def test_a_gap_is_said_whichever_way(gap, words):
    with translation.override("en"):
        assert str(queries.gap_words(gap)) == words


def test_it_checks_permission(story):
    cards = given_distribution(story)
    with story.work(story.youssef), pytest.raises(NoPermission):
        reconcile(story, cards[0].point, returned=0, damaged=0, lost=0, by=story.youssef)


def test_it_closes_the_campaign_when_every_day_is_closed(story):
    cards = given_distribution(story)
    with story.work(story.youssef):
        for card in cards:
            hand_over(story, card)
    with story.work():
        for point, day in queries.days_not_reconciled(story.campaign):
            served = queries.count_of(point, day).served
            actions.record_packed(point=point, day=day, pieces=served, by=story.amina, at=THAT_MORNING)
            reconcile(story, point, returned=0, damaged=0, lost=0)
        campaign = actions.close_campaign(campaign=story.campaign, by=story.amina, at=THAT_MORNING)
        assert campaign.state == "reconciled"
        zones, selected, served = queries.counts_by_zone(campaign)
        assert (selected, served) == (len(cards), len(cards))
        assert sum(zone.served for zone in zones) == len(cards)
        hidden, _, _ = queries.counts_by_zone(campaign, least=5)
        assert all(zone.served is None for zone in hidden)


def reconcile(story, point, *, returned, damaged, lost, by=None):
    from datetime import timedelta

    return actions.reconcile_day(
        point=point,
        day=FIRST_DAY,
        returned=returned,
        damaged=damaged,
        lost=lost,
        by=by or story.amina,
        at=THAT_MORNING + timedelta(minutes=10),
    )
