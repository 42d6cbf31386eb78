"""An act on what two organisations share leaves one line in each of their chains."""

from collections import defaultdict

import pytest
from django.apps import apps

from twiza.aid import actions, queries
from twiza.aid.tests.given import (
    CRITERIA,
    FIRST_DAY,
    NOON,
    THAT_MORNING,
    ZONES,
    drawn_list,
    families,
    given_association,
    given_campaign,
    given_declaration,
    given_point,
    hand_over,
)
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AuditLine = apps.get_model("audit", "AuditLine")
# before there is a partner, an act has one body
ALONE = {"aid.campaign_planned", "aid.campaign_dated", "aid.month_announced", "aid.baskets_added"}


def lines():
    with acting_as(None, purpose=Purpose.AUDIT):
        return list(AuditLine.objects.filter(type__startswith="aid.").order_by("pk"))


@pytest.fixture
def shared():
    """A campaign that one association leads and another shares, which keeps the point of the second zone."""
    lead, partner = given_association(), given_association("Association Sebou", "-2")
    campaign = given_campaign(lead, zones=ZONES[:1], baskets=4)
    with lead.work():
        campaign.zones = [*ZONES[:2]]
        campaign.save(update_fields=["zones"])
        actions.invite_partner(campaign=campaign, partner=partner.organisation, by=lead.amina, at=NOON)
        given_point(lead, campaign, ZONES[1:2], "red", "cross", host=partner.organisation)
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=lead.amina, at=NOON)
    partner.campaign = lead.campaign = campaign
    with partner.work():
        actions.nominate_households(
            campaign=campaign,
            bringing=partner.organisation,
            households=families(4, ZONES[1:2]),
            by=partner.amina,
            at=NOON,
        )
    return lead, partner


def distribute(lead, partner):
    campaign = lead.campaign
    with partner.work():
        first = queries.nominations_of(campaign)[0]
        actions.withdraw_nomination(nomination=first, reason_code="moved", by=partner.amina, at=NOON)
    frozen = drawn_list(lead, campaign, partner)
    with partner.work(partner.hassan):
        actions.sign_list(frozen=frozen, by=partner.hassan, at=NOON)
    given_declaration(lead, campaign)
    with lead.work():
        issued = actions.issue_cards(campaign=campaign, by=lead.amina, at=NOON)
        actions.start_distribution(campaign=campaign, by=lead.amina, at=NOON)
    point = issued[0].point
    with partner.work():
        actions.record_packed(point=point, day=FIRST_DAY, pieces=3, by=partner.amina, at=THAT_MORNING)
    with partner.work(partner.youssef):
        hand_over(partner, issued[0])
        hand_over(partner, issued[0], minutes=5)
    with partner.work():
        (case,) = queries.open_cases(point)
        actions.rule_hand_over(case=case, outcome="nothing_given", by=partner.amina, at=THAT_MORNING)
        actions.reconcile_day(
            point=point, day=FIRST_DAY, returned=2, damaged=0, lost=0, by=partner.amina, at=THAT_MORNING
        )


def test_each_act_of_a_shared_campaign_is_in_both_chains(shared):
    lead, partner = shared
    distribute(lead, partner)
    both = {lead.organisation.pk, partner.organisation.pk}
    told = defaultdict(list)
    for line in lines():
        told[line.type, line.target, line.at].append(line)
    types = {type for type, _, _ in told} - ALONE
    assert types >= {
        "aid.partner_invited",
        "aid.point_added",
        "aid.criteria_frozen",
        "aid.households_nominated",
        "aid.nomination_withdrawn",
        "aid.list_frozen",
        "aid.list_signed",
        "aid.cards_issued",
        "aid.distribution_started",
        "aid.baskets_packed",
        "aid.handed_over",
        "aid.hand_over_ruled",
        "aid.day_reconciled",
    }
    for (type, _, _), found in told.items():
        if type not in ALONE:
            assert {line.organisation_id for line in found} == both, type
            assert len({line.by for line in found}) == len({line.role for line in found}) == 1, type
            copies = [line for line in found if "acting" in line.data]
            assert copies, type
            assert {line.data["acting"] for line in copies} <= {str(one) for one in both}


def test_each_reads_it_in_its_own_log_and_no_third_does(shared):
    lead, partner = shared
    third = given_association("Association Ouergha", "-3")
    for story in (lead, partner):
        with story.work(story.hassan):
            assert AuditLine.objects.filter(type="aid.partner_invited").exists()
    with third.work(third.hassan):
        assert not AuditLine.objects.filter(type__startswith="aid.").exists()


def test_an_act_of_one_body_has_one_line():
    story = given_association()
    given_campaign(story)
    assert {line.organisation_id for line in lines()} <= {story.organisation.pk, None}
    assert not [line for line in lines() if "acting" in line.data]
