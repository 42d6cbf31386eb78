"""C-1, C-4: whoever holds whatever role wherever, a referral gives a field to nobody but its team and its desk."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import (
    Case,
    CaseNote,
    NoteVersion,
    Packet,
    PacketKey,
    Referral,
    ReferralCase,
    TeamSeat,
)
from twiza.cases.tests.given import given_case, given_consent, given_in_team, given_key, given_referral
from twiza.network.tests.given import as_work, given_member, given_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = ("listener", "listening_supervisor", "centre_director", "counter", "association_president")
LISTEN = ("listener", "listening_supervisor")
HERS = (Case, CaseNote, NoteVersion, TeamSeat, ReferralCase)
SHARED = (Referral, Packet, PacketKey)
TRIED = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
fields = st.sets(st.sampled_from(sorted(rules.fields_for("help"))), min_size=1)


@dataclass
class Town:
    """Three organisations, two people of each role in each; each listener with a key."""

    organisations: list[Any]
    people: list[tuple[Any, int, str]]
    rooms: dict[Any, Any] = field(default_factory=dict)


@pytest.fixture
def town():
    where = [given_organisation(name) for name in ("Centre Tissaout", "Centre Sebou", "Cellule")]
    people = [
        (given_member(f"{role}-{number}-{one}", role, organisation), number, role)
        for number, organisation in enumerate(where)
        for role in ROLES
        for one in ("a", "b")
    ]
    made = Town(where, people)
    for who, number, role in people:
        if role in LISTEN:
            made.rooms[who.pk] = given_key(who, where[number])
    return made


@TRIED
@given(data=st.data())
def test_a_referral_gives_nobody_else_any_field(town, data):
    point = transaction.savepoint()
    able = [one for one in town.people if one[2] in LISTEN]
    asker, here, _role = data.draw(st.sampled_from(able))
    there = data.draw(st.integers(0, 2))
    mates = {one[0] for one in data.draw(st.sets(st.sampled_from([p for p in able if p[1] == here])))} | {
        asker
    }
    desk = {
        one[0] for one in data.draw(st.sets(st.sampled_from([p for p in able if p[1] == there]), min_size=1))
    }
    agreed, wanted = data.draw(fields), data.draw(fields)
    with transaction.atomic():
        for who in desk:
            with as_work(who):
                actions.sit_at_desk(room=town.rooms[who.pk], by=who, at=timezone.now())
        room = town.rooms[asker.pk]
        case = given_case(asker, room)
        for mate in mates - {asker}:
            given_in_team(case, mate, room=room, by=asker)
        given_consent(case, room, asker, town.organisations[there], fields=agreed, at=timezone.now())
        told = dict.fromkeys(wanted, "x")
        if not wanted <= agreed:
            with pytest.raises(actions.NotAgreed):
                given_referral(case, room, asker, town.organisations[there], fields=told, agrees=False)
            told = dict.fromkeys(wanted & agreed, "x")
        sent = given_referral(case, room, asker, town.organisations[there], fields=told, agrees=False)
    for who, _number, _role in town.people:
        _sees_what_is_theirs(town, who, sent, told, is_mate=who in mates, sits=who in desk)
    transaction.savepoint_rollback(point)


def _sees_what_is_theirs(town, who, sent, told, *, is_mate, sits):
    with as_work(who):
        assert [bool(model.objects.count()) for model in HERS] == [is_mate] * len(HERS)
        assert Referral.objects.filter(pk=sent.pk).exists() == (is_mate or sits)
        assert [bool(model.objects.filter(referral=sent).count()) for model in SHARED[1:]] == [
            is_mate or sits
        ] * 2
        if sits:
            assert queries.packet_of(sent, town.rooms[who.pk], at=timezone.now()) == told
        elif who.pk in town.rooms:
            with pytest.raises(queries.NoPacketKey):
                queries.packet_key(sent, town.rooms[who.pk])


steps = st.lists(
    st.tuples(st.sampled_from(list(rules.Referral)), st.sampled_from(list(rules.Party))), max_size=10
)


@TRIED
@given(path=steps, by_hand=st.booleans())
def test_the_database_lets_each_side_set_what_the_table_says(town, path, by_hand):
    """Model-checked: any sequence, tried by each side as raw updates, is accepted exactly as the rules say."""
    point = transaction.savepoint()
    asker = next(who for who, where, role in town.people if where == 0 and role == "listener")
    nadia = next(who for who, where, role in town.people if where == 2 and role == "listener")
    room = town.rooms[asker.pk]
    if not by_hand:
        with as_work(nadia):
            actions.sit_at_desk(room=town.rooms[nadia.pk], by=nadia, at=timezone.now())
    sent = given_referral(given_case(asker, room), room, asker, town.organisations[2])
    assert sent.by_hand == by_hand
    state = sent.state
    for to, party in path:
        who = asker if party == rules.Party.REQUESTER else nadia
        words = {
            "reason_code": "full" if to == "declined" else "",
            "result_code": "served" if to == "result_returned" else "",
        }
        allowed = rules.may_set(state, to, party, by_hand=by_hand) and not (by_hand and party == "receiver")
        if party == rules.Party.REQUESTER and not by_hand:
            words = {}
        with as_work(who):
            try:
                with transaction.atomic():
                    done = Referral.objects.filter(pk=sent.pk).update(state=to, **words)
            except DatabaseError:
                done = 0
        assert bool(done) == allowed, (state, to, party)
        state = to if allowed else state
    transaction.savepoint_rollback(point)


@given(sent=st.integers(0, 40), silent=st.integers(0, 40))
def test_no_small_count_is_shown_or_can_be_subtracted(sent, silent):
    silent = min(sent, silent)
    shown = rules.shown_counts(sent, silent)
    assert all(one is None or one == 0 or one >= rules.FEWEST for one in shown)
    if None not in shown:
        assert sent - silent == 0 or sent - silent >= rules.FEWEST


@given(state=st.sampled_from(list(rules.Referral)), to=st.sampled_from(list(rules.Referral)))
def test_what_is_over_stays_over_and_everything_else_has_a_way_on(state, to):
    if rules.may_set(state, to, rules.Party.REQUESTER, by_hand=True):
        assert state not in ("closed", "cancelled") and to != "drafted"
    assert rules.NEXT_REFERRAL[state] or state in ("closed", "cancelled")
