"""Criteria and facts that hypothesis makes: every operator, every kind of fact, what is unknown, words that could break."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from twiza.aid.rules import criteria
from twiza.aid.rules.criteria import Kind

WORDS = ("widows", "orphans", "حي الزهور", "it's %s", "a?b")
word = st.sampled_from(WORDS)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.NUMBER: st.integers(0, 6) | st.just(criteria.LARGEST),
    Kind.YES_NO: st.booleans(),
    Kind.WORD: word,
    Kind.WORDS: st.lists(word, unique=True, max_size=4),
}


def facts_over(known: Mapping[str, Kind]) -> st.SearchStrategy[dict[str, Any]]:
    """Facts of a household: each may be missing, or said to be unknown."""
    return st.fixed_dictionaries(
        {}, optional={fact: st.none() | VALUES[kind] for fact, kind in known.items()}
    )


def conditions_over(known: Mapping[str, Kind]) -> st.SearchStrategy[dict[str, Any]]:
    """One condition on a fact."""

    @st.composite
    def one(draw: st.DrawFn) -> dict[str, Any]:
        fact = draw(st.sampled_from(sorted(known)))
        kind = known[fact]
        operator = draw(st.sampled_from(sorted(criteria.OPERATORS[kind])))
        if kind is Kind.YES_NO:
            return {"fact": fact, "is": operator}
        if operator in criteria.WITH_LIST:
            return {"fact": fact, "is": operator, "value": draw(st.lists(word, min_size=1, max_size=3))}
        value = st.integers(-2, 6) if kind is Kind.NUMBER else word
        return {"fact": fact, "is": operator, "value": draw(value)}

    return one()


def whens_over(known: Mapping[str, Kind], depth: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    """A condition, or conditions joined, as deep as criteria may be and no deeper."""
    some = conditions_over(known)
    for _ in range(depth):
        inner = st.lists(some, min_size=1, max_size=3)
        some = st.one_of(
            conditions_over(known),
            inner.map(lambda several: {"all": several}),
            inner.map(lambda several: {"any": several}),
            some.map(lambda one: {"not": one}),
        )
    return some


def criteria_over(known: Mapping[str, Kind]) -> st.SearchStrategy[dict[str, Any]]:
    """Criteria of one to five rules, with points for and against, some of which must be met."""
    rule = st.tuples(whens_over(known), st.integers(-3, 9), st.booleans())
    return st.lists(rule, min_size=1, max_size=5).map(
        lambda some: {
            "rules": [
                {"code": f"r{n}", "when": when, "points": points, "must": must, "ar": "جملة", "fr": "phrase"}
                for n, (when, points, must) in enumerate(some)
            ]
        }
    )
