"""J-04, whole, in Arabic, on a screen of 360 pixels and a slow processor: from the briefing to the morning's bulletin.

Omar briefs and goes out, Zahra says which beds are free, the team's phone meets people without network, the bed that
was wanted is slept in, somebody is heard in the morning, and the committee reads counts. Each page is looked at by axe.
"""

import re
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Playwright

from tests.field.building import built_app
from tests.field.conftest import program
from tests.field.nights import Round
from tests.field.phones import Phone
from tests.field.test_outreach_round import online
from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import look
from twiza.network.tests.given import as_work, given_member, given_organisation, given_place
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.tests.given import given_authenticator
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import Encounter
from twiza.shelter.tests.given import Cold, given_driss, given_duty, given_listener, given_place_to_sleep

__all__ = ["program"]  # the Chromium that holds a phone's profile

pytestmark = [pytest.mark.proof, pytest.mark.slow]

SLOWER = 4  # times: a cheap telephone
NICKNAME = "الحاجة فاطنة"


@pytest.fixture(scope="module")
def story(site: str) -> Any:
    """A winter whose round of tonight is planned and manned; nothing else has happened."""
    built_app()
    committee, crew, host = (
        given_organisation(name, name_ar=arabic)
        for name, arabic in (
            ("Comité", "اللجنة"),
            ("Délégation", "المندوبية"),
            ("Association du toit", "جمعية السقف"),
        )
    )
    latifa = given_member("Latifa", "committee_secretary", committee)
    omar = given_member("Omar", "round_leader", crew)
    zahra = given_member("Zahra", "site_keeper", host)
    now = timezone.now()
    night = rules.night_of(now)
    centre = given_place_to_sleep(host, "Espace des femmes")
    with as_work(latifa):
        known = {"by": latifa, "at": now}
        winter = actions.open_winter(
            organisation=committee.pk, crew=crew.pk, place=given_place(), name_ar="شتاء دافئ", name_fr="Hiver au chaud",
            first_night=night, last_night=night + timedelta(days=9), **known,
        )  # fmt: skip
        site_ = actions.add_site(
            winter=winter, site=centre, host=host.pk, phone="0535000001", house_rules_ar="العشاء في الثامنة",
            house_rules_fr="Dîner à 20 h", **known,
        )  # fmt: skip
        actions.add_hot_spots(winter=winter, names=["حي المحطة", "السوق"], **known)
        actions.add_teams(winter=winter, names=["الفريق 1"], **known)
        actions.add_vehicle(winter=winter, name="12345-A-17", seats=7, **known)
        actions.set_kits(winter=winter, pieces={"blanket": 20, "meal": 30}, **known)
    with as_work(zahra):
        actions.open_unit(
            winter_site=site_, name="غرفة النساء", group="women", beds=2, reserve=False, by=zahra, at=now
        )
    cold = Cold(winter, site_, committee, crew, host, latifa, omar, zahra)
    given_duty(cold, first_night=night, last_night=night + timedelta(days=6))
    given_listener(cold)
    hanane = given_member("Hanane", "counter", crew)
    with as_work(omar):
        plan = queries.plan_of(winter)
        round = actions.plan_round(
            winter=winter, night=night, team=plan.teams[0], vehicle=plan.vehicles[0], starts=time(20), ends=time(2),
            hot_spots=plan.hot_spots, escorts=["national_security"], alert="orange", alert_words="صقيع", by=omar, at=now,
        )  # fmt: skip
        actions.name_crew(round=round, women=[hanane.pk], men=[omar.pk], leader=omar.pk, by=omar, at=now)
    for one in (latifa, omar, zahra):
        given_authenticator(one)
    return SimpleNamespace(cold=cold, night=night, round=round, team=plan.teams[0], driss=given_driss(cold))


@pytest.fixture
def team_phone(site: str, player: Playwright, program: str, tmp_path: Any) -> Iterator[Phone]:
    taken = Phone(player, program, tmp_path / "team", site, lang="ar")
    slow_down(taken.context, taken.page)
    yield taken
    taken.turn_off()


def slow_down(context: Any, page: Any) -> None:
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


