"""Passing on: only what she agreed to, only to the desk, called back at once; nobody else learns anything."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.models import (
    Case,
    CaseNote,
    NoteVersion,
    Packet,
    PacketKey,
    Referral,
    ReferralCase,
)
from twiza.cases.tests.given import (
    CANARY,
    given_consent,
    given_in_team,
    given_key,
    given_referral,
)
from twiza.lib import closed_room
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import as_work, audit_data, given_member, given_organisation

pytestmark = pytest.mark.django_db
ROWS = (Referral, ReferralCase, Packet, PacketKey)
NOW = timezone.now()


def seen(who) -> list[int]:
    with as_work(who):
        return [model.objects.count() for model in ROWS]


def at(who, act, **words):
    with as_work(who):
        return act(by=who, at=timezone.now(), **words)


def test_it_goes_to_a_desk_with_what_she_agreed_to_and_comes_back_as_a_code(sent, desk, leila, nadia):
    assert sent.state == "sent" and not sent.by_hand
    received = at(nadia, actions.receive_referral, referral=sent)
    with as_work(nadia):
        assert queries.packet_of(received, desk, at=NOW) == {"needs": ["law"], "words": CANARY}
    at(nadia, actions.answer_referral, referral=sent, to="accepted")
    done = at(nadia, actions.close_referral, referral=sent, result_code="served")
    assert done.state == "result_returned" and done.handler == nadia
    with as_work(leila):
        mine = queries.referral_for(leila, sent.pk)[0]
        assert mine.result_code == "served"
    assert at(leila, actions.settle_referral, referral=sent).state == "closed"
    with as_work(nadia), pytest.raises(queries.PacketClosed):
        queries.packet_of(Referral.objects.get(), desk, at=NOW)


def test_what_the_law_obliges_to_tell_opens_no_packet(case, room, leila, cell, desk):
    """Where it is not hers to decide, two people decide on the page of the child: nothing of it goes to a desk."""
    given_consent(case, room, leila, cell, state="not_possible", fields=["needs", "words"], at=timezone.now())
    with pytest.raises(actions.NotAgreed):
        given_referral(case, room, leila, cell, agrees=False)
    with as_work(leila):
        assert not Packet.objects.exists() and not Referral.objects.filter(state="sent").exists()


def test_nothing_goes_that_she_did_not_name(case, room, leila, cell, desk):
    draft = given_referral(case, room, leila, cell, fields=None)
    with as_work(leila):
        offered = queries.prepared(case, room, draft, at=NOW)
        assert {one.name for one in offered.offers} == {"needs", "words"}
    for fields in (
        {"reach": "0600000000"},
        {"needs": ["law"], "alias": "x"},
        {"nom": "x"},
        {"words": "x" * 3000},
    ):
        with pytest.raises(actions.NotAgreed):
            at(leila, actions.send_referral, referral=draft, room=room, fields=fields)
    with as_work(leila):
        assert Referral.objects.get().state == "drafted" and not Packet.objects.exists()


@pytest.mark.parametrize("other", [{"sector": "health"}, {"purpose": "transfer"}, {"state": "refused"}, {"at": NOW - timedelta(days=60)}])  # fmt: skip
def test_without_a_consent_that_fits_nothing_goes(case, room, leila, cell, desk, other):
    draft = given_referral(case, room, leila, cell, fields=None, agrees=False)
    given_consent(case, room, leila, cell, **({"at": NOW} | other))
    with pytest.raises(actions.NotAgreed):
        at(leila, actions.send_referral, referral=draft, room=room, fields={"needs": ["law"]})


def test_a_consent_to_one_organisation_opens_no_other(case, room, leila, cell, desk):
    draft = given_referral(case, room, leila, cell, fields=None, agrees=False)
    given_consent(case, room, leila, given_organisation("Centre Sebou"), at=NOW)
    with pytest.raises(actions.NotAgreed):
        at(leila, actions.send_referral, referral=draft, room=room, fields={"needs": ["law"]})


def test_colleagues_on_both_sides_see_nothing_not_even_that_it_exists(sent, centre, cell, zineb):
    """A listener outside the team, a supervisor, the director; at the cell, a listener who does not sit there, others."""
    given_key(zineb, centre)
    at_cell = [
        given_member(f"C-{role}", role, cell) for role in ("listener", "counter", "association_president")
    ]
    given_key(at_cell[0], cell)
    others = [given_member(f"O-{role}", role, centre) for role in ("listening_supervisor", "centre_director")]
    salma = given_member("Salma", "listener", given_organisation("Centre Sebou"))
    for who in (zineb, *at_cell, *others, salma):
        assert seen(who) == [0, 0, 0, 0]
        with as_work(who):
            answers = []
            for door in (queries.referral_for, queries.referral_at_desk):
                for id in (sent.pk, Case().pk):
                    with pytest.raises(queries.NoSuchReferral) as refusal:
                        door(who, id)
                    answers.append((refusal.value.code, str(refusal.value.message)))
            assert len(set(answers)) == 1
            assert queries.referrals_to(who, cell.pk, at=NOW) == []
            assert Referral.objects.update(state="accepted") == 0


def test_the_desk_gains_the_packet_and_nothing_else(sent, nadia, leila, case):
    """C-1: not the case, its notes, its team, nor whose it is; the team gains nothing of the desk's own."""
    with as_work(nadia):
        assert [model.objects.count() for model in (Case, CaseNote, NoteVersion, ReferralCase)] == [
            0,
            0,
            0,
            0,
        ]
        assert "case" not in {field.name for field in Referral._meta.concrete_fields}
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM cases_referral t")
            row = str(cursor.fetchall())
    assert str(case.pk) not in row and str(leila.pk) not in row and case.code not in row


