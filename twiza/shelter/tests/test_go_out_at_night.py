"""A night round: Omar leads it, with at least one woman; the police stay back; each promise is attacked."""

from datetime import date, time, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import Round, RoundEscort, RoundKit, RoundMember, RoundStop
from twiza.shelter.tests.given import (
    EVENING,
    NIGHT,
    given_briefed,
    given_cold,
    given_driss,
    given_plan,
    given_round,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cold):
    """The winter with its areas, teams, vehicles and kits."""
    given_plan(cold)
    return cold


def refused(change, error=DatabaseError):
    with pytest.raises(error), transaction.atomic():
        change()


def brief(cold, round, **words):
    with as_work(cold.omar):
        return actions.brief_round(
            round=round, vehicle_checked=True, kits={}, by=cold.omar, at=EVENING, **words
        )


def crew(cold, round, *, women=(), men=(), leader=None):
    leader = leader or cold.omar
    with as_work(cold.omar):
        return actions.name_crew(
            round=round, women=[one.pk for one in women], men=[one.pk for one in men], leader=leader.pk, by=cold.omar,
            at=EVENING,
        )  # fmt: skip


def test_a_round_goes_out_and_comes_back_with_its_pieces_counted(town):
    round = given_briefed(town)
    with as_work(town.omar):
        actions.leave_round(round=round, by=town.omar, at=EVENING)
        for back in ({"blanket": 11}, {"meal": -1}):
            with pytest.raises(actions.BadRound):
                actions.return_round(round=round, back=back, by=town.omar, at=EVENING)
        done = actions.return_round(round=round, back={"blanket": 4}, by=town.omar, at=EVENING)
        whole = queries.whole_round(done)
    assert [(one.kind, one.taken, one.back, one.given) for one in whole.kits.all()] == [
        ("blanket", 10, 4, 6),
        ("meal", 20, 0, 20),
    ]
    assert [one.hot_spot.name for one in whole.stops.all()] == ["المدينة القديمة", "حي المحطة"]
    assert whole.state == rules.State.BACK


def test_the_police_stay_back_by_rule_and_by_the_database(town):
    round = given_round(town)
    assert rules.stays_back("national_security") and rules.stays_back("auxiliary_forces")
    with as_work(town.omar):
        assert dict(RoundEscort.objects.values_list("body", "stays_back")) == {
            "national_security": True,
            "health": False,
        }
        for body in sorted(rules.UNIFORMED):
            RoundEscort.objects.filter(body=body).delete()
            refused(
                lambda body=body: RoundEscort.objects.create(
                    round=round, organisation=town.committee, crew=town.crew, body=body, stays_back=False
                ),
                IntegrityError,
            )


def test_no_round_is_briefed_without_a_woman(town):
    round = given_round(town)
    crew(town, round, men=[town.omar])
    with pytest.raises(actions.BadRound) as refusal:
        brief(town, round)
    assert "woman" in str(refusal.value)
    _force_brief(town, round)


def test_no_round_is_briefed_without_who_leads_and_may(town):
    round = given_round(town)
    hanane = given_member("Hanane", "counter", town.crew)
    stranger = given_member("Salma", "round_leader", given_organisation("Ailleurs"))
    for named in ({"women": [hanane], "leader": hanane}, {"women": [hanane]}, {"women": [stranger], "leader": stranger}, {"women": [town.omar], "men": [town.omar]}):  # fmt: skip
        with pytest.raises(actions.BadRound):
            crew(town, round, **named)
    _force_brief(town, round)
    with as_work(town.omar):
        RoundMember.objects.create(round=round, organisation=town.committee, crew=town.crew, user=hanane, is_woman=True)  # fmt: skip
    _force_brief(town, round)  # a woman goes and nobody leads
    with as_work(town.omar), pytest.raises(actions.BadRound):
        actions.brief_round(round=round, vehicle_checked=True, kits={}, by=town.omar, at=EVENING)


def _force_brief(cold, round):
    """Walk past the actions: the database refuses too."""
    with as_work(cold.omar):
        refused(
            lambda: Round.objects.filter(pk=round.pk).update(
                state="briefed", vehicle_checked=True, briefed_at=EVENING, briefed_by=cold.omar
            )
        )


def test_a_leader_who_lost_the_role_leads_no_round(town):
    round = given_round(town)
    hanane = given_member("Hanane", "counter", town.crew)
    crew(town, round, women=[hanane], men=[town.omar])
    with as_work(town.omar):
        RoundMember.objects.filter(round=round).delete()
        for user, leads in ((hanane, True), (town.omar, False)):
            RoundMember.objects.create(
                round=round,
                organisation=town.committee,
                crew=town.crew,
                user=user,
                is_woman=leads,
                leads=leads,
            )
        with pytest.raises(actions.BadRound):
            actions.brief_round(round=round, vehicle_checked=True, kits={}, by=town.omar, at=EVENING)


