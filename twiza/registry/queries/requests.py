"""Looking up requests: the one door, where each stands, what waits for whom, how long people wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twiza.lib.errors import NotFound
from twiza.lib.short_codes import grouped, read_code
from twiza.lib.text import isolated
from twiza.lib.today import Due
from twiza.network import queries as network
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.rules.parameters import BY_NAME
from twiza.registry.models import Request, RequestAnswer, RequestDelay
from twiza.registry.queries.households import where_reading
from twiza.registry.rules import requests as rules
from twiza.registry.rules.requests import ChannelWait, End, Standing, Wait

LISTED = 100
TOLD_ONE_BY_ONE = 8  # on the today page; beyond it, a number
WAITS_OVER = timedelta(days=90)


class NoSuchRequest(NotFound):
    code = "registry.no_such_request"


@dataclass(frozen=True)
class RequestLine:
    """A request and where it stands today. `due_on`: the day promised last; `late_since`: the first day broken."""

    request: Request
    due_on: date
    standing: Standing
    delays: tuple[RequestDelay, ...]
    answer: RequestAnswer | None

    @property
    def code(self) -> str:
        return grouped(self.request.code)

    @property
    def is_open(self) -> bool:
        return self.answer is None

    @property
    def is_late(self) -> bool:
        return self.standing == Standing.LATE

    @property
    def broke_its_promise(self) -> bool:
        """Whether the first promised day was given up: said honestly, even when the later one is kept."""
        return bool(self.delays)


def days_of(name: str, *, on: date) -> int:
    """Return a number of days or minutes of the parameters, as it is on a day."""
    try:
        return int(accounts.parameter_number(name, on=on))
    except accounts.NoSuchParameter:
        return int(BY_NAME[name].value)


def most_days(on: date) -> int:
    """Return within how many days a request is answered at the latest."""
    return days_of("request_max_days", on=on)


def promised_day(on: date) -> date:
    """Return the day of the answer of a request that is made on this day."""
    return rules.answer_day(on, days_of("request_answer_days", on=on), most_days(on))


def request_for(user: Any, id: UUID) -> Request:
    """Return a request of an organisation where this user receives people. Raises NoSuchRequest."""
    row = _rows().filter(pk=id).first()
    if row is None or not user.has_perm(Permission.REQUEST_RECEIVE, row):
        raise NoSuchRequest(_("There is no such request."))
    return row


def known_by_code(organisation: UUID, typed: str) -> Request | None:
    """Return the request of this organisation that a code stands for; None for unknown codes and those of others.

    One that was written by mistake stands for nothing.
    """
    code = read_code(typed, rules.CODE_LENGTH)
    found = _rows().filter(organisation_id=organisation, code=code).first() if code else None
    return None if found is None or _end_of(found) == End.MISTAKE else found


def line_of(request: Request, *, today: date) -> RequestLine:
    """Return a request with where it stands."""
    delays = tuple(sorted(request.delays.all(), key=lambda one: one.until))
    due_on = delays[-1].until if delays else request.promised_on
    end = _end_of(request)
    standing = rules.standing(due_on, postponed=bool(delays), end=end, today=today)
    return RequestLine(request, due_on, standing, delays, getattr(request, "answer", None))


def open_requests(organisations: Iterable[UUID], *, today: date) -> list[RequestLine]:
    """Return the requests that wait for an answer, those due first (at most 500)."""
    rows = _rows().filter(organisation_id__in=list(organisations), answer__isnull=True).order_by("pk")[:500]
    lines = [line_of(one, today=today) for one in rows]
    return sorted(lines, key=lambda one: (one.due_on, one.request.pk))


def recent_requests(organisation: UUID, *, today: date) -> list[RequestLine]:
    """Return the requests that were answered last, newest first."""
    rows = _rows().filter(organisation_id=organisation, answer__isnull=False).order_by("-answer__at")
    return [line_of(one, today=today) for one in rows[:LISTED]]


def requests_waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return the requests whose answer this person can give, for the today page; red once their day is over."""
    today = timezone.localdate(at)
    where = where_reading(user, Permission.REQUEST_ANSWER, on=today)
    lines = open_requests(where, today=today) if where else []
    told = [
        Due(
            _("Answer the request %(code)s") % {"code": isolated(one.code)},
            reverse("registry:show_request", args=[one.request.pk]),
            one.due_on,
        )
        for one in lines[:TOLD_ONE_BY_ONE]
    ]
    if len(lines) > TOLD_ONE_BY_ONE:
        rest = lines[TOLD_ONE_BY_ONE:]
        sentence = ngettext_lazy(
            "Answer %(count)s request more", "Answer %(count)s requests more", len(rest)
        ) % {"count": len(rest)}
        told.append(Due(sentence, reverse("registry:list_requests"), rest[0].due_on))
    return told


def may_undo(request: Request, *, at: datetime) -> bool:
    """Say whether it may still be said that a request was written by mistake."""
    minutes = days_of("request_undo_minutes", on=timezone.localdate(at))
    return request.received_at <= at <= request.received_at + timedelta(minutes=minutes)


def requests_with_words(*, answered_before: datetime) -> QuerySet[Request]:
    """Return the requests answered before a moment that still have free words."""
    words = ~Q(words="") | ~Q(place_words="") | ~Q(answer__words="")
    return Request.objects.filter(words, answer__at__lt=answered_before).order_by("pk")


def request_has_words(id: UUID) -> bool:
    """Say whether free words of a request, or of its answer, are still there."""
    words = ~Q(words="") | ~Q(place_words="") | (Q(answer__isnull=False) & ~Q(answer__words=""))
    return Request.objects.filter(words, pk=id).exists()


def sites_of_door(organisation: UUID) -> list[Any]:
    """Return the open sites of an organisation that may be named on a slip: never a refuge."""
    sites = network.sites_of(network.organisation_for(organisation))
    return [one for one in sites if one.closed_on is None and not one.refuge]


def ways_to_answer(user: Any, request: Request) -> list[tuple[str, str]]:
    """Return other ways to answer, which subjects above offer this person: (words, address)."""
    return [way for name in settings.REQUEST_ANSWERS for way in import_string(name)(user, request)]


def waits_of(organisation: UUID, *, at: datetime) -> list[ChannelWait]:
    """Return how long people wait, by the way in which they asked, over the last 90 days; small figures hidden."""
    today = timezone.localdate(at)
    rows = _rows().filter(organisation_id=organisation, received_at__gte=at - WAITS_OVER)
    lines = [line_of(one, today=today) for one in rows]
    least = days_of("small_cell", on=today)
    return rules.waits_by_channel(
        (_wait_of(one, today) for one in lines if one.standing != Standing.MISTAKE), least
    )


def _wait_of(line: RequestLine, today: date) -> Wait:
    last = timezone.localdate(line.answer.at) if line.answer else today
    received_on = timezone.localdate(line.request.received_at)
    days = rules.days_between(received_on, last)
    return Wait(line.request.channel, days, line.answer is not None, last <= line.request.promised_on)


def _end_of(request: Request) -> str:
    answer: RequestAnswer | None = getattr(request, "answer", None)
    return answer.kind if answer else ""


def _rows() -> QuerySet[Request]:
    return Request.objects.select_related(
        "organisation", "site", "answer__ticket__site", "answer__to_organisation", "answer__to_site"
    ).prefetch_related("delays")
