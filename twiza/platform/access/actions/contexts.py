"""The one place where the database is told who is asking."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from twiza.lib.errors import N_, DomainError
from twiza.platform.access import queries
from twiza.platform.access.rules import Context, Purpose


class PowerfulRole(DomainError):
    code = "access.powerful_role"


@contextmanager
def acting_as(
    user: UUID | None,
    *,
    purpose: Purpose,
    erasing_in: tuple[UUID, ...] = (),
    counting_for: UUID | None = None,
) -> Iterator[None]:
    """Open one transaction in which the database knows who is asking.

    1. Say who the user is: enough to read their own memberships; ask for their organisations, and say those too.
    2. At the end of a nested call, check deferred rules, then put back what was said before.
       The outermost call leaves its words to SET LOCAL: deferred triggers at COMMIT still need them.

    Called by the middleware, jobs and commands. Nothing said means zero rows, never all rows.
    `erasing_in` names organisations in place of memberships: after a restore only, when nobody signs in yet.
    `counting_for` names the body whose nights a job counts, at an hour at which nobody of it is signed in.
    """
    if erasing_in and (user is not None or purpose != Purpose.RESTORE):
        raise ValueError("only erasing again after a restore names organisations")
    if counting_for and (user is not None or purpose != Purpose.NIGHTS):
        raise ValueError("only the count of nights names a body")
    within = (counting_for,) if counting_for else erasing_in
    before, nested = queries.current(), queries.is_open()
    mark = queries.said.set(before)
    try:
        with transaction.atomic(), queries.memory():
            if user is None:
                _tell(Context(None, within, purpose))
            else:
                where = queries.entered(user, purpose=purpose, history=_history(user, purpose))
                queries.said.set(Context(user, where, purpose))
            yield
            if nested:
                _check_deferred()
                _tell(before)
    finally:
        queries.said.reset(mark)


def refuse_powerful_role() -> None:
    """Refuse to start as a role that policies do not bind: green would prove nothing.

    Raises:
        PowerfulRole: the connected role is a superuser, bypasses row security or owns tables.
    """
    why = queries.role_walks_past_policies()
    if why:
        raise PowerfulRole(
            N_(
                "The database role of this program is not bound by row security: %(why)s. Use the role twiza_app."
            ),
            why=why,
        )


def _tell(context: Context) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('twiza.user', %s, true), set_config('twiza.organisations', %s, true),"
            " set_config('twiza.purpose', %s, true), set_config('pghistory.context_metadata', %s, true),"
            " set_config('pghistory.context_id', %s, true)",
            [
                str(context.user or ""),
                context.organisations_literal,
                context.purpose,
                _history(context.user, context.purpose),
                "",
            ],
        )
    queries.said.set(context)


def _history(user: UUID | None, purpose: Purpose) -> str:
    """What pghistory reads for each row it keeps: said once with the rest, instead of before each statement."""
    return json.dumps({"user": str(user or ""), "purpose": purpose})


def _check_deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
