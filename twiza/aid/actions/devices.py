"""Phones of a lane: opened by a sheet, given the lane's pack, ended when they are lost, what they sent late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions import rounds
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.actions.lanes import move_leases
from twiza.aid.models import DistributionPoint, Lane, PackGiven
from twiza.aid.permissions import check_in
from twiza.aid.queries.packs import SignedPack
from twiza.aid.queries.rounds import RoundPack
from twiza.aid.rules.lanes import LaneKind
from twiza.lib.errors import DomainError
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit
from twiza.platform.sync import actions as sync
from twiza.platform.sync import queries as devices


class LaneHeld(DomainError):
    """Another phone holds the cards of this lane."""

    code = "aid.lane_held"


@dataclass(frozen=True)
class OpenedPhone:
    """A sheet at the moment it is made: the only moment when its code is known."""

    lane: Lane
    code: str
    until: datetime


@transaction.atomic
def open_phone(*, lane: Lane, by: User, at: datetime) -> OpenedPhone:
    """Make the sheet that opens one phone for a lane and its day. It works once, from a day before.

    Raises:
        OutOfOrder: the day is over, or a phone serves this lane already: one lane, one phone.
    """
    _check(by, lane.point)
    begins, ends = queries.phone_period(lane.day)
    if ends <= at:
        raise OutOfOrder(_("The day of this lane is over."))
    if lane.kind == LaneKind.LANE and any(one.revoked_at is None for one in devices.devices_of([lane.pk])):
        raise OutOfOrder(
            _("Lane %(lane)s has its phone. Is it lost or dead? Revoke it below, then open another."),
            lane=lane.number,
        )
    _row, code = sync.open_enrolment(
        post=lane.pk,
        post_kind="lane",
        organisation=lane.organisation_id,
        host=lane.host_id,
        begins=begins,
        ends=ends,
        by=by,
        at=at,
    )
    return OpenedPhone(lane, code, ends)


@transaction.atomic
def give_pack(*, device: UUID, post: UUID, post_kind: str, by: User, at: datetime) -> SignedPack | RoundPack:
    """Give a phone the pack of its lane, in the name of whoever opened it; that it was given is kept, once a pack.

    `post`: the id of the lane, or of the round; `post_kind`: lane or round.

    Raises:
        NoSuchLane: no such lane is open, or its day is over; NoPermission: who opened the phone no longer leads it.
        LaneHeld: another phone holds the cards of this lane.
    """
    if post_kind == "round":
        return rounds.give_round_pack(device=device, round=post, by=by, at=at)
    pack = queries.pack_for(lane=post, at=at)
    lane, point = pack.lane, pack.lane.point
    where = check_in(by, Permission.DAY_RECONCILE, point.host_id, point.organisation_id)
    held = any(one.device != device for one in queries.packs_out([lane]))
    if held and lane.kind == LaneKind.LANE:
        raise LaneHeld(
            _("Another phone holds the cards of lane %(lane)s. Revoke it first."), lane=lane.number
        )
    _row, new = PackGiven.objects.get_or_create(
        lane=lane,
        device=device,
        pack=pack.pack,
        defaults={
            "campaign_id": point.campaign_id,
            "point": point,
            "organisation_id": point.organisation_id,
            "host_id": point.host_id,
            "day": lane.day,
            "rights": pack.rights,
            "given_at": at,
            "given_by": by,
        },
    )
    if new:
        audit.record(
            type="aid.pack_given",
            target=point,
            organisation=where,
            by=by,
            at=at,
            beside=[point.organisation_id, point.host_id],
            day=lane.day,
            lane=lane.number,
            device=device,
            cards=pack.rights,
        )
    return pack


@transaction.atomic
def revoke_phone(
    *, lane: Lane, device: UUID, reason_code: str, to: Lane | None, by: User, at: datetime
) -> int:
    """End a lost, stolen or dead phone and let another lane serve its cards (`to`). Returns how many moved.

    What it still sends is kept and waits for a person; what it did and never sent is typed from the lane's ledger.
    """
    _check(by, lane.point)
    if device not in {one.id for one in devices.devices_of([lane.pk])}:
        raise queries.NoSuchLane(_("This lane has no such phone."))
    sync.revoke_device(device=device, reason_code=reason_code, by=by, at=at)
    PackGiven.objects.filter(lane=lane, device=device, taken_back_at__isnull=True).update(taken_back_at=at)
    return move_leases(lane=lane, to=to, by=by, at=at) if to is not None else 0


@transaction.atomic
def accept_late(
    *, point: DistributionPoint, day: date, operations: Sequence[UUID], by: User, at: datetime
) -> int:
    """Take in what waits of the phones of a day, in this person's name. Returns how many were taken in."""
    _check(by, point)
    waiting = {one.operation for one in devices.waiting_of(queries.posts_of(point, day))}
    chosen = [one for one in operations if one in waiting]
    if not chosen:
        raise OutOfOrder(_("Nothing of this day waits any more."))
    answers = sync.accept_operations(operations=chosen, by=by, at=at)
    return sum(one.answer != "rejected" for one in answers)


def _check(by: User, point: DistributionPoint) -> UUID:
    return check_in(by, Permission.DAY_RECONCILE, point.host_id, point.organisation_id)
