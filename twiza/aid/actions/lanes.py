"""Lanes of a point and day: each card is leased to one, so that two phones without network never serve it twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import BadPlan, OutOfOrder
from twiza.aid.models import DistributionPoint, Lane, LaneLease, LaneRelease
from twiza.aid.permissions import check_in
from twiza.aid.rules import lanes as rules
from twiza.aid.rules import packs
from twiza.aid.rules.lanes import LaneKind, LeaseEnd
from twiza.aid.rules.rulings import MAY_BE_SERVED
from twiza.lib import short_codes
from twiza.lib.keyring import Keyring
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit


@dataclass(frozen=True)
class PrintedRelease:
    """A release code at the moment it is made: the only moment when it is known."""

    lane: Lane
    code: str


@transaction.atomic
def share_lanes(
    *,
    point: DistributionPoint,
    day: date,
    lanes: int,
    desk: bool = True,
    spares: int = 0,
    by: User,
    at: datetime,
) -> list[Lane]:
    """Share the cards of a point among so many lanes for a day, evenly within each hour; return the lanes.

    `desk`: a welcome table beside them, which may give `spares` baskets that day. Shared again, it is all dealt anew.

    Raises:
        BadPlan: no lane, too many, spares without a welcome table, or a day that is not the campaign's.
        OutOfOrder: no card is made, the day has begun, or phones hold these lanes.
    """
    where = _check(by, point)
    if not 1 <= lanes <= rules.MOST_LANES:
        raise BadPlan(_("A point has 1 to %(most)s lanes."), most=rules.MOST_LANES)
    if not 0 <= spares <= rules.MOST_SPARES or (spares and not desk):
        raise BadPlan(
            _("Spare baskets, up to %(most)s, are given at the welcome table."), most=rules.MOST_SPARES
        )
    if not queries.is_day_of(point.campaign, day):
        raise BadPlan(_("This day is not one of the campaign's."))
    _one_at_a_time(point, day)
    _check_may_share(point, day)
    rights = queries.rights_to_lease(point, day)
    if not rights:
        raise OutOfOrder(_("No card of this point waits to be used: there is nothing to share."))
    _end(LaneLease.objects.filter(point=point, day=day), LeaseEnd.SHARED_AGAIN, at)
    made = _open(point, day, lanes, desk, spares, by, at)
    serving = [one for one in made if one.kind == LaneKind.LANE]
    _lease(serving, [one.pk for one in rights], rules.dealt(len(rights), len(serving)), by, at)
    _line("aid.lanes_shared", point, where, by, at, day=day, lanes=lanes, cards=len(rights), spares=spares)
    return made


@transaction.atomic
def share_newcomers(*, point: DistributionPoint, day: date, by: User, at: datetime) -> int:
    """Give a lane to the cards of a point that have none yet, made since the day was shared. Returns how many.

    Nothing that was shared moves: it may be done while phones serve. They learn of it with their next pack.
    """
    where = _check(by, point)
    _one_at_a_time(point, day)
    serving = [one for one in queries.lanes_of(point, day) if one.kind == LaneKind.LANE]
    if not serving:
        raise OutOfOrder(_("This day is not shared among lanes yet."))
    leased = queries.leased_on(point, day)
    rest = [one.pk for one in queries.rights_to_lease(point, day) if one.pk not in leased]
    if rest:
        _lease(serving, rest, rules.dealt(len(rest), len(serving), first=len(leased)), by, at)
        _line("aid.newcomers_shared", point, where, by, at, day=day, cards=len(rest))
    return len(rest)


@transaction.atomic
def move_leases(*, lane: Lane, to: Lane, by: User, at: datetime) -> int:
    """Let another lane serve the cards of a lane that are not used yet, once its phone is lost. Returns how many.

    Raises:
        OutOfOrder: a phone still holds the lane's cards; BadPlan: not another serving lane of that point and day.
    """
    where = _check(by, lane.point)
    if to.pk == lane.pk or to.kind != LaneKind.LANE or (to.point_id, to.day) != (lane.point_id, lane.day):
        raise BadPlan(_("Choose another lane of the same point and day."))
    _one_at_a_time(lane.point, lane.day)
    if queries.packs_out([lane]):
        raise OutOfOrder(
            _("A phone holds the cards of lane %(lane)s: revoke it first, or use its release code."),
            lane=lane.number,
        )
    standing = LaneLease.objects.filter(
        lane=lane,
        ended_at__isnull=True,
        entitlement__state__in=[one.value for one in MAY_BE_SERVED],
    )
    rights = list(standing.order_by("entitlement").values_list("entitlement", flat=True))
    _end(standing, LeaseEnd.MOVED, at)
    _lease([to], rights, [0] * len(rights), by, at)
    _line(
        "aid.leases_moved",
        lane.point,
        where,
        by,
        at,
        day=lane.day,
        lane=lane.number,
        to=to.number,
        cards=len(rights),
    )
    return len(rights)


@transaction.atomic
def release_lane(*, lane: Lane, by: User, at: datetime) -> None:
    """Say here that the phone of a lane is dead: the pages with network, and packs from now on, serve its cards.

    Raises:
        OutOfOrder: it was released already; BadPlan: the welcome table holds no card.
    """
    where = _check(by, lane.point)
    if lane.kind != LaneKind.LANE:
        raise BadPlan(_("The welcome table holds no card of its own: there is nothing to release."))
    if not Lane.objects.filter(pk=lane.pk, released_at__isnull=True).update(released_at=at):
        raise OutOfOrder(_("This lane was released already."))
    _line("aid.lane_released", lane.point, where, by, at, day=lane.day, lane=lane.number)


@transaction.atomic
def make_releases(*, point: DistributionPoint, day: date, by: User, at: datetime) -> list[PrintedRelease]:
    """Make a release code for each serving lane of a day, to be printed now: only their hashes are kept.

    Printed again, the first ones stay good: a phone that was given its pack before knows only those.
    """
    where = _check(by, point)
    serving = [one for one in queries.lanes_of(point, day) if one.kind == LaneKind.LANE]
    if not serving:
        raise OutOfOrder(_("This day is not shared among lanes yet."))
    key = packs.pack_key(Keyring(settings.TWIZA_KEYS).secret("blind_index"), point.campaign_id)
    made = [PrintedRelease(one, short_codes.new_code(rules.RELEASE_LENGTH)) for one in serving]
    LaneRelease.objects.bulk_create(
        [
            LaneRelease(
                **_of(one.lane),
                lane=one.lane,
                code_hash=packs.hash16("release", one.code.encode(), key),
                printed_at=at,
                printed_by=by,
            )
            for one in made
        ]
    )
    _line("aid.releases_printed", point, where, by, at, day=day, lanes=len(made))
    return made


def _check(by: User, point: DistributionPoint) -> UUID:
    return check_in(by, Permission.DAY_RECONCILE, point.host_id, point.organisation_id)


def _check_may_share(point: DistributionPoint, day: date) -> None:
    if queries.has_begun(point, day):
        raise OutOfOrder(_("Baskets were handed over on this day: its lanes stay as they are."))
    out = queries.packs_out(queries.lanes_of(point, day))
    if out:
        raise OutOfOrder(
            _("%(phones)s phones hold the lanes of this day. Revoke them, share again, and open them anew."),
            phones=len({one.device for one in out}),
        )


def _open(
    point: DistributionPoint, day: date, lanes: int, desk: bool, spares: int, by: User, at: datetime
) -> list[Lane]:
    there = {one.number: one for one in Lane.objects.select_for_update().filter(point=point, day=day)}
    Lane.objects.filter(point=point, day=day, closed_at__isnull=True).update(closed_at=at)
    for number in range(1, lanes + 1 + int(desk)):
        kind = LaneKind.LANE if number <= lanes else LaneKind.DESK
        lane = there.get(number) or Lane(
            campaign_id=point.campaign_id,
            point=point,
            organisation_id=point.organisation_id,
            host_id=point.host_id,
            day=day,
            number=number,
        )
        lane.kind, lane.spares = kind, spares if kind is LaneKind.DESK else 0
        lane.shared_at, lane.shared_by, lane.released_at, lane.closed_at = at, by, None, None
        if number in there:
            lane.save(update_fields=["kind", "spares", "shared_at", "shared_by", "released_at", "closed_at"])
        else:
            lane.save(force_insert=True)
    return queries.lanes_of(point, day)


def _lease(
    lanes: Sequence[Lane], rights: Sequence[UUID], dealt: Sequence[int], by: User, at: datetime
) -> None:
    rows = [
        LaneLease(**_of(lanes[place]), lane=lanes[place], entitlement_id=right, given_at=at, given_by=by)
        for right, place in zip(rights, dealt, strict=True)
    ]
    LaneLease.objects.bulk_create(rows, batch_size=2000)


def _end(leases: QuerySet[LaneLease], because: LeaseEnd, at: datetime) -> None:
    leases.filter(ended_at__isnull=True).update(ended_at=at, ended_because=because)


def _of(lane: Lane) -> dict[str, Any]:
    return {
        "campaign_id": lane.campaign_id,
        "point_id": lane.point_id,
        "organisation_id": lane.organisation_id,
        "host_id": lane.host_id,
        "day": lane.day,
    }


def _one_at_a_time(point: DistributionPoint, day: date) -> None:
    """Two who share one day at once do it one after the other. A partner's point cannot be locked as a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"aid.lanes:{point.pk}:{day}"]
        )


def _line(type: str, point: DistributionPoint, where: UUID, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=point,
        organisation=where,
        by=by,
        at=at,
        beside=[point.organisation_id, point.host_id],
        **data,
    )
