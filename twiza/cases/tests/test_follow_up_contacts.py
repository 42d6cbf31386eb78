"""Contacts after the listening: by her own rule only; two silences are the supervisor's; nothing of it lies in clear."""

from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, CaseNote, NoteVersion, SupervisorAsk, Tally
from twiza.cases.tests.given import CANARY, WORDS, given_case, given_in_team, given_key, given_silence
from twiza.cases.tests.test_follow_protocol import given_pinned, given_protocol
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def reachable(leila, room):
    """A case whose person gave a number and its hours."""
    return given_case(leila, room, contact="number")


@pytest.fixture
def samia(centre):
    """Supervises the listening."""
    return given_member("Samia", "listening_supervisor", centre)


def tried(case, room, by, way="phone", result="no_answer", at=NOON, **said):
    with as_work(by):
        contact = actions.Contact(way=way, result=result, **said)
        return actions.record_contact(case=case, room=room, contact=contact, by=by, at=at)


def given_supervisor(case, room, by, samia, centre):
    """Samia in the team, with the key."""
    hers = given_key(samia, centre)
    given_in_team(case, samia, room=room, by=by)
    return hers


def test_the_default_is_never_to_contact_and_she_may_always_come(case, room, leila):
    for way in ("phone", "code_word", "trusted", "visit"):
        with pytest.raises(actions.NotThatContact):
            tried(case, room, leila, way)
    tried(case, room, leila, "came", "came", risk="green")
    with as_work(leila):
        assert [one.said["way"] for one in queries.contacts_of(case, room)] == ["came"]


def test_a_visit_is_made_only_where_a_protocol_is_followed_and_does_not_refuse_it():
    for contact, way, refused in product(
        rules.CONTACTS, rules.CONTACT_WAYS, (None, [], ["home_visit"], ["mediation"])
    ):
        fault = rules.reach_fault(contact=contact, way=way, refused=refused)
        if way == "came":
            assert fault == ""
        if way == "visit" and not fault:
            assert contact == "number" and refused is not None and "home_visit" not in refused
        if contact in ("none", "in_person") and way != "came":
            assert fault == "rule"


def test_in_a_case_of_violence_nobody_visits_at_home(reachable, room, leila, samia, centre):
    with pytest.raises(actions.NotThatContact):
        tried(reachable, room, leila, "visit")
    driss = given_member("Driss", "centre_director", centre)
    given_pinned(reachable, room, given_protocol("violence", centre, samia, driss), leila)
    with pytest.raises(actions.NotThatContact):
        tried(reachable, room, leila, "visit")


def test_the_newest_word_about_contact_counts(reachable, room, leila):
    with as_work(leila):
        note = CaseNote.objects.get(case=reachable)
        key = queries.held_key(reachable, room)
        said = queries.versions_of(note, room)[0].said | {"contact": "none"}
        actions.notes.add_version(note=note, number=2, said=said, key=key, by=leila, at=NOON)
    with pytest.raises(actions.NotThatContact):
        tried(reachable, room, leila)


@pytest.mark.parametrize(
    "wrong",
    [
        {"way": "telegram"},
        {"result": "married"},
        {"risk": "pink"},
        {"way": "came", "result": "no_answer"},
        {"result": "came"},
    ],
)
def test_unknown_codes_are_refused(reachable, room, leila, wrong):
    with pytest.raises(actions.NotThatContact):
        tried(reachable, room, leila, **{"way": "phone", "result": "reached"} | wrong)


def test_a_form_sent_twice_makes_one_contact(reachable, room, leila):
    id = uuid4()
    with as_work(leila):
        for _ in range(2):
            actions.record_contact(
                case=reachable, room=room, contact=actions.Contact("phone", "no_answer"), by=leila, at=NOON, id=id
            )  # fmt: skip
        assert len(queries.contacts_of(reachable, room)) == 1 and queries.open_ask(reachable) is None


def test_danger_brings_the_next_day_nearer_whatever_day_was_said(reachable, room, leila):
    tried(reachable, room, leila, result="reached", risk="red", next_on=date(2030, 1, 1))
    with as_work(leila):
        assert Case.objects.get().next_on == NOON.date() + timedelta(days=1)
    tried(reachable, room, leila, result="reached", risk="green", next_on=NOON.date())
    with as_work(leila):
        assert Case.objects.get().next_on == NOON.date()


