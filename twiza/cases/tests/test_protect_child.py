"""A child in danger: two people decide, the supervisor where they do not; nobody alone passes anything on."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, NoteVersion, WaitingDecision
from twiza.cases.tests.given import CANARY, WORDS, alarm, given_dispute, given_in_team, given_key
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.lib.today import Level
from twiza.network.tests.given import NOON, as_work, given_member
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.fixture
def child(leila, room, centre):
    """A case that began with an alert."""
    with as_work(leila):
        return actions.raise_alert(organisation=centre.pk, said=alarm(), room=room, by=leila, at=NOON)


@pytest.fixture
def hers(child, zineb, leila, room, centre):
    """Zineb's room; she is in the team."""
    key = given_key(zineb, centre)
    given_in_team(child, zineb, room=room, by=leila)
    return key


@pytest.fixture
def samia(centre):
    """Supervises the listening."""
    return given_member("Samia", "listening_supervisor", centre)


def say(case, room, by, tell, *, at=NOON, **other):
    with as_work(by):
        said = {"basis": "minor", "text": CANARY, "base": queries.child_file(case, room).number} | other
        actions.say_duty(case=case, room=room, tell=tell, by=by, at=at, **said)
        return queries.child_file(case, room).duty


def passed_on(case, room, by, **other):
    with as_work(by):
        said = {"to": "prosecution", "receipt": "12/2026", "reference": "R7", "on": NOON.date()} | other
        base = queries.child_file(case, room).number
        return actions.transmit_child(case=case, room=room, base=base, by=by, at=NOON, **said)


def test_two_who_agree_settle_it_and_one_person_is_never_two(child, room, hers, leila, zineb):
    with pytest.raises(actions.NotDecided):
        passed_on(child, room, leila)
    assert say(child, room, leila, True) == "one_said"
    with pytest.raises(actions.NotTwiceTheSame):
        say(child, room, leila, True)
    with pytest.raises(actions.NotDecided):
        passed_on(child, room, leila)
    assert say(child, hers, zineb, True) == "tell"
    passed_on(child, room, leila)
    with as_work(zineb):
        sent = queries.child_file(child, hers).said["transmissions"]
    assert [(one["to"], one["receipt"], one["on"]) for one in sent] == [
        ("prosecution", "12/2026", NOON.date().isoformat())
    ]


def test_who_does_not_agree_is_followed_by_the_supervisor_within_two_hours(
    child, room, hers, leila, zineb, samia, centre
):
    key = given_key(samia, centre)
    given_in_team(child, samia, room=room, by=leila)
    given_dispute(child, (leila, room), (zineb, hers))
    with as_work(samia):
        assert queries.waiting_decision(child).until == NOON + timedelta(hours=2)
        due = queries.decisions_waiting_for(samia, NOON)
        assert [one.level for one in due] == [Level.LATE]
    with as_work(zineb):
        assert queries.decisions_waiting_for(zineb, NOON) == []
    for by, door in ((leila, room), (zineb, hers)):
        with pytest.raises(actions.NotTwiceTheSame):
            say(child, door, by, True)
    with pytest.raises(actions.NotDecided):
        passed_on(child, room, leila)
    assert say(child, key, samia, True) == "tell"
    with as_work(samia):
        assert queries.waiting_decision(child) is None and queries.decisions_waiting_for(samia, NOON) == []
    passed_on(child, room, leila)


def test_a_third_listener_is_no_supervisor_and_a_supervisor_outside_the_team_is_told_nothing(
    child, room, hers, leila, zineb, samia, centre
):
    given_dispute(child, (leila, room), (zineb, hers))
    nawal = given_member("Nawal", "listener", centre)
    third = given_key(nawal, centre)
    given_in_team(child, nawal, room=room, by=leila)
    with pytest.raises(NoPermission):
        say(child, third, nawal, True)
    with as_work(samia):
        assert queries.decisions_waiting_for(samia, NOON) == [] and not WaitingDecision.objects.exists()
        with pytest.raises(queries.NoSuchCase):
            queries.case_for(samia, child.pk)


