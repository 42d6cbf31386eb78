"""What sites say each day: in time, late, by telephone; and a board that knows what it does not know."""

from datetime import datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from twiza.network.tests.given import as_work
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import Declaration
from twiza.shelter.tests.given import EVENING, NIGHT, given_guests, given_site, given_unit, held

pytestmark = pytest.mark.django_db
BEFORE = datetime.combine(NIGHT, time(17, 59), rules.ZONE)
AFTER = datetime.combine(NIGHT, time(18, 0), rules.ZONE)


def test_a_site_that_said_nothing_is_unknown_and_called_from_the_hour_on(cold):
    with as_work(cold.omar):
        assert not queries.board(cold.winter, NIGHT, at=BEFORE).sites[0].is_late
        late = queries.board(cold.winter, NIGHT, at=AFTER).sites[0]
    assert late.is_late and late.declared is None and late.differs == {}


def test_whoever_calls_writes_the_answer_and_it_says_so(cold):
    given_unit(cold, "men", 4)
    with as_work(cold.omar):
        said = actions.declare_beds(
            winter_site=cold.site, night=NIGHT, free={"men": 3}, by=cold.omar, at=AFTER
        )
        assert said.by_phone
    with as_work(cold.zahra):
        own = actions.declare_beds(
            winter_site=cold.site,
            night=NIGHT,
            free={"men": 2},
            by=cold.zahra,
            at=AFTER + timedelta(minutes=5),
        )
        assert not own.by_phone
    with as_work(cold.latifa):
        line = queries.board(cold.winter, NIGHT, at=AFTER + timedelta(hours=1)).sites[0]
        assert line.declared == own and not line.is_late
        assert line.differs == {"men": (2, 4)}


@pytest.mark.parametrize("free", [{"men": 5}, {"men": -1}, {"women": 1}])
def test_more_than_there_are_beds_is_refused(cold, free):
    given_unit(cold, "men", 4)
    with as_work(cold.zahra):
        with pytest.raises(actions.BadBeds):
            actions.declare_beds(winter_site=cold.site, night=NIGHT, free=free, by=cold.zahra, at=BEFORE)
        assert not Declaration.objects.exists()


def test_what_was_said_stays(cold):
    with as_work(cold.zahra):
        actions.declare_beds(winter_site=cold.site, night=NIGHT, free={}, by=cold.zahra, at=BEFORE)
        for change in (lambda rows: rows.update(men=9), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(Declaration.objects.all())


def test_a_night_outside_the_winter_is_refused(cold):
    with as_work(cold.zahra), pytest.raises(actions.WinterOver):
        actions.declare_beds(
            winter_site=cold.site, night=NIGHT + timedelta(days=90), free={}, by=cold.zahra, at=BEFORE
        )


def test_the_board_counts_every_bed_once(cold):
    given_unit(cold, "men", 5)
    given_unit(cold, "women", 2)
    reserve = given_unit(cold, "men", 3, name="reserve", reserve=True)
    (use,) = held(cold, given_guests(cold, "man"))
    held(cold, given_guests(cold, "woman"))
    with as_work(cold.zahra):
        actions.take_in(use=use, by=cold.zahra, at=EVENING)
        bed = cold.site.units.get(name="men").beds.get(number=5)
        actions.close_bed(bed=bed, first=NIGHT, last=NIGHT, reasons="سقف", by=cold.zahra, at=EVENING)
        found = queries.board(cold.winter, NIGHT, at=EVENING)
    assert found.totals == {
        "beds": 10,
        "free": 4,
        "held": 1,
        "slept": 1,
        "closed": 1,
        "reserve": 3,
        "kept": 0,
    }
    men = next(line for line in found.sites[0].groups if line.group is rules.Group.MEN)
    assert (men.beds, men.free, men.slept, men.closed, men.reserve) == (8, 3, 1, 1, 3)
    with as_work(cold.latifa):
        actions.open_reserve(unit=reserve, night=NIGHT, reasons="برد", by=cold.latifa, at=EVENING)
    with as_work(cold.omar):
        assert queries.board(cold.winter, NIGHT, at=EVENING).totals["free"] == 7
        assert queries.free_beds(cold.winter, NIGHT).count() == 7


def test_the_committee_sees_capacity_and_what_was_declared(cold):
    given_unit(cold, "men", 5)
    held(cold, given_guests(cold, "man"))
    with as_work(cold.zahra):
        actions.declare_beds(winter_site=cold.site, night=NIGHT, free={"men": 4}, by=cold.zahra, at=BEFORE)
    with as_work(cold.latifa):
        line = queries.board(cold.winter, NIGHT, at=AFTER).sites[0]
    assert line.declared.men == 4 and sum(group.beds for group in line.groups) == 5


def test_a_board_asks_the_same_few_questions_for_many_sites(cold):
    def questions():
        with (
            as_work(cold.omar),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            queries.board(cold.winter, NIGHT, at=AFTER)
        return len(asked)

    given_unit(cold, "men", 2)
    few = questions()
    for number in range(3):
        given_site(cold.winter, cold.host, cold.latifa, f"Site {number}")
    assert questions() == few <= 8
