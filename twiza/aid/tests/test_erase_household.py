"""A household is erased while a campaign runs: its codes and figures stay, and stand for nobody."""

import pytest

from twiza.aid import actions, queries
from twiza.aid.models import Entitlement, ListEntry, Nomination, NominationHousehold
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.tests.given import (
    CRITERIA,
    NOON,
    ZONES,
    drawn_list,
    given_association,
    given_campaign,
    given_declaration,
    hand_over,
)
from twiza.lib.ids import new_id
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions as registry
from twiza.registry import queries as families
from twiza.registry.tests.given import given_household

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    """Three households of the register are brought in: two selected, one in reserve."""
    story = given_association()
    story.households = [
        given_household(story.organisation, story.hassan, name, size=size, place_words=ZONES[0])
        for name, size in (("زينب", 2), ("ليلى", 3), ("حليمة", 4))
    ]
    campaign = given_campaign(story, baskets=2, reserve=1)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
        actions.nominate_households(
            campaign=story.campaign,
            bringing=story.organisation,
            households=[GivenHousehold(one.pk, ZONES[0], one.size, {}) for one in story.households],
            by=story.amina,
            at=NOON,
        )
    return story


def signed(story):
    frozen = drawn_list(story, story.campaign)
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    return frozen


def household_of(story, nomination):
    link = NominationHousehold.objects.get(nomination=nomination)
    return families.household_for(story.hassan, link.household)


def erase(story, household):
    registry.erase_household(household=household, reason_code="asked", by=story.hassan, at=NOON)


def test_it_is_taken_back_before_the_list_is_frozen(story):
    with story.work(story.hassan):
        erase(story, story.households[0])
        assert NominationHousehold.objects.count() == 2
        assert Nomination.objects.filter(withdrawn_at__isnull=True).count() == 2
    frozen = signed(story)
    assert frozen.entries_count == 2


def test_a_selected_code_keeps_its_basket_and_its_figures(story):
    frozen = signed(story)
    given_declaration(story)
    with story.work():
        issued = actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
        actions.start_distribution(campaign=story.campaign, by=story.amina, at=NOON)
        first = issued[0]
        right = Entitlement.objects.get(code=first.list_code)
    with story.work(story.hassan):
        household = household_of(story, right.nomination)
        erase(story, household)
        assert not NominationHousehold.objects.filter(household=household.pk).exists()
        assert not NominationHousehold.objects.filter(nomination=right.nomination).exists()
    with story.work():
        assert queries.first_broken_list(story.campaign) is None
        assert queries.totals_of(story.campaign).selected == 2
        assert queries.list_for(story.amina, frozen.pk).hash == frozen.hash
        assert hand_over(story, first).ruling == "served"


def test_a_code_of_the_reserve_is_called_no_more(story):
    signed(story)
    with story.work(story.hassan):
        entry = ListEntry.objects.get(place="reserve")
        erase(story, household_of(story, entry.nomination))
    with story.work():
        nomination = Nomination.objects.get(pk=entry.nomination_id)
        assert nomination.withdrawn_at == NOON
        actions.plan_more_baskets(campaign=story.campaign, baskets=9, by=story.amina, at=NOON)
        with pytest.raises(actions.OutOfOrder):
            actions.add_addendum(
                campaign=story.campaign, nominations=[nomination], reason_code="fire", by=story.amina, at=NOON
            )


def test_it_cuts_nothing_of_another_organisation(story):
    elsewhere = given_association("Association Sebou", "-2")
    with elsewhere.work():
        assert actions.forget_households(households=[one.pk for one in story.households], at=NOON) == 0
        assert actions.forget_households(households=[new_id()], at=NOON) == 0
    with story.work():
        assert NominationHousehold.objects.count() == 3


def test_a_restored_household_is_cut_again(story):
    signed(story)
    with story.work(story.hassan):
        household = household_of(story, ListEntry.objects.filter(place="selected").first().nomination)
    with acting_as(None, purpose=Purpose.RESTORE, erasing_in=(story.organisation.pk,)):
        assert registry.erase_household_again(id=household.pk, at=NOON)
    with story.work():
        assert not NominationHousehold.objects.filter(household=household.pk).exists()