def test_the_vehicle_is_looked_at_and_has_a_seat_for_each(town):
    with as_work(town.omar):
        vehicles = {one.seats: one for one in queries.plan_of(town.winter).vehicles}
    round = given_round(town, vehicle=vehicles[4])
    women = [given_member(f"Hanane{number}", "counter", town.crew) for number in range(4)]
    crew(town, round, women=women, men=[town.omar])
    with pytest.raises(actions.BadRound):
        brief(town, round)
    crew(town, round, women=women[:3], men=[town.omar])
    with as_work(town.omar), pytest.raises(actions.BadRound):
        actions.brief_round(round=round, vehicle_checked=False, kits={}, by=town.omar, at=EVENING)
    with as_work(town.omar):
        refused(
            lambda: Round.objects.update(state="briefed", briefed_at=EVENING, briefed_by=town.omar),
            IntegrityError,
        )
    assert brief(town, round).state == "briefed"


def test_what_is_briefed_keeps_its_plan(town):
    round = given_briefed(town)
    with as_work(town.omar):
        plan = queries.plan_of(town.winter)
        for change in (
            lambda: crew(town, round, men=[town.omar]),
            lambda: brief(town, round),
            lambda: given_round(town, round=round),
            lambda: actions.call_off_round(round=round, by=town.omar, at=EVENING),
            lambda: actions.return_round(round=round, back={}, by=town.omar, at=EVENING),
        ):
            with pytest.raises(actions.OutOfOrder):
                change()
        refused(RoundMember.objects.filter(is_woman=True).delete)
        refused(RoundStop.objects.all().delete)
        refused(RoundEscort.objects.all().delete)
        refused(RoundKit.objects.all().delete)
        refused(lambda: RoundKit.objects.update(back=1))  # it is not out yet
        refused(Round.objects.all().delete)
        refused(lambda: Round.objects.update(vehicle=plan.vehicles[1]))
        refused(lambda: Round.objects.update(vehicle_checked=False))
        refused(lambda: Round.objects.update(state="planned", briefed_at=None, briefed_by=None))
        refused(
            lambda: Round.objects.update(
                state="back", left_at=EVENING, left_by=town.omar, back_at=EVENING, back_by=town.omar
            )
        )


def test_each_state_leads_one_step_on():
    allowed = {("planned", "briefed"), ("briefed", "out"), ("out", "back")}
    for one, other in product(rules.State, rules.State):
        assert rules.can_move(one, other) is ((one, other) in allowed)


def test_a_team_and_a_vehicle_are_in_one_place(town):
    given_round(town)
    with as_work(town.omar):
        plan = queries.plan_of(town.winter)
    for words in ({}, {"team": plan.teams[1]}, {"vehicle": plan.vehicles[1]}, {"starts": time(1, 30), "ends": time(4)}):  # fmt: skip
        with pytest.raises(actions.BadRound):
            given_round(town, **words)
    given_round(town, team=plan.teams[1], vehicle=plan.vehicles[1])
    given_round(town, starts=time(2), ends=time(4))
    given_round(town, night=NIGHT + timedelta(days=1))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"starts": time(2), "ends": time(20)}, actions.BadRound),
        ({"starts": time(20), "ends": time(20)}, actions.BadRound),
        ({"hot_spots": []}, actions.BadRound),
        ({"alert": "purple"}, actions.BadRound),
        ({"escorts": ["army"]}, actions.BadRound),
        ({"night": date(2026, 5, 1)}, actions.WinterOver),
    ],
)
def test_a_plan_that_cannot_be_is_refused(town, wrong, error):
    with pytest.raises(error):
        given_round(town, **wrong)


def test_a_round_of_another_winters_team_is_refused(town):
    other = given_cold("-other")
    given_plan(other)
    with as_work(other.omar):
        theirs = queries.plan_of(other.winter)
    for words in (
        {"team": theirs.teams[0]},
        {"vehicle": theirs.vehicles[0]},
        {"hot_spots": theirs.hot_spots},
    ):
        with pytest.raises(actions.BadRound):
            given_round(town, **words)
    round = given_round(town)
    with as_work(town.omar):
        refused(lambda: Round.objects.update(team=theirs.teams[0]), IntegrityError)
        refused(
            lambda: RoundStop.objects.create(
                round=round, winter=town.winter, organisation=town.committee, crew=town.crew,
                hot_spot=theirs.hot_spots[0], position=9,
            ),
            IntegrityError,
        )  # fmt: skip


