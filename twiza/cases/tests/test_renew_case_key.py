"""Somebody leaves: the team reads everything as before, and who left reads nothing that is written after."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import CaseKey, CaseNote, NoteVersion, TeamSeat
from twiza.cases.queries.keys import about_previous
from twiza.cases.queries.notes import about_version
from twiza.cases.tests.given import CANARY, WORDS, given_case, given_in_team, given_key
from twiza.lib import closed_room
from twiza.network import actions as network
from twiza.network import queries as members
from twiza.network.tests.given import NOON, as_work, given_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(zineb, centre):
    """Zineb's room, open."""
    return given_key(zineb, centre)


@pytest.fixture
def shared(case, leila, zineb, room, hers):
    """Leila's case, with Zineb in its team."""
    given_in_team(case, zineb, room=room, by=leila)
    return case


def an_hour_ago():
    return timezone.now() - timedelta(hours=1)


def stolen_opens(case, key: bytes, *, reader) -> set[str]:
    """What whoever holds one key reads out of the stolen rows of a case: the words of each version it opens."""
    with as_work(reader):
        keys = [key]
        for row in CaseKey.objects.filter(case=case).order_by("-number"):
            for one in list(keys):
                try:
                    about = about_previous(case, row.drawer, row.number)
                    keys.append(closed_room.unseal(bytes(row.previous), key=one, about=about))
                except closed_room.RoomSealBroken:
                    continue
        read = set()
        for row in NoteVersion.objects.filter(case=case):
            for one in keys:
                try:
                    about = about_version(row.note_id, row.number)
                    read.add(closed_room.unseal(bytes(row.sealed), key=one, about=about).decode())
                except closed_room.RoomSealBroken:
                    continue
    return read


def words_of(case, room) -> set[str]:
    return {one.said["words"] for one in queries.notes_of(case, room)}


def test_who_left_reads_nothing_that_is_written_after_and_who_stays_reads_all(
    shared, leila, zineb, room, hers
):
    with as_work(zineb):
        old = bytes(queries.held_key(shared, hers))
        actions.leave_team(case=shared, by=zineb, at=an_hour_ago())
    assert any(
        CANARY in one for one in stolen_opens(shared, old, reader=leila)
    )  # the search finds the old words
    with as_work(leila):
        actions.write_note(case=shared, room=room, words="after", by=leila, at=timezone.now())
        assert words_of(shared, room) == {CANARY, "after"}
        seat = TeamSeat.objects.get(case=shared, user=zineb)
        assert bytes(seat.sealed) == b""  # not even the old key lies there for her
        assert CaseKey.objects.get(case=shared).number == 2
    assert not any("after" in one for one in stolen_opens(shared, old, reader=leila))


def test_a_new_key_is_made_once_when_somebody_left_and_not_for_every_note(shared, leila, zineb, room):
    with as_work(leila):
        actions.write_note(case=shared, room=room, words="1", by=leila, at=timezone.now())
        assert not CaseKey.objects.exists()
    with as_work(zineb):
        actions.leave_team(case=shared, by=zineb, at=an_hour_ago())
    with as_work(leila):
        assert queries.left_since(shared, "case", at=timezone.now())
        for words in "23":
            actions.write_note(case=shared, room=room, words=words, by=leila, at=timezone.now())
        assert CaseKey.objects.count() == 1
        assert not queries.left_since(shared, "case", at=timezone.now())


def test_a_role_that_ended_ends_the_seat_and_its_key(shared, leila, zineb, room, hers, centre):
    nora = given_member("Nora", "association_president", centre)
    with as_work(zineb):
        old = bytes(queries.held_key(shared, hers))
    with as_work(nora):
        membership = members.roles_by_period(zineb).get(organisation=centre)
        network.end_role(
            membership=membership, from_day=date(2026, 3, 1), reason="transfer", by=nora, at=timezone.now()
        )
    with as_work(zineb), pytest.raises(queries.NoSuchCase):
        queries.case_for(zineb, shared.pk)
    with as_work(leila):
        actions.write_note(case=shared, room=room, words="after", by=leila, at=timezone.now())
        with pytest.raises(
            actions.LastOfTheTeam
        ):  # a colleague who works there no more is nobody to leave it to
            actions.leave_team(case=shared, by=leila, at=timezone.now())
    assert not any("after" in one for one in stolen_opens(shared, old, reader=leila))


