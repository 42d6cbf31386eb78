"""Announced months decide; everything else is an estimate."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from twiza.lib.hijri import HijriDay, hijri_of

# Ramadan 1447 began officially on 19 February 2026 in Morocco, a day after the calculation
RAMADAN_1447 = {(1447, 9): date(2026, 2, 19)}


def test_it_prefers_the_announced_month() -> None:
    assert hijri_of(date(2026, 2, 19), RAMADAN_1447) == HijriDay(1447, 9, 1, announced=True)
    assert hijri_of(date(2026, 2, 19), {}) == HijriDay(1447, 9, 2, announced=False)


def test_it_marks_what_is_only_calculated() -> None:
    assert not hijri_of(date(2026, 7, 21), RAMADAN_1447).announced


def test_the_thirtieth_is_certain_only_when_the_next_month_is_announced() -> None:
    thirtieth = date(2026, 3, 20)
    assert hijri_of(thirtieth, RAMADAN_1447) == HijriDay(1447, 9, 30, announced=False)
    assert hijri_of(thirtieth, {**RAMADAN_1447, (1447, 10): date(2026, 3, 21)}).announced
    assert hijri_of(thirtieth, {**RAMADAN_1447, (1447, 10): thirtieth}) == HijriDay(
        1447, 10, 1, announced=True
    )


@given(st.dates(date(1990, 1, 1), date(2070, 1, 1)))
def test_it_always_names_a_day_that_can_exist(on: date) -> None:
    found = hijri_of(on, RAMADAN_1447)
    assert 1 <= found.month <= 12
    assert 1 <= found.day <= 30
