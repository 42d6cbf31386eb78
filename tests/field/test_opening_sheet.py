"""The sheet that opens a phone, from the leader's page to the printed paper, to the eye or the hand of a volunteer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Playwright

from tests.field import films
from tests.field.building import built_app
from tests.field.phones import Phone
from tests.journeys.browsing import Visitor
from tests.journeys.conftest import chromium, visit
from twiza.aid import actions
from twiza.aid.models import Entitlement, HandOver, LaneLease
from twiza.aid.tests.given import given_association, given_distribution
from twiza.platform.sync.models import Device

__all__ = ["chromium", "visit"]

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture(scope="module")
def story(site: str) -> Any:
    """A campaign that hands out today, its point shared among two lanes that have no phone yet."""
    built_app()
    story: Any = given_association()
    story.today = timezone.localdate()
    story.cards = given_distribution(
        story, households=24, baskets=18, reserve=2, days=(story.today, story.today)
    )
    story.point = story.points[0]
    with story.work():
        made = actions.share_lanes(
            point=story.point, day=story.today, lanes=2, spares=1, by=story.amina, at=timezone.now()
        )
    story.lanes = {one.number: one for one in made if one.kind == "lane"}
    return story


@pytest.fixture
def take(site: str, player: Playwright, program: str, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Take a phone that stands before the real server."""
    taken: list[Phone] = []

    def one(**wishes: Any) -> Phone:
        taken.append(Phone(player, program, tmp_path / f"profile-{len(taken)}", site, **wishes))
        return taken[-1]

    yield one
    for phone in taken:
        phone.turn_off()


def printed_sheet(story: Any, leader: Visitor, lane: int) -> bytes:
    """Press the button of a lane as whoever leads the point, and return the PDF that comes."""
    leader.go(reverse("aid:show_lanes", args=[story.point.pk, story.today.isoformat()]))
    address = reverse("aid:open_phone", args=[story.lanes[lane].pk])
    with leader.page.expect_download() as coming:
        leader.page.locator(f'form[action="{address}"] button').click()
    return Path(coming.value.path()).read_bytes()


def code_on(pdf: bytes) -> str:
    """Read the code off the paper as an eye does, from left to right: the only line of three groups of four.

    An Arabic page's own text tells the groups from right to left; only where they stand is what a hand types.
    """
    rows: dict[int, list[tuple[float, str]]] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        (page,) = document
        words = page.get_textpage()
        for n in range(words.count_chars()):
            letter = words.get_text_range(n, 1)
            if letter.isascii() and letter.isalnum():
                left, bottom, _, _ = words.get_charbox(n, loose=True)
                rows.setdefault(round(bottom), []).append((left, letter))
    lines = ["".join(letter for _, letter in sorted(row)) for row in rows.values()]
    (code,) = [one for one in lines if len(one) == 12 and one.upper() == one]
    return " ".join(code[n : n + 4] for n in (0, 4, 8))


def card_of(story: Any, lane: int) -> Any:
    """A card that this lane serves."""
    with story.work():
        leased = set(
            LaneLease.objects.filter(lane=story.lanes[lane]).values_list("entitlement_id", flat=True)
        )
        codes = set(Entitlement.objects.filter(pk__in=leased).values_list("code", flat=True))
    return next(one for one in story.cards if one.list_code in codes)


def test_the_camera_reads_the_printed_sheet_and_the_phone_serves_its_lane(
    story: Any, visit: Callable[..., Visitor], take: Callable[..., Phone], tmp_path: Path
) -> None:
    pdf = printed_sheet(story, visit(story.amina, language="fr"), 1)
    seen = tmp_path / "sheet.y4m"
    seen.write_bytes(films.film(pdf))
    phone = take(flags=(*CAMERA, f"--use-file-for-fake-video-capture={seen}"))
    page = phone.go()
    page.wait_for_selector("#enrol-code")
    if page.locator("html").get_attribute("lang") == "ar":
        page.get_by_text("Français").click()
    assert page.input_value("#enrol-code") == ""
    page.get_by_role("button", name="Lire la feuille avec la caméra").click()
    page.wait_for_function("() => document.querySelector('#enrol-code')?.value.length >= 12")
    read, told = page.input_value("#enrol-code"), code_on(pdf)
    assert plain(read) == plain(told), "the square and the words of the sheet say the same"
    page.fill("#enrol-name", "Téléphone bleu")
    page.press("#enrol-name", "Enter")
    page.fill("#pin", "482915")
    page.fill("#pin-again", "482915")
    page.press("#pin-again", "Enter")
    page.wait_for_selector(".bar")
    phone.kept_for_offline()
    card = card_of(story, 1)
    phone.context.set_offline(True)
    phone.serve(card.square)
    phone.context.set_offline(False)
    page.wait_for_selector(".sent")
    with story.work():
        device = Device.objects.get(post=story.lanes[1].pk)
        fact = HandOver.objects.get(source="offline", entitlement__code=card.list_code)
    assert device.name == "Téléphone bleu" and fact.point_id == story.point.pk


def test_the_code_of_the_paper_is_typed_once_and_a_second_phone_is_told_what_to_ask_for(
    story: Any, visit: Callable[..., Visitor], take: Callable[..., Phone]
) -> None:
    code = code_on(printed_sheet(story, visit(story.amina, language="ar"), 2))
    take().prepare(code.lower(), by="typing")
    second = take()
    page = second.go()
    page.wait_for_selector("#enrol-code")
    if page.locator("html").get_attribute("lang") == "ar":
        page.get_by_text("Français").click()
    page.fill("#enrol-code", code)
    page.press("#enrol-code", "Enter")
    page.fill("#pin", "482915")
    page.fill("#pin-again", "482915")
    page.press("#pin-again", "Enter")
    page.get_by_text("Demandez une autre feuille à la table d’accueil").wait_for()
    assert plain(page.input_value("#enrol-code")) == plain(code), "nothing typed is lost"
    with story.work():
        assert Device.objects.filter(post=story.lanes[2].pk).count() == 1


def plain(code: str) -> str:
    """A code without its groups."""
    return code.replace("-", "").replace(" ", "").upper()
