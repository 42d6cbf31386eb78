"""The psychologist's notes: read by her and by whom the person allowed, one by one; nobody else finds a trace."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import CaseKey, CaseNote, DrawerSeat, NoteVersion
from twiza.cases.queries.notes import about_version
from twiza.cases.tests.given import CANARY, WORDS, given_in_team, given_key
from twiza.lib import closed_room
from twiza.network.tests.given import as_work, given_member
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db
SAID = f"psychology {CANARY}"


@pytest.fixture
def sanae(centre):
    """The psychologist."""
    return given_member("Sanae", "psychologist", centre)


@pytest.fixture
def hers(sanae, centre, case, room, leila):
    """Sanae's room, open; she is in the team of Leila's case."""
    hers = given_key(sanae, centre)
    given_in_team(case, sanae, room=room, by=leila)
    return hers


@pytest.fixture
def drawer(case, sanae, hers):
    """Her drawer, with one note."""
    with as_work(sanae):
        seat = actions.open_drawer(case=case, room=hers, by=sanae, at=timezone.now())
        actions.write_note(case=case, room=hers, words=SAID, kind="psychology", by=sanae, at=timezone.now())
    return seat


def test_the_rest_of_the_team_reads_nothing_and_sees_no_trace(case, drawer, leila, room, sanae, hers, centre):
    with as_work(sanae):
        assert [one.said["words"] for one in queries.drawer_notes(case, hers)] == [SAID]
        assert SAID not in [one.said["words"] for one in queries.notes_of(case, hers)]
        note = CaseNote.objects.get(kind="psychology")
    with as_work(leila):
        assert not CaseNote.objects.filter(kind="psychology").exists()
        assert not NoteVersion.objects.filter(note_id=note.pk).exists()
        assert not DrawerSeat.objects.exists()
        with pytest.raises(queries.NoSuchCase):
            queries.drawer_case_for(leila, case.pk)
        with pytest.raises(queries.NoSuchNote):
            queries.note_by_id(leila, note.pk)
        with pytest.raises(queries.NoKeyYet):
            actions.write_note(
                case=case, room=room, words="x", kind="psychology", by=leila, at=timezone.now()
            )
        with pytest.raises(NoPermission):
            actions.open_drawer(case=case, room=room, by=leila, at=timezone.now())
        for change in (
            lambda: DrawerSeat(
                case=case, organisation_id=case.organisation_id, user=leila, kind="opened", sealed=b"",
                since=timezone.now(), allowed_by=leila,
            ).save(force_insert=True),
            lambda: DrawerSeat(
                case=case, organisation_id=case.organisation_id, user=leila, kind="allowed", sealed=b"",
                since=timezone.now(), allowed_by=sanae,
            ).save(force_insert=True),
            lambda: CaseNote(
                case=case, organisation_id=case.organisation_id, kind="psychology", at=timezone.now()
            ).save(force_insert=True),
        ):  # fmt: skip
            with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
                change()
        key = bytes(queries.held_key(case, room))
    karima = given_member("Karima", "centre_director", centre)
    with as_work(karima):
        assert [model.objects.count() for model in (DrawerSeat, CaseNote, NoteVersion)] == [0, 0, 0]
    with as_work(sanae):  # the case's own key, with every row stolen, opens no note of the drawer
        version = NoteVersion.objects.get(note=note)
        with pytest.raises(closed_room.RoomSealBroken):
            closed_room.unseal(bytes(version.sealed), key=key, about=about_version(note.pk, 1))


def test_a_colleague_reads_when_she_agreed_and_not_what_is_written_after(
    case, drawer, leila, room, sanae, hers
):
    with as_work(sanae):
        with pytest.raises(actions.SheDidNotAgree):
            actions.allow_reader(
                case=case, user=leila.pk, room=hers, agreed=False, by=sanae, at=timezone.now()
            )
        seat = actions.allow_reader(
            case=case, user=leila.pk, room=hers, agreed=True, by=sanae, at=timezone.now()
        )
    with as_work(leila):
        assert [one.said["words"] for one in queries.drawer_notes(case, room)] == [SAID]
        old = bytes(queries.held_key(case, room, "psychology"))
        with pytest.raises(NoPermission):  # whom she allowed allows nobody
            actions.end_reader(seat=drawer, room=room, by=leila, at=timezone.now())
    with as_work(sanae):
        actions.end_reader(seat=seat, room=hers, by=sanae, at=timezone.now() - timedelta(minutes=1))
        later = actions.write_note(
            case=case, room=hers, words="later", kind="psychology", by=sanae, at=timezone.now()
        )
        assert len(queries.drawer_notes(case, hers)) == 2
        with pytest.raises(closed_room.RoomSealBroken):
            closed_room.unseal(bytes(later.sealed), key=old, about=about_version(later.note_id, 1))
        seat.refresh_from_db()
        assert bytes(seat.sealed) == b""
    with as_work(leila):
        assert not CaseNote.objects.filter(kind="psychology").exists()
        assert not CaseKey.objects.filter(drawer="psychology").exists()


def test_who_leaves_the_team_leaves_the_drawer(case, drawer, leila, room, sanae, hers):
    with as_work(sanae):
        actions.allow_reader(case=case, user=leila.pk, room=hers, agreed=True, by=sanae, at=timezone.now())
    with as_work(leila):
        actions.leave_team(case=case, by=leila, at=timezone.now() - timedelta(minutes=1))
        assert not NoteVersion.objects.exists()
    with as_work(sanae):
        actions.write_note(
            case=case, room=hers, words="later", kind="psychology", by=sanae, at=timezone.now()
        )
        assert CaseKey.objects.filter(drawer="psychology").count() == 1
        assert len(queries.drawer_notes(case, hers)) == 2


def test_her_new_pair_opens_the_drawer_too(case, drawer, sanae, hers):
    with as_work(sanae):
        new = actions.renew_keys(room=hers, old=WORDS, passphrase=WORDS, by=sanae, at=timezone.now())
        assert [one.said["words"] for one in queries.drawer_notes(case, new)] == [SAID]


def test_the_log_does_not_tell_that_there_is_a_drawer(case, drawer, sanae):
    with as_work(sanae), connection.cursor() as cursor:
        cursor.execute("SELECT type, data::text FROM audit_line WHERE type LIKE 'cases.%%'")
        lines = cursor.fetchall()
    assert {type for type, _ in lines} <= {
        "cases.key_taken", "cases.listened", "cases.moved", "cases.asked_into_team", "cases.key_handed",
        "cases.note_written",
    }  # fmt: skip
    assert not any("psycho" in data for _, data in lines)


def test_the_page_is_hers_and_no_address_tells_the_team(client, case, drawer, leila, sanae, hers, room):
    there = reverse("cases:show_drawer", args=[case.pk])
    for who, word, status in ((sanae, SAID, 200), (leila, "", 404)):
        client.force_login(who)
        client.post(reverse("cases:open_room"), {"passphrase": WORDS})
        answer = client.get(there)
        assert answer.status_code == status and word in answer.content.decode()
        assert (there in client.get(reverse("cases:show_case", args=[case.pk])).content.decode()) == (
            status == 200
        )
    client.force_login(sanae)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert client.post(there, {"words": "typed"}).status_code == 302
    allow = reverse("cases:allow_reader", args=[case.pk])
    client.post(allow, {"colleague": str(leila.pk), "agreed": "on"})
    with as_work(sanae):
        assert len(queries.drawer_notes(case, hers)) == 2
        place = DrawerSeat.objects.get(user=leila)
    client.post(reverse("cases:end_reader", args=[place.pk]))
    with as_work(sanae):
        place.refresh_from_db()
        assert place.until is not None
