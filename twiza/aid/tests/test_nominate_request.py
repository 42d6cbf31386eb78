"""A request of the counter becomes a nomination, in one act with its answer."""

import pytest

from twiza.aid import actions, queries
from twiza.aid.models import Nomination
from twiza.aid.tests.given import CRITERIA, NOON, ZONES, given_association, given_campaign
from twiza.network.tests.given import given_member
from twiza.platform.accounts.permissions import NoPermission
from twiza.registry import actions as registry
from twiza.registry import queries as registry_queries
from twiza.registry.rules.people import PersonData
from twiza.registry.tests.given import NOON as LATER
from twiza.registry.tests.given import given_household, given_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """A campaign that takes names."""
    story = given_association()
    campaign = given_campaign(story)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
    return story


def put_forward(story, row, **asked):
    said = actions.Asked(**{"zone": ZONES[0], "size": 4} | asked)
    with story.work():
        return actions.nominate_request(
            request=row, campaign=story.campaign, asked=said, by=story.amina, at=LATER
        )


def families(story):
    return registry_queries.households_page(story.organisation.pk).lines


def test_a_name_registers_the_household_lightly(story):
    row = given_request(story.organisation, story.amina)
    nomination = put_forward(story, row, person=PersonData(name_said="مّي فاطمة"))
    with story.work():
        (household,) = families(story)
        assert household.size == 4 and nomination.zone == ZONES[0]
        answer = registry_queries.request_for(story.amina, row.pk).answer
        assert (answer.kind, answer.list_code) == ("nomination", nomination.code)


def test_nobody_is_registered_who_gives_no_name(story):
    row = given_request(story.organisation, story.amina)
    put_forward(story, row)
    with story.work():
        assert not families(story) and Nomination.objects.count() == 1


def test_a_family_of_the_register_keeps_the_code_it_has(story):
    household = given_household(story.organisation, story.hassan, "حليمة", size=6)
    first, second = (given_request(story.organisation, story.amina) for _ in range(2))
    one = put_forward(story, first, household=household.pk, size=None)
    other = put_forward(story, second, household=household.pk, size=None)
    assert one.pk == other.pk and one.size == 6


def test_the_size_is_asked_and_nothing_is_half_done(story):
    row = given_request(story.organisation, story.amina)
    with pytest.raises(actions.SizeNotKnown):
        put_forward(story, row, size=None, person=PersonData(name_said="مّي فاطمة"))
    with story.work():
        assert not families(story)
        registry.answer_request(
            request=row, reason_code="gone", words="x", contest="x", by=story.amina, at=LATER
        )
    with pytest.raises(registry.EndedAlready):
        put_forward(story, row)
    with story.work():
        assert Nomination.objects.count() == 0


def test_whoever_receives_does_not_bring_families(story):
    counter = given_member("Nezha", "counter", story.organisation)
    row = given_request(story.organisation, counter)
    with story.work(counter):
        assert queries.ways_to_nominate(counter, row) == []
        with pytest.raises(NoPermission):
            actions.nominate_request(
                request=row,
                campaign=story.campaign,
                asked=actions.Asked(ZONES[0], 4),
                by=counter,
                at=LATER,
            )


@pytest.mark.slow
def test_the_page_asks_first_whether_somebody_is_known(story, client):
    given_household(story.organisation, story.hassan, "فاطمة الزهراء الأطلسية", size=6)
    row = given_request(story.organisation, story.amina)
    client.force_login(story.amina)
    page = f"/aid/requests/{row.pk}/nominate/"
    assert page in client.get(f"/registry/requests/{row.pk}/").content.decode()
    typed = {"where": f"{story.campaign.pk}:0", "size": "٤", "name": "فاطمة الزهراء الأطلسية"}
    assert "somebody_else" in client.post(page, typed).content.decode()
    assert client.post(page, typed | {"code": "22222-22222"}).status_code == 200
    assert client.post(page, typed | {"somebody_else": "on"}).status_code == 302
    with story.work():
        assert Nomination.objects.get().size == 4
