"""The today page: what waits, what is late, what changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from twiza.lib.today import Due, Kind, Level
from twiza.network.tests.given import given_member, given_organisation
from twiza.reporting.rules import fold, sort_today

TODAY = date(2026, 3, 1)


def test_a_duty_whose_day_has_passed_is_late() -> None:
    today = sort_today([Due("a", due=TODAY), Due("b", due=TODAY - timedelta(days=1)), Due("c")], on=TODAY)
    assert [line.sentence for line in today.waiting] == ["a", "c"]
    assert [line.sentence for line in today.late] == ["b"]


def test_news_come_newest_first_and_are_never_late() -> None:
    moments = [datetime(2026, 2, day, 23, 30, tzinfo=UTC) for day in (1, 9, 5)]
    today = sort_today([Due(str(m.day), due=m, level=Level.CHANGED) for m in moments], on=TODAY)
    assert [line.sentence for line in today.changed] == ["9", "5", "1"]
    assert today.is_quiet


def lines(user: Any, *, at: datetime) -> list[Due]:
    """One subject's answer."""
    return [Due("Sign the list of the campaign", "/somewhere/", at.date() - timedelta(days=2))]


@pytest.mark.django_db
def test_it_asks_every_subject(settings: Any) -> None:
    settings.TODAY_SOURCES = [f"{__name__}.lines"]
    client = Client()
    client.force_login(given_member("Amina", "campaign_manager", given_organisation()))
    page = client.get("/").content.decode()
    assert "Sign the list of the campaign" in page
    assert 'href="/somewhere/"' in page
    assert "due-when-late" in page


@pytest.mark.django_db
def test_an_empty_day_is_kind() -> None:
    client = Client()
    client.force_login(given_member("Amina", "campaign_manager", given_organisation()))
    assert client.get("/").content.decode().count("empty-state-title") == 2


def many(user: Any, *, at: datetime) -> list[Due]:
    """More than a page shows at once."""
    return [Due(f"Sign list {number}", due=at.date() - timedelta(days=number)) for number in range(1, 61)]


@pytest.mark.django_db
def test_a_long_day_shows_what_is_oldest_and_all_of_it_when_asked(settings: Any, in_english: None) -> None:
    settings.TODAY_SOURCES = [f"{__name__}.many"]
    client = Client()
    client.force_login(given_member("Amina", "campaign_manager", given_organisation()))
    page, whole = client.get("/").content.decode(), client.get("/?all").content.decode()
    assert page.count("Sign list") == 40 and "Sign list 60<" in page and 'href="?all"' in page
    assert whole.count("Sign list") == 60 and 'href="?all"' not in whole


LETTERS = Kind("letters", "%(count)s more letters")


def test_what_says_the_same_of_many_things_is_folded_after_the_oldest() -> None:
    rare = Due("Sign the convention", due=TODAY)
    lines = [Due(f"Letter {n}", "/", TODAY - timedelta(days=50 - n), kind=LETTERS) for n in range(9)]
    shown = fold([*lines, rare], most=4, each=2)
    assert [one.sentence for one in shown] == [
        "Letter 0",
        "Letter 1",
        "7 more letters",
        "Sign the convention",
    ]
    assert (shown[2].url, shown[2].due) == ("?only=letters", lines[2].due)


@pytest.mark.parametrize(("count", "most"), [(4, 4), (3, 2)])
def test_a_short_day_and_one_line_too_many_stand_as_they_are(count: int, most: int) -> None:
    lines = [Due(f"Letter {n}", kind=LETTERS) for n in range(count)]
    assert fold(lines, most=most, each=2) == lines


def letters(user: Any, *, at: datetime) -> list[Due]:
    """Fifty letters, and one thing of another kind behind them."""
    rows = [Due(f"Letter {n}", due=at.date() - timedelta(days=n), kind=LETTERS) for n in range(2, 52)]
    return [*rows, Due("Sign the convention", due=at.date() - timedelta(days=1))]


@pytest.mark.django_db
def test_the_rest_of_a_kind_is_one_press_away_and_hides_nothing_else(settings: Any, in_english: None) -> None:
    settings.TODAY_SOURCES = [f"{__name__}.letters"]
    client = Client()
    client.force_login(given_member("Amina", "campaign_manager", given_organisation()))
    page, one_kind = client.get("/").content.decode(), client.get("/?only=letters").content.decode()
    assert page.count(">Letter ") == 5 and "45 more letters" in page and "Sign the convention" in page
    assert one_kind.count(">Letter ") == 50 and "Sign the convention" not in one_kind
    assert 'href="?"' in one_kind