def test_who_plans_and_who_names_the_crew(town):
    round = given_round(town)
    driss = given_driss(town)
    with as_work(town.latifa):
        plan = queries.plan_of(town.winter)
        again = actions.plan_round(
            winter=town.winter, round=round, night=NIGHT, team=plan.teams[0], vehicle=plan.vehicles[0], starts=time(21),
            ends=time(1), hot_spots=plan.hot_spots[::-1], escorts=["auxiliary_forces"], by=town.latifa, at=EVENING,
        )  # fmt: skip
        assert [one.hot_spot for one in queries.whole_round(again).stops.all()] == list(plan.hot_spots[::-1])
        with pytest.raises(NoPermission):
            actions.name_crew(round=round, women=[], men=[], leader=town.omar.pk, by=town.latifa, at=EVENING)
    for user in (driss, town.zahra):
        with as_work(user), pytest.raises(NoPermission):
            actions.call_off_round(round=round, by=user, at=EVENING)
    with as_work(driss):
        assert queries.rounds_of(town.winter).count() == 1
    with as_work(town.zahra):
        assert not Round.objects.exists()
    with as_work(town.latifa):
        actions.call_off_round(round=round, by=town.latifa, at=EVENING)
        assert not Round.objects.exists()


def test_the_night_plan_is_totals_and_numbers_to_call(town):
    given_briefed(town)
    with as_work(given_driss(town)):
        plan = queries.night_plan(town.winter, NIGHT, at=EVENING)
        assert (len(plan.rounds), plan.is_of_winter, plan.waiting_to_declare) == (1, True, 1)
        assert queries.nights_with_rounds(town.winter) == [{"night": NIGHT, "rounds": 1, "back": 0}]


def test_today_says_which_round_of_tonight_is_not_briefed(town):
    round = given_round(town)
    given_round(town, night=NIGHT + timedelta(days=1))
    with as_work(town.omar):
        (due,) = queries.rounds_waiting_for(town.omar, at=EVENING)
        assert round.team.name in str(due.sentence) and str(round.pk) in due.url
        (due,) = queries.rounds_waiting_for(
            town.omar, at=EVENING + timedelta(hours=5)
        )  # after midnight, one night
    given = given_member("Hanane", "counter", town.crew)
    crew(town, round, women=[given], men=[town.omar])
    brief(town, round)
    with as_work(town.omar):
        assert not queries.rounds_waiting_for(town.omar, at=EVENING)
    with as_work(town.latifa):
        assert not queries.rounds_waiting_for(town.latifa, at=EVENING)


def test_parts_of_a_round_keep_their_promises_in_the_database(town):
    round, other = given_round(town), given_cold("-other")
    of = {"round": round, "organisation": town.committee, "crew": town.crew}
    with as_work(town.omar):
        spot = queries.plan_of(town.winter).hot_spots[0]
        refused(
            lambda: RoundStop.objects.create(**of, winter=town.winter, hot_spot=spot, position=7),
            IntegrityError,
        )
        refused(lambda: RoundEscort.objects.create(**of, body="army", stays_back=True), IntegrityError)
        for fields in ({"kind": "rice", "taken": 1}, {"kind": "meal", "taken": 0}, {"kind": "meal", "taken": 1, "back": 2}):  # fmt: skip
            refused(lambda fields=fields: RoundKit.objects.create(**of, **fields), IntegrityError)
        RoundMember.objects.create(**of, user=town.omar, is_woman=False, leads=True)
        for user in (town.omar, town.zahra):
            refused(
                lambda user=user: RoundMember.objects.create(**of, user=user, is_woman=True, leads=user != town.omar),
                IntegrityError,
            )  # fmt: skip
        refused(lambda: RoundKit.objects.create(**(of | {"crew": other.crew}), kind="meal", taken=1))
        refused(lambda: Round.objects.update(ends_at=round.starts_at), IntegrityError)
        refused(lambda: Round.objects.update(alert="purple"), IntegrityError)
        refused(lambda: Round.objects.update(state="lost"))
        refused(lambda: Round.objects.update(left_at=EVENING, left_by=town.omar), IntegrityError)


def test_everything_that_is_missing_is_said():
    nothing = {"people": 0, "women": 0, "is_led": False, "areas": 0, "seats": 4, "vehicle_checked": False}
    assert rules.lacks(**nothing) == ("people", "areas", "vehicle")
    ready = {"people": 4, "women": 1, "is_led": True, "areas": 1, "seats": 4, "vehicle_checked": True}
    assert rules.lacks(**ready) == ()
    for change, code in (({"women": 0}, "woman"), ({"is_led": False}, "leader"), ({"seats": 3}, "seats")):
        assert rules.lacks(**(ready | change)) == (code,)
