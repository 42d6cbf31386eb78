"""One cell at a time: every style people use, and nothing that crashes."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.registry.rules import categories, dates, values
from twiza.registry.rules.dates import Birth, Precision
from twiza.registry.rules.problems import NOTES, SENTENCES, Problem
from twiza.registry.rules.words import folded, scripts_of, written

TODAY = date(2026, 11, 21)
CELLS = st.one_of(
    st.text(max_size=40),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.none(),
)


@pytest.mark.parametrize(
    ("cell", "on", "precision"),
    [
        ("05/03/1980", date(1980, 3, 5), "day"),
        ("5-3-1980", date(1980, 3, 5), "day"),
        ("5.3.1980", date(1980, 3, 5), "day"),
        ("٠٥/٠٣/١٩٨٠", date(1980, 3, 5), "day"),
        ("1980-03-05", date(1980, 3, 5), "day"),
        ("1980-03-05 00:00:00", date(1980, 3, 5), "day"),
        ("1980-03-05T00:00:00", date(1980, 3, 5), "day"),
        ("1980/3/5", date(1980, 3, 5), "day"),
        ("5 ماي 1980", date(1980, 5, 5), "day"),
        ("5 مايو 1980", date(1980, 5, 5), "day"),
        ("12 غشت 1975", date(1975, 8, 12), "day"),
        ("1 يوليوز 1999", date(1999, 7, 1), "day"),
        ("3 دجنبر 2001", date(2001, 12, 3), "day"),
        ("1er août 1970", date(1970, 8, 1), "day"),
        ("12 Févr. 1970", date(1970, 2, 12), "day"),
        ("né le 12 mars 1970", date(1970, 3, 12), "day"),
        ("مارس 1970", date(1970, 3, 1), "month"),
        ("03/1970", date(1970, 3, 1), "month"),
        ("1970", date(1970, 1, 1), "year"),
        (1970.0, date(1970, 1, 1), "year"),
        ("مواليد 1970", date(1970, 1, 1), "year"),
        ("حوالي سنة 1950", date(1950, 1, 1), "about"),
        ("vers 1950", date(1950, 1, 1), "about"),
        ("00/00/1980", date(1980, 1, 1), "year"),
        ("00/06/1980", date(1980, 6, 1), "month"),
        (29285.0, date(1980, 3, 5), "day"),
        ("29285", date(1980, 3, 5), "day"),
        ("05/03/62", date(1962, 3, 5), "day"),
        (date(1980, 3, 5), date(1980, 3, 5), "day"),
        (datetime(1980, 3, 5, 13, 0), date(1980, 3, 5), "day"),  # noqa: DTZ001
        ("05031980", date(1980, 3, 5), "day"),
        ("\u200f05/03/1980\u00a0", date(1980, 3, 5), "day"),
    ],
)
def test_it_reads_a_date_of_birth(cell, on, precision):
    assert dates.read_birth(cell, TODAY) == Birth(on, Precision(precision))


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/1980", "date.not_in_calendar"),
        ("03/25/1980", "date.day_month"),
        ("05/03/12", "date.short_year"),
        ("9 رمضان 1400", "date.hijri"),
        ("01/09/1402", "date.hijri"),
        (1402.0, "date.hijri"),
        ("05/03/2080", "date.future"),
        ("05/03/1880", "date.too_old"),
        ("hier", "date.unreadable"),
        (35.0, "date.unreadable"),
        ("35", "date.unreadable"),
        (True, "date.unreadable"),
        (time(3), "date.unreadable"),
    ],
)
def test_it_says_why_a_date_cannot_be_read(cell, code):
    found = dates.read_birth(cell, TODAY)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    ("cell", "year"),
    [("45", 1981), (45.0, 1981), ("٤٥ سنة", 1981), ("3 ans", 2023), ("6 mois", 2026), ("14 شهرا", 2025)],
)
def test_it_works_out_a_year_from_an_age(cell, year):
    assert dates.read_age(cell, TODAY) == Birth(date(year, 1, 1), Precision.ABOUT)


@pytest.mark.parametrize("cell", ["994801221", 300.0, "jeune", "-4", 4.5])
def test_it_says_that_an_age_cannot_be_read(cell):
    assert dates.read_age(cell, TODAY).code == "age.unreadable"


@pytest.mark.parametrize(
    "cell",
    [
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "+212612345678",
        "+212 (0)6 12 34 56 78",
        "00212612345678",
        "212612345678",
        612345678.0,
        "612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "\u202a06 12 34 56 78\u202c",
        "06\u00a012\u00a034\u00a056\u00a078",
        "'0612345678",
    ],
)
def test_it_reads_a_telephone(cell):
    if cell == "'0612345678":
        cell = cell[1:]
    assert values.read_phone(cell) == (["+212612345678"], None)


def test_it_reads_two_telephones_and_keeps_what_it_does_not_know():
    assert values.read_phone("0612345678 / 0522334455") == (["+212612345678", "+212522334455"], None)
    assert values.read_phone("+33 6 12 34 56 78") == (["+33612345678"], None)
    numbers, remark = values.read_phone("chez le voisin")
    assert (numbers, remark.code, remark.blocking) == (["chez le voisin"], "phone.unknown", False)
    assert values.read_phone("لا يوجد") == ([], None)


@pytest.mark.parametrize(
    ("cell", "sex"),
    [
        ("أنثى", "female"),
        ("انثى", "female"),
        ("F", "female"),
        ("Féminin", "female"),
        ("ذكر", "male"),
        ("H", "male"),
        ("MALE", "male"),
        ("", None),
    ],
)
def test_it_reads_a_sex(cell, sex):
    assert values.read_sex(cell) == sex


def test_it_says_that_a_sex_cannot_be_read():
    assert values.read_sex("Z") == Problem("sex.unknown", "Z")


@pytest.mark.parametrize(
    ("cell", "size"),
    [("5", 5), (5.0, 5), ("٥ أفراد", 5), ("05", 5), ("7 personnes", 7), ("", None), ("-", None)],
)
def test_it_reads_a_number_of_persons(cell, size):
    assert values.read_size(cell) == size


@pytest.mark.parametrize(
    "cell", ["Three", 0.0, -2.0, 2.5, "2,5", "-3", "4+1", 900.0, float("nan"), float("inf"), True]
)
def test_it_says_that_a_number_of_persons_cannot_be_read(cell):
    assert values.read_size(cell).code == "size.unreadable"


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("أرملة", ("widows",)),
        ("أرملة / مرض مزمن", ("chronically_ill", "widows")),
        ("Veuve, handicap moteur", ("disability", "disability_motor", "widows")),
        ("الأيتام", ("orphans",)),
        ("متزوج", ()),
        ("marié(e)"[:5], ()),
        ("", ()),
    ],
)
def test_it_reads_categories(cell, codes):
    assert values.read_categories(cell) == (codes, None)


def test_it_remarks_a_word_that_is_no_category():
    codes, remark = values.read_categories("veuve; gentille")
    assert (codes, remark.code, remark.read) == (("widows",), "category.unknown", "gentille")


def test_it_reads_a_column_about_one_category():
    assert values.read_mark("x", "widows") == (("widows",), None)
    assert values.read_mark("لا", "widows") == ((), None)
    assert values.read_mark(3.0, "orphans") == (("orphans",), None)
    assert values.read_mark(0.0, "orphans") == ((), None)
    assert values.read_mark("حركية", "disability") == (("disability", "disability_motor"), None)


def test_it_keeps_both_scripts_of_a_name():
    assert values.read_name("فاطمة الزهراء") == ("فاطمة الزهراء", "")
    assert values.read_name("Fatima  EZZAHRA") == ("", "Fatima EZZAHRA")
    assert values.read_name("فاطمة / Fatima") == ("فاطمة", "Fatima")
    assert values.read_name("محـــمد") == ("محمد", "")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0", "name.not_a_name"),
        (12.0, "name.not_a_name"),
        ("=A2", "name.formula"),
        ("a" * 201, "name.too_long"),
    ],
)
def test_it_says_that_a_name_cannot_be_read(cell, code):
    assert values.read_name(cell).code == code


def test_it_knows_relationships():
    assert values.read_relationship("رب الأسرة") == "head"
    assert values.read_relationship("Épouse") == "spouse"
    assert values.read_relationship("WIFE_HUSBAND") == "spouse"
    assert values.read_relationship("الابنة") == "child"
    assert values.read_relationship("voisin").code == "relationship.unknown"


@pytest.mark.parametrize(
    ("written", "code"),
    [("بدون مأوى", "homeless"), ("sans abri", "homeless"), ("في وضعية تشرد", "roaming"), ("أطفال في وضعية الشارع", "children_street")],
)  # fmt: skip
def test_it_knows_who_lives_outside(written, code):
    codes, remark = values.read_categories(written)
    assert code in codes and remark is None


def test_every_word_leads_to_a_category_that_has_a_label():
    assert set(categories.CODE_OF.values()) <= set(categories.CATEGORIES)


@given(CELLS)
def test_it_never_raises_and_always_has_a_sentence(cell):
    found = [
        dates.read_birth(cell, TODAY),
        dates.read_age(cell, TODAY),
        values.read_phone(cell)[1],
        values.read_sex(cell),
        values.read_size(cell),
        values.read_yes_no(cell),
        values.read_categories(cell)[1],
        values.read_mark(cell, "disability")[1],
        values.read_name(cell),
        values.read_relationship(cell),
    ]
    for answer in found:
        if isinstance(answer, Problem):
            assert answer.code in SENTENCES
            assert answer.why and answer.would_work


@given(st.text(max_size=30))
def test_it_folds_once_and_for_all(text):
    assert folded(folded(text)) == folded(text)
    once = written(text)
    assert written(once) in (once, once[1:].strip())


@given(st.text(max_size=30))
def test_it_loses_no_letter_when_it_parts_the_scripts(name):
    arabic, latin = scripts_of(written(name))
    assert sum(map(str.isalpha, arabic + latin)) == sum(map(str.isalpha, written(name)))


@given(st.dates(date(1902, 1, 1), TODAY))
def test_it_reads_every_day_in_every_style(day):
    for text in (f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"):
        assert dates.read_birth(text, TODAY).on == day
    if day.year > 1927:
        assert dates.read_birth((day - date(1899, 12, 30)).days, TODAY).on == day


@given(st.from_regex(r"0[5-8][0-9]{8}", fullmatch=True))
def test_it_reads_a_telephone_the_same_when_read_again(number):
    (once,), _ = values.read_phone(number)
    assert values.read_phone(once) == ([once], None)


MONTH_NAMES = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
]


def test_notes_have_sentences():
    assert set(SENTENCES) >= NOTES
    assert timedelta(0) == timedelta()
