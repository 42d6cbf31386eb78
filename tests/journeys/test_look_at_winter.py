"""Pages of who keeps a site and of the committee, looked at by a browser: rooms, beds, an offer, the morning, health."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import LANGUAGES, look, told
from twiza.network.tests.given import as_work
from twiza.shelter import actions, queries
from twiza.shelter.tests.given import (
    EVENING,
    NIGHT,
    Cold,
    given_cold,
    given_decision,
    given_duty,
    given_guests,
    given_health,
    given_meeting,
    given_seat,
    given_unit,
    held,
)

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def cold(site: str) -> Cold:
    """A night with guests of all kinds, a broken bed, somebody without a bed, calls to health."""
    cold = given_cold()
    men = given_unit(cold, "men", 4, name="الطابق الأرضي، الغرفة 3")
    given_unit(cold, "women", 2, name="الطابق الأول")
    given_unit(cold, "family", 3, name="غرف الأسر")
    given_unit(cold, "men", 2, name="الاحتياط", reserve=True)
    given_duty(cold)
    given_seat(cold)
    given_decision(cold, given_meeting(cold))
    man, family, kept = (given_guests(cold, *who) for who in (["man"], ["woman", "man", "child"], ["woman"]))
    uses = [*held(cold, man), *held(cold, family)]
    held(cold, kept)
    with as_work(cold.zahra):
        for use in uses:
            actions.take_in(use=use, by=cold.zahra, at=EVENING)
        wishes = ["stay", "health", "family", "papers"]
        actions.hear_wish(use=uses[0], night=NIGHT, wishes=wishes, by=cold.zahra, at=EVENING)
        actions.write_card(
            guest=man[0], host=cold.host.pk, nickname="السي الهادئ", belongings="حقيبة زرقاء\nغطاء", animal="كلب",
            rules_read=True, by=cold.zahra, at=EVENING,
        )  # fmt: skip
        broken = men.beds.order_by("number").last()
        assert broken is not None
        actions.close_bed(
            bed=broken, first=NIGHT, last=NIGHT, reasons="السقف يقطر", by=cold.zahra, at=EVENING
        )
        actions.declare_beds(
            winter_site=cold.site, night=NIGHT, free={"men": 2, "women": 1}, by=cold.zahra, at=EVENING
        )
    settled = given_health(cold, cold.zahra, guest=man[0], site=cold.site)
    with as_work(cold.zahra):
        actions.settle_health(referral=settled, result="seen", by=cold.zahra, at=EVENING + timedelta(hours=2))
    given_health(cold, cold.omar, flags=["frozen", "breathing"], urgency="now", contact="ambulance")
    return cold


def _pages(cold: Cold) -> list[tuple[str, str, str]]:
    """Who looks, what the picture is called, and the address."""
    night, winter, site = f"?night={NIGHT}", f"/winter/{cold.winter.pk}", f"/winter/sites/{cold.site.pk}"
    with as_work(cold.zahra):
        slept = queries.uses_of([cold.site], NIGHT).filter(use="slept", group="men")
        use = slept.get()
        unit = use.unit
        free = unit.beds.order_by("number").first()
    assert free is not None
    return [
        ("zahra", "site", f"{site}/{night}"),
        ("zahra", "receive", f"{site}/receive/{night}"),
        ("zahra", "declare", f"{site}/declare/{night}"),
        ("zahra", "rooms", f"/winter/rooms/{unit.pk}/{night}"),
        ("zahra", "rooms-new", f"{site}/rooms/"),
        ("zahra", "bed-broken", f"/winter/beds/{free.pk}/close/{night}"),
        ("zahra", "card", f"/winter/uses/{use.pk}/card/{night}"),
        ("zahra", "morning", f"{site}/morning/{night}"),
        ("zahra", "wish", f"/winter/uses/{use.pk}/morning/{night}"),
        ("zahra", "health-call", f"/winter/uses/{use.pk}/health/{night}"),
        ("zahra", "health-site", f"{winter}/health/{night}"),
        ("omar", "board", f"{winter}/beds/{night}"),
        ("omar", "health", f"{winter}/health/{night}"),
        ("latifa", "health-totals", f"{winter}/health/{night}"),
        ("latifa", "sites", f"{winter}/sites/"),
        ("latifa", "committee", f"{winter}/committee"),
        ("latifa", "meetings", f"{winter}/meetings"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_winter(visit: Callable[..., Visitor], cold: Cold, language: str) -> None:
    people = {"zahra": cold.zahra, "omar": cold.omar, "latifa": cold.latifa}
    screens = {name: visit(person, language=language) for name, person in people.items()}
    wrong = {}
    for who, name, path in _pages(cold):
        assert screens[who].go(path).status == 200, path
        if found := look(screens[who], f"winter-{name}"):
            wrong[name] = found
    assert not wrong, told(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_to_who_stands_at_the_door(
    visit: Callable[..., Visitor], cold: Cold, language: str
) -> None:
    zahra = visit(cold.zahra, language=language, width=NARROW)
    wrong = {}
    for name, who in (("bed", "woman"), ("none", "child")):
        zahra.go(f"/winter/sites/{cold.site.pk}/receive/?night={NIGHT + timedelta(days=2)}")
        zahra.page.fill(f"input[name={who}]", "2" if name == "none" else "1")
        if name == "none":
            zahra.page.fill("input[name=woman]", "9")
        zahra.press("form:has(input[name=woman]) button[type=submit]")
        if found := look(zahra, f"winter-answer-{name}"):
            wrong[name] = found
    assert not wrong, told(wrong)
