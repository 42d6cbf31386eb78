from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import criteria, facts, slots
from twiza.aid.rules.facts import BadFacts, GivenHousehold

ZONES = ["بنسودة", "حي الزهور", "الزهور 2"]


def test_it_finds_the_zone_whatever_is_around_it():
    fold = str.casefold
    assert facts.zone_of("بنسودة", ZONES, fold) == "بنسودة"
    assert facts.zone_of("حي الزهور زنقة 5", ZONES, fold) == "حي الزهور"
    assert facts.zone_of("حي الزهور", ["حي الزهور", "الزهور"], fold) == "حي الزهور"
    assert facts.zone_of("بنسودة حي الزهور", ZONES, fold) is None
    assert facts.zone_of("", ZONES, fold) is None


def test_it_keeps_what_is_known_and_nothing_else():
    household = GivenHousehold(UUID(int=1), "بنسودة", 4, {"children": 2, "disability": None, "income": 900})
    assert facts.frozen_facts(household, ZONES) == {"children": 2, "size": 4, "zone": "بنسودة"}


@pytest.mark.parametrize(
    ("zone", "size", "known"),
    [
        ("elsewhere", 4, {}),
        ("بنسودة", 0, {}),
        ("بنسودة", 61, {}),
        ("بنسودة", 4, {"children": True}),
        ("بنسودة", 4, {"children": -1}),
        ("بنسودة", 4, {"disability": "yes"}),
        ("بنسودة", 4, {"categories": "widows"}),
        ("بنسودة", 4, {"needs": [1]}),
    ],
)
def test_it_refuses_a_fact_of_another_kind(zone, size, known):
    with pytest.raises(BadFacts):
        facts.frozen_facts(GivenHousehold(UUID(int=1), zone, size, known), ZONES)


def test_a_point_is_told_only_what_to_prepare():
    assert facts.special_needs({"needs": ["seat", "disability", "carry"]}) == ("carry", "seat")
    assert facts.special_needs({}) == ()


@given(st.integers(0, 400), st.integers(1, 90), st.integers(1, 5))
def test_everyone_gets_a_slot_and_no_day_overflows_before_the_last(count, capacity, length):
    """The second day closes earlier, as in Ramadan."""
    days = slots.days_between(date(2026, 2, 26), date(2026, 2, 25 + 3))[:length]
    hours = {day: (time(9), time(15) if n == 1 else time(17, 30)) for n, day in enumerate(days)}
    given_slots = slots.slots_for(count, days=hours, capacity=capacity)
    assert len(given_slots) == count
    for day in days[:-1]:
        assert sum(slot.on == day for slot in given_slots) <= capacity
    assert all(time(9) <= slot.starts < slot.ends <= hours[slot.on][1] for slot in given_slots)
    assert [slot.on for slot in given_slots] == sorted(slot.on for slot in given_slots)


def test_a_point_without_hours_gives_no_slot():
    with pytest.raises(ValueError):
        slots.slots_for(1, days={}, capacity=1)
    with pytest.raises(ValueError):
        slots.slots_for(1, days={date(2026, 2, 26): (time(9), time(9))}, capacity=1)


def test_a_campaign_keeps_only_the_shocks_that_its_rules_name():
    asked = {"rules": [{"code": "fire", "points": 2, "ar": "حريق", "fr": "Incendie",
                        "when": {"fact": "shocks", "is": "has", "value": "fire"}}]}  # fmt: skip
    criteria.check_criteria(asked, facts.KNOWN)
    known = {"size": 3, "zone": "x", "shocks": ["fire", "illness"], "categories": ["widows"]}
    assert facts.only_asked(known, asked) == {"size": 3, "zone": "x", "shocks": ["fire"]}
    assert criteria.judge(asked, known, facts.KNOWN).points == 2
    assert criteria.judge(asked, {**known, "shocks": ["illness"]}, facts.KNOWN).points == 0
