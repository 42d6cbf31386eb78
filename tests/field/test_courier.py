"""Couriers with the real server: the printed sheet opens their phone, doors are told without network, nothing stays.

What they carry is one round's sealed file. The sheet is read as a phone's camera and a hand read it: from the PDF.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Playwright

from tests.field.building import built_app
from tests.field.phones import Phone
from tests.field.searching import found_in
from twiza.aid import actions, queries
from twiza.aid.actions import lane_papers
from twiza.aid.models import DeliveryStop, HandOver
from twiza.aid.tests.given import families, given_association, given_distribution
from twiza.platform.sync.models import Device, StoredOperation

DOORS = ("درب الطويل، الباب الأزرق", "زنقة الفران، الطابق الثاني")
ANNOUNCE = "دقتان ثم قولوا: الجارة فاطنة"


@pytest.fixture(scope="module")
def story(site: str) -> Any:
    """A point of today with a round of two couriers and two doors."""
    built_app()
    story: Any = given_association()
    today, now = timezone.localdate(), timezone.now()
    given_distribution(
        story, who=families(16, needs=["home_delivery"]), baskets=12, reserve=2, days=(today, today)
    )
    point = story.points[0]
    with story.work():
        actions.share_lanes(point=point, day=today, lanes=1, spares=1, by=story.amina, at=now)
        story.round = actions.plan_round(
            point=point, day=today, first=story.amina, second=story.youssef, woman=story.amina, by=story.amina, at=now
        )  # fmt: skip
        for place, right in zip(DOORS, queries.to_bring_home(point), strict=False):
            actions.add_stop(
                round=story.round, entitlement=right, place=place, announce=ANNOUNCE, by=story.amina, at=now
            )
        opened = actions.open_round(round=story.round, by=story.amina, at=now)
    story.code = opened.code
    story.sheet = lane_papers.print_round(opened, f"{site}/field/", "fr")
    return story


@pytest.fixture
def courier(site: str, story: Any, player: Playwright, program: str, tmp_path: Path) -> Iterator[Phone]:
    taken = Phone(player, program, tmp_path / "courier", site)
    yield taken
    taken.turn_off()


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF's pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_couriers_tell_their_doors_without_network_and_keep_nothing_at_return(
    story: Any, courier: Phone
) -> None:
    printed = text_of(story.sheet)
    assert not any(door in printed for door in DOORS), "the sheet opens a phone, it tells no door"
    typed = next(
        line for line in printed.splitlines() if story.code in line.replace("-", "").replace(" ", "")
    )
    courier.prepare(typed.strip(), by="typing")
    courier.page.wait_for_selector("[data-stop]")
    courier.kept_for_offline()
    assert courier.page.locator("[data-stop]").count() == 2
    assert all(door in courier.page.locator("main").inner_text() for door in DOORS)
    assert not courier.page.locator("#code").count(), "a round reads no cards"
    courier.picture("round")
    assert not courier.faults() and courier.overflow() <= 0

    courier.go()
    courier.open()
    courier.context.set_offline(True)
    courier.page.locator("[data-stop] [data-outcome=given]").first.click()
    courier.page.wait_for_selector(".stop.finished")
    courier.page.locator(".stop:not(.finished) [data-outcome=nobody]").click()
    courier.page.locator(".stop.finished").nth(1).wait_for()
    assert courier.waiting() >= 2
    with story.work():
        assert not HandOver.objects.filter(campaign=story.campaign).exists()

    courier.context.set_offline(False)
    courier.page.wait_for_selector(".sent")
    with story.work():
        told = set(DeliveryStop.objects.filter(round=story.round).values_list("outcome", flat=True))
        assert told == {"given", "nobody"}
        assert HandOver.objects.filter(campaign=story.campaign, source="offline").count() == 1
        assert StoredOperation.objects.filter(kind="delivered").count() == 2

    courier.page.locator(".more").click()
    courier.press("end")
    courier.page.wait_for_selector("[data-stop]", state="detached")
    with story.work():
        actions.close_round(round=story.round, by=story.amina, at=timezone.now())
        assert not DeliveryStop.objects.exclude(place="", announce="").exists()
        assert all(one.revoked_at for one in Device.objects.filter(post=story.round.pk))
    courier.turn_off()
    assert found_in(courier.folder, [*DOORS, ANNOUNCE]) == set()
    courier.turn_on()
