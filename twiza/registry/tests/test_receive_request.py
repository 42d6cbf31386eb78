"""The door: anybody asks without a name, and leaves with a code, a date, and one of the answers there are."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as st

from twiza.lib import short_codes
from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO, audit_data, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission
from twiza.registry import actions, queries
from twiza.registry.models import Request, RequestAnswer
from twiza.registry.rules import requests as rules
from twiza.registry.rules.requests import Standing, Wait
from twiza.registry.tests.given import LATER, NOON, TODAY, given_door_site, given_household, given_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(tissaout, amina):
    """An association where Amina presides, Youssef receives people, and nobody has asked yet."""
    youssef = given_member("Youssef", "counter", tissaout)
    return SimpleNamespace(organisation=tissaout, amina=amina, youssef=youssef)


def working(user):
    return acting_as(user.pk, purpose=Purpose.WORK)


def refused(name: str, sql: str, *values: object) -> None:
    """The database itself refuses this, as the role of the application, by the constraint of this name."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    assert refusal.value.__cause__.diag.constraint_name == name


def test_it_needs_neither_name_nor_telephone(door):
    row = given_request(door.organisation, door.youssef, "food")
    assert not {"name", "phone", "identity"} & {field.name for field in Request._meta.get_fields()}
    assert len(row.code) == 8 and short_codes.is_code(row.code, 8)
    assert (row.number, row.year) == (1, 2026)
    assert row.promised_on == TODAY + timedelta(days=15)
    assert given_request(door.organisation, door.youssef).number == 2
    with working(door.youssef):
        assert audit_data("registry.request_received") == [
            {"number": 1, "channel": "counter"},
            {"number": 2, "channel": "counter"},
        ]


def test_help_to_ask_is_logged(door):
    given_request(door.organisation, door.youssef, channel="assisted")
    with working(door.youssef):
        assert audit_data("registry.request_received")[0]["helper"] == "neighbour"
        with pytest.raises(actions.SaysTooLittle):
            actions.receive_request(
                organisation=door.organisation.pk,
                data=actions.RequestData("food", "assisted"),
                by=door.youssef,
                at=NOON,
            )


def test_a_form_sent_twice_is_one_request(door):
    first = given_request(door.organisation, door.youssef)
    with working(door.youssef):
        again = actions.receive_request(
            organisation=door.organisation.pk,
            data=actions.RequestData("food"),
            id=first.pk,
            by=door.youssef,
            at=NOON,
        )
        assert again.code == first.code and Request.objects.count() == 1


def test_it_checks_permission(door):
    amal = given_member("Amal", "point_volunteer", door.organisation)
    with pytest.raises(NoPermission):
        given_request(door.organisation, amal)
    row = given_request(door.organisation, door.youssef)
    with working(amal), pytest.raises(queries.NoSuchRequest):
        queries.request_for(amal, row.pk)


def test_it_ends_in_one_way_and_only_once(door):
    row = given_request(door.organisation, door.youssef)
    site = given_door_site(door.organisation, door.amina)
    with working(door.youssef):
        first = actions.give_ticket(request=row, site=site.pk, on=TODAY, by=door.youssef, at=NOON)
        assert first.ticket.number == 1
        with pytest.raises(actions.EndedAlready):
            actions.give_ticket(request=row, site=site.pk, on=TODAY, by=door.youssef, at=NOON)
        with pytest.raises(actions.EndedAlready):
            actions.postpone_answer(request=row, until=LATER, reason_code="visit", by=door.youssef, at=NOON)
        assert queries.line_of(queries.request_for(door.youssef, row.pk), today=LATER).standing == "answered"
    other = given_request(door.organisation, door.youssef)
    with working(door.youssef):
        second = actions.give_ticket(request=other, site=site.pk, on=TODAY, by=door.youssef, at=NOON)
        assert second.ticket.number == 2
        assert not {"kind", "words", "name"} & {field.name for field in second.ticket._meta.get_fields()}


