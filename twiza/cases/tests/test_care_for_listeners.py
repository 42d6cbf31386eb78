"""Care for who listens: loads as numbers, for who supervises; talks that only the person and the supervisor see."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from twiza.cases import actions, queries, rules
from twiza.cases.models import CareTalk
from twiza.cases.tests.given import (
    CANARY,
    given_case,
    given_emergency,
    given_key,
    given_silence,
)
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db
HERE = "/room-supervision/"


@pytest.fixture
def samia(centre):
    """Supervises the listening, with a key of the room."""
    samia = given_member("Samia", "listening_supervisor", centre)
    given_key(samia, centre)
    return samia


@pytest.fixture
def hers(zineb, centre):
    """Zineb's room, open."""
    return given_key(zineb, centre)


def asked(by, centre, kind="debrief", at=None):
    with as_work(by):
        return actions.ask_talk(organisation=centre.pk, kind=kind, by=by, at=at or timezone.now())


def planned(by, centre, person, on=None, kind="debrief", at=None):
    with as_work(by):
        return actions.plan_talk(
            organisation=centre.pk, person=person.pk, kind=kind,
            on=on or timezone.localdate(), by=by, at=at or timezone.now(),
        )  # fmt: skip


def page(client, who):
    client.force_login(who)
    return client.get(reverse("cases:show_supervision"))


def test_the_supervisor_sees_four_numbers_of_each_and_no_case(case, room, leila, zineb, hers, samia, centre):
    silent = given_case(leila, room, contact="number")
    given_silence(silent, room, leila)
    given_emergency(case, zineb)
    with as_work(samia):
        loads = {one.person.pk: one for one in queries.loads_of(centre.pk, on=date(2026, 12, 2))}
        assert (loads[leila.pk].cases, loads[leila.pk].silences, loads[leila.pk].emergencies) == (2, 1, 1)
        assert loads[leila.pk].late == 2 and loads[samia.pk].cases == 0
        assert queries.my_cases(samia, centre.pk, today=date(2026, 12, 2)) == []  # her own view is as it was
        names = {name for one in loads.values() for name in vars(one)}
    assert names == {"person", "cases", "late", "emergencies", "silences", "is_heavy"}


def test_a_load_above_the_number_of_the_centre_is_said_in_a_sentence(
    client, case, room, leila, samia, monkeypatch
):
    monkeypatch.setattr(queries.supervision, "parameter_number", lambda code, on: 0)
    shown = page(client, samia).content.decode()
    assert "Leila" in shown and 'class="tag tag-warning"' in shown and case.code not in shown
    monkeypatch.setattr(queries.supervision, "parameter_number", lambda code, on: 1)
    assert 'class="tag tag-warning"' not in page(client, samia).content.decode()


def test_no_role_but_the_supervisor_asks_for_the_loads(case, leila, centre, samia):
    others = [leila] + [
        given_member(name, role, centre)
        for name, role in (("Hind", "psychologist"), ("Karima", "centre_director"), ("Hanane", "counter"))
    ]
    for who in others:
        with as_work(who):
            for raw in (
                "SELECT * FROM cases_load(%s, current_date)",
                "SELECT count(*) FROM cases_load(%s, NULL)",
            ):
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(raw, [centre.pk])
    other = given_organisation("Centre Ourika")
    stranger = given_member("Rachida", "listening_supervisor", other)
    gone = given_member(
        "Ilham", "listening_supervisor", centre, ends_on=timezone.localdate() - timedelta(days=2)
    )
    for who in (stranger, gone):
        with as_work(who), pytest.raises(DatabaseError), transaction.atomic():
            queries.loads_of(centre.pk, on=NOON.date())
    with as_work(samia), connection.cursor() as cursor:
        for nothing in (None, other.pk):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute("SELECT * FROM cases_load(%s, current_date)", [nothing])


def test_each_role_finds_its_own_page_and_the_others_none(client, case, leila, samia, centre):
    assert 'name="do" value="plan"' in page(client, samia).content.decode()
    shown = page(client, leila).content.decode()
    assert 'value="ask"' in shown and 'value="plan"' not in shown and "<table" not in shown
    for name, role in (("Karima", "centre_director"), ("Hanane", "counter"), ("Amina", "auditor")):
        assert page(client, given_member(name, role, centre)).status_code == 403
    hind = given_member("Hind", "psychologist", centre)  # she listens too: a talk is hers to ask
    assert 'value="ask"' in page(client, hind).content.decode()
    client.logout()
    assert client.get(HERE).status_code == 302


def test_a_listener_sees_own_talks_only_and_another_centre_none(
    client, leila, zineb, hers, samia, centre, room
):
    planned(samia, centre, leila, on=timezone.localdate() + timedelta(days=2))
    asked(zineb, centre, kind="supervision")
    for who, mine in ((leila, "debrief"), (zineb, "supervision")):
        with as_work(who):
            assert [one.kind for one in CareTalk.objects.all()] == [mine]
    assert "Zineb" not in page(client, leila).content.decode()
    both = page(client, samia).content.decode()
    assert "Zineb" in both and "Leila" in both
    other = given_organisation("Centre Ourika")
    stranger = given_member("Rachida", "listening_supervisor", other)
    with as_work(stranger):
        assert CareTalk.objects.count() == 0 and queries.talks_of(centre.pk, today=NOON.date()) == []
    shown = page(client, stranger).content.decode()
    assert "Leila" not in shown and "<table" not in shown
    client.get(HERE, {"organisation": str(centre.pk)})
    assert "Leila" not in client.get(HERE, {"organisation": str(centre.pk)}).content.decode()


