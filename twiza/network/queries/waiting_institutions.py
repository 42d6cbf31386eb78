"""What waits in the life of institutions, for the today page: files, licences, papers, letters, remedies, reports."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import isolated
from twiza.lib.today import Due, Level
from twiza.network.models import AssociationBureau, Institution, InstitutionPaper
from twiza.network.queries.changes import changes_waiting
from twiza.network.queries.files import files_waiting
from twiza.network.queries.inspections import remedies_open
from twiza.network.queries.licences import licences_now
from twiza.network.queries.memberships import organisations_where
from twiza.network.queries.reports import incidents_open, letters_unanswered, report_lines
from twiza.network.queries.surveys import surveys_unsent
from twiza.network.rules.changes import DECLARED
from twiza.network.rules.institutions import SAFETY
from twiza.network.rules.reports import stage
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission

MOST = 500


def institutions_waiting_for(user: User, *, at: datetime) -> list[Due]:
    """Return what the life of institutions asks of who examines files, or of who directs."""
    today = timezone.localdate(at)
    examines = organisations_where(user, Permission.LICENCE_EXAMINE, on=today)
    counts = organisations_where(user, Permission.INSTITUTION_COUNT, on=today)
    kept, run = {one.pk for one in examines}, {one.pk for one in counts}
    lines: list[Due] = []
    if kept:
        lines += _files(kept, today)
        lines += _letters(kept)
        lines += _changes(kept)
        lines += _of_institutions(Institution.objects.filter(organisation_id__in=kept), today, officer=True)
    if run - kept:
        lines += _of_institutions(
            Institution.objects.filter(association_id__in=run - kept), today, officer=False
        )
        lines += _surveys(run - kept)
        lines += _late_for(run - kept, today)
    if kept | run:
        lines += _remedies(kept, run, today)
    edits = organisations_where(user, Permission.ORGANISATION_EDIT, on=today)
    return [*lines, *_bureaus({one.pk for one in edits})]


def _page(institution: Any) -> str:
    return reverse("network:show_institution", args=[institution.pk])


def _named(institution: Any) -> dict[str, str]:
    return {"name": isolated(str(institution))}


def _files(kept: set[UUID], today: date) -> Iterable[Due]:
    for line in files_waiting(kept, today=today):
        if line.clock is not None and line.clock.is_late and line.file.organisation_id in kept:
            yield Due(
                _("Decide the licence file of %(name)s") % _named(line.file.institution),
                reverse("network:show_file", args=[line.file.pk]),
                line.clock.due,
            )


def _late_for(run: set[UUID], today: date) -> Iterable[Due]:
    """The files of these associations on which the decision is late: they are told too."""
    for line in files_waiting(run, today=today):
        if line.clock is not None and line.clock.is_late and line.file.association_id in run:
            yield Due(
                _("Ask the delegation: its decision on the file of %(name)s is late")
                % _named(line.file.institution),
                reverse("network:show_file", args=[line.file.pk]),
                line.clock.due,
            )


def _letters(kept: set[UUID]) -> Iterable[Due]:
    for letter in letters_unanswered(kept):
        yield Due(
            _("Look for the answer of %(name)s to our letter %(number)s")
            % {**_named(letter.institution), "number": isolated(f"{letter.number}/{letter.year}")},
            _page(letter.institution),
            letter.answer_until,
        )


def _changes(kept: set[UUID]) -> Iterable[Due]:
    for line in changes_waiting(kept):
        sentence = (
            _("Give the receipt of the declaration of %(name)s")
            if line.state == DECLARED
            else _("Answer the declaration of %(name)s")
        )
        yield Due(
            sentence % _named(line.change.institution),
            reverse("network:show_change", args=[line.change.pk]),
        )


def _of_institutions(rows: Any, today: date, *, officer: bool) -> Iterable[Due]:
    rows = list(rows.filter(closed_on__isnull=True).select_related("organisation")[:MOST])
    licences = licences_now(one.pk for one in rows)
    papers = (
        InstitutionPaper.objects.filter(institution__in=[one.pk for one in rows], code__in=SAFETY)
        .order_by("institution_id", "code", "-written_at", "-pk")
        .distinct("institution_id", "code")
    )
    by_pk = {one.pk: one for one in rows}
    ends = [
        (by_pk[pk], one.valid_until, _("Prepare the renewal of the licence of %(name)s"))
        for pk, one in licences.items()
    ] + [
        (by_pk[one.institution_id], one.expires_on, _("Get the new safety paper of %(name)s"))
        for one in papers
    ]
    for row, last, sentence in ends:
        near = stage(last, today=today)
        if near:
            yield Due(
                sentence % _named(row), _page(row), last, Level.CHANGED if near == "90" else Level.WAITING
            )
    yield from _reports(rows, today, officer=officer)
    for line in incidents_open([one.pk for one in rows], today=today):
        yield Due(
            _("Write what became of the incident at %(name)s") % _named(line.incident.institution),
            _page(line.incident.institution),
            line.incident.follow_up_on,
        )


def _reports(rows: list[Institution], today: date, *, officer: bool) -> Iterable[Due]:
    by_pk = {one.pk: one for one in rows}
    for pk, lines in report_lines(rows, today=today).items():
        for line in lines:
            page, due = _page(by_pk[pk]), line.period.due
            if officer and line.state == "sent":
                yield Due(_("Read the report of %(name)s") % _named(by_pk[pk]), page)
            elif officer and line.state == "late":
                yield Due(_("Ask for the report of %(name)s") % _named(by_pk[pk]), page, due)
            elif not officer and line.state in ("due", "late", "returned"):
                yield Due(_("Send the report of %(name)s") % _named(by_pk[pk]), page, due)


def _surveys(run: set[UUID]) -> Iterable[Due]:
    for row in surveys_unsent(run):
        yield Due(
            _("Finish and send the survey of %(name)s") % _named(row.institution),
            reverse("network:show_survey", args=[row.pk]),
        )


def _remedies(kept: set[UUID], run: set[UUID], today: date) -> Iterable[Due]:
    for line in remedies_open(kept | run, today=today):
        page = reverse("network:show_visit", args=[line.remedy.inspection_id])
        named = _named(line.remedy.institution)
        if line.standing.is_open:
            soon = line.standing.due_on <= today + timedelta(days=30)
            yield Due(
                _("Mend what the visit to %(name)s found") % named,
                page,
                line.standing.due_on,
                Level.WAITING if soon else Level.CHANGED,
            )
        elif line.remedy.organisation_id in kept:
            yield Due(_("Look whether it is mended at %(name)s") % named, page)


def _bureaus(edits: set[UUID]) -> Iterable[Due]:
    for bureau in AssociationBureau.objects.filter(organisation_id__in=edits, receipt_on__isnull=True):
        yield Due(
            _("Show the receipt of the new bureau: nothing is signed until then"),
            reverse("network:show_bureaus", args=[bureau.organisation_id]),
        )
