"""The today page: what waits, what is late, what changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from twiza.lib.today import Due, Level
from twiza.network.tests.given import given_member, given_organisation
from twiza.reporting.rules import sort_today

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
