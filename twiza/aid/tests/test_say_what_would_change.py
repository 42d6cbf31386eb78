"""What would change a decision is said, and it is true: applied, it flips the answer. Unchanged, nothing changes."""

import json

from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import criteria, reasons
from twiza.aid.rules.facts import KNOWN
from twiza.aid.tests.criteria_given import criteria_over, facts_over
from twiza.aid.tests.given import CRITERIA


@given(criteria_over(KNOWN), facts_over(KNOWN))
def test_what_is_said_flips_the_decision(some, household):
    changes = reasons.to_be_eligible(some, household, KNOWN)
    eligible = criteria.judge(some, household, KNOWN).eligible
    assert eligible == (changes == ())
    if changes:
        assert all(one.before == household.get(one.fact) != one.after for one in changes)
        assert criteria.judge(some, reasons.changed(household, changes), KNOWN).eligible
        for left_out in changes:  # none of them is too many
            others = [one for one in changes if one != left_out]
            assert not criteria.judge(some, reasons.changed(household, others), KNOWN).eligible


@given(criteria_over(KNOWN), facts_over(KNOWN))
def test_what_is_said_meets_the_rule_that_gives_points(some, household):
    rules = {rule["code"]: rule for rule in some["rules"]}
    for more in reasons.to_have_more(some, household, KNOWN):
        assert criteria.answer(rules[more.rule], household, KNOWN) is not True
        assert criteria.answer(rules[more.rule], reasons.changed(household, more.changes), KNOWN) is True
        assert more.points == rules[more.rule]["points"] > 0


@given(criteria_over(KNOWN), facts_over(KNOWN), st.randoms())
def test_unchanged_facts_and_rules_give_the_same_decision(some, household, chance):
    names = list(household)
    chance.shuffle(names)
    again = json.loads(json.dumps({name: household[name] for name in names}))
    assert criteria.judge(json.loads(json.dumps(some)), again, KNOWN) == criteria.judge(
        some, household, KNOWN
    )


def test_it_says_the_fewest_facts_and_the_nearest_values():
    def must(when):
        return {"rules": [{"code": "r", "must": True, "when": when, "ar": "جملة", "fr": "phrase"}]}

    children = {"fact": "children", "is": "at_least", "value": 3}
    either = {
        "any": [
            children,
            {
                "all": [
                    {"fact": "disability", "is": "true"},
                    {"fact": "elders", "is": "more_than", "value": 0},
                ]
            },
        ]
    }
    known = {"children": 1, "disability": False, "elders": 0}
    assert reasons.to_be_eligible(must(either), known, KNOWN) == (reasons.Change("children", 1, 3),)
    assert reasons.to_be_eligible(must(children), {}, KNOWN) == (reasons.Change("children", None, 3),)
    widow = {"fact": "categories", "is": "has_any", "value": ["widows", "orphans"]}
    assert reasons.to_be_eligible(must(widow), {"categories": ["beggars"]}, KNOWN) == (
        reasons.Change("categories", ["beggars"], ["beggars", "orphans"]),
    )
    never = {"all": [children, {"not": children}]}
    assert reasons.to_be_eligible(must(never), {"children": 4}, KNOWN) is None
    assert reasons.to_be_eligible(CRITERIA, {"zone": "حي آخر"}, KNOWN) is not None
