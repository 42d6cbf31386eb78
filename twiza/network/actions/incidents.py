"""Incidents in an institution: declared with counts and what was done first, followed up, closed with what changed."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.conventions import NotAParty, WrongDates
from twiza.network.actions.institutions import record
from twiza.network.models import IncidentNote, Institution, InstitutionIncident, Organisation
from twiza.network.rules.reports import INCIDENT_KINDS, follow_up_on
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


class UnfitIncident(DomainError):
    code = "network.unfit_incident"


@transaction.atomic
def declare_incident(
    *,
    institution: Institution,
    organisation: Organisation,
    kind: str,
    happened_on: date,
    residents: int,
    staff: int,
    others: int,
    first_measure: str,
    by: User,
    at: datetime,
) -> InstitutionIncident:
    """Declare that something happened. Counts only; a person's story goes to the closed room.

    Raises:
        UnfitIncident: an unknown kind, or not what was done first. WrongDates: a day to come. NotAParty.
    """
    check(by, Permission.INSTITUTION_COUNT, organisation)
    _party(institution, organisation)
    if kind not in INCIDENT_KINDS or not tidy(first_measure) or min(residents, staff, others) < 0:
        raise UnfitIncident(_("Say what happened, and what was done first."))
    if happened_on > timezone.localdate(at):
        raise WrongDates(_("This day is still to come: write what happened."))
    row = InstitutionIncident.objects.create(
        institution=institution, organisation=organisation, kind=kind, happened_on=happened_on, residents=residents,
        staff=staff, others=others, first_measure=tidy(first_measure), follow_up_on=follow_up_on(kind, happened_on),
        declared_by=by, declared_at=at,
    )  # fmt: skip
    record("network.incident_declared", institution, organisation, by, at, incident=row.pk, kind=kind)
    return row


@transaction.atomic
def follow_incident(
    *,
    incident: InstitutionIncident,
    organisation: Organisation,
    words: str,
    closes: bool,
    by: User,
    at: datetime,
) -> IncidentNote:
    """Write what became of an incident; with `closes`, what changed so that it does not happen again.

    Raises:
        UnfitIncident: nothing is said, or it is closed.
    """
    check(by, Permission.INSTITUTION_COUNT, organisation)
    _party(incident.institution, organisation)
    if not tidy(words):
        raise UnfitIncident(_("Say what became of it; to close it, what changed."))
    if incident.notes.filter(closes=True).exists():
        raise UnfitIncident(_("This incident is closed."))
    row = IncidentNote.objects.create(
        incident=incident, institution_id=incident.institution_id, organisation=organisation, closes=closes,
        words=tidy(words), written_by=by, written_at=at,
    )  # fmt: skip
    record(
        "network.incident_followed",
        incident.institution,
        organisation,
        by,
        at,
        incident=incident.pk,
        closes=closes,
    )
    return row


def _party(institution: Institution, organisation: Organisation) -> None:
    if organisation.pk not in (institution.organisation_id, institution.association_id):
        raise NotAParty(_("Only its association and the delegation write about this institution."))
