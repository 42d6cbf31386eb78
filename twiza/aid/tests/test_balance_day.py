from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules.reconciliation import Count, gap, needs_inquiry

pieces = st.integers(0, 5000)
counts = st.builds(Count, pieces, pieces, pieces, pieces, pieces)


@given(pieces, pieces, pieces, pieces)
def test_it_adds_up_when_every_basket_is_somewhere(served: int, returned: int, damaged: int, lost: int):
    count = Count(served + returned + damaged + lost, served, returned, damaged, lost)
    assert gap(count) == 0
    assert not needs_inquiry(count, Decimal(0))


@given(counts, counts)
def test_it_adds_up_over_points(one: Count, other: Count):
    assert gap(one + other) == gap(one) + gap(other)


@given(counts, st.integers(1, 100))
def test_it_shows_what_is_missing(count: Count, missing: int):
    more = Count(count.packed + missing, count.served, count.returned, count.damaged, count.lost)
    assert gap(more) == gap(count) + missing


def test_it_asks_for_an_inquiry_above_the_limit():
    limit = Decimal("0.01")
    assert not needs_inquiry(Count(packed=1000, served=990), limit)
    assert needs_inquiry(Count(packed=1000, served=989), limit)
    assert needs_inquiry(Count(packed=1000, served=1011), limit)
    assert needs_inquiry(Count(packed=0, served=1), limit)


def test_it_counts_from_zero():
    with pytest.raises(ValueError):
        Count(packed=-1)
