"""The closed room in the browser, in Arabic: opened, listened in, a case read; wide and narrow, by axe."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import look
from twiza.cases.tests.given import WORDS, given_case, given_key
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.accounts.tests.given import given_authenticator


@pytest.fixture(scope="module")
def leila(site: str) -> Any:
    """A listener with a key and a case."""
    centre = given_organisation(name_ar="مركز تيساوت")
    leila = given_member("Leila", "listener", centre)
    given_authenticator(leila)
    given_case(leila, given_key(leila, centre))
    return leila


def test_every_page_of_the_room_can_be_read(visit: Callable[..., Visitor], leila: Any) -> None:
    visitor = visit(leila)
    wrong = {}
    for path in ("/coming/", "/reception/", "/room/open/", "/room/sheet/"):
        visitor.go(path)
        wrong[path] = look(visitor)
    visitor.go("/room/open/")
    visitor.page.fill("input[name=passphrase]", WORDS)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/room/")
    wrong["/room/"] = look(visitor)
    visitor.go("/room/listen/")
    wrong["listen"] = look(visitor)
    visitor.go("/room/")
    visitor.page.locator("tbody a").first.click()
    visitor.page.wait_for_url("**/room/cases/*/")
    address = visitor.page.url.removeprefix(visitor.site)
    for path in (address, f"{address}team/", f"{address}notes/new/"):
        visitor.go(path)
        wrong[path] = look(visitor)
    assert {path: faults for path, faults in wrong.items() if faults} == {}


def test_one_key_goes_to_reception_and_back_and_nothing_typed_is_lost(
    visit: Callable[..., Visitor], leila: Any
) -> None:
    visitor = visit(leila, width=NARROW)
    keys, page = visitor.page.keyboard, visitor.page
    visitor.go("/room/open/?next=/room/listen/")
    page.locator("input[name=passphrase]").focus()
    keys.type(WORDS)
    keys.press("Enter")
    page.wait_for_url("**/room/listen/")
    page.locator("textarea[name=words]").focus()
    keys.type("كلامها هي")
    keys.press("F9")
    page.wait_for_url("**/reception/")
    assert look(visitor) == []
    page.go_back()
    page.wait_for_url("**/reception/")
    keys.press("F9")
    page.wait_for_url("**/room/open/**")
    page.locator("input[name=passphrase]").focus()
    keys.type(WORDS)
    keys.press("Enter")
    page.wait_for_url("**/room/")
    visitor.go("/room/listen/")
    assert page.locator("textarea[name=words]").input_value() == "كلامها هي"
    keys.press("F9")
    page.wait_for_url("**/reception/")
    keys.press("Escape")
    page.wait_for_url("**/calendar/")
