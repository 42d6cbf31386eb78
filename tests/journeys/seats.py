"""One person at one screen in Arabic: opens pages, fills forms by the names of their fields, sends, and is looked after."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone

from tests.journeys.browsing import NARROW, WIDE, Visitor
from tests.journeys.looking import look
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.accounts.tests.given import given_authenticator


class Seat:
    """Somebody at a screen of one width. What axe finds, and what is wider than the screen, is kept in `wrong`."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.width = visitor, visitor.page, visitor.width
        self.wrong: dict[str, list[str]] = {}

    def go(self, path: str) -> str:
        """Open a page and return its words."""
        assert self.visitor.go(path).status == 200, path
        return self.words()

    def see(self, name: str) -> None:
        """Look at the page as it stands, take its picture, and open it again: looking swaps its letters.

        A page that answers a form is looked at with what was typed, and is not opened again: look at it last.
        """
        if found := look(self.visitor, name):
            self.wrong[name] = found
        self.visitor.widen(self.width)
        self.visitor.go(self.page.url.removeprefix(self.visitor.site))

    def words(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()

    def follow(self, words: str) -> None:
        """Press the link or button with these words."""
        self.visitor.press(self.page.locator(f"main :is(a, button):has-text('{words}')").first)

    def fill(self, **typed: Any) -> None:
        """Write into the form of the page: texts, choices, ticks (a list of them), files (a path)."""
        for name, value in typed.items():
            box = self.page.locator(f"main [name={name}]")
            kind = box.first.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
            if kind == "select":
                box.select_option(value)
            elif kind in ("radio", "checkbox"):
                for one in value if isinstance(value, list) else [value]:
                    self.page.check(f"main [name={name}]" + ("" if one is True else f"[value='{one}']"))
            elif kind == "file":
                box.set_input_files(value)
            else:
                box.fill(value)

    def send(self, **typed: Any) -> str:
        """Fill the form, send it, and return the words of the page that answers."""
        self.fill(**typed)
        self.visitor.press("main .form-foot button[type=submit]")
        return self.words()

    def send_amounts(self, **typed: Any) -> str:
        """Fill and send a form with amounts: the page says them in words first, and is sent once more."""
        told = self.send(**typed)
        assert "Is it this amount?" not in told and "اقرأ" in told, told
        return self.send()

    def refused(self, why: str, **typed: Any) -> None:
        """Send a form and be refused for a reason that stands on the page; nothing that was typed is lost."""
        told = self.send(**typed)
        assert why in told, told
        for name, value in typed.items():
            box = self.page.locator(f"main [name={name}]")
            if isinstance(value, str) and box.first.evaluate("one => one.type") in ("text", "textarea"):
                assert box.first.input_value().strip() == value.strip(), name

    def paper(self, words: str, folder: Path) -> list[str]:
        """Press what gives a PDF, and return the words of each of its pages."""
        with self.page.expect_download() as coming:
            self.page.locator(f"main :is(a, button):has-text('{words}')").first.click()
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        with pypdfium2.PdfDocument(file) as pages:
            return [" ".join(one.get_textpage().get_text_range().split()) for one in pages]


AT_A_TELEPHONE = ("hassan", "nadia", "karim")


class Office:
    """Who sits where, and the day it is."""

    def __init__(self, visit: Callable[..., Visitor], story: Any, patch: pytest.MonkeyPatch) -> None:
        self.visit, self.story, self.patch = visit, story, patch
        self.now = timezone.now
        self.wrong: dict[str, dict[str, list[str]]] = {}
        self.sit()

    def sit(self, days: int = 0) -> None:
        """Days have gone by and everybody signs in afresh."""
        self.patch.setattr(timezone, "now", lambda: self.now() + timedelta(days=days))
        for name, person in self.story.people.items():
            width = NARROW if name in AT_A_TELEPHONE else WIDE
            seat = Seat(self.visit(person, width=width))
            seat.wrong = self.wrong.setdefault(name, {})
            setattr(self, name, seat)


def delegation_and_two_associations() -> Any:
    """A delegation, two associations and their people, each with a second factor."""
    delegation = given_organisation(
        "Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة"
    )
    asks, other = (
        given_organisation(name, name_ar=arabic)
        for name, arabic in (
            ("Association du centre de proximité", "جمعية مركز القرب"),
            ("Association de l'espace", "جمعية الفضاء"),
        )
    )
    officer, president = "licensing_grants_officer", "association_president"
    people = {
        name.lower(): given_member(name, role, where)
        for name, role, where in (
            ("Meriem", officer, delegation), ("Said", officer, delegation), ("Ilham", officer, delegation),
            ("Aziz", "provincial_delegate", delegation), ("Hassan", president, asks), ("Nadia", "treasurer", asks),
            ("Karim", president, other),
        )
    }  # fmt: skip
    for one in people.values():
        given_authenticator(one)
    return SimpleNamespace(**people, people=people, asks=asks, other=other)
