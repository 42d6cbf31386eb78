"""A team is called to people outside: who alerted, the place for its phones and listeners alone, the response time."""

import json
from datetime import time, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from twiza.lib import sealed_boxes
from twiza.lib.ids import new_id
from twiza.network.tests.given import as_work, audit_data
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.sync import queries as devices
from twiza.shelter import actions, queries, rules
from twiza.shelter.forms.outreach import WriteCallOut
from twiza.shelter.models import CallOut, CallOutSeal, Encounter
from twiza.shelter.tests.given import (
    EVENING,
    given_call_out,
    given_cold,
    given_driss,
    given_listener,
    given_met,
    given_out,
    given_plan,
    given_unit,
)
from twiza.shelter.tests.phones_given import given_team_phone, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cold):
    """A town with its plan, and Hind who listens for the crew."""
    given_plan(cold)
    cold.hind, cold.room = given_listener(cold)
    return cold


def refused(change, error=DatabaseError):
    with pytest.raises(error), transaction.atomic():
        change()


def test_who_alerted_and_how_long_it_took_are_kept(town):
    call = given_call_out(town)
    with as_work(town.omar):
        reached = actions.reach_call_out(call_out=call, by=town.omar, at=EVENING + timedelta(minutes=25))
        again = actions.reach_call_out(call_out=call, by=town.omar, at=EVENING + timedelta(minutes=55))
        assert reached.reached_at == again.reached_at == EVENING + timedelta(minutes=25)
        assert (call.source, call.people, call.night) == ("citizen", 2, rules.night_of(EVENING))
        assert len(audit_data("shelter.call_out_reached")) == 1
        refused(lambda: CallOut.objects.update(reached_at=EVENING))


def test_the_place_opens_for_a_listener_with_a_seat_and_stands_nowhere_in_clear(town):
    call = given_call_out(town)
    with as_work(town.hind):
        ((key, private),) = queries.outreach_privates(town.winter, town.room).items()
        (seal,) = CallOutSeal.objects.all()
        keys = {key.number: X25519PrivateKey.from_private_bytes(private)}
        about = str(call.pk).encode()
        clear = sealed_boxes.open_line(seal.sealed, keys, about=about, info=sealed_boxes.OUTREACH)
        assert len(clear) % 256 == 0 and json.loads(clear) == {"place": "خلف الفرن", "words": "يحتاجان أغطية"}
        for wrong in ({"about": str(new_id()).encode(), "info": sealed_boxes.OUTREACH}, {"about": about}):
            with pytest.raises(sealed_boxes.CannotOpen):
                sealed_boxes.open_line(seal.sealed, keys, **wrong)
    assert not any("الفرن" in str(one) for one in audit_data("shelter.call_out_written"))


def test_a_place_that_nobody_could_read_is_not_written(cold):
    given_plan(cold)
    with translation.override("ar"), pytest.raises(actions.BadPlan, match="هاتف"):
        given_call_out(cold)
    with as_work(cold.omar):
        assert not CallOut.objects.exists()


def test_a_call_out_names_what_is_of_its_winter(town):
    other = given_cold("-other")
    given_plan(other)
    with as_work(other.omar):
        foreign = queries.plan_of(other.winter).hot_spots[0]
    for words in (
        {"hot_spot": foreign},
        {"source": "neighbour"},
        {"people": 0},
        {"people": 51},
        {"place": "  "},
        {"place": "x" * 1001},
        {"alerted_at": EVENING + timedelta(minutes=1)},
    ):
        with pytest.raises(actions.BadPlan):
            given_call_out(town, **words)
    with pytest.raises(actions.WinterOver):
        given_call_out(town, alerted_at=EVENING - timedelta(days=30))
    id = new_id()
    assert given_call_out(town, id=id) == given_call_out(town, id=id, people=9)


def test_the_committee_the_police_and_the_sites_see_no_call_out(town):
    call = given_call_out(town)
    for user in (town.latifa, given_driss(town), town.zahra):
        with as_work(user):
            assert not CallOut.objects.exists() and not CallOutSeal.objects.exists()
            with pytest.raises(queries.NoSuchWinter):
                queries.call_out_for(user, call.pk)
            with pytest.raises(NoPermission):
                actions.reach_call_out(call_out=call, by=user, at=EVENING)


