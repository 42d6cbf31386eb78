"""After any sequence of coming, leaving, emergencies and new keys, exactly the live holders open what they may."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twiza.cases import actions, queries
from twiza.cases.models import NoteVersion, TeamSeat
from twiza.cases.tests.given import CANARY, given_case, given_key
from twiza.cases.tests.test_renew_case_key import stolen_opens, words_of
from twiza.network.tests.given import as_work, given_member

pytestmark = pytest.mark.django_db
WAYS = ("join", "leave", "renew", "emergency", "hand", "write")
STEPS = st.tuples(st.sampled_from(WAYS), st.integers(0, 2), st.integers(0, 2))


class Story:
    """A case of three colleagues, and what should be true of it.

    Attributes:
        seated: who is in the team → whether they have the key.
        left: who left → (the key they may have copied, what was written until then).
    """

    def __init__(self, people, rooms):
        self.people, self.rooms, self.start = people, rooms, timezone.now() - timedelta(hours=1)
        self.at, self.case = self.start, given_case(people[0], rooms[0], at=self.start)
        self.seated, self.left, self.written = {0: True}, {}, {CANARY}

    def act(self, way, who, other):
        self.at += timedelta(seconds=1)
        getattr(self, way)(who, other)

    def join(self, who, other):
        if self.seated.get(who) and other not in self.seated:
            with as_work(self.people[who]):
                worker = queries.worker_of(self.people[other].pk, self.case.organisation_id)
                room, by = self.rooms[who], self.people[who]
                actions.ask_into_team(case=self.case, worker=worker, room=room, by=by, at=self.at)
            self.seated[other] = True

    def leave(self, who, _other):
        if who not in self.seated:
            return
        with as_work(self.people[who]):
            had = bytes(queries.held_key(self.case, self.rooms[who])) if self.seated[who] else b""
            try:
                actions.leave_team(case=self.case, by=self.people[who], at=self.start)
            except actions.LastOfTheTeam:
                return
        del self.seated[who]
        if had:
            self.left[who] = (had, set(self.written))

    def renew(self, who, _other):
        if self.seated.get(who):
            with as_work(self.people[who]):
                room, by = self.rooms[who], self.people[who]
                actions.renew_case_key(case=self.case, room=room, by=by, at=self.at)

    def emergency(self, who, _other):
        if who not in self.seated:
            with as_work(self.people[who]), suppress(actions.TriedTooOften):
                where = self.case.organisation_id
                actions.break_glass(
                    code=self.case.code,
                    organisation=where,
                    reason_code="danger_now",
                    by=self.people[who],
                    at=self.at,
                )
                self.seated[who] = False

    def hand(self, who, other):
        if self.seated.get(who) and self.seated.get(other) is False:
            with as_work(self.people[who]):
                seat = TeamSeat.objects.filter(case=self.case, user=self.people[other]).latest("since")
                actions.hand_key(seat=seat, room=self.rooms[who], by=self.people[who], at=self.at)
            self.seated[other] = True

    def write(self, who, _other):
        if self.seated.get(who):
            words = f"words {len(self.written)}"
            with as_work(self.people[who]):
                room, by = self.rooms[who], self.people[who]
                actions.write_note(case=self.case, room=room, words=words, by=by, at=self.at)
            self.written.add(words)

    def check_live(self):
        for who, by in enumerate(self.people):
            with as_work(by):
                if self.seated.get(who):
                    assert words_of(self.case, self.rooms[who]) == self.written
                elif who in self.seated:
                    with pytest.raises(queries.NoKeyYet):
                        queries.notes_of(self.case, self.rooms[who])
                else:
                    assert not NoteVersion.objects.filter(case=self.case).exists()

    def check_left(self):
        reader = next(self.people[who] for who, has in self.seated.items() if has)
        for who, (key, before) in self.left.items():
            after = [] if who in self.seated else [f'"{words}"' for words in self.written - before]
            read = stolen_opens(self.case, key, reader=reader)
            assert not [words for words in after if any(words in text for text in read)]
            assert any(CANARY in text for text in read)  # the search finds what it could always open


@pytest.fixture
def everybody(centre, leila, zineb, room):
    """Three colleagues and their open rooms."""
    amina = given_member("Amina", "listener", centre)
    return [leila, zineb, amina], [room, given_key(zineb, centre), given_key(amina, centre)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=16))
def test_exactly_the_live_holders_open_exactly_what_they_may(everybody, steps):
    story = Story(*everybody)
    for step in steps:
        story.act(*step)
    story.check_live()
    story.check_left()
