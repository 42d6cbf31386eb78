"""A card held before the camera of a point. The camera is a film made from the card's own square."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from tests.journeys.addresses import every_address
from tests.journeys.browsing import NARROW, ROOT, Visitor, session_of
from tests.journeys.conftest import FLAGS
from twiza.aid.tests.given import Story, given_association, given_distribution

WIDTH, HEIGHT, PAPER, SCALE = 640, 480, 255, 5
READER, MACHINE = "/static/vendor/barcode/barcode-detector.js", "/static/vendor/barcode/zxing_reader.wasm"
# the first two show the hand-over page; the last is the app of a phone
WITH_CAMERA = {"aid:hand_over", "aid:confirm_hand_over", "field:open_app"}


@pytest.fixture(scope="module")
def story(site: str) -> Story:
    """A campaign that hands out today."""
    story = given_association()
    day = timezone.localdate()
    story.cards = given_distribution(story, baskets=6, households=8, days=(day, day))  # type: ignore[attr-defined]
    return story


@pytest.fixture
def before_camera(chromium: Browser, site: str, tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """Somebody whose telephone sees a card: `before_camera(user, card)`."""
    opened: list[Any] = []

    def as_somebody(user: Any, card: Any, **wishes: Any) -> Visitor:
        film = tmp_path / "camera.y4m"
        film.write_bytes(film_of(card.square))
        flags = (
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        )
        program = chromium.browser_type.launch(executable_path=browser_file(), args=[*FLAGS, *flags])
        visitor = Visitor(program, site, user, **wishes)
        opened.extend((program, visitor))
        return visitor

    yield as_somebody
    for one in reversed(opened):
        one.leave() if isinstance(one, Visitor) else one.close()


def browser_file() -> str:
    """The Chromium of this machine; the fixture of the first browser says so when there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))


def film_of(text: str) -> bytes:
    """A film (Y4M, 4:2:0) that shows the square of `text` in the middle of white paper."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    image = memoryview(code.to_image(scale=SCALE, add_quiet_zones=False))  # type: ignore[arg-type]
    high, wide = image.shape or (0, 0)
    assert high < HEIGHT and wide < WIDTH, "the square is larger than the film"
    signs, left, top = image.tobytes(), (WIDTH - wide) // 2, (HEIGHT - high) // 2
    rows = [bytes([PAPER]) * WIDTH] * HEIGHT
    for y in range(high):
        line = signs[y * wide : (y + 1) * wide]
        rows[top + y] = bytes([PAPER]) * left + line + bytes([PAPER]) * (WIDTH - left - wide)
    frame = b"FRAME\n" + b"".join(rows) + bytes([128]) * (WIDTH * HEIGHT // 2)
    return f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode() + frame * 5


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_card_is_read_by_the_camera(
    before_camera: Callable[..., Visitor], story: Any, language: str
) -> None:
    card = story.cards[0 if language == "ar" else 1]
    volunteer = before_camera(story.youssef, card, language=language, width=NARROW)
    page, asked = volunteer.page, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    for verdict in ("notice-good", "notice-warning"):  # the second time from the page of the first answer
        if verdict == "notice-good":
            volunteer.go(reverse("aid:hand_over", args=[card.point.pk]))
        page.locator("[data-camera-start]").click()
        page.wait_for_selector(f".card .{verdict}")
        volunteer.picture(f"aid-scanned-{verdict}")
        page.locator("form[action$='/confirm/'] button").click()
        page.wait_for_selector(f"[aria-live=assertive] > .{verdict}")
    assert volunteer.site + MACHINE in asked
    assert all(url.startswith(volunteer.site) for url in asked), "nothing is asked from elsewhere"
    assert not volunteer.complaints


def test_the_camera_closes_by_its_button_and_when_the_page_is_hidden(
    before_camera: Callable[..., Visitor], story: Any
) -> None:
    card = story.cards[2]
    volunteer = before_camera(story.youssef, card, language="fr", width=NARROW)
    page = volunteer.page
    page.route(f"**{MACHINE}", lambda route: None)  # never answered: nothing is read while we look
    volunteer.go(reverse("aid:hand_over", args=[card.point.pk]))
    for leave in ("button", "hidden"):
        page.locator("[data-camera-start]").click()
        page.wait_for_selector("video[data-camera-view]")
        page.evaluate("window.track = document.querySelector('video').srcObject.getVideoTracks()[0]")
        assert page.evaluate("track.readyState") == "live"
        if leave == "button":
            volunteer.picture("aid-camera")
            assert volunteer.overflow() <= 0 and not volunteer.faults()
            page.locator("[data-camera-stop]").click()
        else:
            page.evaluate("""() => {
              Object.defineProperty(document, "hidden", { get: () => true });
              document.dispatchEvent(new Event("visibilitychange"));
            }""")
        page.wait_for_selector("[data-camera-start]")
        assert page.evaluate("track.readyState") == "ended"
        assert not page.locator("video").is_visible()


def test_it_says_in_words_when_there_is_no_camera(visit: Callable[..., Visitor], story: Any) -> None:
    card = story.cards[3]
    volunteer = visit(story.youssef, language="fr", width=NARROW)
    page = volunteer.page
    volunteer.go(reverse("aid:hand_over", args=[card.point.pk]))
    page.locator("[data-camera-start]").click()
    page.wait_for_selector("[data-camera-words]:has-text('saisissez')")  # the page's policy refuses eval
    page.locator("[data-scanner]").fill(card.code)
    page.keyboard.press("Enter")
    page.wait_for_selector(".card .notice-good")


def test_without_script_there_is_no_camera_button_and_typing_works(
    visit: Callable[..., Visitor], story: Any
) -> None:
    card = story.cards[3]
    volunteer = visit(story.youssef, language="fr", script=False)
    volunteer.go(reverse("aid:hand_over", args=[card.point.pk]))
    assert not volunteer.page.locator("[data-camera-start]").is_visible()
    volunteer.page.locator("[data-scanner]").fill(card.code)
    volunteer.page.keyboard.press("Enter")
    volunteer.page.wait_for_selector(".card .notice-good")


def test_only_the_hand_over_page_may_run_the_reader(story: Any, site: str) -> None:
    browser = Client()
    browser.cookies["sessionid"] = session_of(story.youssef)
    values = {
        "id": story.cards[0].point.pk,
        "day": "2026-02-26",
        "pk": 1,
        "session": 1,
        "name": "x",
        "number": 1,
    }
    allowed: set[str] = set()
    for address in every_address():
        known = {one: values.get(one, story.cards[0].point.pk) for one in address.arguments}
        try:
            path = address.path(**known)
        except LookupError:
            continue
        for answer in (browser.get(path), browser.post(path)):
            policy, camera = answer.get("Content-Security-Policy", ""), answer.get("Permissions-Policy", "")
            assert ("wasm-unsafe-eval" in policy) == ("camera=(self)" in camera), address.name
            assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy, address.name
            if "wasm-unsafe-eval" in policy:
                allowed.add(address.name)
    assert allowed == WITH_CAMERA


def test_nothing_else_in_the_house_asks_for_the_reader() -> None:
    # a page that refused the volunteer above would not have shown its policy
    asking = [
        file.name
        for file in (ROOT / "twiza").rglob("*.py")
        if re.search(r"wasm.unsafe.eval|csp\.decorators", file.read_text("utf-8"), re.IGNORECASE)
    ]
    assert sorted(asking) == ["field_app.py", "points.py"]
