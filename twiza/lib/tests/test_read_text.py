"""Text as people type it."""

from hypothesis import given
from hypothesis import strategies as st

from twiza.lib.text import isolated, tidy, western_digits


def test_it_reads_the_digits_of_three_scripts() -> None:
    assert western_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 0123456789") == "0123456789 0123456789 0123456789"


def test_it_reads_arabic_separators_as_those_of_morocco() -> None:
    assert western_digits("١٬٢٣٤٫٥٠") == "1.234,50"


def test_it_leaves_letters_alone() -> None:
    assert western_digits("حي بن دباب ١٢") == "حي بن دباب 12"


@given(st.text())
def test_it_changes_nothing_the_second_time(text: str) -> None:
    assert western_digits(western_digits(text)) == western_digits(text)
    assert tidy(tidy(text)) == tidy(text)


def test_it_drops_marks_that_nobody_sees() -> None:
    assert tidy("\u200f 06\u00a012\u202f34 \ufeff") == "06 12 34"


def test_it_isolates_a_code() -> None:
    assert isolated("AB-12") == "\u2068AB-12\u2069"
