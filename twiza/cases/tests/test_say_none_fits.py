"""No protocol fits: the case follows the general one, and the committee reads a sentence that leads to nobody."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import CaseNote, Proposal, RoomDraft, Tally
from twiza.cases.tests.given import KIND, WORDS, given_case, given_general, given_proposal
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def samia(centre):
    """Supervises the listening; sits in the committee."""
    return given_member("Samia", "listening_supervisor", centre)


@pytest.fixture
def driss(centre):
    """Directs the centre; sits in the committee, and in no team."""
    return given_member("Driss", "centre_director", centre)


@pytest.fixture
def general(centre, samia, driss):
    """The general protocol, in force."""
    return given_general(centre, samia, driss)


@pytest.fixture
def proposal(general, case, room, leila, samia):
    """What the committee reads after Leila said that nothing fits."""
    given_proposal(case, room, leila)
    with as_work(samia):
        return Proposal.objects.get()


def test_the_case_follows_the_general_protocol_and_the_committee_reads_the_sentence(
    proposal, case, room, leila, samia, centre
):
    with as_work(leila):
        assert queries.protocol_of(case, room).said["version"] == "social 1"
        assert not Proposal.objects.exists()  # a listener reads none, her own neither
    with as_work(samia):
        assert [one.sentence for one in queries.proposals_of(centre.pk)] == [KIND]
        assert proposal.week == rules.week_of(NOON.date()) and proposal.id.version == 4


def test_the_newest_version_in_force_is_pinned(general, case, room, leila, samia, driss, centre):
    second = given_general(centre, samia, driss)
    given_general(centre, samia)  # one person only: not in force
    given_proposal(case, room, leila)
    with as_work(leila):
        assert queries.protocol_of(case, room).said["version"] == f"social {second.number}"


def test_a_row_has_no_place_for_an_author_a_case_or_an_hour():
    kept = {field.name for field in Proposal._meta.concrete_fields}
    assert kept == {"id", "organisation", "week", "sentence", "version", "why", "answered_on"}


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "سكن",
        "س" * 241,
        "مسن فقد سكنه\nفي الحي القديم",
        "مسن فقد سكنه رقمه 0661",
        "امرأة تكتب من amal@example.org",
    ],
)
def test_a_sentence_that_is_none_or_leads_to_somebody_is_not_kept_and_nothing_is_pinned(
    general, case, room, leila, samia, sentence
):
    with as_work(leila), pytest.raises(actions.SentenceNotKept):
        actions.pin_general(case=case, room=room, sentence=sentence, by=leila, at=NOON)
    with as_work(leila):
        assert queries.protocol_of(case, room) is None
    with as_work(samia):
        assert not Proposal.objects.exists()


def test_without_a_general_protocol_in_force_nothing_is_written(case, room, leila, samia, centre):
    given_general(centre, samia)
    with as_work(leila), pytest.raises(actions.NoGeneralProtocol):
        actions.pin_general(case=case, room=room, sentence=KIND, by=leila, at=NOON)


def test_a_case_that_follows_a_protocol_proposes_nothing_more(proposal, case, room, leila, samia):
    with as_work(leila), pytest.raises(actions.NotThatStep):
        actions.pin_general(case=case, room=room, sentence=KIND, by=leila, at=NOON)
    with as_work(samia):
        assert Proposal.objects.count() == 1


def test_the_committee_reads_a_week_once_it_is_over(general, case, room, leila, samia):
    given_proposal(case, room, leila, at=timezone.now())
    with as_work(samia):
        assert not Proposal.objects.exists()


def test_another_centre_and_who_does_not_sit_in_the_committee_read_nothing(proposal, centre):
    hind = given_member("Hind", "listening_supervisor", given_organisation("Centre Oum Rabia"))
    amal = given_member("Amal", "association_president", centre)
    for one in (hind, amal):
        with as_work(one):
            assert not Proposal.objects.exists()
            with pytest.raises(queries.NoSuchProposal):
                queries.proposal_for(one, proposal.pk)


def test_the_committee_says_once_into_which_version_it_was_taken_or_why_not(
    proposal, general, samia, driss, leila, centre
):
    def answered(by, **said):
        with as_work(by):
            held = queries.proposal_for(by, proposal.pk)
            return actions.answer_proposal(
                proposal=held, by=by, at=NOON, **({"version": None, "why": ""} | said)
            )

    with as_work(leila), pytest.raises(NoPermission):
        actions.answer_proposal(proposal=proposal, version=general, why="", by=leila, at=NOON)
    for wrong in ({}, {"version": general, "why": "لا"}, {"why": "   "}):
        with pytest.raises(actions.NotAnAnswer):
            answered(samia, **wrong)
    hind = given_member("Hind", "listening_supervisor", given_organisation("Centre Oum Rabia"))
    with as_work(hind):
        theirs = actions.write_protocol(
            organisation=hind_centre(hind), code="social", content=general.content, by=hind, at=NOON
        )
    with pytest.raises(actions.NotAnAnswer):
        answered(samia, version=theirs)
    assert answered(driss, version=general).answered_on == NOON.date()
    with pytest.raises(actions.NotAnAnswer):
        answered(samia, why="سبق")
    with as_work(samia):
        row = Proposal.objects.get()
        assert (row.version, row.why) == (general, "")


def hind_centre(who):
    """The one organisation in which somebody supervises."""
    (there,) = queries.where_allowed(who, "protocol.adopt", on=NOON.date())
    return there


def asked(question, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def test_the_log_says_the_same_of_a_case_that_nothing_fits_and_of_any_other(
    general, case, room, leila, samia, centre
):
    other = given_case(leila, room)
    with as_work(leila):
        actions.pin_protocol(case=other, room=room, protocol=general, by=leila, at=NOON)
    given_proposal(case, room, leila)

    def lines(of):
        return asked(
            "SELECT a.type, a.by, a.role, a.target_kind, a.reason_code,"
            " (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(a.data) k) FROM audit_line a"
            " WHERE a.data ->> 'case' = %s AND a.type = 'cases.note_written' ORDER BY a.id",
            str(of.pk),
        )

    with as_work(leila):
        assert lines(case) == lines(other) and lines(case)
        assert asked("SELECT FROM audit_line WHERE target_kind = %s", "cases.proposal") == []
        assert asked("SELECT FROM audit_line WHERE type LIKE %s", "%propos%") == []
        counts = Tally.objects.filter(table_code="protocol", count__gt=0).values_list("cell_code", "count")
        assert list(counts) == [("social", 2)]


def test_the_answer_of_the_committee_is_its_own_line(proposal, driss):
    with as_work(driss):
        actions.answer_proposal(proposal=proposal, version=None, why="يدخل في العام", by=driss, at=NOON)
        ((type, by, data),) = asked("SELECT type, by, data FROM audit_line WHERE target = %s", proposal.pk)
        assert (type, by, "case" in data) == ("cases.proposal_answered", driss.pk, False)


def test_nobody_writes_or_rewrites_a_sentence_by_hand_nor_reads_which_transaction_wrote_it(
    proposal, samia, general
):
    refused = (
        "INSERT INTO cases_proposal (id, organisation_id, week, sentence, why)"
        " SELECT gen_random_uuid(), organisation_id, week, 'x', '' FROM cases_proposal",
        "UPDATE cases_proposal SET sentence = 'another sentence'",
        "UPDATE cases_proposal SET week = week + 7",
        "DELETE FROM cases_proposal",
        "SELECT xmin FROM cases_proposal",
        "SELECT ctid FROM cases_proposal",
    )
    with as_work(samia), connection.cursor() as cursor:
        cursor.execute("SELECT id, sentence FROM cases_proposal")
        assert cursor.fetchall() == [(proposal.pk, KIND)]
        for question in refused:
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(question)
        for wrong in (
            "UPDATE cases_proposal SET why = 'x'",
            "UPDATE cases_proposal SET answered_on = '2026-02-10'",
            f"UPDATE cases_proposal SET answered_on = '2026-02-10', why = 'x', version_id = '{general.pk}'",
        ):
            with pytest.raises(IntegrityError, match="proposal_taken_or_not_because"), transaction.atomic():
                cursor.execute(wrong)


def test_who_has_no_key_of_the_room_keeps_none_and_a_day_is_no_week(general, centre, samia, leila, room):
    keep = "SELECT cases_keep_proposals(%s, %s, %s)"
    hind = given_member("Hind", "listener", given_organisation("Centre Oum Rabia"))
    for one in (samia, hind):
        with as_work(one), pytest.raises(ProgrammingError, match="key of this room"), transaction.atomic():
            connection.cursor().execute(keep, [centre.pk, date(2026, 2, 9), KIND])
    with (
        as_work(leila),
        pytest.raises(IntegrityError, match="proposal_has_a_week_only"),
        transaction.atomic(),
    ):
        connection.cursor().execute(keep, [centre.pk, date(2026, 2, 10), KIND])
    with pytest.raises(DatabaseError), transaction.atomic():  # nobody said who they are
        connection.cursor().execute(keep, [centre.pk, date(2026, 2, 9), KIND])


def test_an_answered_proposal_is_answered_no_more_in_the_database(proposal, driss, samia):
    with as_work(driss):
        actions.answer_proposal(proposal=proposal, version=None, why="يدخل في العام", by=driss, at=NOON)
    with as_work(samia), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_proposal SET why = 'x'")
        assert cursor.rowcount == 0


@pytest.fixture
def page(client, case, room, leila):
    """The page of the steps, and the browser of Leila, whose room is open."""
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    return client, reverse("cases:follow_protocol", args=[case.pk])


def test_a_listener_says_it_on_the_page_of_the_case(page, general, case, room, leila, samia):
    browser, here = page
    assert 'name="situation"' in browser.get(here).content.decode()
    for wrong in (
        {"situation": KIND},
        {"situation": "قصير", "sure": "on"},
        {"situation": KIND + " 0661", "sure": "on"},
    ):
        refused = browser.post(here, wrong)
        assert refused.status_code == 200 and wrong["situation"] in refused.content.decode()
    assert browser.post(here, {"situation": KIND, "sure": "on"}).status_code == 302
    after = browser.get(here).content.decode()
    assert general.content["title"]["ar"] in after and 'name="situation"' not in after and KIND not in after
    with as_work(leila):
        assert queries.protocol_of(case, room).said["version"] == "social 1"
        assert CaseNote.objects.filter(case=case, kind="protocol").count() == 1


def test_without_a_general_protocol_the_page_says_whom_to_ask(page, centre, samia, driss):
    browser, here = page
    with as_work(samia):
        content = queries.shipped_protocols()["violence"]
        row = actions.write_protocol(
            organisation=centre.pk, code="violence", content=content, by=samia, at=NOON
        )
    for one in (samia, driss):
        with as_work(one):
            row = actions.adopt_protocol(protocol=row, by=one, at=NOON)
    answer = browser.get(here)
    assert answer.status_code == 200 and 'name="situation"' not in answer.content.decode()
    assert browser.post(here, {"situation": KIND, "sure": "on"}).context["refused"]


def test_the_sentence_is_kept_with_the_case_nowhere_not_even_at_a_locked_door(page, general, leila):
    browser, here = page
    browser.post(reverse("cases:lock_room"))
    answer = browser.post(here, {"situation": KIND, "sure": "on"})
    assert answer.status_code == 302 and "kept" not in answer["Location"]
    assert KIND not in str(dict(browser.session))
    with as_work(leila):
        assert not RoomDraft.objects.exists() and not CaseNote.objects.filter(kind="protocol").exists()


def test_the_committee_answers_on_its_page(client, proposal, general, samia):
    client.force_login(samia)
    here = reverse("cases:list_protocols")
    shown = client.get(here).content.decode()
    assert KIND in shown and "leila" not in shown.lower()
    sent = {"proposal": str(proposal.pk), "organisation": str(proposal.organisation_id)}
    wrong = client.post(here, sent | {"version": str(general.pk), "why": "لا يلزم"})
    assert wrong.status_code == 200 and "لا يلزم" in wrong.content.decode()
    assert client.post(here, sent | {"version": str(general.pk)}).status_code == 302
    with as_work(samia):
        assert Proposal.objects.get().version == general
    assert str(proposal.pk) not in client.get(here).content.decode()  # no form any more


@given(st.text(max_size=300))
def test_a_kept_sentence_is_one_line_without_numbers_and_short(text):
    if rules.kind_fault(text) == "":
        said = text.strip()
        assert 15 <= len(said) <= rules.LONGEST_KIND and len(said.splitlines()) == 1
        digits = [one.isdecimal() for one in said]
        assert not any(all(digits[place : place + 3]) for place in range(len(said) - 2)) and "@" not in said
    else:
        assert rules.kind_fault(text) in {"short", "long", "lines", "tells"}


@given(st.dates())
def test_a_week_begins_on_a_monday_at_most_six_days_before(day):
    if day - date.min < timedelta(days=6):
        return
    week = rules.week_of(day)
    assert week.weekday() == 0 and timedelta(0) <= day - week < timedelta(days=7)
