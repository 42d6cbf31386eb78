"""States, codes and words of a listening and of a case."""

from collections.abc import Iterable, Mapping
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
    State.REOPENED: N_("file open again"),
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


# where a case goes with a list, with a reason, or by the supervisor's decision: each is an act of its own
BY_AN_ACT = frozenset({State.CLOSED, State.REOPENED, State.LOST})


def moves_by_hand(state: str, to: str) -> bool:
    """Whether who works on a case says so by a plain move."""
    return can_move(state, to) and State(to) not in BY_AN_ACT


AGE_BANDS = {
    "unknown": N_("not said"),
    "minor": N_("under 18"),
    "adult": N_("18 to 59"),
    "older": N_("60 and over"),
}
AT_RECEPTION = "at_reception"  # in a session: this browser was handed to reception
COMPANY = {"alone": N_("alone"), "children": N_("with children")}  # all that reception writes of who comes
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
VIOLENCE_KINDS = {
    "rape": N_("rape"),
    "sexual_assault": N_("sexual assault"),
    "physical_assault": N_("physical assault"),
    "forced_marriage": N_("forced marriage"),
    "denial_of_resources": N_("denial of resources, opportunities or services"),
    "psychological_abuse": N_("psychological abuse"),
}  # the six types that are counted in the same words in all countries
VIOLENCE = {"unsaid": N_("not said"), "none": N_("no violence"), **VIOLENCE_KINDS}
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
    RECOVERED = "recovered"


SEATS = {
    Seat.OPENED: N_("opened it"),
    Seat.ADDED: N_("asked into the team"),
    Seat.BROKE_GLASS: N_("came in by emergency"),
    Seat.RECOVERED: N_("came in with two officers"),
}
EMERGENCIES = {
    "danger_now": N_("danger now, and the team cannot be reached"),
    "team_absent": N_("she is here, and the whole team is absent"),
    "court_today": N_("a court or the police waits for an answer today"),
}
LONGEST_EMERGENCY = timedelta(hours=24)
RECOVERIES = {
    "forgotten": N_("I forgot my passphrase, and nobody else can open it"),
    "team_left": N_("the whole team left"),
    "team_absent": N_("she is here, and the whole team is absent"),
}
RECOVERY_WITHIN = timedelta(hours=24)
TOLD_FOR = timedelta(days=7)  # what was brought back stands this long on the page of today
PIN_TRIES, PIN_DIGITS = 5, 6
WAYS = ("pin", "passkey")  # what opens the room again on one device
KEY_ASKED_FOR = timedelta(minutes=5)  # a question to a key is good this long, and once
LONGEST_PIN = timedelta(hours=25)  # a day may have an hour more
EMERGENCY_TRIES = 5  # of one person in an hour


@dataclass(frozen=True)
class Emergency:
    """An emergency entry, as its review sees it, and how long the team has for looking into it."""

    since: datetime
    reviewed_at: datetime | None
    within: timedelta

    def is_overdue(self, at: datetime) -> bool:
        """Whether nobody looked at it within the days of review: it shows red."""
        return self.reviewed_at is None and at > self.since + self.within


def may_break_glass(entries: Iterable[Emergency], at: datetime) -> bool:
    """Whether somebody may come in by emergency: not while an earlier entry of theirs waits longer than it may."""
    return not any(entry.is_overdue(at) for entry in entries)


NOTES = {
    "listening": N_("listening"),
    "note": N_("note"),
    "plan": N_("plan, in her words"),
    "step": N_("step: appointment, court, document"),
    "protocol": N_("protocol of the case"),
    "risk": N_("danger, looked at again"),
    "consent": N_("what she agreed to"),
    "referral": N_("referral"),
    "follow_up": N_("contact after"),
    "closure": N_("closure"),
    "alert": N_("child or immediate danger"),
    "interview": N_("interview of the child"),
    "psychology": N_("note of the psychologist"),
    "rights": N_("her own data"),
    "family": N_("the way back to the family"),
}
# Pages that leave a line of who looked, in words; a page that is not here is shown as another page of the case
LOOKED_AT = {
    "cases.case": N_("the case"),
    "cases.list": N_("the list of their cases"),
    "cases.looks": N_("who looked at the case"),
    "cases.note": N_("a note, and what it said before"),
    "cases.team": N_("the team"),
}
OPENED_BY = {
    "cases.room_opened": N_("with the passphrase"),
    "cases.room_opened_by_passkey": N_("with a key"),
    "cases.room_opened_by_pin": N_("with the PIN of the day"),
}
TYPED_NOTES = {code: NOTES[code] for code in ("listening", "note")}
LONGEST_WORDS = 8_000  # characters of one note


def listening_is_whole(data: Mapping[str, Any]) -> bool:
    """Whether a listening may be kept: what is noted and who sees it was said first, and every code is known."""
    return (
        bool(data.get("told"))
        and data.get("language") in LANGUAGES
        and data.get("risk") in set(Risk)
        and data.get("contact") in CONTACTS
        and data.get("violence", "unsaid") in VIOLENCE
        and set(data.get("needs", ())) <= set(NEEDS)
    )
