from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import hijri
from twiza.aid.rules.hijri import HijriDay, MonthNotAnnounced, NoSuchMonth

OFFICIAL = {(1447, 9): date(2026, 2, 19)}  # by computation it is the 18th


def test_it_takes_the_announced_month_first():
    assert hijri.month_start(1447, 9, OFFICIAL) == hijri.MonthStart(date(2026, 2, 19), estimate=False)
    assert hijri.month_start(1447, 9, {}) == hijri.MonthStart(date(2026, 2, 18), estimate=True)
    assert hijri.month_start(1448, 9, OFFICIAL) == hijri.MonthStart(date(2027, 2, 8), estimate=True)


def test_it_dates_no_campaign_by_an_estimate():
    assert hijri.announced_start(1447, 9, OFFICIAL) == date(2026, 2, 19)
    with pytest.raises(MonthNotAnnounced):
        hijri.announced_start(1448, 9, OFFICIAL)


def test_it_says_the_day_of_an_announced_month():
    assert hijri.hijri_day(date(2026, 2, 19), OFFICIAL) == HijriDay(1447, 9, 1, estimate=False)
    assert hijri.hijri_day(date(2026, 3, 19), OFFICIAL) == HijriDay(1447, 9, 29, estimate=False)
    assert hijri.hijri_day(date(2026, 3, 20), OFFICIAL).estimate
    both = OFFICIAL | {(1447, 10): date(2026, 3, 21)}
    assert hijri.hijri_day(date(2026, 3, 20), both) == HijriDay(1447, 9, 30, estimate=False)
    assert hijri.hijri_day(date(2026, 3, 21), both) == HijriDay(1447, 10, 1, estimate=False)


@given(st.dates(date(1950, 1, 1), date(2070, 1, 1)))
def test_it_agrees_with_itself_when_all_is_computed(on: date):
    day = hijri.hijri_day(on, {})
    assert day.estimate
    assert hijri.month_start(day.year, day.month, {}).on + timedelta(days=day.day - 1) == on


@given(st.integers(1400, 1490), st.integers(1, 12), st.integers(-20, 20))
def test_it_refuses_an_announcement_that_cannot_be(year: int, month: int, off: int):
    computed = hijri.month_start(year, month, {}).on
    try:
        hijri.check_announcement(year, month, computed + timedelta(days=off), {})
        assert abs(off) <= 2
    except NoSuchMonth:
        assert abs(off) > 2


def test_it_wants_months_of_29_or_30_days():
    with pytest.raises(NoSuchMonth):
        hijri.check_announcement(1447, 10, date(2026, 3, 19), OFFICIAL)
    hijri.check_announcement(1447, 10, date(2026, 3, 20), OFFICIAL)
    with pytest.raises(NoSuchMonth):
        hijri.month_start(1447, 13, {})