def test_after_two_silences_nobody_tries_again_until_the_supervisor_decided(
    reachable, room, leila, samia, centre
):
    given_silence(reachable, room, leila)
    with pytest.raises(actions.SupervisorDecides):
        tried(reachable, room, leila)
    with as_work(leila), pytest.raises(NoPermission):
        actions.decide_silence(
            case=reachable, room=room, decision="wait", words="elle sait le chemin", by=leila, at=NOON
        )
    with as_work(samia), pytest.raises(Case.DoesNotExist):  # not in the team
        actions.decide_silence(
            case=reachable, room=room, decision="wait", words="elle sait le chemin", by=samia, at=NOON
        )
    hers = given_supervisor(reachable, room, leila, samia, centre)
    with as_work(samia):
        for wrong in ({"decision": "visit"}, {"words": "."}):
            with pytest.raises(actions.NothingToDecide):
                actions.decide_silence(
                    **{"case": reachable, "room": hers, "decision": "wait", "words": "elle sait le chemin"} | wrong,
                    by=samia, at=NOON,
                )  # fmt: skip
        actions.decide_silence(
            case=reachable, room=hers, decision="one_more", words=f"par {CANARY} une fois", by=samia, at=NOON
        )
        with pytest.raises(actions.NothingToDecide):
            actions.decide_silence(
                case=reachable, room=hers, decision="wait", words="elle sait le chemin", by=samia, at=NOON
            )
    with pytest.raises(actions.SupervisorDecides):
        tried(reachable, room, leila, "phone")  # the way that brought silence


def test_a_supervisor_who_made_both_attempts_does_not_decide_on_them_alone(
    client, reachable, room, leila, samia, centre
):
    hers = given_supervisor(reachable, room, leila, samia, centre)
    given_silence(reachable, hers, samia)
    said = {"case": reachable, "decision": "wait", "words": "elle sait le chemin", "at": NOON}
    with as_work(samia), pytest.raises(actions.NothingToDecide):
        actions.decide_silence(room=hers, by=samia, **said)
    client.force_login(samia)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    page = client.get(reverse("cases:follow_up", args=[reachable.pk])).content.decode()
    assert 'value="decide"' not in page
    hind = given_member("Hind", "listening_supervisor", centre)
    theirs = given_supervisor(reachable, room, leila, hind, centre)
    with as_work(hind):
        actions.decide_silence(room=theirs, by=hind, **said)
        assert queries.open_ask(reachable) is None


def test_who_made_only_one_of_the_attempts_decides(reachable, room, leila, samia, centre):
    hers = given_supervisor(reachable, room, leila, samia, centre)
    tried(reachable, room, leila)
    tried(reachable, hers, samia)
    with as_work(samia):
        actions.decide_silence(
            case=reachable, room=hers, decision="wait", words="elle sait le chemin", by=samia, at=NOON
        )
        assert queries.open_ask(reachable) is None


def test_nobody_is_reached_through_somebody_else_while_the_guardian_is_the_suspect(client, leila, room):
    case = given_case(leila, room, contact="trusted", trusted="العم")
    tried(case, room, leila, "trusted", "reached")
    with as_work(leila):
        step = {"case": case, "room": room, "by": leila, "at": NOON, "who": "العم", "limits": ""}
        actions.write_guardian(conflict="suspect", base=0, **step)
    with pytest.raises(actions.NotThatContact):
        tried(case, room, leila, "trusted", "reached")
    tried(case, room, leila, "came", "came")
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    page = client.get(reverse("cases:follow_up", args=[case.pk])).content.decode()
    assert "العم" in page and reverse("cases:look_again", args=[case.pk]) in page
    sent = {"way": "trusted", "result": "no_answer", "risk": "unknown"}
    client.post(reverse("cases:follow_up", args=[case.pk]), sent)
    with as_work(leila):
        assert [one.said["way"] for one in queries.contacts_of(case, room)] == ["came", "trusted"]
    for contact, way, refused in product(rules.CONTACTS, rules.CONTACT_WAYS, (None, [], ["home_visit"])):
        fault = rules.reach_fault(contact=contact, way=way, refused=refused, guardian="x")
        assert fault or way == "came"
        fault = rules.reach_fault(contact=contact, way=way, refused=refused, guardian="x", own_contact=True)
        assert fault or way not in ("trusted", "visit")


@pytest.mark.parametrize(("contact", "way"), [("number", "phone"), ("code_word", "code_word")])
def test_nobody_telephones_while_the_guardian_is_blocked_until_the_childs_own_contact_is_written(
    client, leila, room, contact, way
):
    case = given_case(leila, room, contact=contact, code_word="زهرة")
    tried(case, room, leila, way, "reached")

    def written(base, hours, part=None):
        with as_work(leila):
            now = {"case": case, "room": room, "base": base, "by": leila, "at": NOON + timedelta(hours=hours)}
            if part:
                return actions.write_child_step(part=part, entry={"words": "هاتف الجدة"}, **now)
            return actions.write_guardian(who="العم", limits="", conflict="suspect", **now)

    def refused():
        with pytest.raises(actions.NotThatContact):
            tried(case, room, leila, way, "reached")
        return True

    written(0, 0, "own_contact")  # noted before: it may be the guardian's
    written(1, 1)
    assert refused()
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    here, child = (reverse(f"cases:{name}", args=[case.pk]) for name in ("follow_up", "show_child"))
    page = client.get(here)
    assert page.context["ways"] == ["came"] and child in page.content.decode()
    answer = client.post(here, {"way": way, "result": "reached", "risk": "unknown"})
    assert answer.status_code == 200 and answer.context["form"].non_field_errors()
    assert not client.get(child).context["own_contact"]
    assert client.post(child, {"part": "own_contact", "words": "هاتف الخالة", "base": 2}).status_code == 302
    assert client.get(child).context["own_contact"] and "هاتف الخالة" in client.get(child).content.decode()
    assert client.get(here).context["ways"] == ["came", way]
    tried(case, room, leila, way, "reached")
    tried(case, room, leila, "came", "came")
    with as_work(leila):
        after = timezone.now() - NOON + timedelta(hours=1)
    written(3, after.total_seconds() / 3600)  # another guardian, or the same: asked anew
    assert refused() and not client.get(child).context["own_contact"]


