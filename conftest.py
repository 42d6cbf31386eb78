"""Tests meet the real PostgreSQL, as the role of the application.

The owner builds one template database (kept until a migration changes); each worker clones it. A test that
commits, or opens threads, takes a fresh clone with `own_database`.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from psycopg import sql

# speed is judged by `make bench`, never by a test
hypothesis.settings.register_profile("twiza", deadline=None)
hypothesis.settings.load_profile("twiza")

ROOT = Path(__file__).resolve().parent
# the tests' own server and keys: never the demo's folder
os.environ.setdefault("TWIZA_HOME", os.environ.get("TWIZA_TEST_HOME", str(ROOT / "var" / "test")))
os.environ.setdefault(
    "DJANGO_SETTINGS_MODULE", "twiza.config.settings"
)  # here and not in the settings of pytest: after the home
os.environ.setdefault("TWIZA_STATIC", "plain")


def pytest_configure() -> None:
    """Load Django's settings now: the home of the tests is known, and pytest-django sets up what is loaded."""
    import django
    from django.conf import settings

    from twiza.config.translations import compile_catalogues

    compile_catalogues()
    _start_server()

    django.setup()
    settings.PASSWORD_HASHERS = ["tests.quick_passwords.QuickArgon"]


def _start_server() -> None:
    """Start the tests' server as one that never waits for the disk: what it holds is thrown away."""
    from twiza.config import database, embedded

    if database.is_embedded():
        embedded.ensure_server(Path(os.environ["TWIZA_HOME"]), durable=False)


# Files of tests that take minutes, by their folders: the first to begin, so that none of them runs alone at the end.
LONG_FIRST = (
    "tests/journeys/test_every_page.py",
    "tests/journeys/",
    "tests/operation/",
    "tests/architecture/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; inside a file, and among the others, the order stays."""

    def place(item: pytest.Item) -> int:
        found = (n for n, folder in enumerate(LONG_FIRST) if item.nodeid.startswith(folder))
        return next(found, len(LONG_FIRST))

    items.sort(key=place)


WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(autouse=True)
def second_factor_of_forced_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `client.force_login` stand for a whole sign-in, second factor included: pages of staff then open.

    Sign-in itself, and what happens without the factor, is tested through the pages, in accounts.
    """
    from django.test import Client

    forced = Client.force_login

    def whole_sign_in(client: Client, user: Any, backend: str | None = None) -> None:
        forced(client, user, backend)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    monkeypatch.setattr(Client, "force_login", whole_sign_in)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Replace pytest-django's set-up: a clone of the template, connected as twiza_app."""
    with django_db_blocker.unblock():
        name = f"test_{WORKER}"
        _clone(_template(), name)
        _point_at(name)
        _refuse_powerful_role()
        yield
        _close()
        for one in (name, *_KEPT):
            _drop(one)


@pytest.fixture(scope="session")
def fresh_clone(django_db_setup: None) -> Callable[..., AbstractContextManager[str]]:
    """Copies for who makes rows once for several files of tests."""
    return _fresh_clone


@pytest.fixture
def in_english() -> Iterator[None]:
    """Sentences are compared: which language they are in does not depend on compiled catalogues."""
    from django.utils import translation  # not before Django is set up

    with translation.override("en"):
        yield


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Give a test a clone of its own, where rows are committed and threads see them."""
    with django_db_blocker.unblock(), _fresh_clone("own") as name:
        yield name


@pytest.fixture(scope="module")
def module_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Give the tests of one file a clone that they share, with rows committed once for all of them."""
    with django_db_blocker.unblock(), _fresh_clone("module") as name:
        yield name


_KEPT: list[str] = []  # copies that others are made of, dropped when the tests end


@contextmanager
def _fresh_clone(kind: str, *, of: str = "", keep: bool = False) -> Iterator[str]:
    """Work in a new database, then where one was before.

    Args:
        of: the database that is copied; the template if none is said.
        keep: leave it until the tests end, for copies of it.
    """
    from django.db import connection

    before, name = connection.settings_dict["NAME"], f"{kind}_{WORKER}_{os.getpid()}"
    _clone(of or _template(), name)
    _point_at(name)
    try:
        yield name
    finally:
        _close()
        _point_at(before)
        if keep:
            _KEPT.append(name)
        else:
            _drop(name)


def _template() -> str:
    """Build the template once for a given set of migrations, and return its name.

    When only migrations were added since the one that is there, they are run on it: it is built whole on a fresh
    machine, and whenever a file that it was built from is another or gone.
    """
    files = _files_of_template()
    name = f"template_{hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]}"
    with _alone(), _superuser() as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        server.execute("DROP DATABASE IF EXISTS building WITH (FORCE)")
        stale = server.execute(
            "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname LIKE 'template\\_%'"
        ).fetchall()
        for one, said in stale:
            if _only_added(json.loads(said or "{}"), files):
                server.execute(sql.SQL("ALTER DATABASE {} RENAME TO building").format(sql.Identifier(one)))
                break
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(one)))
        else:
            server.execute("CREATE DATABASE building OWNER twiza_owner")
        _migrate_as_owner("building")
        server.execute(sql.SQL("COMMENT ON DATABASE building IS {}").format(sql.Literal(json.dumps(files))))
        server.execute(sql.SQL("ALTER DATABASE building RENAME TO {}").format(sql.Identifier(name)))
    return name


