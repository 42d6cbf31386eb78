"""A family that two campaigns would help for the same thing: somebody is asked, nobody is left out by a machine."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import BadPlan, OutOfOrder
from twiza.aid.models import Campaign, Nomination, PurposeQuestion
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.rules.purposes import AidPurpose, Cycle, same_cycle, shared_purposes
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
from twiza.registry.tests.given import given_household

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]
FAMILY = GivenHousehold(new_id(), ZONES[0], 4, {})


def bring(side, campaign, household=FAMILY):
    with side.work():
        actions.nominate_households(
            campaign=campaign, bringing=side.organisation, households=[household], by=side.amina, at=NOON
        )


def open_campaign(lead, partner=None, **plan):
    """A campaign with its criteria frozen, shared with another association when one is named."""
    campaign = given_campaign(lead)
    with lead.work():
        if plan:
            campaign = actions.state_purposes(campaign=campaign, by=lead.amina, at=NOON, **plan)
        if partner:
            actions.invite_partner(campaign=campaign, partner=partner.organisation, by=lead.amina, at=NOON)
        return actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=lead.amina, at=NOON)


def select(lead, campaign, partner=None):
    frozen = drawn_list(lead, campaign, partner)
    signer = partner or lead
    with signer.work(signer.hassan):
        actions.sign_list(frozen=frozen, by=signer.hassan, at=NOON)
    lead.campaign = campaign


@pytest.fixture
def story():
    """An association and its partner; the partner's family is selected in the first campaign that both share."""
    story = given_association()
    story.partner = given_association("Association Oum Rabia", "-b")
    story.first = open_campaign(story, story.partner)
    bring(story.partner, story.first)
    select(story, story.first, story.partner)
    return story


def questions(user, campaign):
    return queries.purpose_questions(user, campaign)


def test_whoever_brings_a_family_twice_is_asked_by_code(story):
    second = open_campaign(story, story.partner)
    bring(story.partner, second)
    with story.partner.work():
        (line,) = questions(story.partner.amina, second)
        assert line.own and not line.question.served
        assert [str(one) for one in line.purposes] == ["food for the house"]
        assert line.other_code == Nomination.objects.get(campaign=story.first).code
    with story.work():  # the desk leads both campaigns: it reads the codes, and does not answer
        (line,) = questions(story.amina, second)
        assert not line.own and line.other_code
        with pytest.raises(queries.NoSuchPurposeQuestion):
            queries.purpose_question_for(story.amina, line.question.pk)
        assert Nomination.objects.filter(campaign=second, withdrawn_at__isnull=True).count() == 1


def test_an_answer_is_given_once_and_remembered(story):
    second = open_campaign(story, story.partner)
    bring(story.partner, second)
    with story.partner.work():
        (line,) = questions(story.partner.amina, second)
        actions.answer_purpose(question=line.question, answer="stays", by=story.partner.amina, at=NOON)
        with pytest.raises(OutOfOrder):
            actions.answer_purpose(
                question=line.question, answer="taken_back", by=story.partner.amina, at=NOON
            )
        with pytest.raises(IntegrityError, match="was answered"), transaction.atomic():
            PurposeQuestion.objects.update(answer="taken_back")
        for campaign in (second, story.first):  # from neither side is it asked again
            assert not actions.ask_purposes(
                campaign=campaign, bringing=story.partner.organisation, by=story.partner.amina, at=NOON
            )
        assert Nomination.objects.get(campaign=second).withdrawn_at is None


def test_a_family_served_is_said_to_be(story):
    given_declaration(story, story.first)
    with story.work():
        (card,) = actions.issue_cards(campaign=story.first, by=story.amina, at=NOON)
        story.campaign = actions.start_distribution(campaign=story.first, by=story.amina, at=NOON)
    with story.work(story.youssef):
        hand_over(story, card)
    second = open_campaign(story, story.partner)
    bring(story.partner, second)
    with story.partner.work():
        assert questions(story.partner.amina, second)[0].question.served


def test_another_purpose_or_another_season_asks_nothing(story):
    for plan in (
        {"purposes": ["school"], "cycle": ""},
        {"purposes": ["food"], "cycle": "شتاء 2026"},
    ):
        other = open_campaign(story, story.partner, **plan)
        bring(story.partner, other)
        with story.partner.work():
            asked = questions(story.partner.amina, other)
            # a named season beside an unnamed one meets only where days are shared
            assert bool(asked) == (plan["cycle"] != "")


