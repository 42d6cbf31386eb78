"""Pages after the baskets: the check, the exit, inquiries, incidents."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions, forms, queries
from twiza.aid.rules import checks, states
from twiza.aid.views.downloads import attachment
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def show_check(request: HttpRequest, id: UUID) -> HttpResponse:
    """The random check: prepared, drawn in public, and what the sample says. Codes; whom, only who brought them."""
    campaign = queries.campaign_for(request.user, id)
    may_draw = _user(request).has_perm(Permission.CHECK_DRAW, campaign)
    form = forms.DrawCheck(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.draw_check(campaign=campaign, **form.cleaned_data, by=_user(request), at=timezone.now())
            return redirect("aid:show_check", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    drawn = queries.check_of(campaign)
    counted = states.has_reached(campaign.state, states.CampaignState.RECONCILED)
    return render(
        request,
        "aid/show_check.html",
        {
            "campaign": campaign,
            "drawn": drawn,
            "lines": queries.sample_lines(request.user, campaign),
            "form": form if may_draw and drawn and drawn.drawn_at is None else None,
            "may_read": may_draw or _user(request).has_perm(Permission.AUDIT_READ, campaign),
            "may_prepare": may_draw and drawn is None and counted,
            "sums": queries.exit_lines(queries.exit_sums(campaign)),
            "missed": queries.missed_lines(queries.exit_sums(campaign)),
        },
    )


@require_safe
def download_check(request: HttpRequest, id: UUID) -> HttpResponse:
    """The file with which the draw is done again: `twiza replay --check FILE`."""
    campaign = queries.campaign_for(request.user, id)
    content = checks.write_file(queries.draw_file_of(request.user, campaign))
    return attachment(content.encode(), "check.json", "application/json")


@require_POST
def prepare_check(request: HttpRequest, id: UUID) -> HttpResponse:
    """Commit to a secret before any digit is drawn."""
    campaign = queries.campaign_for(request.user, id)
    try:
        actions.prepare_check(campaign=campaign, by=_user(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_check", campaign.pk)


@require_http_methods(["GET", "POST"])
def record_check(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down what a household of one's own side said; who it is stands on its own page."""
    row = queries.checked_for(request.user, id)
    form = forms.RecordCheck(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_check(household=row, **form.answers(), by=_user(request), at=timezone.now())
            return redirect("aid:show_check", row.campaign_id)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    household = queries.household_of_check(row)
    return render(
        request,
        "aid/record_check.html",
        {
            "campaign": row.campaign,
            "row": row,
            "form": form if row.done_at is None else None,
            "household": household
            if household and queries.is_registered(_user(request), household)
            else None,
            "rule": queries.contact_words(_user(request), household),
        },
    )


@require_http_methods(["GET", "POST"])
def record_exit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Strokes from the exit of a point, and who gave their time."""
    point = queries.point_for(request.user, id)
    now = timezone.now()
    team = request.method == "POST" and "volunteers" in request.POST
    form = forms.RecordExit(None if team else request.POST or None)
    team_form = forms.RecordTeamDay(request.POST if team else None)
    used: Any = team_form if team else form
    if request.method == "POST" and used.is_valid():
        day = timezone.localdate(now)
        try:
            if team:
                actions.record_team_day(
                    point=point, day=day, **team_form.cleaned_data, by=_user(request), at=now
                )
            else:
                actions.record_exit(point=point, day=day, **form.counts(), by=_user(request), at=now)
            messages.success(request, _("Written down."))
            return redirect("aid:record_exit", point.pk)
        except DomainError as refusal:
            used.add_error(None, say(refusal))
    sums = queries.exit_sums(point.campaign, point)
    return render(
        request,
        "aid/record_exit.html",
        {
            "point": point,
            "form": form,
            "team_form": team_form,
            "asked": sums["asked"],
            "sums": queries.exit_lines(sums),
            "questions": list(queries.EXIT_QUESTIONS.values()),
        },
    )


@require_http_methods(["GET", "POST"])
def record_inquiry(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down what was found out about baskets missing on a closed day."""
    closing = queries.closing_for(request.user, id)
    form = forms.RecordInquiry(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_inquiry(closing=closing, **form.cleaned_data, by=_user(request), at=timezone.now())
            return redirect("aid:show_report", closing.campaign_id)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    return render(
        request,
        "aid/record_inquiry.html",
        {
            "campaign": closing.campaign,
            "closing": closing,
            "gap": queries.gap_words(closing.gap),
            "form": form if queries.may_inquire(request.user, closing) else None,
        },
    )


@require_http_methods(["GET", "POST"])
def list_incidents(request: HttpRequest, id: UUID) -> HttpResponse:
    """Incidents of a campaign, for who may follow them; at a counter, a new one is told."""
    campaign = queries.campaign_for(request.user, id)
    points = list(queries.points_of(campaign)) if queries.counters_of(request.user, campaign) else []
    form = forms.TellIncident(request.POST or None, points=points)
    if request.method == "POST" and form.is_valid():
        point = next(one for one in points if str(one.pk) == form.cleaned_data["point"])
        try:
            actions.tell_incident(point=point, by=_user(request), at=timezone.now())
            messages.success(
                request, _("It is written down. Somebody who does not work there looks into it.")
            )
            return redirect("aid:list_incidents", campaign.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    rows = queries.incidents_of(request.user, campaign)
    return render(
        request,
        "aid/list_incidents.html",
        {
            "campaign": campaign,
            "rows": [(row, queries.incident_words(row)) for row in rows],
            "form": form if points else None,
            "follows": _user(request).has_perm(Permission.INCIDENT_HANDLE, campaign.organisation_id),
        },
    )


@require_http_methods(["GET", "POST"])
def show_incident(request: HttpRequest, id: UUID) -> HttpResponse:
    """One incident: what was done, how it ended."""
    incident = queries.incident_for(request.user, id)
    closing = request.method == "POST" and "outcome" in request.POST
    step = forms.FollowIncident(None if closing else request.POST or None)
    end = forms.CloseIncident(request.POST if closing else None)
    used: Any = end if closing else step
    if request.method == "POST" and used.is_valid():
        action = actions.close_incident if closing else actions.follow_incident
        try:
            action(incident=incident, **used.cleaned_data, by=_user(request), at=timezone.now())
            return redirect("aid:show_incident", incident.pk)
        except DomainError as refusal:
            used.add_error(None, say(refusal))
    is_open = incident.closed_at is None
    steps = queries.steps_taken(incident)
    return render(
        request,
        "aid/show_incident.html",
        {
            "campaign": incident.campaign,
            "incident": incident,
            "words": queries.incident_words(incident),
            "steps": steps,
            "step_form": step if is_open else None,
            "end_form": end if is_open and steps else None,
        },
    )


def _user(request: HttpRequest) -> Any:
    return request.user
