"""Families off the list until somebody says that they are still there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.aid import actions, forms, queries
from twiza.aid.queries.whereabouts import whereabouts_lines
from twiza.lib.errors import DomainError
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def list_whereabouts(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who waits off the list and why; look again, and read the answers."""
    campaign = queries.campaign_for(request.user, id)
    own = queries.own_organisations(request.user, campaign, Permission.HOUSEHOLD_NOMINATE)
    now = timezone.now()
    if request.method == "POST":
        looked = [
            actions.ask_whereabouts(campaign=campaign, side=one.pk, by=_user(request), at=now) for one in own
        ]
        messages.success(
            request,
            _("Off the list since the last time: %(asked)s. Back on it: %(back)s.")
            % {"asked": sum(one.asked for one in looked), "back": sum(one.back for one in looked)},
        )
        return redirect("aid:list_whereabouts", campaign.pk)
    return render(
        request,
        "aid/list_whereabouts.html",
        {
            "campaign": campaign,
            "months": int(accounts.parameter_number("unconfirmed_months", on=timezone.localdate(now))),
            "may_look": bool(own),
            "lines": [
                (line, forms.AnswerWhereabouts(question=line.question) if line.own and line.open else None)
                for line in whereabouts_lines(request.user, campaign)
            ],
        },
    )


@require_POST
def answer_whereabouts(request: HttpRequest, id: UUID) -> HttpResponse:
    """Answer about a family that one brought."""
    question = queries.whereabouts_question_for(request.user, id)
    form = forms.AnswerWhereabouts(request.POST, question=question)
    if form.is_valid():
        try:
            answered = actions.answer_whereabouts(
                question=question, answer=form.cleaned_data["answer"], by=_user(request), at=timezone.now()
            )
            messages.success(
                request,
                _("Noted. The family is back on the list.")
                if answered.answer == "here"
                else _("Noted. It stays off the list until somebody says that it is still there."),
            )
        except DomainError as refusal:
            messages.error(request, say(refusal))
    else:
        messages.error(request, _("Choose an answer."))
    return redirect("aid:list_whereabouts", question.campaign_id)


def _user(request: HttpRequest) -> Any:
    return request.user
