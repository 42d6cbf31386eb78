"""A phone in a volunteer's hand: a real browser with a profile of its own on the disk, which can be killed."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.journeys.browsing import NARROW, PICTURES, RULES, SWAP, _told, axe_source
from tests.journeys.conftest import FLAGS

PIN = "482915"
PATIENCE_MS = 20_000


class Phone:
    """One profile, opened at the app of a site."""

    def __init__(self, player: Playwright, program: str, folder: Path, site: str, **wishes: Any) -> None:
        self.player, self.program, self.folder, self.site = player, program, folder, site
        self.flags: tuple[str, ...] = tuple(wishes.pop("flags", ()))
        self.lang: str = wishes.pop("lang", "fr")
        self.wishes = wishes
        self.complaints: list[str] = []
        self.context: BrowserContext
        self.page: Page
        self.turn_on()

    def turn_on(self) -> None:
        """Start the browser on its profile."""
        self.context = self.player.chromium.launch_persistent_context(
            str(self.folder), executable_path=self.program, args=[*FLAGS, *self.flags],
            viewport={"width": self.wishes.get("width", NARROW), "height": 740}, reduced_motion="reduce",
            permissions=["camera", "microphone"], locale="fr-FR", timezone_id=self.wishes.get("timezone", "Africa/Casablanca"),
            user_agent=self.wishes.get("user_agent"), has_touch=True,
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_MS)
        if script := self.wishes.get("script"):
            self.context.add_init_script(script)
        self.page = self.context.pages[0]
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def go(self, hash: str = "") -> Page:
        """Open the app."""
        self.page.goto(f"{self.site}/field/{hash}")
        return self.page

    def prepare(self, code: str, pin: str = PIN, *, by: str = "address") -> None:
        """Enrol with a sheet's code and choose a PIN."""
        self.go(f"#e={code}" if by == "address" else "")
        self.page.wait_for_selector("#enrol-code")
        if self.lang == "fr" and self.page.locator("html").get_attribute("lang") == "ar":
            self.page.get_by_text("Français").click()
        if by != "address":
            self.page.fill("#enrol-code", code)
        self.page.fill("#enrol-name", "Téléphone bleu")
        self.page.press("#enrol-name", "Enter")
        self.page.fill("#pin", pin)
        self.page.fill("#pin-again", pin)
        self.page.press("#pin-again", "Enter")
        self.page.wait_for_selector(".bar")

    def kept_for_offline(self) -> None:
        """Wait until the app's own files are on the phone."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def unlock(self, pin: str = PIN) -> None:
        """Type the PIN."""
        self.page.fill("#pin", pin)
        self.page.press("#pin", "Enter")

    def open(self, pin: str = PIN) -> None:
        """Type the PIN and wait for the day."""
        self.unlock(pin)
        self.page.wait_for_selector(".bar")

    def read(self, text: str) -> str:
        """Read a card as a reader or a hand types it; return the verdict."""
        self.page.fill("#code", text)
        self.page.press("#code", "Enter")
        found = self.page.wait_for_selector("[data-verdict]").get_attribute("data-verdict")
        return str(found)

    def why(self) -> str:
        """The reason of a refusal, as a code."""
        return str(self.page.locator("[data-why]").get_attribute("data-why"))

    def press(self, name: str) -> None:
        """Press a button by its mark: given, proxy, next, away, spare, undo, send, end."""
        self.page.locator(f"[data-{name}]").first.click()

    def serve(self, text: str) -> None:
        """Read a card that is to be served, and hand over."""
        assert self.read(text) == "serve"
        self.press("given")
        self.page.wait_for_selector("[data-verdict]", state="detached")

    def next(self) -> None:
        """Leave a verdict."""
        self.press("next")
        self.page.wait_for_selector("[data-verdict]", state="detached")

    def waiting(self) -> int:
        """How many lines wait on the phone."""
        return int(
            self.page.evaluate("""() => new Promise((done, failed) => {
              const asked = indexedDB.open("twiza-field");
              asked.onerror = () => failed(asked.error);
              asked.onsuccess = () => {
                const count = asked.result.transaction("waiting").objectStore("waiting").count();
                count.onsuccess = () => { done(count.result); asked.result.close(); };
              };
            })""")
        )

    def picture(self, name: str) -> None:
        """Take the screen, for people to look at; only when pictures are asked for."""
        if os.environ.get("TWIZA_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"field-{name}-{self.lang}.png")

    def faults(self) -> list[str]:
        """What axe finds on this screen; contrast is measured with Arabic letters swapped, which destroys the words."""
        self.page.evaluate(axe_source())
        options: dict[str, Any] = {"runOnly": {"type": "tag", "values": list(RULES)}}
        found = _told(self.page.evaluate("options => axe.run(document, options)", options)["violations"])
        self.page.evaluate(SWAP)
        contrast = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
        return found + _told(
            self.page.evaluate("options => axe.run(document, options)", contrast)["violations"]
        )

    def overflow(self) -> int:
        """How many pixels the screen is too narrow."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def turn_off(self) -> None:
        """Close the browser."""
        self.context.close()
