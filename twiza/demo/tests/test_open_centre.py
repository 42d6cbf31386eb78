"""The day at the listening centre, played alone on the stage: by its real people, under a passphrase that is printed."""

from pathlib import Path

import pytest
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.demo import listening, stage
from twiza.demo.account import Account
from twiza.demo.cast import OLIVE, ROOM_WORDS, WOOL
from twiza.demo.diary import Diary
from twiza.demo.stage import player_of
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

pytestmark = [pytest.mark.django_db]
SEES = {
    "listener": 4,
    "supervisor": 2,
    "psychologist": 1,
    "partner_listener": 0,
}  # cases of whose team they are


def test_it_is_played_by_its_people_and_only_its_teams_see_it(tmp_path: Path) -> None:
    diary, account = Diary(tmp_path / "diary.json", say=lambda line: None), Account()
    stage.set_stage(diary, timezone.now())
    listening.open_centre(diary, account, timezone.now())
    assert account.listening == {
        "numbers": 5, "listened": 3, "cases": 3, "referrals": 1, "accepted": 1, "alerts": 1, "closed": 1
    }  # fmt: skip
    for username, cases in SEES.items():
        user, at_desk = player_of(diary, username), username == "partner_listener"
        body = diary.id(WOOL if at_desk else OLIVE)
        with acting_as(user.pk, purpose=Purpose.WORK):
            room = actions.open_room(organisation=body, passphrase=ROOM_WORDS, by=user, at=timezone.now())
            seen = [line.case for line in queries.my_cases(user, body, today=timezone.localdate())]
            assert len(seen) == cases, username
            assert all(queries.notes_of(case, room) for case in seen)
            assert len(queries.referrals_to(user, body, at=timezone.now())) == at_desk
    for username in ("director", "president", "counter"):
        user = player_of(diary, username)
        with acting_as(user.pk, purpose=Purpose.WORK):
            assert not queries.my_cases(user, diary.id(OLIVE), today=timezone.localdate())
