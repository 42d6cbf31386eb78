"""Somebody at a screen: signs in without typing, looks, measures, takes pictures."""

import json
import os
import time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Locator, Page, Response

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "var" / "screenshots"
WIDE, NARROW = 1280, 360
PATIENCE_MS = 30_000  # a busy machine; only a failure waits so long
# WCAG 2.2 at level AA, and what axe calls best practice in addition
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

# Each Arabic letter becomes a Latin one, so that axe measures contrast: it passes over joined Arabic
SWAP = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    node.nodeValue = node.nodeValue.replace(/[\\u0600-\\u06ff\\u0750-\\u077f\\ufb50-\\ufdff\\ufe70-\\ufefc]/g, "n");
  }
}"""


@cache
def axe_source() -> str:
    """axe-core as locked in package.json."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


class Visitor:
    """One browser profile, signed in as `user` (or nobody), in one language, at one width."""

    def __init__(
        self,
        browser: Browser,
        site: str,
        user: Any,
        *,
        language: str = "ar",
        width: int = WIDE,
        script: bool = True,
        passphrase: str = "",
    ) -> None:
        """Open a profile. `passphrase` opens the closed room whenever a page of it asks for it."""
        self.site, self.language, self.width, self.passphrase = site, language, width, passphrase
        self.script = script
        self.context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            locale="fr-FR",  # the browser's own wish must not decide
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}]
        if user is not None:
            cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": site})
        self.context.add_cookies(cookies)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.asked_page = False  # whether what was asked last is a page to look at
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def ask(self, path: str) -> int:
        """Ask for an address once and return its status; what answers with a page is on the screen then."""
        answer = self.context.request.get(self.site + path, max_redirects=0)
        if self.passphrase and answer.headers.get("location", "").startswith("/room/open/"):
            self.open_room()
            answer = self.context.request.get(self.site + path, max_redirects=0)
        self.asked_page = answer.status == 200 and answer.headers.get("content-type", "").startswith(
            "text/html"
        )
        if self.asked_page:
            # the site answered already: the browser is given the same answer, headers and all
            self.page.route(self.site + path, lambda route: route.fulfill(response=answer), times=1)
            self.go(path)
            if (
                self.script
            ):  # the field app draws itself once its store is open, which may be after the page is loaded
                self.page.wait_for_selector("main[aria-busy]", state="detached")
        return answer.status

    def open_room(self) -> None:
        """Type the passphrase of the closed room."""
        self.go("/room/open/")
        self.page.fill("input[name=passphrase]", self.passphrase)
        self.press("form:has(input[name=passphrase]) button")

    def go(self, path: str) -> Response:
        """Open a page of the site and give its answer."""
        answer = self.page.goto(self.site + path, wait_until="load")
        assert answer is not None, path
        return answer

    def press(self, button: str | Locator) -> None:
        """Press what opens another page, and wait until that page is there."""
        found = self.page.locator(button) if isinstance(button, str) else button
        with self.page.expect_navigation(wait_until="load"):
            found.click()

    def shown(self, other: "Visitor") -> bool:
        """Show what another visitor's screen shows: axe needs script, and they may browse without."""
        words = other.page.content()
        self.page.route("**/shown/", lambda route: route.fulfill(body=words, content_type="text/html"))
        self.go("/shown/")
        self.page.unroute("**/shown/")
        return True

    def picture(self, name: str) -> None:
        """Take the whole page as it is, for people to look at, as `name-language-width.png` in var/screenshots.

        Only with TWIZA_PICTURES in the environment: no test reads them, and they take a fifth of the time.
        """
        if not os.environ.get("TWIZA_PICTURES"):
            return
        PICTURES.mkdir(parents=True, exist_ok=True)
        size = self.page.viewport_size or {"width": self.width}
        self.page.evaluate("scrollTo(0, 0)")
        self.page.screenshot(path=PICTURES / f"{name}-{self.language}-{size['width']}.png", full_page=True)

    def widen(self, width: int) -> None:
        """Look at the same page on a screen of another width."""
        self.page.set_viewport_size({"width": width, "height": 800})

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def faults(self, *, contrast: bool = True) -> list[str]:
        """What axe finds on this page: rule, and the first element of each kind; without contrast if asked."""
        options: dict[str, Any] = {"runOnly": {"type": "tag", "values": list(RULES)}}
        return _told(
            self._axe(options if contrast else options | {"rules": {"color-contrast": {"enabled": False}}})
        )

    def contrast_faults(self) -> list[str]:
        """What axe finds once Arabic letters are swapped for Latin ones. Destroys the page's words."""
        self.page.evaluate(SWAP)
        return _told(self._axe({"runOnly": {"type": "rule", "values": ["color-contrast"]}}))

    def _axe(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(axe_source())
        # the bar on top stays in sight: half a button under it is not half a button
        self.page.evaluate("window.scrollTo(0, 0)")
        options["resultTypes"] = ["violations"]
        result = self.page.evaluate(f"axe.run(document, {json.dumps(options)})")
        violations: list[dict[str, Any]] = result["violations"]
        return violations

    def leave(self) -> None:
        """Close the profile."""
        self.context.close()


def _told(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{found['id']}: {node['html'][:160]} ({' '.join(node['failureSummary'].split())[:200]})"
        for found in violations
        for node in found["nodes"][:3]
    ]


def session_of(user: Any) -> str:
    """Open a session as sign-in with password and second factor would, and return its key."""
    now = time.time()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods_user"] = str(
        user.pk
    )  # whose proofs they are: else they count for nobody
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "username": user.username},
        {"method": "mfa", "at": now, "type": "totp", "reauthenticated": True},
    ]
    session.create()
    key: str = session.session_key
    return key
