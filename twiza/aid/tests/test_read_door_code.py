import contextlib
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from twiza.aid.rules import door_codes
from twiza.aid.rules.door_codes import ALPHABET, NotADoorCode, new_door_code, read_door_code
from twiza.lib import keyboard

codes = st.randoms(use_true_random=False).map(lambda chance: new_door_code(chance.randrange))


@given(codes)
def test_it_reads_what_it_made(code: str):
    assert len(code) == 10
    assert read_door_code(code) == code
    assert not set(code) & set("ILOU*")


@given(codes)
def test_it_forgives_how_it_was_typed(code: str):
    arabic_digits = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    persian_digits = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for typed in (
        code.lower(),
        door_codes.grouped(code),
        f" {code[:3]} {code[3:6]}\u00a0{code[6:]}\r\n",
        arabic_digits,
        persian_digits.lower(),
        "\u2066" + code + "\u2069",
        code.replace("0", "O").replace("1", "l"),
    ):
        assert read_door_code(typed) == code


@given(codes)
def test_it_reads_an_arabic_keyboard(code: str):
    assert read_door_code(keyboard.as_typed_in_arabic(code)) == code
    assert read_door_code(keyboard.as_typed_in_arabic(code.lower())) == code


@given(codes, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_it_finds_every_single_wrong_character(code: str, place: int, wrong: str):
    assume(code[place] != wrong)
    with pytest.raises(NotADoorCode):
        read_door_code(code[:place] + wrong + code[place + 1 :])


@given(codes, st.integers(0, 9), st.integers(0, 9))
def test_it_finds_every_two_that_changed_places(code: str, one: int, other: int):
    assume(code[one] != code[other])
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    with pytest.raises(NotADoorCode):
        read_door_code("".join(letters))


@given(st.text(max_size=30))
def test_it_never_breaks_on_what_is_typed(typed: str):
    with contextlib.suppress(NotADoorCode):
        assert door_codes.is_door_code(read_door_code(typed))


@pytest.mark.parametrize("typed", ["", "12345", "لا" * 40, "\u0660" * 400, "TW1:"])
def test_it_refuses_what_is_no_code(typed: str):
    with pytest.raises(NotADoorCode):
        read_door_code(typed)


def test_it_knows_the_standard():
    # The example of ISO/IEC 7064 for MOD 37-2 as widely published: G123489654321 has Y.
    assert door_codes.check_character("G123489654321") == "Y"


def test_it_holds_more_than_forty_random_bits():
    chance = random.Random(7)
    drawn = 0

    def counting(n: int) -> int:
        nonlocal drawn
        drawn += 1
        return chance.randrange(n)

    made = [new_door_code(counting) for _ in range(2000)]
    kept = 2000 * 9 / drawn
    from math import log2

    assert 9 * log2(32) + log2(kept) > 44
    assert len(set(made)) == 2000
