"""Jobs: asked for by name, kept in PostgreSQL with the transaction that asks, done by a worker.

A job may be run again after a crash, so what it changes and `finish_work` belong in one transaction:
work that is over is not begun again.
"""

import json
import logging
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from functools import cache, wraps
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from twiza.lib.errors import N_, DomainError
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.queue.actions.work import begin_work, fail_work
from twiza.platform.queue.models import Work

log = logging.getLogger(__name__)
Job = Callable[..., None]


class UnknownJob(DomainError):
    code = "queue.unknown_job"


def job(name: str, *, every: str = "") -> Callable[[Job], Job]:
    """Declare a job in an app's `jobs.py`.

    The function takes `by_id` (UUID or None) and what `later` was given; names that end in `_id` arrive as
    UUID. It opens `acting_as` itself. With a `work_id`, progress begins before it and a refusal or a
    failure is written on the work. `every` is a cron line for work nobody asks for (`by_id` is None).
    """

    def declare(function: Job) -> Job:
        task = app.task(name=name)(_guarded(name, function))
        if every:
            app.periodic(cron=every)(task)
        return function

    return declare


def later(name: str, *, by: User | None, **arguments: Any) -> None:
    """Ask for a job; it goes with the transaction: rolled back, it was never asked for.

    Args:
        name: as declared by `job`. An unknown one raises UnknownJob at once.
        by: for whom it works; their organisations are asked again when it runs.
        arguments: ids, codes and numbers, never names: the queue's tables have no policies.
    """
    if name not in tasks_app().tasks:
        raise UnknownJob(N_("There is no job called %(name)s."), name=name)
    plain = {key: str(value) if isinstance(value, UUID) else value for key, value in arguments.items()}
    tasks_app().configure_task(name).defer(by_id=str(by.pk) if by else None, **plain)


def run_waiting_jobs(limit: int = 1000) -> int:
    """Do the waiting jobs here and now, oldest first (tests, the demo, a place without worker). Returns how many."""
    for count in range(limit):
        if not _run_one():
            return count
    return limit


@cache
def tasks_app() -> App:
    """The same jobs on Django's own connection: asking is part of the transaction, in a worker too."""
    return app.with_connector(DjangoConnector())


@transaction.atomic
def _run_one() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo'"
            " AND (scheduled_at IS NULL OR scheduled_at <= now()) ORDER BY priority DESC, id"
            " LIMIT 1 FOR UPDATE SKIP LOCKED"
        )
        row = cursor.fetchone()
        if row is None:
            return False
        status = "succeeded"
        try:
            tasks_app().tasks[row[1]].func(**_loaded(row[2]))
        except Exception:  # already said by the guard
            status = "failed"
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [row[0]])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
            [status, row[0]],
        )
    return True


def _loaded(arguments: Any) -> dict[str, Any]:
    return dict(json.loads(arguments) if isinstance(arguments, str) else arguments)


def _guarded(name: str, function: Job) -> Job:
    @wraps(function)
    def run(timestamp: int | None = None, by_id: str | None = None, **arguments: Any) -> None:
        by = UUID(by_id) if by_id else None
        loaded = {
            key: UUID(value) if key.endswith("_id") and value else value for key, value in arguments.items()
        }
        work = loaded.get("work_id")
        if work and not _begin(by, work):
            return
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                function(by_id=by, **loaded)
        except DomainError as refusal:
            if not work:
                raise
            _fail(by, work, timezone.now(), refusal)
        except Exception as error:
            _log(name, error)
            if work:
                _fail(by, work, timezone.now(), None)
            raise

    return run


def _log(name: str, error: Exception) -> None:
    """Say what broke and where, never its words: they may quote what a person typed."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("job %s stopped: %s in %s line %s", name, type(error).__name__, place.filename, place.lineno)


def _begin(by: UUID | None, work: UUID) -> bool:
    """Say that the work has begun; False when it is over already (the job was run before a crash)."""
    with acting_as(by, purpose=Purpose.WORK):
        if not Work.objects.filter(pk=work, finished_at__isnull=True).exists():
            return False
        begin_work(work=work)
    return True


def _fail(by: UUID | None, work: UUID, at: datetime, refusal: DomainError | None) -> None:
    with acting_as(by, purpose=Purpose.WORK):
        fail_work(work=work, at=at, refusal=refusal)
