"""Somebody must be seen: signs as codes, a clock, one result; the committee's health member sees totals only."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from twiza.lib.ids import new_id
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries
from twiza.shelter.models import HealthReferral
from twiza.shelter.tests.given import (
    EVENING,
    NIGHT,
    given_duty,
    given_guests,
    given_health,
    given_seat,
    given_unit,
    held,
)

pytestmark = pytest.mark.django_db
LATER = EVENING + timedelta(hours=2)


def _settled(cold, referral, result, by=None):
    by = by or cold.omar
    with as_work(by):
        return actions.settle_health(referral=referral, result=result, by=by, at=LATER)


def test_a_round_calls_without_a_name_and_without_a_code(cold):
    encounter = new_id()
    one = given_health(
        cold, cold.omar, flags=["frozen"], urgency="now", contact="ambulance", encounter=encounter
    )
    assert (one.guest, one.host_id, one.encounter) == (None, None, encounter)
    assert one.due_at == EVENING + timedelta(hours=1)
    assert given_health(cold, cold.omar).due_at == EVENING + timedelta(hours=24)  # the parameter's hours
    names = {field.name for field in HealthReferral._meta.get_fields()}
    assert not names & {"name", "nickname", "words", "note", "diagnosis"}


def test_some_signs_never_wait(cold):
    with pytest.raises(actions.OutOfOrder, match="15"):
        given_health(cold, cold.omar, flags=["unconscious", "fever"], urgency="day")
    one = given_health(cold, cold.omar)
    with as_work(cold.omar), pytest.raises(IntegrityError, match="never_wait"), transaction.atomic():
        HealthReferral.objects.create(
            winter=cold.winter, crew=cold.crew, night=NIGHT, flags=["breathing"], urgency="day", contact="health",
            asked_at=EVENING, due_at=one.due_at, at=EVENING, by=cold.omar,
        )  # fmt: skip


@pytest.mark.parametrize(
    "words", [{"flags": []}, {"flags": ["tired"]}, {"urgency": "soon"}, {"contact": "police"}], ids=str
)
def test_codes_only(cold, words):
    with pytest.raises(actions.OutOfOrder):
        given_health(cold, cold.omar, **words)


def test_one_result_and_a_correction_is_a_new_line(cold):
    one = _settled(cold, given_health(cold, cold.omar), "seen")
    with pytest.raises(actions.OutOfOrder):
        _settled(cold, one, "admitted")
    with as_work(cold.omar):
        for change in ({"result": "admitted"}, {"result": "", "result_at": None, "result_by": None}):
            with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
                HealthReferral.objects.filter(pk=one.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            HealthReferral.objects.filter(pk=one.pk).delete()
        line = actions.correct_health(referral=one, result="admitted", by=cold.omar, at=LATER)
        assert (line.corrects_id, line.flags, line.result) == (one.pk, one.flags, "admitted")
        with pytest.raises(actions.OutOfOrder):
            actions.correct_health(referral=one, result="refused", by=cold.omar, at=LATER)
        assert [row.pk for row in queries.health_of(cold.winter, NIGHT)] == [line.pk]
        counts = queries.counts_of(cold.winter, night=NIGHT)
    assert (counts["health_asked"], counts["health_seen"], counts["health_admitted"]) == (1, 0, 1)


def test_nothing_but_the_result_is_ever_written_again(cold):
    one = given_health(cold, cold.omar)
    for change in ({"flags": ["mind"]}, {"urgency": "now"}, {"due_at": LATER}, {"guest": None}):
        with as_work(cold.omar), pytest.raises(DatabaseError), transaction.atomic():
            HealthReferral.objects.filter(pk=one.pk).update(**change)


def test_the_health_member_of_the_committee_sees_totals_and_no_row(client, cold, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    given_seat(cold, body="health", name="المندوبية")
    physician = given_member("Benali", "committee_member", cold.committee)
    (guest,) = given_guests(cold, "man")
    one = given_health(cold, cold.omar, guest=guest)
    _settled(cold, one, "seen")
    for person in (physician, cold.latifa):
        with as_work(person):
            assert not HealthReferral.objects.exists()
            assert queries.counts_of(cold.winter, night=NIGHT)["health_seen"] == 1
            with pytest.raises(NoPermission):
                actions.call_health(
                    winter=cold.winter, night=NIGHT, flags=["fever"], urgency="day", contact="health", by=person,
                    at=LATER,
                )  # fmt: skip
    client.force_login(physician)
    page = client.get(reverse("shelter:show_health", args=[cold.winter.pk])).content.decode()
    assert not re.search(f"{guest.code[:3]}.?{guest.code[3:]}", page) and str(one.pk) not in page
    assert client.get(reverse("shelter:call_health", args=[cold.winter.pk])).status_code == 403
    assert client.post(reverse("shelter:settle_health", args=[one.pk]), {"result": "seen"}).status_code == 404


def test_a_site_knows_its_own_and_not_those_of_the_street(cold):
    (guest,) = given_guests(cold, "man")
    street = given_health(cold, cold.omar)
    own = given_health(cold, cold.zahra, guest=guest, site=cold.site)
    with as_work(cold.zahra):
        assert [row.pk for row in HealthReferral.objects.all()] == [own.pk]
        with pytest.raises(IntegrityError, match="health_of_its_guest"), transaction.atomic():
            HealthReferral.objects.create(
                winter=cold.winter, crew=cold.crew, host=cold.host, night=NIGHT, guest=guest, who="woman",
                flags=["fever"], urgency="day", contact="health", asked_at=EVENING, due_at=LATER, at=EVENING,
                by=cold.zahra,
            )  # fmt: skip
    with as_work(cold.omar):
        assert {row.pk for row in HealthReferral.objects.all()} == {street.pk, own.pk}
    salma = given_member("Salma", "site_keeper", given_organisation("Association Sebou"))
    with as_work(salma):
        assert not HealthReferral.objects.exists()


def test_what_is_late_stands_on_the_today_page_without_saying_of_whom(cold):
    (guest,) = given_guests(cold, "man")
    given_health(cold, cold.omar, guest=guest, flags=["frozen"], urgency="now", contact="ambulance")
    with as_work(cold.omar):
        (due,) = queries.health_waiting_for(cold.omar, LATER)
        assert due.due < LATER and guest.code not in f"{due}" and "frozen" not in f"{due}"
    for person in (cold.latifa, cold.zahra):
        with as_work(person):
            assert queries.health_waiting_for(person, LATER) == []


def test_called_from_the_round_and_from_the_bed_then_settled_in_the_page(client, cold, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    given_duty(cold)
    given_unit(cold, "men", 1)
    guests = given_guests(cold, "man")
    (use,) = held(cold, guests)
    client.force_login(cold.omar)
    page = reverse("shelter:call_health", args=[cold.winter.pk])
    assert "0535" in client.get(page).content.decode()
    typed = {"flags": ["injured"], "urgency": "day", "contact": "health"}
    assert client.post(page, typed | {"code": "AAA111"}).status_code == 422
    assert client.post(page, typed | {"flags": ["breathing"]}).status_code == 422
    assert client.post(page, typed | {"code": guests[0].code.lower()}).status_code == 302
    client.force_login(cold.zahra)
    assert client.post(reverse("shelter:call_from_bed", args=[use.pk]), typed).status_code == 302
    with as_work(cold.zahra):
        (own,) = HealthReferral.objects.all()
    assert (own.guest_id, own.host_id) == (guests[0].pk, cold.host.pk)
    settle = reverse("shelter:settle_health", args=[own.pk])
    client.post(settle, {"result": ""})
    for result in ("admitted", "seen"):
        assert client.post(settle, {"result": result}).status_code == 302
    with as_work(cold.zahra):
        assert sorted(row.result for row in HealthReferral.objects.all()) == ["admitted", "seen"]
