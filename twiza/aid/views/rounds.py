"""Pages of the rounds that bring baskets home from a point."""

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


@require_http_methods(["GET", "POST"])
def show_rounds(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """The rounds of a day: who goes, how many doors, what happened at each; and planning one."""
    point, on = queries.led_point(request.user, id), queries.day_in(day)
    people = queries.couriers_of(point, on)
    form = forms.PlanRound(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        chosen = {str(one.pk): one for one in people}
        first, second = (chosen[form.cleaned_data[name]] for name in ("first", "second"))
        try:
            actions.plan_round(
                point=point,
                day=on,
                first=first,
                second=second,
                woman=first,
                by=_user(request),
                at=timezone.now(),
            )
            return redirect("aid:show_rounds", point.pk, on.isoformat())
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    waiting = queries.to_bring_home(point)
    return render(
        request,
        "aid/show_rounds.html",
        {
            "point": point,
            "day": on,
            "form": form,
            "waiting": waiting,
            "rounds": [
                (
                    round,
                    [(stop, queries.OUTCOMES_AT_DOORS.get(stop.outcome), _telling(stop)) for stop in stops],
                    forms.AddStop(rights=waiting, auto_id=f"id_%s_{round.pk}"),
                )
                for round, stops in queries.rounds_of(point, on)
            ],
        },
    )


@require_POST
def add_stop(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add a door to a round that has not left."""
    round = queries.round_for(request.user, id)
    rights = queries.to_bring_home(round.point)
    form = forms.AddStop(request.POST, rights=rights)
    if not form.is_valid():
        messages.error(request, _("Choose a list code and write where the door is."))
        return _back(round)
    right = next(one for one in rights if str(one.pk) == form.cleaned_data["entitlement"])
    words = {name: form.cleaned_data[name] for name in ("place", "announce")}
    return _done(
        request,
        round,
        lambda: actions.add_stop(
            round=round, entitlement=right, **words, by=_user(request), at=timezone.now()
        ),
        _("Added."),
    )


@require_POST
def open_round(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheet that opens the couriers' phone, made here and kept nowhere."""
    round = queries.round_for(request.user, id)
    try:
        opened = actions.open_round(round=round, by=_user(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return _back(round)
    address = request.build_absolute_uri("/field/")
    return attachment(actions.print_round(opened, address, language_of(request)), "round.pdf", PDF)


@require_POST
def record_door(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write what happened at a door, from what the couriers say."""
    stop = queries.stop_for(request.user, id)
    form = forms.TellDoor(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what happened at this door."))
        return _back(stop.round)
    outcome = form.cleaned_data["outcome"]
    return _done(
        request,
        stop.round,
        lambda: actions.record_door(stop=stop, outcome=outcome, by=_user(request), at=timezone.now()),
        _("Noted."),
    )


@require_POST
def close_round(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close a round at return: its doors are gone from here and from the phone."""
    round = queries.round_for(request.user, id)
    return _done(
        request,
        round,
        lambda: actions.close_round(round=round, by=_user(request), at=timezone.now()),
        _("Closed: where its doors are is gone."),
    )


def _telling(stop: Any) -> Any:
    return None if stop.outcome else forms.TellDoor(auto_id=f"id_%s_{stop.pk}")


def _done(request: HttpRequest, round: Any, act: Any, words: str) -> HttpResponse:
    try:
        act()
        messages.success(request, words)
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return _back(round)


def _back(round: Any) -> HttpResponse:
    return redirect("aid:show_rounds", round.point_id, round.day.isoformat())


def _user(request: HttpRequest) -> Any:
    return request.user
