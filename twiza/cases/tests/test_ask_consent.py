"""Consent, event by event: nothing for everything, nothing for ever; sealed; taken back at any time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import NoteVersion
from twiza.cases.tests.given import CANARY, WORDS, given_consent, given_in_team, given_key
from twiza.lib.ids import new_id
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def answered(case, room, by, consent, state, base):
    with as_work(by):
        return actions.answer_consent(
            case=case, room=room, consent=consent, state=state, base=base, by=by, at=NOON
        )


def test_it_names_purpose_help_organisation_fields_and_a_last_day(case, room, leila, cell):
    given_consent(case, room, leila, cell, fields=["alias", "needs"])
    with as_work(leila):
        (one,) = queries.consents_of(case, room)
        found, fields = queries.covering(
            case, room, purpose="help", sector="law", organisation=cell.pk, on=TODAY
        )
        assert (found, fields) == (one, {"alias", "needs"}) and one.events[0].by == leila
        assert one.said["organisation_name"] == "Cellule du tribunal"
        for other in (
            {"purpose": "transfer"},
            {"sector": "health"},
            {"organisation": case.organisation_id},
            {"on": one.until + timedelta(days=1)},
        ):
            asked = {"purpose": "help", "sector": "law", "organisation": cell.pk, "on": TODAY} | other
            assert queries.covering(case, room, **asked) == (None, frozenset())


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "everything"},
        {"sector": ""},
        {"fields": []},
        {"fields": ["national_number"]},
        {"until": TODAY - timedelta(days=1)},
        {"until": date(2099, 1, 1)},
        {"how": "assumed"},
        {"state": "withdrawn"},
    ],
)
def test_there_is_no_consent_to_everything_for_ever_or_by_silence(case, room, leila, cell, wrong):
    with pytest.raises(actions.ConsentNotWhole):
        given_consent(case, room, leila, cell, **wrong)


def test_it_is_taken_back_once_and_agreeing_again_is_a_new_one(case, room, leila, cell):
    consent = given_consent(case, room, leila, cell).note_id
    answered(case, room, leila, consent, "withdrawn", 1)
    with as_work(leila):
        (one,) = queries.consents_of(case, room)
        assert not one.holds(TODAY) and [event.said["state"] for event in one.events] == [
            "given",
            "withdrawn",
        ]
    for state in ("given", "withdrawn", "nothing"):
        with pytest.raises(actions.NotThatAnswer):
            answered(case, room, leila, consent, state, 2)
    with pytest.raises(queries.NoSuchConsent):
        answered(case, room, leila, new_id(), "withdrawn", 1)


def test_she_may_think_refuse_and_then_agree(case, room, leila, cell):
    consent = given_consent(case, room, leila, cell, state="asked").note_id
    answered(case, room, leila, consent, "refused", 1)
    with as_work(leila):
        assert not queries.consents_of(case, room)[0].holds(TODAY)
    with pytest.raises(actions.NoteChangedMeanwhile):
        answered(case, room, leila, consent, "given", 1)
    answered(case, room, leila, consent, "given", 2)
    with as_work(leila):
        assert queries.consents_of(case, room)[0].holds(TODAY)


def test_a_last_day_that_passed_is_not_agreed_to_any_more(case, room, leila, cell):
    consent = given_consent(case, room, leila, cell, state="asked").note_id
    with as_work(leila), pytest.raises(actions.NotThatAnswer):
        actions.answer_consent(
            case=case,
            room=room,
            consent=consent,
            state="given",
            base=1,
            by=leila,
            at=NOON + timedelta(days=90),
        )


def test_all_of_it_is_taken_back_at_once(case, room, leila, cell):
    for sector in ("law", "health"):
        given_consent(case, room, leila, cell, sector=sector)
    given_consent(case, room, leila, cell, state="refused")
    with as_work(leila):
        assert actions.withdraw_all(case=case, room=room, by=leila, at=NOON) == 2
        assert not any(one.holds(TODAY) for one in queries.consents_of(case, room))


def test_a_form_sent_twice_makes_one(case, room, leila, cell):
    form = new_id()
    assert given_consent(case, room, leila, cell, id=form) == given_consent(case, room, leila, cell, id=form)


def test_nothing_of_it_stands_in_clear(case, room, leila, cell):
    given_consent(case, room, leila, cell)
    with as_work(leila), connection.cursor() as cursor:
        kept = bytes(NoteVersion.objects.get(note__kind="consent").sealed)
        assert not leaks("tribunal", kept) and not leaks(str(cell.pk), kept)
        cursor.execute(
            "SELECT t::text FROM cases_case t UNION ALL SELECT t::text FROM cases_casenote t"
            " UNION ALL SELECT data::text FROM audit_line"
        )
        clear = str(cursor.fetchall())
    assert str(cell.pk) not in clear and "law" not in clear


def test_only_the_team_reads_or_writes_it(case, room, leila, zineb, centre, cell):
    hers = given_key(zineb, centre)
    with pytest.raises(NoPermission):
        given_consent(case, hers, given_organisation_member(), cell)
    with as_work(zineb), pytest.raises(queries.NoKeyYet):
        queries.consents_of(case, hers)
    given_consent(case, room, leila, cell)
    given_in_team(case, zineb, room=room, by=leila)
    with as_work(zineb):
        assert len(queries.consents_of(case, hers)) == 1


def given_organisation_member():
    from twiza.network.tests.given import given_member

    return given_member("Salma", "listener", given_organisation("Centre Sebou"))


@given(st.lists(st.sampled_from(list(rules.Consent)), max_size=8))
def test_what_is_taken_back_stays_taken_back(path):
    state = rules.Consent.GIVEN
    for to in path:
        if rules.can_say(state, to):
            assert state != rules.Consent.WITHDRAWN
            state = to
    assert state in (rules.Consent.GIVEN, rules.Consent.WITHDRAWN)


def test_it_is_read_to_her_answered_and_taken_back_on_the_page(client, case, room, leila, cell):
    client.force_login(leila)
    here = reverse("cases:show_consent", args=[case.pk])
    assert client.get(here).status_code == 302
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    until = timezone.localdate() + timedelta(days=30)
    typed = {
        "organisation": str(cell.pk), "sector": "law", "purpose": "help", "fields_named": ["alias", "needs"],
        "until": until.isoformat(), "state": "given", "how": "spoken", "language": "darija",
    }  # fmt: skip
    wrong = client.post(here, typed | {"until": "2020-01-01"})
    assert wrong.status_code == 200 and "سنة" in wrong.content.decode()
    assert client.post(here, typed).status_code == 302
    page = client.get(here).content.decode()
    assert "Cellule du tribunal" in page and "توافق" in page and CANARY not in page
    with as_work(leila):
        consent = queries.consents_of(case, room)[0]
    client.post(here, {"consent": consent.id, "base": 1, "state": "withdrawn"})
    assert "سحبت موافقتها" in client.get(here).content.decode()
    twice = client.post(here, {"consent": consent.id, "base": 1, "state": "withdrawn"})
    assert twice.status_code == 200
