"""What goes wrong at a point and who looks into it: inquiries into missing baskets, incidents."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import OutOfOrder
from twiza.aid.models import DistributionPoint, GapInquiry, Incident, IncidentStep, Reconciliation
from twiza.aid.permissions import check_in
from twiza.aid.rules.incidents import GapCause, Outcome, Source, Step
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class OwnWork(DomainError):
    """Nobody looks into their own work."""

    code = "aid.own_work"


class BadCount(DomainError):
    """Figures that cannot be."""

    code = "aid.bad_count"


@transaction.atomic
def record_inquiry(*, closing: Reconciliation, cause: str, words: str, by: User, at: datetime) -> GapInquiry:
    """Write down what was found out about the baskets that a closed day cannot account for.

    Raises:
        OwnWork: `by` closed that day. OutOfOrder: no inquiry is needed, or it is written down already.
    """
    check(by, Permission.INCIDENT_HANDLE, closing.organisation_id)
    if closing.by_id == by.pk:
        raise OwnWork(_("You closed this day: another person looks into it."))
    if not words.strip():
        raise BadCount(_("Write in plain words what was found out."))
    if not queries.may_inquire(by, closing):
        raise OutOfOrder(_("This day needs no inquiry, or has one."))
    row = GapInquiry.objects.create(
        reconciliation=closing,
        campaign_id=closing.campaign_id,
        point_id=closing.point_id,
        organisation_id=closing.organisation_id,
        host_id=closing.host_id,
        cause=GapCause(cause),
        words=words.strip(),
        at=at,
        by=by,
    )
    audit.record(
        type="aid.gap_inquired",
        target=closing.point,
        organisation=closing.organisation_id,
        by=by,
        at=at,
        beside=[closing.host_id],
        day=closing.day,
        gap=closing.gap,
        reason_code=row.cause,
    )
    return row


@transaction.atomic
def tell_incident(*, point: DistributionPoint, by: User, at: datetime) -> Incident:
    """Write down that somebody said at a counter that money was asked for at a point. Nobody says who they are."""
    where = check_in(by, Permission.OBJECTION_RECEIVE, point.host_id, point.organisation_id)
    return open_incident(point, Source.COUNTER, by, at, where=where)


@transaction.atomic
def follow_incident(*, incident: Incident, step: str, words: str, by: User, at: datetime) -> IncidentStep:
    """Write down what was done about an incident.

    Raises:
        OwnWork: `by` worked at that point. OutOfOrder: it is closed.
    """
    _check_stranger(incident, by)
    if incident.closed_at is not None:
        raise OutOfOrder(_("This incident is closed."))
    row = IncidentStep.objects.create(
        incident=incident,
        organisation_id=incident.organisation_id,
        step=Step(step),
        words=words.strip(),
        at=at,
        by=by,
    )
    _record("aid.incident_followed", incident, by, at)
    return row


@transaction.atomic
def close_incident(*, incident: Incident, outcome: str, by: User, at: datetime) -> Incident:
    """Say how an incident ended.

    Raises:
        OwnWork: `by` worked at that point. OutOfOrder: it is closed, or nothing was done about it yet.
    """
    _check_stranger(incident, by)
    row = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if row.closed_at is not None or not row.steps.exists():
        raise OutOfOrder(_("Write down first what was done; an incident is closed once."))
    row.outcome, row.closed_at, row.closed_by = Outcome(outcome), at, by
    row.save(update_fields=["outcome", "closed_at", "closed_by"])
    _record("aid.incident_closed", row, by, at)
    return row


def _check_stranger(incident: Incident, by: User) -> None:
    check(by, Permission.INCIDENT_HANDLE, incident.organisation_id)
    if queries.worked_at(by.pk, incident.point_id):
        raise OwnWork(_("You worked at this point: another person follows what was said of it."))


def open_incident(
    point: DistributionPoint, source: Source, by: User, at: datetime, *, where: Any, **told: Any
) -> Incident:
    """Open an incident inside the act in which it was heard, whose permission is checked there."""
    row = Incident(
        campaign_id=point.campaign_id,
        organisation_id=point.organisation_id,
        point=point,
        source=source,
        opened_at=at,
        opened_by=by,
        **told,
    )
    row.save(force_insert=True)
    audit.record(
        type="aid.incident_opened",
        target=row,
        organisation=where,
        by=by,
        at=at,
        beside=[point.organisation_id],
    )
    return row


def _record(type: str, target: Any, by: User, at: datetime) -> None:
    audit.record(type=type, target=target, organisation=target.organisation_id, by=by, at=at)
