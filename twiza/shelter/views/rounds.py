"""Pages: rounds of the winter, night by night; the plan of a night on paper."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.platform.accounts.permissions import NoPermission, Permission, check
from twiza.shelter import actions, queries, rules
from twiza.shelter.forms.plan import SetKits
from twiza.shelter.forms.rounds import BriefRound, NameCrew, PlanRound
from twiza.shelter.views.saving import done_or_said, saved
from twiza.shelter.views.winters import page_words


@require_safe
def list_nights(request: HttpRequest, id: UUID) -> HttpResponse:
    """Nights that have rounds, and the plan of tonight."""
    winter = queries.winter_inside(request.user, id)
    words = page_words(request, winter)
    words |= {
        "nights": queries.nights_with_rounds(winter),
        "now": queries.night_plan(winter, words["tonight"], at=timezone.now()),
    }
    return render(request, "shelter/winter_nights.html", words)


@require_safe
def show_night(request: HttpRequest, id: UUID, day: str) -> HttpResponse:
    """The plan of one night, for the committee: rounds, who answers, beds; no person who is helped."""
    winter = queries.winter_inside(request.user, id)
    try:
        night = date.fromisoformat(day)
    except ValueError:
        return redirect("shelter:list_nights", winter.pk)
    words = page_words(request, winter)
    words |= {"plan": queries.night_plan(winter, night, at=timezone.now())}
    return render(request, "shelter/winter_night.html", words)


@require_http_methods(["GET", "POST"])
def plan_round(request: HttpRequest, id: UUID) -> HttpResponse:
    """Plan a round of a night."""
    winter = queries.winter_inside(request.user, id)
    tonight = rules.night_of(timezone.now())
    night = min(max(tonight, winter.first_night), winter.last_night)
    return _plan_saved(request, winter, initial={"night": night})


@require_http_methods(["GET", "POST"])
def change_round(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change the plan of a round, until it is briefed."""
    round = queries.whole_round(queries.round_for(request.user, id))
    places = {f"area_{one.hot_spot_id}": one.position for one in round.stops.all()}
    start = {
        "night": round.night,
        "team": str(round.team_id),
        "vehicle": str(round.vehicle_id),
        "starts": timezone.localtime(round.starts_at).time(),
        "ends": timezone.localtime(round.ends_at).time(),
        "alert": round.alert,
        "alert_words": round.alert_words,
        "escorts": [one.body for one in round.escorts.all()],
    }
    winter = queries.winter_inside(request.user, round.winter_id)
    spots = {f"area_{one.pk}": None for one in queries.plan_of(winter).hot_spots}
    return _plan_saved(request, winter, initial={**start, **spots, **places}, round=round)


@require_safe
def show_round(request: HttpRequest, id: UUID) -> HttpResponse:
    """A round: its sheet for the team, what it lacks, and the next step."""
    found = queries.round_for(request.user, id)
    words = page_words(request, found.winter)
    words |= {
        "round": queries.whole_round(found),
        "duties": queries.on_duty(found.winter, found.night),
        "lacks": actions.what_lacks(found, vehicle_checked=True) if found.state == rules.State.PLANNED else (),
    }  # fmt: skip
    return render(request, "shelter/winter_round.html", words)


@require_http_methods(["GET", "POST"])
def name_crew(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say who goes with a round, and who leads."""
    round = _led(request, id)
    people, leaders = queries.who_may_go(round, on=timezone.localdate())
    members = list(queries.whole_round(round).members.all())
    start = {
        "women": [str(one.user_id) for one in members if one.is_woman],
        "men": [str(one.user_id) for one in members if not one.is_woman],
        "leader": next((str(one.user_id) for one in members if one.leads), ""),
    }
    return saved(
        request,
        NameCrew(request.POST or None, people=people, leaders=leaders, initial=start),
        partial(actions.name_crew, round=round),
        back=_round(round),
        done=_("These people go."),
        title=_("Who goes out"),
        lead=_("At least one woman goes with each round: a woman may only want to speak with a woman."),
        submit=_("They go"),
    )


@require_http_methods(["GET", "POST"])
def brief_round(request: HttpRequest, id: UUID) -> HttpResponse:
    """Do the checks before a round goes."""
    round = _led(request, id)
    start = {one.kind: one.pieces for one in queries.plan_of(round.winter).kits}
    form = BriefRound(request.POST or None, initial=start)

    def act(by: Any, at: Any, vehicle_checked: bool, **_typed: Any) -> None:
        actions.brief_round(round=round, vehicle_checked=vehicle_checked, kits=form.pieces(), by=by, at=at)

    return saved(
        request,
        form,
        act,
        back=_round(round),
        done=_("Briefed. Its plan stays as it is; drive carefully."),
        title=_("Brief the round"),
        lead=_("Read aloud: ask, never take. Whoever says no is greeted and asked again another night."),
        submit=_("The checks are done"),
    )


@require_POST
def leave_round(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a round has gone out."""
    round = queries.round_for(request.user, id)
    act = partial(actions.leave_round, round=round)
    return done_or_said(request, act, back=_round(round), done=_("The round is out."))


@require_http_methods(["GET", "POST"])
def return_round(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a round is back, and count what came back with it."""
    round = _led(request, id)
    taken = {one.kind: one.taken for one in queries.whole_round(round).kits.all()}
    form = SetKits(request.POST or None, kinds=taken, most=taken)

    def act(by: Any, at: Any, **_typed: Any) -> None:
        actions.return_round(round=round, back=form.pieces(), by=by, at=at)

    return saved(
        request,
        form,
        act,
        back=_round(round),
        done=_("The round is back, its pieces counted."),
        title=_("The round is back"),
        lead=_("How many pieces came back of each kind? An empty box is none."),
        submit=_("It is back"),
    )


@require_POST
def call_off_round(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a round out of the plan."""
    round = queries.round_for(request.user, id)
    back = reverse("shelter:list_nights", args=[round.winter_id])
    act = partial(actions.call_off_round, round=round)
    return done_or_said(request, act, back=back, done=_("The round is called off."))


def _plan_saved(request: HttpRequest, winter: Any, *, initial: dict[str, Any], round: Any = None) -> HttpResponse:  # fmt: skip
    words = page_words(request, winter)
    if not (words["plans"] or words["goes_out"]):
        raise NoPermission(_("The secretary of the committee and who leads rounds plan them."))
    plan = queries.plan_of(winter)
    form = PlanRound(
        request.POST or None, teams=plan.teams, vehicles=plan.vehicles, areas=plan.hot_spots, initial=initial
    )

    def act(by: Any, at: Any, **_typed: Any) -> None:
        actions.plan_round(winter=winter, round=round, **form.plan(), by=by, at=at)

    return saved(
        request,
        form,
        act,
        back=_round(round) if round else reverse("shelter:list_nights", args=[winter.pk]),
        done=_("The round is in the plan. Say who goes, then brief it."),
        title=_("Plan a night round"),
        lead=_("Leave the box of an area empty to pass it over this night."),
        submit=_("Plan it"),
    )


def _led(request: HttpRequest, id: UUID) -> Any:
    """Return a round that its reader may lead."""
    round = queries.round_for(request.user, id)
    check(request.user, Permission.NIGHT_ROUND, round.crew_id)
    return round


def _round(round: Any) -> str:
    return reverse("shelter:show_round", args=[round.pk])
