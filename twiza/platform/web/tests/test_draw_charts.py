"""Bars on one scale, from the side where reading begins."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from twiza.platform.web.charts import WIDTH, bars


def draw(rows: list[tuple[str, int, int | None]]):  # type: ignore[no-untyped-def]
    return bars(title="t", label_heading="l", value_heading="v", rows=rows)


def test_bars_begin_where_reading_begins() -> None:
    with translation.override("fr"):
        assert [(bar.x, bar.width) for bar in draw([("a", 100, None), ("b", 25, None)]).rows] == [
            (0, 1000),
            (0, 250),
        ]
    with translation.override("ar"):
        assert [(bar.x, bar.width) for bar in draw([("a", 100, None), ("b", 25, None)]).rows] == [
            (0, 1000),
            (750, 250),
        ]


def test_nothing_to_draw_draws_nothing() -> None:
    assert draw([("a", 0, None)]).rows[0].width == 0
    assert draw([]).rows == ()


def test_it_refuses_a_length_below_zero() -> None:
    with pytest.raises(ValueError):
        draw([("a", -1, None), ("b", 5, None)])


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=20))
def test_every_bar_stays_inside(pairs: list[tuple[int, int]]) -> None:
    for bar in draw([(str(n), value, whole) for n, (value, whole) in enumerate(pairs)]).rows:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.whole_x <= bar.whole_x + bar.whole_width <= WIDTH
