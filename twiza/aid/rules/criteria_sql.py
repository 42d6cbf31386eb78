"""Criteria as SQL: the same three answers as `criteria.judge`, for a whole list in one statement. Pure Python.

What comes from the criteria goes in as parameters, values and points alike; the text is made only of the fixed
pieces below and of the names of facts, which are the program's. A property test holds SQL and Python equal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from twiza.aid.rules.criteria import Kind, facts_asked

Parameters = tuple[Any, ...]


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with `%s` for each of its parameters, in order."""

    text: str
    parameters: Parameters = ()


# {0} is the column of the fact: NULL where the fact is unknown, so that the answer is NULL as in Python
OPERATORS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        Kind.NUMBER: {
            "at_least": "{0} >= %s::int4",
            "at_most": "{0} <= %s::int4",
            "more_than": "{0} > %s::int4",
            "less_than": "{0} < %s::int4",
            "equal_to": "{0} = %s::int4",
            "other_than": "{0} <> %s::int4",
        },
        Kind.YES_NO: {"true": "{0}", "false": "NOT {0}"},
        Kind.WORD: {
            "equal_to": "{0} = %s::text",
            "other_than": "{0} <> %s::text",
            "one_of": "{0} = ANY (%s::text[])",
            "none_of": "{0} <> ALL (%s::text[])",
        },
        Kind.WORDS: {
            "has": "{0} ? %s::text",
            "has_not": "NOT {0} ? %s::text",
            "has_any": "{0} ? %s::text",  # once for each word, joined by OR: an array is read anew for each household
        },
    }
)
# A fact out of the nomination's JSON, in the type that its operators compare; JSON's null is unknown too
_OUT_OF_JSON: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.NUMBER: "(n.facts -> '{0}')::int4",
        Kind.YES_NO: "(n.facts -> '{0}')::bool",
        Kind.WORD: "n.facts ->> '{0}'",
        Kind.WORDS: "nullif(n.facts -> '{0}', 'null'::jsonb)",
    }
)


def answers_sql(
    criteria: Mapping[str, Any], known: Mapping[str, Kind], source: str, also: Sequence[str] = ()
) -> Sql:
    """Return a SELECT of each household of `source` with the answer of each rule: `met_0`, `met_1`, …

    `criteria` are already checked. `source` is what follows FROM, with the nomination called `n`; its parameters come
    after these. The columns of `n` that a judgement needs are kept, and those named in `also`. Each fact is read once,
    each rule answered once:
    OFFSET 0 keeps the planner from writing an expression out again wherever it is used.
    """
    facts = sorted(facts_asked(criteria))
    read = ", ".join(f"{_out_of(fact, known[fact])} AS fact_{fact}" for fact in facts)
    rules = [_sql(rule["when"], known) for rule in criteria["rules"]]
    answered = ", ".join(f"({one.text}) AS met_{number}" for number, one in enumerate(rules))
    kept = ", ".join(f"n.{one}" for one in ("id", "organisation_id", "bringing_id", "zone", "facts", *also))
    text = f"SELECT f.*, {answered} FROM (SELECT {kept}, {read} FROM {source} OFFSET 0) f OFFSET 0"
    return Sql(text, tuple(one for rule in rules for one in rule.parameters))


def eligible_sql(criteria: Mapping[str, Any]) -> str:
    """Return the SQL of "every rule that must be met is met", over the columns of `answers_sql`."""
    musts = [
        f"met_{number} IS TRUE" for number, rule in enumerate(criteria["rules"]) if rule.get("must", False)
    ]
    return " AND ".join(musts) or "TRUE"


def points_sql(criteria: Mapping[str, Any]) -> Sql:
    """Return the SQL of the points of a household, over the columns of `answers_sql`."""
    given = [
        (number, rule["points"]) for number, rule in enumerate(criteria["rules"]) if rule.get("points", 0)
    ]
    if not given:
        return Sql("0")
    text = " + ".join(f"CASE WHEN met_{number} THEN %s::int4 ELSE 0 END" for number, _points in given)
    return Sql(text, tuple(points for _number, points in given))


def met_sql(criteria: Mapping[str, Any]) -> str:
    """Return the SQL of the answers of all rules in their order, as one array of booleans; NULL is unknown."""
    return "ARRAY[" + ", ".join(f"met_{number}" for number in range(len(criteria["rules"]))) + "]"


def _out_of(fact: str, kind: Kind) -> str:
    return f"n.{fact}" if fact in ("size", "zone") else _OUT_OF_JSON[kind].format(fact)


def _sql(when: Mapping[str, Any], known: Mapping[str, Kind]) -> Sql:
    for word, between in (("all", " AND "), ("any", " OR ")):
        if word in when:
            inner = [_sql(one, known) for one in when[word]]
            return Sql(
                between.join(f"({one.text})" for one in inner),
                tuple(value for one in inner for value in one.parameters),
            )
    if "not" in when:
        inside = _sql(when["not"], known)
        return Sql(f"NOT ({inside.text})", inside.parameters)
    fact = when["fact"]
    kind = known[fact]  # an unknown fact or operator is an error here too: nothing is silently dropped
    text = OPERATORS[kind][when["is"]].format(f"fact_{fact}")
    if when["is"] == "has_any":
        return Sql(" OR ".join([text] * len(when["value"])), tuple(when["value"]))
    return Sql(text, () if kind is Kind.YES_NO else (when["value"],))
