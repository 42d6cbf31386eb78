"""What waits in the life of institutions, for the today page: files, licences, papers, letters, remedies, reports."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.today import Due, Level
from twiza.network.models import AssociationBureau, Institution, InstitutionPaper, Licence
from twiza.network.queries import kinds_waiting as kinds
from twiza.network.queries.any_of import AnyOf
from twiza.network.queries.changes import changes_waiting
from twiza.network.queries.files import files_waiting
from twiza.network.queries.inspections import remedies_open
from twiza.network.queries.memberships import organisations_where
from twiza.network.queries.reports import incidents_open, letters_unanswered, report_lines
from twiza.network.queries.surveys import surveys_unsent
from twiza.network.rules.changes import DECLARED
from twiza.network.rules.institutions import SAFETY
from twiza.network.rules.licences import LIVE
from twiza.network.rules.reports import stage
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import later

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


def _page(institution: UUID) -> Any:
    return reverse_lazy("network:show_institution", args=[institution])


def _files(kept: set[UUID], today: date) -> Iterable[Due]:
    for line in files_waiting(kept, today=today):
        if line.clock is not None and line.clock.is_late and line.file.organisation_id in kept:
            yield Due(
                later(_("Decide the licence file of %(name)s"), name=line.file.institution),
                reverse_lazy("network:show_file", args=[line.file.pk]),
                line.clock.due,
                kind=kinds.FILES_LATE,
            )


def _late_for(run: set[UUID], today: date) -> Iterable[Due]:
    """The files of these associations on which the decision is late: they are told too."""
    for line in files_waiting(run, today=today):
        if line.clock is not None and line.clock.is_late and line.file.association_id in run:
            yield Due(
                later(
                    _("Ask the delegation: its decision on the file of %(name)s is late"),
                    name=line.file.institution,
                ),
                reverse_lazy("network:show_file", args=[line.file.pk]),
                line.clock.due,
            )


def _letters(kept: set[UUID]) -> Iterable[Due]:
    for letter in letters_unanswered(kept):
        yield Due(
            later(
                _("Look for the answer of %(name)s to our letter %(number)s"),
                name=letter.institution,
                number=f"{letter.number}/{letter.year}",
            ),
            _page(letter.institution_id),
            letter.answer_until,
            kind=kinds.LETTERS,
        )


def _changes(kept: set[UUID]) -> Iterable[Due]:
    for line in changes_waiting(kept):
        sentence = (
            _("Give the receipt of the declaration of %(name)s")
            if line.state == DECLARED
            else _("Answer the declaration of %(name)s")
        )
        yield Due(
            later(sentence, name=line.change.institution),
            reverse_lazy("network:show_change", args=[line.change.pk]),
            kind=kinds.CHANGES,
        )


def _of_institutions(rows: Any, today: date, *, officer: bool) -> Iterable[Due]:
    rows = list(rows.filter(closed_on__isnull=True).prefetch_related("organisation")[:MOST])
    by_pk = {one.pk: one for one in rows}
    licences = Licence.objects.filter(AnyOf("institution_id", by_pk), state__in=LIVE)
    papers = (
        InstitutionPaper.objects.filter(AnyOf("institution_id", by_pk), code__in=SAFETY)
        .order_by("institution_id", "code", "-written_at", "-pk")
        .distinct("institution_id", "code")
    )
    renewal, paper = (
        _("Prepare the renewal of the licence of %(name)s"),
        _("Get the new safety paper of %(name)s"),
    )
    ends = [
        (pk, last, renewal, kinds.LICENCES)
        for pk, last in licences.values_list("institution_id", "valid_until")
    ] + [
        (pk, last, paper, kinds.SAFETY_PAPERS)
        for pk, last in papers.values_list("institution_id", "expires_on")
    ]
    for pk, last, sentence, kind in ends:
        if near := stage(last, today=today):
            level = Level.CHANGED if near == "90" else Level.WAITING
            yield Due(later(sentence, name=by_pk[pk]), _page(pk), last, level, kind)
    yield from _reports(rows, today, officer=officer)
    for line in incidents_open(list(by_pk), today=today):
        yield Due(
            later(_("Write what became of the incident at %(name)s"), name=line.incident.institution),
            _page(line.incident.institution_id),
            line.incident.follow_up_on,
            kind=kinds.INCIDENTS,
        )


def _reports(rows: list[Institution], today: date, *, officer: bool) -> Iterable[Due]:
    by_pk = {one.pk: one for one in rows}
    for pk, lines in report_lines(rows, today=today).items():
        for line in lines:
            if officer and line.state == "sent":
                sentence, due, kind = _("Read the report of %(name)s"), None, kinds.REPORTS_TO_READ
            elif officer and line.state == "late":
                sentence, due, kind = (
                    _("Ask for the report of %(name)s"),
                    line.period.due,
                    kinds.REPORTS_TO_ASK,
                )
            elif not officer and line.state in ("due", "late", "returned"):
                sentence, due, kind = _("Send the report of %(name)s"), line.period.due, kinds.REPORTS_TO_SEND
            else:
                continue
            yield Due(later(sentence, name=by_pk[pk]), _page(pk), due, kind=kind)


def _surveys(run: set[UUID]) -> Iterable[Due]:
    for row in surveys_unsent(run):
        yield Due(
            later(
                _("Correct the survey of %(name)s as the delegation asks, and send it again")
                if row.corrects_id
                else _("Finish and send the survey of %(name)s"),
                name=row.institution,
            ),
            reverse_lazy("network:show_survey", args=[row.pk]),
        )


def _remedies(kept: set[UUID], run: set[UUID], today: date) -> Iterable[Due]:
    for line in remedies_open(kept | run, today=today):
        page = reverse_lazy("network:show_visit", args=[line.remedy.inspection_id])
        if line.standing.is_open:
            soon = line.standing.due_on <= today + timedelta(days=30)
            yield Due(
                later(_("Mend what the visit to %(name)s found"), name=line.remedy.institution),
                page,
                line.standing.due_on,
                Level.WAITING if soon else Level.CHANGED,
                kinds.REMEDIES,
            )
        elif line.remedy.organisation_id in kept:
            yield Due(
                later(_("Look whether it is mended at %(name)s"), name=line.remedy.institution),
                page,
                kind=kinds.REMEDIES,
            )


def _bureaus(edits: set[UUID]) -> Iterable[Due]:
    for bureau in AssociationBureau.objects.filter(organisation_id__in=edits, receipt_on__isnull=True):
        yield Due(
            _("Show the receipt of the new bureau: nothing is signed until then"),
            reverse("network:show_bureaus", args=[bureau.organisation_id]),
        )
