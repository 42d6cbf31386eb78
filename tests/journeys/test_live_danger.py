"""A child in danger, lived through in Arabic, by keyboard alone, on a phone's width: from the call for help to the follow-up."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.browsing import NARROW, Visitor
from twiza.cases import queries
from twiza.cases.tests.given import WORDS, given_in_team, given_key
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.accounts.tests.given import given_authenticator

pytestmark = pytest.mark.proof
LONGEST_WAY = 200  # presses of Tab over one page


@pytest.fixture(scope="module")
def people(site: str) -> dict[str, Any]:
    """Reception without a key, two listeners and a supervisor with one."""
    centre = given_organisation(name_ar="مركز تيساوت")
    found = {"Youssef": given_member("Youssef", "counter", centre)}
    for name, role in (("Leila", "listener"), ("Zineb", "listener"), ("Samia", "listening_supervisor")):
        found[name] = given_member(name, role, centre)
        found[f"{name}'s room"] = given_key(found[name], centre)
    for one in ("Youssef", "Leila", "Zineb", "Samia"):
        given_authenticator(found[one])
    return found


def reach(visitor: Visitor, where: str) -> None:
    """Press Tab until the focus stands on it: what no key reaches is not there."""
    for _ in range(LONGEST_WAY):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("(where) => document.activeElement.matches(where)", where):
            return
    raise AssertionError(f"no key leads to {where}")


def typed(visitor: Visitor, where: str, words: str) -> None:
    reach(visitor, where)
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.type(words)


def chosen(visitor: Visitor, name: str, value: str) -> None:
    """Walk to a group of radio buttons and down to one of them by the arrows."""
    reach(visitor, f"input[type=radio][name={name}]")
    wanted = f"input[type=radio][name={name}][value={value}]"
    for _ in range(8):
        if visitor.page.evaluate("(where) => document.activeElement.matches(where)", wanted):
            visitor.page.keyboard.press("Space")
            return
        visitor.page.keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {wanted}")


def sent(visitor: Visitor, button: str = "main form button:not([type=button])") -> None:
    reach(visitor, button)
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.keyboard.press("Enter")


def readable(visitor: Visitor) -> None:
    assert visitor.overflow() <= 0
    assert visitor.faults(contrast=False) == []


def opened(visitor: Visitor, back: str) -> None:
    visitor.go(f"/room/open/?next={back}")
    typed(visitor, "input[name=passphrase]", WORDS)
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.keyboard.press("Enter")


def step(visitor: Visitor, part: str, boxes: dict[str, str], choices: dict[str, str] | None = None) -> None:
    """Fill in one step of the page by keyboard and send it."""
    for name, words in boxes.items():
        typed(visitor, f"#{part}-{name}", words)
    for name, value in (choices or {}).items():
        chosen(visitor, name, value)
    sent(visitor, f"form:has(input[value={part}]) button")
    assert visitor.page.locator(".error-summary").count() == 0, visitor.page.inner_text("main")


def test_a_child_in_danger_from_the_call_to_the_follow_up(
    visit: Callable[..., Visitor], people: dict[str, Any]
) -> None:
    reception = visit(people["Youssef"], width=NARROW)
    reception.go("/")
    readable(reception)
    reach(reception, "a[href='/alert/']")
    with reception.page.expect_navigation(wait_until="load"):
        reception.page.keyboard.press("Enter")
    readable(reception)
    typed(reception, "textarea[name=words]", "طفل وحده أمام الباب")
    typed(reception, "input[name=where]", "الاستقبال")
    chosen(reception, "danger", "yes")
    chosen(reception, "whom", "minor")
    sent(reception)
    assert "مختوم" in reception.page.inner_text("#messages")

    leila = visit(people["Leila"], width=NARROW)
    leila.go("/")
    assert "تنبيه ينتظر" in leila.page.inner_text(".card-late")
    opened(leila, "/room/alerts/")
    readable(leila)
    sent(leila, "form[action$='/take/'] button")
    here = leila.page.url.removeprefix(leila.site)
    assert here.endswith("/child/") and "طفل وحده أمام الباب" in leila.page.inner_text("main")
    readable(leila)
    step(leila, "safety", {"who": "ليلى", "number": "19"})
    step(leila, "informed", {"words": "قلنا له إننا نحميه", "opinion": "أريد جدتي"})
    step(leila, "duty", {"text": "طفل وحده، خطر الآن"}, {"basis": "minor", "tell": "yes"})
    ask_in(people, here, "Zineb")
    ask_in(people, here, "Samia")

    zineb = visit(people["Zineb"], width=NARROW)
    opened(zineb, here)
    assert "طفل وحده، خطر الآن" not in zineb.page.inner_text("main")
    step(zineb, "duty", {}, {"basis": "minor", "tell": "no"})
    assert zineb.page.locator(".notice-refusal").count() == 1
    readable(zineb)

    samia = visit(people["Samia"], width=NARROW)
    samia.go("/")
    reach(samia, f"a[href='{here}']")
    opened(samia, here)
    step(samia, "duty", {"text": "يبلغ الآن"}, {"basis": "minor", "tell": "yes"})
    step(samia, "transmission", {"receipt": "44/2026"}, {"to": "cape"})
    assert "44/2026" in samia.page.inner_text("main")
    step(samia, "guardian", {"who": "العم"}, {"conflict": "suspect"})
    step(samia, "interview", {"who": "الطبيبة"})
    step(samia, "follow", {})
    readable(samia)
    samia.go(f"{here}sheet/")
    readable(samia)
    assert "Samia" in samia.page.inner_text("main") and "العم" not in samia.page.inner_text("main")


def ask_in(people: dict[str, Any], here: str, name: str) -> None:
    """Leila asks a colleague in: that page has tests of its own."""

    with as_work(people["Leila"]):
        case = queries.case_for(people["Leila"], here.split("/")[3])
    given_in_team(case, people[name], room=people["Leila's room"], by=people["Leila"])
