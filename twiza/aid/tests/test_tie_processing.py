"""A campaign that keeps illness or disability is tied to an entry of the register with the authority's number."""

import pytest
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.tests.given import CRITERIA, NOON, given_association, given_campaign
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.network.rules.processings import Lack
from twiza.network.tests.given import given_processing

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """A campaign whose criteria ask for disability."""
    story = given_association()
    campaign = given_campaign(story)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
    return story


def lack(story):
    with story.work():
        return queries.processing_lack(queries.campaign_for(story.amina, story.campaign.pk))


def tied(story, processing):
    page = reverse("aid:tie_processing", args=[story.campaign.pk])
    return signed_in(story.amina).post(page, {"processing": str(processing.pk)})


def test_it_warns_on_its_pages_until_the_entry_has_the_authoritys_number(story):
    at = lambda name: reverse(f"aid:{name}", args=[story.campaign.pk])  # noqa: E731
    browser = signed_in(story.amina)
    with story.work():
        assert queries.stores_sensitive(story.campaign)
        assert at("tie_processing") in [one.url for one in queries.legal_waiting_for(story.amina, at=NOON)]
    assert lack(story)
    for name in ("show_campaign", "show_legal"):
        page = browser.get(at(name)).content.decode()
        assert "notice-warning" in page and at("tie_processing") in page, name
    assert tied(story, given_processing(story.organisation, story.hassan, number="")).status_code == 302
    assert lack(story)  # tied, but the authority gave no number yet
    declared = given_processing(story.organisation, story.hassan, filed="declaration", number="D-1/2026")
    assert tied(story, declared).status_code == 302
    assert lack(story) == Lack.AUTHORISATION  # a declaration is not enough for such data
    assert tied(story, given_processing(story.organisation, story.hassan)).status_code == 302
    assert lack(story) == Lack.NOTHING
    with story.work():
        assert at("tie_processing") not in [
            one.url for one in queries.legal_waiting_for(story.amina, at=NOON)
        ]
    assert "CNDP" not in browser.get(at("show_campaign")).content.decode()


def test_a_campaign_that_asks_for_nothing_of_the_kind_lacks_nothing():
    story = given_association()
    campaign = given_campaign(story)
    plain = {"rules": [rule for rule in CRITERIA["rules"] if rule["code"] != "disability"]}
    with story.work():
        story.campaign = actions.freeze_criteria(campaign=campaign, criteria=plain, by=story.amina, at=NOON)
        assert not queries.stores_sensitive(story.campaign)
    assert lack(story) == Lack.NOTHING


def test_it_is_tied_to_an_entry_of_its_own_organisation_only(story):
    other = given_association("Association Zerhoun", "-z")
    foreign = given_processing(other.organisation, other.hassan)
    with story.work(), pytest.raises(actions.UnfitPaper):
        actions.tie_processing(campaign=story.campaign, processing=foreign, by=story.amina, at=NOON)
