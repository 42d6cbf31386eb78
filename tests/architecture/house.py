"""The house as the database holds it: tables of ours, two organisations with rows in each, and who reaches them.

What is read here is computed: a new app's tables come under these tests without an edit. An app says how
its rows are made in its own `tests/given.py`, by a function `one_of_each(organisation, by)`,
where `by` is its president.
"""

import importlib
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.apps import apps
from psycopg import sql

from twiza.config.database import superuser_url
from twiza.lib.ids import new_id
from twiza.network import queries as network
from twiza.network.tests.given import NOON, given_member, given_organisation
from twiza.platform.access.rules import Purpose
from twiza.platform.audit.actions import link_everything

APP_ROLE = "twiza_app"
PASSWORD = "seven quiet lanterns"
FIRST_ROWS, LAST_ROWS = 4, 2  # of each table, each tried alone
# of a chart of accounts the first forty may be another body's: four among them all

# Tables of ours without row security, each with its reason.
WITHOUT_ROW_SECURITY = {
    "accounts_user": "read before anybody is known: sign-in; holds no case and no file",
    "accounts_onetimecode": "read before anybody is known: fingerprints of codes, ids and times",
    "sync_key": "read before anybody is known: fingerprints of codes and tokens, ids",
    "accounts_demomark": "read before anybody is known: says whether this place is a demo",
}


def our_models() -> list[Any]:
    """Every model of ours, history and many-to-many tables included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("twiza.") and model._meta.managed and not model._meta.proxy
    ]


def our_tables() -> list[str]:
    """Every table of ours, in the order in which apps are installed."""
    return list(dict.fromkeys(model._meta.db_table for model in our_models()))


def guarded_tables() -> list[str]:
    return [table for table in our_tables() if table not in WITHOUT_ROW_SECURITY]


class Asker(NamedTuple):
    """What is said to the database before a question."""

    user: UUID | None
    organisations: tuple[UUID, ...]
    purpose: str


class Policy(NamedTuple):
    table: str
    name: str
    verb: str  # ALL, SELECT, INSERT, UPDATE, DELETE


@dataclass(frozen=True)
class TwoOrganisations:
    """Rows of two organisations in every table, and the people who ask for them."""

    database: str
    askers: dict[str, Asker]
    rows: dict[str, list[str]]  # table → keys (as text) of the rows of the first organisation

    outsiders: tuple[str, ...] = ("elsewhere", "elsewhere, by a device", "nowhere", "nobody")


@contextmanager
def superuser(database: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection that no policy binds; each test takes the role of the application inside a transaction."""
    with psycopg.connect(superuser_url(database)) as server:
        yield server
        server.rollback()


def given_two_organisations(database: str) -> TwoOrganisations:
    """Make rows of two organisations through each app's own `one_of_each`."""
    here, elsewhere = given_organisation("Association Tissaout"), given_organisation("Association Sebou")
    amina = given_member("Amina", "association_president", here, password=PASSWORD)
    salma = given_member("Salma", "association_president", elsewhere, password=PASSWORD)
    youssef = given_member("Youssef", "campaign_manager", here)
    link_everything(at=NOON)  # what was written until here is nobody's row below
    with psycopg.connect(superuser_url(database), autocommit=True) as server:
        empty: dict[str, set[str]] = {table: set() for table in our_tables()}
        # the organisations and their presidents are rows too
        first_rows = _of(server, empty, here.pk)
        before = _keys(server)
        _one_of_each(here, amina)
        made = {table: sorted(keys - before[table]) for table, keys in _keys(server).items()}
        _one_of_each(elsewhere, salma)
        for table, keys in made.items():
            # reference rows belong to nobody: any row will do
            made[table] = sorted({*keys, *first_rows[table]}) or sorted(before[table])[:50]
    askers = {
        "here": Asker(
            amina.pk, network.organisations_of(amina.pk, on=NOON.date()) or (here.pk,), Purpose.WORK
        ),
        "here, a colleague": Asker(youssef.pk, (here.pk,), Purpose.WORK),
        "here, not yet placed": Asker(amina.pk, (), Purpose.WORK),
        "here, by a device": Asker(amina.pk, (), Purpose.DEVICE),
        "elsewhere": Asker(salma.pk, (elsewhere.pk,), Purpose.WORK),
        "elsewhere, by a device": Asker(salma.pk, (), Purpose.DEVICE),
        "nowhere": Asker(new_id(), (), Purpose.WORK),
        "nobody": Asker(None, (), ""),
    }
    askers |= {
        f"for {purpose}": Asker(None, (), purpose)
        for purpose in Purpose
        if purpose not in (Purpose.WORK, Purpose.NOBODY)
    }
    return TwoOrganisations(database, askers, made)


def _one_of_each(organisation: Any, by: Any) -> None:
    for config in apps.get_app_configs():
        if not config.name.startswith("twiza."):
            continue
        try:
            given = importlib.import_module(f"{config.name}.tests.given")
        except ModuleNotFoundError:
            continue
        if hasattr(given, "one_of_each"):
            given.one_of_each(organisation, by)


def _keys(server: psycopg.Connection[Any]) -> dict[str, set[str]]:
    return {
        table: {
            row[0]
            for row in server.execute(sql.SQL("SELECT {key} FROM {table} t").format(**_names(server, table)))
        }
        for table in our_tables()
    }


def _of(
    server: psycopg.Connection[Any], tables: dict[str, set[str]], organisation: UUID
) -> dict[str, list[str]]:
    """Rows that already speak of the organisation, by their text."""
    return {
        table: [
            row[0]
            for row in server.execute(
                sql.SQL("SELECT {key} FROM {table} t WHERE t::text LIKE %s").format(**_names(server, table)),
                [f"%{organisation}%"],
            )
        ]
        for table in tables
    }


