"""A listening, which may end there; a case that goes on."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.actions.halves import share_key
from twiza.cases.actions.notes import Listening, add_version, check_listening
from twiza.cases.actions.returning import WayBack, keep_way_back
from twiza.cases.actions.tallies import count_up
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


class CodeUsed(DomainError):
    """A sheet that was typed in before, or another one on which the same code stands."""

    code = "cases.code_used"


class NotThatState(DomainError):
    code = "cases.not_that_state"


MOST_DRAWS = 8  # of 34 bits each: this many used ones in a row are no chance

# where a case goes with a list, with a reason, or by the supervisor's decision: each is an action of its own
_BY_ITSELF = {
    rules.State.CLOSED: _("A case is closed with its list: open “Closing and coming back”."),
    rules.State.REOPENED: _("A case is opened again with a reason: open “Closing and coming back”."),
    rules.State.LOST: _(
        "That the contact is lost is decided by the supervisor, after two attempts: “Contacts”."
    ),
}


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
        NoSuchSheet: a code that no sheet of ours has. CodeUsed: a case has this code; nothing is written.
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
    case, key = new_case(
        room=room, state=rules.State.HEARD, age_band=age_band, code=code, id=id, by=by, at=at,
        next_on=_next_visit(said, timezone.localdate(at)),
    )  # fmt: skip
    if said is not None:
        note = CaseNote.objects.create(case=case, organisation_id=room.organisation, kind="listening", at=at)
        add_version(note=note, number=1, said=said.as_said(), key=key, by=by, at=at)
        if rules.return_word(said.code_word):
            keep_way_back(case=case, way=WayBack(word=said.code_word), by=by, at=at)
    counts = rules.listening_cells(said.as_said() if said else None, case.age_band)
    count_up(organisation=room.organisation, at=at, cells=counts)
    audit.record(type="cases.listened", target=case, organisation=room.organisation, by=by, at=at)
    return case


def new_case(
    *,
    room: OpenRoom,
    state: str,
    age_band: str,
    next_on: date | None,
    by: Any,
    at: datetime,
    code: str = "",
    id: UUID | None = None,
    draw: Callable[[int], str] = new_code,
) -> tuple[Case, bytes]:
    """Make a case, its key and the first seat of its team; return the case and the key. Inside an action.

    Args:
        code: of a sheet; without one it is drawn, and drawn again where a case of the organisation has it.

    Raises:
        CodeUsed: a case of the organisation has the code of the sheet.
    """
    case = Case(
        id=id or new_id(),
        organisation_id=room.organisation,
        state=state,
        age_band=age_band if age_band in rules.AGE_BANDS else "unknown",
        next_on=next_on,
        opened_at=at,
    )
    _save_coded(case, code, draw)
    key = closed_room.new_key()
    TeamSeat.objects.create(
        case=case,
        organisation_id=room.organisation,
        user=by,
        kind=rules.Seat.OPENED,
        sealed=closed_room.hand(key, to=closed_room.public_of(room.private), about=case.pk.bytes),
        since=at,
    )
    share_key(case, key)
    return case, key


def _save_coded(case: Case, code: str, draw: Callable[[int], str]) -> None:
    """The database alone knows whether a code is used: the case that has it may be one that nobody here sees."""
    for last in (False,) * MOST_DRAWS + (True,):
        case.code = code or draw(8)
        try:
            with transaction.atomic():
                case.save(force_insert=True)
            return
        except IntegrityError as error:
            if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "case_code_once":
                raise
            if code:
                raise CodeUsed(
                    _(
                        "A listening is kept under this code already: nothing was written now, and what you typed is"
                        " still here. Was this sheet typed in before? Then leave it. Is it another sheet? Empty this"
                        " box, keep it, and write the new code of the case on the paper."
                    )
                ) from error
            if last:
                raise


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
    if to in _BY_ITSELF:
        raise NotThatState(_BY_ITSELF[rules.State(to)])
    was, held.state, held.next_on = held.state, to, next_on
    held.save(update_fields=["state", "next_on"])
    if was == rules.State.HEARD:  # she agreed: counted with her listening, in its month
        count_up(organisation=held.organisation_id, at=held.opened_at, cells=rules.agreed_cells())
    count_up(organisation=held.organisation_id, at=at, cells=rules.move_cells(to))
    audit.record(type="cases.moved", target=held, organisation=held.organisation_id, by=by, at=at)
    return held


def bring_nearer(case: Case, days: Iterable[date | None]) -> None:
    """Bring the next day of a case nearer, never further. Only the day is told, never what it is for.

    A closed case has no next day.
    """
    held = Case.objects.select_for_update().get(pk=case.pk)
    near = rules.nearer(held.next_on, days)
    if near != held.next_on and held.state != rules.State.CLOSED:
        held.next_on = near
        held.save(update_fields=["next_on"])


def _next_visit(said: Listening | None, today: date) -> date | None:
    return None if said is None else today + rules.NEXT_VISIT[rules.treated_as(said.risk)]
