"""Who may be on the list, and with how many points: rules as data, never code. Pure Python.

Criteria are JSON: `{"facts": …}` is not part of them; the known facts are given by the program.

    {"rules": [{"code": "many_children", "when": {"fact": "children", "is": "at_least", "value": 3},
                "points": 2, "must": false, "ar": "…", "fr": "…"}]}

`when` is one condition, or {"all": […]}, {"any": […]}, {"not": …} of conditions. A rule with `must`
decides who is eligible; the others give points. Each has one sentence in Arabic and one in French.
Whatever is unknown (an operator, a fact, a value of the wrong kind) is an error when the criteria are
saved, never a condition silently dropped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from twiza.lib.errors import N_, DomainError


class Kind(StrEnum):
    """What a fact of a household is."""

    NUMBER = "number"
    YES_NO = "yes_no"
    WORD = "word"
    WORDS = "words"  # many-valued


class BadCriteria(DomainError):
    """Criteria that cannot be saved: what is wrong, and where."""

    code = "aid.bad_criteria"


@dataclass(frozen=True)
class Reason:
    """What one rule said of one household."""

    rule: str
    met: bool
    must: bool
    points: int  # given: 0 when not met
    values: Mapping[str, Any]  # the facts looked at; None where unknown


@dataclass(frozen=True)
class Judgement:
    """Whether a household is eligible, its points, and what each rule said, in the order of the rules."""

    eligible: bool
    points: int
    reasons: tuple[Reason, ...]


Test = Callable[[Any, Any], bool]
_COMPARE: dict[str, Test] = {
    "at_least": lambda fact, value: fact >= value,
    "at_most": lambda fact, value: fact <= value,
    "more_than": lambda fact, value: fact > value,
    "less_than": lambda fact, value: fact < value,
}
_SAME: dict[str, Test] = {
    "equal_to": lambda fact, value: fact == value,
    "other_than": lambda fact, value: fact != value,
}
_AMONG: dict[str, Test] = {
    "one_of": lambda fact, value: fact in value,
    "none_of": lambda fact, value: fact not in value,
}
_HOLDS: dict[str, Test] = {
    "has": lambda fact, value: value in fact,
    "has_not": lambda fact, value: value not in fact,
    "has_any": lambda fact, value: any(one in fact for one in value),
}
_FLAG: dict[str, Test] = {"true": lambda fact, _: fact is True, "false": lambda fact, _: fact is False}

OPERATORS: dict[Kind, dict[str, Test]] = {
    Kind.NUMBER: _COMPARE | _SAME,
    Kind.YES_NO: _FLAG,
    Kind.WORD: _SAME | _AMONG,
    Kind.WORDS: _HOLDS,
}
WITH_LIST = frozenset(_AMONG) | {"has_any"}
DEEPEST = 5
LARGEST = 1_000_000  # of a number: a fact and what it is compared with fit the columns of the database
MOST_RULES = 40
_KEYS = frozenset({"code", "when", "points", "must", "ar", "fr"})


def check_criteria(criteria: Any, known: Mapping[str, Kind]) -> None:
    """Raise BadCriteria unless `criteria` can be evaluated on the `known` facts, whole."""
    rules = criteria.get("rules") if isinstance(criteria, Mapping) and set(criteria) == {"rules"} else None
    if not isinstance(rules, list) or not 1 <= len(rules) <= MOST_RULES:
        raise BadCriteria(N_("Criteria are a list of one to %(most)s rules."), most=MOST_RULES)
    codes: set[str] = set()
    for number, rule in enumerate(rules, start=1):
        if (
            not isinstance(rule, Mapping)
            or not set(rule) <= _KEYS
            or not {"code", "when", "ar", "fr"} <= set(rule)
        ):
            raise BadCriteria(
                N_("Rule %(number)s needs a code, a condition and one sentence in Arabic and in French."),
                number=number,
            )
        code = rule["code"]
        if not isinstance(code, str) or not code.isidentifier() or code in codes:
            raise BadCriteria(N_("Rule %(number)s needs a code of its own."), number=number)
        codes.add(code)
        _check_words(rule, code)
        _check_when(rule["when"], known, code, depth=1)


def judge(criteria: Mapping[str, Any], facts: Mapping[str, Any], known: Mapping[str, Kind]) -> Judgement:
    """Return what `criteria` (already checked) say of a household with these `facts`.

    An unknown fact (missing or None) meets no condition, positive or negative: what is not known is
    never counted for or against; the reason shows it as None.
    """
    reasons = tuple(_reason(rule, facts, known) for rule in criteria["rules"])
    eligible = all(reason.met for reason in reasons if reason.must)
    return Judgement(eligible, sum(reason.points for reason in reasons), reasons)


def answer(rule: Mapping[str, Any], facts: Mapping[str, Any], known: Mapping[str, Kind]) -> bool | None:
    """Return what one rule says of a household: yes, no, or None where a fact it needs is unknown."""
    return _holds(rule["when"], facts, known)


def moved(criteria: Mapping[str, Any], code: str, step: int) -> dict[str, Any]:
    """Return the criteria with one rule a place earlier (-1) or later (1); as they are when it has none there."""
    some = list(criteria["rules"])
    at = next((number for number, rule in enumerate(some) if rule["code"] == code), None)
    if at is not None and 0 <= at + step < len(some):
        some[at], some[at + step] = some[at + step], some[at]
    return {"rules": some}


def without(criteria: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Return the criteria without one rule."""
    return {"rules": [rule for rule in criteria["rules"] if rule["code"] != code]}