def test_a_talk_is_asked_once_given_a_day_moved_and_held(client, leila, samia, centre, room):
    assert asked(leila, centre).pk == asked(leila, centre).pk
    today = timezone.localdate()
    row = planned(samia, centre, leila, on=today + timedelta(days=1))
    with as_work(samia):
        assert CareTalk.objects.count() == 1  # the one that was asked for
    assert planned(samia, centre, leila, on=today + timedelta(days=1)).pk == row.pk  # the form sent twice
    client.force_login(samia)
    settle = reverse("cases:settle_talk", args=[row.pk])
    client.post(settle, {"do": "hold"})
    with as_work(samia):
        assert CareTalk.objects.get().held_on is None  # its day is still to come
    client.post(settle, {"do": "move", "on": today.isoformat()})
    client.post(settle, {"do": "hold"})
    with as_work(samia):
        assert (CareTalk.objects.get().planned_on, CareTalk.objects.get().held_on) == (today, today)
        with pytest.raises(actions.NotATalk):
            actions.move_talk(talk=CareTalk.objects.get(), on=today, by=samia, at=timezone.now())
    assert rules.CARE_KINDS["debrief"] and "Leila" in client.get(HERE).content.decode()


def test_the_page_asks_and_plans(client, leila, samia, centre, room):
    client.force_login(leila)
    assert client.post(HERE, {"do": "ask", "kind": "debrief"}).status_code == 302
    client.force_login(samia)
    typed = {"do": "plan", "kind": "debrief", "person": leila.pk, "on": (timezone.localdate() + timedelta(days=3)).isoformat()}  # fmt: skip
    assert client.post(HERE, typed).status_code == 302
    with as_work(leila):
        row = CareTalk.objects.get()
        assert row.asked_on is not None and row.planned_on is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "<script>alert(1)</script>"},
        {"person": "' OR 1=1 --"},
        {"person": "00000000-0000-0000-0000-000000000000"},
        {"on": "31/02/2026"},
        {"on": "01/01/2020"},
        {"on": "01/01/2999"},
        {"on": ""},
    ],
)
def test_hostile_input_plans_nothing(client, leila, samia, centre, room, wrong):
    typed = {"do": "plan", "kind": "debrief", "person": str(leila.pk), "on": timezone.localdate().isoformat()}
    client.force_login(samia)
    answer = client.post(HERE, typed | wrong)
    assert answer.status_code == 422 and "<script>alert(1)" not in answer.content.decode()
    with as_work(samia):
        assert CareTalk.objects.count() == 0


def test_a_listener_plans_moves_and_holds_nothing(client, leila, zineb, hers, samia, centre, room):
    row = planned(samia, centre, leila)
    client.force_login(leila)
    client.post(HERE, {"do": "plan", "kind": "debrief", "person": str(zineb.pk), "on": timezone.localdate().isoformat()})  # fmt: skip
    for do in ("hold", "move"):
        answer = client.post(reverse("cases:settle_talk", args=[row.pk]), {"do": do, "on": "01/01/2099"})
        missing = client.post(reverse("cases:settle_talk", args=[case_like()]), {"do": do})
        assert (answer.status_code, missing.status_code) == (404, 404)  # hidden and missing: the same
    with as_work(leila):
        for act in (
            lambda: actions.plan_talk(
                organisation=centre.pk, person=leila.pk, kind="debrief", on=NOON.date(), by=leila, at=NOON
            ),
            lambda: actions.hold_talk(talk=row, by=leila, at=timezone.now()),
            lambda: actions.move_talk(talk=row, on=timezone.localdate(), by=leila, at=timezone.now()),
        ):
            with pytest.raises(NoPermission):
                act()
        assert CareTalk.objects.update(held_on=NOON.date()) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            CareTalk.objects.create(
                organisation_id=centre.pk, person=zineb, kind="debrief", asked_on=NOON.date(), by=leila
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            CareTalk.objects.all()._raw_delete("default")
        assert CareTalk.objects.count() == 1


def test_today_says_what_waits_in_numbers_and_to_a_listener_only_their_own_day(
    leila, zineb, hers, samia, centre, room
):
    long_ago = timezone.now() - timedelta(days=9)
    asked(zineb, centre, at=long_ago)
    planned(samia, centre, leila, on=timezone.localdate(long_ago), at=long_ago)
    coming = timezone.localdate() + timedelta(days=4)
    planned(samia, centre, leila, on=coming, kind="supervision")
    with as_work(samia):
        lines = queries.talks_waiting_for(samia, timezone.now())
        assert [one.level for one in lines] == ["late", "late"]
        assert not any(name in str(one.sentence) for one in lines for name in ("Leila", "Zineb"))
    with as_work(leila):
        assert [one.due for one in queries.talks_waiting_for(leila, timezone.now())] == [coming]
    with as_work(zineb):
        assert queries.talks_waiting_for(zineb, timezone.now()) == []


@pytest.mark.parametrize(("language", "word"), [("ar", "أطلب حديثا"), ("fr", "Je demande")])
def test_the_page_speaks_both_languages_and_holds_no_word_of_hers(client, case, leila, samia, language, word):
    client.cookies["twiza_language"] = language
    for who in (leila, samia):
        client.force_login(who)
        with override(language):
            shown = client.get(HERE, headers={"accept-language": language}).content.decode()
        assert word in shown and CANARY not in shown and case.code not in shown


def test_before_anybody_has_a_key_the_page_says_what_to_do(client, centre):
    samia = given_member("Samia", "listening_supervisor", centre)
    shown = page(client, samia).content.decode()
    assert 'value="plan"' not in shown and "<table" not in shown and shown.count("empty") >= 2


def case_like():
    """An id that nothing has."""
    return "01a22700-0000-7000-8000-0000000000ff"
