"""Slots of a point: hours of a day with room for so many households."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import BadPlan, OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.models import Campaign, DistributionPoint, PointSlot
from twiza.aid.rules import slots
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


@dataclass(frozen=True)
class Hours:
    """Hours of one day, local wall time, and how many households they hold."""

    on: date
    starts: time
    ends: time
    capacity: int


@transaction.atomic
def open_slots(
    *, point: DistributionPoint, hours: Sequence[Hours], by: User, at: datetime
) -> list[PointSlot]:
    """Open slots at a point. From then on its cards take their day and hours from them, and none is overfilled.

    Raises:
        BadPlan: hours out of order, without room, outside the days of the campaign, or over hours that are open.
    """
    check(by, Permission.CAMPAIGN_PLAN, point)
    campaign = Campaign.objects.select_for_update().get(pk=point.campaign_id)
    if campaign.starts_on is None or campaign.ends_on is None:
        raise OutOfOrder(_("Set the days of the campaign first."))
    there = [(one.on, one.starts, one.ends) for one in PointSlot.objects.filter(point=point)]
    for one in hours:
        if one.ends <= one.starts or one.capacity < 1:
            raise BadPlan(_("A slot ends after it begins, and has room for somebody."))
        if not campaign.starts_on <= one.on <= campaign.ends_on:
            raise BadPlan(_("This day is not one of the campaign's."))
        if any(on == one.on and one.starts < ends and starts < one.ends for on, starts, ends in there):
            raise BadPlan(_("These hours lie over others of the same day at this point."))
        there.append((one.on, one.starts, one.ends))
    made = [
        PointSlot(
            campaign=campaign,
            organisation_id=campaign.organisation_id,
            point=point,
            on=one.on,
            starts=one.starts,
            ends=one.ends,
            capacity=one.capacity,
        )
        for one in hours
    ]
    PointSlot.objects.bulk_create(made)
    record("aid.slots_opened", campaign, by, at, point=point.pk, slots=len(made))
    return made


@transaction.atomic
def divide_days(*, point: DistributionPoint, minutes: int, by: User, at: datetime) -> list[PointSlot]:
    """Open slots of `minutes` over the opening hours of every day of the campaign that has none yet.

    A feast gets none, and the days of Ramadan keep to its hours, as the calendar says. The room of the day is shared evenly; the first hours take what does not divide.

    Raises:
        BadPlan: every day has its slots, or slots of less than a quarter of an hour.
    """
    campaign = Campaign.objects.get(pk=point.campaign_id)
    if minutes < slots.SHORTEST:
        raise BadPlan(_("A slot lasts a quarter of an hour or more."))
    if campaign.starts_on is None or campaign.ends_on is None:
        raise OutOfOrder(_("Set the days of the campaign first."))
    taken = set(PointSlot.objects.filter(point=point).values_list("on", flat=True))
    days = {day: open for day, open in queries.hours_by_day(campaign, point).items() if day not in taken}
    if not days:
        raise BadPlan(_("Every day of this point has its slots."))
    each = timedelta(minutes=minutes)
    wanted = [
        Hours(day, starts, ends, room)
        for day, (opens, closes) in days.items()
        for starts, ends, room in slots.divided(opens, closes, each, capacity=point.capacity)
    ]
    return open_slots(point=point, hours=wanted, by=by, at=at)


@transaction.atomic
def change_slot(*, slot: PointSlot, capacity: int, by: User, at: datetime) -> None:
    """Give a slot another room; 0 takes an empty slot away.

    Raises:
        BadPlan: more households have their card for these hours already.
    """
    check(by, Permission.CAMPAIGN_PLAN, slot)
    campaign = Campaign.objects.get(pk=slot.campaign_id)
    try:
        with transaction.atomic():
            if capacity:
                PointSlot.objects.filter(pk=slot.pk).update(capacity=capacity)
            else:
                PointSlot.objects.filter(pk=slot.pk).delete()
    except IntegrityError as error:
        raise BadPlan(
            _("%(taken)s households have their card for these hours already."), taken=slot.taken
        ) from error
    record("aid.slot_changed", campaign, by, at, point=slot.point_id, day=slot.on, capacity=capacity)


def copy_slots(campaign: Campaign) -> int:
    """Give a cloned campaign, once it has its days, the slots of last year: same point, same day of the campaign.

    Only where a point has none. Returns how many were made.
    """
    before = campaign.cloned_from
    if before is None or before.starts_on is None or campaign.starts_on is None or campaign.ends_on is None:
        return 0
    if PointSlot.objects.filter(campaign=campaign).exists():
        return 0
    points = {one.code: one for one in DistributionPoint.objects.filter(campaign=campaign)}
    made = []
    for slot in PointSlot.objects.filter(campaign=before).select_related("point"):
        point = points.get(slot.point.code)
        day = campaign.starts_on + (slot.on - before.starts_on)
        if point is not None and campaign.starts_on <= day <= campaign.ends_on:
            made.append(
                PointSlot(
                    campaign=campaign,
                    organisation_id=campaign.organisation_id,
                    point=point,
                    on=day,
                    starts=slot.starts,
                    ends=slot.ends,
                    capacity=slot.capacity,
                )
            )
    PointSlot.objects.bulk_create(made)
    return len(made)
