"""Pages: the team of a case, who is asked in, emergency entries."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, forms, queries
from twiza.cases.views.cases import looked
from twiza.cases.views.room import opened_for, to_the_door, unseen
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
    looked(request, "cases.case", case.organisation_id, [case.pk])
    words = {"case": case, "seats": queries.team_of(case), "form": form, "colleagues": colleagues, "now": now}
    return render(request, "cases/case_team.html", words)


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
