"""The door: a request is received, promised for a later day, answered. Each is a fact of its own; none is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry import queries
from twiza.registry.models import ListeningTicket, Request, RequestAnswer, RequestDelay
from twiza.registry.rules import requests as rules
from twiza.registry.rules.requests import End


class SaysTooLittle(DomainError):
    """An answer without what it has to say: the reason, plain words, how to contest."""

    code = "registry.answer_says_too_little"


class EndedAlready(DomainError):
    code = "registry.request_ended_already"


class NotThatDay(DomainError):
    code = "registry.request_not_that_day"


class TooLateToUndo(DomainError):
    code = "registry.request_too_late_to_undo"


class NotAPlaceOfOurs(DomainError):
    code = "registry.request_not_our_site"


@dataclass(frozen=True)
class RequestData:
    """What somebody asks for. Only the kind of help and the way of asking are needed.

    Attributes:
        helper: who helped to ask; given exactly when the channel is "assisted".
        site: where it was received, of the organisation.
        words: free words, without names; taken away later.
    """

    kind: str
    channel: str = "counter"
    helper: str = ""
    site: UUID | None = None
    place: UUID | None = None
    place_words: str = ""
    size: int | None = None
    words: str = ""


@transaction.atomic
def receive_request(
    *, organisation: UUID, data: RequestData, by: Any, at: datetime, id: UUID | None = None
) -> Request:
    """Write down what somebody asks for; the code and the day of the answer are theirs to take away.

    Args:
        id: of the form that was filled in: sent twice, it makes one request.

    Raises:
        SaysTooLittle: no kind of help, no way of asking, or nobody named who helped.
        NotAPlaceOfOurs: a site of somebody else.
    """
    check(by, Permission.REQUEST_RECEIVE, organisation)
    _check_data(organisation, data)
    _one_at_a_time(f"registry.requests:{organisation}")
    sent = Request.objects.filter(pk=id, organisation_id=organisation, received_by=by).first() if id else None
    if sent is not None:
        return sent
    today = timezone.localdate(at)
    of_year = Request.objects.filter(organisation_id=organisation, year=today.year)
    row = Request.objects.create(
        id=id or new_id(),
        organisation_id=organisation,
        year=today.year,
        number=(of_year.aggregate(last=Max("number"))["last"] or 0) + 1,
        code=_free_code(organisation),
        received_at=at,
        received_by=by,
        promised_on=queries.promised_day(today),
        kind=data.kind,
        channel=data.channel,
        helper=data.helper,
        site_id=data.site,
        place_id=data.place,
        place_words=data.place_words[:120],
        size=data.size,
        words=data.words[:1000],
    )
    told: dict[str, Any] = {"number": row.number, "channel": row.channel}
    if row.helper:
        told["helper"] = row.helper  # assisted access is logged
    audit.record(
        type="registry.request_received", target=row, organisation=organisation, by=by, at=at, **told
    )
    return row


@transaction.atomic
def postpone_answer(
    *, request: Request, until: date, reason_code: str, by: Any, at: datetime
) -> RequestDelay:
    """Promise the answer for a later day, and say why. What was promised first stays written.

    Raises:
        EndedAlready. SaysTooLittle: no reason. NotThatDay: not later, or beyond the days of the law.
    """
    check(by, Permission.REQUEST_ANSWER, request)
    request = _hold_open(request)
    if reason_code not in rules.POSTPONED:
        raise SaysTooLittle(_("Say why the answer comes later."))
    line = queries.line_of(request, today=timezone.localdate(at))
    most = queries.most_days(timezone.localdate(at))
    received_on = timezone.localdate(request.received_at)
    if not rules.may_postpone(received_on, until, line.due_on, most) or until <= timezone.localdate(at):
        raise NotThatDay(
            _("Promise a day after %(promised)s and not after %(last)s, or answer today."),
            promised=max(line.due_on, timezone.localdate(at)).isoformat(),
            last=(received_on + timedelta(days=most)).isoformat(),
        )
    delay = RequestDelay.objects.create(
        request=request,
        organisation_id=request.organisation_id,
        before=line.due_on,
        until=until,
        reason_code=reason_code,
        at=at,
        by=by,
    )
    _record("registry.request_postponed", request, by, at, reason_code=reason_code, until=until)
    return delay


@transaction.atomic
def give_ticket(*, request: Request, site: UUID, on: date, by: Any, at: datetime) -> RequestAnswer:
    """Answer with a numbered place in the queue of a centre of ours: neither a name nor a reason is on it.

    Raises:
        EndedAlready. NotAPlaceOfOurs: a site of somebody else. NotThatDay: a day that is over.
    """
    check(by, Permission.REQUEST_ANSWER, request)
    request = _hold_open(request)
    _check_site(request.organisation_id, site)
    if on < timezone.localdate(at):
        raise NotThatDay(_("This day is over: choose today or a day to come."))
    _one_at_a_time(f"registry.tickets:{site}:{on}")
    of_day = ListeningTicket.objects.filter(organisation_id=request.organisation_id, site=site, on=on)
    ticket = ListeningTicket.objects.create(
        organisation_id=request.organisation_id,
        site_id=site,
        on=on,
        number=(of_day.aggregate(last=Max("number"))["last"] or 0) + 1,
        at=at,
        by=by,
    )
    return _end(request, End.LISTENING, by, at, {"ticket": ticket}, told={"ticket": ticket.pk})


@transaction.atomic
def orient_request(
    *, request: Request, to: UUID, site: UUID | None, reason_code: str, words: str, by: Any, at: datetime
) -> RequestAnswer:
    """Answer by showing the way to another organisation, or to another site of ours, and say why there.

    Raises:
        EndedAlready. SaysTooLittle: no reason.
        NotAPlaceOfOurs: the site is not of that organisation, or the request would stay where it is.
    """
    check(by, Permission.REQUEST_ANSWER, request)
    request = _hold_open(request)
    if reason_code not in rules.ORIENTED:
        raise SaysTooLittle(_("Say why there."))
    if site is not None:
        _check_site(to, site)
    if to == request.organisation_id and site in (None, request.site_id):
        raise NotAPlaceOfOurs(_("Choose another organisation, or another site of yours."))
    values = {
        "reason_code": reason_code,
        "words": words[:1000],
        "to_organisation_id": to,
        "to_site_id": site,
    }
    return _end(request, End.ORIENTATION, by, at, values, told={"to": to})


@transaction.atomic
def answer_request(
    *, request: Request, reason_code: str, words: str, contest: str, by: Any, at: datetime
) -> RequestAnswer:
    """Answer with a reason, plain words, and how to contest. Without one of them there is no answer.

    Raises:
        EndedAlready. SaysTooLittle.
    """
    check(by, Permission.REQUEST_ANSWER, request)
    request = _hold_open(request)
    if reason_code not in rules.REASONED or not words.strip() or not contest.strip():
        raise SaysTooLittle(
            _("An answer has a reason, plain words, and how to contest it. Write the one that is missing.")
        )
    values = {"reason_code": reason_code, "words": words.strip()[:1000], "contest": contest.strip()[:500]}
    return _end(request, End.REASONED, by, at, values)


@transaction.atomic
def note_nomination(
    *, request: Request, campaign: UUID, list_code: str, by: Any, at: datetime
) -> RequestAnswer:
    """Answer by a nomination that was just made into a campaign: its list code is what the person may be told.

    Raises:
        EndedAlready.
    """
    check(by, Permission.REQUEST_ANSWER, request)
    request = _hold_open(request)
    values = {"campaign": campaign, "list_code": list_code}
    return _end(request, End.NOMINATION, by, at, values, told={"campaign": campaign})


@transaction.atomic
def say_mistaken(*, request: Request, reason_code: str, by: Any, at: datetime) -> RequestAnswer:
    """Say, soon after, that a request was written by mistake. It stays written, and counts nowhere.

    Raises:
        EndedAlready. SaysTooLittle: no reason. TooLateToUndo: the minutes of the parameter are over; answer it.
    """
    check(by, Permission.REQUEST_RECEIVE, request)
    request = _hold_open(request)
    if reason_code not in rules.MISTAKEN:
        raise SaysTooLittle(_("Say what the mistake was."))
    if not queries.may_undo(request, at=at):
        raise TooLateToUndo(
            _("It is too late to take this request back. Answer it, and say in the answer what happened.")
        )
    return _end(request, End.MISTAKE, by, at, {"reason_code": reason_code})


def _end(
    request: Request,
    kind: End,
    by: Any,
    at: datetime,
    values: Mapping[str, Any],
    told: Mapping[str, Any] | None = None,
) -> RequestAnswer:
    answer = RequestAnswer.objects.create(
        request=request, organisation_id=request.organisation_id, kind=kind, at=at, by=by, **values
    )
    act = "registry.request_mistaken" if kind == End.MISTAKE else "registry.request_answered"
    _record(act, request, by, at, reason_code=answer.reason_code, kind=str(kind), **(told or {}))
    return answer


def _hold_open(request: Request) -> Request:
    """Lock a request until this act is over. Raises EndedAlready when it has an end."""
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if RequestAnswer.objects.filter(request=request).exists():
        raise EndedAlready(_("This request was answered meanwhile. Look at its answer."))
    return request


def _record(type: str, request: Request, by: Any, at: datetime, **told: Any) -> None:
    audit.record(type=type, target=request, organisation=request.organisation_id, by=by, at=at, **told)


def _check_data(organisation: UUID, data: RequestData) -> None:
    if data.kind not in rules.KINDS or data.channel not in rules.CHANNELS:
        raise SaysTooLittle(_("Say what is asked for, and how it was asked."))
    if (data.helper in rules.HELPERS) != (data.channel == "assisted"):
        raise SaysTooLittle(_("Say who helped to ask; leave it empty when nobody did."))
    if data.site is not None:
        _check_site(organisation, data.site)


def _check_site(organisation: UUID, site: UUID) -> None:
    if site not in {one.pk for one in queries.sites_of_door(organisation)}:
        raise NotAPlaceOfOurs(_("Choose a site of this organisation that receives people."))


def _one_at_a_time(what: str) -> None:
    """Numbers follow one another: whoever takes one waits for whoever took the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def _free_code(organisation: UUID) -> str:
    while True:
        code = new_code(rules.CODE_LENGTH)
        if not Request.objects.filter(organisation_id=organisation, code=code).exists():
            return code