def test_the_database_keeps_its_promises_about_call_outs(town):
    call = given_call_out(town)
    of = {"call_out": call, "winter": town.winter, "crew": town.crew, "sealed": "x"}
    with as_work(town.omar):
        for words in (
            {},
            {"device": new_id(), "number": 1},
            {"number": 1},
            {"device": new_id(), "sealed": ""},
        ):
            refused(lambda words=words: CallOutSeal.objects.create(**(of | words)), IntegrityError)
        refused(lambda: CallOutSeal.objects.update(sealed="y"))
        refused(lambda: CallOutSeal.objects.all().delete())
        refused(lambda: CallOut.objects.update(reached_at=EVENING - timedelta(hours=1)), IntegrityError)
        row = {
            "winter": town.winter, "crew": town.crew, "team": call.team, "night": call.night, "hot_spot": call.hot_spot,
            "source": "police", "people": 1, "at": EVENING, "written_at": EVENING, "by": town.omar,
        }  # fmt: skip
        for words in ({"source": "x"}, {"people": 0}, {"people": 51}, {"written_at": EVENING - timedelta(1)}):
            refused(lambda words=words: CallOut.objects.create(**(row | words)), IntegrityError)
        refused(lambda: CallOut.objects.create(**(row | {"by": town.zahra})))


def test_the_leader_s_page_says_counts_beds_calls_and_phones(town, client):
    out = given_out(town)
    given_unit(town, "men", 1)
    phone = given_team_phone(town)
    call = given_call_out(town)
    given_met(town, out, taken=("shelter",), men=1)
    given_met(town, out, men=0, state="asleep", language="", taken=(), women=2)
    with as_work(town.omar):
        actions.reach_call_out(call_out=call, by=town.omar, at=EVENING + timedelta(minutes=25))
        night = queries.team_night(out.team, out.night)
    ((area,), (line,)) = night.areas, night.calls
    assert (area.meetings, area.men, area.women, area.left_in_peace, area.refused) == (2, 1, 2, 1, 0)
    assert (line.minutes, line.phones, night.held) == (25, 1, 1)
    client.force_login(town.omar)
    address = reverse("shelter:show_team", args=[out.team_id])
    page = client.get(f"{address}?night={out.night.isoformat()}").content.decode()
    assert "25" in page and "Redmi" in page and "خلف الفرن" not in page
    for user in (town.latifa, town.zahra, town.hind):
        client.force_login(user)
        assert client.get(address).status_code == 404
        assert client.post(reverse("shelter:open_team_phone", args=[out.team_id])).status_code == 404
    client.force_login(town.omar)
    client.post(
        reverse("shelter:end_team_phone", args=[out.team_id]),
        {"device": phone.device, "reason_code": "phone_lost"},
    )
    assert devices.device_of(phone.token)
    with as_work(town.omar):
        assert [one.revoked_at is not None for one in devices.devices_of([out.team_id])] == [True]


def test_what_waits_stands_on_the_page_with_its_reason_and_is_taken_in(town, client):
    with as_work(town.omar):
        team = queries.plan_of(town.winter).teams[0]
    phone = given_team_phone(town)
    op = phone.do("encounter", told(town), at=EVENING).op
    assert [one.rule for one in phone.send(at=EVENING).answers] == ["no_round"]
    given_out(town)
    client.force_login(town.omar)
    page = client.get(reverse("shelter:show_team", args=[team.pk])).content.decode()
    assert str(op) in page
    client.post(reverse("shelter:accept_late_rounds", args=[team.pk]), {"operation": [str(op)]})
    with as_work(town.omar):
        assert Encounter.objects.get().pk == op


def test_the_hour_of_an_alert_is_of_this_night_and_never_to_come():
    form = WriteCallOut(areas=[])
    for clock, now, wanted in (
        (time(21), EVENING + timedelta(hours=2), EVENING + timedelta(hours=1)),
        (time(1), EVENING + timedelta(hours=6), EVENING + timedelta(hours=5)),
        (time(21), EVENING, EVENING + timedelta(hours=1) - timedelta(days=1)),
    ):
        form.cleaned_data = {"alerted": clock}
        assert form.alerted_at(now) == wanted
