"""Contacts after the listening: her own rule, what was tried, what the supervisor decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from twiza.cases import rules
from twiza.cases.models import Case, RoomWorker, SupervisorAsk, TeamSeat
from twiza.cases.queries.cases import colleagues_to_ask
from twiza.cases.queries.notes import NoteSaid, notes_of
from twiza.cases.queries.protocols import protocol_of
from twiza.cases.queries.room import OpenRoom
from twiza.platform.accounts.permissions import Permission


def contact_rule(case: Case, room: OpenRoom) -> str:
    """Return how she may be contacted, as the newest note that says it; never, when none does. Raises NoKeyYet."""
    return next((one.said["contact"] for one in _newest(case, room) if one.said.get("contact")), "none")


def refused_kinds(case: Case, room: OpenRoom) -> list[str] | None:
    """Return the kinds of step that the pinned protocol refuses; None when the case follows none. Raises NoKeyYet."""
    pinned = protocol_of(case, room)
    return None if pinned is None else list(pinned.said.get("blocked", ()))


def contacts_of(case: Case, room: OpenRoom) -> list[NoteSaid]:
    """Return attempts and decisions, the newest first. Raises NoKeyYet."""
    return [one for one in _newest(case, room) if one.kind == "follow_up" and one.said.get("what")]


def open_ask(case: Case) -> SupervisorAsk | None:
    """Return what waits for a decision of the supervisor, or None."""
    return SupervisorAsk.objects.filter(case=case, decided_at__isnull=True).first()


def supervisor_sits(case: Case, *, at: datetime) -> bool:
    """Whether somebody who supervises is in the team now, with the key of the case."""
    live = Q(until__isnull=True) | Q(until__gt=at)
    seats = TeamSeat.objects.filter(live, case=case).select_related("user")
    return any(seat.sealed and seat.user.has_perm(Permission.CASE_SUPERVISE, case) for seat in seats)


def supervisors_to_ask(case: Case, *, at: datetime) -> list[RoomWorker]:
    """Return the supervisors with a key of the room who are not in the team."""
    return [
        one for one in colleagues_to_ask(case, at=at) if one.user.has_perm(Permission.CASE_SUPERVISE, case)
    ]


def asks_waiting(organisation: UUID) -> int:
    """Return how many cases whose team the asker is in wait for a decision of the supervisor."""
    return SupervisorAsk.objects.filter(organisation_id=organisation, decided_at__isnull=True).count()


def _newest(case: Case, room: OpenRoom) -> list[NoteSaid]:
    return newest_first(notes_of(case, room))


def newest_first(notes: list[NoteSaid]) -> list[NoteSaid]:
    """Return notes by when they were last written, the newest first."""
    return sorted(notes, key=lambda one: (one.at, one.note), reverse=True)


def said_of(entries: list[NoteSaid]) -> list[dict[str, Any]]:
    """Return what was said only, as the rules read it."""
    return [one.said for one in entries]


def last_danger(case: Case, room: OpenRoom) -> str:
    """Return the level of danger that was noted last. Raises NoKeyYet."""
    return next((one.said["risk"] for one in _newest(case, room) if one.said.get("risk")), rules.Risk.UNKNOWN)
