"""Bringing baskets home: a round of two couriers, its stops, and what happened at each door. Pure Python."""

from enum import StrEnum

MOST_STOPS = 60


class DoorOutcome(StrEnum):
    """What happened at a door."""

    GIVEN = "given"
    NOBODY = "nobody"
    REFUSED = "refused"
    DANGER = "danger"  # the couriers went away: someone threatened, or was in danger there