def test_an_emergency_that_is_over_is_somebody_who_left(case, leila, zineb, room, hers, centre):
    now = timezone.now()
    with as_work(zineb):
        seat = actions.break_glass(
            code=case.code, organisation=centre.pk, reason_code="danger_now", by=zineb, at=now
        )
    with as_work(leila):
        actions.hand_key(seat=seat, room=room, by=leila, at=now)
    with as_work(zineb):
        old = bytes(queries.held_key(case, hers))
    with as_work(leila):
        tomorrow = now + timedelta(hours=25)
        actions.write_note(case=case, room=room, words="after", by=leila, at=tomorrow)
        assert CaseKey.objects.count() == 1
        seat.refresh_from_db()
        with pytest.raises(actions.NotOfTheRoom):  # its day is over: nobody hands it the key again
            actions.hand_key(seat=seat, room=room, by=leila, at=tomorrow)
    assert not any("after" in one for one in stolen_opens(case, old, reader=leila))


def test_a_seat_without_a_key_stays_so_until_it_is_handed(case, leila, zineb, room, hers, centre):
    now = timezone.now()
    with as_work(zineb):
        seat = actions.break_glass(
            code=case.code, organisation=centre.pk, reason_code="danger_now", by=zineb, at=now
        )
    with as_work(leila):
        actions.renew_case_key(case=case, room=room, by=leila, at=now)
    with as_work(zineb), pytest.raises(queries.NoKeyYet):
        queries.notes_of(case, hers)
    with as_work(leila):
        actions.hand_key(seat=seat, room=room, by=leila, at=now)
    with as_work(zineb):
        assert words_of(case, hers) == {CANARY}


def test_keys_follow_one_another_and_rows_are_only_added_by_the_team(shared, leila, zineb, room, centre):
    karima = given_member("Karima", "centre_director", centre)
    with as_work(leila):
        for _ in range(3):
            actions.renew_case_key(case=shared, room=room, by=leila, at=timezone.now())
        assert words_of(shared, room) == {CANARY}
        assert list(CaseKey.objects.order_by("number").values_list("number", flat=True)) == [2, 3, 4]
        for change in (
            lambda: CaseKey.objects.update(previous=b"x"),
            lambda: CaseKey.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()
        row = CaseKey.objects.order_by("number").last()
    for outsider, error in ((karima, ProgrammingError), (zineb, ProgrammingError)):
        with as_work(outsider), pytest.raises((error, IntegrityError)), transaction.atomic():
            copy = CaseKey.objects.filter(pk=row.pk).first() or row
            CaseKey(
                case_id=copy.case_id, organisation_id=centre.pk, drawer="case", number=9, previous=b"",
                at=NOON, by=leila,
            ).save(force_insert=True)  # fmt: skip
    with as_work(karima):
        assert CaseKey.objects.count() == 0


def test_who_is_in_the_team_of_one_case_reaches_no_row_of_another(case, leila, zineb, room, hers):
    """Both are in a team, each in her own."""
    other = given_case(zineb, hers)
    with as_work(leila):
        actions.renew_case_key(case=case, room=room, by=leila, at=timezone.now())
    for who, own, foreign in ((leila, case, other), (zineb, other, case)):
        with as_work(who):
            for model in (CaseNote, NoteVersion, TeamSeat, CaseKey):
                assert not model.objects.filter(case=foreign).exists(), model
            assert NoteVersion.objects.filter(case=own).exists()


def test_a_write_with_a_key_that_was_renewed_meanwhile_goes_under_the_new_one(case, leila, room):
    with as_work(leila):
        stale = queries.held_key(case, room)
        actions.renew_case_key(case=case, room=room, by=leila, at=timezone.now())
        note = CaseNote.objects.get(case=case)
        version = actions.notes.add_version(
            note=note, number=2, said={"words": "late"}, key=stale, by=leila, at=timezone.now()
        )
        with pytest.raises(closed_room.RoomSealBroken):
            closed_room.unseal(bytes(version.sealed), key=stale, about=about_version(note.pk, 2))
        assert words_of(case, room) == {"late"}
        with pytest.raises(
            closed_room.RoomSealBroken
        ):  # a bare key cannot be taken again: nothing is written under it
            actions.notes.add_version(
                note=note, number=3, said={}, key=bytes(stale), by=leila, at=timezone.now()
            )


def test_the_log_tells_of_a_new_key_and_of_nothing_else(shared, leila, room):
    with as_work(leila), connection.cursor() as cursor:
        actions.renew_case_key(case=shared, room=room, by=leila, at=timezone.now())
        cursor.execute("SELECT data::text, reason_code FROM audit_line WHERE type = 'cases.case_key_renewed'")
        assert cursor.fetchall() == [("{}", "")]


def test_the_page_of_the_team_makes_a_new_key(client, shared, leila, room, centre):
    client.force_login(leila)
    there = reverse("cases:renew_case_key", args=[shared.pk])
    assert client.post(there)["Location"].startswith(reverse("cases:open_room"))
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert client.get(there).status_code == 405
    assert client.post(there)["Location"] == reverse("cases:show_team", args=[shared.pk])
    with as_work(leila):
        assert CaseKey.objects.count() == 1
    client.force_login(given_member("Yamna", "listener", centre))
    assert client.post(there).status_code == 404
