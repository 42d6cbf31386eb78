"""Sixteen writers at once, then a superuser tampers in each way: the verifier must name what was done.

The superuser switches the triggers off first: that is what somebody with the server in hand would do.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from twiza.config.database import superuser_url
from twiza.lib.ids import new_id
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import actions as audit
from twiza.platform.audit import rules
from twiza.platform.audit.rules import Chain, Log

pytestmark = [pytest.mark.concurrent, pytest.mark.slow]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST, SECOND = UUID(int=0xA), UUID(int=0xB)
WRITERS, ACTS = 16, 12


class Undone(Exception):
    """A transaction that ends in nothing."""


def write_as_one_of_many(number: int) -> None:
    """Write acts of two organisations and of the platform; each third transaction is undone."""
    try:
        for act in range(ACTS):
            organisation = (FIRST, SECOND, None)[(number + act) % 3]
            try:
                with acting_as(None, purpose=Purpose.SETUP):
                    audit.record(
                        type="test.act", organisation=organisation, by=None, at=NOON, n=act, writer=number
                    )
                    audit.record_access(
                        page="test.page",
                        ids=[new_id(), new_id()],
                        organisation=organisation,
                        by=None,
                        at=NOON,
                    )
                    if act % 3 == 2:
                        raise Undone
            except Undone:
                continue
    finally:
        connections.close_all()


def link_while_they_write(stop: threading.Event) -> None:
    try:
        while not stop.is_set():
            audit.link_everything(at=datetime.now(UTC))
    finally:
        connections.close_all()


@pytest.fixture
def log(own_database, settings, tmp_path) -> str:
    """A log written by sixteen writers while a linker runs, chained, with signed heads in a file."""
    settings.TWIZA_KEYS = tmp_path / "keys"
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    stop = threading.Event()
    linkers = [threading.Thread(target=link_while_they_write, args=(stop,)) for _ in range(2)]
    writers = [threading.Thread(target=write_as_one_of_many, args=(n,)) for n in range(WRITERS)]
    for thread in linkers + writers:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in linkers:
        thread.join()
    call_command("link_audit", stdout=StringIO())
    return own_database


@pytest.fixture
def superuser(log) -> Iterator[psycopg.Connection]:
    with psycopg.connect(superuser_url(log), autocommit=True) as server:
        server.execute("SET session_replication_role = replica")  # triggers and foreign keys are off
        yield server


TABLES = ("audit_line", "audit_access", "audit_link", "access_subject")


@contextmanager
def put_back(server: psycopg.Connection) -> Iterator[None]:
    """Keep a copy of the log, let it be tampered with, and put it back."""
    for table in TABLES:
        server.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE {table}")
    try:
        yield
    finally:
        for table in TABLES:
            server.execute(f"DELETE FROM {table}")
            server.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
            server.execute(f"DROP TABLE kept_{table}")


def verify() -> tuple[bool, str]:
    """Return (every chain stands, what was printed and why it was refused)."""
    said = StringIO()
    try:
        call_command("verify_audit", stdout=said)
    except CommandError as refusal:
        assert refusal.returncode != 0
        return False, f"{said.getvalue()}\n{refusal}"
    return True, said.getvalue()


def line_at(server, position: int, log: str = "audit", organisation: UUID = FIRST) -> UUID:
    return server.execute(
        "SELECT line FROM audit_link WHERE log = %s AND organisation = %s AND position = %s",
        [log, organisation, position],
    ).fetchone()[0]


def length(server, log: str = "audit", organisation: UUID = FIRST) -> int:
    return server.execute(
        "SELECT count(*) FROM audit_link WHERE log = %s AND organisation = %s", [log, organisation]
    ).fetchone()[0]


def alter(server):
    line = line_at(server, 5)
    server.execute("UPDATE audit_line SET reason_code = 'other' WHERE id = %s", [line])
    return f"altered at position 5, line {line}"


def alter_to_what_nobody_can_write(server):
    line = line_at(server, 5)
    server.execute("UPDATE audit_line SET data = '{\"n\": 1.5}' WHERE id = %s", [line])
    return f"altered at position 5, line {line}"


def alter_who_was_shown(server):
    line = line_at(server, 4, "access")
    server.execute("UPDATE audit_access SET subjects = '{}' WHERE id = %s", [line])
    return f"access log of organisation {FIRST}: altered at position 4, line {line}"


def alter_the_hash(server):
    line = line_at(server, 6)
    server.execute("UPDATE audit_link SET hash = sha256('x') WHERE line = %s", [line])
    return f"altered at position 6, line {line}"


def remove_a_line(server):
    line = line_at(server, 5)
    server.execute("DELETE FROM audit_line WHERE id = %s", [line])
    return f"removed at position 5, line {line}"


def remove_a_line_and_its_link(server):
    line = line_at(server, 5)
    server.execute("DELETE FROM audit_line WHERE id = %s", [line])
    server.execute("DELETE FROM audit_link WHERE line = %s", [line])
    return "removed at position 5 "


def remove_and_close_the_gap(server):
    remove_a_line_and_its_link(server)
    for position in range(6, length(server) + 2):
        server.execute(
            "UPDATE audit_link SET position = position - 1 WHERE log = 'audit' AND organisation = %s AND position = %s",
            [FIRST, position],
        )
    return "removed at position 5 "


def move_a_line(server):
    line, other = line_at(server, 5), line_at(server, 8)
    for position, which in ((100_000, line), (5, other), (8, line)):
        server.execute("UPDATE audit_link SET position = %s WHERE line = %s", [position, which])
    return f"reordered at position 5, line {other}"


def insert_a_line(server):
    """A line of the same organisation, with a link that fits the one before it."""
    stranger = new_id()
    server.execute(
        "INSERT INTO audit_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', %s::text))).*"
        " FROM audit_line l WHERE id = %s",
        [str(stranger), line_at(server, 5)],
    )
    for position in range(length(server), 4, -1):
        server.execute(
            "UPDATE audit_link SET position = position + 1 WHERE log = 'audit' AND organisation = %s AND position = %s",
            [FIRST, position],
        )
    previous = server.execute(
        "SELECT hash FROM audit_link WHERE log = 'audit' AND organisation = %s AND position = 4", [FIRST]
    ).fetchone()[0]
    own = rules.link_hash(bytes(previous), contents(server)[stranger])
    server.execute(
        "INSERT INTO audit_link (log, organisation, position, line, previous, hash) VALUES ('audit', %s, 5, %s, %s, %s)",
        [FIRST, stranger, previous, own],
    )
    return f"inserted at position 5, line {stranger}"


def cut_the_tail(server):
    end = length(server)
    for position in (end, end - 1):
        server.execute("DELETE FROM audit_line WHERE id = %s", [line_at(server, position)])
        server.execute(
            "DELETE FROM audit_link WHERE log = 'audit' AND organisation = %s AND position = %s",
            [FIRST, position],
        )
    return f"cut tail at position {end - 1}"


def cut_a_whole_chain(server):
    server.execute("DELETE FROM audit_line WHERE organisation_id = %s", [SECOND])
    server.execute("DELETE FROM audit_link WHERE organisation = %s AND log = 'audit'", [SECOND])
    return f"audit log of organisation {SECOND}: cut tail at position 1"


def contents(server) -> dict[UUID, bytes]:
    from twiza.platform.audit import queries

    rows = server.execute(f"SELECT {queries.columns(Log.AUDIT)} FROM audit_line l")
    return {UUID(row[0]): queries.content_of(Log.AUDIT, row) for row in rows}


def recompute_the_chain(server):
    """Alter a line, then give every link from there on the hash that fits."""
    alter(server)
    written, previous = contents(server), rules.start_of(Chain(Log.AUDIT, FIRST))
    links = server.execute(
        "SELECT position, line FROM audit_link WHERE log = 'audit' AND organisation = %s ORDER BY position",
        [FIRST],
    ).fetchall()
    for position, line in links:
        own = rules.link_hash(previous, written[line])
        server.execute(
            "UPDATE audit_link SET previous = %s, hash = %s WHERE log = 'audit' AND organisation = %s AND position = %s",
            [previous, own, FIRST, position],
        )
        previous = own
    return "recomputed chain at position 1 "


def hide_a_reader(server):
    line = line_at(server, 4, "access")
    server.execute("DELETE FROM access_subject WHERE line_id = %s", [line])
    return f"Access line {line}"


def rewrite_the_heads(server):
    from django.conf import settings

    lines = settings.AUDIT_HEADS.read_text().splitlines()
    settings.AUDIT_HEADS.write_text("\n".join(lines[1:]) + "\n")
    return "line 1 of the file of heads"


WAYS = (
    alter,
    alter_to_what_nobody_can_write,
    alter_who_was_shown,
    alter_the_hash,
    remove_a_line,
    remove_a_line_and_its_link,
    remove_and_close_the_gap,
    move_a_line,
    insert_a_line,
    cut_the_tail,
    cut_a_whole_chain,
    recompute_the_chain,
    hide_a_reader,
    rewrite_the_heads,
)


def test_it_links_each_committed_line_once(log):
    with acting_as(None, purpose=Purpose.AUDIT), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_line")
        lines = cursor.fetchone()[0]
        cursor.execute("SELECT count(*), count(DISTINCT line) FROM audit_link WHERE log = 'audit'")
        assert cursor.fetchone() == (lines, lines)
        cursor.execute("SELECT count(*) FROM audit_line WHERE type = 'test.act'")
        assert cursor.fetchone()[0] == WRITERS * ACTS * 2 // 3


def test_it_stands_then_names_each_tampering(superuser):
    stands, said = verify()
    assert stands, said
    for tamper in WAYS:
        with put_back(superuser):
            expected = tamper(superuser)
            stands, said = verify()
            assert not stands, tamper.__name__
            assert expected in said, (tamper.__name__, expected, said)
        if tamper is not rewrite_the_heads:
            stands, said = verify()
            assert stands, (tamper.__name__, said)


def test_it_says_how_many_lines_are_not_linked_yet(log):
    with acting_as(None, purpose=Purpose.SETUP):
        for _ in range(3):
            audit.record(type="test.act", organisation=FIRST, by=None, at=NOON)
    stands, said = verify()
    assert stands
    assert "audit log: 3 newest lines are not linked yet" in said
    assert "access log: 0 newest lines" in said
