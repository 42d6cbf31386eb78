"""Baskets by zone: sums, caps, greater need, and which rule promises what."""

from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules.quotas import (
    DIVISOR,
    EQUAL,
    HOUSE,
    PEOPLE,
    Need,
    largest_remainder,
    reserves,
    sainte_lague,
    shares,
    side_by_side,
)

needs = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.builds(Need, st.integers(0, 60), st.integers(0, 300)),
    min_size=1,
    max_size=7,
)
seats = st.integers(0, 400)


@given(seats, needs)
def test_it_gives_all_and_never_more_than_the_need(baskets, need):
    for rule, given_to in side_by_side(baskets, need).items():
        assert given_to.keys() == need.keys(), rule
        assert all(0 <= given_to[zone] <= need[zone].households for zone in need), rule
        usable = sum(
            one.households for one in need.values() if rule != PEOPLE or one.people or not one.households
        )
        assert sum(given_to.values()) == min(baskets, usable), rule


@given(seats, needs)
def test_greater_need_never_gets_less(baskets, need):
    for given_to in (shares(baskets, need), side_by_side(baskets, need)[DIVISOR]):
        for more in need:
            for less in need:
                if need[more].households > need[less].households:
                    assert given_to[more] >= given_to[less]


@given(seats, needs, st.randoms())
def test_the_order_of_the_zones_changes_nothing(baskets, need, chance):
    mixed = list(need.items())
    chance.shuffle(mixed)
    assert side_by_side(baskets, need) == side_by_side(baskets, dict(mixed))


@given(seats, needs)
def test_it_stays_within_one_of_the_exact_share(baskets, need):
    whole = sum(one.households for one in need.values())
    given_to = shares(baskets, need)
    for zone, one in need.items():
        if whole and baskets <= whole:
            assert abs(given_to[zone] * whole - baskets * one.households) < whole


@given(st.integers(0, 200), needs)
def test_only_the_divisor_rule_never_takes_a_basket_away(baskets, need):
    weight = {zone: one.households for zone, one in need.items()}
    fewer, more = sainte_lague(baskets, weight), sainte_lague(baskets + 1, weight)
    assert all(more[zone] >= fewer[zone] for zone in need)


def test_the_house_rule_is_not_house_monotone():
    weight = {"a": 6, "b": 6, "c": 2}
    assert largest_remainder(10, weight) == {"a": 4, "b": 4, "c": 2}
    assert largest_remainder(11, weight) == {"a": 5, "b": 5, "c": 1}


def test_what_a_zone_cannot_use_goes_to_the_others():
    need = {"a": Need(3, 300), "b": Need(50, 100), "c": Need(50, 100)}
    assert side_by_side(40, need)[PEOPLE] == {"a": 3, "b": 19, "c": 18}
    assert side_by_side(40, need)[EQUAL] == {"a": 3, "b": 19, "c": 18}
    assert side_by_side(40, need)[HOUSE] == {"a": 1, "b": 20, "c": 19}


@given(st.integers(0, 60), seats, needs)
def test_the_reserve_fits_beside_the_baskets(reserve, baskets, need):
    given_to = shares(baskets, need)
    kept = reserves(reserve, need, given_to)
    assert all(given_to[zone] + kept[zone] <= need[zone].households for zone in need)
    left = sum(one.households for one in need.values()) - sum(given_to.values())
    assert sum(kept.values()) == min(reserve, left)
