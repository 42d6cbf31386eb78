"""Pages of criteria: frozen and signed before any name, printed, and read by anybody once they are published."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.views.downloads import PDF, attachment, language_of
from twiza.lib.errors import DomainError
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def write_criteria(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write and freeze the criteria, before any name, signed first by whoever freezes; afterwards read them."""
    campaign = queries.campaign_for(request.user, id)
    form = forms.WriteCriteria(request.POST or None, zones=campaign.zones, draft=campaign.criteria)
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {"criteria": form.criteria(), "by": _user(request), "at": timezone.now()}
        try:
            if not accounts.has_just_signed_in(request, at=timezone.now()):
                # what was typed waits as a draft while whoever signs signs in again
                actions.write_criteria(campaign=campaign, **words)
                return redirect(accounts.sign_in_again_address(request.path))
            actions.freeze_criteria(campaign=campaign, **words)
            messages.success(
                request, _("The criteria are frozen and signed by you. A second person signs now.")
            )
            return redirect("aid:write_criteria", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    frozen = bool(campaign.criteria_hash)
    return render(
        request,
        "aid/criteria.html",
        {
            "campaign": campaign,
            "form": form,
            "rules": queries.read_rules(campaign.criteria["rules"]) if frozen and campaign.criteria else [],
            "signatures": queries.criteria_signatures(campaign) if frozen else [],
            "signed": frozen and queries.are_criteria_signed(campaign),
            "may_sign": queries.may_sign_criteria(request.user, campaign),
            "published": queries.published_criteria_of(campaign),
            "lessons": queries.lessons_waiting(campaign),
            "may_plan": _user(request).has_perm(Permission.CAMPAIGN_PLAN, campaign),
        },
    )


@require_http_methods(["GET", "POST"])
def sign_criteria(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sign frozen criteria; whoever signs has just signed in again."""
    campaign = queries.campaign_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    if request.method == "POST":
        try:
            actions.sign_criteria(campaign=campaign, by=_user(request), at=timezone.now())
            messages.success(request, _("You have signed the criteria."))
            return redirect("aid:write_criteria", campaign.pk)
        except DomainError as refusal:
            messages.error(request, say(refusal))
    frozen = bool(campaign.criteria_hash)
    return render(
        request,
        "aid/sign_criteria.html",
        {
            "campaign": campaign,
            "rules": queries.read_rules(campaign.criteria["rules"]) if frozen and campaign.criteria else [],
            "signatures": queries.criteria_signatures(campaign) if frozen else [],
            "may_sign": queries.may_sign_criteria(request.user, campaign),
        },
    )


@require_safe
def print_criteria(request: HttpRequest, id: UUID) -> HttpResponse:
    """Frozen criteria on paper, in Arabic or French."""
    campaign = queries.campaign_for(request.user, id)
    if not campaign.criteria_hash:
        messages.error(request, _("Freeze the criteria first: what can still change is not printed."))
        return redirect("aid:write_criteria", campaign.pk)
    return _paper(queries.paper_of(campaign), language_of(request))


@require_POST
def publish_criteria(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put signed criteria where anybody reads them."""
    campaign = queries.campaign_for(request.user, id)
    try:
        row = actions.publish_criteria(campaign=campaign, by=_user(request), at=timezone.now())
        messages.success(request, _("The criteria are published: anybody reads and prints them."))
        return redirect("aid:show_published_criteria", row.key)
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:write_criteria", campaign.pk)


@login_not_required
@require_safe
def show_published_criteria(request: HttpRequest, key: str) -> HttpResponse:
    """The criteria of one campaign: for anybody."""
    paper = queries.paper_published(_published(request, key))
    return render(
        request,
        "aid/published_criteria.html",
        {
            "key": key,
            "paper": paper,
            "rules": queries.read_rules(paper.rules),
            "signed": [queries.signature_words(one) for one in paper.signed],
        },
    )


@login_not_required
@require_safe
def print_published_criteria(request: HttpRequest, key: str) -> HttpResponse:
    """The same criteria on paper, in Arabic or French."""
    return _paper(queries.paper_published(_published(request, key)), language_of(request))


def _paper(paper: Any, language: str) -> HttpResponse:
    return attachment(queries.criteria_pdf(paper, language), f"twiza-criteria-{language}.pdf", PDF)


def _published(request: HttpRequest, key: str) -> Any:
    reader = request.user.pk if request.user.is_authenticated else None
    with acting_as(reader, purpose=Purpose.FIGURES):
        return queries.published_criteria_by_key(key)


def _user(request: HttpRequest) -> Any:
    return request.user
