"""Changes that an association declares: its director, the capacity, the premises. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from twiza.lib.errors import N_


class ChangeKind(StrEnum):
    """What changes."""

    DIRECTOR = "director"
    CAPACITY = "capacity"
    PREMISES = "premises"


CHANGE_KINDS: dict[str, str] = {
    ChangeKind.DIRECTOR: N_("Another director"),
    ChangeKind.CAPACITY: N_("Another capacity"),
    ChangeKind.PREMISES: N_("Other premises"),
}


class ChangeStep(StrEnum):
    """What the delegation does with a declaration."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"


DECLARED = "declared"
CHANGE_STATES: dict[str, str] = {
    DECLARED: N_("Declared, waits for its receipt"),
    ChangeStep.RECEIVED: N_("Received, waits for its answer"),
    ChangeStep.ACCEPTED: N_("Accepted"),
    ChangeStep.REFUSED: N_("Refused"),
}
NEXT: dict[str, frozenset[str]] = {
    DECLARED: frozenset({ChangeStep.RECEIVED}),
    ChangeStep.RECEIVED: frozenset({ChangeStep.ACCEPTED, ChangeStep.REFUSED}),
    ChangeStep.ACCEPTED: frozenset(),
    ChangeStep.REFUSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a change asks for before it is whole: a new licence, a visit."""

    licence: bool
    visit: bool


def needs(kind: str, *, licensed: bool, moves: bool = False) -> Needs:
    """Return what a change asks for. `moves`: people are received at a place where they were not.

    >>> needs("director", licensed=True)
    Needs(licence=False, visit=False)
    >>> needs("premises", licensed=False, moves=True)
    Needs(licence=False, visit=True)
    """
    if kind == ChangeKind.DIRECTOR:
        return Needs(licence=False, visit=False)
    return Needs(licence=licensed, visit=licensed or moves)


def state_of(steps: Iterable[str]) -> str:
    """Return where a declaration stands after its steps, in their order.

    Raises:
        ValueError: a step that cannot follow the one before.
    """
    state: str = DECLARED
    for step in steps:
        if step not in NEXT[state]:
            raise ValueError(f"{state} → {step}")
        state = step
    return state
