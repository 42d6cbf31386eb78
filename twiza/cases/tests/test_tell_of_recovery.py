"""Who is told of a recovery, what it leaves, and its pages: without a sign of the case."""

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.models import (
    Case,
    CaseNote,
    RecoveryAsk,
    RecoveryConfirm,
    TeamSeat,
)
from twiza.cases.tests.given import (
    CANARY,
    OFFICER_WORDS,
    WORDS,
    given_case,
    given_erased,
    given_in_team,
    given_key,
    given_officers,
    given_recovery,
)
from twiza.cases.tests.test_recover_key import confirmed, ended, finished, words_of
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code
from twiza.network.tests.given import as_work, given_member
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import ROLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def officers(centre):
    """Nora presides, Karima directs: each has a key of her own."""
    return given_officers(centre)


@pytest.fixture
def case(officers, leila, room):
    """A case of Leila's, whose key was halved when it was made."""
    return given_case(leila, room)


@pytest.fixture
def hers(zineb, centre):
    """Zineb's room, open."""
    return given_key(zineb, centre)


def test_the_roles_that_the_database_asks_for_are_those_of_the_page_of_roles():
    assert {code for code, role in ROLES.items() if Permission.ROOM_RECOVER in role.may} == {
        "association_president",
        "centre_director",
    }
    assert {code for code, role in ROLES.items() if Permission.CASE_WORK in role.may} == {
        "listener",
        "listening_supervisor",
        "psychologist",
    }


def test_team_officers_and_supervisor_are_told_without_a_sign_of_the_case(
    case, officers, leila, zineb, room, hers, centre
):
    salma = given_member("Salma", "listening_supervisor", centre)
    with as_work(salma):
        assert queries.left_alone(centre.pk) == (0, 0)
    ask = given_recovery(case, zineb, officers[0])
    told = {}
    for who in (leila, zineb, salma, *officers):
        with as_work(who):
            told[who.pk] = [str(one.sentence) for one in queries.recovery_waiting_for(who, timezone.now())]
    assert [len(told[who.pk]) for who in (leila, zineb, salma, *officers)] == [1, 0, 1, 0, 1]
    assert case.code not in str(told) and ask.number not in str(told)
    confirmed(officers[1], ask)
    finished(zineb, ask, hers)
    with as_work(leila):
        assert len(queries.recovery_waiting_for(leila, timezone.now())) == 1  # brought back


def test_a_supervisor_learns_how_many_cases_have_nobody_left_and_nobody_else_does(
    case, officers, leila, room, centre
):
    given_case(leila, room)
    salma = given_member("Salma", "listening_supervisor", centre)
    ended(leila, centre, officers[0])
    with as_work(salma):
        assert queries.left_alone(centre.pk) == (2, 0)
        (line,) = queries.recovery_waiting_for(salma, timezone.now())
        assert "ملفان" in str(line.sentence)  # two
    for who in (leila, *officers):
        with as_work(who), pytest.raises(ProgrammingError), transaction.atomic():
            queries.left_alone(centre.pk)


def test_an_erased_case_leaves_no_half_and_no_request(case, officers, leila, zineb, room, hers, centre):
    yamna = given_member("Yamna", "listener", centre)
    given_key(yamna, centre)
    ask = given_recovery(case, yamna, officers[0])
    given_erased(case, leila, zineb, room=room)
    with as_work(yamna):
        assert not RecoveryAsk.objects.filter(pk=ask.pk).exists() and not RecoveryConfirm.objects.exists()


def test_a_forgotten_passphrase_waits_for_colleagues_who_hand_the_key_again(
    case, officers, leila, zineb, room, hers, centre
):
    given_in_team(case, zineb, room=room, by=leila)
    with as_work(leila):
        actions.keep_draft(room=room, about=case.pk, said={"words": CANARY}, by=leila, at=timezone.now())
        new = actions.start_anew(organisation=centre.pk, passphrase=WORDS, by=leila, at=timezone.now())
        assert queries.draft_of(new, case.pk) == {}
        for one in (new, room):  # the old pair finds nothing that is sealed to it
            with pytest.raises(queries.NoKeyYet):
                queries.held_key(case, one)
        seat = TeamSeat.objects.get(case=case, user=leila)
    with as_work(zineb):
        (line,) = queries.recovery_waiting_for(zineb, timezone.now())
        assert case.code not in str(line.sentence)
        actions.hand_key(seat=seat, room=hers, by=zineb, at=timezone.now())
        assert queries.recovery_waiting_for(zineb, timezone.now()) == []
    assert words_of(leila, case, new) == {CANARY}