def _only_added(before: dict[str, str], files: dict[str, str]) -> bool:
    added = files.keys() - before.keys()
    same = all(files.get(file) == digest for file, digest in before.items())
    return bool(before) and same and all("/migrations/" in file for file in added)


def _files_of_template() -> dict[str, str]:
    """Return file → its digest, for everything that the template is made of."""
    files = [
        *(ROOT / "twiza").rglob("migrations/*.py"),
        *(ROOT / "twiza").rglob("rules/parameters*.py"),
        ROOT / "requirements/base.txt",
        ROOT / "twiza/config/privileges.py",
        ROOT / "twiza/config/settings.py",
        ROOT / "twiza/platform/access/actions/policies.py",
        ROOT / "conftest.py",
    ]
    return {
        str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(files)
    }


def _migrate_as_owner(name: str) -> None:
    from django.core.management import call_command
    from django.db import connection

    from twiza.config.database import owner_connection_parameters

    owner = owner_connection_parameters()
    before = dict(connection.settings_dict)
    _close()
    connection.settings_dict.update(NAME=name, USER=owner["user"], PASSWORD=owner["password"])
    try:
        call_command("migrate", verbosity=0, interactive=False)
        _load_reference_rows()
    finally:
        _close()
        connection.settings_dict.update(before)


def _load_reference_rows() -> None:
    """Run the steps of `twiza setup`, so that no test loads the territory again."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone
    from django.utils.module_loading import import_string

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    for name in settings.SETUP_STEPS:
        with acting_as(None, purpose=Purpose.SETUP):
            import_string(name)(at=timezone.now())
    # Statistics for what was loaded, and only for that: a table analysed while empty is taken for empty, and the
    # plans then kept for its foreign keys read it whole at each row.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relid::regclass::text FROM pg_stat_user_tables WHERE pg_relation_size(relid) > 0"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {table}")


def _clone(template: str, name: str) -> None:
    _drop(name)
    with _alone(), _superuser() as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER twiza_owner").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def _drop(name: str) -> None:
    with _superuser() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _point_at(name: str) -> None:
    from django.db import connection

    _close()
    connection.settings_dict["NAME"] = name  # the same dictionary serves every thread


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _refuse_powerful_role() -> None:
    from twiza.platform.access.actions import refuse_powerful_role

    refuse_powerful_role()


@contextmanager
def _superuser() -> Iterator[psycopg.Connection[Any]]:
    from twiza.config.database import superuser_url

    with psycopg.connect(superuser_url("postgres"), autocommit=True) as server:
        yield server


@contextmanager
def _alone() -> Iterator[None]:
    """One worker at a time builds or copies the template."""
    folder = Path(os.environ["TWIZA_HOME"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
