"""Pages: the plan of a winter. Areas, teams, vehicles, kits; taken over from the winter before."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.shelter import actions, queries
from twiza.shelter.forms.plan import AddHotSpots, AddTeams, AddVehicle, SetKits
from twiza.shelter.views.committee import planned
from twiza.shelter.views.saving import done_or_said, saved
from twiza.shelter.views.winters import page_words


@require_safe
def show_plan(request: HttpRequest, id: UUID) -> HttpResponse:
    """Where teams look, who goes, in what, with what."""
    winter = queries.winter_inside(request.user, id)
    words = page_words(request, winter)
    words |= {"plan": queries.plan_of(winter), "before": queries.winter_before(request.user, winter)}
    return render(request, "shelter/winter_plan.html", words)


@require_http_methods(["GET", "POST"])
def add_hot_spots(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write areas, one a line."""
    winter = planned(request, id)
    return saved(
        request,
        AddHotSpots(request.POST or None),
        partial(actions.add_hot_spots, winter=winter),
        back=_plan(winter),
        done=_("The areas are in the plan."),
        title=_("Areas where teams look"),
        submit=_("Put them into the plan"),
    )


@require_http_methods(["GET", "POST"])
def add_teams(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write teams, one a line."""
    winter = planned(request, id)
    return saved(
        request,
        AddTeams(request.POST or None),
        partial(actions.add_teams, winter=winter),
        back=_plan(winter),
        done=_("The teams are in the plan."),
        title=_("Teams"),
        submit=_("Put them into the plan"),
    )


@require_http_methods(["GET", "POST"])
def add_vehicle(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a vehicle."""
    winter = planned(request, id)
    return saved(
        request,
        AddVehicle(request.POST or None),
        partial(actions.add_vehicle, winter=winter),
        back=_plan(winter),
        done=_("The vehicle is in the plan."),
        title=_("A vehicle"),
        submit=_("Put it into the plan"),
    )


@require_http_methods(["GET", "POST"])
def set_kits(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say how many pieces a round takes."""
    winter = planned(request, id)
    start = {one.kind: one.pieces for one in queries.plan_of(winter).kits}
    form = SetKits(request.POST or None, initial=start)

    def act(by: Any, at: Any, **_typed: Any) -> None:
        actions.set_kits(winter=winter, pieces=form.pieces(), by=by, at=at)

    return saved(
        request,
        form,
        act,
        back=_plan(winter),
        done=_("Each round takes these pieces."),
        title=_("What a round takes"),
        lead=_("Pieces that a team takes out and brings back: they are counted, not drawn from a store."),
        submit=_("Keep"),
    )


@require_POST
def take_over_plan(request: HttpRequest, id: UUID) -> HttpResponse:
    """Begin with the plan of the winter before."""
    winter = planned(request, id)
    act = partial(actions.take_over_plan, winter=winter)
    done = _(
        "Bodies, areas, teams, vehicles and kits of the winter before are here. Change what has changed."
    )
    return done_or_said(request, act, back=_plan(winter), done=done)


@require_POST
def move_up(request: HttpRequest, id: UUID) -> HttpResponse:
    """Look at an area earlier."""
    spot = queries.plan_row_for(request.user, "area", id)
    act = partial(actions.move_up, hot_spot=spot)
    return done_or_said(request, act, back=_plan(spot.winter), done=_("The order has changed."))


@require_POST
def leave_out(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Leave an area, a team or a vehicle out of the nights to come."""
    row = queries.plan_row_for(request.user, kind, id)
    act = partial(actions.leave_out, row=row)
    return done_or_said(request, act, back=_plan(row.winter), done=_("Left out of the nights to come."))


def _plan(winter: Any) -> str:
    return reverse("shelter:show_plan", args=[winter.pk])
