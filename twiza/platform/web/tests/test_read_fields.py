"""Fields take what people type."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from twiza.platform.web.fields import DayField, MoneyField, NumberField, PhoneField, read_day, read_decimal

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    "typed",
    ["12/03/2026", "12-3-26", "12.3.2026", "2026-03-12", "١٢/٠٣/٢٠٢٦", "۱۲-۳-۲۶", "12 مارس 2026", "12 mars 2026",
     " 12 / 03 / 2026 ", "\u200f12/3/2026", "12 March 26"],
)  # fmt: skip
def test_it_reads_a_day_in_many_styles(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "2026", "12/13/2026", "اليوم", "12/03/20261", "12 foo 2026", "0/1/2026"]
)
def test_it_refuses_a_day_that_is_none(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_it_reads_two_digit_years_of_birth_in_the_past() -> None:
    assert read_day("1/1/85", today=TODAY, past=True) == date(1985, 1, 1)
    assert read_day("1/1/30", today=TODAY, past=True) == date(1930, 1, 1)
    assert read_day("1/1/30", today=TODAY) == date(2030, 1, 1)
    assert read_day("1/1/08", today=TODAY, past=True) == date(2008, 1, 1)


@pytest.mark.parametrize("typed", ["1/1/2999", "1/1/1850"])
def test_it_refuses_a_birth_that_cannot_be(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField(past=True).clean(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1250", "1250"), ("1.250,50", "1250.50"), ("1 250,50", "1250.50"), ("1\u202f250,5", "1250.5"),
     ("1,250.50", "1250.50"), ("١٬٢٥٠٫٥٠", "1250.50"), ("1.250", "1250"), ("1,250", "1250"), ("12,5", "12.5"),
     ("1.234.567", "1234567"), ("-3,25", "-3.25")],
)  # fmt: skip
def test_it_reads_amounts_of_three_countries(typed: str, value: str) -> None:
    assert MoneyField().clean(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["12,3456", "1.2.3", "abc", "12..5", "1,23,456.00", "NaN", "Infinity", "1e5"]
)
def test_it_refuses_what_is_no_amount(typed: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)


@given(st.integers(0, 10**11))
def test_it_reads_back_every_amount_as_morocco_writes_it(centimes: int) -> None:
    amount = Decimal(centimes) / 100
    written = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    assert read_decimal(written) == amount


@pytest.mark.parametrize(
    ("typed", "value"), [("٦", 6), ("۱۲", 12), ("1.500", 1500), (" 7 ", 7), ("1 000", 1000)]
)
def test_it_reads_whole_numbers(typed: str, value: int) -> None:
    assert NumberField(min_value=1).clean(typed) == value


@pytest.mark.parametrize("typed", ["2,5", "six", "0", ""])
def test_it_refuses_what_is_no_whole_number(typed: str) -> None:
    with pytest.raises(ValidationError):
        NumberField(min_value=1).clean(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("06 12 34 56 78", "+212612345678"), ("٠٦١٢٣٤٥٦٧٨", "+212612345678"), ("00212 6-12-34-56-78", "+212612345678"),
     ("+33 6 12 34 56 78", "+33612345678"), ("0612345", "0612345")],
)  # fmt: skip
def test_it_keeps_phones_softly(typed: str, kept: str) -> None:
    assert PhoneField().clean(typed) == kept


def test_it_shows_a_phone_as_people_say_it() -> None:
    assert PhoneField().prepare_value("+212612345678") == "06 12 34 56 78"


def test_it_shows_what_was_saved_in_a_form_that_can_be_sent_again() -> None:
    assert DayField().clean(DayField().prepare_value(date(2026, 3, 12))) == date(2026, 3, 12)
    assert MoneyField().clean(MoneyField().prepare_value(Decimal("1250.50"))) == Decimal("1250.50")


def test_its_boxes_run_from_left_to_right_and_are_text() -> None:
    for field in (NumberField(), MoneyField(), DayField()):
        widget = field.widget.render("x", None)
        assert 'type="text"' in widget
        assert 'dir="ltr"' in widget


@pytest.mark.parametrize("typed", ["00 000 160", "000160", "٠٠ ٠٠٠ ١٦٠"])
def test_an_amount_copied_backwards_is_asked_again(typed, in_english):
    with pytest.raises(ValidationError, match="begins with zeros, as when a text is copied backwards"):
        MoneyField().clean(typed)
    assert MoneyField().clean("0,50") == Decimal("0.50")
