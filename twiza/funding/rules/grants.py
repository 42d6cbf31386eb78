"""A grant from its application to its closing: states, admissibility, scores. Pure Python.

The states are those of the file itself; which tranche is due or paid and which report is queried is said by the
tranche and the report. A grant in arrears is a running one with a report that is late: a fact, not a state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from twiza.lib.errors import N_

SCORERS = 2  # who must have scored before anything is decided
COMPLETE_DAYS = 7
MOST_POINTS = 20


class CallKind(StrEnum):
    """How associations are found: by an open call, or from a list that the programme names."""

    CALL = "call"
    PROGRAMMED = "programmed"


class GrantState(StrEnum):
    """Where the file of a grant is."""

    APPLIED = "applied"
    INCOMPLETE = "incomplete"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    SIGNED = "signed"
    CLOSED = "closed"
    ARCHIVED = "archived"


NEXT: dict[GrantState, set[GrantState]] = {
    GrantState.APPLIED: {GrantState.INCOMPLETE, GrantState.ADMISSIBLE, GrantState.INADMISSIBLE},
    GrantState.INCOMPLETE: {GrantState.INCOMPLETE, GrantState.ADMISSIBLE, GrantState.INADMISSIBLE},
    GrantState.ADMISSIBLE: {GrantState.GRANTED, GrantState.NOT_GRANTED},
    GrantState.INADMISSIBLE: {GrantState.ARCHIVED},
    GrantState.GRANTED: {GrantState.SIGNED},
    GrantState.NOT_GRANTED: {GrantState.ARCHIVED},
    GrantState.SIGNED: {GrantState.CLOSED},
    GrantState.CLOSED: {GrantState.ARCHIVED},
    GrantState.ARCHIVED: set(),
}
CALL_WORDS: dict[str, str] = {
    CallKind.CALL: N_("Call for applications"),
    CallKind.PROGRAMMED: N_("Programmed list"),
}
STATE_WORDS: dict[str, str] = {
    GrantState.APPLIED: N_("File handed in"),
    GrantState.INCOMPLETE: N_("To be completed"),
    GrantState.ADMISSIBLE: N_("Admissible"),
    GrantState.INADMISSIBLE: N_("Not admissible"),
    GrantState.GRANTED: N_("Granted"),
    GrantState.NOT_GRANTED: N_("Not granted"),
    GrantState.SIGNED: N_("Convention signed"),
    GrantState.CLOSED: N_("Grant closed"),
    GrantState.ARCHIVED: N_("In the archive"),
}
STATE_LAMPS: dict[str, str] = {
    GrantState.APPLIED: "warning",
    GrantState.INCOMPLETE: "warning",
    GrantState.ADMISSIBLE: "good",
    GrantState.GRANTED: "good",
    GrantState.SIGNED: "good",
}
THEMES: dict[str, str] = {
    "eps": N_("Social-protection institutions"),
    "proximity": N_("Proximity social centres"),
    "disability": N_("People with disabilities"),
    "women": N_("Women"),
    "children": N_("Children"),
    "elderly": N_("Elderly people"),
    "other": N_("Another purpose"),
}
# What is known of a licence. Nothing is guessed: until the register of licences says, it is not known.
LICENCES: dict[str, str] = {
    "licensed": N_("Licensed"),
    "pending": N_("Being licensed"),
    "without": N_("Working without a licence"),
    "not_needed": N_("No licence is needed for this activity"),
    "unknown": N_("Not known"),
}


class Fault(StrEnum):
    """Why an application is not admissible as it is."""

    LICENCE = "licence"
    REPORTS = "reports"
    HOLDER = "holder"
    PAPERS = "papers"
    OUTSIDE = "outside"


FAULT_WORDS: dict[str, str] = {
    Fault.LICENCE: N_("The institution works without a licence. Open its licensing file, or ask for another activity."),
    Fault.REPORTS: N_("Reports on earlier grants are missing. Send them first."),
    Fault.HOLDER: N_("The account is not in the name of the association. Give one that the bank opened in its name."),
    Fault.PAPERS: N_("A paper of the file is missing. Bring it; what is here is kept."),
    Fault.OUTSIDE: N_("The project is not what this call is for. Ask which call it fits."),
}  # fmt: skip
# What seven days may put right; the others are for another call
MENDABLE = {Fault.REPORTS, Fault.HOLDER, Fault.PAPERS}


def can_move(state: str, to: GrantState) -> bool:
    """Say whether the file of a grant may go from one state to another."""
    return to in NEXT[GrantState(state)]


def state_after_look(faults: Sequence[str]) -> GrantState:
    """Return the state after an application was looked at: what seven days may mend is to be completed."""
    if not faults:
        return GrantState.ADMISSIBLE
    mendable = all(Fault(one) in MENDABLE for one in faults)
    return GrantState.INCOMPLETE if mendable else GrantState.INADMISSIBLE


@dataclass(frozen=True, slots=True)
class Given:
    """What one scorer gave for one criterion: `points` of MOST_POINTS, `weight` of the criterion."""

    scorer: str
    weight: int
    points: int


def score_of(given: Sequence[Given]) -> Decimal | None:
    """Return the weighted mean of all scorers, of MOST_POINTS with two decimals; None before two have scored."""
    by_scorer: dict[str, list[Given]] = {}
    for one in given:
        by_scorer.setdefault(one.scorer, []).append(one)
    if len(by_scorer) < SCORERS:
        return None
    means = [
        Decimal(sum(one.points * one.weight for one in rows)) / sum(one.weight for one in rows)
        for rows in by_scorer.values()
    ]
    return (sum(means, Decimal(0)) / len(means)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def why_not_headings(headings: Sequence[tuple[str, Decimal, Decimal]], asked: Decimal) -> str:
    """Return why a budget does not hold, as a code, or "": (heading, whole cost, part asked of the funder)."""
    if not headings or any(not name.strip() or cost <= 0 or part < 0 for name, cost, part in headings):
        return "no_heading"
    if len({name.strip().casefold() for name, _cost, _part in headings}) < len(headings):
        return "heading_twice"
    if any(part > cost for _name, cost, part in headings):
        return "part_above_cost"
    return "" if sum((part for *_rest, part in headings), Decimal(0)) == asked else "parts_differ"


def left_on_line(amount: Decimal, granted: Mapping[str, Decimal]) -> Decimal:
    """Return what is left on a budget line after what was granted from it."""
    return amount - sum(granted.values(), Decimal(0))
