"""A nomination sheet typed in by keyboard alone, its picture beside it, with and without script."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import LANGUAGES, fit
from twiza.aid import actions
from twiza.aid.models import NominationSheet
from twiza.aid.tests.given import (
    CRITERIA,
    NOON,
    ZONES,
    given_association,
    given_campaign,
)
from twiza.aid.tests.sheets_given import PICTURE, given_sheet


@pytest.fixture(scope="module")
def story(site: str) -> Any:
    """A campaign that takes names, and two sheets given to a committee: one has its picture."""
    story = given_association()
    campaign = given_campaign(story)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
    for _ in range(2):
        given_sheet(story)
    with story.work():
        first = NominationSheet.objects.order_by("number")[0]
        actions.add_photo(sheet=first, content=PICTURE, by=story.amina, at=NOON)
    return story


@pytest.mark.parametrize("language", LANGUAGES)
def test_enter_goes_along_the_line_and_the_preview_says_what_is_wrong(
    visit: Callable[..., Visitor], story: Any, language: str
) -> None:
    visitor = visit(story.amina, language=language)
    visitor.go(f"/aid/campaigns/{story.campaign.pk}/sheets/")
    assert not fit(visitor, "sheets")
    visitor.page.locator("main table tbody tr").last.locator("a").first.click()
    visitor.page.wait_for_selector(".sheet-page img")
    page = visitor.page
    page.locator("[name=l-1-name]").focus()
    chosen = {"near_place": ZONES[0], "relation": "none"}
    for words in ("حليمة الأطلسية", "near_place", "٥", "٢", "1980", "", "أرملة", "relation", "سعيدة الجبلية"):
        if words in chosen:
            page.select_option(f"[name=l-1-{words}]", chosen[words])
        else:
            page.keyboard.insert_text(words)
        page.keyboard.press("Enter")
    assert (
        page.input_value("[name=l-1-size]") == "٥" and page.input_value("[name=l-2-name]") == "سعيدة الجبلية"
    )
    page.fill("[name=written]", "٢")
    page.locator("button[value=look]").click()
    page.wait_for_selector("#preview")
    assert not fit(visitor, "sheet-typed")
    assert page.locator("#preview table").count() >= 2 and page.input_value("[name=l-1-size]") == "٥"
    visitor.widen(1600)
    visitor.picture("sheet-typed-wide")


def test_it_is_typed_without_script(visit: Callable[..., Visitor], story: Any) -> None:
    plain = visit(story.amina, language="ar", script=False, width=NARROW)
    with story.work():
        sheet = NominationSheet.objects.order_by("number")[1]
    plain.go(f"/aid/sheets/{sheet.pk}/")
    for field, words in (("name", "ليلى الريفية"), ("size", "3")):
        plain.page.fill(f"[name=l-1-{field}]", words)
    plain.page.select_option("[name=l-1-near_place]", ZONES[1])
    plain.page.fill("[name=written]", "1")
    plain.press(plain.page.locator("button[value=look]"))
    plain.press(plain.page.locator("button[value=accept]"))
    assert plain.page.locator("main .code").count() >= 2
