import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import criteria
from twiza.aid.rules.criteria import BadCriteria, Kind, check_criteria, judge

KNOWN = {"size": Kind.NUMBER, "disability": Kind.YES_NO, "zone": Kind.WORD, "categories": Kind.WORDS}
VALUES = {
    "size": st.integers(1, 12),
    "disability": st.booleans(),
    "zone": st.sampled_from(["z1", "z2"]),
    "categories": st.lists(st.sampled_from(["widows", "orphans"]), unique=True),
}
facts = st.fixed_dictionaries({}, optional={fact: st.none() | values for fact, values in VALUES.items()})


@st.composite
def conditions(draw):
    fact = draw(st.sampled_from(sorted(KNOWN)))
    operator = draw(st.sampled_from(sorted(criteria.OPERATORS[KNOWN[fact]])))
    if KNOWN[fact] is Kind.YES_NO:
        return {"fact": fact, "is": operator}
    word = st.sampled_from(["z1", "z2", "widows", "orphans"])
    if operator in ("one_of", "none_of", "has_any"):
        value = draw(st.lists(word, min_size=1, max_size=3))
    else:
        value = draw(st.integers(0, 12) if KNOWN[fact] is Kind.NUMBER else word)
    return {"fact": fact, "is": operator, "value": value}


whens = st.recursive(
    conditions(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda some: {"all": some}),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: {"any": some}),
        inner.map(lambda one: {"not": one}),
    ),
    max_leaves=4,
)
rules = st.lists(st.tuples(whens, st.integers(0, 9), st.booleans()), min_size=1, max_size=5).map(
    lambda some: {
        "rules": [
            {"code": f"r{n}", "when": when, "points": points, "must": must, "ar": "جملة", "fr": "phrase"}
            for n, (when, points, must) in enumerate(some)
        ]
    }
)


def shallow(when, depth=1):
    inner = when.get("all") or when.get("any") or ([when["not"]] if "not" in when else [])
    return depth <= criteria.DEEPEST and all(shallow(one, depth + 1) for one in inner)


@given(rules, facts)
def test_it_adds_the_points_of_the_rules_that_are_met(some, household):
    if not all(shallow(rule["when"]) for rule in some["rules"]):
        return
    check_criteria(some, KNOWN)
    judgement = judge(some, household, KNOWN)
    assert judgement.points == sum(reason.points for reason in judgement.reasons if reason.met)
    assert judgement.eligible == all(reason.met for reason in judgement.reasons if reason.must)
    assert [reason.rule for reason in judgement.reasons] == [rule["code"] for rule in some["rules"]]
    assert judge(some, household, KNOWN) == judgement


@given(conditions())
def test_it_counts_nothing_for_or_against_what_is_not_known(when):
    for asked in (when, {"not": when}):
        assert not judge(_one(asked), {}, KNOWN).reasons[0].met


@given(conditions(), facts)
def test_it_holds_or_its_contrary_does_when_the_fact_is_known(when, household):
    met = judge(_one(when), household, KNOWN).reasons[0].met
    contrary = judge(_one({"not": when}), household, KNOWN).reasons[0].met
    assert met + contrary == (household.get(when["fact"]) is not None)


def test_it_judges_with_reasons():
    some = {
        "rules": [
            {"code": "lives_here", "when": {"fact": "zone", "is": "one_of", "value": ["z1"]}, "must": True,
             "ar": "تسكن الأسرة في الحي", "fr": "Le ménage habite le quartier"},
            {"code": "many", "when": {"fact": "size", "is": "at_least", "value": 5}, "points": 2,
             "ar": "خمسة أفراد فأكثر", "fr": "Cinq personnes ou plus"},
        ]
    }  # fmt: skip
    check_criteria(some, KNOWN)
    here = judge(some, {"zone": "z1", "size": 5}, KNOWN)
    assert (here.eligible, here.points) == (True, 2)
    there = judge(some, {"zone": "z2", "size": 6}, KNOWN)
    assert (there.eligible, there.reasons[0].met, there.reasons[0].values) == (False, False, {"zone": "z2"})
    assert criteria.facts_asked(some) == {"zone", "size"}


@pytest.mark.parametrize(
    "when",
    [
        {"fact": "size", "is": "!=", "value": 3},
        {"fact": "size", "is": "__import__", "value": 3},
        {"fact": "size", "is": "at_least", "value": "3"},
        {"fact": "size", "is": "at_least", "value": True},
        {"fact": "size", "is": "at_least"},
        {"fact": "income", "is": "at_least", "value": 3},
        {"fact": "zone", "is": "one_of", "value": []},
        {"fact": "disability", "is": "true", "value": "x"},
        {"fact": "size", "is": ["at_least"], "value": 3},
        {"all": []},
        {"all": [{"fact": "size", "is": "at_least", "value": 3}], "any": []},
        {"not": {"not": {"not": {"not": {"not": {"fact": "size", "is": "at_least", "value": 3}}}}}},
        "size >= 3",
        None,
    ],
)
def test_it_refuses_what_it_would_have_to_guess(when):
    with pytest.raises(BadCriteria):
        check_criteria(_one(when), KNOWN)


@pytest.mark.parametrize(
    "rule",
    [
        {"ar": ""},
        {"fr": " "},
        {"points": 1.5},
        {"points": 1000},
        {"must": "yes"},
        {"code": "two words"},
        {"when_": {}},
    ],
)
def test_it_refuses_a_rule_that_is_not_whole(rule):
    some = _one({"fact": "size", "is": "at_least", "value": 3})
    some["rules"][0] |= rule
    with pytest.raises(BadCriteria):
        check_criteria(some, KNOWN)


def test_it_refuses_two_rules_of_one_code_and_none_at_all():
    some = _one({"fact": "size", "is": "at_least", "value": 3})
    with pytest.raises(BadCriteria):
        check_criteria({"rules": some["rules"] * 2}, KNOWN)
    for nothing in ({}, {"rules": []}, [], None, {"rules": [], "x": 1}):
        with pytest.raises(BadCriteria):
            check_criteria(nothing, KNOWN)


def _one(when):
    return {"rules": [{"code": "r", "when": when, "points": 1, "ar": "جملة", "fr": "phrase"}]}