def test_a_forgotten_passphrase_with_nobody_else_is_brought_back_by_the_officers(
    case, officers, leila, room, centre
):
    with as_work(leila):
        new = actions.start_anew(organisation=centre.pk, passphrase=WORDS, by=leila, at=timezone.now())
    finished(leila, given_recovery(case, leila, *officers), new)
    assert words_of(leila, case, new) == {CANARY}
    with as_work(leila):
        assert TeamSeat.objects.get(case=case).kind == rules.Seat.OPENED  # her own seat, with the key again


def test_a_new_pair_after_asking_needs_a_new_request(case, officers, leila, room, centre):
    with as_work(leila):
        actions.start_anew(organisation=centre.pk, passphrase=WORDS, by=leila, at=timezone.now())
    ask = given_recovery(case, leila, *officers)
    with as_work(leila):
        newer = actions.start_anew(organisation=centre.pk, passphrase=WORDS, by=leila, at=timezone.now())
    with pytest.raises(actions.NotBothYet):
        finished(leila, ask, newer)


def test_the_pages_lead_two_officers_and_a_worker_through_it(client, leila, room, zineb, hers, centre):
    nora = given_member("Nora", "association_president", centre)
    karima = given_member("Karima", "centre_director", centre)
    page = reverse("cases:show_recovery")
    for officer in (nora, karima):
        client.force_login(officer)
        assert client.get(page).status_code == 200
        typed = {"do": "take", "take-passphrase": OFFICER_WORDS, "take-again": OFFICER_WORDS}
        assert client.post(page, typed).status_code == 302
    client.force_login(leila)
    assert client.get(page).status_code == 403
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    case = given_case(leila, room)
    client.force_login(zineb)
    there = reverse("cases:ask_recovery")
    assert client.get(there)["Location"].startswith(reverse("cases:open_room"))
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert client.post(there, {"code": new_code(8), "reason_code": "team_left"}).status_code == 200
    assert client.post(there, {"code": case.code, "reason_code": "team_left"}).status_code == 302
    with as_work(zineb):
        ask = RecoveryAsk.objects.get()
    for officer in (nora, karima):
        client.force_login(officer)
        seen = client.get(page).content.decode()
        assert case.code not in seen and str(case.pk) not in seen
        wrong = client.post(page, {"do": "confirm", "ask": ask.pk, "passphrase": "une autre phrase"})
        assert wrong.status_code == 200
        assert (
            client.post(page, {"do": "confirm", "ask": ask.pk, "passphrase": OFFICER_WORDS}).status_code
            == 302
        )
    client.force_login(zineb)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert client.post(there, {"do": "finish", "ask": new_id()}).status_code == 302
    answer = client.post(there, {"do": "finish", "ask": ask.pk})
    assert answer["Location"] == reverse("cases:show_case", args=[case.pk])
    assert CANARY in client.get(answer["Location"]).content.decode()


def test_the_door_offers_a_new_key_after_one_question(client, leila, room, case):
    client.force_login(leila)
    page = reverse("cases:start_anew")
    assert page in client.get(reverse("cases:open_room")).content.decode()
    typed = {"passphrase": OFFICER_WORDS, "again": OFFICER_WORDS}
    assert client.post(page, typed).status_code == 200  # not without understanding it
    assert client.post(page, typed | {"understood": "on"}).status_code == 302
    shown = client.get(reverse("cases:show_case", args=[case.pk]))
    assert CANARY not in shown.content.decode()
    client.post(reverse("cases:lock_room"))
    assert client.post(reverse("cases:open_room"), {"passphrase": WORDS}).status_code == 200
    assert client.post(reverse("cases:open_room"), {"passphrase": OFFICER_WORDS}).status_code == 302
    with as_work(leila):
        assert Case.objects.count() == 1 and CaseNote.objects.exists()