def test_a_desk_that_does_not_share_the_other_campaign_reads_nothing(story):
    lone = open_campaign(story.partner)
    bring(story.partner, lone)
    far = given_association("Association Sebou", "-c")
    theirs = open_campaign(far, story.partner)
    bring(story.partner, theirs)
    with story.partner.work():
        assert [line.own for line in questions(story.partner.amina, theirs)] == [True]
    with far.work():
        assert questions(far.amina, theirs) == []
        assert not PurposeQuestion.objects.exists()


def test_a_merged_family_is_the_same_family(story):
    side = story.partner
    homes = [given_household(side.organisation, side.hassan, "مريم", size=3) for _ in range(2)]
    second = open_campaign(story, side)
    bring(side, second, GivenHousehold(homes[0].pk, ZONES[0], 3, {}))
    select(story, second, side)
    third = open_campaign(story, side)
    bring(side, third, GivenHousehold(homes[1].pk, ZONES[0], 3, {}))
    with side.work(side.hassan):
        assert not questions(side.hassan, third)
        registry.merge_households(kept=homes[0], merged=homes[1], same=[], take={}, by=side.hassan, at=NOON)
        assert actions.ask_purposes(campaign=third, bringing=side.organisation, by=side.hassan, at=NOON) == 1


def test_a_question_goes_with_the_family(story):
    second = open_campaign(story, story.partner)
    home = given_household(story.partner.organisation, story.partner.hassan, "مريم", size=3)
    kept = GivenHousehold(home.pk, ZONES[0], 3, {})
    bring(story.partner, second, kept)
    select(story, second, story.partner)
    third = open_campaign(story, story.partner)
    bring(story.partner, third, kept)
    with story.partner.work(story.partner.hassan):
        assert PurposeQuestion.objects.count() == 1
        registry.erase_household(household=home, reason_code="asked", by=story.partner.hassan, at=NOON)
        assert not PurposeQuestion.objects.exists()
    with story.work():
        assert not PurposeQuestion.objects.exists()


def test_a_protected_service_looks_for_nobody(story):
    with acting_as(None, purpose=Purpose.SETUP):
        Campaign._meta.get_field("organisation").related_model.objects.filter(
            pk=story.partner.organisation.pk
        ).update(protected=True)
    second = open_campaign(story, story.partner)
    bring(story.partner, second)
    with story.partner.work():
        assert not PurposeQuestion.objects.exists()


def test_the_database_takes_no_question_about_somebody_else(story):
    second = open_campaign(story, story.partner)
    bring(story.partner, second)
    with story.partner.work(), connection.cursor() as cursor:
        copy = (
            "INSERT INTO aid_purposequestion SELECT uuidv7(), purposes, served, asked_at, answer, answered_at,"
            " answered_by_id, bringing_id, campaign_id, {0}, organisation_id, other_campaign_id,"
            " {1}, other_organisation_id FROM aid_purposequestion"
        )
        for nomination, other in (
            ("nomination_id", "nomination_id"),
            ("other_nomination_id", "other_nomination_id"),
        ):
            with pytest.raises(IntegrityError, match="two codes of one side"), transaction.atomic():
                cursor.execute(copy.format(nomination, other))


def test_a_purpose_is_one_of_the_list_and_stated_before_the_criteria(story):
    draft = given_campaign(story)
    with story.work():
        for purposes in ([], ["gold"]):
            with pytest.raises(BadPlan, match="one purpose of the list"):
                actions.state_purposes(campaign=draft, purposes=purposes, cycle="", by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder):
            actions.state_purposes(campaign=story.first, purposes=["food"], cycle="", by=story.amina, at=NOON)
        with pytest.raises(IntegrityError, match="purposes_are_coded"), transaction.atomic():
            draft.purposes = ["gold"]
            draft.save()


cycles = st.builds(
    lambda name, month, first, length: Cycle(
        name, 1447, month, date(2026, 2, first), date(2026, 2, min(first + length, 28))
    ),
    st.sampled_from(["", "شتاء", "الشتاء "]),
    st.integers(8, 10),
    st.integers(1, 28),
    st.integers(0, 9),
)


@given(cycles, cycles)
def test_one_cycle_is_seen_from_both_sides(one, other):
    assert same_cycle(one, other) == same_cycle(other, one)
    assert same_cycle(one, one)


@given(st.sets(st.sampled_from(list(AidPurpose))), st.sets(st.sampled_from(list(AidPurpose))))
def test_shared_purposes_are_in_both(one, other):
    assert set(shared_purposes(one, other)) == one & other
