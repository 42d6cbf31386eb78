from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.lib.canonical import canonical_bytes

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.uuids() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def test_it_writes_fields_in_their_order():
    assert canonical_bytes([("b", 1), ("a", "ن")]) == '[["b",1],["a","ن"]]'.encode()


def test_it_tells_one_shape_for_two_spellings_of_a_text():
    assert canonical_bytes([("a", "é")]) == canonical_bytes([("a", "e\u0301")])


def test_it_tells_a_moment_in_utc():
    casablanca = timezone(timedelta(hours=1))
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert canonical_bytes([("at", noon)]) == canonical_bytes([("at", noon.astimezone(casablanca))])
    assert canonical_bytes([("at", noon)]) == b'[["at","2026-03-01T12:00:00.000000+00:00"]]'


def test_it_sorts_the_keys_of_a_mapping():
    assert canonical_bytes([("d", {"b": 1, "a": 2})]) == canonical_bytes([("d", {"a": 2, "b": 1})])


def test_it_settles_money_dates_ids_and_bytes():
    fields = [("m", Decimal("1.50")), ("d", date(2026, 3, 1)), ("i", UUID(int=1)), ("h", b"\x0f")]
    assert canonical_bytes(fields) == (
        b'[["m","1.50"],["d","2026-03-01"],["i","00000000-0000-0000-0000-000000000001"],["h","0f"]]'
    )


@pytest.mark.parametrize("value", [1.5, datetime.now(UTC).replace(tzinfo=None), object()])
def test_it_refuses_what_is_not_settled(value):
    with pytest.raises(TypeError):
        canonical_bytes([("x", value)])


@given(st.lists(st.tuples(st.text(max_size=4), values), max_size=4))
def test_it_gives_the_same_bytes_twice(fields):
    assert canonical_bytes(fields) == canonical_bytes(list(fields))


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_it_keeps_two_fields_apart(a, b, c, d):
    from unicodedata import normalize

    same = [normalize("NFC", t) for t in (a, b)] == [normalize("NFC", t) for t in (c, d)]
    assert (canonical_bytes([("x", a), ("y", b)]) == canonical_bytes([("x", c), ("y", d)])) == same
