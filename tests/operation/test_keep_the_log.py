"""The log only grows: for the application, and for the owner of the tables."""

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from twiza.config.database import owner_connection_parameters
from twiza.lib.ids import new_id
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import actions as audit
from twiza.platform.audit import queries
from twiza.reporting import jobs

TABLES = ("audit_line", "audit_access", "audit_link", "access_subject")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE, ELSEWHERE = UUID(int=0xA), UUID(int=0xB)

CHANGES = ("UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE")
COLUMN = {"audit_line": "at", "audit_access": "at", "audit_link": "position", "access_subject": "at"}


def changes(table):
    return [change.format(table, COLUMN[table], COLUMN[table]) for change in CHANGES]


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_it_answers_the_application_with_an_error(table):
    for change in changes(table):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change)


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_it_answers_the_owner_with_an_error_even_where_no_row_matches(table):
    parameters = owner_connection_parameters() | {"dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(**parameters, autocommit=True) as owner:
        for change in changes(table):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
                owner.execute(change)


@pytest.mark.django_db
def test_it_finds_who_read_a_file():
    household, other = new_id(), new_id()
    with acting_as(None, purpose=Purpose.SETUP):
        audit.record_access(
            page="test.list", ids=[other, household, household], organisation=HERE, by=None, at=NOON
        )
        audit.record_access(page="test.file", ids=[other], organisation=HERE, by=None, at=NOON)
        assert [line.page for line in queries.who_read(household)] == ["test.list"]
        assert [line.page for line in queries.who_read(other)] == ["test.file", "test.list"]
        assert queries.who_read(new_id()) == []


@pytest.mark.django_db
def test_nobody_finds_a_reader():
    household = new_id()
    with acting_as(None, purpose=Purpose.SETUP):
        audit.record_access(page="test.file", ids=[household], organisation=HERE, by=None, at=NOON)
    with acting_as(new_id(), purpose=Purpose.WORK):
        assert queries.who_read(household) == []
    assert queries.who_read(household) == []


@pytest.mark.django_db
def test_a_person_writes_in_another_log_under_their_own_name_only():
    class Amina:
        pk = new_id()

    with acting_as(Amina.pk, purpose=Purpose.WORK):
        line = audit.record(type="test.act", organisation=ELSEWHERE, by=Amina, at=NOON)
        assert line.by == Amina.pk
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            audit.record(type="test.act", organisation=ELSEWHERE, by=None, at=NOON)


@pytest.mark.django_db
def test_only_the_linker_writes_links():
    with acting_as(None, purpose=Purpose.SETUP):
        audit.record(type="test.act", organisation=HERE, by=None, at=NOON)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            audit.link_lines(at=NOON, within=None)
            connection.cursor().execute(
                "INSERT INTO audit_link VALUES ('audit', %s, 1, %s, ''::bytea, ''::bytea)", [HERE, new_id()]
            )


@pytest.mark.django_db
def test_the_database_writes_a_line_as_canonical_bytes_would():
    """Ids and moments are read as text for speed: the same bytes as from the values themselves."""
    from twiza.lib.canonical import canonical_bytes
    from twiza.platform.audit.rules import Log

    moment = datetime(2026, 3, 1, 12, 0, 0, 1200, tzinfo=UTC)
    with acting_as(None, purpose=Purpose.SETUP):
        act = audit.record(
            type="test.act", organisation=HERE, by=None, at=moment, n=2, zone='é"\\', ids=[new_id()]
        )
        seen = audit.record_access(
            page="test.page", ids=[new_id(), new_id()], organisation=None, by=None, at=moment
        )
        for log, line in ((Log.AUDIT, act), (Log.ACCESS, seen)):
            found = {one.id: one.content for one in queries.unlinked(log, oldest=UUID(int=0), limit=1000)}
            line.refresh_from_db()
            assert found[line.pk] == canonical_bytes(
                [(name, getattr(line, name)) for name in queries.FIELDS[log]]
            )


@pytest.mark.django_db
def test_the_search_for_readers_uses_its_index_under_row_security():
    with acting_as(new_id(), purpose=Purpose.WORK), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT line_id FROM access_subject WHERE subject = %s ORDER BY at DESC LIMIT 200",
            [new_id()],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "access_subject_by_subject" in plan
    assert "Index Cond: (subject =" in plan


@pytest.mark.concurrent
def test_the_worker_links_and_signs(own_database, settings, tmp_path):
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    with acting_as(None, purpose=Purpose.SETUP):
        audit.record(type="test.act", organisation=HERE, by=None, at=NOON)
    jobs.link_log()
    with acting_as(None, purpose=Purpose.AUDIT):
        assert HERE in {chain.organisation for chain, _, _ in queries.ends()}
    jobs.sign_log()
    signed = settings.AUDIT_HEADS.read_text().splitlines()
    assert any(str(HERE) in line for line in signed)
    jobs.sign_log()
    assert settings.AUDIT_HEADS.read_text().splitlines() == signed, (
        "a chain that has not moved is not signed again"
    )
