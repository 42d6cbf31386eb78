"""Bringing baskets home: a round is planned, its stops written, opened on one phone, and closed at return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions import told
from twiza.aid.actions.faults import BadPlan, OutOfOrder
from twiza.aid.models import DeliveryRound, DeliveryStop, DistributionPoint, Entitlement, LaneLease
from twiza.aid.permissions import check_in
from twiza.aid.queries.rounds import RoundPack
from twiza.aid.rules.field import ACCEPTED, CONFLICT, REJECTED, Told, uuid_in
from twiza.aid.rules.lanes import LeaseEnd
from twiza.aid.rules.rounds import MOST_STOPS, DoorOutcome
from twiza.aid.rules.rulings import Source
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit
from twiza.platform.sync import actions as sync
from twiza.platform.sync import queries as devices
from twiza.platform.sync.rules import FieldOperation


@dataclass(frozen=True)
class OpenedRound:
    """A sheet that opens the phone of a round, at the moment it is made."""

    round: DeliveryRound
    code: str
    until: datetime


@transaction.atomic
def plan_round(
    *, point: DistributionPoint, day: date, first: User, second: User, woman: User, by: User, at: datetime
) -> DeliveryRound:
    """Plan a round of two couriers of whom one is a woman, as whoever plans it says.

    Raises:
        BadPlan: one person twice, no woman among them, somebody who does not work there, or another day.
    """
    where = _check(by, point)
    if first == second or woman not in (first, second):
        raise BadPlan(_("Two persons go together, and one of them is a woman."))
    there = set(queries.couriers_of(point, day))
    if not {first, second} <= there or not queries.is_day_of(point.campaign, day):
        raise BadPlan(
            _("Couriers work for whoever keeps the point or leads the campaign, on one of its days.")
        )
    made = DeliveryRound.objects.create(
        campaign_id=point.campaign_id,
        point=point,
        organisation_id=point.organisation_id,
        host_id=point.host_id,
        day=day,
        number=DeliveryRound.objects.filter(point=point, day=day).count() + 1,
        first=first,
        second=second,
        woman=woman,
        planned_at=at,
        planned_by=by,
    )
    _line("aid.round_planned", made, where, by, at)
    return made


@transaction.atomic
def add_stop(
    *, round: DeliveryRound, entitlement: Entitlement, place: str, announce: str, by: User, at: datetime
) -> DeliveryStop:
    """Write a door: where it is and how to announce oneself, in words, with no category. No lane serves it that day.

    Raises:
        OutOfOrder: the round is closed, its phone is open, or the basket was collected; BadPlan: it waits on a round.
    """
    where = _check(by, round.point)
    if round.closed_at is not None or devices.devices_of([round.pk]):
        raise OutOfOrder(_("This round has left, or is closed: plan another one."))
    if not place.strip() or DeliveryStop.objects.filter(round=round).count() >= MOST_STOPS:
        raise BadPlan(_("Write where the door is; a round has up to %(most)s."), most=MOST_STOPS)
    if entitlement not in queries.to_bring_home(round.point):
        raise OutOfOrder(_("This basket was collected, waits on a round, or is not to be brought home."))
    try:
        with transaction.atomic():
            stop = DeliveryStop.objects.create(
                **_of(round),
                round=round,
                entitlement=entitlement,
                place=place.strip(),
                announce=announce.strip(),
                added_at=at,
                added_by=by,
            )
    except IntegrityError as error:
        raise BadPlan(_("This basket waits on a round already.")) from error
    LaneLease.objects.filter(entitlement=entitlement, day=round.day, ended_at__isnull=True).update(
        ended_at=at, ended_because=LeaseEnd.DELIVERED_HOME
    )
    _line("aid.stop_added", round, where, by, at, entitlement=entitlement.pk)
    return stop


@transaction.atomic
def open_round(*, round: DeliveryRound, by: User, at: datetime) -> OpenedRound:
    """Make the sheet that opens the round's one phone.

    Raises:
        OutOfOrder: it is closed, its day is over, it has no stop, or its phone is open.
    """
    _check(by, round.point)
    begins, ends = queries.phone_period(round.day)
    if round.closed_at is not None or ends <= at or not DeliveryStop.objects.filter(round=round).exists():
        raise OutOfOrder(_("This round is closed, has no stop, or its day is over."))
    if any(one.revoked_at is None for one in devices.devices_of([round.pk])):
        raise OutOfOrder(_("This round has its phone."))
    _row, code = sync.open_enrolment(
        post=round.pk,
        post_kind="round",
        organisation=round.organisation_id,
        host=round.host_id,
        begins=begins,
        ends=ends,
        by=by,
        at=at,
    )
    return OpenedRound(round, code, ends)


@transaction.atomic
def give_round_pack(*, device: UUID, round: UUID, by: User, at: datetime) -> RoundPack:
    """Give the couriers' phone its sealed file. Refused once they are back.

    Raises:
        NoSuchRound: it is closed, or its day is over; NoPermission: who opened the phone no longer leads the day.
    """
    pack, found = queries.round_pack(round, at=at)
    where = _check(by, found.point)
    _line("aid.round_pack_given", found, where, by, at, device=device, pack=pack.pack)
    return pack


@transaction.atomic
def record_door(*, stop: DeliveryStop, outcome: str, by: User, at: datetime) -> None:
    """Write what happened at a door from what the couriers say, where no phone told it. Given: a hand-over.

    Raises:
        OutOfOrder: it was told already.
    """
    where = _check(by, stop.point)
    if stop.outcome:
        raise OutOfOrder(_("What happened at this door is written already."))
    _tell(stop, DoorOutcome(outcome), stop.pk, at, Source.PAPER, f"round {stop.round_id}", by, at)
    _line("aid.door_told", stop.round, where, by, at, stop=stop.pk, reason_code=outcome)


@transaction.atomic
def close_round(*, round: DeliveryRound, by: User, at: datetime) -> None:
    """Close a round at return: where its doors are is gone, its phone gets no file any more.

    Raises:
        OutOfOrder: it was closed, or what happened at a door is not said.
    """
    where = _check(by, round.point)
    if DeliveryStop.objects.filter(round=round, outcome="").exists():
        raise OutOfOrder(_("Say first what happened at each door: its basket waits, or was given."))
    if not DeliveryRound.objects.filter(pk=round.pk, closed_at__isnull=True).update(
        closed_at=at, closed_by=by
    ):
        raise OutOfOrder(_("This round was closed already."))
    DeliveryStop.objects.filter(round=round).update(place="", announce="")
    for phone in devices.devices_of([round.pk]):
        sync.revoke_device(device=phone.id, reason_code="round_closed", by=by, at=at)
    _line("aid.round_closed", round, where, by, at)


def take_delivered(
    operations: Sequence[FieldOperation], *, round: DeliveryRound, device: str, by: User, at: datetime
) -> dict[UUID, tuple[str, str]]:
    """Take in what a courier's phone says of doors. Permission and log are the caller's."""
    stops = {one.pk: one for one in DeliveryStop.objects.select_for_update(of=("self",)).filter(round=round)}
    answers: dict[UUID, tuple[str, str]] = {}
    for one in operations:
        key = uuid_in(one.payload, "stop")
        stop = stops.get(key) if key else None
        if stop is None or one.payload.get("outcome") not in set(DoorOutcome):
            answers[one.id] = (REJECTED, "bad_payload")
        elif stop.operation == one.id:
            answers[one.id] = (ACCEPTED, "")
        elif stop.outcome:
            answers[one.id] = (CONFLICT, "told_already")
        else:
            outcome = DoorOutcome(one.payload["outcome"])
            answers[one.id] = _tell(stop, outcome, one.id, one.at, Source.OFFLINE, device, by, at)
    return answers


def _tell(
    stop: DeliveryStop,
    outcome: DoorOutcome,
    operation: UUID,
    told_at: datetime,
    source: Source,
    device: str,
    by: User,
    at: datetime,
) -> tuple[str, str]:
    answer = (ACCEPTED, "")
    if outcome is DoorOutcome.GIVEN:
        one = Told(operation, stop.entitlement_id, told_at)
        answer = told.take_hand_overs([one], lane=stop.round, source=source, device=device, by=by, at=at)[
            operation
        ]
    stop.outcome, stop.told_at, stop.operation = outcome, told_at, operation
    stop.save(update_fields=["outcome", "told_at", "operation"])
    return answer


def _check(by: User, point: DistributionPoint) -> UUID:
    return check_in(by, Permission.DAY_RECONCILE, point.host_id, point.organisation_id)


def _of(round: DeliveryRound) -> dict[str, Any]:
    names = ("campaign_id", "point_id", "organisation_id", "host_id", "day")
    return {name: getattr(round, name) for name in names}


def _line(type: str, round: DeliveryRound, where: UUID, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=round,
        organisation=where,
        by=by,
        at=at,
        beside=[round.organisation_id, round.host_id],
        day=round.day,
        **data,
    )
