"""A night round: what it needs before it goes, and who stays back. No Django."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from twiza.lib.errors import N_
from twiza.shelter.rules.nights import begins_at, ends_at
from twiza.shelter.rules.winters import UNIFORMED


class State(StrEnum):
    """Where a round stands."""

    PLANNED = "planned"
    BRIEFED = "briefed"  # checks done: who goes, vehicle, pieces
    OUT = "out"
    BACK = "back"


STATES: Mapping[str, str] = {
    State.PLANNED: N_("planned"),
    State.BRIEFED: N_("briefed"),
    State.OUT: N_("out"),
    State.BACK: N_("back"),
}
NEXT: Mapping[State, State | None] = {
    State.PLANNED: State.BRIEFED,
    State.BRIEFED: State.OUT,
    State.OUT: State.BACK,
    State.BACK: None,
}
# Levels of the national weather service
ALERTS: Mapping[str, str] = {
    "green": N_("Green: no alert"),
    "yellow": N_("Yellow: be attentive"),
    "orange": N_("Orange: be very careful"),
    "red": N_("Red: great danger"),
}
LACKS: Mapping[str, str] = {
    "people": N_("Say who goes out."),
    "woman": N_("At least one woman goes with each round."),
    "leader": N_("Say who leads, among those who go and may lead a round."),
    "areas": N_("Choose the areas."),
    "seats": N_("More people go than the vehicle has seats."),
    "vehicle": N_("Look at the vehicle: fuel, lights, heating."),
}


def can_move(state: str, to: State) -> bool:
    """Tell whether a round may go from one state to another: one step on, never back."""
    return NEXT[State(state)] is to


def stays_back(body: str) -> bool:
    """Tell whether a body helps from behind: those in uniform always do, people who sleep outside are afraid of them."""
    return body in UNIFORMED


def is_within(night: date, starts_at: datetime, ends_at_: datetime) -> bool:
    """Tell whether a round begins and ends within its night, noon to noon."""
    return begins_at(night) <= starts_at < ends_at_ <= ends_at(night)


def lacks(*, people: int, women: int, is_led: bool, areas: int, seats: int, vehicle_checked: bool) -> tuple[str, ...]:  # fmt: skip
    """Return what a round lacks before it may be briefed, as codes of `LACKS`; empty when it is ready."""
    missing = {
        "people": people < 1,
        "woman": people > 0 and women < 1,
        "leader": people > 0 and not is_led,
        "areas": areas < 1,
        "seats": people > seats,
        "vehicle": not vehicle_checked,
    }
    return tuple(code for code, is_missing in missing.items() if is_missing)
