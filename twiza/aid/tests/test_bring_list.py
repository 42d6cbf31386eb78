"""One list of families, or the whole registry, is brought into a campaign: how many is said before."""

import pytest
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.models import Nomination
from twiza.aid.tests.given import CRITERIA, NOON, ZONES, given_association, given_campaign
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.registry import actions as registry
from twiza.registry.tests.given import HEADING, csv_of, given_household

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """Two lists, of two families and of one, and a family that was typed."""
    story = given_association()
    campaign = given_campaign(story)
    same = {"by": story.amina, "at": NOON}
    with story.work():
        story.campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, **same)
        story.lists = []
        for name, people in (
            ("first.csv", ("زينب الأطلسية", "عائشة الريفية")),
            ("second.csv", ("سعاد الدكالية",)),
        ):
            rows = [[person, f"05/03/19{80 + n}", "4"] for n, person in enumerate(people)]
            sent = registry.send_upload(
                organisation=story.organisation.pk, content=csv_of(HEADING, *rows), name=name, **same
            )
            registry.accept_upload(upload=sent, leave_out_problems=False, **same)
            story.lists.append(sent.pk)
    given_household(story.organisation, story.amina)
    return story


def bring(story, source):
    page = reverse("aid:nominate_registry", args=[story.campaign.pk])
    answer = signed_in(story.amina).post(
        page, {"organisation": story.organisation.pk, "source": source}, follow=True
    )
    assert answer.status_code == 200
    return answer.content.decode()


def left_out(page):
    """How many households the campaign looked at: none of these says where it lives, so all are left out."""
    return page.count("notice-warning")


def test_the_page_says_the_lists_with_their_day_and_count(story):
    client = signed_in(story.amina)
    client.cookies["twiza_language"] = "fr"
    page = client.get(reverse("aid:nominate", args=[story.campaign.pk])).content.decode()
    for words in ("first.csv", "2 ménages", "second.csv", "1 ménage", "4 ménages", "2 février 2026"):
        assert words in page


def test_one_list_is_brought_and_no_other(story, monkeypatch):
    asked = []
    original = actions.nominate_from_registry

    def note(**wishes):
        asked.append(len(wishes["households"]))
        return original(**wishes)

    monkeypatch.setattr(actions, "nominate_from_registry", note)
    for source in (str(story.lists[0]), str(story.lists[1]), "typed", "all"):
        bring(story, source)
    assert asked == [2, 1, 1, 4]


def test_nothing_is_brought_without_a_choice_or_from_a_list_of_somebody_else(story):
    for source in ("", "elsewhere", str(story.campaign.pk)):
        assert "notice-refusal" in bring(story, source)
    with story.work():
        assert not Nomination.objects.exists()


def test_lists_of_another_organisation_are_not_offered(story):
    other = given_association("Association Ouergha", "-b")
    with other.work():
        assert queries.lists_to_bring(story.organisation.pk) == []
        assert queries.households_of_list(story.organisation.pk, story.lists[0]) == []
    assert ZONES


def test_who_stays_out_is_said_with_the_reason(story):
    page = bring(story, "all")
    assert "تركت 4 أسر جانبا: حيها غير معروف" in page
    assert "عدد أفرادها" not in page  # their size is known: nothing is said of it


def test_before_the_criteria_the_page_says_what_comes_first(story):
    with story.work():
        early = given_campaign(story)
    page = signed_in(story.amina).get(reverse("aid:nominate", args=[early.pk])).content.decode()
    assert reverse("aid:nominate_registry", args=[early.pk]) not in page and 'name="size"' not in page
    assert reverse("aid:write_criteria", args=[early.pk]) in page
