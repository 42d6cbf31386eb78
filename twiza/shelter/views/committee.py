"""Pages: the committee of a winter, who answers when, meetings, minutes, decisions."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.shelter import actions, queries
from twiza.shelter.forms.committee import Decide, FinishDecision, SeatBody, WriteDuty, WriteMeeting
from twiza.shelter.views.saving import done_or_said, saved
from twiza.shelter.views.winters import page_words


@require_safe
def show_committee(request: HttpRequest, id: UUID) -> HttpResponse:
    """Bodies of the committee, and who answers in which night; a site sees who answers only."""
    winter = queries.winter_for(request.user, id)
    words = page_words(request, winter)
    words |= {
        "seats": queries.seats_of(winter, on=timezone.localdate()) if words["inside"] else [],
        "duties": queries.duties_of(winter, from_night=words["tonight"]),
    }
    return render(request, "shelter/winter_committee.html", words)


@require_http_methods(["GET", "POST"])
def seat_body(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a body into the committee."""
    winter = planned(request, id)
    bodies, _next = network.organisations(all_of_them=True)
    form = SeatBody(request.POST or None, register=bodies, initial={"starts_on": timezone.localdate()})
    return saved(
        request,
        form,
        partial(actions.seat_body, winter=winter),
        back=_committee(winter),
        done=_("It sits in the committee."),
        title=_("A body of the committee"),
        lead=_("It sees the plan and the totals, never a person."),
        submit=_("Write it into the committee"),
    )


@require_POST
def end_seat(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that somebody sits for a body no more."""
    seat = queries.seat_for(request.user, id)
    done = _("This seat has ended today.")
    return done_or_said(request, partial(actions.end_seat, seat=seat), back=_committee(seat.winter), done=done)  # fmt: skip


@require_http_methods(["GET", "POST"])
def write_duty(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write who answers, from which night to which."""
    winter = planned(request, id)
    start = {"hours": "night", "first_night": winter.first_night, "last_night": winter.last_night}
    return saved(
        request,
        WriteDuty(request.POST or None, initial=start),
        partial(actions.write_duty, winter=winter),
        back=_committee(winter),
        done=_("Written: teams and sites see this number."),
        title=_("Who answers"),
        lead=_("Teams that go out and sites read it: a name and a number of duty, not somebody's own."),
        submit=_("Write it down"),
    )


@require_POST
def take_out_duty(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take somebody off the duty roster."""
    duty = queries.duty_for(request.user, id)
    act = partial(actions.take_out_duty, duty=duty)
    return done_or_said(request, act, back=_committee(duty.winter), done=_("Taken off the list."))


@require_safe
def list_meetings(request: HttpRequest, id: UUID) -> HttpResponse:
    """Meetings of the committee, and what is still to be done."""
    winter = queries.winter_inside(request.user, id)
    words = page_words(request, winter)
    words |= {
        "meetings": queries.meetings_of(winter),
        "to_do": queries.open_decisions(winter),
        "today": timezone.localdate(),
    }
    return render(request, "shelter/winter_meetings.html", words)


@require_http_methods(["GET", "POST"])
def write_meeting(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a meeting down."""
    winter = planned(request, id)
    form = WriteMeeting(request.POST or None, initial={"held_on": timezone.localdate()})
    return _meeting_saved(request, winter, form, back=reverse("shelter:list_meetings", args=[winter.pk]))


@require_http_methods(["GET", "POST"])
def change_minutes(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change a meeting and its minutes, until they are signed."""
    meeting = queries.meeting_for(request.user, id)
    check(request.user, Permission.WINTER_PLAN, meeting)
    start = {name: getattr(meeting, name) for name in WriteMeeting.base_fields}
    form = WriteMeeting(request.POST or None, initial=start)
    return _meeting_saved(request, meeting.winter, form, back=_meeting(meeting.pk), meeting=meeting)


@require_safe
def show_meeting(request: HttpRequest, id: UUID) -> HttpResponse:
    """Minutes and decisions of one meeting."""
    meeting = queries.meeting_for(request.user, id)
    words = page_words(request, meeting.winter)
    words |= {
        "meeting": meeting,
        "decisions": meeting.decisions.select_related("done_by").order_by("number"),
        "today": timezone.localdate(),
    }
    return render(request, "shelter/winter_meeting.html", words)


@require_POST
def sign_minutes(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sign the minutes of a meeting."""
    meeting = queries.meeting_for(request.user, id)
    act = partial(actions.sign_minutes, meeting=meeting)
    return done_or_said(request, act, back=_meeting(meeting.pk), done=_("Signed: these minutes stay as they are."))  # fmt: skip


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write a decision of a meeting, with its reasons."""
    meeting = queries.meeting_for(request.user, id)
    check(request.user, Permission.WINTER_PLAN, meeting)
    return saved(
        request,
        Decide(request.POST or None),
        partial(actions.decide, meeting=meeting),
        back=_meeting(meeting.pk),
        done=_("The decision is in the minutes."),
        title=_("A decision"),
        lead=_("With its reasons: whoever is touched by it reads them."),
        submit=_("Write the decision"),
    )


@require_http_methods(["GET", "POST"])
def finish_decision(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a decision is carried out, and how."""
    decision = queries.decision_for(request.user, id)
    check(request.user, Permission.WINTER_PLAN, decision)
    return saved(
        request,
        FinishDecision(request.POST or None),
        partial(actions.finish_decision, decision=decision),
        back=_meeting(decision.meeting_id),
        done=_("Done, as written."),
        title=_("A decision is carried out"),
        lead=decision.text,
        submit=_("It is done"),
    )


@require_POST
def take_out_decision(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a decision out of minutes that nobody signed yet."""
    decision = queries.decision_for(request.user, id)
    act = partial(actions.take_out_decision, decision=decision)
    return done_or_said(request, act, back=_meeting(decision.meeting_id), done=_("Taken out of the minutes."))


def planned(request: HttpRequest, id: UUID) -> Any:
    """Return a winter that its reader may plan."""
    winter = queries.winter_for(request.user, id)
    check(request.user, Permission.WINTER_PLAN, winter)
    return winter


def _meeting_saved(request: HttpRequest, winter: Any, form: Any, *, back: str, meeting: Any = None) -> HttpResponse:  # fmt: skip
    return saved(
        request,
        form,
        partial(actions.write_meeting, winter=winter, meeting=meeting),
        back=back,
        done=_("Kept. It can be changed until it is signed."),
        title=_("A meeting of the committee"),
        submit=_("Keep"),
    )


def _committee(winter: Any) -> str:
    return reverse("shelter:show_committee", args=[winter.pk])


def _meeting(id: UUID) -> str:
    return reverse("shelter:show_meeting", args=[id])