def test_two_who_say_no_may_be_asked_anew(child, room, hers, leila, zineb):
    say(child, room, leila, False)
    assert say(child, hers, zineb, False) == "keep"
    with pytest.raises(actions.NotDecided):
        passed_on(child, room, leila)
    assert say(child, room, leila, True) == "one_said"
    assert say(child, hers, zineb, True) == "tell"
    with pytest.raises(actions.NotThatChildStep):
        say(child, hers, zineb, False)


@pytest.mark.parametrize("wrong", [{"basis": "gossip"}, {"text": "  "}])
def test_a_duty_has_a_basis_of_the_law_and_a_least_text(child, room, leila, wrong):
    with pytest.raises(actions.NotThatChildStep):
        say(child, room, leila, True, **wrong)


def test_the_database_keeps_two_hours_and_one_decision_and_the_team(child, room, hers, leila, zineb, samia):
    given_dispute(child, (leila, room), (zineb, hers))
    row = {"case": child, "organisation_id": child.organisation_id, "since": NOON}
    with as_work(leila):
        for change in (
            lambda: WaitingDecision(**row, until=NOON + timedelta(hours=9)).save(force_insert=True),
            lambda: WaitingDecision(**row, until=NOON + timedelta(hours=2)).save(force_insert=True),
            lambda: WaitingDecision.objects.update(until=NOON),
            lambda: WaitingDecision.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
    with as_work(samia):
        assert WaitingDecision.objects.update(settled_at=NOON) == 0


def test_each_step_is_sealed_and_two_windows_lose_nothing(child, room, hers, leila, zineb):
    with as_work(leila):
        step = {"case": child, "room": room, "by": leila, "at": NOON, "base": 1}
        actions.write_child_step(part="informed", entry={"words": CANARY, "opinion": "أريد جدتي"}, **step)
        with pytest.raises(actions.NoteChangedMeanwhile):
            actions.write_child_step(part="safety", entry={"who": "Leila"}, **step)
        actions.write_child_step(part="safety", entry={"who": "Leila"}, **(step | {"base": 2}))
        for wrong in ({"part": "guess"}, {"entry": {"who": ""}}):
            with pytest.raises(actions.NotThatChildStep):
                actions.write_child_step(
                    **({"part": "safety", "entry": {"who": "x"}} | step | {"base": 3} | wrong)
                )
        with pytest.raises(actions.TooLong):
            actions.write_child_step(part="safety", entry={"who": "x" * 9_000}, **(step | {"base": 3}))
        said = queries.child_file(child, room).said
        assert said["words"] == CANARY and said["informed"][0]["opinion"] == "أريد جدتي"
        assert not any(leaks(CANARY, bytes(one.sealed)) for one in NoteVersion.objects.all())


def test_a_guardian_who_is_the_suspect_is_blocked_from_every_notice(child, room, leila, case):
    with as_work(leila):
        step = {"case": child, "room": room, "by": leila, "at": NOON, "who": "العم", "limits": ""}
        actions.write_guardian(conflict="possible", base=1, **step)
        assert queries.contact_blocked(child, room) == ""
        actions.write_guardian(conflict="suspect", base=2, **step)
        assert queries.contact_blocked(child, room) == "العم"
        assert queries.contact_blocked(case, room) == ""
        with pytest.raises(actions.NotThatChildStep):
            actions.write_guardian(conflict="perhaps", base=3, **step)


def test_the_committee_knows_one_number_that_is_not_the_case(child, room, leila):
    with as_work(leila):
        step = {"case": child, "room": room, "by": leila, "at": NOON, "part": "committee"}
        for base in (1, 2):
            actions.write_child_step(entry={"day": "2026-02-02", "words": "x"}, base=base, **step)
        said = queries.child_file(child, room).said
    assert said["number"] not in (child.code, "") and len(said["committee"]) == 2


def test_follow_ups_are_dated_bring_the_day_nearer_and_ask_consent_at_18(child, room, leila):
    with as_work(leila):
        actions.move_case(case=child, to="assessed", next_on=date(2040, 1, 1), by=leila, at=NOON)
        now = {"case": child, "room": room, "by": leila, "at": NOON}
        actions.plan_follow_ups(start=date(2026, 1, 31), born=date(2012, 2, 29), base=1, **now)
        days = [(one["code"], one["due"]) for one in queries.child_file(child, room).said["follow_ups"]]
        assert days == [
            ("m1", "2026-02-28"), ("m3", "2026-04-30"), ("m6", "2026-07-31"), ("m12", "2027-01-31"),
            ("majority", "2030-03-01"),
        ]  # fmt: skip
        assert Case.objects.get().next_on == date(2026, 2, 28)
        with pytest.raises(actions.NotThatChildStep):
            actions.plan_follow_ups(start=date(2026, 1, 31), born=None, base=2, **now)
        with pytest.raises(actions.NotThatChildStep):
            actions.settle_follow_up(code="majority", words="x", base=2, **now)
        actions.settle_follow_up(code="majority", words="x", own_consent="no", base=2, **now)
        with pytest.raises(actions.NotThatChildStep):
            actions.settle_follow_up(code="majority", words="x", own_consent="no", base=3, **now)
        actions.settle_follow_up(code="m1", words="بخير", base=3, **now)
        done = {one["code"]: one["done"] for one in queries.child_file(child, room).said["follow_ups"]}
    assert done == {"m1": "بخير", "m3": "", "m6": "", "m12": "", "majority": "x"}


@given(DAYS, st.none() | DAYS)
def test_follow_ups_stand_in_order_after_the_start_and_never_before_18(start, born):
    days = rules.follow_up_days(start, born)
    assert [day for _, day in days] == sorted(day for _, day in days)
    assert all(day > start for _, day in days)
    for code, months in (("m1", 1), ("m3", 3), ("m6", 6), ("m12", 12)):
        day = dict(days)[code]
        assert (day.year * 12 + day.month) - (start.year * 12 + start.month) == months
        assert day.day == start.day or (day.day < start.day and (day + timedelta(days=1)).day == 1)
    majority = dict(days).get("majority")
    if born is None or rules.majority_on(born) <= start:
        assert majority is None
    else:
        assert majority.year - born.year == 18
        assert (majority.month, majority.day) >= (born.month, born.day)
        assert (majority - timedelta(days=1) - born).days < 18 * 365.25


@given(st.lists(st.booleans(), max_size=3))
def test_only_two_who_agree_or_the_third_settle_it(told):
    state = rules.duty_after([{"tell": one} for one in told])
    settled = len(told) == 3 or (len(told) == 2 and told[0] == told[1])
    assert (state in ("tell", "keep")) == settled
    if settled:
        assert (state == "tell") == told[-1]


def test_a_second_interview_warns_first_and_never_blocks(child, room, hers, leila, zineb):
    ask = {"case": child, "on": NOON.date(), "why": CANARY, "at": NOON}
    with as_work(leila):
        actions.write_interview(room=room, who="الطبيبة", seen=0, by=leila, **ask)
    with as_work(zineb):
        with pytest.raises(actions.InterviewedAlready):
            actions.write_interview(room=hers, who="Zineb", seen=0, by=zineb, **ask)
        assert [one.said["who"] for one in queries.interviews_of(child, hers)] == ["الطبيبة"]
        actions.write_interview(room=hers, who="Zineb", seen=1, by=zineb, **ask)
        assert [one.said["who"] for one in queries.interviews_of(child, hers)] == ["الطبيبة", "Zineb"]


def test_all_of_it_on_one_page(client, child, room, hers, leila, zineb):
    here = reverse("cases:show_child", args=[child.pk])
    today = timezone.localdate().isoformat()
    client.force_login(leila)
    assert client.get(here).status_code == 302
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert CANARY in client.get(here).content.decode()
    assert here in client.get(reverse("cases:show_case", args=[child.pk])).content.decode()
    steps = (
        {"part": "safety", "who": "Leila", "number": "19", "hour": "14:05"},
        {"part": "informed", "words": "قلنا له", "opinion": "أريد جدتي"},
        {"part": "guardian", "who": "العم", "conflict": "suspect"},
        {"part": "committee", "day": today, "words": "إيواء"},
        {"part": "follow", "start": today, "born": "2015-05-05"},
        {"part": "followed", "code": "m1", "words": "بخير", "own_consent": "not_asked"},
        {"part": "interview", "who": "الطبيبة", "on": today},
        {"part": "duty", "basis": "minor", "tell": "yes", "text": "السر-الأول"},
    )
    for step in steps:
        answer = client.post(here, step | {"base": client.get(here).context["file"].number})
        assert answer.status_code == 302, (step, answer.context["forms"][step["part"]].errors)
    page = client.get(here).content.decode()
    assert all(word in page for word in ("أريد جدتي", "العم", "إيواء", "بخير", "الطبيبة", "14:05"))
    again = client.post(here, {"part": "interview", "who": "Leila", "on": today})
    assert again.status_code == 200 and 'name="seen" value="1"' in again.content.decode()
    assert (
        client.post(here, {"part": "interview", "who": "Leila", "on": today, "seen": "1"}).status_code == 302
    )
    late = client.post(here, {"part": "safety", "who": "typed-meanwhile", "base": 1})
    assert late.status_code == 200 and "typed-meanwhile" in late.content.decode()
    sheet = reverse("cases:print_duty", args=[child.pk])
    assert "السر-الأول" not in client.get(sheet).content.decode()
    client.force_login(zineb)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    # the second says before she reads what the first said
    assert "السر-الأول" not in client.get(here).content.decode()
    second = {"part": "duty", "basis": "minor", "tell": "yes", "text": "نعم"}
    client.post(here, second | {"base": client.get(here).context["file"].number})
    assert "السر-الأول" in client.get(here).content.decode()
    sent = {"part": "transmission", "to": "cape", "receipt": "44/2026", "on": today}
    client.post(here, sent | {"base": client.get(here).context["file"].number})
    assert "44/2026" in client.get(here).content.decode()
    printed = client.get(sheet).content.decode()
    assert "السر-الأول" in printed and "Leila" in printed and "Zineb" in printed and CANARY not in printed


@pytest.mark.parametrize("role", ["counter", "centre_director", "listener", "listening_supervisor"])
def test_for_everybody_else_the_child_is_as_if_it_never_was(client, child, centre, role):
    client.force_login(given_member("Nora", role, centre))
    never = "0199f1f0-0000-7000-8000-000000000000"
    for name in ("show_child", "print_duty"):
        for id in (child.pk, never):
            assert client.get(reverse(f"cases:{name}", args=[id])).status_code == 404


def test_what_is_typed_about_the_child_while_the_room_locks_comes_back_in_its_form(client, child, leila):
    here = reverse("cases:show_child", args=[child.pk])
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    about = client.get(here).context["forms"]["duty"].about
    duty = {"basis": "minor", "tell": "yes", "text": "early-words-4417"}
    client.post(reverse("cases:keep_draft"), duty | {"about": about, "case": child.pk})
    client.post(reverse("cases:lock_room"))
    safety = {"part": "safety", "who": "Leila", "number": "19", "hour": "14:05", "words": "late-words-4417"}
    answer = client.post(here, safety | {"base": 1})
    assert answer.status_code == 302 and "late" not in answer["Location"]
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    page = client.get(here)
    forms = page.context["forms"]
    assert {name for name, form in forms.items() if form.is_draft} == {"safety", "duty"}
    assert all(forms["safety"][name].value() == safety[name] for name in ("who", "number", "hour", "words"))
    assert forms["duty"]["text"].value() == "early-words-4417" and forms["duty"]["tell"].value() == "yes"
    number = page.context["file"].number
    assert client.post(here, safety | {"base": number}).status_code == 302
    again = client.get(here).context["forms"]
    assert not again["safety"].is_draft and again["duty"].is_draft
