"""Amounts in words: known ones by hand, all others read back by a reader that shares no code with what writes them."""

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from twiza.lib.money_words import in_words

KNOWN = [
    ("0", "صفر درهم", "zéro dirham"),
    ("1", "درهم واحد", "un dirham"),
    ("2", "درهمان", "deux dirhams"),
    ("3", "ثلاثة دراهم", "trois dirhams"),
    ("11", "أحد عشر درهماً", "onze dirhams"),
    ("71", "واحد وسبعون درهماً", "soixante et onze dirhams"),
    ("80", "ثمانون درهماً", "quatre-vingts dirhams"),
    ("91", "واحد وتسعون درهماً", "quatre-vingt-onze dirhams"),
    ("100", "مائة درهم", "cent dirhams"),
    ("101", "مائة درهم ودرهم واحد", "cent un dirhams"),
    ("200", "مائتا درهم", "deux cents dirhams"),
    ("205", "مائتان وخمسة دراهم", "deux cent cinq dirhams"),
    ("2000", "ألفا درهم", "deux mille dirhams"),
    ("2002", "ألفان ودرهمان", "deux mille deux dirhams"),
    ("80000", "ثمانون ألف درهم", "quatre-vingt mille dirhams"),
    ("200000", "مائتا ألف درهم", "deux cent mille dirhams"),
    ("160000", "مائة وستون ألف درهم", "cent soixante mille dirhams"),
    ("3000000", "ثلاثة ملايين درهم", "trois millions de dirhams"),
    ("80000000", "ثمانون مليون درهم", "quatre-vingts millions de dirhams"),
    (
        "1468411",
        "مليون وأربعمائة وثمانية وستون ألفاً وأربعمائة وأحد عشر درهماً",
        "un million quatre cent soixante-huit mille quatre cent onze dirhams",
    ),
    ("0.05", "خمسة سنتيمات", "cinq centimes"),
    ("12.50", "اثنا عشر درهماً وخمسون سنتيماً", "douze dirhams et cinquante centimes"),
]
AR_VALUES = {
    "صفر": 0, "واحد": 1, "اثنان": 2, "ثلاثة": 3, "أربعة": 4, "خمسة": 5, "ستة": 6, "سبعة": 7, "ثمانية": 8, "تسعة": 9,
    "عشرة": 10, "أحد": 1, "اثنا": 2, "عشر": 10, "عشرون": 20, "ثلاثون": 30, "أربعون": 40, "خمسون": 50, "ستون": 60,
    "سبعون": 70, "ثمانون": 80, "تسعون": 90, "مائة": 100, "مائتان": 200, "مائتا": 200, "ثلاثمائة": 300,
    "أربعمائة": 400, "خمسمائة": 500, "ستمائة": 600, "سبعمائة": 700, "ثمانمائة": 800, "تسعمائة": 900,
}  # fmt: skip
AR_NOUNS = {
    **dict.fromkeys(("ألف", "ألفاً", "آلاف"), (1000, 1)),
    **dict.fromkeys(("ألفان", "ألفا"), (1000, 2)),
    **dict.fromkeys(("مليون", "مليوناً", "ملايين"), (10**6, 1)),
    **dict.fromkeys(("مليونان", "مليونا"), (10**6, 2)),
    **dict.fromkeys(("مليار", "ملياراً", "مليارات"), (10**9, 1)),
    **dict.fromkeys(("ملياران", "مليارا"), (10**9, 2)),
    **dict.fromkeys(("درهم", "درهماً", "دراهم"), (1, 1)),
    "درهمان": (1, 2),
}
FR_VALUES = {
    "zéro": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip


def read_arabic(words: str) -> int:
    """Read back: what waits is counted by the next noun; a noun alone counts one, its dual two."""
    total, waiting = 0, 0
    for part in re.split(" و(?!احد(?: |$))", words):  # «واحد» begins with the letter that joins
        for word in part.split():
            if word in AR_NOUNS:
                noun, alone = AR_NOUNS[word]
                if noun == 1 and not waiting and alone == 1:
                    # a dirham behind "a thousand" counts nothing; by itself, or before "one", it is one
                    total += 1 if part == "درهم واحد" else 0
                else:
                    total, waiting = total + (waiting or alone) * noun, 0
            elif not (word == "واحد" and part.startswith("درهم ")):
                waiting += AR_VALUES[word]
    return total


def read_french(words: str) -> int:
    total, below = 0, 0
    for word in words.replace("quatre-vingt", "huitante").replace("-", " ").split():
        if word.startswith("huitante"):
            below += 80
        elif word in ("cent", "cents"):
            below += (below % 100 or 1) * 100 - below % 100
        elif word == "mille":
            total, below = total + (below or 1) * 1000, 0
        elif word.startswith("million"):
            total, below = total + below * 10**6, 0
        elif word.startswith("milliard"):
            total, below = total + below * 10**9, 0
        elif word not in ("et", "de", "dirham", "dirhams"):
            below += FR_VALUES[word]
    return total + below


@pytest.mark.parametrize(("amount", "arabic", "french"), KNOWN)
def test_it_says_known_amounts(amount, arabic, french):
    assert in_words(Decimal(amount), "ar") == arabic
    assert in_words(Decimal(amount), "fr") == french


@given(st.integers(0, 10**9))
@example(101_000)
@example(202_202_202)
@example(10**9)
def test_it_says_every_whole_amount_so_that_it_reads_back(number):
    assert read_arabic(in_words(Decimal(number), "ar")) == number
    assert read_french(in_words(Decimal(number), "fr")) == number


def test_every_number_below_ten_thousand_has_words_of_its_own():
    for language in ("ar", "fr"):
        assert len({in_words(Decimal(number), language) for number in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    ("amount", "language"), [("-1", "ar"), ("0.001", "fr"), ("1000000000000", "ar"), ("1", "en")]
)
def test_it_refuses_what_it_cannot_say(amount, language):
    with pytest.raises(ValueError, match=amount):
        in_words(Decimal(amount), language)