def _names(server: psycopg.Connection[Any], table: str) -> dict[str, sql.Composable]:
    """The table's name, and an expression that gives a row's key as text."""
    if table not in _NAMES:
        _NAMES[table] = _read_names(server, table)
    return _NAMES[table]


_NAMES: dict[str, dict[str, sql.Composable]] = {}


def _read_names(server: psycopg.Connection[Any], table: str) -> dict[str, sql.Composable]:
    columns = server.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
        " WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY a.attnum",
        [f'"{table}"'],
    ).fetchall()
    key = sql.SQL("ROW({})::text").format(
        sql.SQL(", ").join(sql.Identifier("t", name) for (name,) in columns)
    )
    return {"table": sql.Identifier(table), "key": key}


def policies(database: str) -> list[Policy]:
    """Every policy that binds the application.

    Four are for the owner alone: a case is erased, its key brought back, a referral counted, a proposal to the
    committee kept. See their own tests.
    """
    with superuser(database) as server:
        return [
            Policy(*row)
            for row in server.execute(
                "SELECT tablename, policyname, cmd FROM pg_policies WHERE schemaname = 'public'"
                " AND policyname NOT IN ('erased_for_good', 'recovers', 'counted_by_itself', 'kept_by_itself')"
                " ORDER BY 1, 2"
            )
        ]


VERBS = ("select", "insert", "update", "delete")


def reach(
    server: psycopg.Connection[Any],
    two: TwoOrganisations,
    table: str,
    *,
    askers: Collection[str] = (),
    verbs: Collection[str] = VERBS,
    late: bool = False,
    every: bool = False,
) -> set[tuple[str, str, str]]:
    """Return (row, asker, verb) for everything that is possible on rows of the first organisation in this table.

    Each row stands alone in the table, so that UPDATE and DELETE need no WHERE and only their own policies bind
    them; INSERT tries a copy of the row. Refused is an error of privilege or no row at all; anything else is
    reached. Triggers are off: what is measured is row security and privileges, nothing else.

    Args:
        askers: who asks; empty means everybody.
        verbs: what is tried.
        late: on the last rows too: a policy may be needed by a late one only.
        every: on all rows: where keys are drawn by lot, the one that needs a policy may stand in between.
    """
    made, names = two.rows[table], _names(server, table)
    keys = list(dict.fromkeys([*made[:FIRST_ROWS], *(made[-LAST_ROWS:] if late else ())]))
    keys = made if every else keys
    server.execute("SET LOCAL session_replication_role = replica")
    server.execute(sql.SQL("DELETE FROM {table} t WHERE {key} <> ALL (%s)").format(**names), [keys])
    found = set()
    for key in keys:
        server.execute("SAVEPOINT alone")
        server.execute(sql.SQL("DELETE FROM {table} t WHERE {key} <> %s").format(**names), [key])
        questions = _questions(server, table)
        found |= {
            (key, who, verb)
            for who in askers or two.askers
            for verb in verbs
            if _is_reached(server, two.askers[who], *questions[verb])
        }
        server.execute("ROLLBACK TO SAVEPOINT alone")
    return found


def _questions(server: psycopg.Connection[Any], table: str) -> dict[str, tuple[sql.Composed, Sequence[Any]]]:
    copy, column = _sample(server, table)
    name = sql.Identifier(table)
    return {
        "select": (sql.SQL("SELECT FROM {} LIMIT 1").format(name), []),
        "insert": (
            sql.SQL("INSERT INTO {0} SELECT * FROM jsonb_populate_record(NULL::{0}, %s)").format(name),
            [copy],
        ),
        "update": (
            sql.SQL("UPDATE {0} SET {1} = (jsonb_populate_record(NULL::{0}, %s)).{1}").format(name, column),
            [copy],
        ),
        "delete": (sql.SQL("DELETE FROM {}").format(name), []),
    }


def _is_reached(
    server: psycopg.Connection[Any], asker: Asker, question: sql.Composed, values: Sequence[Any]
) -> bool:
    # one message instead of three: this runs some tens of thousands of times
    server.execute(
        sql.SQL(
            "SAVEPOINT question; SELECT set_config('twiza.user', {}, true),"
            " set_config('twiza.organisations', {}, true), set_config('twiza.purpose', {}, true);"
            " SET LOCAL ROLE {}"
        ).format(
            str(asker.user or ""),
            "{" + ",".join(map(str, asker.organisations)) + "}" if asker.organisations else "",
            str(asker.purpose),
            sql.Identifier(APP_ROLE),
        )
    )
    try:
        return server.execute(question, values).rowcount > 0
    except psycopg.errors.InsufficientPrivilege:
        return False
    except psycopg.Error:
        return True  # some other rule answered: the policy had let it through
    finally:
        server.execute("ROLLBACK TO SAVEPOINT question")


def _sample(server: psycopg.Connection[Any], table: str) -> tuple[str, sql.Identifier]:
    """A copy of the row as JSON, and a column that can be written."""
    row = server.execute(
        sql.SQL("SELECT to_jsonb(t) FROM {} t LIMIT 1").format(sql.Identifier(table))
    ).fetchone()
    assert row is not None, table
    column = server.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = ''"
        " ORDER BY has_column_privilege(%s, attrelid, attnum, 'UPDATE') DESC, attnum DESC LIMIT 1",
        [f'"{table}"', APP_ROLE],
    ).fetchone()
    assert column is not None
    return json.dumps(row[0]), sql.Identifier(column[0])
