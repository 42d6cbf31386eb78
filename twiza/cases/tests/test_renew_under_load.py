"""Keys are renewed while the team writes: nothing is lost, everything opens, nobody waits in a circle."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import CaseKey, TeamSeat
from twiza.cases.tests.given import CANARY, WORDS, given_case, given_in_team, given_key
from twiza.lib import closed_room
from twiza.network.tests.given import as_work, given_member, given_organisation

pytestmark = [pytest.mark.concurrent, pytest.mark.proof]
NOTES, RENEWALS = 8, 6


def test_keys_are_renewed_under_load(own_database):
    """Two write, one renews the key of the case, one renews her own pair and writes with whichever counts."""
    centre = given_organisation("Centre Tissaout")
    leila, zineb = given_member("Leila", "listener", centre), given_member("Zineb", "listener", centre)
    amina = given_member("Amina", "listener", centre)
    room, rooms = given_key(leila, centre), {"zineb": given_key(zineb, centre)}
    hers, start = given_key(amina, centre), timezone.now() - timedelta(hours=1)
    case = given_case(leila, room, at=start)
    given_in_team(case, zineb, room=room, by=leila)
    given_in_team(case, amina, room=room, by=leila)

    def write(number, who, key):
        with as_work(who):
            actions.write_note(case=case, room=key, words=f"{who.pk} {number}", by=who, at=timezone.now())
        return f"{who.pk} {number}"

    def many(who, key):
        try:
            return [write(number, who, key) for number in range(NOTES)]
        finally:
            connection.close()

    def renew_case():
        try:
            for _ in range(RENEWALS):
                with as_work(leila):
                    actions.renew_case_key(case=case, room=room, by=leila, at=timezone.now())
            return []
        finally:
            connection.close()

    def renew_pair():
        said = []
        try:
            for number in range(RENEWALS):
                with as_work(zineb):
                    rooms["zineb"] = actions.renew_keys(
                        room=rooms["zineb"], old=WORDS, passphrase=WORDS, by=zineb, at=timezone.now()
                    )
                said.append(write(number, zineb, rooms["zineb"]))
            return said
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(many, leila, room), pool.submit(many, amina, hers), pool.submit(renew_case),
            pool.submit(renew_pair),
        ]  # fmt: skip
        written = {words for job in jobs for words in job.result(timeout=120)}
    assert len(written) == 2 * NOTES + RENEWALS
    for who, key in ((leila, room), (amina, hers), (zineb, rooms["zineb"])):
        with as_work(who):
            assert {one.said["words"] for one in queries.notes_of(case, key)} == written | {CANARY}
    with as_work(leila):
        assert CaseKey.objects.filter(case=case).count() == RENEWALS


def test_who_leaves_while_others_write_reads_nothing_that_is_written_after(own_database):
    """The write that follows the leaving makes the new key, whichever of three writers comes first."""
    centre = given_organisation("Centre Tissaout")
    leila, zineb = given_member("Leila", "listener", centre), given_member("Zineb", "listener", centre)
    room, hers = given_key(leila, centre), given_key(zineb, centre)
    case = given_case(leila, room, at=timezone.now() - timedelta(hours=1))
    given_in_team(case, zineb, room=room, by=leila)
    with as_work(zineb):
        old = bytes(queries.held_key(case, hers))
        actions.leave_team(case=case, by=zineb, at=timezone.now())

    def write(number):
        try:
            with as_work(leila):
                return actions.write_note(
                    case=case, room=room, words=f"{number}", by=leila, at=timezone.now()
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        versions = list(pool.map(write, range(6)))
    for version in versions:
        with pytest.raises(closed_room.RoomSealBroken):
            about = queries.notes.about_version(version.note_id, version.number)
            closed_room.unseal(bytes(version.sealed), key=old, about=about)
    with as_work(leila):
        assert CaseKey.objects.filter(case=case).count() == 1
        assert len(queries.notes_of(case, room)) == 7
        assert bytes(TeamSeat.objects.get(case=case, user=zineb).sealed) == b""
