"""Pages of the desk: what others pass on to the organisation; one of them, answered."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries, rules
from twiza.cases.views.cases import looked
from twiza.cases.views.referrals import ways_of
from twiza.cases.views.room import opened_for, to_the_door, unseen
from twiza.lib.errors import DomainError, NotFound
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def list_desk(request: HttpRequest) -> HttpResponse:
    """What waits at the desk; who sits there; partners that let the day of answer pass, in numbers."""
    organisation = _desk_of(request)
    room = opened_for(request, organisation)
    if room is None:
        return to_the_door(request, organisation)
    user: Any = request.user
    now = timezone.now()
    words: dict[str, Any] = {"organisation": organisation}
    try:
        if request.method == "POST":
            _seated(request, room)
            return redirect(f"{request.path}?organisation={organisation}")
    except NotFound:
        raise
    except DomainError as refusal:
        words["refused"] = say(refusal)
    lines = queries.referrals_to(user, organisation, at=now)
    looked(request, "cases.desk", organisation, [line.referral.pk for line in lines])
    ended = {rules.Referral.CLOSED, rules.Referral.CANCELLED, rules.Referral.RESULT, rules.Referral.DECLINED}
    words |= {
        "lines": [line for line in lines if line.referral.state not in ended],
        "ended": [line for line in lines if line.referral.state in ended],
        "seats": queries.desk_of(organisation),
        "is_seated": queries.sits_at_desk(user, organisation),
        "partners": queries.silent_partners(user, organisation, at=now),
        "me": user.pk,
    }
    return render(request, "cases/desk_list.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def show_at_desk(request: HttpRequest, id: UUID) -> HttpResponse:
    """One referral at the desk: read, answered, ended with a result."""
    referral = queries.referral_at_desk(request.user, id)
    room = opened_for(request, referral.receiver_id)
    if room is None:
        return to_the_door(request, referral.receiver_id)
    words: dict[str, Any] = {"referral": referral}
    asked, do = request.POST or None, request.POST.get("do")
    words["ways"] = [
        one for one in ways_of(referral) if one not in (rules.Referral.RECEIVED, rules.Referral.RESULT)
    ]
    words["form"] = forms.AnswerReferral(
        asked if do == "answer" else None, ways=words["ways"], organisations=queries.organisations_to_ask()
    )
    words["result"] = forms.ReturnResult(asked if do == "result" else None)
    words["may_return"] = referral.state in (
        rules.Referral.ACCEPTED, rules.Referral.ATTENDED, rules.Referral.NO_SHOW,
    )  # fmt: skip
    try:
        if request.method == "POST" and _answered(request, referral, words):
            return redirect("cases:show_at_desk", referral.pk)
    except DomainError as refusal:
        words["refused"] = say(refusal)
    if referral.state not in (rules.Referral.SENT, rules.Referral.CANCELLED):
        try:
            words["packet"] = queries.packet_of(referral, room, at=timezone.now())
        except DomainError as refusal:
            words["closed"] = say(refusal)
    words["is_silent"] = rules.is_silent(referral.state, referral.reply_by, timezone.now())
    looked(request, "cases.referral", referral.receiver_id, [referral.pk])
    return render(request, "cases/desk_detail.html", words)


def _desk_of(request: HttpRequest) -> UUID:
    allowed = queries.where_allowed(request.user, Permission.REFERRAL_DESK, on=timezone.localdate())
    if not allowed:
        check(request.user, Permission.REFERRAL_DESK)
    asked = request.GET.get("organisation") or request.POST.get("organisation")
    return next((one for one in allowed if str(one) == asked), allowed[0])


def _seated(request: HttpRequest, room: Any) -> None:
    now: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    do = request.POST.get("do")
    if do == "sit":
        actions.sit_at_desk(room=room, **now)
        return
    seat = queries.desk_seat_for(request.user, _id(request.POST.get("seat")))
    if do == "leave":
        actions.leave_desk(seat=seat, **now)
    elif do == "hand":
        actions.hand_packets(seat=seat, room=room, **now)


def _answered(request: HttpRequest, referral: Any, words: dict[str, Any]) -> bool:
    now: dict[str, Any] = {"referral": referral, "by": request.user, "at": timezone.now()}
    do = request.POST.get("do")
    if do == "receive":
        actions.receive_referral(**now)
    elif do == "answer":
        if not words["form"].is_valid():
            return False
        typed = dict(words["form"].cleaned_data)
        offered = typed.pop("offered")
        actions.answer_referral(offered=UUID(offered) if offered else None, **typed, **now)
    elif do == "result":
        if not words["result"].is_valid():
            return False
        actions.close_referral(**words["result"].cleaned_data, **now)
    return True


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)
