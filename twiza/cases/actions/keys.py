"""A new key of a case when somebody left: old versions still open for the team, what is written after for it alone.

The order of the locks is the same everywhere, so that nobody waits in a circle: the case, then the pairs of its
workers, then the seats.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.halves import share_key
from twiza.cases.models import Case, CaseKey
from twiza.cases.queries import OpenRoom
from twiza.cases.queries.keys import about_previous, chain, keeps_key, left_since, newest_number
from twiza.cases.queries.recovery import halves_missing
from twiza.cases.queries.room import HeldKey, about_key, seats_of
from twiza.lib import closed_room
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


@transaction.atomic
def renew_case_key(*, case: Case, room: OpenRoom, by: Any, at: datetime) -> None:
    """Make a new key for what is written from now on, and hand it to everybody who is in the team now.

    Nothing is sealed again: the key before stays, sealed with the new one. Seats that ended lose even the old key.

    Raises:
        NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    hold_case(case.pk)
    make_new_key(case, queries.held_key(case, room), rules.Drawer.CASE, by=by, at=at)


def hold_case(id: UUID) -> Case:
    """Let nobody else write in a case, renew its key or hand it until this transaction ends. Raises NoSuchCase."""
    case = Case.objects.select_for_update(no_key=True).filter(pk=id).first()
    if case is None:
        raise queries.NoSuchCase(_("There is no such case."))
    return case


def keep_pairs(users: Iterable[UUID], organisation: UUID) -> None:
    """Let these workers renew their pairs only after this transaction: a key is handed to the pair that counts."""
    with connection.cursor() as cursor:
        for user in sorted(users):
            cursor.execute(
                "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [_pair(user, organisation)]
            )


def hold_pair(user: UUID, organisation: UUID) -> None:
    """Let nobody hand a key to this worker until this transaction ends: their pair is being renewed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_pair(user, organisation)])


def key_for_writing(case: Case, key: bytes, drawer: str, *, by: Any, at: datetime) -> bytes:
    """Return the key with which something is written now; the case is held.

    A key that was taken before the case was held is taken again: somebody may have renewed it meanwhile. When
    somebody left, a new one is made first.

    Raises:
        RoomSealBroken: a bare key that is not the newest.
    """
    if isinstance(key, HeldKey):
        key = queries.held_key(case, key.room, drawer)
    else:
        chain(case, key, drawer)
    if left_since(case, drawer, at=at):
        return make_new_key(case, key, drawer, by=by, at=at)
    if drawer == rules.Drawer.CASE and halves_missing(case):
        share_key(case, key)
    return key


def make_new_key(case: Case, old: bytes, drawer: str, *, by: Any, at: datetime) -> bytes:
    """Replace the key of a drawer; the case is held. Return the new one."""
    new, number = closed_room.new_key(), newest_number(case, drawer) + 1
    holders = seats_of(case, drawer).exclude(sealed=b"")
    keep_pairs(set(holders.values_list("user_id", flat=True)), case.organisation_id)
    for seat in holders.select_related("user").select_for_update(of=("self",)).order_by("pk"):
        stays = keeps_key(seat, at=at)
        seat.sealed = handed(new, seat.user_id, case, drawer) if stays else b""
        seat.save(update_fields=["sealed"])
    CaseKey.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        drawer=drawer,
        number=number,
        previous=closed_room.seal(old, key=new, about=about_previous(case, drawer, number)),
        at=at,
        by=by,
    )
    if drawer == rules.Drawer.CASE:
        share_key(case, new)
    audit.record(type="cases.case_key_renewed", target=case, organisation=case.organisation_id, by=by, at=at)
    return new


def handed(key: bytes, user: UUID, case: Case, drawer: str) -> bytes:
    """Return a key sealed to a worker's newest pair; nothing when they have none."""
    worker = queries.worker_of(user, case.organisation_id)
    if worker is None:
        return b""
    return closed_room.hand(key, to=bytes(worker.public_key), about=about_key(case.pk, drawer))


def _pair(user: UUID, organisation: UUID) -> str:
    return f"cases.pair:{organisation}:{user}"
