"""Lanes of a point and day: which there are, what each holds, what they were released by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    DeliveryStop,
    DistributionPoint,
    Entitlement,
    Lane,
    LaneLease,
    PackGiven,
    StockMove,
)
from twiza.aid.queries.campaigns import NoSuchPoint, point_for
from twiza.aid.rules.lanes import LaneKind
from twiza.aid.rules.rulings import MAY_BE_SERVED, SERVED_STATES
from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission
from twiza.platform.sync import queries as devices


class NoSuchLane(NotFound):
    """No lane of this point, or it is not for this person."""

    code = "aid.no_such_lane"


@dataclass(frozen=True)
class LaneLine:
    """A lane with how many cards it serves and how many of them were served."""

    lane: Lane
    cards: int
    served: int

    @property
    def is_desk(self) -> bool:
        """Say whether it is the welcome table."""
        return self.lane.kind == LaneKind.DESK


def lanes_of(point: DistributionPoint, day: date) -> list[Lane]:
    """Return the lanes of a point that are open on a day, by number; the welcome table is the last."""
    return list(
        Lane.objects.filter(point=point, day=day, closed_at__isnull=True)
        .select_related("point", "campaign")
        .order_by("number")
    )


def lane_lines(point: DistributionPoint, day: date) -> list[LaneLine]:
    """Return the open lanes of a day with their counts: two questions, whatever the number of cards."""
    counted = {
        row["lane"]: row
        for row in LaneLease.objects.filter(point=point, day=day, ended_at__isnull=True)
        .values("lane")
        .annotate(
            cards=Count("pk"),
            served=Count("pk", filter=Q(entitlement__state__in=[one.value for one in SERVED_STATES])),
        )
    }
    none = {"cards": 0, "served": 0}
    return [
        LaneLine(lane, counted.get(lane.pk, none)["cards"], counted.get(lane.pk, none)["served"])
        for lane in lanes_of(point, day)
    ]


def lane_for(user: Any, id: UUID) -> Lane:
    """Return an open lane of a point whose day this user counts, or raise NoSuchLane."""
    lane = lane_by_id(id)
    if lane is None or not leads_day(user, lane.point):
        raise NoSuchLane(_("There is no such lane, or its day is not yours to lead."))
    return lane


def led_point(user: Any, id: UUID) -> DistributionPoint:
    """Return a point whose days this user leads, or raise NoSuchPoint."""
    point = point_for(user, id)
    if not leads_day(user, point):
        raise NoSuchPoint(_("There is no such point, or its days are not yours to lead."))
    return point


def day_in(text: str) -> date:
    """Return the day of an address, or raise NoSuchPoint."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoSuchPoint(_("There is no such day.")) from None


def lane_by_id(id: UUID) -> Lane | None:
    """Return an open lane, whoever asks; row security shows it to who leads the campaign and who keeps the point."""
    return (
        Lane.objects.filter(pk=id, closed_at__isnull=True)
        .select_related("point__campaign", "campaign")
        .first()
    )


def any_lane(id: UUID) -> Lane:
    """Return a lane, closed or not: what its phone did happened. Raises NoSuchLane when it is not seen from here."""
    lane = Lane.objects.filter(pk=id).select_related("point", "campaign").first()
    if lane is None:
        raise NoSuchLane(_("There is no such lane."))
    return lane


def leads_day(user: Any, point: DistributionPoint) -> bool:
    """Say whether this person leads the days of a point: shares lanes, opens phones, closes the day."""
    return any(
        user.has_perm(Permission.DAY_RECONCILE, one)
        for one in dict.fromkeys((point.host_id, point.organisation_id))
    )


def rights_to_lease(point: DistributionPoint, day: date) -> list[Entitlement]:
    """Return the rights of a point not used yet: those of the day by their hours, then those of other days.

    What is brought home that day is no lane's. A family that comes on another day than its own is served like the others, and by one lane only.
    """
    home = DeliveryStop.objects.filter(point=point, day=day, outcome="").values("entitlement")
    rights = Entitlement.objects.filter(point=point, state__in=[one.value for one in MAY_BE_SERVED]).exclude(
        pk__in=home
    )
    return sorted(
        rights.only("id", "code", "collect_on", "collect_from", "state", "point", "campaign"),
        key=lambda one: (
            one.collect_on != day,
            one.collect_on or date.max,
            str(one.collect_from or ""),
            one.code,
        ),
    )


def leased_on(point: DistributionPoint, day: date) -> dict[UUID, UUID]:
    """Return right → lane of the leases that stand on a day."""
    rows = LaneLease.objects.filter(point=point, day=day, ended_at__isnull=True)
    return dict(rows.values_list("entitlement", "lane"))


def has_begun(point: DistributionPoint, day: date) -> bool:
    """Say whether a basket was handed over at a point on a day."""
    return bool(StockMove.objects.filter(point=point, day=day, kind="served").exists())


def packs_out(lanes: Sequence[Lane]) -> list[PackGiven]:
    """Return the packs of these lanes that phones hold, oldest first."""
    return list(
        PackGiven.objects.filter(lane__in=lanes, taken_back_at__isnull=True)
        .select_related("lane")
        .order_by("given_at")
    )


def is_day_of(campaign: Campaign, day: date) -> bool:
    """Say whether a day is one of the campaign's."""
    return bool(campaign.starts_on and campaign.ends_on and campaign.starts_on <= day <= campaign.ends_on)


def lane_serving(entitlement: UUID, day: date, *, at: datetime) -> int | None:
    """Return the number of the lane whose phone serves this card on a day; None when no phone does.

    A lane without a live phone, or whose phone was said to be dead, holds nobody up.
    """
    found = (
        LaneLease.objects.filter(
            entitlement=entitlement,
            day=day,
            ended_at__isnull=True,
            lane__released_at__isnull=True,
            lane__closed_at__isnull=True,
        )
        .values_list("lane", "lane__number")
        .first()
    )
    if found is None or not devices.live_posts([found[0]], at=at):
        return None
    return found[1]
