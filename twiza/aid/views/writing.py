"""Writing the criteria rule by rule, beside what they give."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.aid import actions, forms, queries
from twiza.aid.rules import criteria
from twiza.lib.errors import DomainError
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say

STEPS = {"earlier": -1, "later": 1}


@require_http_methods(["GET", "POST"])
def edit_rules(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add, order and take away rules of a draft; each step is kept, and the figures follow."""
    campaign = queries.campaign_for(request.user, id)
    if request.method == "POST":
        check(request.user, Permission.CAMPAIGN_PLAN, campaign)
    adding = request.method == "POST" and request.POST.get("do") == "add"
    form = forms.AddRule(request.POST if adding else None, zones=campaign.zones)
    if request.method == "POST":
        try:
            if not adding:
                return _changed(request, campaign)
            if form.is_valid():
                rules = (campaign.criteria or {"rules": []})["rules"]
                taken = {rule["code"] for rule in rules}
                code = next(f"rule_{n}" for n in range(1, 100) if f"rule_{n}" not in taken)
                _write(request, campaign, {"rules": [*rules, form.rule(code)]})
                return redirect("aid:edit_rules", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal)) if adding else messages.error(request, say(refusal))
    return render(request, "aid/edit_rules.html", _shown(request, campaign, form))


@require_http_methods(["GET", "POST"])
def review_flips(request: HttpRequest, id: UUID) -> HttpResponse:
    """How many households would be judged otherwise than in the campaign before; somebody says why it is right."""
    campaign = queries.campaign_for(request.user, id)
    now = timezone.now()
    form = forms.ReviewFlips(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review_flips(
                campaign=campaign, reason_code=form.cleaned_data["reason_code"], by=_user(request), at=now
            )
            messages.success(request, _("It is written down. The pool can be frozen."))
            return redirect("aid:show_campaign", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    review = queries.flip_review_of(campaign)
    return render(
        request,
        "aid/review_flips.html",
        {
            "campaign": campaign,
            "flips": queries.flips_of(campaign, at=now),
            "form": form,
            "review": review,
            "why": forms.FLIP_REASONS.get(review.reason_code) if review else "",
            "may": request.user.has_perm(Permission.CAMPAIGN_PLAN, campaign),
        },
    )


def _changed(request: HttpRequest, campaign: Any) -> HttpResponse:
    """Carry out a button beside a rule, or the freezing of all."""
    do, code = request.POST.get("do", ""), request.POST.get("code", "")
    now = campaign.criteria or {"rules": []}
    if do == "freeze":
        if not accounts.has_just_signed_in(request, at=timezone.now()):
            return redirect(
                accounts.sign_in_again_address(request.path)
            )  # the rules are kept: nothing is lost
        actions.freeze_criteria(campaign=campaign, criteria=now, by=_user(request), at=timezone.now())
        messages.success(request, _("The criteria are frozen and signed by you. A second person signs now."))
        return redirect("aid:write_criteria", campaign.pk)
    if do in STEPS:
        _write(request, campaign, criteria.moved(now, code, STEPS[do]))
    elif do == "remove":
        _write(request, campaign, criteria.without(now, code))
    return redirect("aid:edit_rules", campaign.pk)


def _write(request: HttpRequest, campaign: Any, some: dict[str, Any]) -> None:
    actions.write_criteria(campaign=campaign, criteria=some, by=_user(request), at=timezone.now())


def _shown(request: HttpRequest, campaign: Any, form: Any) -> dict[str, Any]:
    source = queries.criteria_source(campaign) if campaign.criteria else None
    counts = queries.criteria_counts(source, campaign.criteria) if source else None
    return {
        "campaign": campaign,
        "form": form,
        "frozen": bool(campaign.criteria_hash),
        "may": request.user.has_perm(Permission.CAMPAIGN_PLAN, campaign),
        "rules": queries.rule_lines(campaign, counts),
        "source": source,
        "counts": counts,
        "points": queries.points_lines(counts) if counts else [],
    }


def _user(request: HttpRequest) -> Any:
    return request.user
