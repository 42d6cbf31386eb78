"""Whoever holds the database looks for the author of a proposal to the committee, with the rights of a superuser."""

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from twiza.cases import actions
from twiza.cases.tests.given import given_case, given_general, given_key, given_proposal
from twiza.config.database import superuser_url
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation

LETTERS = "أبتثجحخد"


def sentence(letter):
    return f"مسن فقد سكنه مع عمله {letter}"


@pytest.fixture
def told(own_database):
    """Eight cases that nothing fits, committed: Leila's and Zineb's in turn; then Zineb pins a protocol as any other."""
    centre = given_organisation("Centre Tissaout")
    samia = given_member("Samia", "listening_supervisor", centre)
    general = given_general(centre, samia, given_member("Driss", "centre_director", centre))
    leila, zineb = given_member("Leila", "listener", centre), given_member("Zineb", "listener", centre)
    rooms = {one.pk: given_key(one, centre) for one in (leila, zineb)}
    with as_work(leila), connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.25)")  # the order that is drawn below is the same each time
    for place, letter in enumerate(LETTERS):
        by = (leila, zineb)[place % 2]
        given_proposal(given_case(by, rooms[by.pk]), rooms[by.pk], by, sentence=sentence(letter))
    last = given_case(zineb, rooms[zineb.pk])
    with as_work(zineb):
        actions.pin_protocol(case=last, room=rooms[zineb.pk], protocol=general, by=zineb, at=NOON)
    with psycopg.connect(superuser_url(own_database)) as server:
        yield server, last
        server.rollback()


def tables(server):
    found = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in found.fetchall()]


def where(server, words):
    """Tables in which a text stands, in any column."""
    return [
        table
        for table in tables(server)
        if server.execute(
            sql.SQL("SELECT EXISTS (SELECT FROM {} t WHERE to_jsonb(t)::text LIKE %s)").format(
                sql.Identifier(table)
            ),
            [f"%{words}%"],
        ).fetchone()[0]
    ]


def test_neither_the_sentence_nor_the_id_stands_anywhere_else(told):
    server, _last = told
    rows = server.execute("SELECT id::text, sentence FROM cases_proposal").fetchall()
    assert len(rows) == len(LETTERS)
    for id, said in rows:
        assert where(server, id) == ["cases_proposal"] and where(server, said) == ["cases_proposal"]


def test_no_value_of_a_proposal_but_its_organisation_leads_to_another_row(told):
    server, _last = told
    rows = server.execute("SELECT to_jsonb(p) FROM cases_proposal p").fetchall()
    for (row,) in rows:
        assert {name for name, value in row.items() if value} == {"id", "organisation_id", "week", "sentence"}
    assert (
        len({row["week"] for (row,) in rows}) == 1
    )  # all of one week: none is nearer to one case than to another


def written_by(server, transaction):
    """Tables in which rows lie that this transaction wrote last."""
    return [
        table
        for table in tables(server)
        if server.execute(
            sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE xmin::text = %s)").format(sql.Identifier(table)),
            [transaction],
        ).fetchone()[0]
    ]


def test_the_transaction_that_wrote_them_last_is_that_of_the_last_pin_whatever_it_was(told):
    server, last = told
    found = server.execute("SELECT DISTINCT xmin::text FROM cases_proposal").fetchall()
    assert len(found) == 1  # one for all: it tells none from another
    ((transaction,),) = found
    assert {"cases_proposal", "cases_casenote", "audit_line"} <= set(written_by(server, transaction))
    cases = server.execute(
        "SELECT case_id FROM cases_casenote WHERE xmin::text = %s", [transaction]
    ).fetchall()
    assert cases == [(last.pk,)]  # the case that was pinned as any other, of which no proposal speaks


def test_the_place_of_a_row_is_not_the_order_in_which_they_were_said(told):
    server, _last = told
    found = server.execute("SELECT sentence FROM cases_proposal ORDER BY ctid").fetchall()
    said = [sentence(letter) for letter in LETTERS]
    assert sorted(one for (one,) in found) == sorted(said)
    assert [one for (one,) in found] not in (said, said[::-1])
    by_id = [one for (one,) in server.execute("SELECT sentence FROM cases_proposal ORDER BY id").fetchall()]
    assert by_id not in (said, said[::-1])
    versions = server.execute("SELECT DISTINCT substr(id::text, 15, 1) FROM cases_proposal").fetchall()
    assert versions == [("4",)]  # drawn, not made of a moment


def test_no_line_of_the_logs_speaks_of_a_proposal(told):
    server, _last = told
    for table in ("audit_line", "audit_access", "access_subject"):
        for words in ("propos", "fits"):
            assert table not in where(server, words)
    pins = server.execute(
        "SELECT DISTINCT target_kind, reason_code, (SELECT string_agg(k, ',' ORDER BY k) FROM jsonb_object_keys(data) k)"
        " FROM audit_line a WHERE type = 'cases.note_written'"
        " AND target IN (SELECT id FROM cases_casenote WHERE kind = 'protocol')"
    ).fetchall()
    assert pins == [
        ("cases.casenote", "", "case,number")
    ]  # eight that nothing fitted and one as any other: alike


def test_the_search_would_find_an_author_if_there_were_one(told):
    """Shown first to find what is there: a line of the log that names proposal and case together."""
    server, last = told
    ((id,), *_rest) = server.execute("SELECT id::text FROM cases_proposal").fetchall()
    server.execute("SET LOCAL session_replication_role = replica")
    server.execute(
        "UPDATE audit_line SET data = data || jsonb_build_object('proposal', %s::text) WHERE target = ("
        " SELECT id FROM cases_casenote WHERE case_id = %s AND kind = 'protocol')",
        [id, last.pk],
    )
    assert where(server, id) == ["audit_line", "cases_proposal"]
