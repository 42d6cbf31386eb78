"""The file of a child in danger, opened for one page; interviews; whom no notice reaches; decisions that wait."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Case, CaseNote, WaitingDecision
from twiza.cases.queries.cases import where_allowed
from twiza.cases.queries.notes import NoteSaid, notes_of, versions_of
from twiza.cases.queries.room import OpenRoom, held_key
from twiza.lib.today import Due, Level
from twiza.platform.accounts.permissions import Permission


@dataclass(frozen=True)
class ChildFile:
    """What stands in the alert note of a case: number 0 and nothing said when none was written.

    Attributes:
        said: words, where… of the alert; lists safety, duty, informed, transmissions, committee, follow_ups; guardian.
    """

    note: UUID | None = None
    number: int = 0
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def duty(self) -> rules.Duty:
        return rules.duty_after(self.said.get("duty", ()))


def child_file(case: Case, room: OpenRoom) -> ChildFile:
    """Return the file of the child in this case. Raises NoKeyYet."""
    held_key(case, room)
    note = (
        CaseNote.objects.filter(case=case, kind="alert").select_related("case").order_by("at", "id").first()
    )
    if note is None:
        return ChildFile()
    newest = versions_of(note, room)[0]
    return ChildFile(note.pk, newest.number, newest.said)


def interviews_of(case: Case, room: OpenRoom) -> list[NoteSaid]:
    """Return the interviews of the child, the first one first. Raises NoKeyYet."""
    return [one for one in reversed(notes_of(case, room)) if one.kind == "interview"]


def contact_blocked(case: Case, room: OpenRoom) -> str:
    """Return whom no notice of this case may reach (the guardian who is the suspect), or nothing. Raises NoKeyYet."""
    return rules.blocked_guardian(child_file(case, room).said)


def has_own_contact(case: Case, room: OpenRoom) -> bool:
    """Whether the child may be telephoned though the guardian is blocked: a safe contact was noted. Raises NoKeyYet."""
    return rules.has_own_contact(child_file(case, room).said)


def waiting_decision(case: Case) -> WaitingDecision | None:
    """Return the decision of this case that waits for its supervisor, or None."""
    return WaitingDecision.objects.filter(case=case, settled_at__isnull=True).first()


def decisions_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return what the today page of a supervisor says in red: the team of a case of theirs waits for a decision."""
    mine = where_allowed(user, Permission.CASE_SUPERVISE, on=at.date())
    rows = WaitingDecision.objects.filter(organisation_id__in=mine, settled_at__isnull=True) if mine else ()
    return [
        Due(
            _("A case of yours waits for your decision, before %(hour)s")
            % {"hour": timezone.localtime(row.until).strftime("%H:%M")},
            reverse("cases:show_child", args=[row.case_id]),
            row.until,
            Level.LATE,
        )
        for row in rows
    ]
