"""The free words of a request and of its answer: taken away when asked, when a family is erased, and after a time."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.registry import queries
from twiza.registry.models import Request, RequestAnswer
from twiza.registry.rules.traces import Trace, is_in_row


@transaction.atomic
def erase_request_words(*, request: Request, reason_code: str, by: Any, at: datetime) -> None:
    """Take away what was written in free words of a request and in its answer; the codes stay."""
    check(by, Permission.REQUEST_ANSWER, request)
    _forget(request, reason_code, by, at)


def forget_in_requests(organisation: UUID, trace: Trace, *, by: Any, at: datetime) -> int:
    """Take away the free words of each request that name one of these persons, who are being erased. Returns how many."""
    rows = Request.objects.filter(organisation_id=organisation).select_related("answer")
    found = [one for one in rows if trace and is_in_row(trace, [one.words, one.place_words, _answered(one)])]
    for one in found:
        _forget(one, "family_erased", by, at)
    return len(found)


def forget_old_words(*, at: datetime) -> int:
    """Take away the free words of requests answered long enough ago, everywhere. Needs the purpose UPKEEP."""
    days = queries.days_of("request_words_days", on=timezone.localdate(at))
    old = list(queries.requests_with_words(answered_before=at - timedelta(days=days)))
    for one in old:
        _forget(one, "no_purpose", None, at)
    return len(old)


def forget_request_words_again(*, id: UUID, at: datetime) -> bool:
    """Take away the words that a restored backup brought back. Returns whether there were any."""
    request = Request.objects.filter(pk=id).first()
    if request is None or not queries.request_has_words(id):
        return False
    _empty(request, at)
    return True


def _answered(request: Request) -> str:
    answer: RequestAnswer | None = getattr(request, "answer", None)
    return answer.words if answer else ""


def _forget(request: Request, reason_code: str, by: Any, at: datetime) -> None:
    _empty(request, at)
    line = {
        "type": "registry.request_words_erased",
        "target": request,
        "organisation": request.organisation_id,
        "by": by,
        "at": at,
        "reason_code": reason_code,
    }
    if by is None:
        with acting_as(None, purpose=Purpose.SETUP):  # nobody's act, yet a line of that organisation
            audit.record(**line)
    else:
        audit.record(**line)
    files.remember_erasure(
        kind="registry.request", id=request.pk, organisation=request.organisation_id, at=at
    )


def _empty(request: Request, at: datetime) -> None:
    Request.objects.filter(pk=request.pk, words_erased_at__isnull=True).update(
        words="", place_words="", words_erased_at=at
    )
    RequestAnswer.objects.filter(request=request, words_erased_at__isnull=True).update(
        words="", words_erased_at=at
    )
