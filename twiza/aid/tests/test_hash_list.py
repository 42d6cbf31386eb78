import json
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import lists
from twiza.aid.rules.lists import Entry

CAMPAIGN, AMAL, NOUR = UUID(int=1), UUID(int=2), UUID(int=3)
entries = st.lists(
    st.builds(
        Entry,
        code=st.text("ABC0123", min_size=4, max_size=8),
        organisation=st.sampled_from([AMAL, NOUR]),
        zone=st.sampled_from(["z1", "z2"]),
        size=st.integers(1, 12),
        rank=st.integers(1, 500),
        place=st.sampled_from(["selected", "reserve"]),
        points=st.integers(0, 20),
        point=st.sampled_from(["", "P1"]),
        facts=st.dictionaries(st.sampled_from(["children", "widow"]), st.integers(0, 9)),
    ),
    max_size=8,
)


@given(entries, st.randoms())
def test_it_does_not_depend_on_order(rows: list[Entry], chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    assert _hash(rows) == _hash(mixed)


@given(entries.filter(bool), st.data())
def test_it_changes_with_any_field(rows: list[Entry], data):
    place = data.draw(st.integers(0, len(rows) - 1))
    changed = [*rows[:place], replace(rows[place], size=rows[place].size + 1), *rows[place + 1 :]]
    assert _hash(rows) != _hash(changed)
    assert _hash(rows) != _hash(rows[1:])


@given(entries, entries)
def test_it_chains_addenda(first: list[Entry], late: list[Entry]):
    zero = _hash(first)
    one = lists.list_hash(campaign=CAMPAIGN, number=1, previous=zero, entries=late)
    other = lists.list_hash(campaign=CAMPAIGN, number=1, previous="0" * 64, entries=late)
    assert one != other
    assert lists.first_broken([(0, "", zero, zero), (1, zero, one, one)]) is None
    assert lists.first_broken([(0, "", zero, other), (1, zero, one, one)]) == 0
    assert lists.first_broken([(0, "", zero, zero), (1, other, one, one)]) == 1
    assert lists.first_broken([(0, "", zero, zero), (2, zero, one, one)]) == 2


def test_it_wants_the_hash_before_an_addendum():
    with pytest.raises(ValueError):
        lists.list_hash(campaign=CAMPAIGN, number=1, previous="", entries=[])
    with pytest.raises(ValueError):
        lists.list_hash(campaign=CAMPAIGN, number=0, previous="0" * 64, entries=[])


TEXTS = st.sampled_from(["حي الزهور", 'a "quoted" zone', "{}", "back\\slash", "e\u0301", ""])


@given(
    entries,
    TEXTS,
    st.dictionaries(TEXTS, st.one_of(st.integers(0, 9), TEXTS, st.booleans(), st.lists(TEXTS))),
)
def test_the_quick_way_gives_the_same_bytes(rows: list[Entry], text: str, facts):
    quick = lists.Entries()
    for row in (*rows, *(replace(row, zone=text, point=text, facts=facts) for row in rows)):
        made = quick.entry(
            row.code, str(row.organisation), row.zone, row.size, row.rank, row.place, row.points, row.point,
            json.dumps(row.facts),
        )  # fmt: skip
        assert made == lists.entry_bytes(row)


def _hash(rows: list[Entry]) -> str:
    return lists.list_hash(campaign=CAMPAIGN, number=0, previous="", entries=rows)
