"""Criteria over a whole list: SQL answers as Python does, every household keeps its answers, none is turned away without."""

import json
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder
from twiza.aid.forms.writing import CONDITIONS, AddRule
from twiza.aid.models import Judgement, Judging, Nomination
from twiza.aid.queries.decision_words import FACTS
from twiza.aid.queries.rule_words import when_words
from twiza.aid.rules import criteria, criteria_sql
from twiza.aid.rules import facts as known_facts
from twiza.aid.rules.criteria import Kind
from twiza.aid.rules.facts import KNOWN
from twiza.aid.tests.criteria_given import criteria_over, facts_over
from twiza.aid.tests.given import CRITERIA, NOON, families, given_association, given_campaign
from twiza.lib.ids import new_id

FACTS_AT_ONCE = 40
TYPED = ("widows", "orphans", "حي الزهور")


def sql_answers(some, households):
    """What the database answers over many sets of facts, in one statement: (eligible, points, [met …]) of each."""
    source = (
        "(SELECT j.at AS id, NULL::uuid AS organisation_id, NULL::uuid AS bringing_id, j.facts,"
        " j.facts ->> 'zone' AS zone, (j.facts -> 'size')::int4 AS size"
        " FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS j (facts, at)) n"
    )
    answers, points = criteria_sql.answers_sql(some, KNOWN, source), criteria_sql.points_sql(some)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {criteria_sql.eligible_sql(some)}, {points.text}, {criteria_sql.met_sql(some)}"
            f" FROM ({answers.text}) a ORDER BY a.id",
            [*points.parameters, *answers.parameters, json.dumps(households)],
        )
        return [(eligible, points, list(met)) for eligible, points, met in cursor.fetchall()]


def python_answers(some, households):
    found = []
    for household in households:
        judged = criteria.judge(some, household, KNOWN)
        answers = [criteria.answer(rule, household, KNOWN) for rule in some["rules"]]
        found.append((judged.eligible, judged.points, answers))
    return found


def check_that_both_agree(some, households):
    criteria.check_criteria(some, KNOWN)
    assert sql_answers(some, households) == python_answers(some, households)


some_households = st.lists(facts_over(KNOWN), min_size=1, max_size=FACTS_AT_ONCE)


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(criteria_over(KNOWN), some_households)
def test_sql_answers_as_python_does(some, households):
    check_that_both_agree(some, households)


@pytest.mark.proof
@pytest.mark.django_db
@settings(max_examples=4000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(criteria_over(KNOWN), some_households)
def test_sql_answers_as_python_does_for_long(some, households):
    check_that_both_agree(some, households)


@st.composite
def typed_rules(draw):
    """What somebody types on the page of rules: one to four conditions, joined one way or the other."""
    typed = {
        "joined": draw(st.sampled_from(["all", "any"])),
        "points": draw(st.integers(-3, 9)),
        "ar": "ج",
        "fr": "p",
    }
    for number in range(1, draw(st.integers(1, CONDITIONS)) + 1):
        end = "" if number == 1 else f"_{number}"
        fact = draw(st.sampled_from(sorted(KNOWN)))
        comparison = draw(st.sampled_from(sorted(criteria.OPERATORS[KNOWN[fact]])))
        most = 3 if comparison in criteria.WITH_LIST else 1
        words = st.lists(st.sampled_from(TYPED), min_size=1, max_size=most, unique=True)
        typed |= {f"fact{end}": fact, f"comparison{end}": comparison}
        typed |= {f"number{end}": draw(st.integers(0, 6)), f"words{end}": draw(words)}
    return typed


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed_rules(), some_households)
def test_what_is_typed_on_the_page_is_answered_alike_and_read_back(typed, households):
    form = AddRule(typed, zones=list(TYPED))
    assert form.is_valid(), form.errors
    some = {"rules": [form.rule("rule_1")]}
    check_that_both_agree(some, households)
    words = when_words(some["rules"][0]["when"])
    for one in criteria.conditions_of(some["rules"][0]["when"]):
        assert str(FACTS[one["fact"]]) in words


