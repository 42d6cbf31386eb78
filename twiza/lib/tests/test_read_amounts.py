"""Amounts as they are typed or copied: read when they have one meaning, asked when they have several, never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.lib.amounts import read_amount

SURE = [
    ("3 000 000 . 00", "3000000"),
    ("3,000,000.00", "3000000"),
    ("1.468.411,00", "1468411"),
    ("1 468 411 . 00 درهما", "1468411"),
    ("1.468.411", "1468411"),
    ("1.468", "1468"),
    ("١٬٤٦٨٬٤١١٫٠٠", "1468411"),
    ("۱۶۰ ۰۰۰", "160000"),
    ("160\u00a0000,00 DH", "160000"),
    ("\u200f160\u202f000\u200e MAD", "160000"),
    ("1'468'411.50", "1468411.50"),
    ("0,5", "0.5"),
    ("12", "12"),
]
ASKED = [
    ("00 000 160", ("160000", "160")),
    ("00.411.468.1", ("1468411", "411468.1", "4114681")),
    ("411.468.1", ("1468411", "411468.1", "4114681")),
    ("1.468.41", ("1468.41", "146841")),
    ("0.500", ("0.50", "500")),
    ("0012", ("12",)),
    ("1٢3", ("123",)),
    ("\u202e100 200", ("100200", "200100")),
]


@pytest.mark.parametrize(("typed", "amount"), SURE)
def test_it_reads_what_has_one_meaning(typed, amount):
    reading = read_amount(typed)
    assert reading.sure
    assert reading.amounts == (Decimal(amount),)


@pytest.mark.parametrize(("typed", "amounts"), ASKED)
def test_it_asks_what_may_mean_several_things(typed, amounts):
    reading = read_amount(typed)
    assert not reading.sure
    assert reading.amounts == tuple(map(Decimal, amounts))


@pytest.mark.parametrize("typed", ["", "abc", "-5", "12 families", "1..2", "9" * 20, "."])
def test_it_reads_no_amount_where_there_is_none(typed):
    assert read_amount(typed).amounts == ()


@given(
    st.integers(0, 10**12 - 1),
    st.integers(0, 99),
    st.sampled_from([(".", ","), (",", "."), (" ", ","), ("\u00a0", "."), ("'", "."), ("", ",")]),
    st.sampled_from(["", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]),
)
def test_whatever_the_signs_and_the_script_the_amount_is_the_same(whole, cents, signs, script):
    text = f"{whole:,}".replace(",", signs[0]) + f"{signs[1]}{cents:02}"
    typed = text.translate(str.maketrans("0123456789", script)) if script else text
    reading = read_amount(typed)
    assert reading.sure
    assert reading.amounts == (Decimal(f"{whole}.{cents:02}"),)


@given(st.integers(1, 10**5), st.integers(1, 3))
def test_an_amount_whose_groups_came_out_in_the_other_order_is_asked_and_offered_right(start, groups):
    right = f"{start:,}".split(",") + ["000"] * (groups - 1) + ["00"]
    reading = read_amount(" ".join(reversed(right)))
    assert not reading.sure
    assert Decimal("".join(right[:-1]) + ".00") in reading.amounts
