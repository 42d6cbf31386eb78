"""Holidays, souks and the hours of Ramadan, kept by people: delays count them, campaigns are warned."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.models import CalendarDay, SoukDay
from twiza.aid.tests.given import FIRST_DAY, NOON, given_association, given_campaign, given_declaration
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.network.tests.given import given_place
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return given_association()


def test_known_days_are_entered_once_and_stay_away_once_taken_away(story):
    given_campaign(story)  # announces Ramadan 1447
    with story.work():
        actions.announce_month(year=1447, month=10, begins_on=date(2026, 3, 20), by=story.amina, at=NOON)
        count = actions.enter_known_days(year=2026, by=story.amina, at=NOON)
        assert count == 13 and date(2026, 3, 21) in queries.closed_days()
        assert actions.enter_known_days(year=2026, by=story.amina, at=NOON) == 0
        day = CalendarDay.objects.get(on=date(2026, 8, 21))
        actions.remove_day(day=day, by=story.amina, at=NOON)
        assert actions.enter_known_days(year=2026, by=story.amina, at=NOON) == 0
        assert date(2026, 8, 21) not in queries.closed_days()
        with pytest.raises(actions.UnfitDay):
            actions.enter_day(on=FIRST_DAY, kind="other", name_ar="", name_fr="x", by=story.amina, at=NOON)


def test_a_campaign_is_warned_of_feasts_souks_and_hours(story):
    campaign = given_campaign(story)
    given_declaration(story, campaign)
    arrondissement = given_place()
    with story.work():
        assert queries.legal_window(story.amina, campaign, at=NOON).warnings == []
        actions.enter_souk(place=arrondissement, weekday=FIRST_DAY.weekday(), by=story.amina, at=NOON)
        actions.enter_day(
            on=FIRST_DAY, kind="other", name_ar="موسم", name_fr="Moussem", by=story.amina, at=NOON
        )
        actions.enter_ramadan_hours(year=1447, opens_at=time(9), closes_at=time(15), by=story.amina, at=NOON)
        warnings = queries.legal_window(story.amina, campaign, at=NOON).warnings
    assert len(warnings) == 4  # the feast, the souk, and two points open until six
    assert {one.on for one in warnings} == {FIRST_DAY}


def test_a_souk_elsewhere_warns_nobody(story):
    campaign = given_campaign(story)
    given_declaration(story, campaign)
    far = given_place("05.301.07.03")
    with story.work():
        actions.enter_souk(place=far, weekday=FIRST_DAY.weekday(), by=story.amina, at=NOON)
        assert queries.legal_window(story.amina, campaign, at=NOON).warnings == []


@pytest.mark.parametrize(
    "act",
    [
        lambda story: actions.enter_souk(place=given_place("03.231"), weekday=1, by=story.amina, at=NOON),
        lambda story: actions.enter_souk(place=given_place(), weekday=7, by=story.amina, at=NOON),
        lambda story: actions.enter_ramadan_hours(
            year=1447, opens_at=time(9), closes_at=time(9), by=story.amina, at=NOON
        ),
    ],
)
def test_it_holds_only_what_can_be(story, act):
    with story.work(), pytest.raises(actions.UnfitDay):
        act(story)


def test_a_volunteer_changes_nothing(story):
    with story.work(story.youssef), pytest.raises(NoPermission):
        actions.enter_known_days(year=2026, by=story.youssef, at=NOON)


def test_everything_is_entered_on_one_page(story):
    browser = signed_in(story.amina)
    page = reverse("aid:show_calendar")
    commune = given_place()
    sent = {
        "enter_day": {"on": "26/02/2026", "kind": "other", "name_ar": "موسم", "name_fr": "Moussem"},
        "enter_year": {"year": "٢٠٢٦"},
        "enter_souk": {"place": commune.name_fr, "weekday": "2"},
        "enter_hours": {"year": "1447", "opens_at": "9", "closes_at": "15"},
    }
    for name, typed in sent.items():
        assert browser.post(reverse(f"aid:{name}"), typed).status_code == 302, name
        assert browser.post(reverse(f"aid:{name}"), {}).status_code == 422, name
    assert "Moussem" in browser.get(page, {"year": "2026"}, HTTP_ACCEPT_LANGUAGE="fr").content.decode() or (
        "موسم" in browser.get(page, {"year": "2026"}).content.decode()
    )
    with story.work():
        day, souk = CalendarDay.objects.get(name_fr="Moussem"), SoukDay.objects.get()
    assert browser.post(reverse("aid:remove_day", args=[day.pk])).status_code == 302
    assert browser.post(reverse("aid:remove_souk", args=[souk.pk])).status_code == 302
    with story.work():
        assert (
            queries.souk_days() == [] and not CalendarDay.objects.filter(pk=day.pk, removed_at=None).exists()
        )
        assert timezone.localdate().year