def test_a_draft_is_seen_by_its_team_only(case, room, leila, cell, desk, nadia):
    given_referral(case, room, leila, cell, fields=None)
    assert seen(nadia) == [0, 0, 0, 0] and seen(leila) == [1, 1, 0, 0]


def test_taken_back_while_it_is_under_way_closes_it_at_once(sent, case, room, leila, nadia, desk):
    """Between reading and accepting: the packet opens no more, the acceptance is refused, the state says why."""
    at(nadia, actions.receive_referral, referral=sent)
    with as_work(leila):
        (one,) = queries.consents_of(case, room)
    at(leila, actions.answer_consent, case=case, room=room, consent=one.id, state="withdrawn", base=1)
    with as_work(nadia):
        now = queries.referral_at_desk(nadia, sent.pk)
        assert now.state == "cancelled" and not PacketKey.objects.exists() and not Packet.objects.exists()
        with pytest.raises(queries.PacketClosed):
            queries.packet_of(now, desk, at=NOW)
    with pytest.raises(actions.AnsweredAlready):
        at(nadia, actions.answer_referral, referral=sent, to="accepted")
    with as_work(leila):
        assert not PacketKey.objects.exists() and not Packet.objects.exists()
    with pytest.raises(actions.NotThatReferral):
        at(leila, actions.send_referral, referral=sent, room=room, fields={"needs": ["law"]})


def test_taking_one_back_leaves_what_rests_on_another(case, room, leila, cell, desk):
    first = given_referral(case, room, leila, cell)
    other = given_organisation("Centre de santé")
    second = given_referral(case, room, leila, other, kind="health")
    with as_work(leila):
        mine = next(c for c in queries.consents_of(case, room) if c.said["sector"] == "health")
    at(leila, actions.answer_consent, case=case, room=room, consent=mine.id, state="withdrawn", base=1)
    with as_work(leila):
        states = dict(Referral.objects.values_list("pk", "state"))
        assert states == {first.pk: "sent", second.pk: "cancelled"}
    at(leila, actions.withdraw_all, case=case, room=room)
    with as_work(leila):
        assert set(Referral.objects.values_list("state", flat=True)) == {"cancelled"}


def test_past_its_last_day_the_database_itself_gives_nothing(case, room, leila, cell, desk, nadia):
    before = NOW - timedelta(days=40)
    sent = given_referral(case, room, leila, cell, at=before)
    assert sent.expires_on < timezone.localdate(NOW)
    assert seen(nadia) == [1, 0, 0, 0]
    with as_work(nadia), pytest.raises(queries.PacketClosed):
        queries.packet_of(sent, desk, at=before)


def test_silence_shows_red_on_both_sides_and_takes_no_place(sent, leila, nadia):
    late = sent.reply_by + timedelta(minutes=1)
    for who in (leila, nadia):
        with as_work(who):
            before = [one.level for one in queries.referrals_waiting_for(who, NOW)]
            assert "late" not in before
            assert [one.level for one in queries.referrals_waiting_for(who, late)] == ["late"]
    with as_work(nadia):
        assert Referral.objects.get().state == "sent"
    assert at(nadia, actions.answer_referral, referral=sent, to="accepted").asked_at == sent.asked_at


@pytest.mark.parametrize(("urgency", "hours"), [("red", 24), ("amber", 72), ("green", 168)])
def test_the_day_of_answer_follows_the_urgency(case, room, leila, cell, desk, urgency, hours):
    sent = given_referral(case, room, leila, cell, urgency=urgency)
    assert sent.reply_by - sent.asked_at == timedelta(hours=hours)