def test_an_answer_says_its_reason_and_how_to_contest(door):
    row = given_request(door.organisation, door.youssef)
    said = {"reason_code": "no_means", "words": "لم تبق أغطية", "contest": "عند الرئاسة"}
    with working(door.youssef):
        for missing in said:
            with pytest.raises(actions.SaysTooLittle):
                actions.answer_request(request=row, **said | {missing: " "}, by=door.youssef, at=NOON)
        insert = (
            "INSERT INTO registry_requestanswer (id, request_id, organisation_id, kind, reason_code, words, contest,"
            " list_code, at, by_id) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, '', %s, %s)"
        )
        common = (row.pk, door.organisation.pk)
        by = (NOON, door.youssef.pk)
        name = "request_answer_says_what_it_must"
        refused(name, insert, *common, "reasoned", "no_means", " ", "x", *by)
        refused(name, insert, *common, "reasoned", "no_means", "x", "", *by)
        refused(name, insert, *common, "reasoned", "", "x", "x", *by)
        for kind in ("listening", "nomination", "orientation", "later"):
            refused(name, insert, *common, kind, "does_this", "x", "x", *by)
        actions.answer_request(request=row, **said, by=door.youssef, at=NOON)


def test_the_way_to_another_has_a_reason(door):
    sebou = given_organisation("Association Sebou")
    row = given_request(door.organisation, door.youssef)
    asked = {"request": row, "words": "", "by": door.youssef, "at": NOON}
    with working(door.youssef):
        with pytest.raises(actions.SaysTooLittle):
            actions.orient_request(to=sebou.pk, site=None, reason_code="", **asked)
        with pytest.raises(actions.NotAPlaceOfOurs):
            actions.orient_request(to=door.organisation.pk, site=None, reason_code="nearer", **asked)
        actions.orient_request(to=sebou.pk, site=None, reason_code="does_this", **asked)


def test_a_later_day_needs_a_reason_and_is_said_honestly(door):
    row = given_request(door.organisation, door.youssef)
    asked = {"request": row, "by": door.youssef, "at": NOON}
    with working(door.youssef):
        with pytest.raises(actions.SaysTooLittle):
            actions.postpone_answer(until=LATER, reason_code="", **asked)
        with pytest.raises(actions.NotThatDay):
            actions.postpone_answer(until=row.promised_on, reason_code="visit", **asked)
        with pytest.raises(actions.NotThatDay):  # the law's days, counted from the request
            actions.postpone_answer(until=TODAY + timedelta(days=61), reason_code="visit", **asked)
        actions.postpone_answer(until=LATER, reason_code="visit", **asked)
        line = queries.line_of(queries.request_for(door.youssef, row.pk), today=LATER)
        assert line.standing == Standing.POSTPONED and line.broke_its_promise and line.due_on == LATER
        assert line.request.promised_on == TODAY + timedelta(days=15)  # what was promised first stays
        late = queries.line_of(line.request, today=LATER + timedelta(days=1))
        assert late.standing == Standing.LATE
        refused(
            "request_delay_has_a_reason",
            "INSERT INTO registry_requestdelay (id, request_id, organisation_id, before, until, reason_code, at, by_id)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, '', %s, %s)",
            row.pk,
            door.organisation.pk,
            LATER,
            LATER + timedelta(days=1),
            NOON,
            door.youssef.pk,
        )


def test_past_its_date_it_is_late_on_the_page_of_whoever_answers(door):
    row = given_request(door.organisation, door.youssef)
    amal = given_member("Amal", "point_volunteer", door.organisation)
    with working(door.youssef):
        (due,) = queries.requests_waiting_for(door.youssef, at=NOON)
        assert due.due == row.promised_on and str(row.pk) in due.url
        after = NOON + timedelta(days=16)  # its day is over: still there, and red on the page
        (late,) = queries.requests_waiting_for(door.youssef, at=after)
        assert late.due == row.promised_on < after.date()
        today = import_string("twiza.reporting.queries.today_of")(door.youssef, at=after)
        assert [line.due for line in today.late if str(row.pk) in line.url] == [row.promised_on]
        many = 12
    for _ in range(many):
        given_request(door.organisation, door.youssef)
    with working(door.youssef):
        lines = queries.requests_waiting_for(door.youssef, at=NOON)
        assert len(lines) == 9 and "5" in str(lines[-1].sentence)
    with working(amal):
        assert queries.requests_waiting_for(amal, at=NOON) == []


