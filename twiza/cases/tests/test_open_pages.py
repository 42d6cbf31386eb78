"""The pages of the room: opened by two halves, locked by the clock, the key and the way out; nothing shows unasked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import Case, RoomDraft
from twiza.cases.tests.given import CANARY, WORDS, given_emergency, given_key
from twiza.cases.views import room as door
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member

pytestmark = pytest.mark.django_db
HEARD = {
    "told": "on",
    "language": "darija",
    "age_band": "adult",
    "words": CANARY,
    "risk": "unknown",
    "contact": "none",
}


@pytest.fixture
def browser(client, leila, room):
    """Leila's browser; her key is made, the room locked."""
    client.force_login(leila)
    return client


def opened(browser):
    answer = browser.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert answer.status_code == 302, answer.content.decode()
    return browser


def test_without_the_passphrase_no_word_shows(browser, case):
    for name in ("show_case", "show_team", "write_note"):
        answer = browser.get(reverse(f"cases:{name}", args=[case.pk]))
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("cases:open_room"))
    assert browser.post(reverse("cases:open_room"), {"passphrase": "une autre phrase"}).status_code == 200
    assert CANARY not in browser.get(reverse("cases:list_cases")).content.decode()


def test_with_it_the_case_shows_and_the_list_shows_code_age_and_day_only(browser, case):
    opened(browser)
    page = browser.get(reverse("cases:show_case", args=[case.pk])).content.decode()
    assert CANARY in page
    answer = browser.get(reverse("cases:list_cases"))
    assert CANARY not in answer.content.decode() and "no-store" in answer["Cache-Control"]


def test_the_key_rests_in_two_halves(browser, room, case):
    opened(browser)
    cookie = browser.cookies[door.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/room/")
    kept = str(dict(browser.session)).encode() + cookie.value.encode()
    assert room.private not in kept and not leaks(CANARY, kept)
    del browser.cookies[door.COOKIE]
    assert browser.get(reverse("cases:show_case", args=[case.pk])).status_code == 302


def test_the_room_locks_by_itself_and_by_the_lock(browser, case):
    opened(browser)
    session = browser.session
    long_ago = timezone.now() - queries.idle_time(on=timezone.localdate()) - timedelta(seconds=1)
    session[door.KEPT] = session[door.KEPT] | {"at": long_ago.isoformat()}
    session.save()
    assert browser.get(reverse("cases:show_case", args=[case.pk])).status_code == 302
    opened(browser)
    assert browser.get(reverse("cases:show_case", args=[case.pk])).status_code == 200
    browser.post(reverse("cases:lock_room"))
    assert door.KEPT not in browser.session
    assert browser.get(reverse("cases:show_case", args=[case.pk])).status_code == 302


def test_the_way_out_ends_it(browser, case):
    opened(browser)
    browser.post(reverse("web:leave"))
    assert door.KEPT not in browser.session


def test_what_the_page_does_by_itself_keeps_no_room_open(browser, case, leila, room):
    opened(browser)
    before = browser.session[door.KEPT]["at"]
    answer = browser.post(reverse("cases:keep_draft"), {"about": case.pk, "words": CANARY})
    assert answer.status_code == 204 and browser.session[door.KEPT]["at"] == before
    assert CANARY in browser.get(reverse("cases:write_note", args=[case.pk])).content.decode()
    with as_work(leila):
        assert queries.draft_of(room, case.pk) == {"words": CANARY}


def test_somebody_is_listened_to_on_a_page(browser, leila):
    opened(browser)
    assert browser.get(reverse("cases:listen")).status_code == 200
    refused = browser.post(reverse("cases:listen"), {key: HEARD[key] for key in HEARD if key != "told"})
    assert refused.status_code == 200 and "told" in refused.context["form"].errors
    answer = browser.post(reverse("cases:listen"), HEARD)
    assert answer.status_code == 302, answer.context["form"].errors
    assert CANARY in browser.get(answer["Location"]).content.decode()
    counted = browser.post(reverse("cases:listen"), {"end": "count"})
    assert counted["Location"] == reverse("cases:list_cases")
    with as_work(leila):
        assert sorted(Case.objects.values_list("age_band", flat=True)) == ["adult", "unknown"]


def test_a_case_goes_on_and_a_note_is_changed_with_its_conflict_shown(browser, case, leila, room):
    opened(browser)
    browser.post(reverse("cases:show_case", args=[case.pk]), {"to": "assessed", "next_on": "2026-12-09"})
    browser.post(reverse("cases:write_note", args=[case.pk]), {"kind": "note", "words": "first", "base": 0})
    with as_work(leila):
        assert Case.objects.get().state == "assessed"
        note = queries.notes_of(case, room)[0].note
    address = reverse("cases:change_note", args=[note])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"words": "one window", "base": 1}).status_code == 302
    page = browser.post(address, {"words": "other window", "base": 1}).content.decode()
    assert "one window" in page and "other window" in page
    browser.post(address, {"words": "both windows", "base": 2})
    with as_work(leila):
        told = [one.said["words"] for one in queries.versions_of(queries.note_for(case, note), room)]
    assert told == ["both windows", "one window", "first"]


def test_a_colleague_is_asked_in_on_a_page(browser, case, zineb, centre, leila):
    given_key(zineb, centre)
    opened(browser)
    address = reverse("cases:show_team", args=[case.pk])
    with as_work(leila):
        worker = queries.worker_of(zineb.pk, centre.pk)
    assert browser.post(address, {"worker": worker.pk}).status_code == 302
    assert "Zineb" in browser.get(address).content.decode()


