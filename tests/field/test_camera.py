"""Cards held before the camera, as they are printed; and what a phone says where it may not work."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.field import films
from tests.field.building import built_app
from tests.field.phones import Phone
from tests.field.stand import Stand, open_stand

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def test_printed_cards_are_read_one_after_the_other_without_network(
    stand: Stand, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    one, two = stand.add(), stand.add(lane=2)
    file = tmp_path / "camera.y4m"
    file.write_bytes(films.film(films.printed([(one.code, one.square), (two.code, two.square)])))
    volunteer = phone(flags=(*CAMERA, f"--use-file-for-fake-video-capture={file}"))
    asked = list[str]()
    volunteer.page.on("request", lambda request: asked.append(request.url))
    volunteer.prepare(stand.code())
    volunteer.kept_for_offline()
    volunteer.context.set_offline(True)
    volunteer.page.locator(".camera-start").click()
    seen = set()
    for _ in range(3):
        kind = volunteer.page.wait_for_selector("[data-verdict]").get_attribute("data-verdict")
        seen.add(kind if kind == "serve" else volunteer.why())
        if kind == "serve":
            volunteer.press("given")
        else:
            volunteer.next()
        if {"serve", "other_lane"} <= seen:
            break
        volunteer.page.wait_for_selector("[data-verdict]", state="detached")
    assert {"serve", "other_lane"} <= seen
    assert all(url.startswith(volunteer.site) for url in asked), "nothing is asked from elsewhere"
    volunteer.context.set_offline(False)
    volunteer.page.wait_for_selector(".sent")
    (row,) = stand.of_kind("hand_over")
    assert row["right"] == one.right and row["how"] == "camera"


def test_without_a_camera_the_code_is_typed(stand: Stand, phone: Callable[..., Phone]) -> None:
    family = stand.add()
    volunteer = phone()
    volunteer.prepare(stand.code())
    volunteer.page.locator(".camera-start").click()
    volunteer.page.get_by_text("Tapez le code").wait_for()
    volunteer.serve(family.code)


def test_an_address_without_https_says_why_it_cannot_and_what_can(
    player: Playwright, program: str, tmp_path: Path
) -> None:
    address = own_address()
    server, port = open_stand(Stand(built_app()), address)
    hall = Phone(player, program, tmp_path / "profile", f"http://{address}:{port}")
    try:
        hall.go("#e=ABCDEFGH")
        said = hall.page.locator("main").inner_text()
        assert "https" in said and hall.page.locator("ol li").count() == 2
        assert not hall.page.locator("input").count() and not hall.page.evaluate("isSecureContext")
        hall.picture("insecure")
        assert not hall.faults() and hall.overflow() <= 0
    finally:
        hall.turn_off()
        server.shutdown()
        server.server_close()


def own_address() -> str:
    """An address of this machine that is not localhost: browsers make no exception for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("192.0.2.1", 9))  # nothing is sent: only the way is asked for
            found = str(way.getsockname()[0])
        except OSError:
            found = "127.0.0.1"
    if found.startswith("127."):
        pytest.fail("this machine has no address but localhost")
    return found


def test_an_iphone_is_told_to_install_first(stand: Stand, phone: Callable[..., Phone]) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"  # fmt: skip
    volunteer = phone(user_agent=agent, lang="ar")
    page = volunteer.go(f"#e={stand.code()}")
    page.get_by_text("ثبتوا التطبيق أولا").wait_for()
    volunteer.picture("install")
    assert not page.locator("input").count()
    page.locator("button.quiet").click()
    page.wait_for_selector("#enrol-code")
