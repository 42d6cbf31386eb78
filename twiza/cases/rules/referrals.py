"""A referral: its states, who may set each, by when an answer is due, what the packet holds."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from twiza.cases.rules.cases import Risk
from twiza.cases.rules.consent import PACKET_FIELDS
from twiza.cases.rules.directory import fits_after_violence
from twiza.lib.errors import N_


class Referral(StrEnum):
    """Where a referral stands."""

    DRAFTED = "drafted"
    CONSENTED = "consented"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    WAITING = "waiting_list"
    DECLINED = "declined"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    RESULT = "result_returned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Party(StrEnum):
    """Who sets a state: the team that asks, or the desk that receives."""

    REQUESTER = "requester"
    RECEIVER = "receiver"


R, ASKS, RECEIVES = Referral, Party.REQUESTER, Party.RECEIVER
REFERRALS = {
    R.DRAFTED: N_("being prepared"),
    R.CONSENTED: N_("she agrees, not sent yet"),
    R.SENT: N_("sent, no answer yet"),
    R.RECEIVED: N_("read there, no answer yet"),
    R.ACCEPTED: N_("accepted"),
    R.WAITING: N_("on their waiting list"),
    R.DECLINED: N_("declined by them"),
    R.ATTENDED: N_("she came there"),
    R.NO_SHOW: N_("she did not come there"),
    R.RESULT: N_("their result is here"),
    R.CLOSED: N_("referral closed"),
    R.CANCELLED: N_("referral called back"),
}
# The status of a task in the exchange of social care, for each state of ours
FHIR_STATUS: Mapping[Referral, str] = {
    R.DRAFTED: "draft",
    R.CONSENTED: "draft",
    R.SENT: "requested",
    R.RECEIVED: "received",
    R.ACCEPTED: "accepted",
    R.WAITING: "on-hold",
    R.DECLINED: "rejected",
    R.ATTENDED: "in-progress",
    R.NO_SHOW: "failed",
    R.RESULT: "completed",
    R.CLOSED: "completed",
    R.CANCELLED: "cancelled",
}
# Who may set each state: cancelled by both, as there; drafts, sending and closing by who asks; the rest by who receives
MAY_SET: Mapping[Referral, frozenset[Party]] = {
    R.DRAFTED: frozenset({ASKS}),
    R.CONSENTED: frozenset({ASKS}),
    R.SENT: frozenset({ASKS}),
    R.RECEIVED: frozenset({RECEIVES}),
    R.ACCEPTED: frozenset({RECEIVES}),
    R.WAITING: frozenset({RECEIVES}),
    R.DECLINED: frozenset({RECEIVES}),
    R.ATTENDED: frozenset({RECEIVES}),
    R.NO_SHOW: frozenset({RECEIVES}),
    R.RESULT: frozenset({RECEIVES}),
    R.CLOSED: frozenset({ASKS}),
    R.CANCELLED: frozenset({ASKS, RECEIVES}),
}
_ANSWERS = {R.ACCEPTED, R.WAITING, R.DECLINED, R.CANCELLED}
NEXT_REFERRAL: Mapping[Referral, frozenset[Referral]] = {
    R.DRAFTED: frozenset({R.CONSENTED, R.CANCELLED}),
    R.CONSENTED: frozenset({R.SENT, R.CANCELLED}),
    R.SENT: frozenset({R.RECEIVED, *_ANSWERS}),
    R.RECEIVED: frozenset(_ANSWERS),
    R.WAITING: frozenset({R.ACCEPTED, R.DECLINED, R.CANCELLED}),
    R.ACCEPTED: frozenset({R.ATTENDED, R.NO_SHOW, R.CANCELLED}),
    R.ATTENDED: frozenset({R.RESULT, R.CANCELLED}),
    R.NO_SHOW: frozenset({R.ATTENDED, R.CLOSED, R.CANCELLED}),
    R.DECLINED: frozenset({R.CLOSED}),
    R.RESULT: frozenset({R.CLOSED}),
    R.CLOSED: frozenset(),
    R.CANCELLED: frozenset(),
}
NOT_SENT = frozenset({R.DRAFTED, R.CONSENTED})
UNANSWERED = frozenset({R.SENT, R.RECEIVED})
PENDING = frozenset(
    {R.DRAFTED, R.CONSENTED, R.SENT, R.RECEIVED, R.WAITING, R.ACCEPTED, R.ATTENDED, R.NO_SHOW}
)
OPEN_THERE = frozenset(
    {R.SENT, R.RECEIVED, R.WAITING, R.ACCEPTED, R.ATTENDED, R.NO_SHOW}
)  # the packet may be read
DECLINES = {
    "full": N_("no place"),
    "not_ours": N_("not what they do"),
    "too_far": N_("too far for her"),
    "closed_now": N_("closed on those days"),
    "not_safe": N_("not safe for her there"),
    "not_reached": N_("she could not be reached as she wished"),
}
RESULTS = {
    "served": N_("she got what she came for"),
    "partly": N_("she got a part of it"),
    "goes_on": N_("they go on with her"),
    "passed_on": N_("passed on elsewhere, as she agreed"),
    "she_stopped": N_("she did not want to go on"),
}
URGENCIES = {
    Risk.RED: N_("danger now"),
    Risk.AMBER: N_("within days"),
    Risk.GREEN: N_("no hurry"),
}
REPLY_HOURS = {Risk.RED: "referral_red_hours", Risk.AMBER: "referral_amber_hours", Risk.GREEN: "referral_green_hours"}  # fmt: skip
LONGEST_FIELD = 2_000  # characters of one field of a packet
FEWEST = 5  # a smaller count is not shown


def may_set(state: str, to: str, party: Party, *, by_hand: bool = False) -> bool:
    """Whether this party may bring a referral from `state` to `to`.

    Args:
        by_hand: the receiver has no desk here: what it answers on the phone is written by who asks.
    """
    if Referral(to) not in NEXT_REFERRAL[Referral(state)]:
        return False
    return party in MAY_SET[Referral(to)] or (by_hand and party == ASKS)


def is_silent(state: str, reply_by: datetime | None, at: datetime) -> bool:
    """Whether an answer is due and did not come. Silence changes no state: her place stays hers."""
    return state in UNANSWERED and reply_by is not None and at > reply_by


def packet_faults(fields: Mapping[str, Any], allowed: frozenset[str]) -> list[str]:
    """Return the fields that may not pass: not named by the consent, unknown, or too long."""
    return sorted(
        name
        for name, value in fields.items()
        if name not in allowed or name not in PACKET_FIELDS or len(str(value)) > LONGEST_FIELD
    )


def shelter_fits(service: Mapping[str, Any] | None, *, after_violence: bool) -> bool:
    """Whether somebody may be sent to this place to sleep: it is in the directory, and safe if there was violence."""
    if service is None or service["kind"] != "shelter":
        return False
    return not after_violence or fits_after_violence(
        kind=service["kind"], women_only=service["women_only"], safe=service["safe"]
    )


def shown_counts(sent: int, silent: int, *, fewest: int = FEWEST) -> tuple[int | None, int | None]:
    """Return (sent, silent) as they may be shown: None for a count that is too small, or that a difference would give."""
    shown = [count if count == 0 or count >= fewest else None for count in (sent, silent)]
    if 0 < sent - silent < fewest:
        shown[1] = None
    return (shown[0], shown[1])