VALUES = {Kind.NUMBER: [None, 0, 2, 3, 4], Kind.YES_NO: [None, True, False], Kind.WORD: [None, "a", "b", "é%s'"],
          Kind.WORDS: [None, [], ["a"], ["b", "é%s'"]]}  # fmt: skip
GIVEN = {Kind.NUMBER: 3, Kind.WORD: "a", Kind.WORDS: "a"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(Kind))
def test_every_operator_is_both_in_sql_and_in_python(kind):
    assert set(criteria_sql.OPERATORS[kind]) == set(criteria.OPERATORS[kind])
    fact = next(name for name, one in KNOWN.items() if one is kind)
    households = [{} if value is None else {fact: value} for value in VALUES[kind]] + [{fact: None}]
    for operator in criteria.OPERATORS[kind]:
        when = {"fact": fact, "is": operator}
        if kind is not Kind.YES_NO:
            when["value"] = [GIVEN[kind], "é%s'"] if operator in criteria.WITH_LIST else GIVEN[kind]
        for asked in (when, {"not": when}, {"any": [when, {"not": when}]}):
            rule = {"code": "r", "when": asked, "points": 1, "must": True, "ar": "جملة", "fr": "phrase"}
            check_that_both_agree({"rules": [rule]}, households)


def test_an_unknown_operator_is_an_error_in_sql_too():
    rule = {"code": "r", "when": {"fact": "size", "is": "!=", "value": 3}, "ar": "جملة", "fr": "phrase"}
    with pytest.raises(KeyError):
        criteria_sql.answers_sql({"rules": [rule]}, KNOWN, "aid_nomination n")


def test_no_value_of_the_criteria_is_in_the_text_of_the_statement():
    value = "'; DROP TABLE aid_nomination; --"
    when = {
        "any": [
            {"fact": "zone", "is": "one_of", "value": [value]},
            {"fact": "categories", "is": "has", "value": value},
        ]
    }
    some = {"rules": [{"code": "r", "when": when, "points": 7, "ar": "جملة", "fr": "phrase"}]}
    statement = criteria_sql.answers_sql(some, KNOWN, "aid_nomination n")
    assert value not in statement.text and statement.parameters == ([value], value)
    assert criteria_sql.points_sql(some).parameters == (7,)


@pytest.fixture
def story(db, in_english):
    return given_association()


def given_pool(story, *, households=12, rules=CRITERIA, **facts):
    """A campaign with frozen criteria and so many households brought in; call it outside a context."""
    campaign = given_campaign(story)
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=rules, by=story.amina, at=NOON)
        actions.nominate_households(
            campaign=campaign,
            bringing=story.organisation,
            households=families(households, campaign.zones, **facts),
            by=story.amina,
            at=NOON,
        )
    return campaign


def test_it_keeps_the_answers_of_every_household(story):
    campaign = given_pool(story)
    with story.work():
        gone = Nomination.objects.get(zone=campaign.zones[0], size=1)  # the first of `families`
        actions.withdraw_nomination(nomination=gone, reason_code="moved", by=story.amina, at=NOON)
        counts = queries.criteria_counts(campaign, CRITERIA)
        judging = actions.judge_pool(campaign=campaign, pool=uuid4(), by=story.amina, at=NOON)
        assert (judging.households, judging.eligible, judging.criteria_hash) == (
            11,
            11,
            campaign.criteria_hash,
        )
        assert judging.figures == {one.rule: [one.met, one.unknown] for one in counts.rules}
        kept = {one.nomination_id: one for one in Judgement.objects.filter(pool=judging.pool)}
        for row in Nomination.objects.exclude(pk=gone.pk):
            one, judged = kept.pop(row.pk), criteria.judge(CRITERIA, row.facts, KNOWN)
            assert (one.eligible, one.points) == (judged.eligible, judged.points)
            assert one.met == [reason.met for reason in judged.reasons]
            assert one.facts == {
                fact: value for reason in judged.reasons for fact, value in reason.values.items()
            }
        assert not kept


