"""What is true of a listening and of a case, whoever asks. No database, no clock, no Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from twiza.lib.errors import N_


class State(StrEnum):
    """Where a case stands."""

    HEARD = "heard_anonymous"
    OPENED = "opened"
    ASSESSED = "assessed"
    PLANNED = "plan_agreed"
    IN_PROGRESS = "in_progress"
    STABLE = "stable_follow_up"
    CLOSED = "closed"
    PAUSED = "paused_at_her_request"
    TRANSFERRED = "transferred"
    LOST = "lost_contact"
    REOPENED = "reopened"


STATES = {
    State.HEARD: N_("heard without identity"),
    State.OPENED: N_("file open"),
    State.ASSESSED: N_("situation understood"),
    State.PLANNED: N_("plan agreed"),
    State.IN_PROGRESS: N_("accompanied"),
    State.STABLE: N_("follow-up"),
    State.CLOSED: N_("closed"),
    State.PAUSED: N_("paused, as she asked"),
    State.TRANSFERRED: N_("passed on"),
    State.LOST: N_("contact lost"),
    State.REOPENED: N_("open again"),
}
_AT_WORK = {State.PAUSED, State.TRANSFERRED, State.LOST, State.CLOSED}
NEXT: Mapping[State, frozenset[State]] = {
    State.HEARD: frozenset({State.OPENED}),
    State.OPENED: frozenset({State.ASSESSED, *_AT_WORK}),
    State.ASSESSED: frozenset({State.PLANNED, *_AT_WORK}),
    State.PLANNED: frozenset({State.IN_PROGRESS, *_AT_WORK}),
    State.IN_PROGRESS: frozenset({State.STABLE, *_AT_WORK}),
    State.STABLE: frozenset({State.IN_PROGRESS, *_AT_WORK}),
    State.PAUSED: frozenset({State.REOPENED, State.CLOSED}),
    State.LOST: frozenset({State.REOPENED, State.CLOSED}),
    State.TRANSFERRED: frozenset({State.CLOSED, State.REOPENED}),
    State.CLOSED: frozenset({State.REOPENED}),
    State.REOPENED: frozenset({State.ASSESSED, State.PLANNED, State.IN_PROGRESS, *_AT_WORK}),
}


def can_move(state: str, to: str) -> bool:
    """Whether a case in `state` may go to `to`."""
    return State(to) in NEXT[State(state)]


AGE_BANDS = {
    "unknown": N_("not said"),
    "minor": N_("under 18"),
    "adult": N_("18 to 59"),
    "older": N_("60 and over"),
}
LANGUAGES = {
    "darija": N_("Darija"),
    "tamazight": N_("Tamazight"),
    "arabic": N_("Arabic"),
    "french": N_("French"),
    "signs": N_("sign language"),
    "other": N_("another language"),
}
NEEDS = {
    "safety": N_("to be safe"),
    "health": N_("health"),
    "law": N_("law, papers, court"),
    "home": N_("a place to sleep"),
    "money": N_("food, money, work"),
    "children": N_("the children"),
    "talk": N_("to be listened to"),
}
CONTACTS = {
    "none": N_("never contact her"),
    "in_person": N_("only when she comes"),
    "number": N_("the number and the hours she gave"),
    "code_word": N_("by the code word only"),
    "trusted": N_("through the person she trusts"),
}


class Risk(StrEnum):
    """How much danger, at each visit."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


RISKS = {
    Risk.UNKNOWN: N_("not known: treated as amber"),
    Risk.GREEN: N_("green: no danger now"),
    Risk.AMBER: N_("amber: danger is possible"),
    Risk.RED: N_("red: danger now"),
}
NEXT_VISIT = {Risk.GREEN: timedelta(days=30), Risk.AMBER: timedelta(days=7), Risk.RED: timedelta(days=1)}


def treated_as(risk: str) -> Risk:
    """Return the level to act on: what is not known counts as amber."""
    return Risk.AMBER if Risk(risk) == Risk.UNKNOWN else Risk(risk)


class Seat(StrEnum):
    """How somebody came into the team of a case."""

    OPENED = "opened"
    ADDED = "added"
    BROKE_GLASS = "broke_glass"


SEATS = {
    Seat.OPENED: N_("opened it"),
    Seat.ADDED: N_("asked into the team"),
    Seat.BROKE_GLASS: N_("came in by emergency"),
}
EMERGENCIES = {
    "danger_now": N_("danger now, and the team cannot be reached"),
    "team_absent": N_("she is here, and the whole team is absent"),
    "court_today": N_("a court or the police waits for an answer today"),
}
LONGEST_EMERGENCY = timedelta(hours=24)
REVIEW_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Emergency:
    """An emergency entry, as its review sees it."""

    since: datetime
    reviewed_at: datetime | None

    def is_overdue(self, at: datetime) -> bool:
        """Whether nobody looked at it within the days of review: it shows red."""
        return self.reviewed_at is None and at > self.since + REVIEW_WITHIN


NOTES = {
    "listening": N_("listening"),
    "note": N_("note"),
    "plan": N_("plan, in her words"),
    "step": N_("step: appointment, court, document"),
}
LONGEST_WORDS = 8_000  # characters of one note


def listening_is_whole(data: Mapping[str, Any]) -> bool:
    """Whether a listening may be kept: what is noted and who sees it was said first, and every code is known."""
    return (
        bool(data.get("told"))
        and data.get("language") in LANGUAGES
        and data.get("risk") in set(Risk)
        and data.get("contact") in CONTACTS
        and set(data.get("needs", ())) <= set(NEEDS)
    )
