"""What has been said to the database in this thread, and who works where."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from twiza.platform.access.rules import NOTHING_SAID, Context

said: ContextVar[Context] = ContextVar("said", default=NOTHING_SAID)


def current() -> Context:
    """Return what was last said in this thread."""
    return said.get()


def is_open() -> bool:
    """Whether a transaction is open already, so that a new context is a nested one."""
    return bool(connection.in_atomic_block)


@cache
def _organisations_source() -> Callable[..., tuple[UUID, ...]]:
    source: Callable[..., tuple[UUID, ...]] = import_string(settings.ACCESS_ORGANISATIONS)
    return source


def organisations_of(user: UUID | None) -> tuple[UUID, ...]:
    """Return the organisations in which this user holds a live membership today.

    The answer comes from above, by a name in the settings, as authentication backends do.
    """
    return () if user is None else _organisations_source()(user, on=timezone.localdate())


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
