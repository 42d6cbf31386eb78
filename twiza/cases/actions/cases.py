"""A listening, which may end there; a case that goes on."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.actions.notes import Listening, add_version, check_listening
from twiza.cases.models import Case, CaseNote, TeamSeat
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code, read_code
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NoSuchSheet(DomainError):
    code = "cases.no_such_sheet"


class NotThatState(DomainError):
    code = "cases.not_that_state"


@transaction.atomic
def listen(
    *,
    room: OpenRoom,
    said: Listening | None,
    age_band: str,
    by: Any,
    at: datetime,
    id: UUID | None = None,
    paper_code: str = "",
) -> Case:
    """Keep a listening, without identity. It may end here, or go on as a case (`move_case`).

    Args:
        said: what was said, sealed; None when she wants nothing written: only that somebody was listened to.
        id: of the form that was filled in: sent twice, it makes one.
        paper_code: of a sheet that was written first; it becomes the code of the case.

    Raises:
        NoSuchSheet: a code that no sheet of ours has.
        ListeningNotWhole: what is noted was not said first, or a code is unknown.
    """
    check(by, Permission.CASE_WORK, room.organisation)
    if said is not None:
        check_listening(said)
    code = read_code(paper_code, 8) if paper_code else new_code(8)
    if not code:
        raise NoSuchSheet(_("This is no code of a sheet. Read it again."))
    sent = Case.objects.filter(pk=id, organisation_id=room.organisation).first() if id else None
    if sent is not None:
        return sent
    case = Case(
        id=id or new_id(),
        organisation_id=room.organisation,
        code=code,
        state=rules.State.HEARD,
        age_band=age_band if age_band in rules.AGE_BANDS else "unknown",
        next_on=_next_visit(said, timezone.localdate(at)),
        opened_at=at,
    )
    case.save(force_insert=True)
    key = closed_room.new_key()
    TeamSeat.objects.create(
        case=case,
        organisation_id=room.organisation,
        user=by,
        kind=rules.Seat.OPENED,
        sealed=closed_room.hand(key, to=closed_room.public_of(room.private), about=case.pk.bytes),
        since=at,
    )
    if said is not None:
        note = CaseNote.objects.create(case=case, organisation_id=room.organisation, kind="listening", at=at)
        add_version(note=note, number=1, said=said.as_said(), key=key, by=by, at=at)
    audit.record(type="cases.listened", target=case, organisation=room.organisation, by=by, at=at)
    return case


@transaction.atomic
def move_case(*, case: Case, to: str, next_on: date | None, by: Any, at: datetime) -> Case:
    """Bring a case into its next state, and say the next day. The log holds neither: they would tell of her.

    Raises:
        NotThatState.
    """
    check(by, Permission.CASE_WORK, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    if to not in rules.STATES or not rules.can_move(held.state, to):
        raise NotThatState(_("This case cannot go there from where it stands. Look at it again."))
    held.state, held.next_on = to, None if to == rules.State.CLOSED else next_on
    held.save(update_fields=["state", "next_on"])
    audit.record(type="cases.moved", target=held, organisation=held.organisation_id, by=by, at=at)
    return held


def _next_visit(said: Listening | None, today: date) -> date | None:
    return None if said is None else today + rules.NEXT_VISIT[rules.treated_as(said.risk)]
