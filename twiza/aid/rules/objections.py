"""Objections to a list: who may say what, by which way, what they are answered. Pure Python.

Nobody needs to say who they are: a code, or the words "my family is missing", is enough. The states are those of
a grievance in the domain: received, then accepted_correction or maintained.
"""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class About(StrEnum):
    """What an objection is about."""

    OWN_CODE = "own_code"  # the family's own place on the list
    ANOTHER_CODE = "another_code"  # a code that should not be there
    MISSING = "missing"  # a family that stands nowhere


class Way(StrEnum):
    """How it came in."""

    PAPER, VOICE, COUNTER = "paper", "voice", "counter"


class Outcome(StrEnum):
    """What became of it, in the words of a grievance."""

    ACCEPTED, MAINTAINED = "accepted_correction", "maintained"


# Reason codes of an answer, by outcome: a reason is never of the other outcome.
REASONS: dict[Outcome, tuple[str, ...]] = {
    Outcome.ACCEPTED: ("facts_were_wrong", "situation_changed", "left_out_by_mistake", "not_meant_for"),
    Outcome.MAINTAINED: (
        "facts_are_right",
        "same_rule_for_all",
        "decided_by_draw",
        "another_help_found",
        "nothing_to_correct",
    ),
}


def outcome_of(reason: str) -> Outcome | None:
    """Return the outcome that a reason code belongs to; None when nobody knows the code."""
    return next((outcome for outcome, codes in REASONS.items() if reason in codes), None)


def last_day(opened_on: date, days: Decimal) -> date:
    """Return the last day on which objections are taken: `days` whole days after the day the list was posted."""
    return opened_on + timedelta(days=int(days))


def is_over(last: date, today: date) -> bool:
    """Say whether the window whose last day is `last` is behind us: the last day itself still counts."""
    return today > last


def may_answer(by: UUID, *, decided: Collection[UUID], received: UUID) -> bool:
    """Say whether somebody may answer: neither who decided first, nor who wrote the objection down.

    `decided`: who froze and signed the pool and the lists, who entered the draw, who brought the household.
    """
    return by not in decided and by != received
