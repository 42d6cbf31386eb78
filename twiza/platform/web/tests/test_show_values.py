"""Dates, numbers and money as Morocco writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from twiza.platform.web import formats

MONTHS = [
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


def test_it_names_the_twelve_months_as_in_morocco() -> None:
    with translation.override("ar"):
        assert [formats.day(date(2026, n, 21)) for n in range(1, 13)] == [
            f"21 {name} 2026" for name in MONTHS
        ]


@pytest.mark.parametrize(
    ("language", "first", "other", "long"),
    [
        ("ar", "1 مارس 2026", "11 مارس 2026", "الأحد 1 مارس 2026"),
        ("fr", "1er mars 2026", "11 mars 2026", "dimanche 1er mars 2026"),
        ("en", "1 March 2026", "11 March 2026", "Sunday 1 March 2026"),
    ],
)
def test_it_names_the_first_of_a_month_as_each_language_does(
    language: str, first: str, other: str, long: str
) -> None:
    with translation.override(language):
        assert formats.day(date(2026, 3, 1)) == first
        assert formats.day(date(2026, 3, 11)) == other
        assert formats.weekday(date(2026, 3, 1)) == long


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("ar", 1_234_567, "1.234.567"),
        ("ar", Decimal("1234567.5"), "1.234.567,5"),
        ("fr", Decimal("1234.50"), "1\u202f234,50"),
        ("en", 1234, "1,234"),
        ("ar", 0, "0"),
        ("ar", None, ""),
        ("ar", "لا شيء", "لا شيء"),
    ],
)
def test_it_groups_numbers(language: str, value: object, shown: str) -> None:
    with translation.override(language):
        assert formats.number(value) == shown


def test_it_writes_dirhams() -> None:
    with translation.override("ar"):
        assert formats.money(Decimal("1234.5")) == "1.234,50\u00a0درهم"
    with translation.override("fr"):
        assert formats.money(Decimal("1234.5")) == "1\u202f234,50\u00a0DH"
        assert formats.money(Decimal("10"), "EUR") == "10,00\u00a0EUR"


def test_a_minus_stays_before_its_digits_from_right_to_left() -> None:
    with translation.override("ar"):
        assert formats.money(Decimal("-150")) == "\u200e-150,00\u00a0درهم"
        assert formats.number(-7) == "\u200e-7" and formats.number(7) == "7"
    with translation.override("fr"):
        assert formats.number(-7) == "-7"


def test_a_colon_stands_as_each_language_sets_it() -> None:
    said = {}
    for language in ("ar", "fr", "en"):
        with translation.override(language):
            said[language] = Template("{% load moroccan %}x{% colon %} y").render(Context())
    assert said == {"ar": "x: y", "fr": "x\u00a0: y", "en": "x: y"}


def test_it_shows_the_clock_of_casablanca_on_both_sides_of_ramadan() -> None:
    with translation.override("fr"):
        # +01 most of the year, +00 during Ramadan (15 February to 22 March 2026)
        assert formats.moment(datetime(2026, 2, 14, 12, 0, tzinfo=UTC)).endswith("à 13:00")
        assert formats.moment(datetime(2026, 2, 16, 12, 0, tzinfo=UTC)).endswith("à 12:00")
        assert formats.moment(datetime(2026, 3, 23, 12, 0, tzinfo=UTC)).endswith("à 13:00")
        assert formats.day(datetime(2026, 7, 21, 23, 30, tzinfo=UTC)) == "22 juillet 2026"


def test_it_says_the_last_day_of_a_period() -> None:
    with translation.override("en"):
        assert formats.period(date(2026, 1, 1), date(2026, 7, 1)) == "from 1 January 2026 to 30 June 2026"
        assert formats.period(date(2026, 1, 1), date(2026, 1, 2)) == "1 January 2026"
        assert formats.period(date(2026, 1, 1), None) == "since 1 January 2026"
        assert formats.period(None, None) == ""


def test_a_hijri_day_is_marked_unless_announced(settings: pytest.FixtureRequest) -> None:
    settings.ANNOUNCED_MONTHS = ""  # type: ignore[attr-defined]
    with translation.override("en"):
        assert formats.hijri(date(2026, 7, 21)).endswith("(estimated)")


def announced() -> dict[tuple[int, int], date]:
    """What a person entered from the announcement."""
    return {(1447, 9): date(2026, 2, 19)}


def test_an_announced_day_is_not_marked(settings: pytest.FixtureRequest) -> None:
    settings.ANNOUNCED_MONTHS = f"{__name__}.announced"  # type: ignore[attr-defined]
    with translation.override("en"):
        assert formats.hijri(date(2026, 2, 19)) == "1 Ramadan 1447"


def test_a_code_is_said_in_the_language_of_the_reader() -> None:
    said = formats.labelled({"tea": "Today"})
    with translation.override("fr"):
        assert said("tea") == translation.gettext("Today") != "Today"
    assert (said("unknown"), said(None)) == ("unknown", "")
