"""Pages of lists and cards."""

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

PAGE = 100


@require_http_methods(["GET", "POST"])
def freeze_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """Freeze the list and sign it first; whoever signs has just signed in again."""
    campaign = queries.campaign_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    if request.method == "POST":
        try:
            work = actions.request_list(campaign=campaign, by=_user(request), at=timezone.now())
            if work:
                return redirect("queue:show_work", work)
            frozen = queries.lists_of(campaign)[0]
            messages.success(request, _("The list is frozen and signed by you. A second person signs now."))
            return redirect("aid:show_list", frozen.pk)
        except DomainError as refusal:
            messages.error(request, say(refusal))
    return render(
        request,
        "aid/freeze_list.html",
        {
            "campaign": campaign,
            "pool": queries.pool_of(campaign),
            "draw": queries.draw_of(campaign),
            "may": request.user.has_perm(Permission.LIST_FREEZE, campaign),
        },
    )


@require_safe
def show_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """A list by code, its hash and its signatures."""
    frozen = queries.list_for(request.user, id)
    entries = queries.entries_of(frozen)
    first = int(request.GET.get("from", "0")) if request.GET.get("from", "0").isdecimal() else 0
    rows = list(entries.filter(rank__gt=first)[: PAGE + 1])
    leads = _user(request).has_perm(Permission.CAMPAIGN_READ, frozen.organisation_id)
    return render(
        request,
        "aid/show_list.html",
        {
            "list": queries.list_line(frozen),
            "campaign": frozen.campaign,
            "rows": rows[:PAGE],
            "next": rows[PAGE - 1].rank if len(rows) > PAGE else 0,
            "summary": queries.summary_lines(frozen),
            "may_sign": queries.may_sign(request.user, frozen),
            "broken": queries.first_broken_list(frozen.campaign) if leads else None,
            "leads": leads,
        },
    )


@require_http_methods(["GET", "POST"])
def sign_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sign as the second person; whoever signs has just signed in again."""
    frozen = queries.list_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    if request.method == "POST":
        try:
            actions.sign_list(frozen=frozen, by=_user(request), at=timezone.now())
            messages.success(request, _("The list has its two signatures."))
            return redirect("aid:show_list", frozen.pk)
        except DomainError as refusal:
            messages.error(request, say(refusal))
    return render(
        request,
        "aid/sign_list.html",
        {
            "list": queries.list_line(frozen),
            "campaign": frozen.campaign,
            "summary": queries.summary_lines(frozen),
            "may_sign": queries.may_sign(request.user, frozen),
            "pool": None if frozen.number else queries.pool_of(frozen.campaign),
            "draw": None if frozen.number else queries.draw_of(frozen.campaign),
        },
    )


@require_http_methods(["GET", "POST"])
def add_addendum(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add late households or some of the reserve; whoever signs has just signed in again."""
    campaign = queries.campaign_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    form = forms.AddAddendum(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = form.cleaned_data["codes"]
        found = queries.nominations_by_code(campaign, codes)
        missing = sorted(set(codes) - {one.code for one in found})
        try:
            if missing:
                form.add_error("codes", _("No household has the code %(code)s.") % {"code": missing[0]})
            else:
                frozen = actions.add_addendum(
                    campaign=campaign,
                    nominations=found,
                    reason_code=form.cleaned_data["reason_code"],
                    by=_user(request),
                    at=timezone.now(),
                )
                return redirect("aid:show_list", frozen.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/form_page.html",
        {"campaign": campaign, "form": form, "title": _("Add an addendum"), "submit": _("Freeze and sign")},
    )


@require_http_methods(["GET", "POST"])
def show_cards(request: HttpRequest, id: UUID) -> HttpResponse:
    """Make the cards of the signed lists, follow their making, fetch the print."""
    campaign = queries.campaign_for(request.user, id)
    form = forms.PrintCards(request.POST or None, initial={"sheet": "sheet"})
    if request.method == "POST" and form.is_valid():
        try:
            work = actions.request_cards(
                campaign=campaign, sheet=form.cleaned_data["sheet"], by=_user(request), at=timezone.now()
            )
            return redirect("queue:show_work", work)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    may = request.user.has_perm(Permission.CARDS_ISSUE, campaign)
    return render(
        request,
        "aid/cards.html",
        {
            "campaign": campaign,
            "form": form,
            "may": may,
            "waiting": len(queries.entries_without_card(campaign)),
            "made": queries.cards_made(campaign),
            "files": queries.card_files(request.user, campaign) if may else [],
        },
    )


def _user(request: HttpRequest) -> Any:
    return request.user
