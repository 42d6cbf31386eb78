"""Delays of the law, in days or in working days; figures of a sheet; known feasts. Pure rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import authority, demands, feasts, legal
from twiza.aid.rules.feasts import DayKind

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(0, 40)
HOLIDAYS = st.frozensets(DAYS, max_size=30)


@given(DAYS, COUNTS, st.booleans(), HOLIDAYS)
def test_the_last_day_leaves_just_as_many_days(event, days, working, holidays):
    last = legal.days_before(event, days, working=working, holidays=holidays)
    counted = sum(
        not working or legal.is_working_day(last + timedelta(days=n), holidays)
        for n in range((event - last).days)
    )
    assert counted == days  # the last day itself counts, the day of the distribution does not
    assert last <= event and (days or last == event)


@given(DAYS, COUNTS, st.booleans(), HOLIDAYS)
def test_after_and_between_agree(event, days, working, holidays):
    due = legal.days_after(event, days, working=working, holidays=holidays)
    assert legal.days_between(event, due, working=working, holidays=holidays) == days
    assert legal.days_between(due, event, working=working, holidays=holidays) == -days


@given(DAYS, COUNTS, st.booleans(), HOLIDAYS, st.integers(-60, 60))
def test_it_is_late_only_after_the_last_day(starts, days, working, holidays, shift):
    last = legal.days_before(starts, days, working=working, holidays=holidays)
    window = legal.window(
        starts, days, today=last + timedelta(days=shift), working=working, holidays=holidays
    )
    assert window.last_day == last
    assert window.late == (shift > 0)


def test_a_number_of_days_is_not_below_zero():
    with pytest.raises(ValueError, match="below zero"):
        legal.days_before(date(2026, 1, 1), -1, working=False)


@given(DAYS, DAYS, DAYS, DAYS)
def test_a_declaration_covers_the_days_that_lie_in_it(first, last, starts, ends):
    (first, last), (starts, ends) = sorted((first, last)), sorted((starts, ends))
    inside = all(first <= starts + timedelta(days=n) <= last for n in (0, (ends - starts).days))
    assert legal.covers((first, last), (starts, ends)) is inside
    assert not legal.covers((None, None), (starts, ends)) and not legal.covers((first, None), (starts, ends))
    assert legal.covers((first, last), (None, None)) and legal.covers((None, None), (starts, None))


def test_ten_days_before_a_thursday():
    starts = date(2026, 2, 26)
    assert legal.days_before(starts, 10, working=False) == date(2026, 2, 16)
    assert legal.days_before(starts, 10, working=True) == date(2026, 2, 12)
    assert legal.days_before(starts, 10, working=True, holidays={date(2026, 2, 12)}) == date(2026, 2, 11)


@given(
    st.dictionaries(st.sampled_from([f"P{n}|{d}" for n in range(5) for d in "ab"]), st.integers(0, 12)),
    st.data(),
)
def test_two_sheets_never_tell_one_hidden_figure(cells, data):
    """Total of a sheet, total of all: the difference of what is shown never leaves one hidden figure alone."""
    chosen = set(data.draw(st.lists(st.sampled_from(sorted(cells) or ["P0|a"]), unique=True)))
    part, total = authority.sheet_figures(cells, chosen, 5)
    whole, whole_total = authority.sheet_figures(cells, set(cells), 5)
    assert all(whole[name] == value for name, value in part.items())
    assert all(value is None or value == 0 or value >= 5 for value in whole.values())
    if total is not None:
        hidden = [cells[name] for name, value in part.items() if value is None]
        assert len(hidden) != 1 and (not hidden or sum(hidden) >= 5)
    if total is not None and whole_total is not None:
        others = [cells[name] for name, value in whole.items() if value is None and name not in part]
        assert len(others) != 1


def test_known_days_follow_announced_months():
    eid = date(2026, 3, 20)
    without = feasts.known_days(2026, {})
    with_eid = feasts.known_days(2026, {(1447, 10): eid, (1448, 10): date(2027, 3, 10)})
    assert [one.on for one in with_eid if one.kind is DayKind.FEAST] == [eid, eid + timedelta(days=1)]
    assert len(with_eid) == len(without) + 2 and with_eid == sorted(
        with_eid, key=lambda one: (one.on, one.name_fr)
    )
    assert all(one.name_ar and one.name_fr for one in with_eid)


def test_reasons_follow_from_how_it_was_asked():
    said = demands.default_reasons(written=False, basis=" ", asker="elected")
    assert said == ["personal_data", "no_basis", "oral", "electoral", "other_purpose", "totals_enough"]
    assert demands.default_reasons(written=True, basis="Art. 66", asker="court") == [
        "personal_data",
        "other_purpose",
        "totals_enough",
    ]
    assert set(said) <= set(demands.REFUSALS)
