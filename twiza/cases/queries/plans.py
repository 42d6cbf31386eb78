"""The plan of a case, what was done with her, how danger was looked at: unsealed for the length of one page."""

from datetime import date
from typing import Any

from django.utils import timezone

from twiza.cases import rules
from twiza.cases.models import Case, CaseNote
from twiza.cases.queries.cases import team_of
from twiza.cases.queries.going_home import home_file
from twiza.cases.queries.notes import NoteSaid, notes_of
from twiza.cases.queries.protocols import protocol_of
from twiza.cases.queries.room import OpenRoom
from twiza.network import queries as network

SHORTEST_NAME = 3  # letters: shorter words stand in too many others


def plan_of(case: Case, room: OpenRoom) -> NoteSaid | None:
    """Return the plan of a case as it stands, or None. Raises NoKeyYet."""
    return next((one for one in notes_of(case, room, kinds=["plan"]) if "goals" in one.said), None)


def acts_of(case: Case, room: OpenRoom) -> list[NoteSaid]:
    """Return what was done with her, the latest day first. Raises NoKeyYet."""
    acts = [one for one in notes_of(case, room, kinds=["step"]) if "day" in one.said]
    return sorted(acts, key=lambda one: (one.said["day"], one.begun_at), reverse=True)


def looks_of(case: Case, room: OpenRoom) -> list[NoteSaid]:
    """Return how danger was looked at, the listening too, the latest first. Raises NoKeyYet."""
    looks = [one for one in notes_of(case, room, kinds=["risk", "listening"]) if "risk" in one.said]
    return sorted(looks, key=lambda one: one.begun_at, reverse=True)


def old_look(notes: list[NoteSaid], *, on: date) -> date | None:
    """Return since when danger was not looked at, when that is longer than its level allows; None when it is not."""
    looks = [one for one in notes if one.kind in ("risk", "listening") and "risk" in one.said]
    if not looks:
        return None
    last = max(looks, key=lambda one: one.begun_at)
    looked_on = timezone.localdate(last.begun_at)
    return looked_on if rules.look_is_old(last.said["risk"], looked_on, on=on) else None


def blocked_of(case: Case, room: OpenRoom) -> frozenset[str]:
    """Return the kinds of step, task and act that this case refuses: of its protocol, and mediation where going home is red.

    Raises NoKeyYet.
    """
    pinned = protocol_of(case, room)
    blocked = rules.blocked_in(pinned.said if pinned else None)
    return blocked | {"mediation"} if home_file(case, room).stops == "red" else blocked


def open_days(case: Case, room: OpenRoom, *, on: date) -> list[date]:
    """Return the days that wait in a case: nearest open step, task and follow-up of a child, those of its acts, and
    those on which an answer about her own data is due. Raises NoKeyYet."""
    days: list[date | None] = list(
        CaseNote.objects.filter(case=case, due_on__isnull=False).values_list("due_on", flat=True)
    )
    for one in notes_of(case, room, kinds=["protocol", "plan", "step", "alert", "family"]):
        said: dict[str, Any] = one.said
        days.append(rules.nearest_follow_up(said.get("follow_ups", [])))
        days.append(rules.nearest_due(said.get("steps") or said.get("tasks") or []))
        days += rules.days_home(said) if one.kind == "family" else []
        days += rules.days_of_act(said, on=on) if "day" in said else []
    return [day for day in days if day is not None]


def names_around(case: Case) -> list[str]:
    """Return the names that may stand on no paper of hers: the organisation's, and each word of a team mate's."""
    organisation = network.organisation_for(case.organisation_id)
    people = [str(seat.user.display_name) for seat in team_of(case)]
    words = [word for name in people for word in name.split() if len(word) >= SHORTEST_NAME]
    return [organisation.name_ar, organisation.name_fr, *people, *words]
