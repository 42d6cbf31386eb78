"""What a hand-over counts for, and what may be decided at the welcome table. Pure Python."""

from datetime import datetime, timedelta
from enum import StrEnum

from twiza.aid.rules.states import EntitlementState

UNDO_WITHIN = timedelta(minutes=1)


class Ruling(StrEnum):
    """What a hand-over counts for."""

    SERVED, DOUBLE, UNDONE, REFUSED = "served", "double", "undone", "refused"


class Source(StrEnum):
    """How a hand-over reached us."""

    ONLINE, OFFLINE, PAPER = "online", "offline", "paper"


class Outcome(StrEnum):
    """What a person decided at the welcome table."""

    SPARE_GIVEN = "spare_given"  # a spare basket was given; the second use stays a second use
    FIRST_WAS_WRONG = "first_was_wrong"  # the first hand-over was not theirs: this one counts
    NOTHING_GIVEN = "nothing_given"  # explained, nothing given


class TurnedAway(StrEnum):
    """Why a lane did not serve whoever stood before it, as its phone saw it. Nobody is told so in the queue."""

    DOUBLE = "double"
    OTHER_LANE = "other_lane"
    OTHER_POINT = "other_point"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    NOT_OURS = "not_ours"
    OTHER_CAMPAIGN = "other_campaign"


SERVED_STATES = frozenset({EntitlementState.SERVED, EntitlementState.SERVED_BY_PROXY})
MAY_BE_SERVED = frozenset({EntitlementState.TOKEN_ISSUED, EntitlementState.NO_SHOW, EntitlementState.INVITED})


def first_ruling(state: str) -> Ruling:
    """Return what a card presented now counts for, by the state of its entitlement.

    A second use is `double`; a right that was revoked, declined or is disputed is `refused` and, like a
    double, is settled by a person.
    """
    if state in SERVED_STATES:
        return Ruling.DOUBLE
    return Ruling.SERVED if state in MAY_BE_SERVED else Ruling.REFUSED


def can_undo(confirmed_at: datetime, now: datetime) -> bool:
    """Say whether a hand-over may still be taken back by the person who confirmed it."""
    return now - confirmed_at <= UNDO_WITHIN


def undone_in_time(confirmed_at: datetime, undone_at: datetime) -> bool:
    """Say whether a phone took back its own hand-over within the minute, both by its own clock."""
    return timedelta(0) <= undone_at - confirmed_at <= UNDO_WITHIN
