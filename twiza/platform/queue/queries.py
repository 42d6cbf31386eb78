"""Looking up long work. Row security shows each person only their own."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.platform.accounts.models import User
from twiza.platform.queue.models import Work

SHOWN = 50


class NoSuchWork(NotFound):
    code = "queue.no_such_work"


def work_for(user: User, id: UUID) -> Work:
    """Return this person's own work, or raise NoSuchWork: hidden and missing look the same."""
    work = Work.objects.filter(pk=id, by=user).first()
    if work is None:
        raise NoSuchWork(_("There is no such work in your list."))
    return work


def works_of(user: User) -> QuerySet[Work]:
    """Return this person's latest long work, newest first (at most 50)."""
    return Work.objects.filter(by=user).order_by("-created_at", "-id")[:SHOWN]


def unfinished_of(user: User) -> QuerySet[Work]:
    """Return this person's work that is not over yet, newest first."""
    return Work.objects.filter(by=user, finished_at__isnull=True).order_by("-created_at", "-id")


def failed_of(user: User, *, since: datetime) -> list[Work]:
    """Return this person's own work that failed since a moment, newest first."""
    failed = Work.objects.filter(by=user, created_at__gte=since, state="failed")
    return list(failed.order_by("-created_at")[:SHOWN])


def failed_jobs() -> int:
    """Return how many jobs of the whole platform ended in a failure and wait for a hand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        return int(cursor.fetchone()[0])
