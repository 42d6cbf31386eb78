"""How far long work is: started by an action, moved on by its job, found again by its owner."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from django.db import OperationalError, connection, connections, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.access import queries as access
from twiza.platform.accounts.models import User
from twiza.platform.queue.models import Work
from twiza.platform.queue.rules import State

SELDOM = 0.5  # seconds between two written steps: a bar needs no more
UNEXPECTED = _(
    "Something went wrong on our side. Nothing of this work was kept: try again, or tell the administrator."
)

_last_written: dict[UUID, float] = {}


@transaction.atomic
def start_work(
    *, kind: str, title: Any, by: User, organisation: UUID | None, at: datetime, total: int | None = None
) -> Work:
    """Write down that this person asked for something long. Give its id to the job as `work_id`.

    Args:
        kind: the job's name.
        title: a translatable sentence (gettext_lazy), shown in the list of long work.
        organisation: where it belongs, or None for the person's own.
        total: how many steps there are, when known.
    """
    return Work.objects.create(
        kind=kind, title=_untranslated(title), by=by, organisation_id=organisation, total=total, created_at=at
    )


def begin_work(*, work: UUID, total: int | None = None) -> None:
    """Say that a worker has begun. Seen at once, whatever transaction the job is in."""
    _write_at_once(work, state=State.RUNNING, done=0, total=total)


def advance(*, work: UUID, done: int, total: int | None = None) -> None:
    """Say that `done` steps of `total` are done. Call it as often as wanted: it writes twice a second at most.

    The step is seen at once by the person who waits: it is written on a connection beside the job's
    transaction. It changes nothing of the job's own.
    """
    now = time.monotonic()
    if now - _last_written.get(work, -SELDOM) < SELDOM and done != total:
        return
    _last_written[work] = now
    _write_at_once(work, state=State.RUNNING, done=done, total=total)


@transaction.atomic
def finish_work(*, work: UUID, at: datetime, result: str = "") -> None:
    """Say that the work is done, in the job's own transaction: both are kept or neither.

    Args:
        result: the address of the page that shows what came of it.
    """
    _last_written.pop(work, None)
    row = Work.objects.select_for_update().get(pk=work)
    row.state, row.finished_at, row.result = State.FINISHED, at, result
    if row.total is not None:
        row.done = row.total
    row.save(update_fields=["state", "finished_at", "result", "done"])


@transaction.atomic
def fail_work(*, work: UUID, at: datetime, refusal: DomainError | None = None) -> None:
    """Say that the work ended without result, and why. Call it outside the job's failed transaction."""
    _last_written.pop(work, None)
    row = Work.objects.select_for_update().filter(pk=work, finished_at__isnull=True).first()
    if row is None:
        return
    row.state, row.finished_at = State.FAILED, at
    row.problem = _untranslated(refusal.template if refusal else UNEXPECTED)
    row.problem_code = refusal.code if refusal else "queue.unexpected"
    row.problem_data = {key: _untranslated(value) for key, value in refusal.data.items()} if refusal else {}
    row.save(update_fields=["state", "finished_at", "problem", "problem_code", "problem_data"])


def _untranslated(words: Any) -> Any:
    if isinstance(words, bool | int | float | None):
        return words
    with translation.override(None):
        return str(words)


def _write_at_once(work: UUID, *, state: State, done: int, total: int | None) -> None:
    """Write a step beside the job's transaction; in it, when the work was started in it."""
    write = partial(_write_step, work=work, state=state, done=done, total=total)
    try:
        with _beside() as other:
            if write(other):
                return
    except (OperationalError, psycopg.OperationalError):
        return  # a step that is not shown harms nobody; the next one will be
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            write(cursor)


def _write_step(cursor: Any, *, work: UUID, state: State, done: int, total: int | None) -> bool:
    cursor.execute(
        "UPDATE queue_work SET state = %s, done = %s, total = coalesce(%s, total)"
        " WHERE id = %s AND finished_at IS NULL",
        [str(state), done, total, work],
    )
    return bool(cursor.rowcount)


@contextmanager
def _beside() -> Iterator[Any]:
    """Open one short transaction on another connection, with the same words said to the database."""
    context = access.current()
    other = connections.create_connection("default")
    try:
        other.connect()
        with other.connection.transaction(), other.connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', '1s', true), set_config('twiza.user', %s, true),"
                " set_config('twiza.organisations', %s, true), set_config('twiza.purpose', %s, true)",
                [str(context.user or ""), context.organisations_literal, str(context.purpose)],
            )
            yield cursor
    finally:
        other.close()
