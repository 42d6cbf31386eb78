"""Every screen of the phone at 360 pixels, in Arabic and French: axe, contrast, nothing wider than the screen."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.field.phones import PIN, Phone
from tests.field.stand import Stand
from tests.journeys.looking import LANGUAGES

STOP = ["0197a000-0000-7000-8000-00000000a001", "0197a000-0000-7000-8000-00000000b001"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_screen_can_be_read_by_everybody(stand: Stand, phone: Callable[..., Phone], lang: str) -> None:
    wrong: dict[str, list[str]] = {}

    def look(name: str) -> None:
        volunteer.picture(name)
        wider = volunteer.overflow()
        found = volunteer.faults() + ([f"{wider} pixels too wide"] if wider > 0 else [])
        if found:
            wrong[name] = found

    stand.other = {"elsewhere": [[*stand.hashes(stand.add(hidden=True)), "orange", "star"]]}
    one, two, other = stand.add(size=7, needs="swc"), stand.add(), stand.add(lane=2)
    volunteer = phone(lang=lang)
    page = volunteer.go()
    page.wait_for_selector("#enrol-code")
    if lang == "fr":
        page.get_by_text("Français").click()
        page.get_by_text("Code de la feuille").wait_for()
    look("enrol")
    page.reload()
    volunteer.prepare(stand.code())
    volunteer.serve(two.code)
    look("lane")
    screens: dict[str, Callable[[], Any]] = {
        "serve": lambda: volunteer.read(one.code),
        "refusal": lambda: volunteer.read(two.code),
        "other-lane": lambda: volunteer.read(other.code),
        "again": lambda: volunteer.read("hello"),
        "more": lambda: page.locator(".more").click(),
    }
    for name, turn in screens.items():
        page.reload()
        page.wait_for_selector("#pin")
        look("open") if name == "serve" else None
        page.reload()
        volunteer.open()
        turn()
        page.wait_for_timeout(150)
        look(name)
    assert not wrong, "\n" + "\n".join(
        f"{name}: {fault}" for name, faults in wrong.items() for fault in faults
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_screens_before_and_after_the_work(stand: Stand, phone: Callable[..., Phone], lang: str) -> None:
    wrong: dict[str, list[str]] = {}

    def look(name: str) -> None:
        volunteer.picture(name)
        if found := volunteer.faults() + (["too wide"] if volunteer.overflow() > 0 else []):
            wrong[name] = found

    volunteer = phone(lang=lang)
    page = volunteer.go(f"#e={stand.code()}")
    if lang == "fr":
        page.get_by_text("Français").click()
    page.fill("#enrol-name", "x")
    page.press("#enrol-name", "Enter")
    page.wait_for_selector("#pin")
    look("pin")
    page.reload()
    stand.other = {"kind": "round", "stops": [
        [*STOP, "درب السلطان، الدار الصفراء", "الجارة نعيمة تفتح", 6, "hc", "a" * 32, "b" * 32],
        [STOP[1], STOP[0], "Rue 12, porte bleue", "Trois coups", 2, "h", "c" * 32, "d" * 32],
    ]}  # fmt: skip
    volunteer.prepare(stand.code())
    look("round")
    page.reload()
    for left in range(9, -1, -1):
        page.wait_for_selector("button[type=submit]:not([disabled])")
        volunteer.unlock("999999")
        page.locator(".fault").get_by_text(str(left)).wait_for() if left else page.wait_for_selector(
            "#pin", state="detached"
        )
    look("wiped")
    assert not wrong, "\n" + "\n".join(
        f"{name}: {fault}" for name, faults in wrong.items() for fault in faults
    )
    assert PIN != "999999"
