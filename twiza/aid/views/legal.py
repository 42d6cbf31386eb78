"""Pages of the legal window: appeal, declarations, the sheet for the local authority, the freeze of elections."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.views.downloads import PDF, attachment
from twiza.lib.errors import DomainError
from twiza.network import queries as network
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_safe
def show_legal(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the law wants of a campaign, what is there, until when."""
    campaign = queries.campaign_for(request.user, id)
    user: Any = request.user
    return render(
        request,
        "aid/legal.html",
        {
            "campaign": campaign,
            "window": queries.legal_window(user, campaign, at=timezone.now()),
            "points": queries.points_of(campaign),
            "criteria": queries.published_criteria_of(campaign),
            "end_form": forms.EndAppeal(),
            "report_form": forms.ReportAppeal(),
            "may": {
                "record": user.has_perm(Permission.LEGAL_RECORD, campaign),
                "plan": user.has_perm(Permission.CAMPAIGN_PLAN, campaign),
            },
            "processing": _processing_line(campaign),
        },
    )


@require_http_methods(["GET", "POST"])
def record_appeal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down on what the appeal stands."""
    campaign = queries.campaign_for(request.user, id)
    initial = {"basis": "exemption", "exemption": "members_only"} if "private" in request.GET else {}
    form = forms.RecordAppeal(request.POST or None, initial=initial)

    def act() -> None:
        paper = form.paper()
        if isinstance(paper, datetime):
            actions.ask_urgent_appeal(campaign=campaign, asked_at=paper, by=_user(request), at=timezone.now())
        else:
            actions.record_appeal(campaign=campaign, paper=paper, by=_user(request), at=timezone.now())

    return _asked(request, campaign, form, act, _("The appeal of this campaign"))


@require_http_methods(["GET", "POST"])
def record_declaration(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down how the distribution is declared in a province."""
    campaign = queries.campaign_for(request.user, id)
    form = forms.RecordDeclaration(
        request.POST or None,
        provinces=network.provinces(),
        initial={
            "province": request.GET.get("province"),
            "declared_from": campaign.starts_on,
            "declared_until": campaign.ends_on,
        },
    )

    def act() -> None:
        made = actions.record_declaration(
            campaign=campaign,
            province=form.cleaned_data["province"],
            paper=form.paper(),
            by=_user(request),
            at=timezone.now(),
        )
        if made.basis == "deposit":
            messages.warning(
                request,
                _(
                    "Without a receipt the points open once a second person has signed. Keep the paper at hand."
                ),
            )

    return _asked(request, campaign, form, act, _("Declaration of the distribution in a province"))


@require_http_methods(["GET", "POST"])
def sign_deposit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sign a proof of deposit as the second person; whoever signs has just signed in again."""
    declaration = queries.declaration_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    if request.method == "POST":
        try:
            actions.sign_deposit(declaration=declaration, by=_user(request), at=timezone.now())
            messages.success(request, _("Signed. The points may open in this province, with a warning."))
            return redirect("aid:show_legal", declaration.campaign_id)
        except DomainError as refusal:
            messages.error(request, say(refusal))
    line = queries.declaration_words(declaration)
    return render(
        request,
        "aid/sign_deposit.html",
        {
            "declaration": declaration,
            "campaign": declaration.campaign,
            "line": line,
            "waits": queries.standing_of(declaration) == "waits_for_signature"
            and not declaration.replaced_at,
            "own": declaration.recorded_by_id == _user(request).pk,
        },
    )


@require_POST
def publish_appeal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that the appeal is public."""
    campaign = queries.campaign_for(request.user, id)
    return _done(
        request,
        campaign,
        lambda: actions.publish_appeal(campaign=campaign, by=_user(request), at=timezone.now()),
        _("The appeal is published."),
    )


@require_POST
def end_appeal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say when the appeal ended."""
    campaign = queries.campaign_for(request.user, id)
    form = forms.EndAppeal(request.POST)
    if not form.is_valid():
        return _typed_wrong(request, campaign, form)
    return _done(
        request,
        campaign,
        lambda: actions.end_appeal(
            campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now()
        ),
        _("Written down. Its report is due."),
    )


@require_POST
def report_appeal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down that the appeal was reported on."""
    campaign = queries.campaign_for(request.user, id)
    form = forms.ReportAppeal(request.POST)
    if not form.is_valid():
        return _typed_wrong(request, campaign, form)
    return _done(
        request,
        campaign,
        lambda: actions.report_appeal(
            campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now()
        ),
        _("The report is written down."),
    )


@require_http_methods(["GET", "POST"])
def tie_processing(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say which entry of the register of processings the campaign follows."""
    campaign = queries.campaign_for(request.user, id)
    rows = network.processings_of([campaign.organisation])
    form = forms.TieProcessing(
        request.POST or None, rows=rows, initial={"processing": campaign.processing_id}
    )

    def act() -> None:
        actions.tie_processing(
            campaign=campaign,
            processing=network.processing_for(UUID(form.cleaned_data["processing"])),
            by=_user(request),
            at=timezone.now(),
        )

    return _asked(
        request, campaign, form, act, _("Entry of the register of processings"), template="aid/tie_processing.html",
        rows=rows,
    )  # fmt: skip


@require_safe
def print_authority_sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheet for the local authority: of a province, or of the points of an annex. It names nobody."""
    campaign = queries.campaign_for(request.user, id)
    provinces = queries.provinces_to_declare(campaign)
    asked = [one for one in provinces if one.code == request.GET.get("province")]
    every = queries.points_in(campaign, asked[0].pk) if asked else list(queries.points_of(campaign))
    chosen = set(request.GET.getlist("point"))
    content = queries.authority_sheet(
        campaign,
        provinces=asked or provinces,
        points=[one for one in every if one.code in chosen] or every,
        annex=request.GET.get("annex", "")[:80].strip(),
        at=timezone.now(),
    )
    return pdf_answer(content, "sheet.pdf")


@require_safe
def election_freeze(request: HttpRequest) -> HttpResponse:
    """Why nothing opens and nothing is published now; outside an election period, that there is none."""
    today = timezone.localdate()
    return render(
        request,
        "aid/election_freeze.html",
        {
            "freeze": queries.election_freeze(on=today),
            "line": accounts.parameter_line("election_freeze", on=today),
        },
    )


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Return a paper that no cache keeps."""
    return attachment(content, name, PDF)


def _processing_line(campaign: Any) -> Any:
    return network.version_now(campaign.processing) if campaign.processing_id else None


def _asked(
    request: HttpRequest,
    campaign: Any,
    form: Any,
    act: Callable[[], None],
    title: str,
    *,
    template: str = "aid/legal_form.html",
    **more: Any,
) -> HttpResponse:
    """Show a form of the legal window; sent and right, do it and go back to the window."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
            return redirect("aid:show_legal", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(request, template, {"campaign": campaign, "form": form, "title": title, **more})


def _done(request: HttpRequest, campaign: Any, act: Callable[[], Any], words: str) -> HttpResponse:
    try:
        act()
        messages.success(request, words)
    except actions.ElectionFreeze as refusal:
        messages.error(request, say(refusal))
        return redirect("aid:election_freeze")
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_legal", campaign.pk)


def _typed_wrong(request: HttpRequest, campaign: Any, form: Any) -> HttpResponse:
    for field in form:
        for error in field.errors:
            messages.error(request, f"{field.label}: {error}")
    return redirect("aid:show_legal", campaign.pk)


def _user(request: HttpRequest) -> Any:
    return request.user
