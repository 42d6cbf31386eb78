"""What is still open in a case, as the system itself can count it."""

from datetime import date
from typing import Any

from twiza.cases import rules
from twiza.cases.models import Case, ReferralCase
from twiza.cases.queries.consent import consents_of
from twiza.cases.queries.going_home import home_file
from twiza.cases.queries.notes import NoteSaid, notes_of
from twiza.cases.queries.plans import plan_of
from twiza.cases.queries.protocols import protocol_of
from twiza.cases.queries.room import OpenRoom


def still_open(case: Case, room: OpenRoom, *, on: date) -> dict[str, int]:
    """Return code of a line of the closing list → how many things are open, where they can be counted. Raises NoKeyYet.

    Args:
        on: a consent whose last day has passed before it is not open any more.
    """
    pinned, plan = protocol_of(case, room), plan_of(case, room)
    home = home_file(case, room).said
    links = ReferralCase.objects.filter(case=case).select_related("referral")
    return {
        "plan": _open_in(plan.said["tasks"] if plan else []),
        "steps": _open_in(pinned.said["steps"] if pinned else [])
        + (bool(home.get("return")) and not home.get("end")),
        "referrals": sum(link.referral.state in rules.PENDING for link in links),
        "consents": sum(one.holds(on) for one in consents_of(case, room)),
    }


def nearest_task(case: Case, room: OpenRoom) -> date | None:
    """Return the nearest day of what is still open, or None. Raises NoKeyYet."""
    pinned = protocol_of(case, room)
    return rules.nearest_due(pinned.said["steps"]) if pinned else None


def closures_of(case: Case, room: OpenRoom) -> list[NoteSaid]:
    """Return the closings of a case, the newest first. Raises NoKeyYet."""
    return [one for one in notes_of(case, room) if one.kind == "closure"]


def _open_in(entries: list[dict[str, Any]]) -> int:
    return sum(one["state"] == "open" for one in entries)
