"""Closing a case with its list, and opening it again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.cases import NotThatState
from twiza.cases.actions.follow_up import SupervisorDecides
from twiza.cases.actions.notes import add_version, write_note
from twiza.cases.actions.tallies import count_up
from twiza.cases.models import Case, CaseNote
from twiza.cases.queries import OpenRoom
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

LONGEST = 1_000  # characters of one explanation


class ClosingNotWhole(DomainError):
    """Lines of the list are neither said with yes nor explained; `data["lines"]` holds their codes."""

    code = "cases.closing_not_whole"


@dataclass(frozen=True)
class Closing:
    """What is said when a case is closed.

    Attributes:
        checks: code of a line → {"yes": bool, "why": str}.
        outcome: her own scale, code → a face or "unsaid"; satisfaction: the same.
        reason: a code of the rules; words: what is added.
    """

    checks: Mapping[str, Mapping[str, Any]]
    outcome: Mapping[str, str]
    satisfaction: str
    reason: str
    words: str = ""


@transaction.atomic
def close_case(
    *, case: Case, room: OpenRoom, closing: Closing, by: Any, at: datetime, id: UUID | None = None
) -> Case:
    """Close a case. Its seats, notes and versions stay; its next day goes. The list is kept, sealed.

    Args:
        id: of the form: sent twice, it closes once.

    Raises:
        NotThatState. ClosingNotWhole. SupervisorDecides: a silence waits for the supervisor. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    if id and CaseNote.objects.filter(pk=id, case=held).exists():
        return held
    if not rules.can_move(held.state, rules.State.CLOSED):
        raise NotThatState(_("This case cannot be closed from where it stands. Look at it again."))
    if queries.open_ask(held) is not None:
        raise SupervisorDecides(
            _("Two attempts brought no answer: first the supervisor decides, then it is closed.")
        )
    key = queries.held_key(held, room)
    still_open = queries.still_open(held, room, on=timezone.localdate(at))
    _check_whole(closing, still_open)
    note = CaseNote.objects.create(
        id=id or new_id(), case=held, organisation_id=held.organisation_id, kind="closure", at=at
    )
    said = asdict(closing) | {"still_open": still_open, "words": closing.words.strip()[:LONGEST]}
    add_version(note=note, number=1, said=said, key=key, by=by, at=at)
    held.state, held.next_on = rules.State.CLOSED, None
    held.save(update_fields=["state", "next_on"])
    cells = rules.move_cells(rules.State.CLOSED, closing.reason)
    count_up(organisation=held.organisation_id, at=at, cells=cells)
    audit.record(type="cases.moved", target=held, organisation=held.organisation_id, by=by, at=at)
    return held


def close_as_she_wishes(*, case: Case, room: OpenRoom, by: Any, at: datetime) -> Case:
    """Close a case because she took back what she agreed to: each line says so, and nobody asks her for more.

    Raises:
        As `close_case`.
    """
    why = str(_("She took back what she agreed to, and wishes to stop."))
    closing = Closing(
        checks={code: {"yes": False, "why": why} for code in rules.CHECK_CODES},
        outcome=dict.fromkeys(rules.OUTCOMES, rules.UNSAID),
        satisfaction=rules.UNSAID,
        reason="her_wish",
    )
    return close_case(case=case, room=room, closing=closing, by=by, at=at)


@transaction.atomic
def reopen_case(*, case: Case, room: OpenRoom, reason: str, by: Any, at: datetime) -> Case:
    """Open a case again: the team that was seated, the steps that were open, and why, sealed.

    Raises:
        NotThatState: it is open, or no reason was said. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    if not rules.can_move(held.state, rules.State.REOPENED):
        raise NotThatState(_("This case is open already. Look at it again."))
    if not rules.explains(reason):
        raise NotThatState(
            _("Say in a few words why it is opened again: she came back, she asked, something happened.")
        )
    write_note(case=held, room=room, words=reason.strip()[:LONGEST], by=by, at=at)
    held.state = rules.State.REOPENED
    held.next_on = queries.nearest_task(held, room) or timezone.localdate(at)
    held.save(update_fields=["state", "next_on"])
    count_up(organisation=held.organisation_id, at=at, cells=rules.move_cells(rules.State.REOPENED))
    audit.record(type="cases.moved", target=held, organisation=held.organisation_id, by=by, at=at)
    return held


def _check_whole(closing: Closing, still_open: Mapping[str, int]) -> None:
    faults = rules.closure_faults(
        closing.checks,
        still_open=still_open,
        outcome=closing.outcome,
        satisfaction=closing.satisfaction,
        reason=closing.reason,
    )
    if faults == ["outcome_not_hers"]:
        raise ClosingNotWhole(
            _("Nobody answers in her place: choose “she does not say” everywhere."), lines=faults
        )
    if faults:
        raise ClosingNotWhole(
            _(
                "Each line is said with yes, or explained in a few words. Where something is still open, say why."
            ),
            lines=faults,
        )
