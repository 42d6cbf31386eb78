"""The pages of a campaign, looked at by a browser: as its manager, its president and a volunteer see them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Route

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import LANGUAGES, look, told
from twiza.aid import actions
from twiza.aid.models import FrozenList, HandOver
from twiza.aid.tests.crisis_given import given_crisis, given_offer
from twiza.aid.tests.given import NOON, Story, given_association, given_distribution
from twiza.aid.tests.planning_given import given_content, given_lesson
from twiza.registry.tests.given import HEADING, given_household, given_upload


@pytest.fixture(scope="module")
def story(site: str) -> Story:
    """A campaign that hands out today."""
    story = given_association()
    day = timezone.localdate()
    story.cards = given_distribution(story, baskets=20, households=30, days=(day, day))
    given_upload(story.organisation, story.amina, HEADING, ["زينب الأطلسية", "05/03/1980", "4"])
    given_household(story.organisation, story.amina)
    with story.work():
        given_content(story, story.campaign)
        given_lesson(story, story.campaign)
        crisis = given_crisis(story)
        story.crisis, story.offer = crisis.crisis.pk, given_offer(story, crisis).pk
        story.template = crisis.crisis.template_id
        actions.report_need(
            campaign=crisis, zone=crisis.zones[0], item="خيام", needed=40, sure="claimed", road="unsafe",
            said_as="مقدم", by=story.amina, at=NOON,
        )  # fmt: skip
        story.frozen = FrozenList.objects.get().pk
    return story


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_fit_and_can_be_read(visit: Callable[..., Visitor], story: Any, language: str) -> None:
    manager = visit(story.amina, language=language)
    wrong: dict[str, list[str]] = {}
    campaign, point = [story.campaign.pk], [story.cards[0].point.pk]
    for name, arguments in (
        ("list_campaigns", []),
        ("plan_campaign", []),
        ("show_campaign", campaign),
        ("set_dates", campaign),
        ("show_plan", campaign),
        ("write_content", campaign),
        ("add_funder", campaign),
        ("place_zones", campaign),
        ("list_slots", point),
        ("list_purposes", campaign),
        ("list_whereabouts", campaign),
        ("write_criteria", campaign),
        ("nominate", campaign),
        ("show_cards", campaign),
        ("list_crises", []),
        ("prepare_template", []),
        ("open_crisis", [story.template]),
        ("show_crisis", [story.crisis]),
        ("show_notice", [story.crisis]),
        ("register_light", [story.crisis]),
        ("answer_offer", [story.offer]),
        ("show_ledger", campaign),
        ("show_list", [story.frozen]),
        ("reconcile_day", [*point, timezone.localdate().isoformat()]),
        ("welcome_table", point),
        ("replace_card", point),
    ):
        manager.go(reverse(f"aid:{name}", args=arguments))
        if found := look(manager, f"aid-{name}"):
            wrong[name] = found
    assert not wrong, told(wrong)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_basket_is_handed_over_with_the_keyboard_alone(
    visit: Callable[..., Visitor], story: Any, language: str
) -> None:
    card = story.cards[0 if language == "ar" else 1]
    volunteer = visit(story.youssef, language=language, width=NARROW)
    page = volunteer.page
    volunteer.go(reverse("aid:hand_over", args=[card.point.pk]))
    for verdict in ("notice-good", "notice-warning"):
        page.keyboard.type(card.code.lower())
        page.keyboard.press("Enter")
        page.wait_for_selector(f".card .{verdict}")
        volunteer.picture(f"aid-hand_over-{verdict}")
        assert volunteer.overflow() <= 0
        page.locator("form[action$='/confirm/'] button").click()
        page.wait_for_selector(f"[aria-live=assertive] > .{verdict}")
        volunteer.picture(f"aid-confirmed-{verdict}")


PLAYED = """(signs) => { for (const sign of signs) {
  const place = /[0-9]/.test(sign) ? "Digit" + sign : "Key" + sign;
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: sign, code: place, bubbles: true }));
} }"""


def test_a_second_card_read_too_early_does_not_hand_over_the_first(
    visit: Callable[..., Visitor], story: Any
) -> None:
    first, second = [card for card in story.cards if card.point.pk == story.cards[0].point.pk][-2:]
    volunteer = visit(story.youssef, language="fr", width=NARROW)
    page = volunteer.page
    volunteer.go(reverse("aid:hand_over", args=[first.point.pk]))
    page.keyboard.type(first.code)
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action$='/confirm/']")
    offered = page.locator("#verdict [name=operation]").get_attribute("value")
    page.evaluate(PLAYED, second.code)  # the hand is on the button; the reader plays another card, then Enter
    page.keyboard.press("Enter")
    page.wait_for_selector(f"form[action$='/confirm/']:not(:has([value='{offered}']))")
    with story.work():
        assert not HandOver.objects.filter(pk=offered).exists()


def test_a_card_read_while_the_hand_is_nowhere_keeps_its_first_sign(
    visit: Callable[..., Visitor], story: Any
) -> None:
    card = story.cards[0]
    volunteer = visit(story.youssef, language="fr", width=NARROW)
    page = volunteer.page
    volunteer.go(reverse("aid:hand_over", args=[card.point.pk]))
    page.evaluate("document.activeElement.blur()")
    with page.expect_request("**/aid/points/*/") as sent:
        page.keyboard.type(card.code)
        page.keyboard.press("Enter")
    page.wait_for_selector("#verdict .card")
    assert card.code in (sent.value.post_data or "")


def test_what_is_typed_before_the_answer_comes_is_kept(visit: Callable[..., Visitor], story: Any) -> None:
    first, second = [card for card in story.cards if card.point.pk == story.cards[0].point.pk][-4:-2]
    volunteer = visit(story.youssef, language="fr", width=NARROW)
    page = volunteer.page
    volunteer.go(reverse("aid:hand_over", args=[first.point.pk]))
    held: list[Route] = []
    for path, press in (
        ("**/aid/points/*/", lambda: page.keyboard.press("Enter")),
        ("**/confirm/", lambda: page.locator("form[action$='/confirm/'] button").click()),
    ):
        page.route(path, lambda route: held.append(route))
        page.locator("[data-scanner]").fill(first.code if not path.endswith("confirm/") else "")
        press()
        page.wait_for_selector(".htmx-request")
        page.locator("[data-scanner]").fill("")
        page.keyboard.type(second.code)
        held.pop().continue_()
        page.unroute(path)
        page.wait_for_selector("#verdict .notice-good")
        page.wait_for_selector(".htmx-request, .htmx-settling", state="detached")
        assert page.input_value("[data-scanner]") == second.code
        assert page.evaluate("document.activeElement.matches('[data-scanner]')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdict .card .notice-good")
