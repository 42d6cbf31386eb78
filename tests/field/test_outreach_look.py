"""Every screen of the night at 360 pixels in Arabic and wide in French: axe, contrast in the dark, nothing too wide."""

from collections.abc import Callable

import pytest

from tests.field.nights import CALL, CENTRE, EMF, Night, Round
from tests.field.phones import Phone
from tests.field.stand import Stand
from tests.field.test_outreach_round import MICROPHONE


@pytest.mark.parametrize(
    ("lang", "width"),
    [("ar", 360), *(pytest.param("fr", width, marks=pytest.mark.proof) for width in (360, 1280))],
)
def test_every_screen_of_the_night_can_be_read_by_everybody(
    stand: Stand, phone: Callable[..., Phone], lang: str, width: int
) -> None:
    night = Night(stand)
    wrong: dict[str, list[str]] = {}
    held = phone(lang=lang, width=width, flags=MICROPHONE)
    held.prepare(stand.code())
    page, round = held.page, Round(held)
    page.wait_for_selector("[data-meet]")

    def look(name: str, *taps: str) -> None:
        held.picture(f"night-{name}-{width}")
        wider = held.overflow()
        found = round.faults() + ([f"{wider} pixels too wide"] if wider > 0 else [])
        if found:
            wrong[name] = found
        if taps:  # the check of contrast swaps the letters: the screen is drawn again by the next touch
            round.tap(*taps)

    round.tap(f"place-{CALL}")
    page.wait_for_selector("[data-place]")
    look("home", "[data-meet]")
    look("state", "state-awake", "men+", "women+")
    look("who", "[data-next]", "lang-darija", "naming")
    look("talk", "[data-next]", "took-shelter", "took-blanket", "declined-meal", "later")
    look("offer", "[data-next]", f"site-{EMF}", f"site-{CENTRE}", "wish-together")
    look("bed", "[data-next]", "flag-frozen", "flag-pregnant")
    look("health", "[data-next]", "[data-voice-start]")
    page.wait_for_selector("[data-voice-on]")
    look("note", "[data-save]")
    page.wait_for_selector("[data-saved]")
    look("done", "[data-another]", "state-asleep")
    look("peace", "[data-leave]", "[data-child]")
    look("child", "[data-save]")
    page.wait_for_selector("[data-saved]")
    page.wait_for_selector("[data-sent=yes]")
    bed, child = night.ids("encounter")
    night.answer([bed, "G-7K3", {"ar": "مركز النور", "fr": "Centre Nour"}, "A12", "held"])
    stand.other |= {"unheard": [child], "alert": "red"}
    page.reload()
    page.wait_for_selector("#pin")
    assert page.locator("html").get_attribute("data-look") == "night", "dark before it is open"
    look("locked")
    page.reload()
    held.open()
    page.wait_for_selector("[data-unheard]")
    look("home-later")
    assert not wrong, "\n" + "\n".join(
        f"{name}: {fault}" for name, faults in wrong.items() for fault in faults
    )
