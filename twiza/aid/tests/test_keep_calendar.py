"""Holidays, souks and the hours of Ramadan, kept by people: delays count them, campaigns are warned."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.models import CalendarDay, SoukDay
from twiza.aid.tests.given import (
    FIRST_DAY,
    NOON,
    given_association,
    given_campaign,
    given_declaration,
    given_demand,
    given_signed_list,
)
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.network.tests.given import given_member, given_organisation, given_place
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
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


def test_nobody_takes_away_what_another_association_entered(story):
    """The calendar moves delays of everybody: who entered a day takes it away, or the administrator of the platform."""
    salma = given_member("Salma", "campaign_manager", given_organisation("Association Zerhoun"))
    idriss = given_member("Idriss", "platform_administrator", given_organisation("Plateforme", kind="other"))
    commune = given_place()
    with story.work():
        day, other = [
            actions.enter_day(
                on=FIRST_DAY, kind="other", name_ar="موسم", name_fr=name, by=story.amina, at=NOON
            )
            for name in ("Moussem", "Deuil")
        ]
        souk = actions.enter_souk(place=commune, weekday=2, by=story.amina, at=NOON)
        enter = (
            'INSERT INTO aid_calendarday (id, "on", kind, name_ar, name_fr, entered_by_id, entered_at)'
            " VALUES (uuidv7(), '2026-03-02', 'other', 'x', 'y', %s, now())"
        )
        with pytest.raises(IntegrityError, match="by who acts"), transaction.atomic():
            connection.cursor().execute(enter, [salma.pk])  # in the name of somebody else
    take = "UPDATE aid_{} SET removed_at = now(), removed_by_id = %s"
    with acting_as(salma.pk, purpose=Purpose.WORK):
        for act, thing in ((actions.remove_day, {"day": day}), (actions.remove_souk, {"souk": souk})):
            with pytest.raises(actions.UnfitDay):
                act(**thing, by=salma, at=NOON)
        for table in ("calendarday", "soukday"):
            with pytest.raises(IntegrityError, match="who entered it"), transaction.atomic():
                connection.cursor().execute(take.format(table), [salma.pk])
        assert day.on in queries.closed_days() and queries.souk_days()
    browser = signed_in(salma)
    assert (
        reverse("aid:remove_day", args=[day.pk])
        not in browser.get(reverse("aid:show_calendar"), {"year": "2026"}).content.decode()
    )
    assert browser.post(reverse("aid:remove_day", args=[day.pk])).status_code == 302
    with acting_as(idriss.pk, purpose=Purpose.WORK):
        actions.remove_day(day=other, by=idriss, at=NOON)
    with story.work():
        assert [one.name_fr for one in queries.calendar_days(2026)] == ["Moussem"]
        actions.remove_day(day=day, by=story.amina, at=NOON)


def test_slots_keep_to_feasts_and_to_the_hours_of_ramadan(story):
    """Four days of Ramadan, a feast on the second: three days until three o'clock, by slots and by cards without slots."""
    given_signed_list(story, households=8)
    with story.work():
        actions.enter_ramadan_hours(year=1447, opens_at=time(10), closes_at=time(15), by=story.amina, at=NOON)
        feast = FIRST_DAY + timedelta(days=1)
        actions.enter_day(on=feast, kind="feast", name_ar="عيد", name_fr="Fête", by=story.amina, at=NOON)
        point = story.points[0]
        made = actions.divide_days(point=point, minutes=60, by=story.amina, at=NOON)
        assert len({one.on for one in made}) == 3 and feast not in {one.on for one in made}
        assert (min(one.starts for one in made), max(one.ends for one in made)) == (time(10), time(15))
        issued = actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
        assert {card.point.code for card in issued} == {"P1", "P2"}
        assert all(card.collect_from >= "10:00" and card.collect_until <= "15:00" for card in issued)
    page = signed_in(story.amina).get(reverse("aid:list_slots", args=[point.pk])).content.decode()
    assert "notice-warning" in page


def test_a_day_that_was_entered_moves_what_is_due(story):
    """Ten working days before the first: of a demand, of the window, of the report on an appeal."""
    campaign = given_campaign(story)
    demand_due = given_demand(story).due_on
    with story.work():
        asked = actions.Authorisation("77/2026", date(2026, 1, 10), "ولاية", "فاس")
        actions.record_appeal(campaign=campaign, paper=asked, by=story.amina, at=NOON)
        actions.publish_appeal(campaign=campaign, by=story.amina, at=NOON)
        actions.end_appeal(campaign=campaign, on=NOON.date(), by=story.amina, at=NOON)
    idriss = given_member("Idriss", "platform_administrator", given_organisation("Plateforme", kind="other"))
    with acting_as(idriss.pk, purpose=Purpose.WORK):
        for name in ("distribution_declaration_days_before", "appeal_report_days_after"):
            accounts.set_parameter(
                name=name, value="10", valid_from=NOON.date(), source="Décret 2-25-152", confidence="M",
                unit="working days", by=idriss, at=NOON,
            )  # fmt: skip
    with story.work():
        window = queries.declaration_window(campaign, on=NOON.date())[1].last_day
        report = queries.legal_window(story.amina, campaign, at=NOON).report_due
        for on in (date(2026, 2, 10), date(2026, 2, 20)):
            actions.enter_day(
                on=on, kind="holiday", name_ar="عطلة", name_fr=f"Férié {on}", by=story.amina, at=NOON
            )
        assert queries.declaration_window(campaign, on=NOON.date())[1].last_day < window
        assert queries.legal_window(story.amina, campaign, at=NOON).report_due > report
    assert given_demand(story).due_on > demand_due


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
