"""A project of works from the idea to the opened institution: phases, shares, lateness. Pure Python.

Each phase is reached on a day, by a paper. The order holds without a jump; a project that stands still keeps its phase
and says why. What costs and who pays always add up: shares of all partners and what nobody has promised yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from twiza.lib.errors import N_

TENTH = Decimal("0.1")
WHOLE = Decimal(100)


class Phase(StrEnum):
    """Where the works are."""

    IDEA = "idea"
    STUDIED = "studied"
    FINANCED = "financed"
    LET = "let"
    WORKS = "works"
    ACCEPTED = "accepted"
    EQUIPPED = "equipped"
    OPENED = "opened"


PHASES: tuple[Phase, ...] = tuple(Phase)
PHASE_WORDS: dict[str, str] = {
    Phase.IDEA: N_("Idea"),
    Phase.STUDIED: N_("Studied"),
    Phase.FINANCED: N_("Financed"),
    Phase.LET: N_("Contract let"),
    Phase.WORKS: N_("Works under way"),
    Phase.ACCEPTED: N_("Accepted provisionally"),
    Phase.EQUIPPED: N_("Equipped"),
    Phase.OPENED: N_("Opened as an institution"),
}
STOPPED, RESUMED = "stopped", "resumed"
STEP_WORDS: dict[str, str] = {**PHASE_WORDS, STOPPED: N_("Stopped"), RESUMED: N_("Taken up again")}
CONDITIONS: dict[str, str] = {
    "new": N_("New"),
    "good": N_("In good order"),
    "worn": N_("Worn"),
    "broken": N_("Does not work"),
}
# Given programmes of the national human development initiative (third phase); others are rows that a delegation writes
PROGRAMMES: dict[str, str] = {
    "indh-1": N_("INDH, programme 1: basic social infrastructure and services"),
    "indh-2": N_("INDH, programme 2: people in precarious situations"),
    "indh-3": N_("INDH, programme 3: income and inclusion of young people"),
    "indh-4": N_("INDH, programme 4: human capital of the rising generations"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a step on asks for, as it is now."""

    unfinanced: Decimal
    items: int
    open_reserves: int
    stopped: bool
    institution: bool


def next_phase(phase: str) -> Phase | None:
    """Return the phase that follows, None after the last."""
    at = PHASES.index(Phase(phase))
    return PHASES[at + 1] if at + 1 < len(PHASES) else None


def why_not_move(phase: str, to: str, facts: Facts) -> str:
    """Return why a project may not go to a phase, as a code, or "".

    Codes: "order", "stopped", "unfinanced", "no_items", "reserves", "no_institution".
    """
    if to not in PHASES or next_phase(phase) != to:
        return "order"
    if facts.stopped:
        return "stopped"
    if to == Phase.FINANCED and facts.unfinanced > 0:
        return "unfinanced"
    if to == Phase.EQUIPPED and not facts.items:
        return "no_items"
    if to == Phase.OPENED and facts.open_reserves:
        return "reserves"
    if to == Phase.OPENED and not facts.institution:
        return "no_institution"
    return ""


def left_to_finance(cost: Decimal, shares: Sequence[Decimal]) -> Decimal:
    """Return what nobody has promised yet. Below zero: more is promised than it costs."""
    return cost - sum(shares, Decimal(0))


def percents(parts: Sequence[Decimal]) -> list[Decimal]:
    """Return the parts of a whole in percent with one decimal, adding up to 100.0 exactly; [] when all are zero.

    Rounded down, then what is missing goes a tenth each to the largest remainders, first come first.

    >>> [str(one) for one in percents([Decimal(1), Decimal(1), Decimal(1)])]
    ['33.4', '33.3', '33.3']
    """
    whole = sum(parts, Decimal(0))
    if whole <= 0:
        return []
    exact = [one * WHOLE / whole for one in parts]
    floors = [one.quantize(TENTH, ROUND_DOWN) for one in exact]
    missing = int((WHOLE - sum(floors, Decimal(0))) / TENTH)
    order = sorted(range(len(parts)), key=lambda at: (floors[at] - exact[at], at))
    for at in order[:missing]:
        floors[at] += TENTH
    return floors


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase of a project: when it was planned, when it was reached, how many days late."""

    phase: Phase
    planned: date | None
    reached: date | None
    late_days: int


def timeline(planned: Mapping[str, date], reached: Mapping[str, date], *, on: date) -> list[PhaseLine]:
    """Return every phase with its days. A phase that was not reached is late from the day after the planned one."""
    lines = []
    for phase in PHASES:
        plan, real = planned.get(phase), reached.get(phase)
        late = max(((real or on) - plan).days, 0) if plan is not None else 0
        lines.append(PhaseLine(phase, plan, real, late))
    return lines


def progress(phase: str) -> int:
    """Return how many of the steps are behind, of len(PHASES) - 1."""
    return PHASES.index(Phase(phase))


def fits(paid: Sequence[Decimal], share: Decimal) -> bool:
    """Say whether what a partner paid stays between nothing and its share, corrections included."""
    return Decimal(0) <= sum(paid, Decimal(0)) <= share