class Seat:
    """One person at a narrow, slow screen in Arabic; what axe finds is kept."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.wrong: dict[str, list[str]] = {}
        slow_down(visitor.context, visitor.page)

    def go(self, path: str) -> None:
        """Open a page, look at it, and open it again: looking swaps its letters."""
        self.visitor.go(path)
        if found := look(self.visitor):
            self.wrong[path] = found
        self.visitor.widen(NARROW)
        self.visitor.go(path)

    def send(self, holds: str) -> None:
        """Send the form that holds this."""
        self.visitor.press(f"main form:has({holds}) button:not([type=button])")


def test_from_the_briefing_to_the_bulletin(
    visit: Callable[..., Visitor], story: Any, team_phone: Phone
) -> None:
    omar, zahra, latifa, driss = (
        Seat(visit(one, width=NARROW)) for one in (story.cold.omar, story.cold.zahra, story.cold.latifa, story.driss)
    )  # fmt: skip
    says_free_beds(zahra, story)
    goes_out(omar, story)
    meets_people(team_phone, story)
    comes_in(zahra, story)
    is_heard(zahra, story)
    reads_counts(latifa, story)
    driss.go(f"/winter/{story.cold.winter.pk}/bulletins/{story.night}/")
    told = driss.page.locator("main").inner_text()
    assert NICKNAME not in told
    wrong = {name: seat.wrong for name, seat in {"omar": omar, "zahra": zahra, "latifa": latifa, "driss": driss}.items() if seat.wrong}  # fmt: skip
    assert not wrong, wrong
    assert not [one for one in team_phone.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def says_free_beds(zahra: Seat, story: Any) -> None:
    """Zahra says, before the hour, how many beds are free: proposed, and sent as they are."""
    page = f"/winter/sites/{story.cold.site.pk}"
    zahra.go(f"{page}/declare/?night={story.night}")
    assert zahra.page.locator("input[name=women]").input_value() == "2"
    zahra.send("input[name=women]")


def goes_out(omar: Seat, story: Any) -> None:
    """Omar reads what is missing, checks vehicle and pieces, and goes out; the police stay back."""
    page = f"/winter/rounds/{story.round.pk}/"
    omar.go(page)
    assert "تبقى في الخلف" in omar.page.locator("main").inner_text()
    omar.go(page + "brief")
    omar.page.check("input[name=vehicle_checked]")
    omar.send("input[name=vehicle_checked]")
    omar.go(page)
    omar.visitor.press("form[action$='/leave'] button")
    omar.go(f"/winter/teams/{story.team.pk}/")


def meets_people(phone: Phone, story: Any) -> None:
    """Without network: a woman who wants a bed, somebody who wants nothing, somebody asleep."""
    with as_work(story.cold.omar):
        code = actions.open_team_phone(team=story.team, by=story.cold.omar, at=timezone.now()).code
    phone.prepare(code)
    phone.page.wait_for_selector("[data-meet]")
    phone.kept_for_offline()
    round = Round(phone)
    assert not round.faults() and phone.overflow() <= 0
    phone.go()
    phone.open()
    phone.page.wait_for_selector("[data-meet]")
    phone.context.set_offline(True)
    if (here := phone.page.locator("[data-here]")).count():
        here.first.click()
    round.awake("women")
    round.tap("lang-darija", "naming")
    phone.page.fill("#nickname", NICKNAME)
    round.next()
    round.next("took-shelter", "took-meal", "kit-meal+")
    round.next(f"site-{story.cold.site.pk}")
    round.next()
    round.save()
    round.home()
    round.awake("men")
    round.next()
    round.next("nothing", "declined-shelter")
    round.next()
    round.save()
    round.tap("[data-another]", "state-asleep")
    round.next("kit-blanket+")
    round.save()
    round.home()
    with as_work(story.cold.omar):
        assert not Encounter.objects.exists()
    online(round)
    with as_work(story.cold.omar):
        assert sorted(one.state for one in Encounter.objects.all()) == ["asleep", "awake", "awake"]


def comes_in(zahra: Seat, story: Any) -> None:
    """The bed is kept; she came: rules read aloud, what she brought written, by the name she wants."""
    page = f"/winter/sites/{story.cold.site.pk}/?night={story.night}"
    zahra.go(page)
    zahra.visitor.press("main form[action$='/came/'] button")
    zahra.go(page)
    card = zahra.page.locator("main a[href$='/card/']").first.get_attribute("href")
    zahra.go(str(card))
    zahra.page.fill("[name=nickname]", NICKNAME)
    zahra.page.fill("[name=belongings]", "حقيبة ووسادة")
    zahra.page.check("[name=rules_read]")
    zahra.send("[name=nickname]")


def is_heard(zahra: Seat, story: Any) -> None:
    """In the morning she is asked, and wishes to see her family: the page says where that begins."""
    zahra.go(f"/winter/sites/{story.cold.site.pk}/morning/?night={story.night}")
    ask = zahra.page.locator("main table a[href*='/morning/?night=']").first
    zahra.go(str(ask.get_attribute("href")))
    zahra.page.check("input[name=wishes][value=family]")
    zahra.send("input[name=wishes]")
    zahra.visitor.widen(NARROW)
    assert zahra.visitor.overflow() <= 0


def reads_counts(latifa: Seat, story: Any) -> None:
    """The bulletin is made by itself in the morning: three were met, one has a bed, nobody's name."""
    morning = rules.ends_at(story.night) - timedelta(hours=1)
    with acting_as(None, purpose=Purpose.NIGHTS, counting_for=story.cold.crew.pk):
        winter = queries.winter_to_count(story.cold.winter.pk)
        assert len(actions.make_bulletins(winter=winter, nights=[story.night], at=morning)) == 1
    connection.commit()
    latifa.go(f"/winter/{story.cold.winter.pk}/bulletins/{story.night}/")
    told = latifa.page.locator("main").inner_text()
    assert NICKNAME not in told
    for what, number in (("لقاءات", 3), ("باتوا في سرير", 1), ("رفضوا الإيواء", 1), ("لم يجدوا سريرا", 0)):
        assert re.search(rf"{what}\s+{number}\b", told), (what, told)
