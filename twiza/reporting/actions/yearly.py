"""The report of a year: asked for, made by the worker, kept as a file."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.platform.queue import actions as queue
from twiza.reporting import queries

KEPT_DAYS = 365
FIRST_YEAR = 1990


class NoSuchYear(DomainError):
    code = "reporting.no_such_year"


@transaction.atomic
def ask_for_yearly(*, organisation: Any, year: int, by: User, at: datetime) -> UUID:
    """Ask for the report of a year, in Arabic and French. Returns the work that shows how far it is.

    Raises:
        NoSuchYear: it has not begun, or lies before the first computer of the delegation.
        NoPermission: `by` keeps no register here.
    """
    check(by, Permission.INSTITUTION_KEEP, organisation)
    if not FIRST_YEAR <= year <= timezone.localdate(at).year:
        raise NoSuchYear(_("Choose a year that has begun."))
    work = queue.start_work(
        kind="reporting.make_yearly",
        title=_("Report of a year"),
        by=by,
        organisation=organisation.pk,
        at=at,
        total=3,
    )
    queue.later("reporting.make_yearly", by=by, work_id=work.pk, organisation_id=organisation.pk, year=year)
    audit.record(
        type="reporting.yearly_asked",
        target=organisation,
        organisation=organisation.pk,
        by=by,
        at=at,
        year=year,
    )
    return UUID(str(work.pk))


@transaction.atomic
def keep_yearly(
    *, organisation: Any, year: int, by: User, at: datetime, done: Callable[[int], None] = lambda _count: None
) -> UUID:
    """Make the report and keep it for a year; returns the file. `done`: how many of its three steps are done."""
    check(by, Permission.INSTITUTION_KEEP, organisation)
    today = timezone.localdate(at)
    least = int(accounts.parameter_number("small_cell", on=today))
    report = queries.yearly_of(organisation, year, today=today, least=least)
    done(1)
    content = queries.yearly_pdf(report, done=lambda count: done(1 + count))
    row = files.store_file(
        content=content, name=f"twiza-{year}.pdf", kind="reporting.yearly", permission=Permission.INSTITUTION_KEEP,
        organisation=organisation.pk, by=by, at=at, keep_days=KEPT_DAYS, made_here=True,
    )  # fmt: skip
    return UUID(str(row.pk))
