"""The rows of a batch, read and written whole: a phone sends an evening at once, and many phones send together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from twiza.lib.ids import new_id
from twiza.lib.operations import DeviceOperation
from twiza.platform.sync.actions.reading import Read, digest_of_line
from twiza.platform.sync.rules import FieldAnswer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 12, 31, tzinfo=UTC)

_DEVICE = """
SELECT d.id, d.organisation_id, d.host_id, d.post, d.post_kind, d.key, d.revoked_at FROM sync_device d WHERE d.id = %s
"""
# the row that stands for the device's turn: two batches of one device wait for one another
_HOLD = "SELECT last_seq, highest_seq FROM sync_devicestate WHERE device_id = %s FOR UPDATE"
_REVOKED = "SELECT revoked_at IS NOT NULL FROM sync_device WHERE id = %s"
_KNOWN = """
SELECT o.id, o.device_id, o.digest, a.answer, a.rule FROM sync_operation o
LEFT JOIN sync_answer a ON a.operation_id = o.id AND a.by_id IS NULL WHERE o.id = ANY (%b)
"""
_USED = "SELECT seq FROM sync_operation WHERE device_id = %s AND seq = ANY (%b) AND NOT sequence_again"
_STORE = """
INSERT INTO sync_operation (id, device_id, organisation_id, host_id, seq, kind, at, heard, payload, signature, digest,
    received_at, clock_offset_ms, quarantined, sequence_again)
SELECT g.id, %s, %s, %s, g.seq, g.kind, g.at, g.heard, g.payload, g.signature, g.digest, %s, %s, %s, g.again
FROM unnest(%b::uuid[], %b::bigint[], %b::text[], %b::timestamptz[], %b::timestamptz[], %b::text[], %b::bytea[],
    %b::bytea[], %b::bool[]) AS g (id, seq, kind, at, heard, payload, signature, digest, again)
ON CONFLICT (id) DO NOTHING RETURNING id
"""
_ANSWER = """
INSERT INTO sync_answer (id, device_id, organisation_id, host_id, operation_id, answer, rule, taken_in, at, by_id)
SELECT g.id, %s, %s, %s, g.operation, g.answer, g.rule, g.taken, %s, %s
FROM unnest(%b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::bool[]) AS g (id, operation, answer, rule, taken)
"""
_KEEP = """
INSERT INTO sync_keptupload (id, device_id, organisation_id, host_id, digest, line, rule, received_at)
SELECT g.id, %s, %s, %s, g.digest, g.line, g.rule, %s
FROM unnest(%b::uuid[], %b::bytea[], %b::text[], %b::text[]) AS g (id, digest, line, rule)
ON CONFLICT (device_id, digest) DO NOTHING
"""
_HEARD = """
UPDATE sync_devicestate SET last_contact_at = %s, waiting = %s, last_seq = greatest(last_seq, %s),
    highest_seq = greatest(highest_seq, %s), clock_offset_ms = %s WHERE device_id = %s
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """The device that sends, as far as a batch needs it."""

    id: UUID
    organisation: UUID
    host: UUID
    post: UUID
    post_kind: str
    key: bytes
    revoked_at: datetime | None

    @property
    def bodies(self) -> tuple[UUID, UUID, UUID]:
        return self.id, self.organisation, self.host


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already under an operation's id, and what its device was told."""

    device: UUID
    digest: bytes
    answer: str
    rule: str


def sender(device: UUID) -> Sender | None:
    row = _one(_DEVICE, [device])
    if row is None:
        return None
    id, organisation, host, post, post_kind, key, revoked_at = row
    return Sender(id, organisation, host, post, post_kind, bytes(key), revoked_at)


def hold(device: UUID) -> bool:
    """Wait for this device's turn; say whether it is revoked by now."""
    _one(_HOLD, [device])
    return bool(_one(_REVOKED, [device])[0])


def known(ids: Sequence[UUID]) -> dict[UUID, Known]:
    rows = _all(_KNOWN, [list(ids)])
    return {row[0]: Known(row[1], bytes(row[2]), row[3] or "", row[4] or "") for row in rows}


def used_numbers(device: UUID, seqs: Sequence[int]) -> set[int]:
    return {seq for (seq,) in _all(_USED, [device, list(seqs)])}


def store(
    sent_by: Sender, new: Sequence[tuple[Read, bool]], *, offset: int, quarantined: bool, at: datetime
) -> set[UUID]:
    """Write new operations (each with: was its number used before?); return the ids that are ours now."""
    some: list[tuple[DeviceOperation, Read, bool]] = [
        (read.operation, read, again) for read, again in new if read.operation is not None
    ]
    columns: list[list[Any]] = [
        [one.op for one, _, _ in some],
        [one.seq for one, _, _ in some],
        [one.kind for one, _, _ in some],
        [moment(one.at) for one, _, _ in some],
        [moment(one.heard) if one.heard else None for one, _, _ in some],
        [one.payload for one, _, _ in some],
        [one.signature for one, _, _ in some],
        [read.digest for _, read, _ in some],
        [again for _, _, again in some],
    ]
    return {id for (id,) in _all(_STORE, [*sent_by.bodies, at, offset, quarantined, *columns])}


def write_answers(
    bodies: tuple[UUID, UUID, UUID],
    answers: Sequence[FieldAnswer],
    taken: set[UUID],
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    columns: list[list[Any]] = [
        [new_id() for _ in answers],
        [one.id for one in answers],
        [str(one.answer) for one in answers],
        [str(one.rule)[:60] for one in answers],
        [one.id in taken for one in answers],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ANSWER, [*bodies, at, by, *columns])


def keep_raw(sent_by: Sender, lines: Sequence[tuple[str, str]], *, at: datetime) -> None:
    """Keep lines as they came, each once, with why."""
    columns: list[list[Any]] = [
        [new_id() for _ in lines],
        [digest_of_line(line) for line, _ in lines],
        [_writable(line) for line, _ in lines],
        [str(rule) for _, rule in lines],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [*sent_by.bodies, at, *columns])


def heard_from(device: UUID, *, waiting: int, last_seq: int, highest: int, offset: int, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, [at, waiting, last_seq, highest, offset, device])


def moment(milliseconds: int) -> datetime:
    """Return the moment that a device named, the last day of 9999 for any later one."""
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return _LATEST


def _writable(line: str) -> str:
    """What PostgreSQL cannot hold in a text is written out; the digest is of what came."""
    return line.replace("\x00", "\\0").encode("utf-8", "backslashreplace").decode()


def _one(statement: str, values: Sequence[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def _all(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[Any] = cursor.fetchall()
        return found
