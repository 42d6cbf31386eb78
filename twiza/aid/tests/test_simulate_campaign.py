"""Chances reckoned without a draw: exact means, intervals that hold what draws give."""

import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import draw
from twiza.aid.rules.allocation import Drawn, place_all
from twiza.aid.rules.simulation import Cell, coverage, lines

cells = st.lists(
    st.builds(
        Cell,
        st.sampled_from(["a", "b"]),
        st.integers(0, 3),
        st.integers(1, 15),
        st.sampled_from([("x",), ("y",)]),
    ),
    min_size=1,
    max_size=8,
)
quotas = st.fixed_dictionaries({"a": st.integers(0, 40), "b": st.integers(0, 40)})


@given(cells, quotas)
def test_means_add_up_to_the_places(some, given_to):
    found = coverage(some, given_to, lambda cell: cell.bands)
    whole = Counter()
    for cell in some:
        whole[cell.zone] += cell.count
    assert math.isclose(
        sum(one.mean for one in found), sum(min(given_to[zone], whole[zone]) for zone in whole)
    )
    for one in found:
        assert 0 <= one.low <= round(one.mean, 9) + 0.5 and one.mean - 0.5 <= one.high <= one.need
    for groups in lines(some, given_to).values():
        points = [line.points for line in groups]
        assert points == sorted(points, reverse=True)
        assert all(0 <= line.places <= line.count for line in groups)


def test_draws_fall_into_the_interval():
    some = [
        Cell("a", 5, 10, ("x",)),
        Cell("a", 3, 20, ("x",)),
        Cell("a", 3, 40, ("y",)),
        Cell("a", 1, 9, ("y",)),
    ]
    pool, band = [], {}
    for cell in some:
        for _ in range(cell.count):
            code = f"{len(pool):04d}"
            pool.append(Drawn(code, "a", True, cell.points))
            band[code] = cell.bands[0]
    (x, y) = coverage(some, {"a": 40}, lambda cell: cell.bands)
    assert (x.mean, y.mean) == (10 + 20 * 0.5, 40 * 0.5)
    runs, inside, total = 400, 0, 0
    for run in range(runs):
        seed = draw.seed("0" * 64, f"{run:064x}", "407193")
        placed = place_all(
            pool, quotas={"a": 40}, reserves={}, key=lambda code, seed=seed: draw.order_key(seed, code)
        )
        selected = sum(one.place == "selected" and band[code] == "x" for code, one in placed.items())
        inside += x.low <= selected <= x.high
        total += selected
    assert inside / runs > 0.94 and abs(total / runs - x.mean) < 0.3


def test_what_is_sure_has_no_width():
    some = [Cell("a", 5, 10, ("x",)), Cell("a", 3, 20, ("y",))]
    assert [(one.low, one.mean, one.high) for one in coverage(some, {"a": 10}, lambda cell: cell.bands)] == [
        (10, 10, 10),
        (0, 0, 0),
    ]