def test_that_the_contact_is_lost_is_the_supervisors_word(reachable, room, leila, samia, centre):
    with as_work(leila), pytest.raises(actions.NotThatState):
        actions.move_case(case=reachable, to="lost_contact", next_on=None, by=leila, at=NOON)
    given_silence(reachable, room, leila)
    hers = given_supervisor(reachable, room, leila, samia, centre)
    with as_work(samia):
        actions.decide_silence(
            case=reachable,
            room=hers,
            decision="lost",
            words="elle a deux fois notre carte",
            by=samia,
            at=NOON,
        )
        assert (Case.objects.get().state, Case.objects.get().next_on) == ("lost_contact", None)
        assert Tally.objects.get(table_code="move", cell_code="lost").count == 1


def test_if_she_comes_there_is_nothing_to_decide_any_more(reachable, room, leila):
    given_silence(reachable, room, leila)
    tried(reachable, room, leila, "came", "came", risk="amber")
    with as_work(leila):
        assert queries.open_ask(reachable) is None
    tried(reachable, room, leila)


def test_what_waits_shows_to_the_team_without_a_word_and_to_nobody_else(
    reachable, room, leila, zineb, samia, centre
):
    given_silence(reachable, room, leila)
    for outside in (samia, zineb):
        with as_work(outside):
            assert SupervisorAsk.objects.count() == 0
            assert queries.after_waiting_for(outside, timezone.now()) == []
            with pytest.raises(DatabaseError), transaction.atomic():
                SupervisorAsk.objects.create(case_id=reachable.pk, organisation_id=centre.pk, asked_at=NOON)
    given_supervisor(reachable, room, leila, samia, centre)
    for inside in (leila, samia):
        with as_work(inside):
            (line,) = queries.after_waiting_for(inside, timezone.now())
            assert CANARY not in str(line.sentence) and "مرتين" not in str(line.sentence)


def test_the_database_takes_no_third_attempt_and_no_decision_of_another(
    reachable, room, leila, samia, centre
):
    given_silence(reachable, room, leila)
    given_supervisor(reachable, room, leila, samia, centre)
    with as_work(leila):
        with pytest.raises(DatabaseError), transaction.atomic():
            CaseNote.objects.create(case=reachable, organisation_id=centre.pk, kind="follow_up", at=NOON)
        for wrong in ({"decided_at": NOON, "decided_by": samia}, {"decided_at": NOON}, {"asked_at": NOON}):
            with pytest.raises(DatabaseError), transaction.atomic():
                SupervisorAsk.objects.update(**wrong)
        with pytest.raises(DatabaseError), transaction.atomic():
            SupervisorAsk.objects.all()._raw_delete("default")


def test_what_came_of_a_contact_is_sealed(reachable, room, leila):
    tried(reachable, room, leila, result="not_safe", words=CANARY, risk="red")
    with as_work(leila), connection.cursor() as cursor:
        kept = b"".join(bytes(one) for one in NoteVersion.objects.values_list("sealed", flat=True))
        cursor.execute(
            "SELECT t::text FROM cases_case t UNION ALL SELECT t::text FROM cases_casenote t"
            " UNION ALL SELECT data::text FROM audit_line t UNION ALL SELECT t::text FROM cases_supervisorask t"
        )
        clear = str(cursor.fetchall())
    assert not leaks(CANARY, kept) and CANARY not in clear
    for word in ("not_safe", "phone", "red"):
        assert f'"{word}"' not in clear and f",{word}," not in clear


entry = st.one_of(
    st.fixed_dictionaries(
        {"what": st.just("attempt"), "way": st.sampled_from(list(rules.CONTACT_WAYS)), "result": st.sampled_from(list(rules.CONTACT_RESULTS))}
    ),
    st.fixed_dictionaries({"what": st.just("decision"), "decision": st.sampled_from(list(rules.DECISIONS))}),
)  # fmt: skip


@given(st.lists(entry, max_size=8))
def test_never_more_than_two_silences_stand_before_the_supervisor_is_asked(entries):
    silent = rules.silent_ways(entries)
    if len(silent) >= rules.SILENCES:
        assert rules.awaits_supervisor(entries)
    if not silent:
        assert not rules.awaits_supervisor(entries)
    if rules.last_decision(entries) == "one_more" and silent:
        assert rules.awaits_supervisor(entries)
