"""Closing with a list, each line said or explained; opening again with a reason; nothing is lost between the two."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, CaseNote, NoteVersion, TeamSeat
from twiza.cases.tests.given import (
    CANARY,
    WORDS,
    given_case,
    given_in_team,
    given_key,
    given_plan,
    given_silence,
)
from twiza.cases.tests.test_follow_protocol import given_pinned, given_protocol
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member

pytestmark = pytest.mark.django_db
ALL_YES = {code: {"yes": True, "why": ""} for code in rules.CHECK_CODES}
SHE_SAYS = dict.fromkeys(rules.OUTCOMES, "4")


def closing(**said):
    return actions.Closing(
        **{"checks": ALL_YES, "outcome": SHE_SAYS, "satisfaction": "5", "reason": "reached", "words": CANARY} | said
    )  # fmt: skip


def closed(case, room, by, id=None, **said):
    with as_work(by):
        return actions.close_case(case=case, room=room, closing=closing(**said), by=by, at=NOON, id=id)


def test_a_case_is_closed_by_its_list_only(case, leila):
    with as_work(leila):
        for to in ("closed", "reopened", "lost_contact"):
            assert not rules.moves_by_hand(case.state, to)
        with pytest.raises(actions.NotThatState):
            actions.move_case(case=case, to="closed", next_on=None, by=leila, at=NOON)


def test_each_line_is_said_or_explained(case, room, leila):
    for code in rules.CHECK_CODES:
        for wrong in (
            {},
            {"yes": False, "why": ""},
            {"yes": False, "why": " . "},
            {"why": "oui"},
            {"why": "12 34 5678"},
        ):
            with pytest.raises(actions.ClosingNotWhole) as refusal:
                closed(case, room, leila, checks=ALL_YES | {code: wrong})
            assert refusal.value.data["lines"] == [code]
    explained = {"yes": False, "why": "لم ترغب في ذلك"}
    assert closed(case, room, leila, checks=dict.fromkeys(rules.CHECK_CODES, explained)).state == "closed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": {}},
        {"outcome": SHE_SAYS | {"safer": "6"}},
        {"satisfaction": ""},
        {"reason": "tired of her"},
        {"reason": "died"},  # nobody answers in her place
    ],
)
def test_her_scale_is_hers_and_may_be_silent(case, room, leila, wrong):
    with pytest.raises(actions.ClosingNotWhole):
        closed(case, room, leila, **wrong)
    silent = {"outcome": dict.fromkeys(rules.OUTCOMES, "unsaid"), "satisfaction": "unsaid"}
    assert closed(case, room, leila, **silent, reason="lost").state == "closed"


def test_what_the_system_counts_as_open_is_not_closed_with_a_yes(case, room, leila, centre):
    samia = given_member("Samia", "listening_supervisor", centre)
    driss = given_member("Driss", "centre_director", centre)
    given_pinned(case, room, given_protocol("violence", centre, samia, driss), leila)
    with pytest.raises(actions.ClosingNotWhole) as refusal:
        closed(case, room, leila)
    assert refusal.value.data["lines"] == ["steps"]
    why = {"yes": True, "why": "elle ne veut pas de suite"}
    closed(case, room, leila, checks=ALL_YES | {"steps": why})
    with as_work(leila):
        assert queries.closures_of(case, room)[0].said["still_open"]["steps"] > 0


def test_a_task_a_referral_and_a_consent_that_are_open_are_not_closed_with_a_yes(sent, case, room, leila):
    given_plan(case, room, leila)
    now = {"case": case, "room": room, "by": leila}
    with as_work(leila), pytest.raises(actions.ClosingNotWhole) as refusal:
        actions.close_case(closing=closing(), at=timezone.now(), **now)
    assert refusal.value.data["lines"] == ["plan", "referrals", "consents"]
    with as_work(leila):
        counted = queries.still_open(case, room, on=timezone.localdate())
        assert {code: counted[code] for code in ("plan", "referrals", "consents")} == {"plan": 1, "referrals": 1, "consents": 1}  # fmt: skip
        far = timezone.localdate() + timedelta(days=400)
        assert queries.still_open(case, room, on=far)["consents"] == 0  # its last day has passed
        why = {"yes": True, "why": "elle continue là-bas seule"}
        lines = ALL_YES | dict.fromkeys(("plan", "referrals", "consents"), why)
        actions.close_case(closing=closing(checks=lines), at=timezone.now(), **now)
        assert queries.closures_of(case, room)[0].said["still_open"] == counted


def test_a_consent_taken_back_ends_its_referral_too_and_is_closed_with_a_yes(sent, case, room, leila):
    with as_work(leila):
        now = {"room": room, "by": leila, "at": timezone.now()}
        for one in queries.consents_of(case, room):
            actions.answer_consent(case=case, consent=one.id, state="withdrawn", base=one.number, **now)
        actions.close_case(case=case, closing=closing(), **now)
        assert Case.objects.get().state == "closed"


def test_nothing_is_lost_by_closing_and_only_the_day_goes(case, room, leila, zineb, centre):
    given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    with as_work(leila):
        before = set(CaseNote.objects.values_list("pk", flat=True))
    id = uuid4()
    for _ in range(2):  # the same form twice closes once
        closed(case, room, leila, id=id)
    with as_work(leila):
        held = Case.objects.get()
        assert (held.state, held.next_on, held.closings) == ("closed", None, 1)
        assert before < set(CaseNote.objects.values_list("pk", flat=True))
        assert TeamSeat.objects.filter(until__isnull=True).count() == 2
        assert [one.said["words"] for one in queries.closures_of(case, room)] == [CANARY]
        assert not leaks(CANARY, b"".join(map(bytes, NoteVersion.objects.values_list("sealed", flat=True))))
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(data::text || type || reason_code, '|') FROM audit_line")
            log = cursor.fetchone()[0]
        assert CANARY not in log and "closed" not in log.replace("closed_room", "")


def test_a_silence_is_decided_before_it_is_closed(leila, room):
    case = given_case(leila, room, contact="number")
    given_silence(case, room, leila)
    with pytest.raises(actions.SupervisorDecides):
        closed(case, room, leila)


def test_the_database_closes_nothing_without_a_note_of_its_own(case, room, leila):
    with as_work(leila):
        for _ in range(2):
            with pytest.raises(DatabaseError), transaction.atomic():
                Case.objects.update(state="closed")
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    closed(case, room, leila)
    with as_work(leila):
        actions.reopen_case(case=case, room=room, reason="elle est revenue", by=leila, at=NOON)
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):  # the first closing's note is not the second's
            Case.objects.update(state="closed")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError), transaction.atomic():
            Case.objects.update(closings=0)


def test_opening_again_brings_back_team_and_steps_with_a_reason(case, room, leila, zineb, centre):
    hers = given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    samia = given_member("Samia", "listening_supervisor", centre)
    driss = given_member("Driss", "centre_director", centre)
    given_pinned(case, room, given_protocol("violence", centre, samia, driss), leila)
    with as_work(leila):
        steps = queries.protocol_of(case, room).said["steps"]
    closed(case, room, leila, checks=ALL_YES | {"steps": {"why": "elle s'arrête ici"}})
    with as_work(zineb):
        with pytest.raises(actions.NotThatState):
            actions.reopen_case(case=case, room=hers, reason=".", by=zineb, at=NOON)
        again = actions.reopen_case(case=case, room=hers, reason=f"عادت {CANARY} اليوم", by=zineb, at=NOON)
        assert (again.state, queries.protocol_of(case, hers).said["steps"]) == ("reopened", steps)
        assert again.next_on == rules.nearest_due(steps)
        assert {seat.user_id for seat in queries.team_of(case) if seat.until is None} == {leila.pk, zineb.pk}
        assert any(CANARY in str(one.said.get("words")) for one in queries.notes_of(case, hers))
        with pytest.raises(actions.NotThatState):
            actions.reopen_case(case=case, room=hers, reason="elle est revenue", by=zineb, at=NOON)


@given(st.lists(st.sampled_from(list(rules.State)), max_size=14))
def test_whatever_is_closed_can_be_opened_again_and_only_through_the_list(path):
    state = rules.State.OPENED
    for to in path:
        if not rules.can_move(state, to):
            continue
        if to in (rules.State.CLOSED, rules.State.REOPENED, rules.State.LOST):
            assert not rules.moves_by_hand(state, to)
        if state == rules.State.CLOSED:
            assert to == rules.State.REOPENED
        state = to
    if state not in (rules.State.CLOSED, rules.State.HEARD):
        assert rules.can_move(state, rules.State.CLOSED)


def test_the_page_closes_and_opens_again(client, case, room, leila):
    client.force_login(leila)
    here = reverse("cases:close_case", args=[case.pk])
    assert client.get(here)["Location"].startswith(reverse("cases:open_room"))
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    sent = {f"yes_{code}": "on" for code in rules.CHECK_CODES} | SHE_SAYS
    sent |= {"do": "close", "satisfaction": "unsaid", "reason": "her_wish"}
    refused = client.post(here, {**sent, "yes_plan": ""})
    assert refused.status_code == 200 and "why_plan" in refused.content.decode()
    assert client.post(here, sent).status_code == 302
    page = client.get(here).content.decode()
    assert 'name="do" value="reopen"' in page and 'value="close"' not in page
    assert client.post(here, {"do": "reopen", "reason": "elle est revenue"}).status_code == 302
    with as_work(leila):
        assert Case.objects.get().state == "reopened"
    options = client.get(reverse("cases:show_case", args=[case.pk])).content.decode()
    assert 'value="closed"' not in options and 'value="lost_contact"' not in options


def test_a_closing_typed_while_the_room_locked_comes_back(client, case, room, leila):
    client.force_login(leila)
    here = reverse("cases:close_case", args=[case.pk])
    client.post(here, {"do": "close", "why_plan": CANARY, "yes_rights": "on"})
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert CANARY in client.get(here).content.decode()
