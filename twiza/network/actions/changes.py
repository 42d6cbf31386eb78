"""Changes of director, capacity or premises: declared, received, accepted or refused. The register changes when one is accepted."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network import queries
from twiza.network.actions.conventions import WrongDates
from twiza.network.actions.counts import count_institution, open_mandate
from twiza.network.actions.institutions import (
    check_writes_of,
    leave_site,
    locked,
    place_institution,
    record,
)
from twiza.network.actions.licence_files import intend_licence, next_number
from twiza.network.models import (
    ChangeAnswer,
    Institution,
    InstitutionChange,
    LicenceFile,
    Organisation,
    Site,
)
from twiza.network.rules.changes import CHANGE_KINDS, DECLARED, ChangeKind, ChangeStep
from twiza.network.rules.figures import Figure, Status
from twiza.network.rules.institutions import Office, Subject
from twiza.network.rules.licences import FileKind
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


class UnfitChange(DomainError):
    code = "network.unfit_change"


class ChangeWaits(DomainError):
    code = "network.change_waits"


@transaction.atomic
def declare_change(
    *,
    institution: Institution,
    organisation: Organisation,
    kind: str,
    starts_on: date,
    papers: str,
    papers_on: date,
    holder: str = "",
    last_day: date | None = None,
    capacity: int | None = None,
    site: Site | None = None,
    leaves: Site | None = None,
    words: str = "",
    by: User,
    at: datetime,
) -> InstitutionChange:
    """Declare another director, another capacity or other premises, with the papers that say so. The register waits.

    Args:
        organisation: in whose name: the association, or the delegation for a declaration on paper.
        site, leaves: where people are received from that day on, and what is left.

    Raises:
        UnfitChange: not what this kind of change says. WrongDates: papers of a day to come.
        ChangeWaits: a declaration of this kind waits for its answer.
        NotAParty, InstitutionOver, NoPermission.
    """
    check_writes_of(institution, organisation, by)
    today = timezone.localdate(at)
    said = _said(institution, kind, tidy(holder), last_day, capacity, site, leaves)
    if not tidy(papers):
        raise UnfitChange(_("Name the paper that says so, with its number: minutes, lease, plan."))
    if papers_on > today or (last_day is not None and last_day < starts_on):
        raise WrongDates(_("The papers are of a day that has come, and a mandate ends after it begins."))
    try:
        with transaction.atomic():
            row = InstitutionChange.objects.create(
                institution=institution, organisation=organisation, kind=kind, starts_on=starts_on,
                papers=tidy(papers), papers_on=papers_on, words=tidy(words), declared_by=by, declared_on=today,
                declared_at=at, **said,
            )  # fmt: skip
    except IntegrityError as error:
        raise ChangeWaits(_("A declaration of this kind waits for its answer already.")) from error
    record("network.change_declared", institution, organisation, by, at, change=row.pk, kind=kind)
    return row


def _said(
    institution: Institution,
    kind: str,
    holder: str,
    last_day: date | None,
    capacity: int | None,
    site: Site | None,
    leaves: Site | None,
) -> dict[str, Any]:
    """What a declaration of this kind says. Raises UnfitChange."""
    if kind not in CHANGE_KINDS:
        raise UnfitChange(_("Choose what changes: the director, the capacity, the premises."))
    if kind == ChangeKind.DIRECTOR:
        if not holder:
            raise UnfitChange(_("Write who directs from that day on."))
        return {"holder": holder, "last_day": last_day}
    if kind == ChangeKind.CAPACITY:
        if not capacity or capacity < 1:
            raise UnfitChange(_("Write for how many people."))
        return {"capacity": capacity}
    here = {one.site_id for one in queries.sites_of_institution(institution)}
    mine = (institution.organisation_id, institution.association_id)
    if site is None and leaves is None:
        raise UnfitChange(_("Say at which site people are received from that day on, or which one is left."))
    if site is not None and (site.refuge or site.organisation_id not in mine or site.pk in here):
        raise UnfitChange(_("Choose another site of the association or of the delegation; a refuge never stands here."))  # fmt: skip
    if leaves is not None and leaves.pk not in here:
        raise UnfitChange(_("The institution does not receive people at the site that it leaves."))
    return {"site": site, "leaves": leaves}


@transaction.atomic
def receive_change(*, change: InstitutionChange, by: User, at: datetime) -> ChangeAnswer:
    """Give the receipt of a declaration: it takes its number in the register of what comes in.

    Raises: ChangeWaits: received already. InstitutionOver, NoPermission.
    """
    return _answer(change, ChangeStep.RECEIVED, by, at)


@transaction.atomic
def accept_change(*, change: InstitutionChange, words: str = "", by: User, at: datetime) -> ChangeAnswer:
    """Accept a declaration that was received: the register changes now; what needs a new licence opens its file.

    1. A director: the mandate is written, the one before ends.
    2. A capacity: of a licensed institution, a licence file is opened and the licence says the capacity until that is
       decided; of another, the figure is written as claimed.
    3. Premises: the sites are written; of a licensed institution, a licence file is opened, with its visit.

    Raises:
        ChangeWaits: not received yet, or answered already. FileCannot: another licence file is under way.
        OneAtATime, InstitutionOver, NoPermission.
    """
    check(by, Permission.INSTITUTION_KEEP, change.institution)
    institution = locked(change.institution)
    _check_turn(change, ChangeStep.ACCEPTED)
    row = _answer(
        change, ChangeStep.ACCEPTED, by, at, words=words, file=_file_of(change, institution, by, at)
    )
    number = f"{row.number}/{row.year}"
    if change.kind == ChangeKind.DIRECTOR:
        open_mandate(
            institution=institution, organisation=institution.organisation, office=Office.DIRECTOR.value,
            holder=change.holder, paper=change.papers, starts_on=change.starts_on, last_day=change.last_day,
            by=by, at=at,
        )  # fmt: skip
    elif change.kind == ChangeKind.CAPACITY and row.file_id is None:
        figure = Figure(Decimal(change.capacity or 0), Status.CLAIMED, source=f"{change.papers} · {number}")
        today = timezone.localdate(at)
        count_institution(
            institution=institution, organisation=institution.organisation, subject=Subject.CAPACITY.value,
            figure=figure, on=min(change.starts_on, today), by=by, at=at,
        )  # fmt: skip
    elif change.kind == ChangeKind.PREMISES:
        if change.site is not None:
            place_institution(institution=institution, site=change.site, by=by, at=at)
        if change.leaves is not None:
            leave_site(
                institution=institution, site=change.leaves, on=change.starts_on, paper=change.papers, by=by, at=at
            )  # fmt: skip
    return row


@transaction.atomic
def refuse_change(*, change: InstitutionChange, words: str, by: User, at: datetime) -> ChangeAnswer:
    """Refuse a declaration that was received, with reasons. The register stays as it is.

    Raises: UnfitChange: no reasons. ChangeWaits: not received yet, or answered already.
    """
    check(by, Permission.INSTITUTION_KEEP, change.institution)
    if not tidy(words):
        raise UnfitChange(_("Write why it is refused, and what would be accepted."))
    return _answer(change, ChangeStep.REFUSED, by, at, words=words)


def _file_of(
    change: InstitutionChange, institution: Institution, by: User, at: datetime
) -> LicenceFile | None:
    today = timezone.localdate(at)
    if not queries.needs_of(change, on=today).licence:
        return None
    licence = queries.licences_now([institution.pk])[institution.pk]
    regimes = [
        one
        for one in queries.regimes_for(institution.organisation, on=today)
        if not one.regime.by_declaration
    ]
    return intend_licence(
        institution=institution, regime=regimes[-1], kind=FileKind.CHANGE.value,
        capacity=change.capacity or licence.capacity, by=by, at=at,
    )  # fmt: skip


def _answer(
    change: InstitutionChange, step: ChangeStep, by: User, at: datetime, *, words: str = "", file: Any = None
) -> ChangeAnswer:
    check(by, Permission.LICENCE_EXAMINE, change.institution)
    institution = locked(change.institution)
    _check_turn(change, step)
    today = timezone.localdate(at)
    direction = "in" if step == ChangeStep.RECEIVED else "out"
    row = ChangeAnswer.objects.create(
        change=change, institution=institution, organisation_id=institution.organisation_id, step=step.value,
        direction=direction, year=today.year, number=next_number(institution.organisation_id, direction, today.year),
        on=today, words=tidy(words), file=file, by=by, at=at,
    )  # fmt: skip
    record(
        f"network.change_{step.value}",
        institution,
        institution.organisation,
        by,
        at,
        change=change.pk,
        kind=change.kind,
    )
    return row


def _check_turn(change: InstitutionChange, step: ChangeStep) -> None:
    """Raise ChangeWaits when a declaration is not where this step follows."""
    state = queries.state_of_change(change)
    if (state == DECLARED) != (step == ChangeStep.RECEIVED) or state in (
        ChangeStep.ACCEPTED,
        ChangeStep.REFUSED,
    ):
        raise ChangeWaits(_("A declaration is received once, then answered once."))
