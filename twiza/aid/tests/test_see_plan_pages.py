"""The pages of a plan: what is typed is kept when it is refused, and each says what would work."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.models import Campaign, PurposeQuestion
from twiza.aid.tests.given import CRITERIA, NOON, ZONES, given_association, given_campaign
from twiza.aid.tests.planning_given import FEZ, given_content, given_lesson
from twiza.aid.tests.test_ask_purposes import bring, open_campaign, select
from twiza.funding import actions as funding
from twiza.network.tests.given import given_member, given_place

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def story():
    """Last year's campaign with a content and a lesson, and the manager's browser."""
    story = given_association()
    campaign = given_campaign(story)
    with story.work():
        given_content(story, campaign)
        given_lesson(story, campaign)
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
    story.browser = Client()
    story.browser.force_login(story.amina)
    story.browser.cookies["twiza_language"] = "en"
    return story


def page(story, name, id, **typed):
    address = reverse(f"aid:{name}", args=[id])
    answer = story.browser.post(address, typed, follow=True) if typed else story.browser.get(address)
    return answer.content.decode()


def test_the_next_campaign_is_begun_and_its_lesson_answered(story):
    shown = page(story, "clone_campaign", story.campaign.pk, title="قفة 1448", hijri_month=9, hijri_year=1448)
    with story.work():
        clone = Campaign.objects.get(title="قفة 1448")
        (lesson,) = queries.lessons_waiting(clone)
    assert "تأخر وصول الزيت" in shown and "campaign manager" in shown
    assert "wait for a word" in page(story, "write_criteria", clone.pk)
    assert "Something needs correcting" in page(
        story, "look_at_lesson", clone.pk, lesson=lesson.pk, outcome="kept"
    )
    done = page(story, "look_at_lesson", clone.pk, lesson=lesson.pk, outcome="changed", words="قبل شهرين")
    assert "قبل شهرين" in done
    years = page(story, "show_years", clone.pk)
    assert "1,784.50" in years or "1.784,50" in years or "1784.5" in years


def test_a_content_is_written_in_rows(story):
    boxes = {}
    for n, (name, quantity, cost) in enumerate([("تمر", "2", "35,50"), ("حليب", "", "")]):
        boxes |= {f"name{n}": name, f"quantity{n}": quantity, f"unit{n}": "kilo", f"unit_cost{n}": cost}
    refused = page(story, "write_content", story.campaign.pk, **boxes)
    assert "empty the whole line" in refused and 'value="35,50"' in refused
    page(story, "write_content", story.campaign.pk, **boxes | {"name1": ""})
    with story.work():
        assert queries.unit_cost_of(story.campaign) == Decimal("71.00")


def test_places_slots_and_funders(story):
    place = given_place(FEZ)
    page(story, "place_zones", story.campaign.pk, zone0_chosen=str(place.pk), zone1=str(place))
    page(story, "list_slots", story.points[0].pk, minutes=180)
    assert "lie over others" in page(
        story, "list_slots", story.points[0].pk, on="26/02/2026", starts="9", ends="10", capacity=3
    )
    page(story, "add_funder", story.campaign.pk, label="محسنو الحي", share="money", amount="1000")
    shown = page(story, "show_plan", story.campaign.pk)
    assert "محسنو الحي" in shown and str(place) in shown
    nadia = given_member("Nadia", "treasurer", story.organisation)
    with story.work(nadia):
        zakat = funding.open_restriction(
            organisation=story.organisation.pk, kind="zakat", by=nadia, at=timezone.now()
        )
    page(
        story,
        "add_funder",
        story.campaign.pk,
        label="صندوق العيد",
        share="money",
        amount="5",
        bound_to=zakat.pk,
    )
    assert reverse("funding:show_restriction", args=[zakat.pk]) in page(story, "show_plan", story.campaign.pk)
    with story.work():
        assert len(queries.provinces_of(story.campaign)) == 1
        assert {one.on for one in queries.slots_in(story.campaign)} >= {date(2026, 3, 1)}
        assert queries.zones_without_place(story.campaign) == list(ZONES[2:])
        slot = queries.slots_in(story.campaign)[0]
        (province,) = queries.provinces_of(story.campaign)
    listed = reverse("aid:list_campaigns")
    for code, there in ((province.code, True), ("99", True)):  # an unknown province is none
        assert (
            story.campaign.title in story.browser.get(listed, {"province": code}).content.decode()
        ) is there
    other = given_another(story)
    shown = story.browser.get(listed, {"province": province.code}).content.decode()
    assert str(story.campaign.pk) in shown and str(other.pk) not in shown
    page(story, "change_slot", slot.pk, capacity=0)
    with story.work():
        assert slot.pk not in {one.pk for one in queries.slots_in(story.campaign)}


def given_another(story):
    """A campaign of the same association that has no zone in that province."""
    with story.work():
        return actions.plan_campaign(
            organisation=story.organisation, title="محفظة", hijri_year=1447, hijri_month=3, baskets=3, reserve=0,
            zones=["دوار"], by=story.amina, at=NOON,
        )  # fmt: skip


def test_who_brought_a_family_answers_on_its_page(story):
    bring(story, story.campaign)
    select(story, story.campaign)
    second = open_campaign(story)
    bring(story, second)
    assert "selected there" in page(story, "list_purposes", second.pk)
    with story.work():
        question = PurposeQuestion.objects.get()
        waiting = [line.url for line in queries.waiting_for(story.amina, at=NOON)]
        assert reverse("aid:list_purposes", args=[second.pk]) in waiting
    assert "Choose an answer" in page(story, "answer_purpose", question.pk, answer="x")
    assert "It stays in both" in page(story, "answer_purpose", question.pk, answer="stays")
    assert "Found since the last time: 0" in page(story, "list_purposes", second.pk, again="1")
