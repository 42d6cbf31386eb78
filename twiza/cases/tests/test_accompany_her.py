"""What is done with her is kept sealed; visits at home are refused in violence; an order's end is spoken of in time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, CaseNote, NoteVersion
from twiza.cases.tests.given import CANARY, WORDS, given_case, given_in_team, given_key
from twiza.cases.tests.test_follow_protocol import given_pinned, given_protocol
from twiza.lib.ids import new_id
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
KEPT = date(2026, 12, 1)  # the next day of the case


@pytest.fixture
def browser(client, leila, room):
    """Leila's browser, the room open."""
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    return client


def act(case, room, by, *, note=None, base=0, id=None, **words):
    said = {"kind": "court", "day": TODAY, "result": CANARY} | words
    with as_work(by):
        return actions.write_act(
            case=case, room=room, act=actions.Act(**said), note=note, base=base, id=id, by=by, at=NOON
        )


def next_day(by):
    with as_work(by):
        return Case.objects.get().next_on


def test_an_act_is_kept_sealed_and_shows_with_the_latest_day_first(case, room, leila):
    act(case, room, leila, kind="police", day=TODAY - timedelta(days=3), paper="received", document=CANARY)
    act(case, room, leila, kind="health", whom=CANARY, where=CANARY)
    with as_work(leila):
        assert [one.said["kind"] for one in queries.acts_of(case, room)] == ["health", "police"]
        kept = [bytes(row.sealed) for row in NoteVersion.objects.filter(case=case, note__kind="step")]
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM cases_case t UNION ALL SELECT t::text FROM cases_casenote t")
            clear = str(cursor.fetchall())
            cursor.execute("SELECT t::text FROM audit_line t")
            clear += str(cursor.fetchall())
    assert len(kept) == 2 and not any(leaks(CANARY, one) for one in kept)
    assert CANARY not in clear and "police" not in clear


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ({"day": TODAY + timedelta(days=2)}, TODAY + timedelta(days=2)),
        ({"next": TODAY + timedelta(days=5)}, TODAY + timedelta(days=5)),
        ({"day": TODAY - timedelta(days=9)}, KEPT),
        ({"next": KEPT + timedelta(days=9)}, KEPT),
        ({"order_from": TODAY, "order_until": TODAY + timedelta(days=30)}, TODAY + timedelta(days=23)),
        ({"order_from": TODAY, "order_until": TODAY + timedelta(days=2)}, TODAY),
        ({"order_from": TODAY - timedelta(days=60), "order_until": TODAY - timedelta(days=1)}, KEPT),
    ],
)
def test_days_to_come_and_the_end_of_an_order_bring_the_next_day_nearer(case, room, leila, words, day):
    act(case, room, leila, **({"day": TODAY - timedelta(days=1)} | words))
    assert next_day(leila) == day


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gossip"},
        {"paper": "stolen"},
        {"next": TODAY - timedelta(days=1)},
        {"order_from": TODAY},
        {"order_until": TODAY},
        {"order_from": TODAY, "order_until": TODAY - timedelta(days=1)},
        {"kind": "police", "order_from": TODAY, "order_until": TODAY},
    ],
)
def test_an_act_that_is_not_whole_is_refused_with_a_sentence(case, room, leila, wrong):
    with pytest.raises(actions.ActNotWhole):
        act(case, room, leila, **wrong)


def test_too_much_is_said_not_cut(case, room, leila):
    with pytest.raises(actions.TooLong):
        act(case, room, leila, result="x" * (rules.LONGEST_WORDS + 1))


@pytest.mark.parametrize("kind", ["home_visit", "mediation"])
def test_no_visit_at_home_and_no_mediation_in_violence_nor_before_a_protocol(case, room, leila, centre, kind):
    committee = (
        given_member("Samia", "listening_supervisor", centre),
        given_member("Driss", "centre_director", centre),
    )
    with pytest.raises(actions.KindRefused):
        act(case, room, leila, kind=kind)
    given_pinned(case, room, given_protocol("violence", centre, *committee), leila)
    with pytest.raises(actions.KindRefused):
        act(case, room, leila, kind=kind)
    other = given_case(leila, room)
    given_pinned(other, room, given_protocol("social", centre, *committee), leila)
    if kind not in queries.shipped_protocols()["social"].get("blocked", ()):
        assert act(other, room, leila, kind=kind).number == 1


