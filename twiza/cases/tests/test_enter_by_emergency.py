"""Coming into a case by its code: one door, no oracle, five tries, and no second time before the first was looked into."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given as any_of
from hypothesis import strategies as st

from tests.architecture.house import superuser
from twiza.cases import actions, queries, rules
from twiza.cases.models import Case, EmergencyTry, TeamSeat
from twiza.cases.tests.given import CANARY, WORDS, given_case, given_key
from twiza.lib.ids import new_id
from twiza.lib.short_codes import grouped, new_code
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.rules.parameters import NotAValue

REASON = "danger_now"


def entered(who, centre, code, *, at=None, **more):
    return actions.break_glass(
        organisation=centre.pk, code=code, by=who, at=at or timezone.now(), **({"reason_code": REASON} | more)
    )


def given_days_of_the_look(days, at):
    """The platform decides that a team has so many days for looking into an emergency entry."""
    with acting_as(None, purpose=Purpose.SETUP):
        accounts.load_parameters(at=at)
    admin = given_member(
        f"Idriss-{days}", "platform_administrator", given_organisation("Plateforme", kind="other")
    )
    with as_work(admin):
        accounts.set_parameter(
            name="break_glass_review_days", value=days, valid_from=timezone.localdate(at), source="CNDP", by=admin, at=at
        )  # fmt: skip


def lines_of(type):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reason_code, target, data::text FROM audit_line WHERE type = %s ORDER BY id", [type]
        )
        return cursor.fetchall()


@pytest.mark.django_db
def test_the_code_opens_the_case_for_some_hours_and_tells_the_team(case, centre, leila, zineb):
    given_key(zineb, centre)
    now = timezone.now()
    with as_work(zineb):
        assert Case.objects.count() == 0
        seat = entered(zineb, centre, grouped(case.code).lower(), hours=3)
        assert seat.until - seat.since == timedelta(hours=3) and bytes(seat.sealed) == b""
        assert queries.case_for(zineb, case.pk) == case
        with pytest.raises(actions.AlreadyInTeam):
            entered(zineb, centre, case.code)
    with as_work(leila):
        assert queries.emergencies_of(leila, centre.pk, at=now).waiting == 1
        assert TeamSeat.objects.filter(user=zineb).count() == 1
        assert lines_of("cases.glass_broken") == [(REASON, case.pk, "{}")]


@pytest.mark.django_db
def test_an_unknown_code_a_code_elsewhere_and_no_code_are_one_answer(case, centre, leila, zineb):
    given_key(zineb, centre)
    sebou = given_organisation("Centre Sebou")
    salma = given_member("Salma", "listener", sebou)
    elsewhere = given_case(salma, given_key(salma, sebou))
    answers = set()
    for code in (new_code(8), elsewhere.code, "nothing at all", str(new_id())):
        with as_work(zineb), pytest.raises(queries.NoSuchCase) as refusal:
            entered(zineb, centre, code)
        answers.add((refusal.value.code, str(refusal.value.message)))
    assert len(answers) == 1
    with as_work(zineb):
        assert TeamSeat.objects.count() == 0
        assert EmergencyTry.objects.count() == 4
        lines = lines_of("cases.emergency_refused")
    assert lines == [("no_such_code", None, "{}")] * 4  # each try is logged, no code stands there
    with as_work(leila):
        assert EmergencyTry.objects.count() == 0  # whose tries they are is theirs


@pytest.mark.django_db
def test_after_five_tries_even_the_right_code_waits(case, centre, leila, zineb):
    given_key(zineb, centre)
    for _try in range(rules.EMERGENCY_TRIES):
        with as_work(zineb), pytest.raises(queries.NoSuchCase):
            entered(zineb, centre, new_code(8))
    with as_work(zineb):
        with pytest.raises(actions.TriedTooOften):
            entered(zineb, centre, case.code)
        assert TeamSeat.objects.count() == 0
        assert lines_of("cases.emergency_refused")[-1][0] == "too_often"
        for change in (
            lambda: EmergencyTry.objects.all().delete(),
            lambda: EmergencyTry.objects.update(at=timezone.now() - timedelta(hours=2)),
            lambda: EmergencyTry.objects.create(organisation_id=centre.pk, user=zineb, at=timezone.now()),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()


@pytest.mark.django_db
def test_who_has_no_key_or_no_role_here_does_not_come_in(case, centre, leila, zineb):
    youssef = given_member("Youssef", "counter", centre)
    salma = given_member("Salma", "listener", given_organisation("Centre Sebou"))
    with as_work(zineb), pytest.raises(actions.NotAnEmergency):
        entered(zineb, centre, case.code)
    for who in (zineb, youssef, salma):  # and the function itself believes nobody
        with (
            as_work(who),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            cursor.execute(
                "SELECT cases_break_glass(%s, %s, %s, %s, %s, %s)",
                [new_id(), new_id(), centre.pk, case.code, REASON, 4],
            )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"hours": 0}, {"hours": 25}, {"reason_code": "curious"}, {"reason_code": ""}]
)
def test_it_says_why_and_lasts_a_day_at_most_in_the_database_too(case, centre, leila, zineb, wrong):
    given_key(zineb, centre)
    with as_work(zineb):
        with pytest.raises(actions.NotAnEmergency):
            entered(zineb, centre, case.code, **wrong)
        said = {"hours": 4, "reason_code": REASON} | wrong
        if said["hours"]:
            with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(
                    "SELECT cases_break_glass(%s, %s, %s, %s, %s, %s)",
                    [new_id(), new_id(), centre.pk, case.code, said["reason_code"], said["hours"]],
                )


@pytest.mark.django_db
def test_an_entry_that_nobody_looked_into_closes_this_door_until_somebody_does(
    case, centre, leila, zineb, room
):
    given_key(zineb, centre)
    other = given_case(leila, room)
    later = timezone.now() + timedelta(days=7, minutes=1)
    with as_work(zineb):
        seat = entered(zineb, centre, case.code)
        with pytest.raises(actions.EmergencyNotReviewed):
            entered(zineb, centre, other.code, at=later)
        assert lines_of("cases.emergency_refused")[-1][0] == "not_reviewed"
    with as_work(leila):
        actions.review_emergency(seat=TeamSeat.objects.get(pk=seat.pk), by=leila, at=later)
    with as_work(zineb):
        assert entered(zineb, centre, other.code, at=later).case_id == other.pk


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "in_force"), [("2", 2), ("10", 10), ("30", 30)])
def test_the_days_of_the_look_are_a_parameter(case, centre, leila, zineb, room, days, in_force):
    now = timezone.now()
    for wrong in ("0", "31"):
        with pytest.raises(NotAValue):
            given_days_of_the_look(wrong, now)
    given_days_of_the_look(days, now)
    given_key(zineb, centre)
    other = given_case(leila, room)
    with as_work(zineb):
        entered(zineb, centre, case.code)
    edge = now + timedelta(days=in_force)
    with as_work(leila):
        seen = [queries.emergencies_of(leila, centre.pk, at=edge + timedelta(minutes=one)) for one in (-5, 5)]
        assert [(one.overdue, one.days) for one in seen] == [(False, in_force), (True, in_force)]
    with as_work(zineb):
        with pytest.raises(actions.EmergencyNotReviewed) as refusal:
            entered(zineb, centre, other.code, at=edge + timedelta(minutes=5))
        assert str(in_force) in str(refusal.value.message)
        assert entered(zineb, centre, other.code, at=edge - timedelta(minutes=5)).case_id == other.pk


@any_of(st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=6))
def test_one_late_entry_is_enough_and_a_reviewed_one_never_counts(entries):
    at = datetime(2026, 2, 2, tzinfo=UTC)
    seen = [
        rules.Emergency(at - timedelta(days=days), at if reviewed else None, timedelta(days=7))
        for days, reviewed in entries
    ]
    late = [days for days, reviewed in entries if not reviewed and days > 7]
    assert rules.may_break_glass(seen, at) is not bool(late)


@pytest.mark.django_db
def test_the_page_asks_for_a_code_and_leads_into_the_case(client, case, centre, leila, zineb):
    page = reverse("cases:enter_by_emergency")
    given_key(zineb, centre)
    client.force_login(zineb)
    assert client.get(page).status_code == 302  # the room is locked
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert page in client.get(reverse("cases:list_cases")).content.decode()
    typed = {"code": new_code(8), "reason_code": REASON, "hours": 4}
    refused = client.post(page, typed)
    assert refused.status_code == 200 and refused.context["form"].non_field_errors()
    assert client.post(page, typed | {"hours": 30}).context["form"].errors.keys() == {"hours"}
    answer = client.post(page, typed | {"code": case.code}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("cases:show_case", args=[case.pk])
    assert CANARY not in answer.content.decode() and answer.context["no_key"]
    assert case.code not in answer.redirect_chain[-1][0]


@pytest.fixture
def committed(own_database):
    """A centre whose rows are committed: threads see them."""
    centre = given_organisation("Centre Tissaout")
    leila, zineb, nawal = (
        given_member(name, role, centre)
        for name, role in (("Leila", "listener"), ("Zineb", "listener"), ("Nawal", "listening_supervisor"))
    )
    room = given_key(leila, centre)
    given_key(zineb, centre), given_key(nawal, centre)
    return own_database, centre, (leila, zineb, nawal), room, given_case(leila, room)


@pytest.mark.concurrent
@pytest.mark.slow
def test_two_at_once_both_come_in_once_and_both_are_told(committed):
    _name, centre, (leila, zineb, nawal), _room, case = committed

    def enter(who):
        try:
            with as_work(who):
                return entered(who, centre, case.code).pk
        except actions.AlreadyInTeam:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        seats = list(pool.map(enter, [zineb, nawal, zineb, nawal]))
    assert len([one for one in seats if one]) == 2
    with as_work(leila):
        assert queries.emergencies_of(leila, centre.pk, at=timezone.now()).waiting == 2
        assert set(TeamSeat.objects.filter(kind="broke_glass").values_list("user", flat=True)) == {
            zineb.pk,
            nawal.pk,
        }


@pytest.mark.concurrent
@pytest.mark.slow
def test_the_tries_of_one_person_are_counted_even_all_at_once(committed):
    _name, centre, (_leila, zineb, _nawal), _room, _case = committed

    def guess(_number):
        try:
            with as_work(zineb):
                try:
                    entered(zineb, centre, new_code(8))
                except (queries.NoSuchCase, actions.TriedTooOften) as refusal:
                    return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(12)))
    assert answers.count("cases.no_such_case") == rules.EMERGENCY_TRIES


@pytest.mark.concurrent
@pytest.mark.slow
def test_the_database_itself_keeps_the_end_and_the_look(committed):
    name, centre, (leila, zineb, _nawal), room, case = committed
    other = given_case(leila, room)
    with as_work(zineb):
        seat = entered(zineb, centre, case.code, hours=1)
    with superuser(name) as server:
        server.execute("SET session_replication_role = replica")
        server.execute(
            "UPDATE cases_teamseat SET since = since - interval '8 days', until = until - interval '8 days'"
            " WHERE kind = 'broke_glass'"
        )
        server.commit()
    with as_work(zineb):
        assert Case.objects.count() == 0  # it is over
        long_ago = timezone.now() - timedelta(days=9)  # a clock that is put back does not help
        with pytest.raises(actions.EmergencyNotReviewed):
            entered(zineb, centre, other.code, at=long_ago)
    given_days_of_the_look("10", timezone.now())  # the database asks the parameter too
    with as_work(zineb):
        assert entered(zineb, centre, other.code).case_id == other.pk
        transaction.set_rollback(True)
    given_days_of_the_look("7", timezone.now())
    with as_work(zineb), pytest.raises(actions.EmergencyNotReviewed):
        entered(zineb, centre, other.code)
    with as_work(leila):
        actions.review_emergency(seat=TeamSeat.objects.get(pk=seat.pk), by=leila, at=timezone.now())
    with as_work(zineb):
        entered(zineb, centre, other.code)
