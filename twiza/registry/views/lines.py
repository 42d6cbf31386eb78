"""What each page leaves in the access log."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from twiza.platform.audit import actions as audit


def looked(request: HttpRequest, page: str, organisation: UUID, ids: list[UUID]) -> None:
    """Leave one line in the access log for an attempt, whether or not somebody was found."""
    audit.record_access(page=page, ids=ids, organisation=organisation, by=request.user, at=timezone.now())


def shown(request: HttpRequest, page: str, organisation: UUID, ids: list[UUID]) -> None:
    """Leave one line in the access log for a page that shows named persons.

    Args:
        ids: of the households and of the persons, both: who read a file is asked by either.
    """
    if ids:
        audit.record_access(page=page, ids=ids, organisation=organisation, by=request.user, at=timezone.now())
