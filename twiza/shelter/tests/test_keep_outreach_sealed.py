"""What is noted at night is sealed on the phone: who listens for the crew opens it, and nobody else, ever."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from twiza.lib import sealed_boxes
from twiza.lib.ids import new_id
from twiza.network import actions as network
from twiza.network import queries as members
from twiza.network.tests.given import as_work, given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.shelter import actions, queries
from twiza.shelter.models import DutyContact, Encounter, EncounterSeal, OutreachKey, OutreachSeat, VoicePart
from twiza.shelter.tests.given import (
    EVENING,
    NIGHT,
    PASSPHRASE,
    given_driss,
    given_duty,
    given_listener,
    given_met,
    given_out,
    sealed_note,
)

AccessLine = apps.get_model("audit", "AccessLine")
pytestmark = pytest.mark.django_db
NOTE = {"nickname": "السي الهادئ", "words": "يخاف من الزي الرسمي", "place": "خلف الفرن"}


@pytest.fixture
def noted(cold):
    """Omar's round met somebody and a phone sealed a note to the key of the team; Hind listens for the crew."""
    cold.hind, cold.room = given_listener(cold)
    out = given_out(cold)
    cold.out, cold.key = out, kept(cold)
    id = new_id()
    cold.met = given_met(
        cold, out, id=id, number=cold.key.number, sealed=sealed_note(cold.key, id, **NOTE), person=new_id()
    )
    return cold


def kept(cold):
    with as_work(cold.omar):
        return actions.keep_outreach_key(winter=cold.winter, by=cold.omar, at=EVENING)


def refused(change, error=DatabaseError):
    with pytest.raises(error), transaction.atomic():
        change()


def opened(cold, user, room, met):
    with as_work(user):
        keys = {
            key.number: X25519PrivateKey.from_private_bytes(private)
            for key, private in queries.outreach_privates(cold.winter, room).items()
        }
        seal = EncounterSeal.objects.get(encounter=met)
        clear = sealed_boxes.open_line(
            seal.sealed, keys, about=str(met.pk).encode(), info=sealed_boxes.OUTREACH
        )
        return json.loads(clear)


def test_a_listener_with_a_seat_opens_the_note(noted):
    assert opened(noted, noted.hind, noted.room, noted.met) == NOTE


def test_who_has_no_seat_does_not_even_see_the_row(noted):
    for user in (noted.omar, noted.latifa, given_driss(noted), noted.zahra):
        with as_work(user):
            assert not EncounterSeal.objects.exists(), user
            assert not VoicePart.objects.exists()


def test_without_a_listener_who_has_a_key_there_is_no_key_of_the_team(cold):
    given_member("Nadia", "listener", cold.crew)  # who never chose a passphrase
    assert kept(cold) is None
    with as_work(cold.omar):
        assert not OutreachKey.objects.exists()


def test_the_key_stays_while_the_same_people_read_and_is_new_when_one_comes_or_leaves(noted):
    assert kept(noted) == noted.key
    rita, hers = given_listener(noted, "Rita")
    second = kept(noted)
    assert second.number == 2 and kept(noted) == second
    delegate = given_member("Karim", "association_president", noted.crew)
    with as_work(delegate):
        network.end_role(
            membership=members.roles_by_period(noted.hind).get(organisation=noted.crew), from_day=timezone.localdate(), reason="transfer",
            by=delegate, at=timezone.now(),
        )  # fmt: skip
    third = kept(noted)
    assert third.number == 3
    with as_work(rita):
        assert {key.number for key in queries.outreach_privates(noted.winter, hers)} == {2, 3}
    with as_work(noted.omar):
        assert set(OutreachSeat.objects.filter(key=third).values_list("user", flat=True)) == {rita.pk}


def test_a_listener_hands_the_keys_before_to_who_came_later(noted):
    rita, hers = given_listener(noted, "Rita")
    with as_work(rita):
        assert not EncounterSeal.objects.exists()
        assert actions.hand_outreach_keys(winter=noted.winter, room=hers, by=rita, at=EVENING) == 0
    with as_work(noted.hind):
        known = {"winter": noted.winter, "room": noted.room, "by": noted.hind, "at": EVENING}
        assert actions.hand_outreach_keys(**known) == 1
        assert actions.hand_outreach_keys(**known) == 0
    assert opened(noted, rita, hers, noted.met) == NOTE


