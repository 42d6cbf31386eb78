"""An announced month can be corrected; what it was before stays, and who has days already is said first."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.actions import DaysAreSet
from twiza.aid.tests.given import NOON, given_association, given_campaign
from twiza.aid.tests.test_walk_campaign import signed_in

pytestmark = pytest.mark.django_db

FIRST, CORRECTED = date(2026, 2, 19), date(2026, 2, 18)


@pytest.fixture
def story():
    story = given_association()
    given_campaign(story)
    return story


def correct(story, **wishes):
    return actions.announce_month(
        year=1447, month=9, begins_on=CORRECTED, by=story.hassan, at=NOON + timedelta(days=1), **wishes
    )


def test_it_keeps_what_was_entered_before_with_who_and_when(story):
    with story.work(story.hassan):
        correct(story, aware=True)
        history = queries.month_history(1447, 9)
    assert [(line.begins_on, line.by) for line in history] == [(CORRECTED, "Hassan"), (FIRST, "Amina")]
    assert [line.at for line in history] == [NOON + timedelta(days=1), NOON]


def test_it_says_first_which_campaigns_have_their_days(story):
    with story.work(story.hassan):
        with pytest.raises(DaysAreSet):
            correct(story)
        assert queries.announced_months()[1447, 9] == FIRST
        assert queries.dated_in_month(1447, 9) == [story.campaign]


def test_the_same_day_again_and_a_month_without_campaigns_need_no_confirmation(story):
    with story.work():
        again = {"by": story.amina, "at": NOON}
        actions.announce_month(year=1447, month=9, begins_on=FIRST, **again)
        actions.announce_month(year=1448, month=9, begins_on=date(2027, 2, 8), **again)
        actions.announce_month(year=1448, month=9, begins_on=date(2027, 2, 9), **again)
        assert [line.begins_on.day for line in queries.month_history(1448, 9)] == [9, 8]


def test_what_was_entered_cannot_be_rewritten(story):
    for change in ("UPDATE aid_announcedmonthevent SET month = 8", "DELETE FROM aid_announcedmonthevent"):
        with story.work(), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(change)


def test_the_page_asks_and_then_shows_what_was_before(story):
    client = signed_in(story.amina)
    page = reverse("aid:announce_month", args=[story.campaign.pk])
    asked = client.post(page, {"begins_on": "18/02/2026"})
    assert asked.status_code == 200
    assert "notice-refusal" in asked.content.decode()
    assert 'name="aware"' in asked.content.decode()
    assert client.post(page, {"begins_on": "18/02/2026", "aware": "on"}).status_code == 302
    shown = client.get(reverse("aid:set_dates", args=[story.campaign.pk])).content.decode()
    assert shown.count('<th scope="row">') == 2
    assert "Amina" in shown
