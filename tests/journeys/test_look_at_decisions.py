"""Why a family did not get a basket: an auditor answers in three clicks, in Arabic; a counter reads it to the family."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import LANGUAGES, look, told
from twiza.aid.models import Placement
from twiza.aid.tests.given import Story, given_association, given_signed_list
from twiza.network.tests.given import given_member


@pytest.fixture(scope="module")
def story(site: str) -> Story:
    """A signed list of ten baskets for thirty households, an auditor and a counter."""
    story = given_association()
    day = timezone.localdate()
    given_signed_list(story, baskets=10, households=30, days=(day, day))
    story.naima = given_member("Naima", "auditor", story.organisation)
    story.zineb = given_member("Zineb", "counter", story.organisation)
    with story.work():
        story.code = Placement.objects.filter(place="not_selected").first().nomination.code
    return story


def test_an_auditor_answers_why_and_who_in_three_clicks(visit: Callable[..., Visitor], story: Any) -> None:
    auditor = visit(story.naima, language="ar")
    page, clicks = auditor.page, 0
    auditor.go(reverse("aid:list_campaigns"))
    for press in (
        f"main a[href='{reverse('aid:show_campaign', args=[story.campaign.pk])}']",
        f"a[href='{reverse('aid:show_decision', args=[story.campaign.pk])}']",
    ):
        page.locator(press).first.click()
        page.wait_for_load_state()
        clicks += 1
    page.locator("main [name=code]").fill(story.code.lower())
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector("main .timeline")
    clicks += 1
    said = page.locator("main").inner_text()
    assert clicks <= 3
    assert "لم تُختر هذه الأسرة" in said and story.campaign.criteria_hash[:16] in said
    assert story.amina.display_name in said and story.hassan.display_name in said
    assert "من قرر، ومتى" in said and "ما الذي يغير القرار" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_decisions_fit_and_can_be_read(
    visit: Callable[..., Visitor], story: Any, language: str
) -> None:
    wrong: dict[str, list[str]] = {}
    why = reverse("aid:show_decision", args=[story.campaign.pk]) + f"?code={story.code}"
    for who, name, address in (
        (story.naima, "decision", why),
        (story.amina, "sheets", reverse("aid:print_sheets", args=[story.campaign.pk])),
        (story.zineb, "tell", reverse("aid:tell_reasons")),
    ):
        visitor = visit(who, language=language)
        visitor.go(address)
        if found := look(visitor, f"aid-{name}"):
            wrong[name] = found
    assert not wrong, told(wrong)


def test_a_counter_reads_the_reasons_from_a_code(visit: Callable[..., Visitor], story: Any) -> None:
    counter = visit(story.zineb, language="fr", width=NARROW)
    page = counter.page
    counter.go(reverse("aid:tell_reasons"))
    page.locator("main [name=code]").fill(story.code)
    page.keyboard.press("Enter")
    page.wait_for_selector("main table")
    assert "n'a pas été retenu" in page.locator("main").inner_text()
    counter.picture("aid-told")
    assert counter.overflow() <= 0