def test_a_mistake_is_kept_as_a_fact_and_only_soon_after(door):
    row = given_request(door.organisation, door.youssef)
    late = NOON + timedelta(minutes=31)
    with working(door.youssef):
        with pytest.raises(actions.TooLateToUndo):
            actions.say_mistaken(request=row, reason_code="mistake", by=door.youssef, at=late)
        refused(
            "request_ends_after_it_was_made",
            "INSERT INTO registry_requestanswer (id, request_id, organisation_id, kind, reason_code, words, contest,"
            " list_code, at, by_id) VALUES (gen_random_uuid(), %s, %s, 'mistake', 'mistake', '', '', '', %s, %s)",
            row.pk,
            door.organisation.pk,
            NOON + timedelta(days=2),
            door.youssef.pk,
        )
        actions.say_mistaken(request=row, reason_code="mistake", by=door.youssef, at=NOON)
        assert Request.objects.filter(pk=row.pk).exists() and RequestAnswer.objects.count() == 1
        assert queries.open_requests([door.organisation.pk], today=TODAY) == []
        assert queries.known_by_code(door.organisation.pk, row.code) is None
        assert all(line.requests == 0 for line in queries.waits_of(door.organisation.pk, at=NOON))


def test_a_request_is_never_rewritten_nor_removed(door):
    row = given_request(door.organisation, door.youssef, words="ثلاثة أطفال")
    with working(door.youssef):
        for sql in (
            "UPDATE registry_request SET promised_on = promised_on + 30",
            "DELETE FROM registry_request",
            "UPDATE registry_requestanswer SET reason_code = 'gone'",
            "DELETE FROM registry_requestdelay",
        ):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                connection.cursor().execute(sql)
        refused(
            "request_only_loses_its_words",
            "UPDATE registry_request SET words = 'x', words_erased_at = now() WHERE id = %s",
            row.pk,
        )


def test_rows_of_two_bodies_do_not_meet(door):
    sebou = given_organisation("Association Sebou")
    salma = given_member("Salma", "counter", sebou)
    row = given_request(door.organisation, door.youssef)
    theirs = given_door_site(door.organisation, door.amina)
    hang = (
        "INSERT INTO registry_requestanswer (id, request_id, organisation_id, kind, reason_code, words, contest,"
        " list_code, at, by_id) VALUES (gen_random_uuid(), %s, %s, 'reasoned', 'gone', 'x', 'x', '', %s, %s)"
    )
    with working(salma):
        assert Request.objects.count() == 0
        refused("request_ends_after_it_was_made", hang, row.pk, sebou.pk, NOON, salma.pk)
        with pytest.raises(actions.NotAPlaceOfOurs):
            actions.receive_request(
                organisation=sebou.pk,
                data=actions.RequestData("food", site=theirs.pk),
                by=salma,
                at=NOON,
            )
    with acting_as(None, purpose=Purpose.SETUP):
        network.give_role(
            organisation=sebou,
            user=door.youssef,
            role="counter",
            starts_on=LONG_AGO,
            ends_on=None,
            by=None,
            at=NOON,
        )
    with working(door.youssef):  # who works for both hangs nothing of one on the other
        refused("answer_in_the_same_drawer", hang, row.pk, sebou.pk, NOON, door.youssef.pk)


def test_free_words_go_when_asked_and_after_their_days(door):
    asked, old = (given_request(door.organisation, door.youssef, words="أرملة") for _ in range(2))
    said = {"reason_code": "no_means", "words": "لم تبق أغطية", "contest": "عند الرئاسة"}
    with working(door.youssef):
        actions.erase_request_words(request=asked, reason_code="asked", by=door.youssef, at=NOON)
        actions.answer_request(request=old, **said, by=door.youssef, at=NOON)
        assert not queries.request_has_words(asked.pk) and queries.request_has_words(old.pk)
    with acting_as(None, purpose=Purpose.UPKEEP):
        assert actions.forget_old_words(at=NOON + timedelta(days=89)) == 0
        assert actions.forget_old_words(at=NOON + timedelta(days=91)) == 1
    with working(door.youssef):
        assert not queries.request_has_words(old.pk)
        row = queries.request_for(door.youssef, old.pk)
        assert row.kind == "food" and row.answer.reason_code == "no_means" and row.answer.words == ""


