"""Why a household stands where it stands, and the least that would change it. Pure Python.

What would change an answer is sought among the values that can change it at all: for a number those compared with and
their neighbours, for a word those named and one that is not, for many words each named one there or not. So what is
found is the smallest: no other with fewer facts changed makes every rule hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from twiza.aid.rules.criteria import Kind, answer, conditions_of

LEAST = {"size": 1}  # a household has somebody; other numbers begin at 0
OTHER_WORD = "…"  # any word that no rule names
MOST_TRIED = 60_000
When = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One fact as it is known (None when it is not) and as it would have to be."""

    fact: str
    before: Any
    after: Any


@dataclass(frozen=True)
class More:
    """A rule that was not met, the points it would give, and the least that would meet it."""

    rule: str
    points: int
    changes: tuple[Change, ...]


def facts_of(rule: Mapping[str, Any]) -> list[str]:
    """Return the facts that one rule looks at, by name."""
    return sorted({one["fact"] for one in conditions_of(rule["when"])})


def to_be_eligible(
    criteria: Mapping[str, Any], facts: Mapping[str, Any], known: Mapping[str, Kind]
) -> tuple[Change, ...] | None:
    """Return the least that would make every rule hold that must; empty when they all do.

    None when nothing said of one household would do it, or when too much would have to change to be worth saying.
    """
    return _least([rule for rule in criteria["rules"] if rule.get("must", False)], facts, known)


def to_have_more(
    criteria: Mapping[str, Any], facts: Mapping[str, Any], known: Mapping[str, Kind]
) -> list[More]:
    """Return each rule that was not met and gives points, with the least that would meet it, the most points first."""
    found = []
    for rule in criteria["rules"]:
        if rule.get("points", 0) > 0 and answer(rule, facts, known) is not True:
            changes = _least([rule], facts, known)
            if changes:
                found.append(More(rule["code"], rule["points"], changes))
    return sorted(found, key=lambda one: (-one.points, len(one.changes)))


def changed(facts: Mapping[str, Any], changes: Sequence[Change]) -> dict[str, Any]:
    """Return the facts with these changes made."""
    return {**facts, **{one.fact: one.after for one in changes}}


def _least(
    rules: Sequence[Mapping[str, Any]], facts: Mapping[str, Any], known: Mapping[str, Kind]
) -> tuple[Change, ...] | None:
    if all(answer(rule, facts, known) is True for rule in rules):
        return ()
    asked = [one for rule in rules for one in conditions_of(rule["when"])]
    values = {
        fact: _values(fact, known[fact], facts.get(fact), [one for one in asked if one["fact"] == fact])
        for fact in sorted({one["fact"] for one in asked})
    }
    tried = 0
    for many in range(1, len(values) + 1):
        found: list[tuple[float, tuple[Change, ...]]] = []
        for names in combinations(values, many):
            for after in product(*(values[name] for name in names)):
                tried += 1
                if tried > MOST_TRIED:
                    return min(found, key=lambda one: one[0])[1] if found else None
                changes = tuple(
                    Change(name, facts.get(name), value) for name, value in zip(names, after, strict=True)
                )
                if all(answer(rule, changed(facts, changes), known) is True for rule in rules):
                    found.append((sum(_distance(one) for one in changes), changes))
        if found:
            return min(found, key=lambda one: one[0])[1]
    return None


def _values(fact: str, kind: Kind, now: Any, asked: Sequence[When]) -> list[Any]:
    """Return the values of a fact, other than the one it has, that can give another answer."""
    if kind is Kind.YES_NO:
        found: list[Any] = [True, False]
    elif kind is Kind.NUMBER:
        compared = {one["value"] + step for one in asked for step in (-1, 0, 1)}
        found = sorted(value for value in compared if value >= LEAST.get(fact, 0))
    else:
        named = sorted({word for one in asked for word in _words(one.get("value"))})
        found = [*named, OTHER_WORD] if kind is Kind.WORD else list(_word_sets(named, now))
    return [value for value in found if value != now]


def _word_sets(named: Sequence[str], now: Any) -> Iterator[list[str]]:
    """Yield what would be said of many words: those not named stay, the named ones are there or not; few changes first."""
    have = list(now or [])
    for many in range(min(len(named), 4) + 1):
        for turned in combinations(named, many):
            kept = [word for word in have if word not in turned]
            yield [*kept, *(word for word in turned if word not in have)]


def _words(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _distance(change: Change) -> float:
    """How far a value is from what it was: what is not known costs least, since it has only to be said."""
    if change.before is None:
        return 0.5 if not isinstance(change.after, list) else 0.5 + len(change.after) / 10
    if isinstance(change.before, list):
        return len(set(change.before) ^ set(change.after))
    if isinstance(change.before, int) and not isinstance(change.before, bool):
        return float(abs(change.before - change.after))
    return 1.0
