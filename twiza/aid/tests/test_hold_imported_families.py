"""A list of families that a campaign took from is not undone: cards and lists would stand for nobody."""

import pytest

from twiza.aid import actions, queries
from twiza.aid.tests.given import CRITERIA, NOON, ZONES, GivenHousehold, given_association, given_campaign
from twiza.registry import actions as registry
from twiza.registry.tests.given import HEADING, csv_of

pytestmark = pytest.mark.django_db


def test_undo_is_refused_once_a_campaign_took_one_of_its_families():
    story = given_association()
    campaign = given_campaign(story)
    same = {"by": story.amina, "at": NOON}
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, **same)
        sheet = csv_of(HEADING, ["زينب الأطلسية", "05/03/1980", "4"])
        upload = registry.send_upload(
            organisation=story.organisation.pk, content=sheet, name="list.csv", **same
        )
        upload = registry.accept_upload(upload=upload, leave_out_problems=False, **same)
        (family,) = queries.households_of(story.organisation.pk)
        actions.nominate_households(
            campaign=campaign,
            bringing=story.organisation,
            households=[GivenHousehold(family, ZONES[0], 4)],
            **same,
        )
        with pytest.raises(registry.StillNeeded):
            registry.undo_upload(upload=upload, **same)
        assert queries.households_of(story.organisation.pk) == [family]
        nomination = queries.nominations_of(campaign).get()
        actions.withdraw_nomination(nomination=nomination, reason_code="mistake", **same)
        registry.undo_upload(upload=upload, **same)
        assert queries.households_of(story.organisation.pk) == []
