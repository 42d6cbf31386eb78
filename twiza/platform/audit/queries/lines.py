"""Reading the lines of both logs, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from twiza.platform.audit.models import AccessLine, AccessSubject, AuditLine

PAGE = 50
Line = TypeVar("Line", AuditLine, AccessLine)


@dataclass(frozen=True)
class Sought:
    """What is looked for in a log; empty means anything.

    Attributes:
        organisation: in whose log.
        since, until: moments, [since, until).
        by: who acted or looked.
        kind: the beginning of a type of act, or of a page's name, such as "registry.".
        before: (moment, id) of the last line of the page before; newest lines come first.
    """

    organisation: UUID
    since: datetime | None = None
    until: datetime | None = None
    by: UUID | None = None
    kind: str = ""
    before: tuple[datetime, UUID] | None = None


def acts(sought: Sought, *, limit: int = PAGE) -> tuple[list[AuditLine], bool]:
    """Return a page of the log of acts, newest first, and whether there is more."""
    lines = _sought(AuditLine.objects.all(), sought)
    if sought.kind:
        lines = lines.filter(type__gte=sought.kind, type__lt=sought.kind + "\U0010ffff")
    return _page(lines, limit)


def looks(sought: Sought, *, limit: int = PAGE) -> tuple[list[AccessLine], bool]:
    """Return a page of the access log (who was shown whom), newest first, and whether there is more."""
    lines = _sought(AccessLine.objects.all(), sought)
    if sought.kind:
        lines = lines.filter(page__gte=sought.kind, page__lt=sought.kind + "\U0010ffff")
    return _page(lines, limit)


def who_read(
    subject: UUID, *, limit: int = 200, before: tuple[datetime, UUID] | None = None
) -> list[AccessLine]:
    """Return the access lines that showed this person, household or case, newest first: who read this file.

    Args:
        before: (moment, id) of the last line of the page before.
    """
    shown = AccessSubject.objects.filter(subject=subject)
    if before is not None:
        shown = shown.filter(Q(at__lt=before[0]) | Q(at=before[0], line_id__lt=before[1]))
    newest = shown.order_by("-at", "-line_id").values("line_id")[:limit]
    return list(AccessLine.objects.filter(pk__in=newest).order_by("-at", "-id"))


def acts_on(target: UUID, *, limit: int = 200) -> list[AuditLine]:
    """Return what was done on one record, newest first."""
    return list(AuditLine.objects.filter(target=target).order_by("-at", "-id")[:limit])


def _sought(lines: "QuerySet[Line]", sought: Sought) -> "QuerySet[Line]":
    lines = lines.filter(organisation_id=sought.organisation)
    if sought.since:
        lines = lines.filter(at__gte=sought.since)
    if sought.until:
        lines = lines.filter(at__lt=sought.until)
    if sought.by:
        lines = lines.filter(by=sought.by)
    if sought.before:
        at, id = sought.before
        lines = lines.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=id))
    return lines


def _page(lines: "QuerySet[Line]", limit: int) -> tuple[list[Line], bool]:
    found = list(lines.order_by("-at", "-id")[: limit + 1])
    return found[:limit], len(found) > limit
