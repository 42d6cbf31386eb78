"""What has been said to the database in this thread, and who works where."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.module_loading import import_string

from twiza.platform.access.rules import NOTHING_SAID, Context

Answer = TypeVar("Answer")
Row = TypeVar("Row", bound=models.Model)

said: ContextVar[Context] = ContextVar("said", default=NOTHING_SAID)


def current() -> Context:
    """Return what was last said in this thread."""
    return said.get()


# What was asked once in the context that is open: who works where is asked by every check of a page
_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory", default=None)


def remembered(key: Any, ask: Callable[[], Answer]) -> Answer:
    """Return what `ask()` answers, asked once for as long as the present context lasts; outside one, each time."""
    memory = _memory.get()
    if memory is None:
        return ask()
    if key not in memory:
        memory[key] = ask()
    answer: Answer = memory[key]
    return answer


def forget() -> None:
    """Forget what was remembered in this context: called by what changes it."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()


@contextmanager
def memory() -> Iterator[None]:
    """Remember for the length of one context; what an inner one may have changed is asked again outside."""
    mark = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(mark)
        forget()


def is_open() -> bool:
    """Whether a transaction is open already, so that a new context is a nested one."""
    return bool(connection.in_atomic_block)


@cache
def _entrance() -> Callable[..., tuple[UUID, ...]]:
    entrance: Callable[..., tuple[UUID, ...]] = import_string(settings.ACCESS_ENTRANCE)
    return entrance


@cache
def gate() -> Callable[..., Any]:
    """Return the question asked before any page, inside the context: (request) → an answer, or None to go on.

    It comes from above, by a name in the settings: is the second factor shown?
    """
    asked: Callable[..., Any] = import_string(settings.ACCESS_GATE)
    return asked


def entered(user: UUID, *, purpose: str, history: str) -> tuple[UUID, ...]:
    """Say to the database who this user is, why they ask and where they work today; return their organisations.

    The answer comes from above, by a name in the settings, as authentication backends do: in one question, since
    every page begins with it.
    """
    return _entrance()(user, purpose=purpose, history=history, on=timezone.localdate())


@cache
def columns_of(model: type[models.Model], table: str) -> str:
    """Return the columns of a model as SQL, each after `table` (a name or an alias), in the model's order."""
    return ", ".join(f'{table}."{field.column}"' for field in model._meta.concrete_fields)


def made_of(model: type[Row], values: Sequence[Any]) -> Row:
    """Return the row of a model that these values of `columns_of` are: for columns read as the driver gives them.

    What every page or a whole queue waits for is asked in SQL that is put together once: the ORM's putting
    together costs more than the database takes to answer.
    """
    return model.from_db(connection.alias, [field.attname for field in model._meta.concrete_fields], values)


def row_by_id(model: type[Row], id: UUID) -> Row | None:
    """Return the row with this id as far as the policies show it, or None. See `made_of`."""
    table = f'"{model._meta.db_table}"'
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns_of(model, table)} FROM {table} WHERE id = %s", [id])
        values = cursor.fetchone()
    return None if values is None else made_of(model, values)


def role_walks_past_policies() -> str:
    """Return why the connected database role would ignore the policies, or an empty string."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        name, is_super, bypasses = cursor.fetchone()
        if is_super or bypasses:
            return f"{name} is a superuser or bypasses row security"
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relkind = 'r'"
        )
        owned = cursor.fetchone()[0]
    return f"{name} owns {owned} tables" if owned else ""


POLICIES_HEAD = """-- Who reaches which rows: row security, policies and privileges of every table, read back from a fresh
-- database. Made by `twiza write_policies`; a test compares. Change the migration, then make it again.
"""


def policies_page() -> str:
    """Return row security, policies and privileges of the connected database as SQL, sorted by table."""
    role = settings.TWIZA_APP_ROLE
    tables: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
        )
        for table, enabled, forced in cursor.fetchall():
            words = [word for word, said in (("ENABLE", enabled), ("FORCE", forced)) if said]
            states = ", ".join(f"{word} ROW LEVEL SECURITY" for word in words)
            tables[table] = [f"ALTER TABLE {table} {states};"] if states else ["-- without row security"]
        cursor.execute(
            "SELECT tablename, policyname, permissive, cmd, qual, with_check, NOT roles && ARRAY['public', %s]::name[]"
            " FROM pg_policies",
            [role],
        )
        for table, name, permissive, verb, using, check, owner in sorted(cursor.fetchall()):
            parts = [f"CREATE POLICY {name} ON {table}", f"AS {permissive}", f"FOR {verb}"]
            parts += ["TO the owner of the tables alone"] if owner else []
            parts += [f"USING ({using})"] if using else []
            parts += [f"WITH CHECK ({check})"] if check else []
            tables[table].append("\n    ".join(parts) + ";")
        cursor.execute(GRANTS, {"role": role})
        for table, words in sorted(cursor.fetchall()):
            tables[table].append(f"GRANT {words} ON {table} TO {role};")
    return POLICIES_HEAD + "".join(
        f"\n-- {table}\n" + "\n".join(tables[table]) + "\n" for table in sorted(tables)
    )


GRANTS = """
SELECT c.relname, string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type)
FROM pg_class c, aclexplode(c.relacl) g
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    AND g.grantee IN (0, (%(role)s)::regrole)
GROUP BY c.relname
UNION ALL
SELECT c.relname, g.privilege_type || ' (' || string_agg(a.attname, ', ' ORDER BY a.attname) || ')'
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
WHERE c.relnamespace = 'public'::regnamespace AND g.grantee IN (0, (%(role)s)::regrole)
GROUP BY c.relname, g.privilege_type
"""