@pytest.mark.parametrize("role", ["counter", "centre_director", "listener", "listening_supervisor"])
def test_for_everybody_else_a_case_is_as_if_it_never_was(client, case, centre, leila, room, role):
    with as_work(leila):
        note = queries.notes_of(case, room)[0].note
        seat = queries.team_of(case)[0].pk
    client.force_login(given_member("Nora", role, centre))
    never = "0199f1f0-0000-7000-8000-000000000000"
    for name, id in (
        ("show_case", case.pk), ("show_team", case.pk), ("write_note", case.pk),
        ("change_note", note), ("answer_seat", seat),
    ):  # fmt: skip
        statuses = {client.post(reverse(f"cases:{name}", args=[one])).status_code for one in (id, never)}
        assert statuses == {404}, name
    if role in ("counter", "centre_director"):
        assert client.get(reverse("cases:list_cases")).status_code == 403
        assert reverse("cases:list_cases") not in client.get("/").content.decode()


def test_every_read_leaves_a_line(browser, case, leila):
    from django.db import connection

    opened(browser)
    browser.get(reverse("cases:show_case", args=[case.pk]))
    with as_work(leila), connection.cursor() as cursor:
        cursor.execute("SELECT page, subjects FROM audit_access WHERE page = 'cases.case'")
        assert cursor.fetchall() == [("cases.case", [case.pk])]


def test_a_sheet_without_a_name_is_printed_and_typed_in_later(browser, leila):
    """Nothing on it says whose it is or where; what is typed in keeps its code."""
    answer = browser.get(reverse("cases:print_sheet"))
    code = answer.context["code"]
    sheet = answer.content.decode().split("<section>")[1].split("</section>")[0]
    assert code[:4] in sheet and "Tissaout" not in sheet and "Leila" not in sheet
    with as_work(leila):
        assert Case.objects.count() == 0
    opened(browser)
    refused = browser.post(reverse("cases:listen"), HEARD | {"paper_code": code[:-1] + "?"})
    assert refused.status_code == 200 and refused.context["form"].non_field_errors()
    assert browser.post(reverse("cases:listen"), HEARD | {"paper_code": code.lower()}).status_code == 302
    with as_work(leila):
        assert Case.objects.get().code == code


@pytest.mark.parametrize("page", ["listen", "write_note", "change_note"])
def test_what_was_typed_while_the_room_locked_comes_back_after_the_passphrase(
    browser, case, leila, room, page
):
    with as_work(leila):
        note = queries.notes_of(case, room)[0].note
    ids = {"listen": [], "write_note": [case.pk], "change_note": [note]}[page]
    address, typed = reverse(f"cases:{page}", args=ids), "late-words-4417 " * 600  # longer than a note may be
    answer = browser.post(address, HEARD | {"words": typed, "kind": "step", "base": 1})
    assert answer.status_code == 302 and "late-words" not in answer["Location"]
    assert "late-words" not in str(dict(browser.session))
    with as_work(leila):
        assert not leaks("late-words-4417", bytes(RoomDraft.objects.get().sealed))
    door_page = browser.get(answer["Location"])
    assert door_page.context["is_kept"] and "late-words" not in door_page.content.decode()
    opened(browser)
    back = browser.get(address)
    assert back.context["is_draft"] and "late-words-4417" in back.content.decode()


def test_a_count_sent_while_the_room_is_locked_keeps_no_word(browser, leila):
    answer = browser.post(reverse("cases:listen"), HEARD | {"end": "count"})
    assert "kept" not in answer["Location"]
    with as_work(leila):
        assert RoomDraft.objects.count() == 0


def test_nobody_else_keeps_words_at_a_case_that_is_not_theirs(client, case, zineb, centre):
    given_key(zineb, centre)
    client.force_login(zineb)
    assert client.post(reverse("cases:write_note", args=[case.pk]), {"words": CANARY}).status_code == 404
    with as_work(zineb):
        assert RoomDraft.objects.count() == 0


def test_what_the_page_keeps_by_itself_after_the_lock_comes_back_too(browser, case, leila, centre, room):
    with as_work(leila):
        note = queries.notes_of(case, room)[0].note
    for about in (case.pk, centre.pk, note):
        answer = browser.post(reverse("cases:keep_draft"), {"about": about, "words": CANARY})
        assert answer.status_code == 204
        with as_work(leila):
            assert queries.draft_of(room, about) == {"words": CANARY}
    browser.post(reverse("cases:keep_draft"), {"about": leila.pk, "words": CANARY})  # no room of hers
    with as_work(leila):
        assert RoomDraft.objects.count() == 3


def test_who_waits_for_the_key_is_told_so_on_every_page_of_the_case(client, case, zineb, centre, leila, room):
    with as_work(leila):
        note = actions.write_note(case=case, room=room, words=CANARY, by=leila, at=NOON)
    given_key(zineb, centre)
    given_emergency(case, zineb)
    client.force_login(zineb)
    opened(client)
    for name, id in (("change_note", note.note_id), ("write_note", case.pk), ("follow_protocol", case.pk)):
        answer = client.get(reverse(f"cases:{name}", args=[id]))
        assert answer.status_code in (200, 403) and CANARY not in answer.content.decode()
    assert client.get(reverse("cases:change_note", args=[note.note_id])).status_code == 403