def facts_asked(criteria: Mapping[str, Any]) -> set[str]:
    """Return the codes of the facts that the criteria look at."""
    return {fact for rule in criteria["rules"] for fact in _facts(rule["when"])}


def words_asked(criteria: Mapping[str, Any], fact: str) -> set[str]:
    """Return the words of a many-valued fact that the criteria look for."""
    found: set[str] = set()
    for rule in criteria["rules"]:
        for one in conditions_of(rule["when"]):
            if one["fact"] == fact:
                value = one.get("value")
                found |= {value} if isinstance(value, str) else set(value or ())
    return found


def _reason(rule: Mapping[str, Any], facts: Mapping[str, Any], known: Mapping[str, Kind]) -> Reason:
    met = answer(rule, facts, known) is True
    return Reason(
        rule=rule["code"],
        met=met,
        must=bool(rule.get("must", False)),
        points=rule.get("points", 0) if met else 0,
        values={fact: facts.get(fact) for fact in sorted(_facts(rule["when"]))},
    )


def _holds(when: Mapping[str, Any], facts: Mapping[str, Any], known: Mapping[str, Kind]) -> bool | None:
    """Three answers, as SQL has them: true, false, and None where a fact is unknown."""
    if "all" in when:
        answers = [_holds(one, facts, known) for one in when["all"]]
        return False if False in answers else None if None in answers else True
    if "any" in when:
        answers = [_holds(one, facts, known) for one in when["any"]]
        return True if True in answers else None if None in answers else False
    if "not" in when:
        answer = _holds(when["not"], facts, known)
        return None if answer is None else not answer
    fact = facts.get(when["fact"])
    if fact is None:
        return None
    return OPERATORS[known[when["fact"]]][when["is"]](fact, when.get("value"))


def _facts(when: Mapping[str, Any]) -> set[str]:
    return {one["fact"] for one in conditions_of(when)}


def conditions_of(when: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the single conditions of a `when`, however they are joined."""
    if "fact" in when:
        return [when]
    inner = [when["not"]] if "not" in when else when.get("all") or when.get("any") or []
    return [found for one in inner for found in conditions_of(one)]


def _check_words(rule: Mapping[str, Any], code: str) -> None:
    points, must = rule.get("points", 0), rule.get("must", False)
    if not all(_is_word(rule[word]) and rule[word].strip() for word in ("ar", "fr")):
        raise BadCriteria(N_("Rule %(rule)s needs one sentence in Arabic and one in French."), rule=code)
    if isinstance(points, bool) or not isinstance(points, int) or not -100 <= points <= 100:
        raise BadCriteria(N_("The points of rule %(rule)s are a whole number from -100 to 100."), rule=code)
    if not isinstance(must, bool):
        raise BadCriteria(N_("Rule %(rule)s is needed or not: yes or no."), rule=code)


def _check_when(when: Any, known: Mapping[str, Kind], rule: str, depth: int) -> None:
    if not isinstance(when, Mapping) or depth > DEEPEST:
        raise BadCriteria(N_("The condition of rule %(rule)s cannot be read."), rule=rule)
    if set(when) in ({"all"}, {"any"}):
        inner = next(iter(when.values()))
        if not isinstance(inner, list) or not inner:
            raise BadCriteria(N_("The condition of rule %(rule)s cannot be read."), rule=rule)
        for one in inner:
            _check_when(one, known, rule, depth + 1)
    elif set(when) == {"not"}:
        _check_when(when["not"], known, rule, depth + 1)
    else:
        _check_condition(when, known, rule)


def _check_condition(when: Mapping[str, Any], known: Mapping[str, Kind], rule: str) -> None:
    if not set(when) <= {"fact", "is", "value"} or not isinstance(when.get("fact"), str):
        raise BadCriteria(N_("The condition of rule %(rule)s cannot be read."), rule=rule)
    if when["fact"] not in known:
        raise BadCriteria(
            N_("Rule %(rule)s asks for an unknown fact: %(fact)s."), rule=rule, fact=when["fact"]
        )
    kind, operator = known[when["fact"]], when.get("is")
    if not isinstance(operator, str) or operator not in OPERATORS[kind]:
        raise BadCriteria(
            N_("Rule %(rule)s compares %(fact)s in an unknown way: %(operator)s."),
            rule=rule,
            fact=when["fact"],
            operator=str(operator),
        )
    if not _value_fits(kind, operator, when):
        raise BadCriteria(
            N_("Rule %(rule)s compares %(fact)s with a value of another kind."), rule=rule, fact=when["fact"]
        )


def _value_fits(kind: Kind, operator: str, when: Mapping[str, Any]) -> bool:
    if kind is Kind.YES_NO:
        return "value" not in when
    value = when.get("value")
    if operator in WITH_LIST:
        return isinstance(value, list) and bool(value) and all(_is_word(one) for one in value)
    if kind is Kind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST
    return _is_word(value)


def _is_word(value: Any) -> bool:
    """Say whether it is a text that the database can keep: not empty, no null character, no half of a sign."""
    return (
        isinstance(value, str)
        and bool(value)
        and not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value)
    )
