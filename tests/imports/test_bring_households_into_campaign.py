"""From the registry of an association into a campaign: facts, a code, and nothing guessed."""

import pytest

from twiza.aid import actions, queries
from twiza.aid.models import Nomination, NominationHousehold
from twiza.aid.tests.given import CRITERIA, NOON, given_association, given_campaign
from twiza.registry.tests.given import given_household

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_it_brings_who_lives_in_the_zones_and_says_who_was_left_out():
    story = given_association()
    campaign = given_campaign(story)
    by = story.amina
    here = given_household(story.organisation, by, "زينب الأطلسية", size=5, place_words="حي بنسودة، زنقة 5")
    nowhere = given_household(story.organisation, by, "حليمة الريفية", size=3, place_words="ايموزار")
    unknown = given_household(story.organisation, by, "نعيمة السوسية", place_words="بنسودة")
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=by, at=NOON)
        ids = queries.households_of(story.organisation.pk)
        assert set(ids) == {here.pk, nowhere.pk, unknown.pk}
        came = actions.nominate_from_registry(
            campaign=campaign, bringing=story.organisation, households=ids, by=by, at=NOON
        )
        assert (came.added, came.there_already) == (1, 0)
        assert set(came.left_out) == {(nowhere.code, "zone"), (unknown.code, "size")}
        row = Nomination.objects.get()
        assert (row.zone, row.size, row.facts["zone"]) == ("بنسودة", 5, "بنسودة")
        assert NominationHousehold.objects.get().household == here.pk
        assert "زينب" not in str(row.facts)
        again = actions.nominate_from_registry(
            campaign=campaign, bringing=story.organisation, households=ids, by=by, at=NOON
        )
        assert (again.added, again.there_already) == (0, 1)


def test_it_brings_no_household_of_another_organisation():
    story, elsewhere = given_association(), given_association("Association Sebou", "-2")
    campaign = given_campaign(story)
    theirs = given_household(
        elsewhere.organisation, elsewhere.amina, "زينب الأطلسية", size=5, place_words="بنسودة"
    )
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        came = actions.nominate_from_registry(
            campaign=campaign, bringing=story.organisation, households=[theirs.pk], by=story.amina, at=NOON
        )
        assert (came.added, came.there_already, came.left_out) == (0, 0, ())
