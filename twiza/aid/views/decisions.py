"""Why a household stands where it stands: for an auditor by its code, for the family at a counter, on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.queries.decision_words import told
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_safe
def show_decision(request: HttpRequest, id: UUID) -> HttpResponse:
    """Look a household up by its code: the decision, its rules, who signed, what came after. Each reading is logged."""
    campaign = queries.campaign_told(request.user, id)
    form = forms.AskDecision(request.GET if "code" in request.GET else None)
    decision = None
    if form.is_bound and form.is_valid():
        try:
            decision = actions.read_decision(
                campaign=campaign, code=form.cleaned_data["code"], by=_user(request), at=timezone.now()
            )
        except queries.NoSuchNomination as refusal:
            form.add_error("code", say(refusal))
    return render(
        request,
        "aid/show_decision.html",
        {
            "campaign": campaign,
            "form": form,
            "decision": decision,
            "told": told(decision) if decision else None,
            "steps": queries.decision_steps(decision, forms.REASONS) if decision else [],
            "may_print": request.user.has_perm(Permission.DECISION_TELL, campaign),
        },
    )


@require_http_methods(["GET", "POST"])
def tell_reasons(request: HttpRequest) -> HttpResponse:
    """At a counter: a family came with its code; the decision is shown to be read to it."""
    campaigns = queries.campaigns_to_tell(request.user)
    form = forms.TellReasons(request.POST or None, campaigns=campaigns)
    decision = None
    if request.method == "POST" and form.is_valid():
        campaign = next(one for one in campaigns if str(one.pk) == form.cleaned_data["campaign"])
        try:
            decision = actions.tell_reasons(
                campaign=campaign, code=form.cleaned_data["code"], by=_user(request), at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error("code", say(refusal))
    return render(
        request,
        "aid/tell_reasons.html",
        {
            "form": form,
            "campaigns": campaigns,
            "decision": decision,
            "told": told(decision) if decision else None,
        },
    )


@require_POST
def print_reasons(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheet of one household, made while one waits."""
    campaign = queries.campaign_told(request.user, id)
    form = forms.PrintReasons(request.POST)
    if form.is_valid():
        try:
            pdf = actions.print_reasons(
                campaign=campaign,
                code=form.cleaned_data["code"],
                language=form.cleaned_data["language"],
                by=_user(request),
                at=timezone.now(),
            )
            return HttpResponse(
                pdf,
                content_type="application/pdf",
                headers={
                    "Content-Disposition": 'inline; filename="reasons.pdf"',
                    "Cache-Control": "no-store",
                },
            )
        except DomainError as refusal:
            messages.error(request, say(refusal))
    else:
        messages.error(request, _("Write the code as it stands on the list."))
    return redirect("aid:tell_reasons")


@require_http_methods(["GET", "POST"])
def print_sheets(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheets of everybody not selected, by neighbourhood, made by a worker."""
    campaign = queries.campaign_told(request.user, id)
    form = forms.PrintReasonSheets(request.POST or None, zones=campaign.zones)
    if request.method == "POST" and form.is_valid():
        try:
            work = actions.request_reasons(
                campaign=campaign,
                zone=form.cleaned_data["zone"],
                language=form.cleaned_data["language"],
                by=_user(request),
                at=timezone.now(),
            )
            return redirect("queue:show_work", work)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    may = request.user.has_perm(Permission.DECISION_TELL, campaign)
    return render(
        request,
        "aid/print_sheets.html",
        {
            "campaign": campaign,
            "form": form,
            "may": may,
            "waiting": queries.codes_to_tell(campaign).count() if may else 0,
            "files": queries.reason_files(campaign) if may else [],
        },
    )


def _user(request: HttpRequest) -> Any:
    return request.user
