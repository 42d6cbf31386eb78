"""Pages: the team of a case, who is asked in, emergency entries."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twiza.cases import actions, forms, queries, rules
from twiza.cases.views.cases import looked
from twiza.cases.views.room import opened_for, to_the_door, unseen, working_in
from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def show_team(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who is in the team of a case, since when; a colleague is asked in."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    now = timezone.now()
    colleagues = queries.colleagues_to_ask(case, at=now)
    form = forms.AskIn(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        worker = next(one for one in colleagues if str(one.pk) == form.cleaned_data["worker"])
        try:
            actions.ask_into_team(case=case, worker=worker, room=room, by=request.user, at=now)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("cases:show_team", case.pk)
    looked(request, "cases.team", case.organisation_id, [case.pk])
    words = {
        "case": case, "seats": queries.team_of(case), "form": form, "colleagues": colleagues,
        "live": queries.who_can_hold(case, at=now), "is_due": queries.left_since(case, rules.Drawer.CASE, at=now),
    }  # fmt: skip
    return render(request, "cases/case_team.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def enter_by_emergency(request: HttpRequest) -> HttpResponse:
    """Come into a case by its code. The team is told at once; the words stay sealed until it hands the key."""
    organisation = working_in(request)
    if opened_for(request, organisation) is None:
        return to_the_door(request, organisation)
    form = forms.BreakGlass(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            seat = actions.break_glass(
                organisation=organisation, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(
                request, _("You are in, and the team is told. Ask one of them to hand you the key.")
            )
            return redirect("cases:show_case", seat.case_id)
    words = {"form": form, "organisation": organisation, "review_days": queries.review_days(timezone.now())}
    return render(request, "cases/emergency.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def leave_team(request: HttpRequest, id: UUID) -> HttpResponse:
    """Leave the team of a case, after one question. The team may ask them in again."""
    case = queries.case_for(request.user, id)
    if opened_for(request, case.organisation_id) is None:
        return to_the_door(request, case.organisation_id)
    if request.method == "POST":
        try:
            actions.leave_team(case=case, by=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, say(refusal))
            return redirect("cases:show_team", case.pk)
        messages.success(request, _("You left the team of this case. The team can ask you in again."))
        return redirect("cases:list_cases")
    looked(request, "cases.team", case.organisation_id, [case.pk])
    return render(request, "cases/case_leave.html", {"case": case})


@unseen
@require_GET
def list_looks(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who looked at this case, when, on which page: for its team."""
    case = queries.case_for(request.user, id)
    if opened_for(request, case.organisation_id) is None:
        return to_the_door(request, case.organisation_id)
    looked(request, "cases.looks", case.organisation_id, [case.pk])
    looks = queries.looks_at(case, cursor=request.GET.get("before", ""))
    return render(request, "cases/case_looks.html", {"case": case, "looks": looks})


@unseen
@require_POST
def renew_case_key(request: HttpRequest, id: UUID) -> HttpResponse:
    """Make a new key of a case for everybody who is in its team now."""
    case = queries.case_for(request.user, id)
    room = opened_for(request, case.organisation_id)
    if room is None:
        return to_the_door(request, case.organisation_id)
    try:
        actions.renew_case_key(case=case, room=room, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(
            request, _("The case has a new key. Whoever left reads nothing that is written now.")
        )
    return redirect("cases:show_team", case.pk)


@unseen
@require_POST
def answer_seat(request: HttpRequest, id: UUID) -> HttpResponse:
    """Hand the key to somebody who came in by emergency, or write that their entry was looked into."""
    seat = queries.seat_for(request.user, id)
    room = opened_for(request, seat.organisation_id)
    if room is None:
        return to_the_door(request, seat.organisation_id)
    try:
        if request.POST.get("answer") == "hand":
            actions.hand_key(seat=seat, room=room, by=request.user, at=timezone.now())
        else:
            actions.review_emergency(seat=seat, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("It is written in the log."))
    return redirect("cases:show_team", seat.case_id)
