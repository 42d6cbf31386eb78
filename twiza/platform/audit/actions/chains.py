"""Linking committed lines into chains, and signing where each chain stands.

Not in the request: a lock on the head of a chain, held while a page is made, would let one page after
another through. A worker links what is committed; a tampering before that is not seen, which is why
`verify_audit` says how many newest lines are not linked yet.
"""

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from twiza.lib.keyring import Keyring
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import queries, rules
from twiza.platform.audit.rules import Chain, Head, Log

ONE_LINKER = 7_204_100_151  # the number of the advisory lock: one linker at a time
BATCH = 20_000


@transaction.atomic
def link_lines(*, at: datetime, within: timedelta | None = timedelta(days=2), limit: int = BATCH) -> int:
    """Link committed lines that are not linked yet, and return how many: call again until 0.

    Needs `acting_as(None, purpose=Purpose.AUDIT)`: chains run across organisations.

    1. Let one linker work at a time, until its transaction ends.
    2. Find lines without a link: by what is missing, never by "newer than the last one", because a
       transaction that began earlier may commit later.
    3. Continue each chain from its last link.

    Args:
        within: look only at lines born this long before `at`; None looks at all of them (once a night).
        limit: lines of each log in one call.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_LINKER])
    oldest = UUID(int=0) if within is None else rules.first_id_at(at - within)
    return sum(_link_log(log, oldest, limit) for log in Log)


def link_everything(*, at: datetime, within: timedelta | None = None) -> int:
    """Link whatever is not linked yet, one transaction a batch, and return how many lines."""
    total = 0
    while True:
        with acting_as(None, purpose=Purpose.AUDIT):
            linked = link_lines(at=at, within=within)
        if not linked:
            return total
        total += linked


def _link_log(log: Log, oldest: UUID, limit: int) -> int:
    lines = queries.unlinked(log, oldest=oldest, limit=limit)
    ends = queries.ends_of(log, {line.organisation for line in lines})
    organisations, positions, ids, befores, hashes = [], [], [], [], []
    for line in lines:
        position, previous = ends.get(line.organisation) or (0, rules.start_of(Chain(log, line.organisation)))
        own = rules.link_hash(previous, line.content)
        ends[line.organisation] = (position + 1, own)
        organisations.append(line.organisation)
        positions.append(position + 1)
        ids.append(line.id)
        befores.append(previous)
        hashes.append(own)
    if lines:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_link (log, organisation, position, line, previous, hash)"
                " SELECT %s, * FROM unnest(%s::uuid[], %s::bigint[], %s::uuid[], %s::bytea[], %s::bytea[])",
                [str(log), organisations, positions, ids, befores, hashes],
            )
    return len(lines)


def sign_heads(*, file: Path, keys: Keyring, at: datetime) -> int:
    """Append the signed head of each chain that has moved since it was last signed; return how many.

    The file is outside the database on purpose: whoever can rewrite every row cannot rewrite it too, as
    long as a copy is kept elsewhere.
    """
    key, private = keys.signing_key("audit")
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="utf-8") as heads:
        fcntl.flock(heads, fcntl.LOCK_EX)  # one signer at a time
        heads.seek(0)
        lines = [line for line in heads if line.strip()]
        told, before, written = rules.positions_in(lines), rules.last_line_of(lines), 0
        with acting_as(None, purpose=Purpose.AUDIT):
            ends = queries.ends()
        for chain, position, own in ends:
            if told.get((str(chain.log), chain.organisation)) == position:
                continue
            head = Head(str(chain.log), chain.organisation, position, own, moment)
            line = rules.write_head(head, before=before, key=str(key), sign=private.sign)
            heads.write(line + "\n")
            before, written = rules.last_line_of([line]), written + 1
        heads.flush()
        os.fsync(heads.fileno())
    return written
