"""States, budgets and scores of grants: what is true whoever asks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.funding.rules.grants import (
    FAULT_WORDS,
    MENDABLE,
    MOST_POINTS,
    NEXT,
    Fault,
    Given,
    GrantState,
    can_move,
    left_on_line,
    score_of,
    state_after_look,
    why_not_headings,
)

POINTS = st.tuples(st.integers(1, 100), st.integers(0, MOST_POINTS))


def test_nothing_comes_back_from_the_archive_and_everything_reaches_it():
    reached, before = {GrantState.APPLIED}, set()
    while reached != before:
        before = set(reached)
        reached |= {to for state in before for to in NEXT[state]}
    assert reached == set(GrantState)
    assert not NEXT[GrantState.ARCHIVED]
    assert not can_move("applied", GrantState.GRANTED)
    assert not can_move("not_granted", GrantState.SIGNED)


@given(st.sets(st.sampled_from(list(Fault))))
def test_only_what_may_be_mended_gets_days(faults):
    state = state_after_look(sorted(faults))
    assert (state == GrantState.ADMISSIBLE) == (not faults)
    assert (state == GrantState.INCOMPLETE) == (bool(faults) and faults <= MENDABLE)
    assert set(FAULT_WORDS) == set(Fault)


@given(st.lists(st.lists(POINTS, min_size=1, max_size=5), max_size=4))
def test_a_score_lies_between_those_who_gave_it_and_needs_two(scorers):
    given_points = [Given(str(n), w, p) for n, rows in enumerate(scorers) for w, p in rows]
    score = score_of(given_points)
    if len(scorers) < 2:
        assert score is None
    else:
        points = [one.points for one in given_points]
        assert min(points) <= score <= max(points)


@pytest.mark.parametrize(
    ("headings", "why"),
    [
        ([], "no_heading"),
        ([("a", 10, 10), ("A ", 10, 0)], "heading_twice"),
        ([("a", 10, 11)], "part_above_cost"),
        ([("a", 10, 9)], "parts_differ"),
        ([("a", 20, 6), ("b", 4, 4)], ""),
    ],
)
def test_a_budget_adds_up_to_what_is_asked(headings, why):
    rows = [(name, Decimal(cost), Decimal(part)) for name, cost, part in headings]
    assert why_not_headings(rows, Decimal(10)) == why


def test_what_is_left_on_a_line():
    assert left_on_line(Decimal(3_000_000), {"a": Decimal("160000"), "b": Decimal("1468411.00")}) == Decimal(
        1371589
    )
