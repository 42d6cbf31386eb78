"""A run that judges too many households otherwise than last time stops until somebody says why it is right."""

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder, TooManyFlips
from twiza.aid.models import FlipReview, Judgement
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.tests.given import CRITERIA, NOON, ZONES, given_association, given_campaign
from twiza.lib.ids import new_id


def rules(least):
    must = {"code": "children", "must": True, "ar": "أطفال", "fr": "Enfants",
            "when": {"fact": "children", "is": "at_least", "value": least}}  # fmt: skip
    return {"rules": [*CRITERIA["rules"], must]}


@pytest.fixture
def story(db, in_english):
    story = given_association()
    story.households = [
        GivenHousehold(new_id(), ZONES[n % 4], 4, {"children": n % 5, "disability": False}) for n in range(20)
    ]
    season(story, rules(1))
    with story.work():
        actions.judge_pool(campaign=story.campaign, pool=new_id(), by=story.amina, at=NOON)
    return story


def season(story, criteria):
    given_campaign(story)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=story.campaign, criteria=criteria, by=story.amina, at=NOON
        )
        actions.nominate_households(
            campaign=story.campaign, bringing=story.organisation, households=story.households,
            by=story.amina, at=NOON,
        )  # fmt: skip


def judge(story):
    return actions.judge_pool(campaign=story.campaign, pool=new_id(), by=story.amina, at=NOON)


def test_unchanged_facts_and_rules_flip_nobody(story):
    season(story, rules(1))
    with story.work():
        flips = queries.flips_of(story.campaign, at=NOON)
        assert (flips.compared, flips.flipped, flips.stops) == (20, 0, False)
        judge(story)
        by_household = {}
        for one in Judgement.objects.all():
            facts = tuple(sorted((key, str(value)) for key, value in one.facts.items()))
            by_household.setdefault(facts, set()).add((one.eligible, one.points))
        assert all(len(answers) == 1 for answers in by_household.values())


def test_too_many_flips_stop_the_pool_until_somebody_says_why(story):
    season(story, rules(3))
    with story.work():
        flips = queries.flips_of(story.campaign, at=NOON)
        assert (flips.compared, flips.lost, flips.won, flips.stops) == (20, 8, 0, True)
        with pytest.raises(TooManyFlips, match="8 of 20"):
            judge(story)
        with pytest.raises(OutOfOrder):
            actions.review_flips(campaign=story.campaign, reason_code="because", by=story.amina, at=NOON)
    client, address = Client(), reverse("aid:review_flips", args=[story.campaign.pk])
    client.force_login(story.amina)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason_code": "rules_changed"}).status_code == 302
    with story.work():
        assert judge(story).eligible == 8
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            FlipReview.objects.update(flipped=0)


def test_few_flips_do_not_stop(story):
    story.households[1] = GivenHousehold(
        story.households[1].household, ZONES[1], 4, {"children": 0, "disability": False}
    )
    season(story, rules(1))
    with story.work():
        flips = queries.flips_of(story.campaign, at=NOON)
        assert (flips.flipped, flips.stops) == (1, False)
        judge(story)
