"""Bringing back the key of a case: a worker asks, two officers confirm, the worker joins the halves.

Neither officer sees the case or its key; each passes on a half, which is noise.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.emergencies import TriedTooOften
from twiza.cases.actions.keys import keep_pairs
from twiza.cases.actions.locks import is_behind, unwrapped, wrap_again, wrapped_columns
from twiza.cases.models import Case, RecoveryAsk, RecoveryLock, RecoveryOfficer
from twiza.cases.queries import OpenRoom
from twiza.cases.queries.recovery import about_half
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code, read_code
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotARecovery(DomainError):
    code = "cases.not_a_recovery"


class NoHalves(DomainError):
    """Nobody gave two officers of now a half of this key: it cannot be brought back."""

    code = "cases.no_halves"


class NotForYouToConfirm(DomainError):
    code = "cases.not_for_you_to_confirm"


class NotBothYet(DomainError):
    """An officer is missing, the day is over, or the case got a new key meanwhile."""

    code = "cases.not_both_yet"


@transaction.atomic
def take_recovery_key(
    *, organisation: UUID, passphrase: str, by: Any, at: datetime, cost: closed_room.Cost | None = None
) -> RecoveryOfficer:
    """Make an officer's pair. Taken again, the new one counts: teams give their halves anew at their next write.

    Raises:
        PassphraseTooShort.
    """
    check(by, Permission.ROOM_RECOVER, organisation)
    private, public = closed_room.new_pair()
    columns = wrapped_columns(private, passphrase=passphrase, owner=_owner(by), cost=cost)
    officer = RecoveryOfficer(organisation_id=organisation, user=by, public_key=public, at=at)
    officer.save(force_insert=True)
    RecoveryLock(officer=officer, user=by, at=at, **columns).save(force_insert=True)
    audit.record(type="cases.recovery_key_taken", organisation=organisation, by=by, at=at)
    return officer


def ask_recovery(*, organisation: UUID, code: str, reason_code: str, by: Any, at: datetime) -> None:
    """Ask the two officers for the key of a case, by its code; they have 24 hours. The team is told.

    A code that is none, that nobody has, or of a case elsewhere gives one answer, and the try is kept and logged.

    Raises:
        NotARecovery: no reason, no key of this room, or the key is there. NoHalves. TriedTooOften. NoSuchCase.
    """
    check(by, Permission.CASE_WORK, organisation)
    if reason_code not in rules.RECOVERIES or queries.worker_of(by.pk, organisation) is None:
        raise NotARecovery(_("Say why the two officers are asked. You need a key of this room of your own."))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT cases_ask_recovery(%s, %s, %s, %s, %s, %s)",
                [new_id(), new_id(), organisation, read_code(code, 8), reason_code, new_code(8)],
            )
            (answer,) = cursor.fetchone()
    except IntegrityError as error:
        _record("cases.recovery_refused", organisation, by, at, reason_code="too_often")
        raise TriedTooOften(
            _("You tried five times in an hour. Call somebody of the team, or wait.")
        ) from error
    if answer == "asked":
        _record("cases.recovery_asked", organisation, by, at, reason_code=reason_code)
        return
    _record("cases.recovery_refused", organisation, by, at, reason_code="no_such_code")
    if answer == "has_key":
        raise NotARecovery(_("You hold the key of this case: it is in your list."))
    if answer == "no_halves":
        raise NoHalves(
            _(
                "Two officers of now, other than you, do not hold halves of this key. It is given to them when"
                " somebody of the team opens the case; without that it cannot be brought back."
            )
        )
    raise queries.NoSuchCase(_("No case opens with this code. Read it again with whoever gave it to you."))


@transaction.atomic
def confirm_recovery(*, ask: UUID, organisation: UUID, passphrase: str, by: Any, at: datetime) -> None:
    """Open one's own half and seal it to the worker who asked. Once for each officer, within the 24 hours.

    Raises:
        NotForYouToConfirm: over, one's own request, confirmed already, or not one of the two. WrongPassphrase.
    """
    check(by, Permission.ROOM_RECOVER, organisation)
    with connection.cursor() as cursor:
        cursor.execute("SELECT half, officer, sealed, public_key FROM cases_half_for(%s)", [ask])
        row = cursor.fetchone()
    lock = queries.recovery_lock(by, row[1]) if row else None
    if row is None or lock is None:
        raise _not_for_you()
    half, _officer, sealed, public = row
    private = unwrapped(lock, passphrase, owner=_owner(by))
    if is_behind(lock):
        wrap_again(lock, private, passphrase, owner=_owner(by), at=at)
    clear = closed_room.take(bytes(sealed), private=private, about=about_half(half))
    handed = closed_room.hand(clear, to=bytes(public), about=ask.bytes)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT cases_confirm_recovery(%s, %s, %s)", [new_id(), ask, handed])
            (is_kept,) = cursor.fetchone()
    except IntegrityError as error:
        raise _not_for_you() from error
    if not is_kept:
        raise _not_for_you()
    _record("cases.recovery_confirmed", organisation, by, at)


@transaction.atomic
def finish_recovery(*, ask: RecoveryAsk, room: OpenRoom, by: Any, at: datetime) -> Case:
    """Join the two halves: the worker sits in the team with the key. Nothing is kept of the halves.

    Raises:
        NotBothYet.
    """
    check(by, Permission.CASE_WORK, ask.organisation_id)
    keep_pairs([by.pk], ask.organisation_id)
    ask = queries.my_recovery(by, ask.pk)  # as it stands now
    sealed = list(ask.confirms.order_by("part").values_list("sealed", flat=True))
    if len(sealed) != 2 or ask.worker_id != room.worker or ask.finished_at is not None:
        raise _not_both()
    one, other = (closed_room.take(bytes(half), private=room.private, about=ask.pk.bytes) for half in sealed)
    handed = closed_room.hand(
        closed_room.join(one, other), to=closed_room.public_of(room.private), about=ask.case_id.bytes
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_finish_recovery(%s, %s, %s)", [ask.pk, new_id(), handed])
        (found,) = cursor.fetchone()
    if found is None:
        raise _not_both()
    case = queries.case_for(by, found)
    queries.notes_of(case, room)  # a key that opens nothing is refused here, and nothing of it is kept
    audit.record(type="cases.recovered", target=case, organisation=case.organisation_id, by=by, at=at)
    return case


def _owner(by: Any) -> bytes:
    """Return what the lock is bound to: a lock of the room moved here does not open."""
    return bytes(by.pk.bytes) + b"recovery"


def _record(type: str, organisation: UUID, by: Any, at: datetime, reason_code: str = "") -> None:
    audit.record(type=type, organisation=organisation, by=by, at=at, reason_code=reason_code)


def _not_for_you() -> NotForYouToConfirm:
    return NotForYouToConfirm(
        _(
            "There is nothing here for you to confirm: it is over, it is your own, or you confirmed already."
            " The colleague can ask again."
        )
    )


def _not_both() -> NotBothYet:
    return NotBothYet(
        _(
            "Both officers must confirm within 24 hours, with halves of the key of now. Wait for the second one,"
            " or ask again."
        )
    )
