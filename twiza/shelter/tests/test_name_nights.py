"""A night runs from noon to noon and bears the date of its evening, whatever the clock does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from twiza.shelter import rules

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_half_past_one_belongs_to_the_night_before():
    assert rules.night_of(datetime(2025, 12, 21, 1, 30, tzinfo=rules.ZONE), rules.ZONE) == date(2025, 12, 20)


def test_over_the_end_of_a_month_and_of_a_year():
    assert rules.night_of(datetime(2026, 1, 1, 2, 0, tzinfo=rules.ZONE)) == date(2025, 12, 31)
    assert rules.night_of(datetime(2026, 2, 1, 11, 59, tzinfo=rules.ZONE)) == date(2026, 1, 31)
    assert rules.night_of(datetime(2026, 2, 1, 12, 0, tzinfo=rules.ZONE)) == date(2026, 2, 1)


@given(MOMENTS)
@example(datetime(2026, 2, 15, 1, 30, tzinfo=UTC))  # the clock goes back an hour before Ramadan
@example(datetime(2026, 3, 22, 1, 30, tzinfo=UTC))  # and forward again after it
def test_each_moment_is_in_exactly_one_night(moment):
    night = rules.night_of(moment)
    assert rules.begins_at(night) <= moment < rules.ends_at(night)


@given(st.dates(date(2020, 1, 1), date(2039, 1, 1)), st.times())
def test_what_the_clock_shows_in_a_night_is_of_that_night(night, clock):
    assert rules.night_of(rules.moment_in(night, clock.replace(fold=0))) == night


def test_a_moment_without_a_time_zone_is_of_no_night():
    with pytest.raises(ValueError, match="time zone"):
        rules.night_of(datetime(2025, 12, 20, 20, 0))  # noqa: DTZ001


def test_twelve_december_to_thirty_one_january_are_51_nights():
    nights = list(rules.nights_between(date(2025, 12, 12), date(2026, 1, 31)))
    assert len(nights) == 51 and nights[1] - nights[0] == timedelta(days=1)


def test_the_bulletin_of_a_night_comes_the_morning_after():
    assert rules.moment_in(date(2025, 12, 20), time(7, 30)).date() == date(2025, 12, 21)


def test_what_a_change_of_the_last_night_is_called():
    assert rules.kind_of_change(date(2026, 1, 31), date(2026, 2, 7)) == "extension"
    assert rules.kind_of_change(date(2026, 1, 31), date(2026, 1, 20)) == "early_end"
    assert rules.kind_of_change(date(2026, 1, 31), date(2026, 1, 31)) == ""
