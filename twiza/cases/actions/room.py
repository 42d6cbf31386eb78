"""Keys of the room: made, opened by the passphrase, wrapped anew, renewed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.alerts import reseal_alerts
from twiza.cases.actions.desk import follow_new_keys, sit_anew
from twiza.cases.actions.keys import hold_pair
from twiza.cases.actions.locks import cost_of, is_behind, unwrapped, wrap_again, wrapped_columns
from twiza.cases.actions.pins import forget_pins
from twiza.cases.models import AlertSeal, DrawerSeat, RoomDraft, RoomLock, RoomWorker, TeamSeat
from twiza.cases.queries import OpenRoom
from twiza.cases.queries.room import about_key
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class HasKeyAlready(DomainError):
    code = "cases.has_key_already"


class NoKeyOfRoom(DomainError):
    code = "cases.no_key_of_room"


class PassphraseRests(DomainError):
    """Tried wrong too often: for some minutes not even the right one is tried."""

    code = "cases.passphrase_rests"


@transaction.atomic
def take_key(
    *, organisation: UUID, passphrase: str, by: Any, at: datetime, cost: closed_room.Cost | None = None
) -> OpenRoom:
    """Make a worker's pair of keys, the private one wrapped by the passphrase; return the room, open.

    Args:
        cost: of one guess; the house's own unless said.

    Raises:
        HasKeyAlready. PassphraseTooShort.
    """
    check(by, Permission.CASE_WORK, organisation)
    if queries.worker_of(by.pk, organisation) is not None:
        raise HasKeyAlready(_("You have a key of this room already: open it with your passphrase."))
    room = _new_pair(organisation, passphrase, by, at, cost)
    audit.record(type="cases.key_taken", organisation=organisation, by=by, at=at)
    return room


@transaction.atomic
def open_room(*, organisation: UUID, passphrase: str, by: Any, at: datetime) -> OpenRoom:
    """Unlock a worker's private key. A key wrapped under an old pepper is wrapped anew on the way.

    Raises:
        NoKeyOfRoom. WrongPassphrase.
    """
    check(by, Permission.CASE_WORK, organisation)
    lock = queries.lock_of(by.pk, organisation)
    if lock is None:
        raise NoKeyOfRoom(_("You have no key of this room yet: choose a passphrase first."))
    private = unwrapped(lock, passphrase, owner=by.pk.bytes)
    if is_behind(lock):
        wrap_again(lock, private, passphrase, owner=by.pk.bytes, at=at)
    audit.record(type="cases.room_opened", organisation=organisation, by=by, at=at)
    return OpenRoom(organisation, by.pk, lock.worker_id, private)


@transaction.atomic
def change_passphrase(*, room: OpenRoom, old: str, passphrase: str, by: Any, at: datetime) -> None:
    """Wrap the private key in another passphrase. Nothing else changes.

    Args:
        old: typed again: an open room that somebody walked away from is not enough.

    Raises:
        WrongPassphrase. PassphraseTooShort.
    """
    check(by, Permission.CASE_WORK, room.organisation)
    lock = RoomLock.objects.select_for_update().get(pk=room.worker)
    unwrapped(lock, old, owner=by.pk.bytes)
    wrap_again(lock, room.private, passphrase, owner=by.pk.bytes, at=at)
    forget_pins(user=by.pk, organisation=room.organisation)
    audit.record(type="cases.passphrase_changed", organisation=room.organisation, by=by, at=at)


@transaction.atomic
def renew_keys(*, room: OpenRoom, old: str, passphrase: str, by: Any, at: datetime) -> OpenRoom:
    """Make a new pair and seal every case key of this worker to it: the old pair opens nothing that is kept.

    Drafts and alerts that wait are sealed again too: no word is lost. The PIN of the day ends, and a room that is
    open elsewhere with the old pair locks.

    Args:
        old: the passphrase, typed again. passphrase: of the new pair; it may be the same.

    Raises:
        WrongPassphrase. PassphraseTooShort.
    """
    check(by, Permission.CASE_WORK, room.organisation)
    hold_pair(by.pk, room.organisation)
    lock = RoomLock.objects.get(pk=room.worker)
    unwrapped(lock, old, owner=by.pk.bytes)
    new = _new_pair(room.organisation, passphrase, by, at, cost_of(lock))
    public = closed_room.public_of(new.private)
    for seat in _own_seats(room.organisation, by):
        if seat.sealed:
            about = about_key(seat.case_id, _drawer(seat))
            key = closed_room.take(bytes(seat.sealed), private=room.private, about=about)
            seat.sealed = closed_room.hand(key, to=public, about=about)
            seat.save(update_fields=["sealed"])
    for draft in RoomDraft.objects.select_for_update().filter(user=by, organisation_id=room.organisation):
        about = draft.about.bytes
        words = closed_room.unseal_own(bytes(draft.sealed), private=room.private, about=about)
        draft.sealed = closed_room.seal_to(words, public=public, about=about)
        draft.save(update_fields=["sealed"])
    reseal_alerts(room=room, public=public, by=by)
    follow_new_keys(old=room, new=new, at=at)
    forget_pins(user=by.pk, organisation=room.organisation)
    audit.record(type="cases.keys_renewed", organisation=room.organisation, by=by, at=at)
    return new


@transaction.atomic
def start_anew(
    *, organisation: UUID, passphrase: str, by: Any, at: datetime, cost: closed_room.Cost | None = None
) -> OpenRoom:
    """After a forgotten passphrase: a new pair of keys. What was sealed to the old one opens for this worker no more.

    Their seats wait for the key: colleagues hand it, or two officers bring it back. Drafts and copies of alerts that
    were sealed to the old pair are gone, and the old pair is forgotten: found again, its passphrase opens nothing.

    Raises:
        NoKeyOfRoom. PassphraseTooShort.
    """
    check(by, Permission.CASE_WORK, organisation)
    hold_pair(by.pk, organisation)
    old = queries.lock_of(by.pk, organisation)
    if old is None:
        raise NoKeyOfRoom(_("You have no key of this room yet: choose a passphrase first."))
    room = _new_pair(organisation, passphrase, by, at, cost)
    RoomLock.objects.filter(user=by, worker__organisation_id=organisation).exclude(pk=room.worker).update(
        salt=b"", sealed=b"", at=at
    )
    for seat in _own_seats(organisation, by):
        if seat.sealed:
            seat.sealed = b""
            seat.save(update_fields=["sealed"])
    RoomDraft.objects.filter(user=by, organisation_id=organisation).delete()
    AlertSeal.objects.filter(user=by, organisation_id=organisation).delete()
    sit_anew(old=old.worker_id, new=room, at=at)
    forget_pins(user=by.pk, organisation=organisation)
    audit.record(type="cases.started_anew", organisation=organisation, by=by, at=at)
    return room


def _own_seats(organisation: UUID, by: Any) -> list[Any]:
    tables: tuple[Any, ...] = (TeamSeat, DrawerSeat)
    mine = [
        table.objects.select_for_update().filter(organisation_id=organisation, user=by) for table in tables
    ]
    return [seat for rows in mine for seat in rows.order_by("pk")]


def _drawer(seat: Any) -> rules.Drawer:
    return rules.Drawer.PSYCHOLOGY if isinstance(seat, DrawerSeat) else rules.Drawer.CASE


def _new_pair(
    organisation: UUID, passphrase: str, by: Any, at: datetime, cost: closed_room.Cost | None
) -> OpenRoom:
    private, public = closed_room.new_pair()
    columns = wrapped_columns(private, passphrase=passphrase, owner=by.pk.bytes, cost=cost)
    worker = RoomWorker.objects.create(organisation_id=organisation, user=by, public_key=public, at=at)
    RoomLock.objects.create(worker=worker, user=by, at=at, **columns)
    return OpenRoom(organisation, by.pk, worker.pk, private)
