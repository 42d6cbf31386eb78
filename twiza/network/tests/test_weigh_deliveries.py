"""Where a promise stands: kept, on its way, late or disputed, by rules that know no side."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.network.rules.deliveries import (
    Delivered,
    Said,
    Terms,
    Word,
    alert_of,
    state_of,
    tally,
)

DUE = date(2026, 6, 30)
MONEY = Terms(Decimal("160000.00"), "", DUE)
STAFF = Terms(None, "Deux éducatrices", DUE)


def delivered(amount, state=Said.CONFIRMED, on=DUE, whole=False):
    return Delivered(on, Decimal(amount) if amount else None, whole, state)


@pytest.mark.parametrize(
    ("terms", "rows", "on", "word", "late"),
    [
        (MONEY, [], DUE, Word.ON_ITS_WAY, 0),
        (MONEY, [], DUE + timedelta(1), Word.LATE, 1),
        (MONEY, [delivered("159999.99")], DUE + timedelta(9), Word.LATE, 9),
        (MONEY, [delivered("100000"), delivered("60000")], DUE + timedelta(9), Word.KEPT, 0),
        (MONEY, [delivered("160000", on=DUE + timedelta(5))], DUE + timedelta(9), Word.KEPT, 5),
        (MONEY, [delivered("160000", Said.SAID)], DUE + timedelta(9), Word.ON_ITS_WAY, 0),
        (MONEY, [delivered("160000", Said.WITHDRAWN)], DUE + timedelta(9), Word.LATE, 9),
        (MONEY, [delivered("160000"), delivered("1", Said.DISPUTED)], DUE, Word.DISPUTED, 0),
        (STAFF, [delivered(None)], DUE + timedelta(2), Word.LATE, 2),
        (STAFF, [delivered(None, whole=True)], DUE + timedelta(2), Word.KEPT, 0),
        (STAFF, [delivered(None, Said.SAID, whole=True)], DUE + timedelta(2), Word.ON_ITS_WAY, 0),
    ],
)
def test_it_says_one_word(terms, rows, on, word, late):
    stands = tally(terms, rows, last_day=None, on=on)
    assert (stands.word, stands.late_days) == (word, late)


def test_it_is_late_after_the_end_of_the_convention_when_no_day_was_agreed():
    terms = Terms(Decimal(10), "", None)
    assert tally(terms, [], last_day=None, on=DUE).word is Word.ON_ITS_WAY
    assert tally(terms, [], last_day=DUE, on=DUE).word is Word.ON_ITS_WAY
    assert tally(terms, [], last_day=DUE, on=DUE + timedelta(1)).word is Word.LATE


def test_the_last_word_of_each_body_counts_and_one_dispute_is_enough():
    assert state_of([]) is Said.SAID
    assert state_of([("a", "confirmed"), ("b", "disputed")]) is Said.DISPUTED
    assert state_of([("a", "confirmed"), ("b", "disputed"), ("b", "confirmed")]) is Said.CONFIRMED
    assert state_of([("a", "disputed"), ("me", "withdrawn")]) is Said.WITHDRAWN


@pytest.mark.parametrize(
    ("left", "stage"), [(91, None), (90, 90), (31, 90), (30, 30), (1, 30), (0, 0), (-1, 0)]
)
def test_an_alert_changes_its_words_at_ninety_thirty_and_no_day(left, stage):
    assert alert_of(DUE, on=DUE - timedelta(left)) == stage


STATES = st.sampled_from([Said.SAID, Said.CONFIRMED, Said.WITHDRAWN])
ROWS = st.lists(
    st.builds(
        Delivered,
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.decimals("0.01", "100000", places=2),
        st.just(False),
        STATES,
    ),
    max_size=8,
)


@given(ROWS, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.decimals("0.01", "200000", places=2))
def test_no_amount_is_counted_twice_and_only_confirmed_money_keeps_a_promise(rows, on, promised):
    stands = tally(Terms(promised, "", DUE), rows, last_day=None, on=on)
    sure = sum((one.amount for one in rows if one.state is Said.CONFIRMED), Decimal(0))
    assert stands.confirmed == sure and stands.confirmed <= stands.told
    assert (stands.word is Word.KEPT) == (sure >= promised)
    assert stands.word is not Word.LATE or (on > DUE and stands.told < promised and stands.late_days > 0)
    # a day more never makes a late promise on its way
    if stands.word is Word.LATE:
        assert tally(Terms(promised, "", DUE), rows, last_day=None, on=on + timedelta(1)).word is Word.LATE
