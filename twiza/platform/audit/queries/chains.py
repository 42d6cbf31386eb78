"""Reading the chains of both logs: what is not linked yet, where each chain ends, whether it stands."""

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from twiza.lib.canonical import canonical_bytes
from twiza.platform.audit import rules
from twiza.platform.audit.rules import Break, Chain, Head, Link, Log, Trouble, Walk

# The fields of a line in the order in which they are hashed. Never reorder: old hashes would break.
FIELDS: dict[Log, tuple[str, ...]] = {
    Log.AUDIT: (
        "id",
        "organisation_id",
        "at",
        "recorded_at",
        "by",
        "role",
        "type",
        "target_kind",
        "target",
        "reason_code",
        "data",
    ),
    Log.ACCESS: ("id", "organisation_id", "at", "recorded_at", "by", "role", "page", "purpose", "subjects"),
}
TABLE: dict[Log, str] = {Log.AUDIT: "audit_line", Log.ACCESS: "audit_access"}
CHUNK = 5_000


class UnlinkedLine(NamedTuple):
    id: UUID
    organisation: UUID
    content: bytes


class Waiting(NamedTuple):
    """Lines of one log that are not linked yet."""

    log: Log
    lines: int
    oldest: datetime | None


def columns(log: Log) -> str:
    """The columns of a line, written by the database as `canonical_bytes` would write them.

    Ids and moments come as text: reading a million of them into Python objects only to write them out again
    takes three times as long. A test compares both ways.
    """
    return ", ".join(_as_text(name) for name in FIELDS[log])


def _as_text(name: str) -> str:
    if name in ("at", "recorded_at"):
        return f"""to_char(l.{name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
    return f"l.{name}::text" + ("[]" if name == "subjects" else "")


def content_of(log: Log, row: Sequence[Any]) -> bytes:
    """Return the canonical bytes of a line, from its columns in the order of `FIELDS`.

    A line that holds what no action can have written (a float in its data) has bytes of its own, which fit no hash.
    """
    try:
        fields = dict(zip(FIELDS[log], row, strict=True))
        if log is Log.AUDIT:
            fields["data"] = json.loads(fields["data"])
        return canonical_bytes(list(fields.items()))
    except (TypeError, ValueError):
        return b"unreadable"


def unlinked(log: Log, *, oldest: UUID, limit: int) -> list[UnlinkedLine]:
    """Return up to `limit` committed lines without a link, in order of birth, from the id `oldest` on."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns(log)} FROM {TABLE[log]} l WHERE l.id >= %s"
            " AND NOT EXISTS (SELECT FROM audit_link k WHERE k.log = %s AND k.line = l.id)"
            " ORDER BY l.id LIMIT %s",
            [oldest, str(log), limit],
        )
        return [
            UnlinkedLine(UUID(row[0]), UUID(row[1]) if row[1] else rules.PLATFORM, content_of(log, row))
            for row in cursor.fetchall()
        ]


def ends_of(log: Log, organisations: Iterable[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """Return (position, hash) of the last link of each of these chains; a chain not begun is absent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o, k.position, k.hash FROM unnest(%s::uuid[]) o CROSS JOIN LATERAL"
            " (SELECT position, hash FROM audit_link WHERE log = %s AND organisation = o"
            "  ORDER BY position DESC LIMIT 1) k",
            [list(organisations), str(log)],
        )
        return {organisation: (position, bytes(own)) for organisation, position, own in cursor.fetchall()}


def ends() -> list[tuple[Chain, int, bytes]]:
    """Return (chain, position, hash) of the last link of every chain, jumping from chain to chain."""
    found: list[tuple[Chain, int, bytes]] = []
    with connection.cursor() as cursor:
        for log in Log:
            cursor.execute(
                "WITH RECURSIVE chain(organisation) AS ("
                " (SELECT organisation FROM audit_link WHERE log = %(log)s ORDER BY organisation LIMIT 1)"
                " UNION ALL SELECT (SELECT k.organisation FROM audit_link k WHERE k.log = %(log)s"
                "  AND k.organisation > chain.organisation ORDER BY k.organisation LIMIT 1)"
                " FROM chain WHERE chain.organisation IS NOT NULL)"
                " SELECT array_agg(organisation) FROM chain WHERE organisation IS NOT NULL",
                {"log": str(log)},
            )
            organisations = cursor.fetchone()[0] or []
            for organisation, (position, own) in sorted(ends_of(log, organisations).items()):
                found.append((Chain(log, organisation), position, own))
    return found


def waiting() -> list[Waiting]:
    """Return how many lines of each log are not linked yet, and when the oldest of them was written."""
    found = []
    with connection.cursor() as cursor:
        for log in Log:
            cursor.execute(
                f"SELECT count(*), min(l.recorded_at) FROM {TABLE[log]} l WHERE NOT EXISTS"
                " (SELECT FROM audit_link k WHERE k.log = %s AND k.line = l.id)",
                [str(log)],
            )
            found.append(Waiting(log, *cursor.fetchone()))
    return found


def first_unfound_access() -> UUID | None:
    """Return an access line whose people are not all in the side table that "who read my file" searches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id FROM audit_access l WHERE ARRAY(SELECT DISTINCT s FROM unnest(l.subjects) s ORDER BY s)"
            " <> ARRAY(SELECT s.subject FROM access_subject s WHERE s.line_id = l.id ORDER BY s.subject) LIMIT 1"
        )
        row = cursor.fetchone()
        return row[0] if row else None


def walk_chains(heads: Sequence[Head]) -> Iterator[Walk]:
    """Walk every chain that is in the database or in the file of heads, and name the first trouble of each.

    Needs `acting_as(None, purpose=Purpose.AUDIT)`. Rows are streamed: a million lines fit in little memory.
    """
    told: dict[Chain, list[Head]] = {}
    for head in heads:
        told.setdefault(Chain(Log(head.log), head.organisation), []).append(head)
    for log in Log:
        for organisation, links in itertools.groupby(_links(log), key=lambda pair: pair[0]):
            chain = Chain(log, organisation)
            yield _named(rules.walk(chain, (link for _, link in links), told.pop(chain, [])))
    for chain, vanished in sorted(told.items()):
        yield _named(rules.walk(chain, [], vanished))


def _links(log: Log) -> Iterator[tuple[UUID, Link]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT k.organisation, k.position, k.line, k.previous, k.hash, {columns(log)}"
            f" FROM audit_link k LEFT JOIN {TABLE[log]} l ON l.id = k.line"
            " WHERE k.log = %s ORDER BY k.organisation, k.position",
            [str(log)],
        )
        rows = itertools.chain.from_iterable(iter(lambda: cursor.fetchmany(CHUNK), []))
        for organisation, position, line, previous, own, *row in rows:
            content = None if row[0] is None else content_of(log, row)
            yield organisation, Link(position, line, bytes(previous), bytes(own), content)


def _named(walked: Walk) -> Walk:
    found = walked.trouble
    if not isinstance(found, Break):
        return walked
    chain = walked.chain
    heirs = _links_where("previous", chain, found.expected)
    parents = _links_where("hash", chain, found.here.previous)
    named: Trouble = rules.name_break(found, heirs=heirs, parent=parents[0] if parents else None)
    return replace(walked, trouble=named)


def _links_where(column: str, chain: Chain, value: bytes) -> list[Link]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, line, previous, hash FROM audit_link"
            f" WHERE log = %s AND organisation = %s AND {column} = %s ORDER BY position LIMIT 2",
            [str(chain.log), chain.organisation, value],
        )
        return [Link(position, line, bytes(p), bytes(h), None) for position, line, p, h in cursor.fetchall()]
