"""Common rule 10: staff stop everything with one key, and a neutral screen stays."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import NARROW, Visitor
from twiza.network.tests.given import given_member, given_organisation


@pytest.fixture(scope="module")
def rachid(site: str) -> Any:
    """A volunteer at a point: the role that asks for no second factor."""
    return given_member("Rachid", "point_volunteer", given_organisation(name_ar="جمعية تيساوت"))


def neutral(visitor: Visitor) -> None:
    """The screen now shows the calendar, and nothing of ours or of theirs."""
    visitor.page.wait_for_url("**/calendar/")
    assert not {"Twiza", "تويزة", "Rachid"} & set(visitor.page.inner_text("html").split())


def is_out(visitor: Visitor) -> bool:
    return visitor.context.request.get(visitor.site + "/", max_redirects=0).status == 302


def test_one_key_ends_the_session_even_while_typing(visit: Callable[..., Visitor], rachid: Any) -> None:
    visitor = visit(rachid)
    visitor.go("/gallery/")
    visitor.page.locator("#id_filled-words").focus()
    visitor.page.keyboard.press("Escape")
    neutral(visitor)
    assert is_out(visitor)


def test_back_shows_nothing(visit: Callable[..., Visitor], rachid: Any) -> None:
    visitor = visit(rachid)
    visitor.go("/calendar/")
    visitor.go("/gallery/")
    visitor.page.keyboard.press("Escape")
    neutral(visitor)
    visitor.page.go_back()
    assert "/gallery/" not in visitor.page.url


def test_the_button_works_without_script_on_a_phone(visit: Callable[..., Visitor], rachid: Any) -> None:
    visitor = visit(rachid, width=NARROW, script=False)
    visitor.go("/")
    visitor.press(visitor.page.get_by_role("button", name="خروج سريع"))
    neutral(visitor)
    assert is_out(visitor)


def test_the_way_out_stays_in_sight(visit: Callable[..., Visitor], rachid: Any) -> None:
    visitor = visit(rachid, width=NARROW)
    visitor.go("/gallery/")
    visitor.page.evaluate("scrollTo(0, 3000)")
    expect(visitor.page.locator(".quick-exit")).to_be_in_viewport()


def test_no_script_or_style_of_a_page_is_refused_by_its_own_policy(
    visit: Callable[..., Visitor], rachid: Any
) -> None:
    visitor = visit(rachid)
    visitor.go("/gallery/")
    visitor.go("/")
    assert visitor.complaints == []


def test_language_changes_without_script(visit: Callable[..., Visitor], rachid: Any) -> None:
    visitor = visit(rachid, script=False)
    visitor.go("/gallery/")
    visitor.press(".topbar button[lang=fr]")
    assert visitor.page.locator("html").get_attribute("dir") == "ltr"
    assert visitor.page.url.endswith("/gallery/")


def test_targets_are_large_enough_for_gloves(visit: Callable[..., Visitor], rachid: Any) -> None:
    visitor = visit(rachid, width=NARROW)
    visitor.go("/gallery/")
    small = visitor.page.evaluate(
        """() => [...document.querySelectorAll("button, summary, .btn, input:not([type=hidden]), select, .menu a")]
        .filter(one => one.offsetParent && !one.matches("[type=checkbox], [type=radio]"))
        .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))"""
    )
    assert small == []
