"""Her own data: asked lightly, answered in ten working days, copied in plain words, corrected, withdrawn, deleted."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given as each
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, CaseNote, ErasureCertificate, NoteVersion
from twiza.cases.tests.given import CANARY, given_consent, given_in_team, given_key, given_role_too
from twiza.cases.tests.test_open_pages import opened
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation

pytestmark = pytest.mark.django_db
ASK = {"right": "copy", "asked_by": "voice", "known_by": "code_word", "words": CANARY}


@pytest.fixture
def browser(client, leila, room):
    client.force_login(leila)
    return opened(client)


@pytest.fixture
def zineb_in(case, centre, leila, zineb, room):
    """Zineb's room; she is in the team."""
    hers = given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    return hers


def asked(case, room, by, **more) -> UUID:
    with as_work(by):
        return actions.open_request(case=case, room=room, by=by, at=NOON, **ASK | more).note_id


def stands(case, room, by, id, on=None):
    with as_work(by):
        found = queries.requests_of(case, room, on=on or NOON.date())
        return next(one for one in found if one.note == id)


@each(st.dates(date(2020, 1, 1), date(2050, 1, 1)), st.integers(0, 40))
def test_working_days_leave_out_the_week_end(start, days):
    end = rules.working_days_after(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days and (not between or end.weekday() < 5)


def test_a_request_is_sealed_due_in_ten_working_days_and_late_after(case, leila, room):
    id = asked(case, room, leila)
    due = rules.working_days_after(timezone.localdate(NOON), 10)
    for on, late in ((due - timedelta(days=1), False), (due, False), (due + timedelta(days=1), True)):
        assert stands(case, room, leila, id, on).is_late is late
    assert stands(case, room, leila, id).due == due
    with as_work(leila):
        assert CaseNote.objects.get(pk=id).kind == "rights"
        assert not leaks(CANARY, b"".join(bytes(one.sealed) for one in NoteVersion.objects.all()))
        assert Case.objects.get().next_on <= due
        actions.answer_request(
            case=case, room=room, request=id, state="answered", words="", base=1, by=leila, at=NOON
        )
    assert not stands(case, room, leila, id, due + timedelta(days=1)).is_late


def test_in_doubt_nothing_is_answered_until_she_comes(case, leila, room):
    id = asked(case, room, leila, known_by="doubtful", right="withdrawal")
    now = {"case": case, "room": room, "request": id, "by": leila, "at": NOON}
    with as_work(leila):
        with pytest.raises(actions.NotSureWhoAsks):
            actions.answer_request(**now, state="answered", words="", base=1)
        with pytest.raises(actions.NotSureWhoAsks):
            actions.withdraw(**now, to="closed", base=1)
        with pytest.raises(actions.NotARequest):
            actions.know_her(**now, known_by="doubtful", base=1)
        actions.know_her(**now, known_by="ticket_and_facts", base=1)
        actions.withdraw(**now, to="closed", base=2)
        with pytest.raises(actions.NotARequest):
            actions.answer_request(**now, state="answered", words="", base=3)


def test_a_form_sent_twice_makes_one_and_unknown_codes_none(case, leila, room):
    id = uuid4()
    assert asked(case, room, leila, id=id) == asked(case, room, leila, id=id) == id
    for wrong in ({"right": "all"}, {"asked_by": "mail"}, {"known_by": "identity_card"}):
        with pytest.raises(actions.NotARequest):
            asked(case, room, leila, **wrong)


def test_two_windows_do_not_answer_twice(case, leila, room):
    id = asked(case, room, leila)
    now = {"case": case, "room": room, "request": id, "words": "", "by": leila, "at": NOON, "base": 1}
    with as_work(leila):
        actions.answer_request(**now, state="taken_back")
        with pytest.raises(actions.NoteChangedMeanwhile):
            actions.answer_request(**now, state="answered")


def test_the_copy_says_everything_in_plain_words_and_nobody_by_name(case, leila, zineb, room, zineb_in):
    with as_work(zineb):
        actions.write_note(case=case, room=zineb_in, words="موعد عند المحامية", by=zineb, at=NOON)
    asked(case, room, leila)
    for language in ("ar", "fr"):
        with as_work(leila), translation.override(language):
            parts = queries.copy_of(case, room, user=leila, psychology=False)
            said = "\n".join(
                line for part in parts for label, lines in part.lines for line in (label, *lines)
            )
        assert [part.kind for part in parts] == ["listening", "note", "rights"]
        assert CANARY in said and "موعد عند المحامية" in said
        for name in (leila, zineb):
            assert name.display_name not in said and str(name.pk) not in said
        for code in ("unknown", "voice", "code_word", "none"):
            assert code not in said.split("\n"), code
        with translation.override(language):
            assert translation.gettext("Something else that is kept") not in said


def test_the_psychologists_notes_are_printed_by_who_wrote_them_and_only_if_she_says_so(
    case, leila, zineb, room, zineb_in, centre
):
    given_role_too(zineb, centre, "psychologist")
    with as_work(zineb):
        actions.open_drawer(case=case, room=zineb_in, by=zineb, at=NOON)
        actions.write_note(case=case, room=zineb_in, words="PSY", kind="psychology", by=zineb, at=NOON)
    for who, key, wants, seen in (
        (zineb, zineb_in, True, True),
        (zineb, zineb_in, False, False),
        (leila, room, True, False),
    ):
        with as_work(who):
            kinds = [part.kind for part in queries.copy_of(case, key, user=who, psychology=wants)]
            assert ("psychology" in kinds) is seen


def test_a_field_that_is_not_known_yet_is_read_out_all_the_same():
    with translation.override("fr"):
        lines = dict(
            queries.plain({"new_thing": "mot", "by": str(uuid4()), "first": str(uuid4()), "x": str(uuid4())})
        )
    assert list(lines.values()) == [["mot"]]


def test_an_alert_is_read_out_in_words_without_the_name_of_who_raised_it():
    said = {
        "caller": "school",
        "whom": "minor",
        "danger": "yes",
        "raised_by": "Youssef",
        "raised_at": NOON.isoformat(),
    }
    with translation.override("fr"):
        lines = str(list(queries.plain(said | {"answers": {"weapon": "no", "alone": "silent"}})))
        assert translation.gettext("Is there a weapon, or did he use one?") in lines
    for code in ("school", "minor", "Youssef", "silent", NOON.isoformat()):
        assert f"'{code}'" not in lines and f": {code}" not in lines, code


def test_the_copy_page_prints_in_memory_and_offers_no_way_to_send_it(browser, case):
    page = reverse("cases:print_copy", args=[case.pk])
    form = browser.get(page).content.decode()
    for language, sign in (("ar", 'dir="rtl"'), ("fr", 'lang="fr"')):
        answer = browser.post(page, {"language": language})
        body = answer.content.decode()
        assert CANARY in body and sign in body and "no-store" in answer["Cache-Control"]
        for words in (form, body):
            assert "mailto:" not in words and "wa.me" not in words and "download" not in words
    with as_work(browser_user(browser)):
        note = CaseNote.objects.get(kind="listening").pk
    assert CANARY not in browser.post(page, {"language": "fr", "without": str(note)}).content.decode()


def browser_user(browser):
    from twiza.platform.accounts.models import User

    return User.objects.get(pk=browser.session["_auth_user_id"])


def test_a_correction_keeps_the_old_value_only_in_the_earlier_version(case, leila, room):
    with as_work(leila):
        note = CaseNote.objects.get(kind="listening")
        now = {"case": case, "room": room, "note": note, "by": leila, "at": NOON}
        with pytest.raises(actions.NotARequest):
            actions.correct_note(**now, words="صحيح", base=1)
    asked(case, room, leila, right="correction", words="")
    with as_work(leila):
        for same in (CANARY, " "):
            with pytest.raises(actions.NotARequest):
                actions.correct_note(**now, words=same, base=1)
        actions.correct_note(**now, words="صحيح", base=1)
        newest, first = queries.versions_of(note, room)
        assert (newest.said["words"], newest.said["corrected_on"]) == ("صحيح", NOON.date().isoformat())
        assert CANARY not in str(newest.said) and first.said["words"] == CANARY
        assert newest.said["language"] == "darija"
        with pytest.raises(actions.NoteChangedMeanwhile):
            actions.correct_note(**now, words="آخر", base=1)


def test_withdrawal_ends_every_agreement_pauses_and_says_until_when_it_is_kept(case, leila, room, centre):
    shelter = given_organisation("Refuge Atlas")
    given_consent(case, room, leila, shelter)
    id = asked(case, room, leila, right="withdrawal")
    now = timezone.now()
    with as_work(leila):
        until = actions.withdraw(
            case=case, room=room, request=id, to="paused_at_her_request", base=1, by=leila, at=now
        )
        assert all(one.said["state"] == "withdrawn" for one in queries.consents_of(case, room))
        assert Case.objects.get().state == "paused_at_her_request"
        assert until is not None and until.year == timezone.localdate().year + 5
    said = stands(case, room, leila, id).said
    assert (said["state"], said["stopped"], said["kept_until"]) == ("answered", 1, until.isoformat())


def test_a_paper_of_a_court_needs_two_and_a_reason_not_to_tell_her(case, leila, zineb, room, zineb_in):
    paper = {"authority": "محكمة", "reference": "12/2026", "given": CANARY, "told": "told", "why": ""}
    now = {"case": case, "room": room, "by": leila, "at": NOON}
    with as_work(leila):
        for wrong in ({"authority": ""}, {"reference": " "}, {"told": "maybe"}, {"told": "not_told"}):
            with pytest.raises(actions.NotARequest):
                actions.write_court_paper(**now, **paper | wrong)
        id = actions.write_court_paper(**now, **paper).note_id
        with pytest.raises(actions.NotARequest):
            actions.agree_court_paper(**now, request=id, base=1)
    with as_work(zineb):
        actions.agree_court_paper(case=case, room=zineb_in, request=id, base=1, by=zineb, at=NOON)
    assert stands(case, room, leila, id).said["state"] == "answered"


def test_the_page_walks_from_a_request_to_a_certificate(
    browser, case, centre, leila, zineb, room, zineb_in, client
):
    page = reverse("cases:show_rights", args=[case.pk])
    assert browser.post(page, ASK | {"do": "ask", "right": "deletion"}).status_code == 302
    shown = browser.get(page).content.decode()
    assert CANARY in shown
    assert browser.post(page, {"do": "first", "reason": "her_wish"}).status_code == 302
    refused = browser.post(page, {"do": "erase", "reason": "her_wish"})
    assert refused.status_code == 200 and 'role="alert"' in refused.content.decode()
    browser.post(reverse("cases:lock_room"))
    browser.force_login(zineb)
    opened(browser)
    answer = browser.post(page, {"do": "erase", "reason": "her_wish"})
    body = answer.content.decode()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    with as_work(zineb):
        certificate = ErasureCertificate.objects.get()
    number = f"{certificate.number[:5]}-{certificate.number[5:]}"
    assert number in body and case.code not in body and CANARY not in body
    assert browser.get(page).status_code == 404
    check = reverse("cases:check_certificate")
    assert number in browser.post(check, {"number": number}).content.decode()
    assert number not in browser.post(check, {"number": "00000-00000"}).content.decode()


def test_who_is_not_of_the_team_finds_no_such_page(client, case, centre):
    nawal = given_member("Nawal", "listening_supervisor", centre)
    given_key(nawal, centre)
    client.force_login(nawal)
    opened(client)
    for name in ("show_rights", "print_copy"):
        for id in (case.pk, uuid4()):
            assert client.get(reverse(f"cases:{name}", args=[id])).status_code == 404


def test_the_team_reads_on_the_page_that_somebody_asked_about_its_case(browser, case, centre, leila):
    youssef = given_member("Youssef", "counter", centre)
    with as_work(youssef):
        actions.refuse_outside(
            organisation=centre.pk,
            claim="husband",
            way="came",
            threat=False,
            code=case.code,
            by=youssef,
            at=NOON,
        )
    page = browser.get(reverse("cases:show_rights", args=[case.pk])).content.decode()
    with translation.override("ar"):
        assert translation.gettext(rules.CLAIMS["husband"]) in page.split('name="right"')[0]


@pytest.mark.parametrize(("days", "late"), [(-1, 0), (0, 0), (1, 1)])
def test_a_late_answer_shows_on_the_today_page_of_the_team_until_it_is_answered(
    case, room, leila, zineb, days, late
):
    id = asked(case, room, leila)
    due = stands(case, room, leila, id).due
    then = NOON + (due - timezone.localdate(NOON)) + timedelta(days=days)

    def shown(who):
        with as_work(who):
            return [str(one.level) for one in queries.after_waiting_for(who, then)]

    assert shown(leila) == ["late"] * late and shown(zineb) == []
    with as_work(leila):
        actions.move_case(case=case, to="assessed", next_on=due + timedelta(days=90), by=leila, at=NOON)
    assert shown(leila) == ["late"] * late  # a later next day hides nothing
    with as_work(leila):
        actions.answer_request(
            case=case, room=room, request=id, state="answered", words="", base=1, by=leila, at=NOON
        )
    assert shown(leila) == []