def test_a_note_of_one_meeting_does_not_open_as_another_s(noted):
    id = new_id()
    moved = sealed_note(noted.key, new_id(), **NOTE)
    met = given_met(noted, noted.out, id=id, number=noted.key.number, sealed=moved)
    with pytest.raises(sealed_boxes.CannotOpen):
        opened(noted, noted.hind, noted.room, met)


def test_parts_of_a_voice_note_are_kept_once_and_only_of_somebody_spoken_with(noted):
    asleep = given_met(noted, noted.out, state="asleep", language="", taken=())
    part = {"number": 1, "n": 1, "of": 2, "sealed": "x", "by": noted.omar, "at": EVENING}
    with as_work(noted.omar):
        for _again in range(2):
            actions.keep_voice_part(encounter=noted.met, id=new_id(), **part)
        for words in (
            {"n": 3},
            {"n": 0},
            {"of": 65, "n": 1},
            {"sealed": ""},
            {"sealed": "x" * 8193},
            {"number": 9},
        ):
            with pytest.raises(actions.BadEncounter):
                actions.keep_voice_part(encounter=noted.met, id=new_id(), **(part | words))
        with pytest.raises(actions.BadEncounter):
            actions.keep_voice_part(encounter=asleep, id=new_id(), **part)
    with as_work(noted.hind):
        assert VoicePart.objects.count() == 1


def test_the_database_keeps_its_promises_about_sealed_rows(noted):
    of = {"encounter": noted.met, "winter": noted.winter, "crew": noted.crew, "number": 1}
    with as_work(noted.hind):
        refused(lambda: EncounterSeal.objects.update(sealed="y"))
        refused(lambda: EncounterSeal.objects.all().delete())
        refused(lambda: EncounterSeal.objects.create(**of, sealed="second"), IntegrityError)
        for words in ({"n": 0}, {"n": 2}, {"of": 65}, {"sealed": ""}, {"state": "asleep"}):
            refused(
                lambda words=words: VoicePart.objects.create(
                    **(of | {"n": 1, "of": 1, "sealed": "x"} | words)
                ),
                IntegrityError,
            )
        refused(lambda: OutreachKey.objects.create(
            winter=noted.winter, crew=noted.crew, number=256, public=b"x" * 32, made_at=EVENING, made_by=noted.hind
        ), IntegrityError)  # fmt: skip
        refused(lambda: OutreachKey.objects.create(
            winter=noted.winter, crew=noted.crew, number=1, public=b"x" * 32, made_at=EVENING, made_by=noted.hind
        ), IntegrityError)  # fmt: skip


def entered(client, user, room):
    """This listener's browser, with the room open."""
    client.force_login(user)
    with as_work(user):
        address = f"/room/open/?organisation={room.organisation}&next=/room/cases/"
    page = client.post(
        address, {"organisation": str(room.organisation), "passphrase": PASSPHRASE, "next": "/room/cases/"}
    )
    assert page.status_code == 302, page.content.decode()
    return client


def night_page(noted):
    return f"{reverse('shelter:read_notes', args=[noted.winter.pk])}?night={NIGHT.isoformat()}"


def test_the_page_of_notes_opens_in_the_room_alone_and_each_look_is_written(noted, client):
    client.force_login(noted.hind)
    assert client.get(night_page(noted))["Location"].startswith(reverse("cases:open_room"))
    page = entered(client, noted.hind, noted.room).get(night_page(noted))
    assert NOTE["nickname"] in page.content.decode() and NOTE["place"] in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    with as_work(noted.hind):
        lines = AccessLine.objects.filter(page="shelter.night_notes")
        assert [(one.by, one.subjects) for one in lines] == [(noted.hind.pk, [noted.met.pk])]


