"""The number of a Moroccan account: its last two digits find every wrong digit and every two that changed places."""

from hypothesis import given
from hypothesis import strategies as st

from twiza.funding.rules.rib import key_of, rib_digits, rib_shown, why_not_rib

ACCOUNTS = st.text("0123456789", min_size=22, max_size=22)


def test_it_knows_what_is_wrong():
    assert why_not_rib("011 780 0000123456789012 96") == ""
    assert why_not_rib("٠١١ ٧٨٠ ٠٠٠٠١٢٣٤٥٦٧٨٩٠١٢ ٩٦") == ""
    assert why_not_rib("011 780 0000123456789012 69") == "wrong_key"
    assert why_not_rib("011 780 000012345678901 96") == "not_24"
    assert why_not_rib("MA64 011 780") == "not_digits"
    assert why_not_rib("") == "not_digits"
    assert rib_shown("011780000012345678901296") == "011 780 0000123456789012 96"


@given(ACCOUNTS)
def test_a_whole_number_leaves_nothing_divided_by_97(account):
    assert int(account + key_of(account)) % 97 == 0
    assert why_not_rib(account + key_of(account)) == ""


@given(ACCOUNTS, st.integers(0, 23), st.integers(1, 9))
def test_one_wrong_digit_is_found(account, place, more):
    right = account + key_of(account)
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]
    assert why_not_rib(wrong) == "wrong_key"


@given(ACCOUNTS, st.integers(0, 22))
def test_two_digits_that_changed_places_are_found(account, place):
    right = rib_digits(account + key_of(account))
    a, b = right[place], right[place + 1]
    wrong = right[:place] + b + a + right[place + 2 :]
    assert (why_not_rib(wrong) == "wrong_key") == (a != b)
