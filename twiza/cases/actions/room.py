"""Keys of the room: made, opened by the passphrase, wrapped anew, renewed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries
from twiza.cases.models import RoomDraft, RoomLock, RoomWorker, TeamSeat
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.lib.keyring import Keyring
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class HasKeyAlready(DomainError):
    code = "cases.has_key_already"


class NoKeyOfRoom(DomainError):
    code = "cases.no_key_of_room"


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
    keys = Keyring(settings.TWIZA_KEYS)
    peppers = keys.secrets("closed_room")
    private = closed_room.unwrap(
        _wrapped(lock), passphrase=passphrase, pepper=peppers[lock.pepper], owner=by.pk.bytes
    )
    if lock.pepper != max(peppers):
        _wrap(lock, private, passphrase, by, at, _wrapped(lock).cost)
    audit.record(type="cases.room_opened", organisation=organisation, by=by, at=at)
    return OpenRoom(organisation, by.pk, lock.worker_id, private)


@transaction.atomic
def change_passphrase(*, room: OpenRoom, passphrase: str, by: Any, at: datetime) -> None:
    """Wrap the private key in another passphrase. Nothing else changes. Raises PassphraseTooShort."""
    check(by, Permission.CASE_WORK, room.organisation)
    lock = RoomLock.objects.select_for_update().get(pk=room.worker)
    _wrap(lock, room.private, passphrase, by, at, _wrapped(lock).cost)
    audit.record(type="cases.passphrase_changed", organisation=room.organisation, by=by, at=at)


@transaction.atomic
def renew_keys(*, room: OpenRoom, passphrase: str, by: Any, at: datetime) -> OpenRoom:
    """Make a new pair and seal every case key of this worker to it: the old pair opens nothing that is kept.

    Drafts are sealed to the old pair and are dropped.
    """
    check(by, Permission.CASE_WORK, room.organisation)
    cost = _wrapped(RoomLock.objects.get(pk=room.worker)).cost
    new = _new_pair(room.organisation, passphrase, by, at, cost)
    public = closed_room.public_of(new.private)
    seats = TeamSeat.objects.select_for_update().filter(organisation_id=room.organisation, user=by)
    for seat in seats:
        if seat.sealed:
            about = seat.case_id.bytes
            key = closed_room.take(bytes(seat.sealed), private=room.private, about=about)
            seat.sealed = closed_room.hand(key, to=public, about=about)
            seat.save(update_fields=["sealed"])
    RoomDraft.objects.filter(user=by, organisation_id=room.organisation).delete()
    audit.record(type="cases.keys_renewed", organisation=room.organisation, by=by, at=at)
    return new


def _new_pair(
    organisation: UUID, passphrase: str, by: Any, at: datetime, cost: closed_room.Cost | None
) -> OpenRoom:
    private, public = closed_room.new_pair()
    number, pepper = Keyring(settings.TWIZA_KEYS).current("closed_room")
    wrapped = closed_room.wrap(
        private, passphrase=passphrase, pepper=pepper, number=number, owner=by.pk.bytes, cost=cost
    )
    worker = RoomWorker.objects.create(organisation_id=organisation, user=by, public_key=public, at=at)
    RoomLock.objects.create(worker=worker, user=by, at=at, **_columns(wrapped))
    return OpenRoom(organisation, by.pk, worker.pk, private)


def _wrap(
    lock: RoomLock, private: bytes, passphrase: str, by: Any, at: datetime, cost: closed_room.Cost
) -> None:
    number, pepper = Keyring(settings.TWIZA_KEYS).current("closed_room")
    wrapped = closed_room.wrap(
        private, passphrase=passphrase, pepper=pepper, number=number, owner=by.pk.bytes, cost=cost
    )
    columns = _columns(wrapped) | {"at": at}
    for name, value in columns.items():
        setattr(lock, name, value)
    lock.save(update_fields=list(columns))


def _columns(wrapped: closed_room.WrappedKey) -> dict[str, Any]:
    return {
        "salt": wrapped.salt,
        "sealed": wrapped.sealed,
        "pepper": wrapped.pepper,
        "passes": wrapped.cost.passes,
        "kibibytes": wrapped.cost.kibibytes,
    }


def _wrapped(lock: RoomLock) -> closed_room.WrappedKey:
    cost = closed_room.Cost(lock.passes, lock.kibibytes)
    return closed_room.WrappedKey(bytes(lock.salt), bytes(lock.sealed), lock.pepper, cost)
