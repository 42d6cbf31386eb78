"""Two officers together bring back the key of a case: neither sees it, neither can alone, and nobody lists a half."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.models import (
    EmergencyTry,
    KeyHalf,
    NoteVersion,
    RecoveryAsk,
    RecoveryConfirm,
    RecoveryLock,
    TeamSeat,
)
from twiza.cases.queries.recovery import about_half
from twiza.cases.tests.given import (
    CANARY,
    OFFICER_WORDS,
    given_case,
    given_key,
    given_officer_key,
    given_officers,
    given_recovery,
)
from twiza.lib import closed_room
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code
from twiza.network import actions as network
from twiza.network import queries as members
from twiza.network.tests.given import as_work, given_member, given_organisation

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


def ended(who, centre, by, day=None):
    """The role of somebody ends."""
    with as_work(by):
        network.end_role(
            membership=members.roles_by_period(who).get(organisation=centre),
            from_day=day or date(2026, 3, 1),
            reason="transfer",
            by=by,
            at=timezone.now(),
        )


def halves(case):
    return list(KeyHalf.objects.filter(case=case).order_by("part"))


def asked(who, centre, code, reason="team_left"):
    actions.ask_recovery(organisation=centre.pk, code=code, reason_code=reason, by=who, at=timezone.now())


def confirmed(officer, ask, words=OFFICER_WORDS):
    with as_work(officer):
        actions.confirm_recovery(
            ask=ask.pk, organisation=ask.organisation_id, passphrase=words, by=officer, at=timezone.now()
        )


def finished(who, ask, room):
    with as_work(who):
        return actions.finish_recovery(ask=ask, room=room, by=who, at=timezone.now())


def words_of(who, case, room):
    with as_work(who):
        return {one.said["words"] for one in queries.notes_of(case, room)}


def test_the_whole_team_left_and_two_officers_bring_the_key_back(case, officers, leila, zineb, hers, centre):
    ended(leila, centre, officers[0])
    ask = given_recovery(case, zineb, *officers)
    found = finished(zineb, ask, hers)
    assert found.pk == case.pk and words_of(zineb, found, hers) == {CANARY}
    with as_work(zineb):
        seat = TeamSeat.objects.get(case=case, user=zineb)
        assert (seat.kind, seat.until) == (rules.Seat.RECOVERED, None)
        assert {bytes(one.sealed) for one in RecoveryConfirm.objects.all()} == {b""}
        actions.write_note(case=case, room=hers, words="after", by=zineb, at=timezone.now())
        assert {one.number for one in halves(case)} == {2}  # Leila's old key reads nothing of it
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM audit_line WHERE type = 'cases.recovered'")
        assert cursor.fetchone() == (1,)
    with pytest.raises(actions.NotBothYet):
        finished(zineb, ask, hers)


def test_one_officer_alone_brings_nothing_back(case, officers, zineb, hers):
    ask = given_recovery(case, zineb, officers[0])
    with pytest.raises(actions.NotBothYet):
        finished(zineb, ask, hers)
    with pytest.raises(actions.NotForYouToConfirm):  # not twice, and not for the other
        confirmed(officers[0], ask)
    with as_work(zineb), pytest.raises(queries.NoSuchCase):
        queries.case_for(zineb, case.pk)


def test_half_of_a_key_opens_nothing(case, officers, leila, room):
    """A stolen copy of every row, with the passphrase of one officer."""
    with as_work(leila):
        rows, key = halves(case), bytes(queries.held_key(case, room))
        versions = list(NoteVersion.objects.filter(case=case))
    for officer in officers:
        with as_work(officer):
            opened = []
            for lock in RecoveryLock.objects.all():
                private = actions.locks.unwrapped(lock, OFFICER_WORDS, owner=officer.pk.bytes + b"recovery")
                for row in rows:
                    try:
                        opened.append(
                            closed_room.take(bytes(row.sealed), private=private, about=about_half(row.pk))
                        )
                    except closed_room.RoomSealBroken:
                        continue
        assert len(opened) == 1 and opened[0] != key
        for version in versions:
            with pytest.raises(closed_room.RoomSealBroken):
                about = queries.notes.about_version(version.note_id, version.number)
                closed_room.unseal(bytes(version.sealed), key=opened[0], about=about)


def test_an_officer_lists_nothing_and_writes_nothing(case, officers, zineb, hers):
    ask = given_recovery(case, zineb, officers[0])
    for officer in officers:
        with as_work(officer), connection.cursor() as cursor:
            for table in (
                "keyhalf",
                "recoveryask",
                "case",
                "teamseat",
                "casenote",
                "casekey",
                "emergencytry",
            ):
                cursor.execute(f"SELECT count(*) FROM cases_{table}")
                assert cursor.fetchone() == (0,), table
            cursor.execute(
                "SELECT set_config('twiza.recovering', 'yes', true)"
            )  # the switch is the owner's alone
            cursor.execute("SELECT count(*) FROM cases_keyhalf")
            assert cursor.fetchone() == (0,)
            for change in (
                "UPDATE cases_keyhalf SET part = 1",
                "INSERT INTO cases_recoveryconfirm DEFAULT VALUES",
                "DELETE FROM cases_recoveryask",
                "UPDATE cases_recoveryask SET until = now()",
            ):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    cursor.execute(change)
            (line,) = queries.recoveries_waiting(ask.organisation_id)
            assert (
                line.number == ask.number and case.code not in repr(line) and str(case.pk) not in repr(line)
            )
            cursor.execute("SELECT * FROM cases_half_for(%s)", [new_id()])
            assert cursor.fetchall() == []


def test_only_two_of_the_house_reach_a_request(case, officers, leila, zineb, hers):
    ask = given_recovery(case, zineb)
    stranger = given_officers(given_organisation("Centre Sebou"))[0]
    with as_work(stranger), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_half_for(%s)", [ask.pk])
        assert cursor.fetchall() == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            queries.recoveries_waiting(ask.organisation_id)
    with as_work(leila), pytest.raises(queries.NoSuchRecovery):
        queries.my_recovery(leila, ask.pk)
    with as_work(zineb), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_half_for(%s)", [ask.pk])
        assert cursor.fetchall() == []


def test_a_wrong_passphrase_confirms_nothing(case, officers, zineb, hers):
    ask = given_recovery(case, zineb)
    with pytest.raises(closed_room.WrongPassphrase):
        confirmed(officers[0], ask, words="une autre phrase longue")
    with as_work(zineb):
        assert not RecoveryConfirm.objects.exists()


def test_unknown_and_foreign_codes_are_one_answer_and_five_tries_are_enough(
    case, officers, zineb, hers, nadia, desk, centre
):
    foreign = given_case(nadia, desk)
    said = set()
    with as_work(zineb):
        for code in (new_code(8), foreign.code, "", "zzz", new_code(8)):
            with pytest.raises(queries.NoSuchCase) as refusal:
                asked(zineb, centre, code)
            said.add(str(refusal.value))
        assert len(said) == 1 and EmergencyTry.objects.count() == 5
        with pytest.raises(actions.TriedTooOften):
            asked(zineb, centre, case.code)
        assert not RecoveryAsk.objects.exists()


def test_who_holds_the_key_or_gives_no_reason_is_refused(case, officers, leila, centre):
    with as_work(leila):
        with pytest.raises(actions.NotARecovery):
            asked(leila, centre, case.code)
        with pytest.raises(actions.NotARecovery):
            asked(leila, centre, case.code, reason="curious")


def test_a_case_without_halves_cannot_be_brought_back_until_its_team_opens_it(
    leila, room, zineb, hers, centre
):
    case = given_case(leila, room)  # before there were officers
    given_officers(centre)
    with as_work(zineb), pytest.raises(actions.NoHalves):
        asked(zineb, centre, case.code)
    with as_work(leila):
        assert actions.give_halves(case=case, room=room, by=leila, at=timezone.now())
        assert not actions.give_halves(case=case, room=room, by=leila, at=timezone.now())
        assert len(halves(case)) == 2
    with as_work(zineb):
        asked(zineb, centre, case.code)


def test_one_officer_makes_no_halves(leila, room, centre):
    given_officers(centre, roles=("centre_director",))
    case = given_case(leila, room)
    with as_work(leila):
        assert halves(case) == []


def test_a_new_key_of_the_case_is_halved_anew_and_old_confirmations_are_void(
    case, officers, leila, zineb, room, hers
):
    ask = given_recovery(case, zineb, officers[0])
    with as_work(leila):
        before = {one.split for one in halves(case)}
        actions.renew_case_key(case=case, room=room, by=leila, at=timezone.now())
        after = halves(case)
    assert (
        len(after) == 2 and not before & {one.split for one in after} and {one.number for one in after} == {2}
    )
    confirmed(officers[1], ask)  # a half of the new key beside a half of the old one
    with pytest.raises(actions.NotBothYet):
        finished(zineb, ask, hers)


def test_an_officer_who_left_is_replaced_at_the_next_write(case, officers, leila, zineb, room, hers, centre):
    nora, karima = officers
    ended(karima, centre, nora)
    with as_work(zineb), pytest.raises(actions.NoHalves):
        asked(zineb, centre, case.code)
    given_officer_key(new := given_member("Hafsa", "centre_director", centre), centre)
    with as_work(leila):
        actions.write_note(case=case, room=room, words="after", by=leila, at=timezone.now())
        assert {one.officer.user_id for one in halves(case)} == {nora.pk, new.pk}
    ask = given_recovery(case, zineb, nora, new)
    with pytest.raises(actions.NotForYouToConfirm):
        confirmed(nora, ask)
    assert finished(zineb, ask, hers).pk == case.pk


def test_an_officer_whose_role_ended_after_confirming_does_not_count(case, officers, zineb, hers, centre):
    ask = given_recovery(case, zineb, *officers)
    ended(officers[1], centre, officers[0])
    with pytest.raises(actions.NotBothYet):
        finished(zineb, ask, hers)


def test_a_forgotten_officer_passphrase_is_a_new_key_and_new_halves(
    case, officers, leila, zineb, room, hers, centre
):
    given_officer_key(officers[0], centre, at=timezone.now())
    with as_work(leila):
        actions.write_note(case=case, room=room, words="after", by=leila, at=timezone.now())
        newest = {queries.officer_of(one, centre.pk).pk for one in officers}
        assert {one.officer_id for one in halves(case)} == newest
    assert finished(zineb, given_recovery(case, zineb, *officers), hers).pk == case.pk


def test_nobody_confirms_their_own_request(leila, room, zineb, centre):
    """In a small association an officer may listen too."""
    nora, _karima = given_officers(centre)
    network_role(nora, centre)
    given_key(nora, centre)
    case = given_case(leila, room)
    with as_work(nora), pytest.raises(actions.NoHalves):
        asked(nora, centre, case.code)


def network_role(user, centre):
    from twiza.cases.tests.given import given_role_too

    given_role_too(user, centre, "listener")
