from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules.suppression import suppressed

cells = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1)


@given(cells, st.integers(1, 12))
def test_it_shows_nothing_from_which_a_small_figure_follows(counts, least):
    shown, total = suppressed(counts, least)
    hidden = [name for name, value in shown.items() if value is None]
    assert all(value is None or value == 0 or value >= least for value in shown.values())
    assert all(value is None or value == counts[name] for name, value in shown.items())
    if hidden and total is not None:
        rest = total - sum(value for value in shown.values() if value is not None)
        assert len(hidden) > 1
        assert rest >= least


@given(cells)
def test_it_hides_nothing_inside_the_campaign(counts):
    assert suppressed(counts, 1) == (counts, sum(counts.values()))


def test_it_hides_the_total_when_nothing_else_can():
    assert suppressed({"a": 2, "b": 0}, 5) == ({"a": None, "b": 0}, None)
    assert suppressed({"a": 2, "b": 9, "c": 40}, 5) == ({"a": None, "b": None, "c": 40}, 51)