def test_an_erased_family_is_erased_from_free_words_too(door):
    household = given_household(door.organisation, door.amina, "حليمة الأطلسية")
    row = given_request(door.organisation, door.youssef, words="جاءت حليمة الأطلسية وحدها")
    other = given_request(door.organisation, door.youssef, words="جاءت امرأة وحدها")
    with working(door.amina):
        actions.erase_household(household=household, reason_code="asked", by=door.amina, at=NOON)
        assert not queries.request_has_words(row.pk) and queries.request_has_words(other.pk)


@pytest.mark.slow
def test_pages_of_the_door(door, client, monkeypatch):
    """From the knock to the slip, the status by code, the answer; other codes get one answer, and looks are counted."""
    client.force_login(door.youssef)
    made = client.post(
        "/registry/requests/new/",
        {"kind": "food", "channel": "counter", "size": "٥", "words": "x"},
        follow=True,
    )
    with working(door.youssef):
        row = Request.objects.get()
    code = short_codes.grouped(row.code)
    assert row.size == 5 and code in made.content.decode()
    told = client.post("/registry/requests/status/", {"code": code.lower()})
    assert code in told.content.decode()
    sebou = given_organisation("Association Sebou")
    theirs = given_request(sebou, given_member("Salma", "counter", sebou))
    answers = {
        client.post("/registry/requests/status/", {"code": typed})
        .content.decode()
        .replace(typed, "")
        .split("</form>")[-1]
        for typed in (theirs.code, short_codes.new_code(8), "abcd")
    }
    assert len(answers) == 1
    nothing = client.post(f"/registry/requests/{row.pk}/answer/", {"reason": "no_means", "words": "لا"})
    assert nothing.status_code == 200 and "لا" in nothing.content.decode()
    client.post(
        f"/registry/requests/{row.pk}/answer/", {"reason": "no_means", "words": "لم تبق", "contest": "هنا"}
    )
    assert "لم تبق" in client.get(f"/registry/requests/{row.pk}/slip/").content.decode()
    assert client.get("/registry/requests/waits/").status_code == 200
    minute = timezone.now()  # however slow the machine: looks are counted by the minute
    monkeypatch.setattr(timezone, "now", lambda: minute)
    for _ in range(60):
        client.post("/registry/requests/status/", {"code": code})
    refusal = client.post("/registry/requests/status/", {"code": code})
    assert "لم تبق" not in refusal.content.decode()


waits = st.builds(
    Wait, st.sampled_from(list(rules.CHANNELS)), st.integers(0, 90), st.booleans(), st.booleans()
)


@given(st.lists(waits, max_size=60), st.integers(2, 8))
def test_no_figure_of_a_few_people_is_shown(rows, least):
    for line in rules.waits_by_channel(rows, least):
        of_it = [one for one in rows if one.channel == line.channel]
        answered = [one for one in of_it if one.answered]
        assert (line.requests is None) == (0 < len(of_it) < least)
        assert line.requests in (None, len(of_it))
        assert line.days is None or len(answered) >= least
        assert line.in_time is None or (len(of_it) >= least and 0 <= line.in_time <= 100)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(0, 200), st.integers(1, 90))
def test_no_day_is_promised_beyond_the_law(on, days, most):
    due = rules.answer_day(on, days, most)
    assert on <= due <= on + timedelta(days=most)
    assert not rules.may_postpone(on, on + timedelta(days=most + 1), due, most)
    assert not rules.may_postpone(on, due, due, most)


def test_where_a_request_stands():
    day = TODAY
    stand = rules.standing
    assert stand(day, postponed=False, end="", today=day) == Standing.WAITING
    assert stand(day, postponed=True, end="", today=day) == Standing.POSTPONED
    assert stand(day, postponed=True, end="", today=day + timedelta(days=1)) == Standing.LATE
    assert stand(day, postponed=False, end="mistake", today=day) == Standing.MISTAKE
    assert stand(day, postponed=False, end="reasoned", today=day) == Standing.ANSWERED
    assert rules.widest_gap([]) is None
    lines = rules.waits_by_channel(
        [Wait("counter", 2, True, True)] * 5 + [Wait("paper", 9, True, False)] * 5, 5
    )
    assert rules.widest_gap(lines) == 7.0
    assert rules.days_between(timezone.now(), timezone.now()) == 0
