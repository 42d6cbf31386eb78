"""Slots of a point, and families helped elsewhere for the same thing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.aid import actions, forms, queries
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def list_slots(request: HttpRequest, id: UUID) -> HttpResponse:
    """The slots of a point: divide every day at once, or open one more."""
    point = queries.planned_point(request.user, id)
    dividing = "minutes" in request.POST
    divide = forms.DivideDays(request.POST if dividing else None)
    one = forms.OpenSlot(request.POST if request.method == "POST" and not dividing else None)
    if request.method == "POST":
        form: Any = divide if dividing else one
        if form.is_valid():
            try:
                if dividing:
                    actions.divide_days(
                        point=point, **form.cleaned_data, by=_user(request), at=timezone.now()
                    )
                else:
                    hours = [actions.Hours(**form.cleaned_data)]
                    actions.open_slots(point=point, hours=hours, by=_user(request), at=timezone.now())
                return redirect("aid:list_slots", point.pk)
            except DomainError as refusal:
                form.add_error(None, say(refusal))
    return render(
        request,
        "aid/list_slots.html",
        {
            "campaign": point.campaign,
            "point": point,
            "slots": queries.slots_of(point),
            "warnings": queries.day_warnings(
                point.campaign, [point], queries.provinces_to_declare(point.campaign)
            ),
            "divide": divide,
            "one": one,
            "may": request.user.has_perm(Permission.CAMPAIGN_PLAN, point),
        },
    )


@require_http_methods(["GET", "POST"])
def change_slot(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give a slot another room, or take it away."""
    slot = queries.slot_for(request.user, id)
    form = forms.ChangeSlot(request.POST or None, initial={"capacity": slot.capacity})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_slot(slot=slot, **form.cleaned_data, by=_user(request), at=timezone.now())
            return redirect("aid:list_slots", slot.point_id)
        except DomainError as refusal:
            form.add_error("capacity", say(refusal))
    campaign = queries.campaign_for(request.user, slot.campaign_id)
    words = {"campaign": campaign, "form": form, "title": _("Room of a slot"), "submit": _("Save")}
    return render(request, "aid/form_page.html", words)


@require_http_methods(["GET", "POST"])
def list_purposes(request: HttpRequest, id: UUID) -> HttpResponse:
    """Families of this campaign that another one helps for the same thing: look again, read the answers."""
    campaign = queries.campaign_for(request.user, id)
    own = queries.own_organisations(request.user, campaign, Permission.HOUSEHOLD_NOMINATE)
    if request.method == "POST":
        found = sum(
            actions.ask_purposes(campaign=campaign, bringing=one, by=_user(request), at=timezone.now())
            for one in own
        )
        messages.success(request, _("Found since the last time: %(count)s.") % {"count": found})
        return redirect("aid:list_purposes", campaign.pk)
    return render(
        request,
        "aid/list_purposes.html",
        {
            "campaign": campaign,
            "may_look": bool(own),
            "lines": [
                (line, forms.AnswerPurpose(question=line.question) if line.own and not line.answer else None)
                for line in queries.purpose_questions(request.user, campaign)
            ],
        },
    )


@require_POST
def answer_purpose(request: HttpRequest, id: UUID) -> HttpResponse:
    """Answer about a family."""
    question = queries.purpose_question_for(request.user, id)
    form = forms.AnswerPurpose(request.POST, question=question)
    if form.is_valid():
        try:
            actions.answer_purpose(
                question=question, answer=form.cleaned_data["answer"], by=_user(request), at=timezone.now()
            )
            messages.success(request, _("Noted. It is not asked again."))
        except DomainError as refusal:
            messages.error(request, say(refusal))
    else:
        messages.error(request, _("Choose an answer."))
    return redirect("aid:list_purposes", question.campaign_id)


def _user(request: HttpRequest) -> Any:
    return request.user
