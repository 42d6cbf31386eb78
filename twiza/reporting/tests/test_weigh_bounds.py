"""Sums of lower bounds, the tiles of a picture, the steps of a tour: for any numbers."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from twiza.network.rules.figures import Figure, Status
from twiza.reporting.rules.handovers import (
    SECTIONS,
    Item,
    Section,
    digest_of,
    is_protected,
    pack_of,
    read_pack,
    step_of,
)
from twiza.reporting.rules.province import institutions_of, is_small, lay_out, sum_up

# what somebody said of an institution (None: nobody), with how many there are in truth
NUMBERS = st.integers(0, 500)
SAID = st.lists(
    st.tuples(NUMBERS, st.sampled_from(["exact", "at least", "unknown"]), NUMBERS, st.sampled_from(Status))
)


@given(SAID)
def test_a_sum_never_says_more_than_anybody_knows(rows):
    figures, truth = [], 0
    for value, how, more, status in rows:
        if how == "unknown":
            figures.append(None)
            truth += value + more
        else:
            figures.append(Figure(Decimal(value), status, how == "at least"))
            truth += value + (more if how == "at least" else 0)
    said = sum_up(figures)
    if said.value is None:
        assert said.known == 0
    elif said.at_least:
        assert said.value <= truth
    else:
        assert said.value == truth
    assert said.at_least == any(how != "exact" for _value, how, _more, _status in rows)
    assert sum(said.by_status.values()) == said.known <= said.of == len(rows)
    assert said.figure is None or said.figure.at_least == said.at_least


@given(
    st.lists(st.lists(st.integers(0, 80), unique=True, max_size=9), max_size=6),
    st.dictionaries(st.integers(0, 80), st.tuples(st.integers(1, 8), st.integers(1, 8))),
)
def test_every_commune_has_a_place_of_its_own(groups, asked):
    seen, wanted = set(), []
    for group in groups:
        wanted.append([one for one in group if one not in seen])
        seen |= set(group)
    placed = {spot: one for one, spot in asked.items()}  # no two in one place
    placed = {one: spot for spot, one in placed.items()}
    spots = lay_out(wanted, placed)
    assert set(spots) == seen and len(set(spots.values())) == len(spots)
    assert all(spots[one] == spot for one, spot in placed.items() if one in spots)


def test_a_grant_is_for_the_institutions_of_its_convention_together():
    run = [("dar", "c1"), ("crèche", "c2"), ("foyer", "c1")]
    share = institutions_of("c1", run)
    assert share is not None and (share.institutions, share.by_convention) == (["dar", "foyer"], True)
    whole = institutions_of("c9", run)
    assert whole is not None and (len(whole.institutions), whole.by_convention) == (3, False)
    assert institutions_of("c1", []) is None
    assert [is_small(one, 5) for one in (None, 0, 4, 5)] == [False, False, True, False]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 12), st.integers(0, 60))
def test_the_tour_walks_through_every_section_in_thirty_days(first, steps, gone):
    shown = [step_of(first, first + timedelta(days=day), steps) for day in range(30)]
    assert sorted(set(shown)) == list(range(1, steps + 1)) and shown == sorted(shown)
    assert (step_of(first, first + timedelta(days=gone), steps) is None) == (gone >= 30)
    assert is_protected(first, first + timedelta(days=gone)) and not is_protected(
        first, first + timedelta(days=365)
    )
    assert not is_protected(None, first)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(SECTIONS)), st.text(max_size=20), st.dates(), st.booleans()))
)
def test_a_pack_is_read_as_it_was_kept(rows):
    sections: dict[str, list[Item]] = {}
    for number, (code, words, due, late) in enumerate(rows):
        sections.setdefault(code, []).append(Item(f"k{number}", words, words, due, late))
    content = pack_of(Section(code, items) for code, items in sections.items())
    assert [one.code for one in read_pack(content)] == list(SECTIONS)
    assert {one.code: list(one.items) for one in read_pack(content) if one.items} == sections
    assert digest_of(content) == digest_of(content) != digest_of(content, "x")
