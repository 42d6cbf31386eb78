"""Every page of the URL table, empty, filled and in error: readable by everyone, in Arabic and French.

axe-core does not report low contrast on joined Arabic: it is run a second time with the letters swapped for Latin
ones, and a canary of pale grey on white must be flagged then.
"""

from collections.abc import Callable

import pytest

from tests.journeys.addresses import every_address
from tests.journeys.browsing import Visitor
from tests.journeys.given import House
from tests.journeys.looking import look, pages, told
from twiza.cases.tests.given import WORDS

CANARY = """() => {
  const canary = document.createElement("p");
  canary.id = "canary"; canary.textContent = "لون باهت لا يقرأ";
  canary.style.color = "#bbb"; canary.style.background = "#fff";
  document.querySelector("main").append(canary);
}"""


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


@pytest.mark.parametrize(
    ("state", "language"),
    [
        ("nobody", "ar"),
        ("nobody", "fr"),
        ("filled", "ar"),
        # minutes each: what they see beyond Arabic filled pages seldom changes with a page. Colours are those of the
        # one stylesheet: filled pages are measured for contrast in French
        pytest.param("empty", "ar", marks=pytest.mark.proof),
        pytest.param("filled", "fr", marks=pytest.mark.proof),
    ],
)
def test_every_page_can_be_read_by_everyone(
    visit: Callable[..., Visitor], house: House, state: str, language: str
) -> None:
    person = {"nobody": None, "empty": house.newcomer, "filled": house.everyone}[state]
    visitor = visit(person, language=language, passphrase=WORDS)
    wrong: dict[str, list[str]] = {}
    for address, path in pages(house, filled=state == "filled"):
        status = visitor.ask(path)
        if status >= 500:
            wrong[address.name] = [f"answers {status}"]
        elif visitor.asked_page and (found := look(visitor, contrast=(state, language) != ("filled", "ar"))):
            wrong[address.name] = found
    assert not wrong, told(wrong)
