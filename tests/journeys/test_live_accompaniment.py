"""J-01, whole, in Arabic, by the keyboard alone, on a screen of 360 pixels: from the number at the door to her return."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.keyboard import Keyboard
from tests.journeys.looking import look
from twiza.cases import actions, queries
from twiza.cases.tests.given import CANARY, WORDS, given_key
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.accounts.tests.given import given_authenticator

pytestmark = pytest.mark.proof


@dataclass(frozen=True)
class Team:
    """Who meets in this journey."""

    youssef: Any  # at reception
    leila: Any  # listens
    salma: Any  # at the desk of an association elsewhere
    elsewhere: Any


@pytest.fixture(scope="module")
def team(site: str) -> Team:
    centre = given_organisation("Centre Tissaout", name_ar="مركز تيساوت")
    elsewhere = given_organisation("Association Oum Rabia", name_ar="جمعية أم الربيع")
    youssef = given_member("Youssef", "counter", centre)
    leila, nawal = (
        given_member("Leila", "listener", centre),
        given_member("Nawal", "listening_supervisor", centre),
    )
    hind = given_member("Hind", "listening_supervisor", centre)
    salma = given_member("Salma", "listener", elsewhere)
    for one in (youssef, leila, salma):
        given_authenticator(one)
    given_key(leila, centre), given_key(salma, elsewhere)
    at = timezone.now()
    with as_work(nawal):
        protocol = actions.write_protocol(
            organisation=centre.pk,
            code="social",
            content=queries.shipped_protocols()["social"],
            by=nawal,
            at=at,
        )
        actions.adopt_protocol(protocol=protocol, by=nawal, at=at)
    with as_work(hind):
        actions.adopt_protocol(protocol=protocol, by=hind, at=at)
    return Team(youssef, leila, salma, elsewhere)


def day(days: int) -> str:
    """A day from today on, as it is typed."""
    return (date.today() + timedelta(days=days)).strftime("%d/%m/%Y")


class Journey:
    """One person's steps, each page looked at by axe in both widths before it is used."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.hand = visitor, Keyboard(visitor)
        self.wrong: dict[str, list[str]] = {}

    def see(self) -> None:
        """Look at the page that is open, as it stands; then open it again, since looking swaps its letters."""
        address = self.visitor.page.url.removeprefix(self.visitor.site)
        found = look(self.visitor)
        self.visitor.widen(NARROW)
        if found:
            self.wrong[address] = found
        self.visitor.go(address)

    def follow(self, end: str) -> None:
        """Follow the link of the page whose address ends so."""
        self.hand.press(f"main a:is([href$='{end}'], [href*='{end}?'])")
        self.see()

    def open_room(self) -> None:
        self.hand.write("passphrase", WORDS)
        self.hand.send("input[name=passphrase]")


def test_from_the_door_to_her_return(visit: Callable[..., Visitor], team: Team) -> None:
    door = Journey(visit(team.youssef, width=NARROW))
    door.visitor.go("/reception/")
    door.see()
    door.hand.send("input[name=company]")

    leila = Journey(visit(team.leila, width=NARROW))
    leila.visitor.go("/room/open/")
    leila.see()
    leila.open_room()
    leila.see()
    case = listened(leila)
    goes_on(leila, case)
    follows_protocol(leila, case)
    makes_plan(leila, case)
    salma = sits_down(visit, team)
    passes_on(leila, team, case)
    answers(salma)
    closes(leila, case)

    door.visitor.go("/reception/")
    door.hand.write("word", "زهرة اللوز")
    door.hand.send("input[name=word]")
    told = door.visitor.page.locator("main").inner_text()
    assert CANARY not in told

    comes_back(leila, case)
    wrong = {
        who: one.wrong for who, one in {"door": door, "leila": leila, "salma": salma}.items() if one.wrong
    }
    assert wrong == {}


def listened(leila: Journey) -> str:
    """Her words, without a name; the address of the case."""
    leila.follow("/room/listen/")
    hand = leila.hand
    hand.tick("told")
    hand.choose("language", "tamazight")
    hand.choose("age_band", "adult")
    hand.write("words", CANARY)
    hand.tick("needs", "law")
    hand.write("wants", "وثائق أولادي")
    hand.choose("risk", "amber")
    hand.choose("contact", "code_word")
    hand.write("code_word", "زهرة اللوز")
    hand.send("textarea[name=words]")
    leila.see()
    assert CANARY in leila.visitor.page.locator("main").inner_text()
    return leila.visitor.page.url.removeprefix(leila.visitor.site)


