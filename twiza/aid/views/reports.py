"""The report of a campaign, its publication, and the pages that anybody reads without signing in."""

import gzip
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from twiza.aid import actions, queries
from twiza.aid.queries.replay import replay_by_key
from twiza.aid.rules.documents import document_pdf
from twiza.aid.views.downloads import CSV, PDF, attachment, language_of
from twiza.lib.errors import DomainError
from twiza.lib.sheets import OutSheet, write_csv
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web import formats
from twiza.platform.web.sentences import say


@require_safe
def show_report(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the report still waits for; the report; what is published."""
    campaign = queries.campaign_for(request.user, id)
    report = queries.report_of(campaign)
    user: Any = request.user
    leads = user.has_perm(Permission.CAMPAIGN_READ, campaign.organisation_id)
    return render(
        request,
        "aid/show_report.html",
        {
            "campaign": campaign,
            "report": report,
            "due_on": queries.report_due_on(campaign),
            "missing": queries.missing_for_report(campaign) if leads else [],
            "gaps": [
                (row, inquiry, queries.gap_words(row.gap), queries.may_inquire(user, row))
                for row, inquiry in queries.gaps_of(campaign)
            ],
            "published": queries.publications_of(campaign),
            "shown": queries.shown_figures(report.figures) if report else None,
            "may": user.has_perm(Permission.FIGURES_PUBLISH, campaign),
            "may_report": campaign.state == "reconciled",
            "may_archive": campaign.state == "reported",
            "listed": queries.lists_of(campaign).exists(),
        },
    )


@require_POST
def report_campaign(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write the report."""
    return _step(request, id, actions.report_campaign, _("The report is written."))


@require_POST
def publish_figures(request: HttpRequest, id: UUID) -> HttpResponse:
    """Publish the figures as they are now."""
    return _step(request, id, actions.publish_figures, _("The figures are published."))


@require_POST
def archive_campaign(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put the campaign away."""
    return _step(request, id, actions.archive_campaign, _("The campaign is put away."))


def _step(request: HttpRequest, id: UUID, action: Any, done: str) -> HttpResponse:
    campaign = queries.campaign_for(request.user, id)
    try:
        action(campaign=campaign, by=request.user, at=timezone.now())
        messages.success(request, done)
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_report", campaign.pk)


@require_safe
def print_report(request: HttpRequest, id: UUID) -> HttpResponse:
    """The report for the governor as a PDF, in Arabic or French; a draft of it before it is written."""
    campaign = queries.campaign_for(request.user, id)
    report = queries.report_of(campaign)
    language = language_of(request)
    with override(language):
        figures = report.figures if report else queries.public_figures(campaign, on=timezone.localdate())
        shown = queries.shown_figures(figures)
        head = (
            _("Written on %(day)s. Fingerprint of the figures: %(hash)s.")
            % {"day": formats.day(report.at), "hash": report.digest[:16]}
            if report
            else _("A draft: the report is not written yet.")
        )
        content = document_pdf(
            title=_("Report on the campaign: %(title)s") % {"title": shown.title},
            lines=[head, *shown.lines],
            tables=shown.tables,
            language=language,
        )
    return attachment(content, f"twiza-report-{language}.pdf", PDF)


@login_not_required
@require_safe
def list_published(request: HttpRequest) -> HttpResponse:
    """Campaigns whose figures or criteria are published: for anybody."""
    with acting_as(_reader(request), purpose=Purpose.FIGURES):
        rows, criteria = queries.published_list(), queries.published_criteria()
    return render(request, "aid/list_published.html", {"rows": rows, "criteria": criteria})


@login_not_required
@require_safe
def show_published(request: HttpRequest, key: str) -> HttpResponse:
    """The figures of one campaign: for anybody."""
    row = _published(request, key)
    with acting_as(_reader(request), purpose=Purpose.FIGURES):
        replay = replay_by_key(key)
    words = {"row": row, "shown": queries.shown_figures(row.figures), "replay": replay}
    return render(request, "aid/show_published.html", words)


@login_not_required
@require_safe
def published_replay(request: HttpRequest, key: str) -> HttpResponse:
    """The public file of a selection: anybody proves the draw, the quotas and the list again with it."""
    with acting_as(_reader(request), purpose=Purpose.FIGURES):
        row = replay_by_key(key)
    if row is None:
        raise queries.NoSuchFigures(_("No public file stands at this address."))
    return attachment(gzip.decompress(bytes(row.content)), "replay.jsonl", "application/jsonl")


@login_not_required
@require_safe
def published_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The same figures as a sheet that any program reads."""
    shown = queries.shown_figures(_published(request, key).figures)
    rows = [
        (table.title, str(row[0]), str(head), str(value))
        for table in shown.tables
        for row in table.rows
        for head, value in zip(table.head[1:], row[1:], strict=True)
    ]
    sheet = OutSheet(shown.title, [_("Table"), _("Line"), _("Column"), _("Figure")], rows)
    return attachment(write_csv(sheet), f"twiza-figures-{key}.csv", CSV)


@login_not_required
@require_safe
def print_published(request: HttpRequest, key: str) -> HttpResponse:
    """The same figures on paper, in Arabic or French."""
    row, language = _published(request, key), language_of(request)
    with override(language):
        shown = queries.shown_figures(row.figures)
        content = document_pdf(title=shown.title, lines=shown.lines, tables=shown.tables, language=language)
    return attachment(content, f"twiza-figures-{language}.pdf", PDF)


def _published(request: HttpRequest, key: str) -> Any:
    with acting_as(_reader(request), purpose=Purpose.FIGURES):
        return queries.published_by_key(key)


def _reader(request: HttpRequest) -> UUID | None:
    return request.user.pk if request.user.is_authenticated else None
