"""Works by rules: shares that add up, phases in their order, days late."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from twiza.funding.rules.works import (
    PHASES,
    Facts,
    Phase,
    fits,
    left_to_finance,
    next_phase,
    percents,
    timeline,
    why_not_move,
)

AMOUNTS = st.decimals("0", "100000000", places=2)
READY = Facts(unfinanced=Decimal(0), items=1, open_reserves=0, stopped=False, institution=True)


@given(st.lists(AMOUNTS, min_size=1, max_size=12))
def test_percents_add_up_to_a_hundred_and_stay_near_the_truth(parts):
    shown, whole = percents(parts), sum(parts)
    if whole == 0:
        assert shown == []
        return
    assert sum(shown) == 100 and len(shown) == len(parts)
    assert all(abs(one - part * 100 / whole) < Decimal("0.1") for one, part in zip(shown, parts, strict=True))
    assert all(one == 0 for one, part in zip(shown, parts, strict=True) if part == 0)


@given(AMOUNTS, st.lists(AMOUNTS, max_size=8))
def test_shares_and_what_is_left_are_the_cost(cost, shares):
    assert left_to_finance(cost, shares) + sum(shares) == cost


@given(st.lists(st.decimals("-50", "50", places=2), max_size=8), AMOUNTS)
def test_what_is_paid_stays_within_a_share(paid, share):
    assert fits(paid, share) == (0 <= sum(paid, Decimal(0)) <= share)


@pytest.mark.parametrize(
    ("phase", "to", "facts", "why"),
    [
        ("idea", "studied", {}, ""),
        ("idea", "financed", {}, "order"),
        ("works", "studied", {}, "order"),
        ("opened", "idea", {}, "order"),
        ("idea", "nowhere", {}, "order"),
        ("studied", "financed", {"unfinanced": Decimal("0.01")}, "unfinanced"),
        ("accepted", "equipped", {"items": 0}, "no_items"),
        ("equipped", "opened", {"open_reserves": 1}, "reserves"),
        ("equipped", "opened", {"institution": False}, "no_institution"),
        ("works", "accepted", {"stopped": True}, "stopped"),
    ],
)
def test_it_says_why_not(phase, to, facts, why):
    values = {name: getattr(READY, name) for name in Facts.__slots__} | facts
    assert why_not_move(phase, to, Facts(**values)) == why


def test_the_days_of_each_phase_say_what_is_late():
    planned = {"studied": date(2026, 3, 1), "financed": date(2026, 4, 1), "let": date(2026, 9, 1)}
    reached = {"idea": date(2026, 1, 1), "studied": date(2026, 3, 11)}
    lines = {one.phase: one for one in timeline(planned, reached, on=date(2026, 4, 6))}
    assert [lines[Phase(one)].late_days for one in ("idea", "studied", "financed", "let")] == [0, 10, 5, 0]
    assert list(lines) == list(PHASES)


class Works(RuleBasedStateMachine):
    """Any sequence of attempts: no phase is jumped over, none reached while standing still or without what it needs."""

    def __init__(self):
        super().__init__()
        self.phase, self.path = Phase.IDEA, [Phase.IDEA]
        self.unfinanced, self.items, self.reserves, self.stopped = Decimal(5), 0, 0, False

    @rule(to=st.sampled_from(PHASES), institution=st.booleans())
    def step(self, to, institution):
        facts = Facts(self.unfinanced, self.items, self.reserves, self.stopped, institution)
        if why_not_move(self.phase, to, facts) == "":
            assert not self.stopped
            assert to != Phase.FINANCED or self.unfinanced == 0
            assert to != Phase.EQUIPPED or self.items
            assert to != Phase.OPENED or (institution and not self.reserves and Phase.EQUIPPED in self.path)
            self.phase = to
            self.path.append(to)

    @rule()
    def finance(self):
        self.unfinanced = Decimal(0)

    @rule()
    def stop_or_go_on(self):
        self.stopped = not self.stopped

    @rule()
    def bring(self):
        self.items += 1

    @rule(count=st.integers(0, 2))
    def reserve(self, count):
        self.reserves = count

    @invariant()
    def came_one_by_one(self):
        assert self.path == list(PHASES[: len(self.path)])
        assert next_phase(self.phase) == (PHASES[len(self.path)] if len(self.path) < len(PHASES) else None)


TestWorks = Works.TestCase
