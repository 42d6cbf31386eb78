"""What mends a finding: planned by the delegation, done by whoever has to, looked at afterwards."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.conventions import NotAParty, WrongDates
from twiza.network.actions.institutions import record
from twiza.network.actions.statutes import NotADocument
from twiza.network.models import Inspection, InspectionFinding, Organisation, Remedy, RemedyStep
from twiza.network.rules import statutes
from twiza.network.rules.inspections import Step, can_step
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.files import actions as files

PROOF = "network.remedy_proof"
PROOF_DAYS = 3650  # as the papers of a licence file


class UnfitRemedy(DomainError):
    code = "network.unfit_remedy"


@transaction.atomic
def plan_remedy(
    *, finding: InspectionFinding, what: str, office: str, due_on: date, by: User, at: datetime
) -> Remedy:
    """Write what is done about a finding, by which office, by which day.

    Raises:
        UnfitRemedy: what or who is not said. WrongDates: a day that has passed.
    """
    check(by, Permission.LICENCE_EXAMINE, finding)
    if not tidy(what) or not tidy(office):
        raise UnfitRemedy(_("Say what is done, and which office does it."))
    if due_on < timezone.localdate(at):
        raise WrongDates(_("Give a day to come, by which it is done."))
    row = Remedy.objects.create(
        finding=finding, inspection=finding.inspection, institution_id=finding.institution_id,
        organisation_id=finding.organisation_id, what=tidy(what), office=tidy(office), due_on=due_on,
        planned_by=by, planned_at=at,
    )  # fmt: skip
    _note("network.remedy_planned", row, by, at, due_on=due_on.isoformat())
    return row


@transaction.atomic
def remedy_done(
    *,
    remedy: Remedy,
    organisation: Organisation,
    on: date,
    proof: str,
    content: bytes = b"",
    by: User,
    at: datetime,
) -> RemedyStep:
    """Say that a remedy is done, with its proof: an invoice with its number, a report, where it can be seen.

    Args:
        organisation: the association or the delegation, in whose name it is said. A scan stays with it.

    Raises:
        UnfitRemedy: no proof, or it was said already.
        NotAParty, WrongDates, NotADocument.
    """
    check(by, Permission.INSTITUTION_COUNT, organisation)
    both = (remedy.institution.organisation_id, remedy.institution.association_id)
    if organisation.pk not in both:
        raise NotAParty(_("Only its association and the delegation write about this institution."))
    if not tidy(proof):
        raise UnfitRemedy(
            _("Say what proves it: an invoice with its number, a report, where it can be seen.")
        )
    if on > timezone.localdate(at):
        raise WrongDates(_("This day is still to come: write what was done."))
    _can(remedy, Step.DONE)
    row = RemedyStep.objects.create(
        remedy=remedy, institution_id=remedy.institution_id, organisation=organisation, step=Step.DONE.value, on=on,
        proof=tidy(proof), scan=_scan(organisation, content, by, at) if content else None, written_by=by,
        written_at=at,
    )  # fmt: skip
    _note("network.remedy_done", remedy, by, at, organisation=organisation)
    return row


@transaction.atomic
def check_remedy(
    *,
    remedy: Remedy,
    accepted: bool,
    words: str,
    on: date,
    visit: Inspection | None = None,
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> RemedyStep:
    """Say whether a remedy that is said to be done is done: seen at a later visit, or on a paper named in words.

    Raises:
        UnfitRemedy: nobody says that it is done, nothing is said of how one looked, or the visit came before.
        WrongDates: not done, and no new day.
    """
    check(by, Permission.LICENCE_EXAMINE, remedy)
    _can(remedy, Step.ACCEPTED)
    if not tidy(words):
        raise UnfitRemedy(_("Say what was seen, at which visit or on which paper."))
    if visit is not None and (
        visit.institution_id != remedy.institution_id or visit.pk == remedy.inspection_id
    ):
        raise UnfitRemedy(_("Choose a later visit of the same institution."))
    if not accepted and (due_on is None or due_on <= on):
        raise WrongDates(_("It is not done: give a new day to come."))
    if on > timezone.localdate(at):
        raise WrongDates(_("This day is still to come: write what was seen."))
    row = RemedyStep.objects.create(
        remedy=remedy, institution_id=remedy.institution_id, organisation_id=remedy.organisation_id,
        step=(Step.ACCEPTED if accepted else Step.BACK).value, on=on, proof=tidy(words), visit=visit,
        due_on=None if accepted else due_on, written_by=by, written_at=at,
    )  # fmt: skip
    _note("network.remedy_looked_at", remedy, by, at, accepted=accepted)
    return row


def _can(remedy: Remedy, to: Step) -> None:
    last = remedy.steps.order_by("-written_at", "-pk").first()
    if not can_step(last.step if last else "", to):
        raise UnfitRemedy(
            _("It was said already that this is done: the delegation looks at it.")
            if to == Step.DONE
            else _("Nobody has said yet that this is done.")
        )


def _scan(organisation: Organisation, content: bytes, by: User, at: datetime) -> UUID:
    ending = statutes.ending_of(content)
    if ending is None:
        raise NotADocument(_("Send the paper as a PDF, or as a picture (.jpg, .png) of each page."))
    file = files.store_file(
        content=content, name=f"proof-{timezone.localdate(at)}{ending}", kind=PROOF,
        permission=Permission.INSTITUTION_COUNT, organisation=organisation.pk, by=by, at=at, keep_days=PROOF_DAYS,
    )  # fmt: skip
    return UUID(str(file.pk))


def _note(
    type: str,
    remedy: Remedy,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    **data: Any,
) -> None:
    record(
        type,
        remedy.institution,
        organisation or remedy.institution.organisation,
        by,
        at,
        remedy=remedy.pk,
        **data,
    )
