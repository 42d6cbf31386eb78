"""The door looked at by a browser: somebody asks, the slip is there, the code says where it stands. Without script too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.browsing import Visitor
from tests.journeys.looking import LANGUAGES, fit
from twiza.network.tests.given import given_member, given_organisation
from twiza.registry.tests.given import given_request, given_requests


@pytest.fixture(scope="module")
def nezha(site: str) -> Any:
    """Receives people in an association where requests came by each way; one of them waits too long."""
    tissaout = given_organisation(name_ar="جمعية تيساوت")
    given_requests(tissaout, given_member("Amina", "association_president", tissaout))
    nezha = given_member("Nezha", "counter", tissaout)
    given_request(tissaout, nezha, "health", "paper", at=timezone.now() - timedelta(days=20))
    return nezha


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_asks_and_leaves_with_a_code(
    visit: Callable[..., Visitor], nezha: Any, language: str
) -> None:
    plain, reader = visit(nezha, language=language, script=False), visit(None, language=language)
    plain.go("/registry/requests/new/")
    plain.page.check("[name=kind][value=food]")
    plain.page.fill("[name=size]", "٥")
    plain.press(plain.page.locator("main form button[type=submit]").last)
    code = plain.page.locator(".slip-code").inner_text().strip()
    assert len(code) == 9
    assert reader.shown(plain) and not fit(reader, "door-slip")
    plain.go("/registry/requests/status/")
    plain.page.fill("[name=code]", code.replace("-", " ").lower())
    plain.press(plain.page.locator("main form button[type=submit]").last)
    assert code in plain.page.locator("main").inner_text()
    assert reader.shown(plain) and not fit(reader, "door-status")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_door_fit(visit: Callable[..., Visitor], nezha: Any, language: str) -> None:
    visitor = visit(nezha, language=language)
    for path, name in (
        ("/", "door-today"),
        ("/registry/requests/", "door"),
        ("/registry/requests/new/", "door-form"),
        ("/registry/requests/waits/", "door-waits"),
    ):
        visitor.go(path)
        assert not fit(visitor, name), path
    visitor.go("/registry/requests/")
    visitor.page.locator("main table a").first.click()
    visitor.page.wait_for_selector(".facts")
    assert not fit(visitor, "door-request")
    visitor.page.locator("a[href$='/answer/']").click()
    visitor.page.wait_for_selector("[name=contest]")
    assert not fit(visitor, "door-answer")
