"""Rules are written one by one on a page without a script, counted over last year's households, then frozen."""

import pytest
from django.test import Client
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder
from twiza.aid.models import Campaign
from twiza.aid.rules.criteria import BadCriteria
from twiza.aid.tests.given import CRITERIA, NOON, families, given_association, given_campaign
from twiza.aid.tests.test_walk_campaign import signed_in


@pytest.fixture
def story(db, in_english):
    story = given_association()
    last_year = given_campaign(story)
    with story.work():
        last_year = actions.freeze_criteria(campaign=last_year, criteria=CRITERIA, by=story.amina, at=NOON)
        actions.nominate_households(
            campaign=last_year, bringing=story.organisation, households=families(10), by=story.amina, at=NOON
        )
    given_campaign(story)
    with story.work():
        Campaign.objects.filter(pk=story.campaign.pk).update(created_at=NOON.replace(hour=18))
        story.campaign.refresh_from_db()
    return story


def typed(**change):
    return {
        "do": "add", "fact": "children", "comparison": "at_least", "number": "3", "points": "2",
        "ar": "ثلاثة أطفال أو أكثر", "fr": "Trois enfants ou plus",
    } | change  # fmt: skip


def test_rules_are_added_counted_ordered_and_frozen(story):
    client, address = signed_in(story.amina), reverse("aid:edit_rules", args=[story.campaign.pk])
    client.cookies["twiza_language"] = "en"
    assert client.post(address, typed()).status_code == 302
    zones = {
        "fact": "zone",
        "comparison": "one_of",
        "words": story.campaign.zones,
        "must": "on",
        "points": "",
    }
    assert client.post(address, typed(**zones, number="")).status_code == 302
    wrong = client.post(address, typed(fact="disability"))
    assert (
        wrong.status_code == 200 and "Trois enfants ou plus" in wrong.content.decode()
    )  # nothing typed is lost
    client.post(address, {"do": "earlier", "code": "rule_2"})
    with story.work():
        story.campaign.refresh_from_db()
        rules = story.campaign.criteria["rules"]
        assert [rule["code"] for rule in rules] == ["rule_2", "rule_1"] and rules[0]["must"]
        source = queries.criteria_source(story.campaign)
        assert source.pk != story.campaign.pk
        counts = queries.criteria_counts(source, story.campaign.criteria)
        assert [one.met for one in counts.rules] == [10, 4] and counts.eligible == 10
        assert queries.points_lines(counts) == [(2, 4), (0, 6)]
    client.post(address, {"do": "remove", "code": "rule_1"})
    assert client.post(address, {"do": "freeze"}).url == reverse(
        "aid:write_criteria", args=[story.campaign.pk]
    )
    with story.work():
        story.campaign.refresh_from_db()
        assert story.campaign.criteria_hash and len(story.campaign.criteria["rules"]) == 1
        with pytest.raises(OutOfOrder):
            actions.write_criteria(campaign=story.campaign, criteria=CRITERIA, by=story.amina, at=NOON)


def test_a_rule_that_cannot_be_evaluated_is_refused_when_it_is_saved(story):
    bad = {"rules": [CRITERIA["rules"][0] | {"when": {"fact": "religion", "is": "true"}}]}
    with story.work(), pytest.raises(BadCriteria, match="unknown fact"):
        actions.write_criteria(campaign=story.campaign, criteria=bad, by=story.amina, at=NOON)


def test_who_does_not_plan_reads_and_writes_nothing(story):
    client, address = Client(), reverse("aid:edit_rules", args=[story.campaign.pk])
    client.force_login(story.youssef)
    assert client.get(address).status_code == 404
    assert client.post(address, typed()).status_code == 404


def test_a_rule_may_have_several_conditions(story):
    client, address = signed_in(story.amina), reverse("aid:edit_rules", args=[story.campaign.pk])
    client.cookies["twiza_language"] = "en"
    more = {"fact_2": "disability", "comparison_2": "true", "joined": "any"}
    half = client.post(
        address, typed(**more, fact_3="", comparison_3="one_of", words_3=[story.campaign.zones[0]])
    )
    page = half.content.decode()
    assert half.status_code == 200 and "Choose what this condition looks at" in page
    assert page.count("<details open>") == 2 and page.count("<details>") == 1  # what was typed is in view
    assert client.post(address, typed(**more)).status_code == 302
    assert client.post(address, typed(**more | {"joined": "all"})).status_code == 302
    with story.work():
        story.campaign.refresh_from_db()
        either, both = story.campaign.criteria["rules"]
        several = [
            {"fact": "children", "is": "at_least", "value": 3},
            {"fact": "disability", "is": "true"},
        ]
        assert (either["when"], both["when"]) == ({"any": several}, {"all": several})
        counts = queries.criteria_counts(queries.criteria_source(story.campaign), story.campaign.criteria)
        # ten households: children 0 to 4 twice, a disability in every fourth
        assert [one.met for one in counts.rules] == [5, 2]
        lines = [one.reads for one in queries.rule_lines(story.campaign, counts)]
    assert lines[0] == "one of these at least: Children: 3 or more; A person with a disability: yes"
    assert lines[0] in client.get(address).content.decode()