def test_the_counts_are_those_of_the_households(story):
    campaign = given_pool(story)
    with story.work():
        counts = queries.criteria_counts(campaign, CRITERIA)
        judged = {row: criteria.judge(CRITERIA, row.facts, KNOWN) for row in Nomination.objects.all()}
        assert (counts.households, counts.eligible) == (12, 12)
        assert {one.rule: one.met for one in counts.rules} == {
            rule["code"]: sum(judgement.reasons[number].met for judgement in judged.values())
            for number, rule in enumerate(CRITERIA["rules"])
        }
        assert sum(one.points * one.households for one in counts.points) == sum(
            one.points for one in judged.values()
        )
        assert {zone: households for zone, households, _eligible in counts.zones} == dict.fromkeys(
            campaign.zones, 3
        )


def test_a_pool_is_judged_once(story):
    campaign = given_pool(story, households=2)
    with story.work():
        pool = uuid4()
        actions.judge_pool(campaign=campaign, pool=pool, by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder, match="judged already"):
            actions.judge_pool(campaign=campaign, pool=pool, by=story.amina, at=NOON)
        for change in (
            lambda: Judgement.objects.update(points=99),
            lambda: Judging.objects.update(eligible=0),
            lambda: Judgement.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change()


def test_nobody_is_judged_without_criteria_or_names(story):
    campaign = given_campaign(story)
    with story.work():
        with pytest.raises(OutOfOrder, match="Criteria come before names"):
            actions.judge_pool(campaign=campaign, pool=uuid4(), by=story.amina, at=NOON)
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder, match="Nobody has been nominated"):
            actions.judge_pool(campaign=campaign, pool=uuid4(), by=story.amina, at=NOON)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({}, "judgements_are_whole"),  # one of two households only
        ({"met": []}, "judgement_has_reasons"),
        ({"eligible": False, "met": [True, True, True]}, "judgement_negative_has_its_rule"),
        ({"met": [True]}, "judgements_are_whole"),
        ({"nomination_id": new_id()}, "judgements_are_whole"),
        ({"judging_id": new_id()}, "judgements_are_whole"),
    ],
)
def test_the_database_refuses_a_judgement_without_its_reasons(story, change, constraint):
    campaign = given_pool(story, households=2)
    with story.work():
        row = Nomination.objects.first()
        judging = Judging.objects.create(
            campaign=campaign, organisation_id=campaign.organisation_id, pool=uuid4(), criteria=CRITERIA,
            criteria_hash=campaign.criteria_hash, rules=3, households=2 if not change else 1,
            eligible=0 if change.get("eligible") is False else 1, judged_at=NOON, judged_by=story.amina,
        )  # fmt: skip
        values = { "judging_id": judging.pk, "pool": judging.pool, "campaign_id": campaign.pk,
            "organisation_id": row.organisation_id, "bringing_id": row.bringing_id, "nomination_id": row.pk,
            "eligible": True, "points": 0, "met": [True, False, None], "facts": "{}",
        } | change  # fmt: skip
        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"INSERT INTO aid_judgement ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})",
                list(values.values()),
            )


def test_a_partner_reads_the_answers_of_its_own_households(story):
    campaign = given_campaign(story)
    partner = given_association("Association Ouergha", "-2")
    with story.work():
        actions.invite_partner(campaign=campaign, partner=partner.organisation, by=story.amina, at=NOON)
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
    for side, count in ((story, 3), (partner, 2)):
        with side.work():
            actions.nominate_households(
                campaign=campaign, bringing=side.organisation, households=families(count), by=side.amina, at=NOON
            )  # fmt: skip
    with story.work():
        judging = actions.judge_pool(campaign=campaign, pool=uuid4(), by=story.amina, at=NOON)
        assert Judgement.objects.filter(pool=judging.pool).count() == 5
    with partner.work():
        assert Judging.objects.get().households == 5
        assert {one.bringing_id for one in Judgement.objects.all()} == {partner.organisation.pk}
        assert queries.criteria_counts(campaign, CRITERIA).households == 2


def test_no_forbidden_fact_can_be_asked():
    assert not {"religion", "ethnicity", "origin", "politics", "party", "nationality"} & set(KNOWN)
    assert set(known_facts.ALWAYS) <= set(KNOWN)
