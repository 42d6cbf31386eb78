"""The page of one's own key, the way out of a team, and who looked at a case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import Case, RoomPin
from twiza.cases.tests.given import CANARY, WORDS, given_case, given_in_team, given_key
from twiza.cases.views import room as door
from twiza.network.tests.given import as_work

pytestmark = pytest.mark.django_db
NEW = "خمس كلمات أخرى لا تقال"


def opened(browser, who, words=WORDS):
    browser.force_login(who)
    assert browser.post(reverse("cases:open_room"), {"passphrase": words}).status_code == 302
    return browser


def test_the_passphrase_changes_only_for_who_types_the_old_one(client, leila, room, case):
    page = reverse("cases:show_key")
    opened(client, leila)
    typed = {"do": "change", "change-passphrase": NEW, "change-again": NEW}
    wrong = client.post(page, typed | {"change-old": "une autre phrase"})
    assert wrong.status_code == 200 and "old" in wrong.context["change"].errors
    short = client.post(page, {"do": "change", "change-old": WORDS} | dict.fromkeys(("change-passphrase", "change-again"), "court"))  # fmt: skip
    assert "passphrase" in short.context["change"].errors
    differ = client.post(page, typed | {"change-old": WORDS, "change-again": WORDS})
    assert "again" in differ.context["change"].errors
    assert client.post(page, typed | {"change-old": WORDS}).status_code == 302
    client.post(reverse("cases:lock_room"))
    assert client.post(reverse("cases:open_room"), {"passphrase": WORDS}).status_code == 200
    opened(client, leila, NEW)
    assert CANARY in client.get(reverse("cases:show_case", args=[case.pk])).content.decode()


def test_renewed_keys_lock_the_lost_phone_at_once_and_open_everything_here(client, leila, room, case):
    phone, case_page, page = Client(), reverse("cases:show_case", args=[case.pk]), reverse("cases:show_key")
    opened(phone, leila)
    opened(client, leila)
    assert phone.get(case_page).status_code == 200
    refused = client.post(page, {"do": "renew", "renew-old": "une autre phrase"})
    assert "old" in refused.context["renew"].errors and phone.get(case_page).status_code == 200
    answer = client.post(page, {"do": "renew", "renew-old": WORDS}, follow=True)
    assert "1" in str(next(iter(answer.context["messages"])))
    assert CANARY in client.get(case_page).content.decode()
    assert phone.get(case_page).status_code == 302
    with as_work(leila):
        assert queries.keys_held(leila, room.organisation) == 1


def test_many_cases_are_sealed_anew_in_one_go(leila, room):
    cases = [given_case(leila, room) for _one in range(12)]
    with as_work(leila):
        new = actions.renew_keys(room=room, old=WORDS, passphrase=WORDS, by=leila, at=timezone.now())
        assert all(queries.notes_of(case, new)[0].said["words"] == CANARY for case in cases)
        assert queries.keys_held(leila, room.organisation) == 12


def test_the_page_says_when_the_room_was_opened_and_the_pin_is_forgotten(client, leila, zineb, room, centre):
    given_key(zineb, centre)
    opened(Client(), zineb)
    opened(client, leila)
    page, pin = reverse("cases:show_key"), "739104"
    client.post(reverse("cases:choose_pin"), {"pin": pin, "again": pin})
    client.post(reverse("cases:lock_room"))
    client.post(reverse("cases:open_with_pin"), {"pin": pin})
    answer = client.get(page)
    assert [one.by for one in answer.context["openings"]] == ["cases.room_opened_by_pin", "cases.room_opened"]
    assert answer.context["has_pin"]
    assert client.post(page, {"do": "forget"}).status_code == 302
    with as_work(leila):
        assert RoomPin.objects.count() == 0
    assert not client.cookies[door.DEVICE].value
    assert not client.get(page).context["has_pin"]


def test_who_leaves_a_team_is_asked_first_sees_nothing_afterwards_and_the_last_one_stays(
    client, leila, zineb, room, case, centre, monkeypatch
):
    leave, team = (reverse(f"cases:{name}", args=[case.pk]) for name in ("leave_team", "show_team"))
    opened(client, leila)
    assert leave in client.get(team).content.decode()
    refused = client.post(leave, follow=True)
    assert refused.redirect_chain[-1][0] == team and len(refused.context["messages"]) == 1
    given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    assert client.get(leave).status_code == 200
    with as_work(leila):
        assert Case.objects.count() == 1  # looking at the question changed nothing
    before = timezone.now() - timedelta(
        minutes=1
    )  # a test is one transaction: its now() is that of its beginning
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: before)
        assert client.post(leave)["Location"] == reverse("cases:list_cases")
    assert {client.get(one).status_code for one in (leave, team)} == {404}
    with as_work(zineb):
        worker = queries.worker_of(leila.pk, centre.pk)
        hers = actions.open_room(organisation=centre.pk, passphrase=WORDS, by=zineb, at=timezone.now())
        actions.ask_into_team(case=case, worker=worker, room=hers, by=zineb, at=timezone.now())
    assert client.get(team).status_code == 200  # asked in again


def test_the_team_sees_who_looked_at_its_case_a_page_at_a_time(client, leila, zineb, room, case, centre):
    page = reverse("cases:list_looks", args=[case.pk])
    given_key(zineb, centre)
    opened(client, zineb)
    assert client.get(page).status_code == 404
    opened(client, leila)
    case_page = reverse("cases:show_case", args=[case.pk])
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for _time in range(queries.LOOKS_PAGE):
        client.get(case_page)
    with CaptureQueriesContext(connection) as many:
        newest = client.get(page)
    assert len(many) == len(few)
    looks = newest.context["looks"]
    assert len(looks.lines) == queries.LOOKS_PAGE and {one.name for one in looks.lines} == {"Leila"}
    assert looks.lines[0].page == "cases.looks" and looks.lines[1].page == "cases.case"
    older = client.get(page, {"before": looks.more}).context["looks"]
    assert (
        older.lines
        and not older.more
        and not {one.id for one in older.lines} & {one.id for one in looks.lines}
    )
    assert client.get(page, {"before": "nothing_x"}).context["looks"].lines
    assert CANARY not in newest.content.decode()


def test_ten_wrong_passphrases_rest_for_this_worker_alone_and_a_right_one_forgets_them(
    client, leila, zineb, room, centre
):
    given_key(zineb, centre)
    door_page, key_page = reverse("cases:open_room"), reverse("cases:show_key")
    wrong = {"passphrase": "une autre phrase"}
    client.force_login(leila)
    for _try in range(9):
        assert client.post(door_page, wrong).status_code == 200
    opened(client, leila)  # the tenth is right: it opens, and the nine are forgotten
    renew = {"do": "renew", "renew-old": "une autre phrase"}
    for _try in range(5):  # the page of the key counts with the door
        assert "old" in client.post(key_page, renew).context["renew"].errors
    short = {"do": "change", "change-old": WORDS, "change-passphrase": "court", "change-again": "court"}
    client.post(key_page, short)  # refused for something else: no try
    client.post(reverse("cases:lock_room"))
    for _try in range(5):
        client.post(door_page, wrong)
    rests = client.post(door_page, {"passphrase": WORDS})
    assert rests.status_code == 200 and "15" in str(rests.context["form"].errors)
    other = Client()
    opened(other, zineb)