def goes_on(leila: Journey, case: str) -> None:
    for state in ("opened", "assessed"):
        leila.hand.choose("to", state)
        leila.hand.send("select[name=to]")


def follows_protocol(leila: Journey, case: str) -> None:
    leila.follow("/protocol/")
    leila.hand.keys.press("Tab")
    leila.hand.reach("main select[name=protocol]")
    leila.hand.keys.press("ArrowDown")
    leila.hand.send("select[name=protocol]")
    leila.see()
    leila.hand.press("main button[name=state][value=done]")
    assert leila.visitor.page.locator("main form button[value=done]").count() >= 1


def makes_plan(leila: Journey, case: str) -> None:
    leila.follow("/plan/")
    leila.follow("/plan/goals/new/")
    leila.hand.write("words", "أريد وثائق أولادي")
    leila.hand.choose("axis", "legal")
    leila.hand.send("textarea[name=words]")
    leila.see()
    assert "أريد وثائق أولادي" in leila.visitor.page.locator("main").inner_text()
    leila.hand.press("main form:has(input[value=agree]) button")


def passes_on(leila: Journey, team: Team, case: str) -> None:
    """What she agrees to, then what is told, to an organisation's desk."""
    organisation = str(team.elsewhere.pk)
    leila.visitor.go(case)
    leila.follow("/consent/")
    hand = leila.hand
    hand.choose("organisation", organisation)
    hand.choose("sector", "law")
    hand.tick("fields_named", "wants")
    hand.tick("fields_named", "language")
    hand.write("until", day(60))
    hand.send("select[name=sector]")
    leila.see()
    leila.follow("/referrals/")
    hand.choose("receiver", organisation)
    hand.choose("kind", "law")
    hand.send("select[name=receiver]")
    leila.see()
    hand.tick("tick_wants")
    hand.tick("tick_language")
    hand.send("input[name=tick_wants]")
    leila.see()


def sits_down(visit: Callable[..., Visitor], team: Team) -> Journey:
    """Somebody of the association elsewhere sits down at its desk."""
    salma = Journey(visit(team.salma, width=NARROW))
    salma.visitor.go("/room/open/?next=/room/desk/")
    salma.open_room()
    salma.see()
    salma.hand.send("input[value=sit]")
    salma.see()
    return salma


def answers(salma: Journey) -> None:
    """The desk opens what was sent, accepts, and sees nothing that was not agreed to."""
    salma.visitor.go("/room/desk/")
    salma.see()
    salma.hand.press("main th a")
    salma.see()
    salma.hand.send("input[value=receive]")
    salma.see()
    said = salma.visitor.page.locator("main").inner_text()
    assert "وثائق أولادي" in said and CANARY not in said
    salma.hand.choose("to", "accepted")
    salma.hand.send("select[name=to]")
    salma.see()


def closes(leila: Journey, case: str) -> None:
    leila.visitor.go(case)
    leila.follow("/contact/")
    leila.hand.choose("way", "came")
    leila.hand.choose("result", "came")
    leila.hand.choose("risk", "green")
    leila.hand.send("input[name=way]")
    leila.see()
    leila.follow("/close/")
    hand = leila.hand
    for box in leila.visitor.page.locator("main input[type=checkbox][name^=yes_]").all():
        name = box.get_attribute("name") or ""
        hand.tick(name)
        hand.write(name.replace("yes_", "why_"), "اتفقنا على ذلك معها")
    hand.choose(
        "reason", leila.visitor.page.locator("main input[name=reason]").first.get_attribute("value") or ""
    )
    hand.send("input[name=reason]")
    leila.see()


def comes_back(leila: Journey, case: str) -> None:
    """The team learns it on the today page only, and opens the case again."""
    leila.visitor.go("/")
    leila.visitor.go(f"{case}close/")
    leila.see()
    leila.hand.write("reason", "رجعت")
    leila.hand.send("input[value=reopen]")
    leila.visitor.go(case)
    assert CANARY in leila.visitor.page.locator("main").inner_text()
