"""How long a case is kept: counted in years by parameters, told before, erased at night by a job that reads nothing."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import Case, ErasedCase, ErasureCertificate, RoomDraft, Ticket
from twiza.cases.tests.given import given_case, given_key, given_role_too, heard
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts

pytestmark = pytest.mark.django_db
CASABLANCA = ZoneInfo("Africa/Casablanca")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=CASABLANCA)


def years_on(day: date, years: int, days: int = 0) -> date:
    return day.replace(year=day.year + years) + timedelta(days=days)


def given_heard(by, room, *, on: date, age_band="adult"):
    """A listening that ended there: nobody works on it."""
    with as_work(by):
        return actions.listen(room=room, said=heard(), age_band=age_band, by=by, at=noon(on))


def due_at(moment: datetime) -> int:
    with acting_as(None, purpose=Purpose.UPKEEP):
        return sum(queries.counted_past_keeping(at=moment).values())


def night() -> int:
    with acting_as(None, purpose=Purpose.UPKEEP):
        return actions.end_old_cases(at=timezone.now())


@pytest.mark.parametrize(("days", "due"), [(-1, 0), (0, 1), (1, 1)])
def test_years_ahead_a_closed_case_is_due_on_its_day_and_not_a_day_before(leila, room, days, due):
    case = given_case(leila, room)
    with as_work(leila):
        actions.close_as_she_wishes(case=case, room=room, by=leila, at=timezone.now())
    last = timezone.localdate()  # the database writes the day of the closing itself
    assert due_at(noon(years_on(last, 5, days))) == due


@pytest.mark.parametrize(("days", "gone"), [(1, 0), (0, 1), (-1, 1)])
def test_on_its_day_the_night_erases_it_and_not_a_day_before(leila, room, days, gone):
    case = given_heard(leila, room, on=years_on(timezone.localdate(), -5, days))
    assert night() == gone
    with as_work(leila):
        assert Case.objects.filter(pk=case.pk).count() == 1 - gone
        assert ErasedCase.objects.count() == ErasureCertificate.objects.count() == gone


@pytest.mark.parametrize(("days", "due"), [(-1, 0), (0, 1), (1, 1)])
def test_the_case_of_a_minor_waits_until_a_new_born_would_be_23(leila, room, days, due):
    on = date(2026, 11, 20)
    given_heard(leila, room, on=on, age_band="minor")
    assert due_at(noon(years_on(on, 23, days))) == due


def test_what_people_work_on_is_never_due_however_old(leila, room):
    case = given_case(leila, room)
    for to in ("assessed", "plan_agreed", "in_progress", "stable_follow_up"):
        with as_work(leila):
            actions.move_case(case=case, to=to, next_on=None, by=leila, at=timezone.now())
        assert due_at(noon(date(2200, 1, 1))) == 0
        with as_work(leila):
            assert queries.kept_until(case, on=timezone.localdate()) is None


def test_a_word_written_later_and_opening_again_count(leila, room):
    case = given_heard(leila, room, on=date(2026, 1, 10))
    assert due_at(noon(date(2031, 1, 10))) == 1
    with as_work(leila):
        actions.write_note(case=case, room=room, words="بعد", by=leila, at=noon(date(2026, 9, 1)))
    assert due_at(noon(date(2031, 8, 31))) == 0
    assert due_at(noon(date(2031, 9, 1))) == 1
    with as_work(leila):
        actions.move_case(case=case, to="opened", next_on=None, by=leila, at=timezone.now())
    assert due_at(noon(date(2200, 1, 1))) == 0


def test_the_years_are_a_parameter(leila, room):
    given_heard(leila, room, on=date(2026, 1, 10))
    with acting_as(None, purpose=Purpose.SETUP):
        accounts.load_parameters(at=timezone.now())
    assert due_at(noon(date(2029, 1, 10))) == 0
    admin = given_member("Idriss", "platform_administrator", given_organisation("Plateforme", kind="other"))
    with acting_as(admin.pk, purpose=Purpose.WORK):
        accounts.set_parameter(
            name="case_retention_years",
            value="3",
            valid_from=date(2028, 1, 1),
            source="CNDP",
            by=admin,
            at=noon(date(2027, 12, 1)),
        )
    assert due_at(noon(date(2029, 1, 9))) == 0
    assert due_at(noon(date(2029, 1, 10))) == 1


def test_the_database_looks_up_the_day_itself_and_nobody_brings_it_nearer(leila, room):
    """A clock moved years ahead lists; it erases nothing. The day of the last move is no column of the application."""
    case = given_heard(leila, room, on=date(2026, 11, 1))
    ahead = noon(date(2040, 1, 1))
    assert due_at(ahead) == 1
    with acting_as(None, purpose=Purpose.UPKEEP), pytest.raises(DatabaseError), transaction.atomic():
        actions.end_old_cases(at=ahead)
    with as_work(leila):
        for sql in ("moved_on = '2001-01-01'", "opened_at = '2001-01-01'"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE cases_case SET {sql}")
        assert Case.objects.get(pk=case.pk).moved_on == date(2026, 11, 1)


@pytest.mark.parametrize(("days", "lines"), [(29, 1), (30, 1), (31, 0)])
def test_the_team_is_told_thirty_days_before(leila, room, days, lines):
    given_heard(leila, room, on=years_on(timezone.localdate(), -5, days))
    with as_work(leila):
        found = queries.ending_for(leila, timezone.now())
        assert len(found) == lines
        assert all(one.due == timezone.localdate() + timedelta(days=days) for one in found)


def test_the_page_of_today_asks_once_however_many_cases_and_organisations(leila, room):
    """What ends soon, in all rooms of one person: as many questions in three organisations as in one."""
    given_heard(leila, room, on=years_on(timezone.localdate(), -5, 20))

    def asked():
        with as_work(leila), CaptureQueriesContext(connection) as seen:
            found = queries.ending_for(leila, timezone.now())
        return len(seen), str(found[0].sentence), found[0].due

    alone = asked()
    assert "1" in alone[1]
    for name, days in (("Centre Sebou", 10), ("Centre Ourika", 25)):
        there = given_organisation(name)
        given_role_too(leila, there, "listener")
        hers = given_key(leila, there)
        for more in range(3):
            given_heard(leila, hers, on=years_on(timezone.localdate(), -5, days + more))
    questions, words, due = asked()
    assert questions == alone[0] and "7" in words and due == timezone.localdate() + timedelta(days=10)


def test_the_command_counts_first_and_erases_only_when_asked(leila, room, centre):
    given_heard(leila, room, on=years_on(timezone.localdate(), -6))
    said = StringIO()
    call_command("end_old_cases", stdout=said)
    assert f"{centre.pk}: 1" in said.getvalue() and "Erased" not in said.getvalue()
    with as_work(leila):
        assert Case.objects.count() == 1
    call_command("end_old_cases", "--erase", stdout=said)
    assert "Erased: 1." in said.getvalue()
    with as_work(leila):
        assert Case.objects.count() == 0


@pytest.mark.parametrize(("days", "left"), [(-1, 1), (0, 0), (1, 0)])
def test_drafts_and_numbers_of_reception_end_after_their_days(leila, room, centre, days, left):
    today = timezone.localdate()
    with as_work(leila):
        at = noon(today - timedelta(days=30 + days))
        actions.keep_draft(room=room, about=centre.pk, said={"words": "مسودة"}, by=leila, at=at)
        at = noon(today - timedelta(days=400 + days))
        actions.give_ticket(organisation=centre.pk, first_time=True, company="alone", by=leila, at=at)
    with acting_as(None, purpose=Purpose.UPKEEP):
        assert actions.end_leftovers(at=timezone.now()) == {
            "drafts": 1 - left,
            "tickets": 1 - left,
            "asks": 0,
            "packets": 0,
        }
    with as_work(leila):
        assert (RoomDraft.objects.count(), Ticket.objects.count()) == (left, left)
