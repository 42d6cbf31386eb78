"""The frame and the kit, looked at by a browser."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.browsing import Visitor
from tests.journeys.looking import LANGUAGES, fit
from twiza.network.tests.given import given_member, given_organisation


@pytest.fixture(scope="module")
def amina(site: str) -> Any:
    """Campaign manager of an association that has nothing yet."""
    return given_member("Amina", "campaign_manager", given_organisation(name_ar="جمعية تيساوت"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_today_and_gallery_fit(visit: Callable[..., Visitor], amina: Any, language: str) -> None:
    visitor = visit(amina, language=language)
    for path, name in (
        ("/", "today"),
        ("/gallery/", "gallery"),
        ("/nowhere/", "missing"),
        ("/calendar/", "calendar"),
    ):
        visitor.go(path)
        assert not fit(visitor, name), path
