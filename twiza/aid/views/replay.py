"""Pages of the two replays: the public file, the auditor's sealed file, a family's slip."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.queries.replay import is_large
from twiza.aid.views.downloads import attachment
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def show_replay(request: HttpRequest, id: UUID) -> HttpResponse:
    """What anybody can prove again, and what the auditor can; the sealed file is made here."""
    campaign = queries.campaign_for(request.user, id)
    audits = request.user.has_perm(Permission.AUDIT_READ, campaign)
    form = forms.SealForAuditor(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if is_large(campaign):
                work = actions.request_sealed_file(
                    campaign=campaign,
                    recipient=form.cleaned_data["recipient"],
                    by=_user(request),
                    at=timezone.now(),
                )
                return redirect("queue:show_work", work)
            sealed = actions.seal_for_auditor(
                campaign=campaign,
                recipient=form.cleaned_data["recipient"],
                by=_user(request),
                at=timezone.now(),
            )
            return attachment(sealed, "replay.sealed", "application/octet-stream")
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/show_replay.html",
        {
            "campaign": campaign,
            "pool": queries.pool_of(campaign),
            "list": queries.lists_of(campaign).first(),
            "leads": _user(request).has_perm(Permission.CAMPAIGN_READ, campaign.organisation_id),
            "publishable": queries.may_publish(campaign),
            "form": form if audits else None,
            "slip_form": forms.OpenSlip()
            if queries.may_tell(request.user, campaign, Permission.DECISION_TELL)
            else None,
        },
    )


@require_safe
def download_public_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The public file: codes that stand nowhere else, zones, classes, places, commitments."""
    campaign = queries.replay_campaign(request.user, id)
    try:
        if is_large(campaign):
            work = actions.request_public_file(campaign=campaign, by=_user(request), at=timezone.now())
            return redirect("queue:show_work", work)
        lines = "".join(line + "\n" for line in queries.public_lines(campaign))
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect("aid:show_replay", campaign.pk)
    return attachment(lines.encode(), "replay.jsonl", "application/jsonl")


@require_http_methods(["GET", "POST"])
def print_slip(request: HttpRequest, id: UUID) -> HttpResponse:
    """A family's slip: what opens its own line of the public file, to print and hand to the family. Each is logged."""
    campaign = queries.campaign_for(request.user, id)
    if not queries.may_tell(request.user, campaign, Permission.DECISION_TELL):
        raise queries.NoSuchCampaign(_("There is no such campaign."))
    form = forms.OpenSlip(request.POST or None)
    found, text, public, placement = None, "", "", None
    if request.method == "POST" and form.is_valid():
        try:
            found, public, text = actions.print_slip(
                campaign=campaign, code=form.cleaned_data["code"], by=_user(request), at=timezone.now()
            )
            placement = queries.placement_words(found)
        except DomainError as refusal:
            form.add_error("code", say(refusal))
    answer = render(
        request,
        "aid/print_slip.html",
        {
            "campaign": campaign,
            "form": form,
            "nomination": found,
            "public": public,
            "text": text,
            "placement": placement,
        },
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _user(request: HttpRequest) -> Any:
    return request.user
