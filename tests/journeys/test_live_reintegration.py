"""J-05, whole, in Arabic, on a screen of 360 pixels and a slow phone: from a wish to the follow-up, and where it is red."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import look, told
from twiza.cases import actions
from twiza.cases.tests.given import WORDS, given_case, given_key
from twiza.cases.tests.home_given import SAFE, given_family_protocol
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.accounts.tests.given import given_authenticator

pytestmark = pytest.mark.proof
SLOWER = 4  # times slower than this machine: a phone of a few years ago
WISH = "بغيت نرجع عند ختي قبل رمضان"
MESSAGE = "أنا بخير، وبغيت نهضر معك"


@dataclass(frozen=True)
class Team:
    """Leila accompanies two people; Salma works near the family of the first, in another town."""

    leila: Any
    salma: Any
    near: Any
    centre: Any
    going: Any
    hurt: Any


@pytest.fixture(scope="module")
def team(site: str) -> Team:
    centre = given_organisation("Centre Tissaout", name_ar="مركز تيساوت")
    near = given_organisation("Association Oum Rabia", name_ar="جمعية أم الربيع")
    leila, salma = given_member("Leila", "listener", centre), given_member("Salma", "listener", near)
    for one in (leila, salma):
        given_authenticator(one)
    room, desk = given_key(leila, centre), given_key(salma, near)
    going, hurt = given_case(leila, room), given_case(leila, room)
    given_family_protocol(centre, going, room, leila)
    with as_work(salma):
        actions.sit_at_desk(room=desk, by=salma, at=timezone.now())
    return Team(leila, salma, near, centre, going, hurt)


class Phone:
    """Somebody's narrow, slow phone; each page is looked at by axe in both widths."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.wrong: dict[str, list[str]] = {}
        talk = visitor.context.new_cdp_session(visitor.page)
        talk.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        visitor.go("/room/open/")
        visitor.page.fill("input[name=passphrase]", WORDS)
        visitor.press(
            "form:has(input[name=passphrase]) button[type=submit], form:has(input[name=passphrase]) button"
        )

    def go(self, path: str) -> None:
        assert self.visitor.go(path).status == 200, path

    def see(self, name: str) -> None:
        """Look at the page as it stands; then open it again, since looking swaps its letters."""
        address = self.page.url.removeprefix(self.visitor.site)
        if found := look(self.visitor, f"reintegration-{name}"):
            self.wrong[name] = found
        self.visitor.widen(NARROW)
        self.visitor.go(address)

    def send(self, part: str, **typed: str) -> None:
        """Fill one step of the way home and send it: texts are typed, choices chosen, ticks ticked."""
        form = self.page.locator(f"form:has(input[name=part][value={part}])")
        for name, value in typed.items():
            field = form.locator(f"[name={name}]").first
            kind = field.get_attribute("type") or field.evaluate("one => one.tagName.toLowerCase()")
            if kind == "radio":
                form.locator(f"[name={name}][value={value}]").check()
            elif kind == "checkbox":
                field.check()
            elif kind == "select":
                field.select_option(value)
            else:
                field.fill(value)
        self.visitor.press(form.locator("button:not([type=button])"))

    def said(self) -> str:
        return self.page.locator("main").inner_text()


def day(days: int) -> str:
    """A day from today on, as it is typed."""
    return (date.today() + timedelta(days=days)).strftime("%d/%m/%Y")


