"""Who sits at a desk, what the database refuses to each side, where nobody may be sent, and places without a desk."""

import pytest
from django.db import DatabaseError, connection, transaction

from twiza.cases import actions, queries
from twiza.cases.models import DeskSeat, Packet, PacketKey
from twiza.cases.tests.given import CANARY, WORDS, given_case, given_key, given_referral, given_service
from twiza.cases.tests.test_follow_protocol import given_pinned, given_protocol
from twiza.cases.tests.test_pass_on import NOW, at, seen
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


def test_who_sits_down_later_opens_after_a_colleague_hands_the_key(sent, nadia, desk, cell):
    hind = given_member("Hind", "listening_supervisor", cell)
    hers = given_key(hind, cell)
    seat = at(hind, actions.sit_at_desk, room=hers)
    with as_work(hind), pytest.raises(queries.NoPacketKey):
        queries.packet_of(queries.referral_at_desk(hind, sent.pk), hers, at=NOW)
    at(nadia, actions.hand_packets, seat=seat, room=desk)
    with as_work(hind):
        assert queries.packet_of(sent, hers, at=NOW)["words"] == CANARY
    at(nadia, actions.leave_desk, seat=seat)
    assert seen(hind) == [0, 0, 0, 0]


def test_renewed_keys_keep_the_desk_and_its_packets(sent, nadia, desk):
    new = at(nadia, actions.renew_keys, room=desk, old=WORDS, passphrase="autre phrase de cinq mots")
    with as_work(nadia):
        assert queries.packet_of(sent, new, at=NOW)["words"] == CANARY
        assert [seat.worker_id for seat in queries.desk_of(new.organisation)] == [new.worker]


def test_never_to_a_mixed_shelter(case, room, leila, cell, desk, nadia):
    mixed = given_service(cell, nadia, kind="shelter", for_whom="everybody")
    safe = given_service(cell, nadia, kind="shelter", women_only=True, safe=True)
    asked = {"case": case, "room": room, "kind": "shelter", "purpose": "help", "urgency": "red"}
    for wrong in ({"service": mixed}, {"service": None}, {"service": safe, "receiver": case.organisation_id}):
        with pytest.raises(actions.ReferralNotWhole):
            at(leila, actions.prepare_referral, **({"receiver": cell.pk} | asked | wrong))
    assert at(leila, actions.prepare_referral, receiver=cell.pk, service=safe, **asked).service == safe
    assert at(leila, actions.prepare_referral, receiver=cell.pk, service=mixed, no_violence=True, **asked)


def test_after_violence_no_word_of_the_team_opens_a_mixed_shelter(
    case, room, leila, cell, desk, nadia, centre
):
    committee = [
        given_member("Samia", "listening_supervisor", centre),
        given_member("Driss", "centre_director", centre),
    ]
    given_pinned(case, room, given_protocol("violence", centre, *committee), leila)
    mixed = given_service(cell, nadia, kind="shelter", for_whom="everybody")
    with pytest.raises(actions.ReferralNotWhole):
        at(
            leila, actions.prepare_referral, case=case, room=room, receiver=cell.pk, kind="shelter", purpose="help",
            urgency="red", service=mixed, no_violence=True,
        )  # fmt: skip


def test_who_may_not_sit_at_a_desk_does_not(cell):
    amina = given_member("Amina", "association_president", cell)
    with as_work(amina), pytest.raises(NoPermission):
        actions.sit_at_desk(room=queries.OpenRoom(cell.pk, amina.pk, cell.pk, b"x" * 32), by=amina, at=NOW)


def test_raw_sql_from_the_other_side_reaches_nothing(
    sent, case, room, leila, nadia, desk, cell, zineb, centre
):
    """As twiza_app: from the desk, from a third organisation, from a colleague with a case of their own."""
    hers = given_key(zineb, centre)
    own = given_case(zineb, hers)

    def refused(who, statement, *values):
        with as_work(who), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    link = "INSERT INTO cases_referralcase (referral_id, case_id, organisation_id) VALUES (%s, %s, %s)"
    refused(zineb, link, sent.pk, own.pk, centre.pk)
    refused(nadia, link, sent.pk, case.pk, cell.pk)
    refused(nadia, link, sent.pk, case.pk, centre.pk)
    for set_ in ("urgency = 'green'", "receiver_id = sender_id", "number = 'AAAAAAAA'"):
        refused(nadia, f"UPDATE cases_referral SET {set_}")
    for set_ in ("state = 'closed'", "state = 'sent'", "reply_by = now()", "expires_on = '2099-01-01'"):
        refused(nadia, f"UPDATE cases_referral SET {set_}")
    refused(leila, "UPDATE cases_referral SET state = 'accepted'")
    refused(
        leila, "UPDATE cases_referral SET state = 'cancelled', result_code = ''::text, reason_code = 'full'"
    )
    refused(leila, "DELETE FROM cases_referral")
    refused(leila, "UPDATE cases_referralcase SET consent_id = NULL")
    seat = "INSERT INTO cases_deskseat (id, organisation_id, worker_id, public_key, since) VALUES (uuidv7(), %s, %s, %s, now())"
    refused(zineb, seat, cell.pk, hers.worker, b"x" * 32)
    refused(zineb, seat, centre.pk, room.worker, b"x" * 32)
    refused(zineb, seat, centre.pk, hers.worker, b"x" * 32)
    with as_work(nadia):
        assert PacketKey.objects.all().delete()[0] == 0 and Packet.objects.all().delete()[0] == 0
        assert DeskSeat.objects.filter(organisation_id=centre.pk).count() == 0


def test_without_a_desk_she_carries_a_sheet_and_the_team_writes_the_answer(case, room, leila):
    court = given_organisation("Hôpital provincial")
    sent = given_referral(case, room, leila, court)
    assert sent.by_hand
    with as_work(leila):
        assert not Packet.objects.exists()
        assert queries.referral_note(sent, room).said["fields"]["words"] == CANARY
    at(leila, actions.write_answer, referral=sent, to="accepted")
    at(leila, actions.write_answer, referral=sent, to="attended")
    at(leila, actions.write_answer, referral=sent, to="result_returned", result_code="partly")
    with pytest.raises(actions.NotThatReferral):
        at(leila, actions.write_answer, referral=sent, to="accepted")


def test_the_team_answers_for_no_desk(sent, leila):
    with pytest.raises(actions.NotThatReferral):
        at(leila, actions.write_answer, referral=sent, to="accepted")
