"""Pages of a posted list: the paper for the wall, objections, exceptions, origins, who hands over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.rules.documents import document_pdf
from twiza.aid.rules.sheets import NOMINATORS
from twiza.aid.views.downloads import PDF, WORKBOOK, attachment, language_of
from twiza.lib.errors import DomainError
from twiza.lib.sheets import OutSheet, write_workbook
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def list_objections(request: HttpRequest, id: UUID) -> HttpResponse:
    """Objections to a list; the counter's form while their days last."""
    campaign = queries.campaign_for(request.user, id)
    now = timezone.now()
    window = queries.window_of(campaign)
    counters = [one for one in queries.organisations_of(campaign) if one.pk in queries.counters_of(request.user, campaign)]  # fmt: skip
    is_open = window is not None and window.closed_at is None and timezone.localdate(now) <= window.last_day
    form = forms.ReceiveObjection(request.POST or None, zones=campaign.zones, counters=counters)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        receiving = next(one for one in counters if str(one.pk) == said.pop("counter"))
        try:
            row = actions.receive_objection(
                campaign=campaign, receiving=receiving, **said, by=_user(request), at=now
            )
            return redirect("aid:show_objection", row.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    lines = queries.objection_lines(campaign, today=timezone.localdate(now))
    may_plan = _user(request).has_perm(Permission.CAMPAIGN_PLAN, campaign)
    return render(
        request,
        "aid/list_objections.html",
        {
            "campaign": campaign,
            "window": window,
            "lines": lines,
            "form": form if counters and is_open else None,
            "may_post": may_plan and window is None and campaign.state == "list_frozen",
            "may_close": may_plan and window is not None and window.closed_at is None,
            "posted": window is not None,
        },
    )


@require_POST
def post_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that the list hangs on the wall."""
    return _step(request, id, actions.post_list)


@require_POST
def close_objections(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close the days for objections."""
    return _step(request, id, actions.close_objections)


def _step(request: HttpRequest, id: UUID, action: Any) -> HttpResponse:
    campaign = queries.campaign_for(request.user, id)
    try:
        action(campaign=campaign, by=_user(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:list_objections", campaign.pk)


@require_safe
def print_wall(request: HttpRequest, id: UUID) -> HttpResponse:
    """The list by code as a PDF for the wall, in Arabic or French."""
    campaign = queries.campaign_for(request.user, id)
    window = queries.window_of(campaign)
    language = language_of(request)
    with override(language):
        paper = queries.wall_paper(campaign, last_day=window.last_day if window else None)
        content = document_pdf(title=paper.title, lines=paper.lines, tables=paper.tables, language=language)
    return attachment(content, f"twiza-list-{language}.pdf", PDF)


@require_http_methods(["GET", "POST"])
def show_objection(request: HttpRequest, id: UUID) -> HttpResponse:
    """An objection with its slip; the answer's form for who may answer."""
    objection = queries.objection_for(request.user, id)
    today = timezone.localdate()
    form = forms.AnswerObjection(request.POST or None, about=objection.about)
    may = queries.may_answer(request.user, objection)
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data.pop("found", "")
            found = queries.nomination_for(request.user, objection.campaign, code) if code else None
            actions.answer_objection(
                objection=objection, **form.cleaned_data, found=found, by=_user(request), at=timezone.now()
            )
            return redirect("aid:show_objection", objection.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    (line,) = queries.objection_lines(objection.campaign, today=today, only=[objection])
    return render(
        request,
        "aid/show_objection.html",
        {
            "campaign": objection.campaign,
            "line": line,
            "form": form if may and line.answer is None else None,
            "may_sign": queries.may_sign_set_aside(request.user, objection),
            "decided": not may
            and _user(request).has_perm(Permission.OBJECTION_ANSWER, objection.organisation_id),
        },
    )


@require_POST
def sign_set_aside(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sign, as a second person, that a code comes off the list; whoever signs has just signed in again."""
    objection = queries.objection_for(request.user, id)
    page = reverse("aid:show_objection", args=[objection.pk])
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(page))
    try:
        actions.sign_set_aside(objection=objection, by=_user(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect(page)


@require_safe
def show_exceptions(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every household taken outside the list: which code, why, when, signed by which roles."""
    campaign = queries.campaign_for(request.user, id)
    lines = [
        (one, queries.ADDED_BECAUSE.get(one.reason, one.reason)) for one in queries.overrides_of(campaign)
    ]
    return render(request, "aid/show_exceptions.html", {"campaign": campaign, "lines": lines})


@require_safe
def show_origins(request: HttpRequest, id: UUID) -> HttpResponse:
    """How many families each organisation and each nominator brought in, and how many were selected."""
    campaign = queries.campaign_for(request.user, id)
    return render(
        request, "aid/show_origins.html", {"campaign": campaign, "lines": queries.origins_of(campaign)}
    )


@require_safe
def origins_sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same as a workbook, right to left."""
    campaign = queries.campaign_for(request.user, id)
    head = [
        _("Organisation"), _("Brought by"), _("Brought in"), _("Selected"), _("In reserve"), _("Served"),
    ]  # fmt: skip
    rows = [
        (one.name, _named(one), one.brought, one.selected, one.reserve, one.served)
        for one in queries.origins_of(campaign)
    ]
    sheet = OutSheet(_("Where the names came from"), head, rows)
    return attachment(write_workbook([sheet]), "twiza-origins.xlsx", WORKBOOK)


def _named(one: Any) -> str:
    """Who brought families: a person of the organisation, or the kind and name of the body a sheet was given to."""
    if not one.kind:
        return str(one.nominator)
    return f"{_(NOMINATORS[one.kind])} · {one.nominator}"  # i18n: marked where they stand


@require_safe
def show_distributors(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who handed over in a campaign, and what each declared."""
    campaign = queries.campaign_for(request.user, id)
    return render(
        request,
        "aid/show_distributors.html",
        {"campaign": campaign, "lines": queries.distributors_of(campaign)},
    )


@require_http_methods(["GET", "POST"])
def declare_office(request: HttpRequest) -> HttpResponse:
    """Declare for oneself an elected office, a candidacy, or none."""
    today = timezone.localdate()
    organisations = queries.where_working(request.user, today)
    form = forms.DeclareOffice(
        request.POST or None,
        initial={"starts_on": today},
        organisations=organisations,
        bodies=queries.councils(),
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        organisation, body = said.pop("organisation"), said.pop("body")
        try:
            actions.declare_office(
                organisation=next(one for one in organisations if str(one.pk) == organisation),
                body=next((one for one in queries.councils() if str(one.pk) == body), None),
                **said,
                by=_user(request),
                at=timezone.now(),
            )
            messages.success(request, _("Your declaration is kept."))
            return redirect("aid:declare_office")
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/declare_office.html",
        {"form": form if organisations else None, "declared": queries.declarations_of(_user(request).pk)},
    )


def _user(request: HttpRequest) -> Any:
    return request.user