def test_two_windows_lose_nothing_and_a_form_sent_twice_makes_one(case, room, leila, zineb, centre):
    hers, form = given_key(zineb, centre), new_id()
    given_in_team(case, zineb, room=room, by=leila)
    note = act(case, room, leila, id=form, result="first").note
    assert act(case, room, leila, id=form, result="first").number == 1
    act(case, room, leila, note=note, base=1, result="Leila")
    with pytest.raises(actions.NoteChangedMeanwhile):
        act(case, hers, zineb, note=note, base=1, result="Zineb")
    act(case, hers, zineb, note=note, base=2, result="both")
    with as_work(leila):
        assert [one.said["result"] for one in queries.versions_of(note, room)] == ["both", "Leila", "first"]
        assert CaseNote.objects.filter(case=case, kind="step").count() == 1


def test_nobody_outside_the_team_writes_or_reads_an_act(client, case, room, leila, zineb, centre):
    hers, note = given_key(zineb, centre), act(case, room, leila).note_id
    with pytest.raises(queries.NoKeyYet):
        act(case, hers, zineb)
    client.force_login(zineb)
    for name, id in (("list_acts", case.pk), ("write_act", case.pk), ("change_act", note)):
        answers = {client.get(reverse(f"cases:{name}", args=[one])).status_code for one in (id, new_id())}
        assert answers == {404}, name


TYPED = {"kind": "court", "day": "02/02/2026", "paper": "none", "result": CANARY, "base": 0}


def test_the_pages_of_accompaniment(browser, case, room, leila):
    here, add = reverse("cases:list_acts", args=[case.pk]), reverse("cases:write_act", args=[case.pk])
    assert "لم يُنجز شيء بعد" in browser.get(here).content.decode()
    for wrong in (
        {"kind": "home_visit"},
        {"kind": ""},
        {"day": "غدا"},
        {"paper": "x"},
        {"base": "-1"},
        {"order_from": "1/1/2026"},
    ):
        assert browser.post(add, TYPED | wrong).status_code == 422, wrong
    order = {"order_from": "01/01/2026", "order_until": "01/01/2099"}
    assert browser.post(add, TYPED | order).status_code == 302
    answer = browser.get(here)
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"] and CANARY in page and "سار" in page and "2099" in page
    with as_work(leila):
        note = queries.acts_of(case, room)[0].note
    change = reverse("cases:change_act", args=[note])
    assert 'value="02/02/2026"' in browser.get(change).content.decode()
    assert browser.post(change, TYPED | {"result": "other window", "base": 1}).status_code == 302
    page = browser.post(change, TYPED | {"result": "my window", "base": 1}).content.decode()
    assert "other window" in page and "my window" in page and 'name="base" value="2"' in page


def test_what_is_typed_of_an_act_while_the_room_locks_comes_back(browser, case, room, leila):
    add = reverse("cases:write_act", args=[case.pk])
    browser.post(reverse("cases:lock_room"))
    answer = browser.post(add, TYPED | {"result": "late-words-4417", "where": "المحكمة"})
    assert answer.status_code == 302 and "late" not in answer["Location"]
    browser.post(reverse("cases:open_room"), {"passphrase": WORDS})
    page = browser.get(add)
    assert page.context["is_draft"] and "late-words-4417" in page.content.decode()


def test_a_note_of_another_kind_is_no_act(browser, case, room, leila):
    with as_work(leila):
        listening = queries.notes_of(case, room)[0].note
        words = actions.write_note(case=case, room=room, words="x", kind="step", by=leila, at=NOON).note_id
    for note in (listening, words):
        assert browser.get(reverse("cases:change_act", args=[note])).status_code == 404
