"""Which device a token is of, where devices stand, and what of theirs waits for a person."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from twiza.lib import short_codes
from twiza.lib.errors import DomainError, NotFound
from twiza.lib.keyring import Keyring
from twiza.platform.accounts.models import User
from twiza.platform.sync import rules
from twiza.platform.sync.models import Device, EnrolmentCode, OperationAnswer, StoredOperation, SyncKey


class NoSuchCode(NotFound):
    """Never made, used, or not of this day: the three look the same."""

    code = "sync.no_such_code"


class UnknownDevice(DomainError):
    """No device has this token."""

    code = "sync.unknown_device"


@dataclass(frozen=True)
class DeviceLine:
    """A device as a list shows it. `missing`: numbers of its sequence that never arrived, as "3-5"."""

    id: UUID
    name: str
    post: UUID
    installed: bool
    enrolled_at: datetime
    begins: datetime
    ends: datetime
    last_contact: datetime
    declared: int  # operations that it said it still held
    last_seq: int
    clock_offset_ms: int
    missing: list[str]
    revoked_at: datetime | None


@dataclass(frozen=True)
class WaitingLine:
    """An operation that is kept and that no subject has taken in: a person decides."""

    operation: UUID
    device: UUID
    kind: str
    at: datetime
    received_at: datetime
    answer: str
    rule: str


def keyring() -> Keyring:
    return Keyring(Path(settings.TWIZA_KEYS))


def code_fingerprints(code: str) -> list[str]:
    """Return what a code of an enrolment may be kept as: by the key in use first, then by older ones."""
    kept = sorted(keyring().secrets("blind_index").items(), reverse=True)
    return [
        hmac.digest(secret, b"sync.enrol:" + code.encode(), hashlib.sha256).hex() for _number, secret in kept
    ]


def token_fingerprint(token: bytes) -> str:
    """Return what is kept of a token: 32 random bytes need no key to stay secret."""
    return hashlib.sha256(b"sync.token:" + token).hexdigest()


def enrolment_of(typed: str) -> tuple[UUID, UUID]:
    """Return (enrolment, who opened it) of a code. Whether it may still be used: `enrol_device`.

    Raises:
        NoSuchCode: no enrolment has this code.
    """
    code = short_codes.read_code(typed, rules.CODE_LENGTH)
    key = SyncKey.objects.filter(
        pk__in=code_fingerprints(code) if code else [], kind=SyncKey.Kind.ENROLMENT
    ).first()
    if key is None:
        refuse_code()
    return key.thing, key.person


def refuse_code() -> NoReturn:
    raise NoSuchCode(_("This code opens nothing: it was used, or its time is past. Ask for a new sheet."))


def refuse_device() -> NoReturn:
    raise UnknownDevice(_("This phone is not known here. Enrol it with a new sheet; keep what it holds."))


def device_of(token: bytes) -> tuple[UUID, UUID]:
    """Return (device, in whose name it works) of a token, revoked or not.

    Looked up by its hash, so that how long it takes says nothing of what is kept.

    Raises:
        UnknownDevice: no device has it.
    """
    key = SyncKey.objects.filter(pk=token_fingerprint(token), kind=SyncKey.Kind.TOKEN).first()
    if key is None:
        refuse_device()
    return key.thing, key.person


def device_for(user: User, id: UUID) -> Device:
    """Return a device that this person may see. Raises NotFound."""
    found = Device.objects.filter(pk=id).first()
    if found is None:
        raise NotFound(_("There is no such device."))
    return found


def person_of(id: UUID) -> User:
    """Return the account in whose name a device works."""
    return User.objects.get(pk=id)


def devices_of(posts: Iterable[UUID]) -> list[DeviceLine]:
    """Return the devices that were enrolled for these posts, the newest first."""
    rows = Device.objects.filter(post__in=list(posts)).select_related("state").order_by("-enrolled_at", "-pk")
    return [
        DeviceLine(
            id=row.pk,
            name=row.name,
            post=row.post,
            installed=row.installed,
            enrolled_at=row.enrolled_at,
            begins=row.begins,
            ends=row.ends,
            last_contact=row.state.last_contact_at,
            declared=row.state.waiting,
            last_seq=row.state.last_seq,
            clock_offset_ms=row.state.clock_offset_ms,
            missing=gaps_of(row.pk, max(row.state.last_seq, row.state.highest_seq)),
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]


def keys_of_devices(posts: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return device → its public Ed25519 key, of those that were not ended."""
    rows = Device.objects.filter(post__in=list(posts), revoked_at__isnull=True)
    return {id: bytes(key) for id, key in rows.order_by("enrolled_at", "pk").values_list("pk", "key")}


def open_enrolments_of(posts: Iterable[UUID], *, at: datetime) -> list[EnrolmentCode]:
    """Return the sheets that can still enrol a phone, now or on their day."""
    used = Device.objects.filter(enrolment=OuterRef("pk"))
    rows = EnrolmentCode.objects.filter(post__in=list(posts), ends__gt=at)
    return list(rows.exclude(Exists(used)).order_by("begins", "pk"))


def live_posts(posts: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Return those of these posts that have an enrolled device, not revoked, whose period is now."""
    rows = Device.objects.filter(post__in=list(posts), revoked_at__isnull=True, begins__lte=at, ends__gt=at)
    return set(rows.values_list("post", flat=True))


_GAPS = """
SELECT before + 1, seq - 1 FROM (
    SELECT seq, lag(seq, 1, 0::bigint) OVER (ORDER BY seq) AS before
    FROM (
        SELECT DISTINCT seq FROM sync_operation WHERE device_id = %(device)s AND seq <= %(until)s
        UNION SELECT %(until)s::bigint + 1
    ) seen
) pairs WHERE seq > before + 1 ORDER BY seq LIMIT %(most)s
"""


def gaps_of(device: UUID, until: int) -> list[str]:
    """Return the numbers from 1 to `until` that never arrived from a device, as "3-5" or "7"; the first hundred gaps."""
    with connection.cursor() as cursor:
        cursor.execute(_GAPS, {"device": device, "until": until, "most": rules.MOST_GAPS})
        return rules.ranges(cursor.fetchall())


def waiting_of(posts: Iterable[UUID]) -> list[WaitingLine]:
    """Return what arrived from the devices of these posts and was not taken in by its subject, oldest first."""
    last = OperationAnswer.objects.filter(operation=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        StoredOperation.objects.filter(device__post__in=list(posts))
        .exclude(Exists(OperationAnswer.objects.filter(operation=OuterRef("pk"), taken_in=True)))
        .annotate(said=Subquery(last.values("answer")[:1]), why=Subquery(last.values("rule")[:1]))
        .order_by("device", "seq", "pk")
    )
    return [
        WaitingLine(row.pk, row.device_id, row.kind, row.at, row.received_at, row.said, row.why)
        for row in rows
    ]


def operations_of(device: UUID) -> Sequence[StoredOperation]:
    """Return everything that arrived from a device, in its own order."""
    return list(StoredOperation.objects.filter(device=device).order_by("seq", "received_at", "pk"))
