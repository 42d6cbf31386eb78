"""What was promised and what came. Pure Python."""

from decimal import Decimal
from enum import StrEnum

from twiza.lib.errors import N_


class State(StrEnum):
    """How far a pledge is kept."""

    OPEN = "open"
    PARTLY = "partly"
    KEPT = "kept"
    NOT_KEPT = "not_kept"


STATE_WORDS: dict[str, str] = {
    State.OPEN: N_("promised"),
    State.PARTLY: N_("kept in part"),
    State.KEPT: N_("kept"),
    State.NOT_KEPT: N_("not kept"),
}
STATE_KINDS: dict[str, str] = {
    State.OPEN: "plain",
    State.PARTLY: "warning",
    State.KEPT: "good",
    State.NOT_KEPT: "refusal",
}
NOT_KEPT: dict[str, str] = {
    "cannot": N_("The donor no longer can"),
    "no_answer": N_("No answer"),
    "given_elsewhere": N_("Given elsewhere"),
    "refused_by_us": N_("We could not accept it"),
}


def state_of(promised: Decimal, received: Decimal) -> State:
    """Return how far a pledge is kept. Amounts in its own unit; more than promised is kept."""
    if received <= 0:
        return State.OPEN
    return State.KEPT if received >= promised else State.PARTLY


def still_to_come(state: str, promised: Decimal, received: Decimal) -> Decimal:
    """Return what may still be expected; nothing of a pledge that was given up."""
    return Decimal(0) if state in (State.KEPT, State.NOT_KEPT) else max(promised - received, Decimal(0))
