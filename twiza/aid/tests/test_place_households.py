from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules.criteria import Judgement
from twiza.aid.rules.selection import NOT_ELIGIBLE, RESERVE, SELECTED, place_all, reserve_size

judged = st.dictionaries(
    st.text("ABC012", min_size=3, max_size=6),
    st.builds(Judgement, st.booleans(), st.integers(0, 5), st.just(())),
    max_size=30,
).map(lambda some: list(some.items()))


@given(judged, st.integers(0, 20), st.integers(0, 5), st.randoms())
def test_it_places_each_once(some, baskets, reserve, chance):
    placed = place_all(some, baskets=baskets, reserve=reserve)
    mixed = list(some)
    chance.shuffle(mixed)
    assert place_all(mixed, baskets=baskets, reserve=reserve) == placed
    assert sorted(one.code for one in placed) == sorted(code for code, _ in some)
    eligible = sum(judgement.eligible for _, judgement in some)
    assert sum(one.place == SELECTED for one in placed) == min(baskets, eligible)
    assert sum(one.place == RESERVE for one in placed) == min(reserve, max(eligible - baskets, 0))
    assert all(one.judgement.eligible == (one.place != NOT_ELIGIBLE) for one in placed)
    ranked = [one for one in placed if one.rank]
    assert [one.rank for one in ranked] == list(range(1, eligible + 1))
    points = [one.judgement.points for one in ranked]
    assert points == sorted(points, reverse=True)


def test_it_refuses_one_code_twice():
    one = ("A", Judgement(True, 1, ()))
    with pytest.raises(ValueError):
        place_all([one, one], baskets=1, reserve=0)


def test_it_rounds_the_reserve_up():
    assert reserve_size(1000, Decimal("0.05")) == 50
    assert reserve_size(10, Decimal("0.05")) == 1
    assert reserve_size(0, Decimal("0.05")) == 0
