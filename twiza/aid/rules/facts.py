"""The facts of a household that a campaign may ask for. Pure Python.

Frozen at nomination, so that a list says what was known that day. No name, no address, no number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from twiza.aid.rules.criteria import LARGEST, Kind, facts_asked, words_asked
from twiza.lib.errors import N_, DomainError

KNOWN: Mapping[str, Kind] = MappingProxyType(
    {
        "size": Kind.NUMBER,
        "children": Kind.NUMBER,
        "elders": Kind.NUMBER,
        "disability": Kind.YES_NO,
        "woman_headed": Kind.YES_NO,
        "zone": Kind.WORD,
        "categories": Kind.WORDS,
        "shocks": Kind.WORDS,
        "needs": Kind.WORDS,
    }
)
# What a volunteer at a point may see of a household: nothing that says why it is on the list
SPECIAL_NEEDS = frozenset({"wheelchair", "seat", "carry", "home_delivery", "quiet", "audio", "large_print"})
# How goods are handed over to whoever cannot come, or cannot read: said on paper, never why
HAND_OVER_AIDS = frozenset({"home_delivery", "carry", "audio", "large_print"})
# What every campaign needs: how much, where, what to prepare
ALWAYS = frozenset({"size", "zone", "needs"})
MOST_PEOPLE = 60


class BadFacts(DomainError):
    """Facts that cannot be kept: what is wrong, of which household."""

    code = "aid.bad_facts"


@dataclass(frozen=True)
class GivenHousehold:
    """A household as it is brought in: the bringing side's own id, where it lives, what is known."""

    household: UUID
    zone: str
    size: int
    facts: Mapping[str, Any] = field(default_factory=dict)


def frozen_facts(given: GivenHousehold, zones: list[str]) -> dict[str, Any]:
    """Return the facts to keep, `size` and `zone` among them; unknown ones are left out, never guessed.

    Raises:
        BadFacts: a size that cannot be, a zone the campaign does not have, a fact of another kind.
    """
    if not 1 <= given.size <= MOST_PEOPLE:
        raise BadFacts(
            N_("A household has 1 to %(most)s people; %(size)s was given."), most=MOST_PEOPLE, size=given.size
        )
    if given.zone not in zones:
        raise BadFacts(N_("“%(zone)s” is not a zone of this campaign."), zone=given.zone)
    facts = {name: value for name, value in given.facts.items() if name in KNOWN and value is not None}
    for name, value in facts.items():
        if not _fits(KNOWN[name], value):
            raise BadFacts(N_("The fact %(fact)s cannot be %(value)s."), fact=name, value=str(value)[:40])
    return {**facts, "size": given.size, "zone": given.zone}


def only_asked(facts: Mapping[str, Any], criteria: Mapping[str, Any]) -> dict[str, Any]:
    """Return of some frozen facts what the campaign asks for: `size`, `zone`, `needs`, and what its rules look at.

    Of the categories and shocks only those that a rule names: a family's other troubles are not the campaign's.
    """
    asked = facts_asked(criteria) | ALWAYS
    kept = {name: value for name, value in facts.items() if name in asked}
    for many in ("categories", "shocks"):
        if many in kept:
            named = words_asked(criteria, many)
            kept[many] = [one for one in kept[many] if one in named]
    return kept


def special_needs(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the needs to be ready for at the point, in a fixed order."""
    return tuple(sorted(SPECIAL_NEEDS.intersection(facts.get("needs") or ())))


def comes_first(facts: Mapping[str, Any]) -> bool:
    """Say whether a household takes the earliest hours of a day: an elder in it, or something to prepare for it."""
    return bool(facts.get("elders")) or bool(special_needs(facts))


def hand_over_aids(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return how goods are handed over to a household, in a fixed order: at home, carried, read aloud, large print."""
    return tuple(sorted(HAND_OVER_AIDS.intersection(facts.get("needs") or ())))


def _fits(kind: Kind, value: Any) -> bool:
    if kind is Kind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST
    if kind is Kind.YES_NO:
        return isinstance(value, bool)
    if kind is Kind.WORD:
        return isinstance(value, str)
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def zone_of(words: str, zones: list[str], fold: Callable[[str], str]) -> str | None:
    """Return the zone that these words name, whatever the spelling; None when it is none or several.

    `fold` gives one spelling for the usual ones. The words may say more than the zone ("حي الزهور، زنقة 5").
    """
    asked = f" {fold(words)} "
    exact = [zone for zone in zones if f" {fold(zone)} " == asked]
    within = exact or [zone for zone in zones if f" {fold(zone)} " in asked]
    return within[0] if len(within) == 1 else None
