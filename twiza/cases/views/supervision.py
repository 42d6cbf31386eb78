"""Pages: how much each listener carries, in numbers; talks that care for who listens. No case and no key of the room."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, forms, queries
from twiza.cases.views.awareness import chosen_among
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say

SHOWN = timedelta(days=90)  # how long a talk that was held stays on the page


@require_http_methods(["GET", "POST"])
def show_supervision(request: HttpRequest) -> HttpResponse:
    """The loads and talks of the team for who supervises it; for a listener their own talks only."""
    user: Any = request.user
    today = timezone.localdate()
    organisation = chosen_among(request, queries.where_care(user, on=today), Permission.CASE_WORK)
    supervises = user.has_perm(Permission.CASE_SUPERVISE, organisation)
    people = queries.listeners_of(organisation) if supervises else []
    do = request.POST.get("do", "")
    sheets: dict[str, Any] = {
        "ask": forms.AskTalk(request.POST if do == "ask" else None, auto_id="ask_%s"),
        "plan": forms.PlanTalk(request.POST if do == "plan" else None, people=people, auto_id="plan_%s"),
    }
    sent = sheets.get(do)
    if sent is not None and sent.is_valid():
        try:
            _kept_talk(request, organisation, do, sent.cleaned_data)
        except DomainError as refusal:
            sent.add_error(None, say(refusal))
        else:
            return _back_to(organisation)
    words = {
        "organisation": organisation,
        "sheets": sheets,
        "supervises": supervises,
        "talks": queries.talks_of(organisation, today=today),
        "held": queries.held_talks(organisation, since=today - SHOWN),
        "today": today,
    } | (_of_loads(organisation, today) if supervises else {})
    status = 422 if sent is not None and sent.errors else 200
    return render(request, "cases/supervision.html", words, status=status)


@require_POST
def settle_talk(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a talk was held, or give it another day."""
    talk = queries.talk_for(request.user, id)
    now: dict[str, Any] = {"talk": talk, "by": request.user, "at": timezone.now()}
    form = forms.MoveTalk(request.POST)
    try:
        if request.POST.get("do") == "hold":
            actions.hold_talk(**now)
        elif form.is_valid():
            actions.move_talk(on=form.cleaned_data["on"], **now)
        else:
            messages.warning(request, _("Write the day as day/month/year, for example 12/03/2026."))
    except DomainError as refusal:
        messages.warning(request, say(refusal))
    return _back_to(talk.organisation_id)


def _of_loads(organisation: UUID, today: date) -> dict[str, Any]:
    loads = queries.loads_of(organisation, on=today)
    return {
        "loads": loads,
        "most": queries.heavy_above(on=today),
        "heavy": [one for one in loads if one.is_heavy],
    }


def _kept_talk(request: HttpRequest, organisation: UUID, do: str, typed: dict[str, Any]) -> None:
    now: dict[str, Any] = {"organisation": organisation, "kind": typed["kind"], "by": request.user}
    if do == "plan":
        person = UUID(typed["person"])
        actions.plan_talk(person=person, on=typed["on"], at=timezone.now(), **now)
        messages.success(request, _("The talk has its day."))
    else:
        actions.ask_talk(at=timezone.now(), **now)
        messages.success(request, _("Asked for. Whoever supervises gives it a day."))


def _back_to(organisation: UUID) -> HttpResponse:
    return redirect(f"{reverse('cases:show_supervision')}?organisation={organisation}")
