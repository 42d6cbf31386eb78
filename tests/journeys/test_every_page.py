"""Every page of the URL table, empty, filled and in error: readable by everyone, in Arabic and French.

axe-core does not report low contrast on joined Arabic: it is run a second time with the letters swapped for Latin
ones, and a canary of pale grey on white must be flagged then.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.addresses import Address, every_address
from tests.journeys.browsing import NARROW, WIDE, Visitor
from tests.journeys.given import House, given_house

LANGUAGES = ("ar", "fr")
CANARY = """() => {
  const canary = document.createElement("p");
  canary.id = "canary"; canary.textContent = "لون باهت لا يقرأ";
  canary.style.color = "#bbb"; canary.style.background = "#fff";
  document.querySelector("main").append(canary);
}"""
FORMS = "main form[method=post]"


@pytest.fixture(scope="module")
def house(site: str) -> House:
    return given_house()


def pages(house: House, *, filled: bool) -> Iterator[tuple[Address, str]]:
    """Addresses with their paths; without objects, only those that need no argument."""
    for address in every_address():
        if not address.arguments:
            yield address, address.path()
        elif filled and address.name in house.arguments:
            yield address, address.path(**house.arguments[address.name])


def look(visitor: Visitor) -> list[str]:
    """Everything wrong with the page on the screen; leaves its words swapped."""
    found = visitor.faults()
    visitor.page.set_viewport_size({"width": NARROW, "height": 800})
    wider = visitor.overflow()
    visitor.page.set_viewport_size({"width": WIDE, "height": 800})
    if wider > 0:
        found.append(f"{wider} pixels wider than a screen of {NARROW}")
    return found + (visitor.contrast_faults() if visitor.language == "ar" else [])


def test_every_address_with_arguments_is_given_some(house: House) -> None:
    unknown = [one.name for one in every_address() if one.arguments and one.name not in house.arguments]
    assert not unknown, "tests/journeys/given.py does not say how to fill them"


def test_the_canary_is_seen_only_when_letters_are_swapped(
    visit: Callable[..., Visitor], house: House
) -> None:
    visitor = visit(house.newcomer)
    visitor.go("/gallery/")
    visitor.page.evaluate(CANARY)
    assert not any("canary" in fault for fault in visitor.faults()), (
        "axe reads Arabic now: one pass is enough"
    )
    assert any("canary" in fault for fault in visitor.contrast_faults())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["nobody", "empty", "filled"])
def test_every_page_can_be_read_by_everyone(
    visit: Callable[..., Visitor], house: House, language: str, state: str
) -> None:
    person = {"nobody": None, "empty": house.newcomer, "filled": house.everyone}[state]
    visitor = visit(person, language=language)
    wrong: dict[str, list[str]] = {}
    for address, path in pages(house, filled=state == "filled"):
        status, page = visitor.ask(path)
        if status >= 500:
            wrong[address.name] = [f"answers {status}"]
        elif page:
            visitor.go(path)
            found = look(visitor)
            if found:
                wrong[address.name] = found
    assert not wrong, told(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_answers_without_script_and_says_what_is_wrong(
    visit: Callable[..., Visitor], house: House, language: str
) -> None:
    plain, reader = visit(house.everyone, language=language, script=False), visit(None, language=language)
    wrong: dict[str, list[str]] = {}
    for address, path in pages(house, filled=True):
        if not plain.ask(path)[1]:
            continue
        plain.go(path)
        for place in range(plain.page.locator(FORMS).count()):
            plain.go(path)
            found = sent_empty(plain, place) or (look(reader) if reader.shown(plain) else [])
            if found:
                wrong[f"{address.name} form {place}"] = found
    assert not wrong, told(wrong)


def sent_empty(visitor: Visitor, place: int) -> list[str]:
    """Send one form with nothing in it: what is wrong with the answer. Forms of one button are not sent."""
    form = visitor.page.locator(FORMS).nth(place)
    boxes = form.locator("input:not([type=hidden], [type=submit]), select, textarea")
    if not boxes.count():
        return []
    for box in form.locator("input[type=text], input[type=password], textarea").all():
        box.fill("")
    with visitor.page.expect_navigation() as sent:
        form.locator("button:not([type=button])").last.click()
    answer = sent.value
    return [] if answer and answer.status < 500 else [f"answers {answer.status if answer else 'nothing'}"]


def told(wrong: dict[str, list[str]]) -> str:
    return "\n" + "\n".join(f"{name}: {fault}" for name, faults in wrong.items() for fault in faults)
