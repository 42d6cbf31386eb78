"""Every form of the site, sent with nothing in it and without script: it answers, and can be read by everyone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from tests.journeys.browsing import Visitor
from tests.journeys.given import House
from tests.journeys.looking import look, pages, told
from twiza.cases.tests.given import WORDS

pytestmark = pytest.mark.proof  # minutes: each form of the site in a browser, twice

FORMS = "main form[method=post]"
BOXES = "input:not([type=hidden], [type=submit]), select, textarea"
BUTTONS = "button:not([type=button])"
LEAST = 40
LONGEST = 20_000  # milliseconds for one answer


def test_every_form_answers_without_script_and_says_what_is_wrong(
    visit: Callable[..., Visitor], house: House
) -> None:
    plain, reader = visit(house.everyone, script=False, passphrase=WORDS), visit(None)
    wrong: dict[str, list[str]] = {}
    sent = 0
    for address, path in pages(house, filled=True):
        if plain.ask(path) != 200 or not plain.asked_page:
            continue
        for place in range(plain.page.locator(FORMS).count()):
            if not can_be_sent(plain, place):
                continue
            found = sent_empty(plain, place) or (look(reader) if reader.shown(plain) else [])
            sent += 1
            if found:
                wrong[f"{address.name} form {place}"] = found
            plain.go(path)
    assert sent >= LEAST, "forms are no longer found by this test"
    assert not wrong, told(wrong)


def can_be_sent(visitor: Visitor, place: int) -> bool:
    """Whether a form has something to fill in and a button: a passkey is made by script alone, without one."""
    form = visitor.page.locator(FORMS).nth(place)
    return bool(form.locator(BOXES).count() and form.locator(BUTTONS).count())


def sent_empty(visitor: Visitor, place: int) -> list[str]:
    """Send one form with nothing in it: what is wrong with the answer."""
    form = visitor.page.locator(FORMS).nth(place)
    buttons = form.locator(BUTTONS)
    for fold in form.locator("details:not([open]) > summary").all():
        fold.click()  # what is folded is typed into as well
    for box in form.locator("input[type=text], input[type=password], textarea").all():
        box.fill("")
    try:
        # a file is an answer too, and leaves the page where it is
        with visitor.page.expect_response(is_last_answer, timeout=LONGEST) as sent:
            buttons.last.click(timeout=LONGEST)
    except TimeoutError:
        return [f"gives no answer: the browser keeps it back, {visitor.page.url}"]
    answer = sent.value
    visitor.page.wait_for_load_state()
    return [] if answer.status < 500 else [f"answers {answer.status}"]


def is_last_answer(answer: Any) -> bool:
    """Whether this is what a form got, after whatever sent it on."""
    return bool(answer.request.is_navigation_request()) and not 300 <= answer.status < 400
