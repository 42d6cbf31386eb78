"""The committee: Latifa keeps its papers; Driss, of the police, reads plan and totals; nobody changes what is signed."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from twiza.network.tests.given import as_work, audit_data
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import BedUse, CommitteeSeat, Decision, DutyContact, Guest, GuestCard, Meeting
from twiza.shelter.tests.given import (
    EVENING,
    NIGHT,
    given_cold,
    given_decision,
    given_driss,
    given_duty,
    given_guests,
    given_meeting,
    given_seat,
    given_unit,
    held,
)

pytestmark = pytest.mark.django_db
BODIES = (
    "local_authority",
    "delegation",
    "national_security",
    "health",
    "auxiliary_forces",
    "managing_association",
)


def refused(change, error=DatabaseError):
    with pytest.raises(error), transaction.atomic():
        change()


def test_the_six_bodies_sit_and_a_seat_ends_with_its_day(cold):
    seats = [given_seat(cold, body=body, name=body) for body in BODIES]
    with as_work(cold.latifa):
        assert [one.body for one in queries.seats_of(cold.winter, on=NIGHT)] == list(BODIES)
        ended = actions.end_seat(seat=seats[0], by=cold.latifa, at=EVENING)
        actions.end_seat(seat=seats[0], by=cold.latifa, at=EVENING + timedelta(days=3))
        assert ended.ends_on == NIGHT
        assert queries.seats_of(cold.winter, on=NIGHT).count() == len(BODIES) - 1
        with pytest.raises(actions.BadPlan):
            given_seat(cold, body="health", name="health")
        for wrong in ({"body": "army"}, {"name": " "}):
            with pytest.raises(actions.BadPlan):
                given_seat(cold, **wrong)
    assert len(audit_lines(cold, "shelter.seat_ended")) == 1


def audit_lines(cold, type):
    with as_work(cold.latifa):
        return audit_data(type)


def test_the_managing_association_is_taken_from_the_register(cold):
    seat = given_seat(cold, body="managing_association", name="", member_of=cold.host)
    assert seat.name == str(cold.host)


def test_only_the_secretary_writes(cold):
    driss, meeting = given_driss(cold), given_meeting(cold)
    for user in (driss, cold.omar, cold.zahra):
        with as_work(user):
            with pytest.raises(NoPermission):
                actions.seat_body(
                    winter=cold.winter, body="health", name="x", starts_on=NIGHT, by=user, at=EVENING
                )
            with pytest.raises(NoPermission):
                actions.decide(meeting=meeting, text="x", reasons="x", body="health", by=user, at=EVENING)
            with pytest.raises(NoPermission):
                actions.sign_minutes(meeting=meeting, by=user, at=EVENING)


def test_the_police_see_plan_and_totals_and_no_person(cold):
    given_unit(cold, "men", 3)
    (use,) = held(cold, given_guests(cold, "man"))
    with as_work(cold.zahra):
        actions.take_in(use=use, by=cold.zahra, at=EVENING)
        actions.write_card(
            guest=use.guest, host=cold.host.pk, nickname="x", belongings="", animal="", rules_read=True,
            by=cold.zahra, at=EVENING,
        )  # fmt: skip
    given_decision(cold, given_meeting(cold))
    driss = given_driss(cold)
    with as_work(driss):
        assert queries.board(cold.winter, NIGHT, at=EVENING).totals["beds"] == 3
        assert queries.meetings_of(cold.winter).count() == 1
        assert not (Guest.objects.exists() or GuestCard.objects.exists() or BedUse.objects.exists())


def test_who_answers_is_read_by_teams_and_sites_and_by_nobody_else(cold):
    duty, other = given_duty(cold), given_cold("-other")
    given_duty(
        cold, first_night=NIGHT + timedelta(days=7), last_night=NIGHT + timedelta(days=8), name="Autre"
    )
    for user in (cold.latifa, cold.omar, cold.zahra):
        with as_work(user):
            assert queries.on_duty(cold.winter, NIGHT) == [duty]
    with as_work(other.zahra):
        assert not DutyContact.objects.exists()
    with as_work(other.latifa), pytest.raises(queries.NoSuchWinter):
        queries.duty_for(other.latifa, duty.pk)


def test_a_site_reads_no_papers_of_the_committee(cold):
    meeting = given_meeting(cold)
    given_seat(cold)
    given_decision(cold, meeting)
    with as_work(cold.zahra):
        assert not (Meeting.objects.exists() or Decision.objects.exists() or CommitteeSeat.objects.exists())
        with pytest.raises(queries.NoSuchWinter):
            queries.winter_inside(cold.zahra, cold.winter.pk)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"body": "army"}, actions.BadPlan),
        ({"hours": "noon"}, actions.BadPlan),
        ({"name": ""}, actions.BadPlan),
        ({"phone": " "}, actions.BadPlan),
        ({"last_night": NIGHT - timedelta(days=1)}, actions.BadPlan),
        ({"last_night": date(2026, 6, 1)}, actions.WinterOver),
    ],
)
def test_a_duty_that_nobody_could_call_is_refused(cold, wrong, error):
    with pytest.raises(error):
        given_duty(cold, **wrong)


def test_a_duty_is_taken_off(cold):
    duty = given_duty(cold)
    with as_work(cold.latifa):
        actions.take_out_duty(duty=duty, by=cold.latifa, at=EVENING)
        assert not queries.on_duty(cold.winter, NIGHT)


def test_minutes_change_until_they_are_signed_and_then_never(cold):
    meeting = given_meeting(cold, minutes="")
    with as_work(cold.latifa):
        with pytest.raises(actions.BadMeeting):
            actions.sign_minutes(meeting=meeting, by=cold.latifa, at=EVENING)
        actions.write_meeting(
            winter=cold.winter, meeting=meeting, held_on=NIGHT, present=["health"], minutes="كتبت", by=cold.latifa,
            at=EVENING,
        )  # fmt: skip
    decision = given_decision(cold, meeting)
    wrong = given_decision(cold, meeting, text="خطأ")
    with as_work(cold.latifa):
        actions.take_out_decision(decision=wrong, by=cold.latifa, at=EVENING)
        signed = actions.sign_minutes(meeting=meeting, by=cold.latifa, at=EVENING)
        assert (signed.minutes, signed.present, signed.signed_by) == ("كتبت", ["health"], cold.latifa)
        for change in (
            lambda: actions.sign_minutes(meeting=meeting, by=cold.latifa, at=EVENING),
            lambda: actions.take_out_decision(decision=decision, by=cold.latifa, at=EVENING),
            lambda: given_decision(cold, meeting),
        ):
            with pytest.raises(actions.MinutesSigned):
                change()
        rows = Meeting.objects.filter(pk=meeting.pk)
        refused(lambda: rows.update(minutes="غيرت"))
        refused(lambda: rows.update(signed_at=None, signed_by=None))
        refused(rows.delete, (DatabaseError, ProtectedError))
        refused(lambda: Decision.objects.filter(pk=decision.pk).update(reasons="غيرت"))
        refused(Decision.objects.filter(pk=decision.pk).delete)
        refused(
            lambda: Decision.objects.create(
                meeting=meeting,
                winter=cold.winter,
                organisation=cold.committee,
                crew=cold.crew,
                number=9,
                text="x",
                reasons="x",
                body="health",
                decided_at=EVENING,
                decided_by=cold.latifa,
            )  # fmt: skip
        )


def test_a_decision_has_its_reasons_a_body_and_a_day_after_the_meeting(cold):
    meeting = given_meeting(cold)
    for wrong in ({"text": ""}, {"reasons": " "}, {"body": "army"}, {"due_on": NIGHT - timedelta(days=1)}):
        with pytest.raises(actions.BadMeeting):
            given_decision(cold, meeting, **wrong)
    first, second = given_decision(cold, meeting), given_decision(cold, meeting, due_on=None)
    assert (first.number, second.number) == (1, 2)
    with as_work(cold.latifa):
        for fields in ({"reasons": ""}, {"text": ""}, {"body": "army"}, {"number": 1}, {"done_at": EVENING}):
            row = {
                "meeting": meeting, "winter": cold.winter, "organisation": cold.committee, "crew": cold.crew,
                "number": 5, "text": "x", "reasons": "x", "body": "health", "decided_at": EVENING,
                "decided_by": cold.latifa,
            } | fields  # fmt: skip
            refused(lambda row=row: Decision.objects.create(**row), IntegrityError)


def test_what_is_done_is_done_once(cold):
    decision = given_decision(cold, given_meeting(cold))
    with as_work(cold.latifa):
        actions.finish_decision(decision=decision, words="فتح", by=cold.latifa, at=EVENING)
        again = actions.finish_decision(
            decision=decision, words="آخر", by=cold.latifa, at=EVENING + timedelta(1)
        )
        assert (again.done_words, again.done_at) == ("فتح", EVENING)
        refused(lambda: Decision.objects.update(done_words="آخر"))
        assert not queries.open_decisions(cold.winter)


def test_today_says_which_decision_is_late_to_who_plans(cold):
    decision = given_decision(cold, given_meeting(cold))
    after = EVENING + timedelta(days=3)
    with as_work(cold.latifa):
        assert not queries.winter_decisions_waiting_for(cold.latifa, at=EVENING)
        (line,) = queries.winter_decisions_waiting_for(cold.latifa, at=after)
        assert decision.text in str(line.sentence) and line.due == decision.due_on
        actions.finish_decision(decision=decision, by=cold.latifa, at=after)
        assert not queries.winter_decisions_waiting_for(cold.latifa, at=after)
    for user in (cold.omar, given_driss(cold)):
        with as_work(user):
            assert not queries.winter_decisions_waiting_for(user, at=after)


def test_a_meeting_to_come_or_of_nobody_is_refused(cold):
    for wrong in ({"held_on": NIGHT + timedelta(days=1)}, {"present": []}, {"present": ["army"]}):
        with pytest.raises(actions.BadMeeting):
            given_meeting(cold, **wrong)
    with as_work(cold.latifa):
        whole = {
            "winter": cold.winter, "organisation": cold.committee, "crew": cold.crew, "number": 1, "held_on": NIGHT,
            "present": ["health"], "minutes": "x", "written_at": EVENING, "written_by": cold.latifa,
        }  # fmt: skip
        for fields in (
            {"present": ["army"]},
            {"signed_at": EVENING},
            {"minutes": "", "signed_at": EVENING, "signed_by": cold.latifa},
            {"present": [], "signed_at": EVENING, "signed_by": cold.latifa},
        ):
            refused(lambda fields=fields: Meeting.objects.create(**(whole | fields)), IntegrityError)


def test_papers_bear_the_bodies_of_their_own_winter(cold):
    other = given_cold("-other")
    with as_work(cold.latifa):
        for model, fields in (
            (CommitteeSeat, {"body": "health", "name": "x", "starts_on": NIGHT, "seated_at": EVENING, "seated_by": cold.latifa}),
            (Meeting, {"number": 1, "held_on": NIGHT, "present": ["health"], "written_at": EVENING, "written_by": cold.latifa}),
            (DutyContact, {"body": "health", "hours": "night", "first_night": NIGHT, "last_night": NIGHT, "name": "x", "phone": "0", "written_at": EVENING, "written_by": cold.latifa}),
        ):  # fmt: skip
            whole = {"winter": cold.winter, "organisation": cold.committee, **fields}
            refused(lambda model=model, whole=whole: model.objects.create(crew=other.crew, **whole), IntegrityError)  # fmt: skip
            assert model.objects.create(crew=cold.crew, **whole)


def test_the_roster_and_the_seats_keep_their_promises_in_the_database(cold):
    seat = {"winter": cold.winter, "organisation": cold.committee, "crew": cold.crew, "body": "health", "name": "x", "starts_on": NIGHT, "seated_at": EVENING, "seated_by": cold.latifa}  # fmt: skip
    duty = {"winter": cold.winter, "organisation": cold.committee, "crew": cold.crew, "body": "health", "hours": "night", "first_night": NIGHT, "last_night": NIGHT, "name": "x", "phone": "0", "written_at": EVENING, "written_by": cold.latifa}  # fmt: skip
    with as_work(cold.latifa):
        for fields in ({"body": "army"}, {"name": ""}, {"ends_on": NIGHT - timedelta(days=1)}):
            refused(lambda fields=fields: CommitteeSeat.objects.create(**(seat | fields)), IntegrityError)
        for fields in ({"body": "army"}, {"hours": "noon"}, {"name": ""}, {"phone": ""}, {"last_night": NIGHT - timedelta(days=1)}):  # fmt: skip
            refused(lambda fields=fields: DutyContact.objects.create(**(duty | fields)), IntegrityError)


def test_after_the_closing_papers_are_signed_and_tasks_carried_out_and_nothing_is_added(cold):
    meeting = given_meeting(cold)
    decision = given_decision(cold, meeting)
    after = rules.ends_at(cold.winter.last_night)
    with as_work(cold.latifa):
        actions.close_winter(winter=cold.winter, lessons="نبدأ قبل", by=cold.latifa, at=after)
        for change in (
            lambda: given_decision(cold, meeting),
            lambda: actions.take_out_decision(decision=decision, by=cold.latifa, at=after),
            lambda: given_meeting(cold),
            lambda: given_seat(cold),
            lambda: given_duty(cold),
        ):
            with pytest.raises(actions.WinterOver):
                change()
        assert actions.sign_minutes(meeting=meeting, by=cold.latifa, at=after).signed_at == after
        assert actions.finish_decision(decision=decision, by=cold.latifa, at=after).done_at == after
