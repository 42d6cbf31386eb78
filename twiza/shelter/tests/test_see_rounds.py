"""Pages of a night: Omar plans, briefs, goes and comes back; the police read the night plan; nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import Round
from twiza.shelter.tests.given import (
    NIGHT,
    given_briefed,
    given_driss,
    given_duty,
    given_guests,
    given_plan,
    given_round,
    given_unit,
    held,
)
from twiza.shelter.tests.test_see_winter import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def town(cold):
    """The winter of today, with its plan: it goes on past tonight."""
    given_plan(cold)
    with as_work(cold.latifa):
        today = timezone.localdate()
        winter = actions.open_winter(
            organisation=cold.committee.pk, crew=cold.crew.pk, place=cold.winter.place, name_ar="الآن", name_fr="Now",
            first_night=today - timedelta(days=10), last_night=today + timedelta(days=20), previous=cold.winter,
            by=cold.latifa, at=timezone.now(),
        )  # fmt: skip
        actions.take_over_plan(winter=winter, by=cold.latifa, at=timezone.now())
    cold.winter = winter
    return cold


def test_a_round_walks_through_its_pages(town):
    tonight, client = rules.night_of(timezone.now()), browser(town.omar)
    hanane = given_member("Hanane", "counter", town.crew)
    with as_work(town.omar):
        plan = queries.plan_of(town.winter)
    typed = {
        "night": f"{tonight:%d/%m/%Y}", "team": plan.teams[0].pk, "vehicle": plan.vehicles[0].pk, "starts": "٢٠:٠٠",
        "ends": "2h30", "alert": "red", "escorts": ["national_security"],
        f"area_{plan.hot_spots[2].pk}": "1", f"area_{plan.hot_spots[0].pk}": "2",
    }  # fmt: skip
    nights = reverse("shelter:list_nights", args=[town.winter.pk])
    assert "No round tonight yet" in client.get(nights).content.decode()
    wrong = client.post(reverse("shelter:plan_round", args=[town.winter.pk]), {**typed, "ends": "19:00"})
    assert wrong.status_code == 422 and "begins and ends in its night" in wrong.content.decode()
    page = client.post(
        reverse("shelter:plan_round", args=[town.winter.pk]), typed, follow=True
    ).content.decode()
    assert "National security (stays back)" in page and "20:00" in page and "02:30" in page
    with as_work(town.omar):
        round = Round.objects.get()
        spots = [one.hot_spot_id for one in queries.whole_round(round).stops.all()]
    assert spots == [plan.hot_spots[2].pk, plan.hot_spots[0].pk]
    assert "Brief the round of tonight" in client.get("/").content.decode()
    there = reverse("shelter:show_round", args=[round.pk])
    assert "Say who goes out" in client.get(there).content.decode()
    people = reverse("shelter:name_crew", args=[round.pk])
    client.post(people, {"men": [town.omar.pk], "leader": town.omar.pk})
    assert "At least one woman" in client.get(there).content.decode()
    checks = reverse("shelter:brief_round", args=[round.pk])
    assert client.post(checks, {"vehicle_checked": "on", "blanket": "5"}).status_code == 422
    client.post(people, {"women": [hanane.pk], "men": [town.omar.pk], "leader": town.omar.pk})
    page = client.post(checks, {"vehicle_checked": "on", "blanket": "5"}, follow=True).content.decode()
    assert "We go out" in page and "Hanane" in page
    page = client.post(reverse("shelter:leave_round", args=[round.pk]), follow=True).content.decode()
    assert "We are back" in page
    back = reverse("shelter:return_round", args=[round.pk])
    assert client.post(back, {"blanket": "6"}).status_code == 422
    assert (
        '<td data-label="Given">3</td>' in client.post(back, {"blanket": "2"}, follow=True).content.decode()
    )
    assert "Brief the round of tonight" not in client.get("/").content.decode()


def test_a_plan_changes_on_its_page_until_it_is_called_off(town):
    round = given_round(town, night=timezone.localdate())
    client = browser(town.latifa)
    there = reverse("shelter:change_round", args=[round.pk])
    form = client.get(there).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")} | {
        "alert": "red"
    }
    page = client.post(there, typed, follow=True).content.decode()
    assert "Red: great danger" in page
    assert client.get(reverse("shelter:brief_round", args=[round.pk])).status_code == 403
    client.post(reverse("shelter:call_off_round", args=[round.pk]))
    with as_work(town.latifa):
        assert not Round.objects.exists()


def test_the_police_hold_the_plan_of_a_night_and_no_guest(cold):
    given_plan(cold)
    given_unit(cold, "men", 3)
    (guest,) = given_guests(cold, "man")
    held(cold, [guest])
    given_duty(cold)
    round = given_briefed(cold)
    client = browser(given_driss(cold))
    page = client.get(
        reverse("shelter:show_night", args=[cold.winter.pk, NIGHT.isoformat()])
    ).content.decode()
    assert "tel:0535111111" in page and "(stays back)" in page and "Beds in all" in page
    assert guest.code not in page and str(guest.pk) not in page
    page = client.get(reverse("shelter:show_round", args=[round.pk])).content.decode()
    assert "We go out" not in page and guest.code not in page
    assert client.get(reverse("shelter:list_nights", args=[cold.winter.pk])).status_code == 200
    assert client.get(reverse("shelter:plan_round", args=[cold.winter.pk])).status_code == 403
    for name in ("change_round", "name_crew", "brief_round", "return_round"):
        assert client.get(reverse(f"shelter:{name}", args=[round.pk])).status_code == 403
    for name in ("leave_round", "call_off_round"):
        assert client.post(reverse(f"shelter:{name}", args=[round.pk])).status_code == 403


def test_sites_and_others_find_no_round(cold):
    given_plan(cold)
    round = given_round(cold)
    salma = given_member("Salma", "round_leader", given_organisation("Ailleurs"))
    for user in (cold.zahra, salma):
        client = browser(user)
        assert client.get(reverse("shelter:show_round", args=[round.pk])).status_code == 404
        assert client.get(reverse("shelter:list_nights", args=[cold.winter.pk])).status_code == 404
        assert (
            client.get(reverse("shelter:show_night", args=[cold.winter.pk, NIGHT.isoformat()])).status_code
            == 404
        )