def test_from_a_wish_to_the_follow_up(visit: Callable[..., Visitor], team: Team) -> None:
    leila = Phone(visit(team.leila, width=NARROW))
    home = f"/room/cases/{team.going.pk}/family/"
    leila.go(home)
    leila.see("empty")
    leila.send("wish", words=WISH)
    assert WISH in leila.said()
    assert (
        leila.page.locator("form:has(input[value=contact])").count() == 0
    )  # nobody is contacted before it is safe
    leila.send("screening", **SAFE, level="green", words="خصام قديم انتهى")
    leila.see("screened")
    agrees(leila, team)
    passes_on(leila, team)
    salma = Phone(visit(team.salma, width=NARROW))
    answers(salma, team)
    leila.go(home)
    leila.send("contact", attitude="welcomes", words="الأخت تنتظره")
    session = {"she": "هو", "she_agrees": "on", "party_1": "الأخت", "points": "يرجع يوم الجمعة"}
    leila.send("session", day=day(0), **session)  # one of them was not asked: none
    assert leila.page.locator("[role=alert]").count() >= 1
    leila.send("session", day=day(0), **session, party_1_agrees="on")
    leila.send(
        "return", day=day(-4), transport="الحافلة", companion="worker", medicine="لا شيء",
        arrival_contact="الأخت", kit="حقيبة ووثائق",
    )  # fmt: skip
    assert leila.page.locator(".notice-refusal").count() == 1  # nobody confirmed the arrival for two days
    leila.see("late")
    leila.send("arrival", day=day(-3), words="الأخت بالهاتف")
    leila.send("visit", code="m1", there="yes", safe="yes")
    leila.send("back", words="")
    leila.send("end", end="partial")
    leila.see("ended")
    assert "لهم سرير" in leila.said()
    wrong = {**leila.wrong, **salma.wrong}
    assert not wrong, told(wrong)


def agrees(leila: Phone, team: Team) -> None:
    """What is read before anybody calls the family: to whom, which words, until when."""
    leila.go(f"/room/cases/{team.going.pk}/consent/")
    page = leila.page
    page.select_option("select[name=organisation]", str(team.near.pk))
    page.select_option("select[name=sector]", "listening")
    page.check("input[name=purpose][value=family]")
    for field in ("relative", "message"):
        page.check(f"input[name=fields_named][value={field}]")
    page.fill("input[name=until]", day(30))
    leila.visitor.press("form:has(select[name=sector]) button[type=submit]")
    assert page.locator(".error-summary").count() == 0, leila.said()


def passes_on(leila: Phone, team: Team) -> None:
    """A first word by Salma; words that tell where he is do not leave."""
    leila.go(f"/room/cases/{team.going.pk}/referrals/")
    page = leila.page
    page.select_option("select[name=receiver]", str(team.near.pk))
    page.select_option("select[name=kind]", "listening")
    page.check("input[name=purpose][value=family]")
    leila.visitor.press("form:has(select[name=receiver]) button[type=submit]")
    for message in (f"أنا في {team.centre.name_ar}", MESSAGE):
        for field, words in (("relative", "الأخت، 0600000000"), ("message", message)):
            page.check(f"input[name=tick_{field}]")
            page.fill(f"[name=text_{field}]", words)
        leila.visitor.press("form:has(input[name=tick_message]) button:not([type=button])")
    assert page.locator("input[name=tick_message]").count() == 0, leila.said()  # sent
    leila.see("sent")


def answers(salma: Phone, team: Team) -> None:
    """Salma reads whom to ask and what to say; where he is she is not told."""
    salma.go("/room/desk/")
    salma.visitor.press("main th a")
    salma.visitor.press("form:has(input[value=receive]) button")
    assert MESSAGE in salma.said() and WISH not in salma.said()
    salma.see("desk")


def test_where_it_is_red_nobody_is_contacted(visit: Callable[..., Visitor], team: Team) -> None:
    leila = Phone(visit(team.leila, width=NARROW))
    leila.go(f"/room/cases/{team.hurt.pk}/family/")
    leila.send("wish", words=WISH)
    red = {**SAFE, "violence": "yes", "level": "green", "words": "تهديد من الأخ"}
    leila.send("screening", **red)
    assert leila.page.locator("[role=alert]").count() >= 1  # another way is asked for
    leila.send("screening", **red, other="غرفة مع زميل")
    assert leila.page.locator(".notice-refusal").count() == 1 and "غرفة مع زميل" in leila.said()
    for part in ("contact", "session", "return"):
        assert leila.page.locator(f"input[name=part][value={part}]").count() == 0
    leila.see("red")
    assert not leila.wrong, told(leila.wrong)
