"""Baskets counted at a point on a day."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import BadPlan
from twiza.aid.actions.nights import settle_day
from twiza.aid.models import DistributionPoint, Reconciliation, StockMove
from twiza.aid.permissions import check_in
from twiza.aid.rules import reconciliation
from twiza.aid.rules.reconciliation import Move
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit

_HUNDRED = Decimal(100)


@transaction.atomic
def record_packed(*, point: DistributionPoint, day: date, pieces: int, by: User, at: datetime) -> StockMove:
    """Say how many baskets were brought, packed, to a point on a day; below zero corrects.

    Raises:
        BadPlan: none at all, or more taken back than were brought.
    """
    where = check_in(by, Permission.DAY_RECONCILE, point.host_id, point.organisation_id)
    if pieces == 0 or queries.count_of(point, day).packed + pieces < 0:
        raise BadPlan(_("Write how many were brought."))
    move = _move(point, day, Move.PACKED, pieces, by, at)
    audit.record(
        type="aid.baskets_packed",
        target=point,
        organisation=where,
        by=by,
        at=at,
        beside=_keepers(point),
        day=day,
        pieces=pieces,
    )
    return move


def add_packed(
    point: DistributionPoint, day: date, pieces: int, reason_code: str, by: User, at: datetime
) -> StockMove:
    """Write baskets that came to a point by a transfer into the account of their day; its own line is the transfer's."""
    return _move(point, day, Move.PACKED, pieces, by, at, reason_code)


@transaction.atomic
def reconcile_day(
    *, point: DistributionPoint, day: date, returned: int, damaged: int, lost: int, by: User, at: datetime
) -> Reconciliation:
    """Close a day: packed = served + returned + damaged + lost. What is missing is said, never filled in.

    `returned`, `damaged` and `lost` are the whole figures of the day; closed again after a new count, only
    the difference moves.

    Raises:
        BadPlan: a figure below zero.
    """
    where = check_in(by, Permission.DAY_RECONCILE, point.host_id, point.organisation_id)
    if min(returned, damaged, lost) < 0:
        raise BadPlan(_("They are counted from 0 up."))
    _one_at_a_time(point, day)
    before = queries.count_of(point, day)
    counted = ((Move.RETURNED, returned), (Move.DAMAGED, damaged), (Move.LOST, lost))
    for kind, pieces in counted:
        difference = pieces - getattr(before, kind)
        if difference:
            _move(point, day, kind, difference, by, at)
    count = queries.count_of(point, day)
    settle_day(point=point, day=day, count=count, by=by, at=at)
    limit = accounts.parameter_number("reconciliation_gap", on=day) / _HUNDRED
    row = Reconciliation.objects.create(
        campaign_id=point.campaign_id,
        point=point,
        organisation_id=point.organisation_id,
        host_id=point.host_id,
        day=day,
        number=Reconciliation.objects.filter(point=point, day=day).count() + 1,
        packed=count.packed,
        served=count.served,
        returned=count.returned,
        damaged=count.damaged,
        lost=count.lost,
        gap=reconciliation.gap(count),
        needs_inquiry=reconciliation.needs_inquiry(count, limit),
        at=at,
        by=by,
    )
    audit.record(
        type="aid.day_reconciled",
        target=point,
        organisation=where,
        by=by,
        at=at,
        beside=_keepers(point),
        day=day,
        gap=row.gap,
        needs_inquiry=row.needs_inquiry,
    )
    return row


def _one_at_a_time(point: DistributionPoint, day: date) -> None:
    """Two who close the same day at once count one after the other. A partner's point cannot be locked as a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"aid.day:{point.pk}:{day}"])


def _move(
    point: DistributionPoint,
    day: date,
    kind: Move,
    pieces: int,
    by: User,
    at: datetime,
    reason_code: str = "",
) -> StockMove:
    return StockMove.objects.create(
        campaign_id=point.campaign_id,
        point=point,
        organisation_id=point.organisation_id,
        host_id=point.host_id,
        day=day,
        kind=kind,
        pieces=pieces,
        reason_code=reason_code,
        at=at,
        by=by,
    )


def _keepers(point: DistributionPoint) -> tuple[UUID, UUID]:
    """Whose record a day of this point is: who leads the campaign, who keeps the point."""
    return point.organisation_id, point.host_id
