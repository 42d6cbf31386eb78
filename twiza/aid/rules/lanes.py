"""Lanes of a point on a day: which lane serves which card, and the welcome table. Pure Python."""

from enum import StrEnum

MOST_LANES = 20
MOST_SPARES = 200
RELEASE_LENGTH = 8  # characters of a release code, the last one its check


class LaneKind(StrEnum):
    """What a table does: serves its own cards, or receives whoever was turned away."""

    LANE, DESK = "lane", "desk"


class LeaseEnd(StrEnum):
    """Why a lane no longer serves a card."""

    SHARED_AGAIN, MOVED, DELIVERED_HOME = "shared_again", "moved", "delivered_home"


def dealt(cards: int, lanes: int, first: int = 0) -> list[int]:
    """Return for each of so many cards, in the order of their hours, the lane from 0 that serves it.

    The next card always goes to the next lane: the lanes differ by one card at most over the day, and by one within
    the cards of one hour. `first`: the lane where dealing goes on.
    """
    if lanes < 1:
        raise ValueError("a point has one lane or more")
    return [(first + n) % lanes for n in range(cards)]
