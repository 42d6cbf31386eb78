"""Pages of a pool: frozen and signed before anything is drawn, then drawn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.aid import actions, forms, queries
from twiza.lib.errors import DomainError
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def freeze_pool(request: HttpRequest, id: UUID) -> HttpResponse:
    """Freeze the pool and sign it first; whoever signs has just signed in again."""
    campaign = queries.campaign_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    if request.method == "POST":
        try:
            work = actions.request_pool(campaign=campaign, by=_user(request), at=timezone.now())
            if work:
                return redirect("queue:show_work", work)
            messages.success(request, _("The pool is frozen and signed by you. A second person signs now."))
            return redirect("aid:show_pool", campaign.pk)
        except actions.RelationsMissing as refusal:
            messages.error(request, say(refusal))
            return redirect("aid:show_relations", campaign.pk)
        except DomainError as refusal:
            messages.error(request, say(refusal))
    counts = queries.relation_counts(campaign)
    return render(
        request,
        "aid/freeze_pool.html",
        {
            "campaign": campaign,
            "preview": queries.preview_of(campaign),
            "quotas": queries.quotas_now(campaign),
            "silent": counts.get("not_declared", 0),
            "unsigned": counts.get("unsigned", 0),
            "many": queries.too_many(campaign, on=timezone.localdate()),
            "reserve": queries.reserve_advice(campaign, on=timezone.localdate()),
            "may": request.user.has_perm(Permission.LIST_FREEZE, campaign),
        },
    )


@require_safe
def show_pool(request: HttpRequest, id: UUID) -> HttpResponse:
    """The pool of a campaign: its fingerprint, its zones, its signatures, its draw."""
    campaign = queries.campaign_for(request.user, id)
    pool = queries.pool_of(campaign)
    return render(
        request,
        "aid/show_pool.html",
        {
            "campaign": campaign,
            "pool": pool,
            "quotas": queries.quotas_of(pool) if pool else None,
            "signed": pool is not None and queries.is_pool_signed(pool),
            "may_sign": pool is not None and queries.may_sign_pool(request.user, pool),
            "may_freeze": request.user.has_perm(Permission.LIST_FREEZE, campaign),
            "draw": queries.draw_of(campaign),
            "places": queries.place_lines(campaign),
        },
    )


@require_http_methods(["GET", "POST"])
def sign_pool(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sign the pool as the second person; whoever signs has just signed in again."""
    campaign = queries.campaign_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    pool = queries.pool_of(campaign)
    if request.method == "POST" and pool:
        try:
            actions.sign_pool(pool=pool, by=_user(request), at=timezone.now())
            messages.success(request, _("The pool has its two signatures. Digits can be drawn now."))
            return redirect("aid:show_pool", campaign.pk)
        except DomainError as refusal:
            messages.error(request, say(refusal))
    return render(
        request,
        "aid/sign_pool.html",
        {
            "campaign": campaign,
            "pool": pool,
            "quotas": queries.quotas_of(pool) if pool else None,
            "may_sign": pool is not None and queries.may_sign_pool(request.user, pool),
        },
    )


@require_http_methods(["GET", "POST"])
def record_draw(request: HttpRequest, id: UUID) -> HttpResponse:
    """Enter the digits of the signed sheet."""
    campaign = queries.campaign_for(request.user, id)
    form = forms.RecordDraw(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_draw(campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now())
            messages.success(request, _("The draw is entered. The list can be frozen now."))
            return redirect("aid:show_pool", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    title = _("Enter the draw")
    return render(
        request,
        "aid/form_page.html",
        {"campaign": campaign, "form": form, "title": title, "submit": _("Enter the digits")},
    )


@require_safe
def print_draw_sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheet on which the digits are written before witnesses, to print."""
    campaign = queries.campaign_for(request.user, id)
    pool = queries.pool_of(campaign)
    if pool is None:
        messages.error(request, _("Freeze the pool first: its sheet is printed after."))
        return redirect("aid:show_pool", campaign.pk)
    return HttpResponse(
        actions.draw_sheet(pool, request.LANGUAGE_CODE),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="draw.pdf"'},
    )


def _user(request: HttpRequest) -> Any:
    return request.user
