"""Who sees a case, and what a thief of the whole database sees."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, CaseNote, NoteVersion, RoomDraft, RoomLock, TeamSeat
from twiza.cases.tests.given import CANARY, CHEAP, WORDS, given_case, given_in_team, given_key, heard
from twiza.lib import closed_room
from twiza.lib.keyring import Keyring
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db
SEALED = (Case, TeamSeat, CaseNote, NoteVersion, RoomDraft)


def seen(model) -> int:
    return model.objects.count()


def test_the_team_sees_its_case_and_nobody_else_not_even_by_id(case, centre, leila, zineb):
    karima = given_member("Karima", "centre_director", centre)
    nawal = given_member("Nawal", "listening_supervisor", centre)
    youssef = given_member("Youssef", "counter", centre)
    salma = given_member("Salma", "listener", given_organisation("Centre Sebou"))
    with as_work(leila):
        assert queries.case_for(leila, case.pk) == case
        assert [line.case for line in queries.my_cases(leila, centre.pk, today=NOON.date())] == [case]
    for other in (zineb, karima, nawal, youssef, salma):
        with as_work(other):
            answers = []
            for id in (case.pk, uuid4()):
                with pytest.raises(queries.NoSuchCase) as refusal:
                    queries.case_for(other, id)
                answers.append((refusal.value.code, str(refusal.value.message)))
            assert answers[0] == answers[1]
            assert [seen(model) for model in SEALED] == [0] * len(SEALED)
            assert Case.objects.filter(pk=case.pk).update(state="closed") == 0
            assert RoomLock.objects.count() == 0
    assert [seen(model) for model in SEALED] == [0] * len(SEALED)  # nobody has said who they are


def test_reception_may_not_listen_nor_hold_a_key(centre):
    youssef = given_member("Youssef", "counter", centre)
    with as_work(youssef), pytest.raises(NoPermission):
        actions.take_key(organisation=centre.pk, passphrase=WORDS, by=youssef, at=NOON, cost=CHEAP)


def test_a_member_who_left_the_organisation_sees_nothing(case, centre, leila):
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with acting_as(leila.pk, purpose=Purpose.WORK):
        assert seen(Case) == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('twiza.organisations', '', true)")
        assert [seen(model) for model in SEALED] == [0] * len(SEALED)


def test_what_is_written_is_read_by_the_team_only_with_its_key(case, centre, leila, zineb, room):
    hers = given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    for who, key in ((leila, room), (zineb, hers)):
        with as_work(who):
            assert queries.notes_of(case, key)[0].said["words"] == CANARY
    with as_work(leila), pytest.raises(closed_room.RoomSealBroken):
        stranger = queries.OpenRoom(centre.pk, leila.pk, room.worker, closed_room.new_pair()[0])
        queries.notes_of(case, stranger)


def test_a_stolen_database_shows_nothing(case, leila, room, centre, client):
    """First with sealing off: the search finds the canary where it lies open."""
    with as_work(leila):
        actions.write_note(case=case, room=room, words=CANARY, by=leila, at=NOON)
        actions.keep_draft(room=room, about=case.pk, said={"words": CANARY}, by=leila, at=NOON)
    assert not leaks(CANARY, _rows_in_this_transaction(leila))
    with as_work(leila):
        opened = "".join(str(one.said) for one in queries.notes_of(case, room)).encode()
    assert leaks(CANARY, opened)
    assert room.private.hex() not in repr(room) and CANARY not in repr(room)


def _rows_in_this_transaction(who) -> bytes:
    """Every column of every row of the room, as the one who sees most sees them: bytes as they lie."""
    rows = []
    with as_work(who), connection.cursor() as cursor:
        for model in (*SEALED, RoomLock):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            for row in cursor.fetchall():
                rows += [
                    bytes(one) if isinstance(one, memoryview | bytes) else str(one).encode() for one in row
                ]
        cursor.execute("SELECT data::text FROM audit_line")
        rows += [text.encode() for (text,) in cursor.fetchall()]
    assert len(rows) > 60
    return b"|".join(rows)


def test_the_log_holds_no_state_no_word_and_no_name(case, leila):
    with as_work(leila), connection.cursor() as cursor:
        cursor.execute("SELECT type, data::text, reason_code FROM audit_line WHERE type LIKE 'cases.%%'")
        lines = cursor.fetchall()
    assert {type for type, _, _ in lines} == {"cases.key_taken", "cases.listened", "cases.moved"}
    assert all(data == "{}" and reason == "" for _, data, reason in lines)


def test_the_database_lets_nobody_into_a_team_alone(case, centre, zineb):
    """Not as one more opener, not as if asked in, not for longer than a day, not without saying why."""
    given_key(zineb, centre)
    now = timezone.now()
    seat = {"case_id": case.pk, "organisation_id": centre.pk, "user": zineb, "sealed": b"", "since": now}
    glass = {"kind": "broke_glass", "reason_code": "danger_now"}
    for wrong in (
        {"kind": "opened"},
        {"kind": "added"},
        glass | {"until": now + timedelta(hours=25)},
        glass | {"until": None},
        glass | {"until": now + timedelta(hours=1), "reason_code": ""},
        glass | {"until": now + timedelta(hours=1)},  # whole, and yet: there is one way in, by the code
    ):
        with as_work(zineb), pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            TeamSeat(**seat | wrong).save(force_insert=True)


def test_rows_of_a_team_only_end_and_versions_are_only_added(case, leila):
    with as_work(leila):
        for change in (
            lambda: NoteVersion.objects.update(sealed=b"x"),
            lambda: NoteVersion.objects.all().delete(),
            lambda: CaseNote.objects.update(kind="note"),
            lambda: TeamSeat.objects.update(kind="added"),
            lambda: Case.objects.update(code="AAAAAAAA"),
            lambda: Case.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()


def test_an_emergency_lasts_a_day_is_told_and_opens_no_seal_alone(case, centre, leila, zineb, room):
    hers, now = given_key(zineb, centre), timezone.now()
    with as_work(zineb):
        for id in (uuid4(), case.pk):
            with pytest.raises(actions.NotAnEmergency):
                actions.break_glass(case=id, organisation=centre.pk, reason_code="", by=zineb, at=now)
        with pytest.raises(queries.NoSuchCase):
            actions.break_glass(
                case=uuid4(), organisation=centre.pk, reason_code="danger_now", by=zineb, at=now
            )
        seat = actions.break_glass(
            case=case.pk, organisation=centre.pk, reason_code="danger_now", by=zineb, at=now
        )
        assert queries.case_for(zineb, case.pk).age_band == "adult"
        with pytest.raises(queries.NoKeyYet):
            queries.notes_of(case, hers)
        with pytest.raises(actions.NotAnEmergency):
            actions.review_emergency(seat=seat, by=zineb, at=now)
    with as_work(leila):
        assert queries.emergencies_of(leila, centre.pk, at=now) == queries.Emergencies(1, False, 7)
        late = queries.emergencies_of(leila, centre.pk, at=now + timedelta(days=8))
        assert late.overdue
        assert len(queries.waiting_for(leila, now)) == 1
        actions.hand_key(seat=seat, room=room, by=leila, at=now)
    with as_work(zineb):
        assert queries.notes_of(case, hers)[0].said["words"] == CANARY
    with as_work(leila):
        actions.review_emergency(seat=TeamSeat.objects.get(pk=seat.pk), by=leila, at=now)
        assert queries.emergencies_of(leila, centre.pk, at=now) == queries.Emergencies(0, False, 7)


def test_who_leaves_a_team_sees_the_case_no_more_and_a_case_is_not_left_alone(
    case, centre, leila, zineb, room
):
    now = timezone.now() - timedelta(seconds=5)
    with as_work(leila), pytest.raises(actions.LastOfTheTeam):
        actions.leave_team(case=case, by=leila, at=now)
    given_key(zineb, centre)
    given_in_team(case, zineb, room=room, by=leila)
    with as_work(leila):
        actions.leave_team(case=case, by=leila, at=now)
    with as_work(leila):
        assert [seen(model) for model in (Case, NoteVersion)] == [0, 0]
    with as_work(zineb):
        assert len(queries.team_of(case)) == 2


def test_renewed_keys_open_everything_and_the_old_pair_nothing(case, leila, room):
    with as_work(leila):
        new = actions.renew_keys(
            room=room, old=WORDS, passphrase="autre phrase de cinq mots", by=leila, at=timezone.now()
        )
        assert queries.notes_of(case, new)[0].said["words"] == CANARY
        with pytest.raises(closed_room.RoomSealBroken):
            queries.notes_of(case, room)
        opened = actions.open_room(
            organisation=room.organisation, passphrase="autre phrase de cinq mots", by=leila, at=NOON
        )
        assert opened.private == new.private


def test_the_passphrase_opens_changes_and_follows_a_new_pepper(leila, room, centre):
    with as_work(leila):
        with pytest.raises(closed_room.WrongPassphrase):
            actions.open_room(organisation=centre.pk, passphrase="une autre phrase", by=leila, at=NOON)
        new = "autre phrase de cinq mots"
        with pytest.raises(closed_room.WrongPassphrase):
            actions.change_passphrase(room=room, old="une autre phrase", passphrase=new, by=leila, at=NOON)
        actions.change_passphrase(room=room, old=WORDS, passphrase=new, by=leila, at=NOON)
        number = Keyring(settings.TWIZA_KEYS).rotate("closed_room")
        opened = actions.open_room(
            organisation=centre.pk, passphrase="autre phrase de cinq mots", by=leila, at=NOON
        )
        assert opened.private == room.private
        assert RoomLock.objects.get().pepper == number
        with pytest.raises(actions.HasKeyAlready):
            actions.take_key(organisation=centre.pk, passphrase=WORDS, by=leila, at=NOON, cost=CHEAP)
    assert rules.treated_as("unknown") == "amber"
    assert heard().risk == "unknown"
    assert given_case(leila, room).state == "opened"