def test_declined_says_why_offers_another_and_is_prompted_the_same_day(sent, leila, nadia, cell):
    other = given_organisation("Association des femmes")
    with pytest.raises(actions.ReferralNotWhole):
        at(nadia, actions.answer_referral, referral=sent, to="declined")
    at(nadia, actions.answer_referral, referral=sent, to="declined", reason_code="full", offered=other.pk)
    with as_work(leila):
        mine = queries.referral_for(leila, sent.pk)[0]
        assert (mine.reason_code, mine.offered) == ("full", other)
        (due,) = queries.referrals_waiting_for(leila, timezone.now())
        assert due.level == "waiting"
        (due,) = queries.referrals_waiting_for(leila, timezone.now() + timedelta(days=1))
        assert due.level == "late"


def test_partners_that_do_not_answer_are_counted_and_small_numbers_hidden(
    case, room, leila, cell, desk, centre
):
    given_consent(case, room, leila, cell, fields=["needs", "words"], at=NOW)
    for _ in range(4):
        given_referral(case, room, leila, cell, agrees=False)
    late = NOW + timedelta(days=30)
    nawal = given_member("Nawal", "listening_supervisor", centre)

    def counted(who):
        with as_work(who):
            return [
                (one.organisation, one.sent, one.silent)
                for one in queries.silent_partners(who, centre.pk, at=late)
            ]

    assert counted(nawal) == [(cell, None, None)]
    given_referral(case, room, leila, cell, agrees=False)
    assert counted(nawal) == [(cell, 5, 5)] and seen(nawal) == [0, 0, 0, 0]
    with as_work(nawal), connection.cursor() as cursor:
        cursor.execute("SELECT access_purpose()")
        assert cursor.fetchone() == ("work",)
    with as_work(nawal), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_silent_partners(%s, now())", [cell.pk])


def test_what_is_sent_is_sealed_and_the_log_says_nothing_of_her(sent, leila, nadia):
    with as_work(leila):
        rows = [bytes(Packet.objects.get().sealed), bytes(PacketKey.objects.get().sealed)]
        assert not any(leaks(CANARY, row) for row in rows)
        assert audit_data("cases.referral_sent") == [{}]
        key = closed_room.new_key()
        with pytest.raises(closed_room.RoomSealBroken):
            closed_room.unseal(rows[0], key=key, about=sent.pk.bytes)


def test_every_state_has_its_word_in_the_exchange_and_somebody_who_sets_it():
    every = set(rules.Referral)
    assert (
        set(rules.FHIR_STATUS)
        == set(rules.MAY_SET)
        == set(rules.NEXT_REFERRAL)
        == set(rules.REFERRALS)
        == every
    )
    known = {
        "draft", "requested", "received", "accepted", "rejected", "in-progress", "on-hold", "failed", "completed",
        "cancelled",
    }  # fmt: skip
    assert set(rules.FHIR_STATUS.values()) == known


def test_a_form_sent_twice_makes_one(case, room, leila, cell, desk):
    form = Case().pk
    given_referral(case, room, leila, cell, fields=None, id=form)
    given_referral(case, room, leila, cell, fields=None, id=form)
    assert seen(leila)[0] == 1


def test_a_team_mate_works_on_it_too(sent, case, room, leila, zineb, centre):
    given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    assert seen(zineb) == [1, 1, 1, 1]
    assert at(zineb, actions.cancel_referral, referral=sent).state == "cancelled"


def test_erasing_a_case_takes_its_referrals_from_the_desk_too(sent, case, room, leila, zineb, centre, nadia):
    given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    at(leila, actions.ask_erasure, case=case, reason_code="her_wish")
    at(zineb, actions.erase_case, case=case, reason_code="her_wish")
    assert seen(nadia) == seen(leila) == [0, 0, 0, 0]


def test_danger_and_her_rule_go_as_they_were_said_last(case, room, leila, cell, desk):
    given_consent(case, room, leila, cell, fields=["risk", "contact"], at=NOW)
    draft = given_referral(case, room, leila, cell, fields=None, agrees=False)

    def offered():
        with as_work(leila):
            return {one.name: one.value for one in queries.prepared(case, room, draft, at=NOW).offers}

    assert offered() == {"risk": "unknown", "contact": "none"}
    asked = dict.fromkeys(rules.DANGER_QUESTIONS, "silent")
    look = {"case": case, "room": room, "answers": asked, "words": CANARY}
    at(leila, actions.look_again, level="red", **look)
    assert offered() == {"risk": "red", "contact": "none"}
    came = actions.Contact(way="came", result="came", risk="green")
    at(leila, actions.record_contact, case=case, room=room, contact=came)
    assert offered()["risk"] == "green"
    at(leila, actions.look_again, level="amber", **look)
    unsure = actions.Contact(way="came", result="came")  # nothing was learned of danger
    at(leila, actions.record_contact, case=case, room=room, contact=unsure)
    assert offered()["risk"] == "amber"
