"""The paper twin of a lane: printing it, and typing it in, ten lines at a time, without touching a mouse."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.aid import actions, forms, queries
from twiza.aid.views.downloads import PDF, attachment, language_of
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


@require_POST
def print_ledger(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new ledger of a lane, with lines of its own."""
    lane = queries.lane_for(request.user, id)
    ledger = actions.make_ledger(lane=lane, by=_user(request), at=timezone.now())
    return attachment(actions.print_ledger(ledger, language_of(request)), "ledger.pdf", PDF)


@require_http_methods(["GET", "POST"])
def type_ledger(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """Ten lines: first what they mean is shown, then they are saved. Nothing is saved while one cannot be read."""
    point, on = queries.led_point(request.user, id), queries.day_in(day)
    lines = forms.LedgerLines(request.POST or None)
    read: list[queries.ReadLine] = []
    if request.method == "POST" and lines.is_valid():
        typed = [one.read() for one in lines]
        read = queries.read_lines(point, on, [one for one in typed if not one.is_empty])
        if "save" in request.POST and read and not any(one.fault for one in read):
            try:
                answers = actions.type_ledger(
                    point=point, day=on, lines=typed, by=_user(request), at=timezone.now()
                )
                messages.success(request, _saved(answers))
                return redirect("aid:type_ledger", point.pk, on.isoformat())
            except DomainError as refusal:
                messages.error(request, say(refusal))
        elif not read:
            messages.error(
                request, _("Type the code of a line, then the code of the card that stands on it.")
            )
    return render(
        request,
        "aid/type_ledger.html",
        {
            "point": point,
            "day": on,
            "lines": lines,
            "read": read,
            "good": bool(read) and not any(one.fault for one in read),
            "printed": queries.ledgers_of(point, on),
        },
    )


def _saved(answers: list[Any]) -> str:
    said = [rule or answer for answer, rule in answers]
    return _(
        "Saved: %(lines)s lines. Told by the phone already: %(twice)s. Second uses, for the welcome table: %(double)s."
    ) % {
        "lines": len(said),
        "twice": said.count("told_by_phone"),
        "double": said.count("double") + said.count("refused"),
    }


def _user(request: HttpRequest) -> Any:
    return request.user
