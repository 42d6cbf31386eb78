"""A team's phone that is lost or stolen in the night: nothing of anybody who was met can be read on it.

A nickname, words, an exact place and a voice were told to it; it is searched while its day is open, while it is locked
with lines that wait, after the night has ended, and after it was given back.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.field.nights import CALL, EXACT, Night, Round
from tests.field.phones import Phone
from tests.field.searching import forms, found_in
from tests.field.stand import Stand
from tests.field.test_outreach_round import MICROPHONE, online
from tests.field.test_stolen_phone import UNLOCKED
from twiza.lib.operations import from_base64

NAME, FOLDED = "CANARI الحاج إدريس", "canari الحاج ادريس"
WORDS, PLACE = "CANARI il a peur des chiens", "CANARI تحت جسر وادي الليل"
OUT_LOUD = "CANARI qui ne fut pas gardé"  # typed, then the meeting was left
TOLD = {NAME, FOLDED, WORDS, PLACE, OUT_LOUD, *EXACT.values()}
PACK = {
    "Espace des femmes",
    "Gare routière",
    "الميناء",
    "0522000003",
    "Master 12345-A-6",
}  # of the pack and its meetings
SOUND = b"\x1a\x45\xdf\xa3"  # how the recording begins


def inside(words: set[str]) -> set[str]:
    """How words stand in a note inside a line, where nothing is encrypted: as base64, to be written in base64 again."""
    return {
        form.decode()
        for word in words
        for form in forms(word)
        if form.isascii() and b"\0" not in form and len(form) > 12
    }


def a_round(round: Round) -> None:
    """A place is read, somebody says a name, words, a place and a voice; another meeting is begun and left."""
    page = round.page
    round.tap(f"place-{CALL}")
    page.wait_for_selector("[data-place]")
    round.awake("men")
    round.tap("naming")
    page.type("#nickname", NAME)
    round.next()
    round.next("took-blanket")
    round.next()
    page.fill("#words", WORDS)
    page.fill("#place", PLACE)
    round.speak()
    round.tap("[data-voice-keep]")
    page.wait_for_selector("[data-voice-sealed]")
    round.save()
    round.tap("[data-another]", "state-awake")
    round.next("men+")
    round.tap("naming")
    page.type("#nickname", OUT_LOUD)
    round.tap("[data-leave]")


def told_in(folder: Path, words: set[str]) -> set[str]:
    """What of it lies in the profile, and whether a sound does."""
    contents = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    assert not any(SOUND in one for one in contents), "a voice lies on the phone"
    return found_in(folder, words | inside(words))


@pytest.mark.parametrize("script", ["", UNLOCKED], ids=["as it is", "canary"])
def test_nothing_of_anybody_met_lies_on_a_teams_phone(
    stand: Stand, phone: Callable[..., Phone], script: str
) -> None:
    night = Night(stand)
    held = phone(flags=MICROPHONE, script=script or None)
    held.prepare(stand.code())
    held.page.wait_for_selector("[data-meet]")
    held.kept_for_offline()
    (device,) = stand.devices.values()
    held.context.set_offline(True)
    round = Round(held)
    a_round(round)
    if script:  # the phone wrote everything as it is: the search finds what was written down
        held.turn_off()
        assert found_in(held.folder, PACK) == PACK
        for word in (NAME, WORDS, PLACE):
            assert found_in(held.folder, inside({word})), word
        held.turn_on()
        return
    assert told_in(held.folder, TOLD | PACK) == set(), "while the day is open"
    round.tap("[data-lock]")
    held.page.wait_for_selector("#pin")
    assert told_in(held.folder, TOLD | PACK) == set(), "while it is locked and lines wait"
    held.turn_off()
    assert told_in(held.folder, TOLD | PACK) == set(), "taken from a pocket"
    held.turn_on()
    held.go()
    held.open()
    online(Round(held))
    (row,) = stand.of_kind("encounter")
    secrets = {row["person"], str(device.token)}
    assert NAME.encode() in night.opened(row["sealed"], night.ids("encounter")[0]), "only the room reads it"
    assert from_base64(row["sealed"]) and stand.of_kind("voice_part")
    ended(held, "[data-end-night]", "#pin")
    assert told_in(held.folder, TOLD | PACK | secrets) == set(), "after the night"
    held.turn_on()
    held.go()
    held.open()
    held.page.wait_for_selector("[data-meet]")
    again = Round(held)
    assert not held.page.locator("[data-latest]").count(), "the night before is gone"
    again.awake("men")
    again.tap("naming")
    held.page.type("#nickname", NAME)
    held.page.locator("[data-known]").get_by_text("Déjà rencontré").wait_for()
    again.tap("[data-leave]")
    ended(held, "[data-end]", "text=C’est fini pour aujourd’hui")
    assert told_in(held.folder, TOLD | PACK | secrets) == set(), "given back"
    held.turn_on()
    held.go()
    left = held.page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open("twiza-field");
          asked.onsuccess = () => {
            const tx = asked.result.transaction(["meta", "marks", "known"]);
            const names = tx.objectStore("meta").getAllKeys();
            const counts = ["marks", "known"].map((one) => tx.objectStore(one).count());
            tx.oncomplete = () => { done([names.result, ...counts.map((one) => one.result)]); asked.result.close(); };
          };
        })"""
    )
    assert not {"vault", "secret", "token", "pack", "index"} & set(left[0]) and left[1:] == [0, 0]


def ended(held: Phone, button: str, then: str) -> None:
    """End the night or give the phone back, and take it apart."""
    held.page.locator(button).click()
    held.page.wait_for_selector(then)
    held.turn_off()


def test_ten_wrong_pins_forget_whom_the_team_met(stand: Stand, phone: Callable[..., Phone]) -> None:
    Night(stand)
    held = phone(flags=MICROPHONE)
    held.prepare(stand.code())
    held.page.wait_for_selector("[data-meet]")
    held.page.wait_for_selector(".sent")
    held.context.set_offline(True)
    a_round(Round(held))
    waiting = held.waiting()
    held.page.locator("[data-lock]").click()
    for left in range(9, -1, -1):
        held.page.wait_for_selector("button[type=submit]:not([disabled])")
        held.unlock("135790")
        if left:
            held.page.locator(".fault").get_by_text(f"{left} essais").wait_for()
    held.page.get_by_text("Ce téléphone s’est vidé").wait_for()
    assert held.waiting() == waiting > 1, "what was met still leaves"
    held.context.set_offline(False)
    held.page.get_by_text("Tout ce qui a été remis est parti").wait_for()
    assert len(stand.of_kind("encounter")) == 1
    held.prepare(stand.code())
    again = Round(held)
    again.awake("men")
    again.tap("naming")
    held.page.type("#nickname", NAME)
    held.page.wait_for_timeout(300)
    assert held.page.locator("[data-known]").inner_text() == ""
