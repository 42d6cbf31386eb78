"""The PIN of the day: it opens the room again on one device, after the day's first passphrase. Or a key does.

The key is wrapped by both the PIN and 32 bytes that only the device's cookie carries, with the pepper of the keyring.
The row alone, or the cookie alone, leaves nothing to guess at; with both, five tries. In place of the PIN one of the
worker's keys may be asked: the server then opens the row only after its answer to a new question.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.models import RoomPin
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.lib.keyring import Keyring
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

UNGUESSABLE = closed_room.Cost(passes=1, kibibytes=1024)  # 32 random bytes need no dear guesses


class NotAPin(DomainError):
    code = "cases.not_a_pin"


class WrongPin(DomainError):
    code = "cases.wrong_pin"


class NoPasskey(DomainError):
    code = "cases.no_passkey"


class PinSpent(DomainError):
    """Tried five times, of another day, another device or another key."""

    code = "cases.pin_spent"


@transaction.atomic
def set_pin(
    *, room: OpenRoom, pin: str, since: datetime, by: Any, at: datetime, cost: closed_room.Cost | None = None
) -> tuple[RoomPin, bytes]:
    """Let a PIN open the room on this device until midnight; an earlier PIN of this worker ends.

    Args:
        since: when the passphrase was given: the PIN ends at the midnight after it.

    Returns:
        The row, and the 32 bytes that the device's cookie keeps.

    Raises:
        NotAPin: not six digits, or one digit only. PinSpent: the passphrase was given on another day.
    """
    check(by, Permission.CASE_WORK, room.organisation)
    digits, until = _digits(pin), _midnight(since)
    if len(set(digits)) < 3:
        raise NotAPin(_("Choose a PIN of six digits, at least three of them different."))
    if until <= at:
        raise _spent()
    forget_pins(user=by.pk, organisation=room.organisation)
    row, device = _kept(room, "pin", digits, by, at, until, cost)
    audit.record(type="cases.pin_set", organisation=room.organisation, by=by, at=at)
    return row, device


@transaction.atomic
def set_passkey(*, room: OpenRoom, since: datetime, by: Any, at: datetime) -> tuple[RoomPin, bytes]:
    """Let a key of this worker open the room on this device until midnight; an earlier PIN or key ends.

    Returns:
        The row, and the 32 bytes that the device's cookie keeps.

    Raises:
        NoPasskey: none is set up. PinSpent: the passphrase was given on another day.
    """
    check(by, Permission.CASE_WORK, room.organisation)
    until = _midnight(since)
    if not accounts.has_key(by):
        raise NoPasskey(_("You have no key yet: set one up on your account page."))
    if until <= at:
        raise _spent()
    forget_pins(user=by.pk, organisation=room.organisation)
    row, device = _kept(room, "passkey", "", by, at, until, UNGUESSABLE)
    audit.record(type="cases.passkey_set", organisation=room.organisation, by=by, at=at)
    return row, device


def open_by_pin(*, id: UUID, device: bytes, pin: str, by: Any, at: datetime) -> OpenRoom:
    """Unlock a worker's private key by the PIN of the day. The try is counted before it is made, and stays counted.

    Raises:
        WrongPin. PinSpent: the passphrase opens the room.
    """
    row = _tried(id, "pin", by, at)
    private = _unwrapped(row, device, _digits(pin))
    return _opened(row, private, "cases.room_opened_by_pin", by, at)


def open_by_passkey(
    *, id: UUID, device: bytes, asked: dict[str, Any], answer: Any, by: Any, at: datetime
) -> OpenRoom:
    """Unlock a worker's private key after the answer of one of their keys. The try is counted before it is looked at.

    Args:
        asked: the question that the session kept; the caller has forgotten it by now: an answer is good once.
        answer: what the browser sent of the key.

    Raises:
        WrongPin: no answer of a key of theirs to this question. PinSpent: the passphrase opens the room.
    """
    row = _tried(id, "passkey", by, at)
    if not accounts.key_answers(by, asked=asked, answer=answer):
        raise _wrong(row)
    private = _unwrapped(row, device, "")
    return _opened(row, private, "cases.room_opened_by_passkey", by, at)


@transaction.atomic
def end_pin(*, organisation: UUID, by: Any, at: datetime) -> None:
    """End the PIN of the day, as its owner asks: the passphrase opens the room next."""
    check(by, Permission.CASE_WORK, organisation)
    forget_pins(user=by.pk, organisation=organisation)
    audit.record(type="cases.pin_ended", organisation=organisation, by=by, at=at)


def forget_pins(*, user: Any, organisation: UUID) -> None:
    """End the PINs of a worker: another PIN, another passphrase or another key came."""
    RoomPin.objects.filter(user_id=user, organisation_id=organisation).delete()


def _kept(
    room: OpenRoom,
    way: str,
    digits: str,
    by: Any,
    at: datetime,
    until: datetime,
    cost: closed_room.Cost | None,
) -> tuple[RoomPin, bytes]:
    device = secrets.token_bytes(closed_room.KEY)
    row = RoomPin(
        worker_id=room.worker, organisation_id=room.organisation, user_id=by.pk, way=way, at=at, until=until
    )
    number, pepper = Keyring(settings.TWIZA_KEYS).current("closed_room")
    wrapped = closed_room.wrap(
        room.private, passphrase=_both(device, digits), pepper=pepper, number=number, owner=_owner(row), cost=cost
    )  # fmt: skip
    row.salt, row.sealed, row.pepper = wrapped.salt, wrapped.sealed, wrapped.pepper
    row.passes, row.kibibytes = wrapped.cost.passes, wrapped.cost.kibibytes
    row.save(force_insert=True)
    return row, device


def _tried(id: UUID, way: str, by: Any, at: datetime) -> RoomPin:
    """Return the row, one try poorer. Raises PinSpent."""
    row = queries.pin_of(by, id, at=at)
    if row is None or row.way != way:
        raise _spent()
    check(by, Permission.CASE_WORK, row.organisation_id)
    with transaction.atomic():
        counted = RoomPin.objects.filter(pk=row.pk, tries__lt=rules.PIN_TRIES).update(tries=F("tries") + 1)
    worker = queries.worker_of(by.pk, row.organisation_id)
    if not counted or worker is None or worker.pk != row.worker_id:
        raise _spent()
    return row


def _unwrapped(row: RoomPin, device: bytes, digits: str) -> bytes:
    wrapped = closed_room.WrappedKey(
        bytes(row.salt), bytes(row.sealed), row.pepper, closed_room.Cost(row.passes, row.kibibytes)
    )
    pepper = Keyring(settings.TWIZA_KEYS).secrets("closed_room")[row.pepper]
    try:
        return closed_room.unwrap(wrapped, passphrase=_both(device, digits), pepper=pepper, owner=_owner(row))
    except closed_room.WrongPassphrase as error:
        raise _wrong(row) from error


def _opened(row: RoomPin, private: bytes, type: str, by: Any, at: datetime) -> OpenRoom:
    with transaction.atomic():
        RoomPin.objects.filter(pk=row.pk).update(tries=0)
        audit.record(type=type, organisation=row.organisation_id, by=by, at=at)
    return OpenRoom(row.organisation_id, by.pk, row.worker_id, private)


def _wrong(row: RoomPin) -> DomainError:
    left = rules.PIN_TRIES - RoomPin.objects.values_list("tries", flat=True).get(pk=row.pk)
    if left < 1:
        return _spent()
    if row.way == "passkey":
        return WrongPin(_("This key does not open the room. Tries left: %(left)s."), left=left)
    return WrongPin(_("This PIN does not open the room. Tries left: %(left)s."), left=left)


def _spent() -> PinSpent:
    return PinSpent(_("Your passphrase opens the room now: the PIN or the key does no more."))


def _owner(row: RoomPin) -> bytes:
    return row.way.encode() + row.user_id.bytes + row.pk.bytes


def _both(device: bytes, digits: str) -> str:
    return f"{device.hex()} {digits}"


def _digits(pin: str) -> str:
    """The same digits from an Arabic keyboard; empty when they are not six digits."""
    digits = "".join(str(unicodedata.decimal(one, "x")) for one in pin.strip())
    return digits if len(digits) == rules.PIN_DIGITS and "x" not in digits else ""


def _midnight(since: datetime) -> datetime:
    day = timezone.localtime(since) + timedelta(days=1)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)
