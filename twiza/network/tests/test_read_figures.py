"""Figures as offices print them, and what may be said of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.network.rules.figures import (
    DigitsOutOfOrder,
    Figure,
    Light,
    LowerBoundNotSummed,
    NotANumber,
    Status,
    add_up,
    check_total,
    light,
    read_figure,
    read_number,
)


@pytest.mark.parametrize(
    "text, value",
    [
        ("108 178 079,02", "108178079.02"),
        ("108\u00a0178\u202f079,02", "108178079.02"),
        ("3 000 000 . 00", "3000000.00"),
        ("1 468 411 . 00", "1468411.00"),
        ("1.468.411,00 درهم", "1468411.00"),
        ("1٬468٬411", "1468411"),
        ("٩٣ ١٤٦", "93146"),
        ("42 545", "42545"),
        ("160 000,00 DH", "160000.00"),
        ("0", "0"),
        ("1234,5", "1234.5"),
        ("12.5", "12.5"),
        ("-3", "-3"),
        ("20.000", "20000"),
    ],
)
def test_it_reads_numbers_as_offices_write_them(text, value):
    assert read_number(text) == Decimal(value)
    assert read_number(text).as_tuple().exponent == Decimal(value).as_tuple().exponent


@pytest.mark.parametrize(
    "text", ["", "آلاف", "12 mille", "1 2 3", "12,34,56", "--3", "nan", "1e5", "Infinity"]
)
def test_it_refuses_what_is_no_number(text):
    with pytest.raises(NotANumber):
        read_number(text)


def test_it_asks_a_person_when_digits_are_typeset_backwards():
    with pytest.raises(DigitsOutOfOrder):
        read_number("00 000 160")


@given(
    st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2),
    st.sampled_from(" .\u00a0\u202f٬"),
)
def test_it_reads_back_every_amount(amount, separator):
    whole, cents = f"{amount:,.2f}".split(".")
    assert read_number(f"{whole.replace(',', separator)},{cents}") == amount


@given(st.text(max_size=12))
def test_it_raises_nothing_but_its_own_refusal(text):
    try:
        read_number(text)
    except NotANumber as refusal:
        assert refusal.message


@pytest.mark.parametrize(
    "text", ["أزيد من 23", "plus de 23", "more than 23", "≥ 23", "ازيد من ٢٣", "Au moins 23"]
)
def test_it_keeps_more_than_as_a_lower_bound(text):
    assert read_figure(text) == Figure(Decimal(23), Status.CLAIMED, at_least=True)


def test_it_never_adds_a_lower_bound():
    with pytest.raises(LowerBoundNotSummed):
        add_up([Figure(Decimal(34)), read_figure("أزيد من 23")])


def test_a_sum_is_as_sure_as_its_least_sure_part():
    parts = [Figure(Decimal(2), Status.VERIFIED), Figure(Decimal(3), Status.ESTIMATED)]
    assert add_up(parts) == Figure(Decimal(5), Status.ESTIMATED)


def test_it_says_both_figures_when_a_total_is_wrong():
    check = check_total("capacity", Decimal(826), [Decimal(700), None, Decimal(78)])
    assert (check.printed, check.summed, check.difference, check.agrees) == (826, 778, 48, False)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_house_is_over_only_when_more_are_present_than_places(capacity, present):
    assert (light(capacity, present) is Light.OVER) == (capacity > 0 and present > capacity)


def test_it_lights_nothing_when_a_figure_is_missing():
    assert light(None, 3) is light(3, None) is light(0, 3) is Light.UNKNOWN