def test_who_goes_out_the_committee_and_a_site_find_no_page_of_notes(noted, client):
    for user in (noted.omar, noted.latifa, noted.zahra, given_driss(noted)):
        client.force_login(user)
        assert client.get(night_page(noted)).status_code == 404, user
        assert client.get(reverse("shelter:hear_note", args=[noted.met.pk])).status_code == 404


def test_a_voice_note_is_heard_when_all_its_parts_are_there(noted, client):
    recording = b"\x1aE\xdf\xa3" + bytes(5000)
    public = X25519PublicKey.from_public_bytes(bytes(noted.key.public))
    for n, part in enumerate((recording[:2900], recording[2900:]), start=1):
        about = f"{noted.met.pk}.{n}" if n == 1 else f"{noted.met.pk}"
        line = sealed_boxes.seal(part, public, number=1, about=about.encode(), info=sealed_boxes.OUTREACH)
        address = reverse("shelter:hear_note", args=[noted.met.pk])
        assert n == 1 or entered(client, noted.hind, noted.room).get(address).status_code == 404
        with as_work(noted.omar):
            actions.keep_voice_part(
                encounter=noted.met, id=new_id(), number=1, n=n, of=2, sealed=line, by=noted.omar, at=EVENING
            )
    page = entered(client, noted.hind, noted.room).get(address)
    assert (page.content, page["Content-Type"]) == (recording, "audio/webm")
    assert address in client.get(night_page(noted)).content.decode()


def test_a_colleague_is_handed_the_keys_on_the_page(noted, client):
    rita, hers = given_listener(noted, "Rita")
    entered(client, noted.hind, noted.room).post(reverse("shelter:hand_keys", args=[noted.winter.pk]))
    assert opened(noted, rita, hers, noted.met) == NOTE


def test_the_listener_is_told_in_the_morning_that_there_are_notes(noted):
    with as_work(noted.hind):
        assert queries.notes_waiting_for(noted.hind, EVENING)
        assert not queries.notes_waiting_for(noted.hind, EVENING + timedelta(days=1))
    with as_work(noted.omar):
        assert not queries.notes_waiting_for(noted.omar, EVENING)


def forget(at):
    with acting_as(None, purpose=Purpose.UPKEEP):
        return actions.forget_nights(at=at)


def test_some_weeks_after_the_winter_is_closed_its_nights_forget_people(noted):
    now = timezone.now()
    given_duty(noted)
    with as_work(noted.latifa):
        actions.close_winter(
            winter=noted.winter, lessons="الوجبات الساخنة أولا", by=noted.latifa, at=now - timedelta(days=91)
        )
    with as_work(noted.omar):
        assert DutyContact.objects.exists() and Encounter.objects.get().person is not None
    assert forget(now) == 1 and forget(now) == 0
    with as_work(noted.omar):
        met = Encounter.objects.get()
        assert (met.person, met.men, met.taken) == (None, 1, ["nothing"])  # counts stay
        assert not OutreachSeat.objects.exists() and not DutyContact.objects.exists()
        assert OutreachKey.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('shelter_encounterseal', 'DELETE')")
        assert cursor.fetchone() == (False,)


def test_before_its_day_and_at_work_nothing_is_forgotten(noted):
    now = timezone.now()
    with as_work(noted.latifa):
        actions.close_winter(
            winter=noted.winter, lessons="الوجبات الساخنة أولا", by=noted.latifa, at=now - timedelta(days=89)
        )
    assert forget(now) == 0
    for purpose in (Purpose.UPKEEP, Purpose.WORK, Purpose.SETUP):
        with (
            acting_as(None if purpose != Purpose.WORK else noted.omar.pk, purpose=purpose),
            connection.cursor() as cursor,
        ):
            # nor by saying that a later day has come
            for day in (timezone.localdate(now), timezone.localdate(now) + timedelta(days=9)):
                with pytest.raises(DatabaseError), transaction.atomic():
                    cursor.execute("SELECT shelter_forget_people(%s, %s)", [noted.winter.pk, day])
    with as_work(noted.hind):
        assert EncounterSeal.objects.exists() and OutreachSeat.objects.exists()
