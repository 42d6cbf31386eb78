"""Visits to an institution: planned, written, signed once by who led them, answered, and mended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib import photographs
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network import queries
from twiza.network.actions.conventions import NotAParty, WrongDates
from twiza.network.actions.institutions import locked, record
from twiza.network.actions.statutes import NotADocument
from twiza.network.models import (
    Inspection,
    InspectionAnswer,
    InspectionFinding,
    InspectionPhoto,
    Institution,
    InstitutionFigure,
    Organisation,
)
from twiza.network.rules.figures import Status
from twiza.network.rules.inspections import ANSWERS, SEVERITIES, VISIT_KINDS, Severity, unanswered
from twiza.network.rules.institutions import Subject
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files

PHOTO = "network.inspection_photo"
PHOTO_DAYS = 3650  # as the papers of a licence file
OWN_OFFICE = "delegation"  # who comes from the delegation itself, beside the bodies of the commission


class VisitOver(DomainError):
    code = "network.visit_over"


class UnfitVisit(DomainError):
    code = "network.unfit_visit"


class DangerFirst(DomainError):
    code = "network.danger_first"


class LeaderSigns(DomainError):
    code = "network.leader_signs"


class PremisesOnly(DomainError):
    code = "network.premises_only"


@transaction.atomic
def plan_inspection(
    *, institution: Institution, kind: str, on: date, announced: bool, by: User, at: datetime
) -> Inspection:
    """Plan a visit; who plans it leads it and will sign it. One that is not announced stays the delegation's own.

    Raises:
        UnfitVisit: an unknown kind, or no version of the law says what is looked at.
        InstitutionOver, NoPermission.
    """
    check(by, Permission.LICENCE_EXAMINE, institution)
    institution = locked(institution)
    regime = queries.regime_of_visit(institution, on=timezone.localdate(at))
    if kind not in VISIT_KINDS or regime is None:
        raise UnfitVisit(_("Choose what the visit is for."))
    row = Inspection.objects.create(
        institution=institution, organisation_id=institution.organisation_id, regime=regime, kind=kind,
        announced=announced, planned_on=on, leader=by, planned_by=by, planned_at=at,
    )  # fmt: skip
    _note("network.inspection_planned", row, by, at, kind=kind, announced=announced)
    return row


@transaction.atomic
def write_inspection(
    *,
    inspection: Inspection,
    on: date,
    visitors: Sequence[str],
    answers: Mapping[str, Sequence[str]],
    capacity_found: int | None = None,
    girls: int | None = None,
    boys: int | None = None,
    words: str = "",
    by: User,
    at: datetime,
) -> Inspection:
    """Keep what was seen so far: who came, the grid, people present in numbers. Written over until it is signed.

    Args:
        visitors: offices: "delegation" and codes of bodies of the commission. Never a person.
        answers: code of a line of the grid → (answer, words).

    Raises:
        UnfitVisit: an office, a line or an answer that is not in the grid of this visit.
        VisitOver: signed already. WrongDates: a day to come.
    """
    row = _draft(inspection, by)
    regime = row.regime.regime
    offices = {OWN_OFFICE, *(one.code for one in regime.bodies)}
    lines = {one.code for one in regime.quality}
    if on > timezone.localdate(at):
        raise WrongDates(_("A visit is written on its day or afterwards."))
    if (
        set(visitors) - offices
        or set(answers) - lines
        or any(one[0] not in ANSWERS for one in answers.values())
    ):
        raise UnfitVisit(_("Answer the lines of the grid: yes, partly, no, not seen."))
    row.visited_on, row.visitors = on, sorted(set(visitors))
    row.answers = {code: [str(one[0]), str(one[1])[:500]] for code, one in answers.items()}
    row.capacity_found, row.girls, row.boys, row.words = capacity_found, girls, boys, words.strip()
    row.save(update_fields=["visited_on", "visitors", "answers", "capacity_found", "girls", "boys", "words"])
    _note("network.inspection_written", row, by, at)
    return row


@transaction.atomic
def add_finding(
    *,
    inspection: Inspection,
    severity: str,
    words: str,
    line: str = "",
    done_today: str = "",
    called: str = "",
    by: User,
    at: datetime,
) -> InspectionFinding:
    """Write a finding of a visit that is not signed yet. No name of a resident.

    Raises:
        DangerFirst: a danger without what is done today, or without who was called.
        UnfitVisit: nothing is said, or the line is not in the grid.
    """
    row = _draft(inspection, by)
    if severity not in SEVERITIES or not tidy(words):
        raise UnfitVisit(_("Say what was found, and how grave it is."))
    if line and line not in {one.code for one in row.regime.regime.quality}:
        raise UnfitVisit(_("Choose a line of the grid of this visit."))
    if severity == Severity.DANGER and not (tidy(done_today) and tidy(called)):
        raise DangerFirst(
            _("Residents are in danger: write what is done today, and which office was called.")
        )
    finding = InspectionFinding.objects.create(
        inspection=row, institution_id=row.institution_id, organisation_id=row.organisation_id, line=line,
        severity=severity, words=tidy(words), done_today=tidy(done_today), called=tidy(called), written_at=at,
    )  # fmt: skip
    _note("network.finding_written", row, by, at, finding=finding.pk, severity=severity)
    return finding


@transaction.atomic
def drop_finding(*, finding: InspectionFinding, by: User, at: datetime) -> None:
    """Take a finding away from a visit that is not signed yet."""
    row = _draft(finding.inspection, by)
    _note("network.finding_dropped", row, by, at, finding=finding.pk, severity=finding.severity)
    finding.delete()


@transaction.atomic
def keep_photo(
    *, inspection: Inspection, content: bytes, shows: str, nobody_on_it: bool, by: User, at: datetime
) -> InspectionPhoto:
    """Keep a picture of the premises, sealed, without the place and the device that the telephone hid in it.

    Raises:
        PremisesOnly: it was not said that nobody is on it, or not what it shows.
        NotADocument: not a picture.
    """
    row = _draft(inspection, by)
    if not nobody_on_it or not tidy(shows):
        raise PremisesOnly(_("Only premises, and nobody on the picture: tick it, and say what it shows."))
    try:
        clean, media = photographs.cleaned(content)
    except photographs.NotAPicture as error:
        raise NotADocument(_("Send a picture (.jpg, .png) of the premises.")) from error
    ending = ".jpg" if media == photographs.JPEG else ".png"
    file = files.store_file(
        content=clean, name=f"visit-{row.visited_on or row.planned_on}{ending}", kind=PHOTO,
        permission=Permission.LICENCE_EXAMINE, organisation=row.organisation_id, by=by, at=at, keep_days=PHOTO_DAYS,
    )  # fmt: skip
    photo = InspectionPhoto.objects.create(
        inspection=row, institution_id=row.institution_id, organisation_id=row.organisation_id,
        file=UUID(str(file.pk)), shows=tidy(shows), kept_at=at,
    )  # fmt: skip
    _note("network.inspection_photo", row, by, at, photo=photo.pk)
    return photo


@transaction.atomic
def sign_inspection(*, inspection: Inspection, by: User, at: datetime) -> Inspection:
    """Sign a visit, once; from then on both bodies read it, and the people counted stand in the register.

    Raises:
        LeaderSigns: somebody else led it.
        UnfitVisit: its day, its visitors or lines of the grid are missing: all named at once.
    """
    row = _draft(inspection, by)
    if row.leader_id != by.pk:
        raise LeaderSigns(_("Who led the visit signs it: %(name)s."), name=row.leader.display_name)
    if row.visited_on is None or not row.visitors:
        raise UnfitVisit(_("Write the visit first: its day, and which offices came."))
    left = unanswered(row.regime.regime.quality, row.answers)
    if left:
        raise UnfitVisit(
            _("Lines of the grid nobody answered: %(count)s. “Not seen” is an answer too."), count=len(left)
        )
    row.signed_at = at
    row.save(update_fields=["signed_at"])
    _count_into_register(row, by, at)
    _note("network.inspection_signed", row, by, at, kind=row.kind, findings=row.findings.count())
    return row


@transaction.atomic
def answer_inspection(
    *, inspection: Inspection, organisation: Organisation, words: str, by: User, at: datetime
) -> InspectionAnswer:
    """Answer a signed visit in writing, in the name of the association that runs the institution.

    Raises:
        UnfitVisit: nothing is said, or the visit is not signed. NotAParty: another body.
    """
    check(by, Permission.INSTITUTION_COUNT, organisation)
    if organisation.pk != inspection.institution.association_id:
        raise NotAParty(_("The association that runs the institution answers."))
    if inspection.signed_at is None or not words.strip():
        raise UnfitVisit(_("Write the answer to a signed visit."))
    row = InspectionAnswer.objects.create(
        inspection=inspection, institution_id=inspection.institution_id, organisation=organisation,
        words=words.strip(), written_by=by, written_at=at,
    )  # fmt: skip
    record(
        "network.inspection_answered", inspection.institution, organisation, by, at, inspection=inspection.pk
    )
    return row


def _count_into_register(row: Inspection, by: User, at: datetime) -> None:
    """People present whom the delegation counted itself: checked figures of that day."""
    day = row.visited_on or row.planned_on
    InstitutionFigure.objects.bulk_create(
        InstitutionFigure(
            institution_id=row.institution_id, organisation_id=row.organisation_id, subject=Subject.PRESENT.value,
            sex=sex, on=day, value=value, status=Status.VERIFIED.value, source=str(_("Visit of the delegation")),
            written_by=by, written_at=at,
        )
        for sex, value in (("f", row.girls), ("m", row.boys))
        if value is not None
    )  # fmt: skip


def _draft(inspection: Inspection, by: User) -> Inspection:
    """Return the visit for a change. Raises VisitOver once it is signed, NoPermission."""
    check(by, Permission.LICENCE_EXAMINE, inspection)
    row = (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("institution__organisation", "regime", "leader")
        .get(pk=inspection.pk)
    )
    if row.signed_at is not None:
        raise VisitOver(_("This visit was signed: it stays as it is. Plan another one."))
    return row


def _note(type: str, row: Inspection, by: User, at: datetime, **data: Any) -> None:
    """In the log of the delegation; of the association too once it may read the visit."""
    own = row.institution.organisation
    if row.signed_at is None:
        audit.record(type=type, target=row, organisation=own.pk, by=by, at=at, **data)
    else:
        record(type, row.institution, own, by, at, inspection=row.pk, **data)
