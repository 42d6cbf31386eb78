"""The clock of a licence file: days, pauses, weekends and feasts; the steps of a file; what a commission says."""

from datetime import date, timedelta

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from twiza.network.rules.licences import (
    FILE_MOVES,
    FileState,
    Pause,
    can_move,
    clock,
    commission_says,
    counts,
    days_used,
    due_on,
    is_against,
    paper_holds,
)

TODAY = date(2026, 2, 2)
DAYS = st.integers(0, 60)
START = date(2026, 1, 5)


@st.composite
def pauses(draw, most=4):
    """Pauses one after the other, each ended."""
    found, day = [], START + timedelta(days=draw(DAYS))
    for _one in range(draw(st.integers(0, most))):
        until = day + timedelta(days=draw(st.integers(0, 15)))
        found.append(Pause(day, until))
        day = until + timedelta(days=draw(st.integers(0, 15)))
    return found


FEASTS = st.sets(st.integers(1, 90).map(lambda n: START + timedelta(days=n)), max_size=8)


@given_that(st.integers(1, 60), pauses(), st.booleans(), FEASTS)
def test_the_last_day_is_counted_and_the_delay_is_just_used_up(days, stops, working, feasts):
    due = due_on(START, days, stops, working=working, closed=feasts)
    assert days_used(START, due, stops, working=working, closed=feasts) == days
    assert counts(due, stops, working=working, closed=feasts)
    if working:
        assert due.weekday() < 5 and due not in feasts


@given_that(st.integers(1, 60), pauses(), st.booleans(), FEASTS, DAYS)
def test_used_and_left_make_the_delay_on_any_day(days, stops, working, feasts, later):
    today = START + timedelta(days=later)
    said = clock(START, days, stops, today=today, working=working, closed=feasts)
    assert said.used + said.left == days and said.used >= 0
    assert said.is_late == (today > said.due and said.left < 0)
    after = clock(START, days, stops, today=today + timedelta(days=1), working=working, closed=feasts)
    assert 0 <= after.used - said.used <= 1


@given_that(st.integers(1, 60), st.integers(1, 40), st.integers(0, 30), st.booleans(), FEASTS)
def test_a_pause_adds_exactly_the_counted_days_that_it_covers(days, first, length, working, feasts):
    begins = START + timedelta(days=first)
    pause = Pause(begins, begins + timedelta(days=length))
    plain = due_on(START, days, [], working=working, closed=feasts)
    moved = due_on(START, days, [pause], working=working, closed=feasts)
    covered = sum(
        counts(begins + timedelta(days=n), [], working=working, closed=feasts) for n in range(length)
    )
    if begins > plain:
        assert moved == plain
    else:
        assert days_used(START, moved, [], working=working, closed=feasts) == days + covered


@given_that(st.integers(1, 60), pauses(most=2), st.booleans())
def test_while_it_stands_nobody_knows_the_last_day(days, stops, working):
    last = max((one.until for one in stops), default=START + timedelta(days=1))
    due = due_on(START, days, [*stops, Pause(last)], working=working)
    ended = due_on(START, days, stops, working=working)
    assert due == (ended if ended < last else None)


def test_the_clock_of_30_days_of_law_14_05():
    assert due_on(date(2026, 1, 5), 30, [], working=False) == date(2026, 2, 4)
    assert due_on(date(2026, 1, 5), 30, [], working=True) == date(2026, 2, 16)
    feast = {date(2026, 1, 14)}
    assert due_on(date(2026, 1, 5), 30, [], working=True, closed=feast) == date(2026, 2, 17)


@given_that(st.lists(st.sampled_from(list(FileState)), max_size=12))
def test_a_file_never_comes_back_to_where_it_was(steps):
    state, seen = FileState.IDEA, [FileState.IDEA]
    for step in steps:
        if can_move(state, step):
            assert step not in seen
            state = step
            seen.append(step)
    assert all(not can_move(one, one) for one in FILE_MOVES)


@pytest.mark.parametrize(
    ("verdicts", "says", "granting", "refusing"),
    [
        ("yyyy", "yes", False, True),
        ("yycn", "conditions", False, True),
        ("ynnn", "no", True, False),
        ("yynn", None, False, False),
        ("", None, False, False),
    ],
)
def test_what_most_of_the_commission_says(verdicts, says, granting, refusing):
    said = [{"y": "yes", "n": "no", "c": "conditions"}[one] for one in verdicts]
    assert commission_says(said) == says
    assert (is_against(True, said), is_against(False, said)) == (granting, refusing)


def test_a_paper_holds_until_its_last_day_or_so_many_months():
    assert paper_holds(None, None, 0, on=TODAY)
    assert paper_holds(None, TODAY, 12, on=TODAY) and not paper_holds(
        None, TODAY - timedelta(days=1), 0, on=TODAY
    )
    assert paper_holds(date(2025, 2, 3), None, 12, on=TODAY) and not paper_holds(
        date(2025, 2, 2), None, 12, on=TODAY
    )
    assert not paper_holds(None, None, 12, on=TODAY)  # it runs out, and nobody knows when
