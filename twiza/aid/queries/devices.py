"""Phones of a point and day: where each stands, what it said it still holds, what arrived late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import DistributionPoint, Lane, LaneRelease
from twiza.aid.queries.lanes import LaneLine, lane_lines
from twiza.aid.rules.packs import AFTER_THE_DAY
from twiza.platform.sync import queries as devices

LOST_REASONS = {
    "phone_lost": _("It was lost"),
    "phone_stolen": _("It was stolen"),
    "phone_dead": _("It is dead or broken"),
    "phone_handed_in": _("It is put away: the lane closes"),
}
KINDS: dict[str, Any] = {
    "hand_over": _("A hand-over"),
    "undo": _("A hand-over taken back"),
    "turned_away": _("Somebody turned away"),
    "spare": _("A spare"),
    "release_used": _("An emergency code used"),
    "shift_opened": _("A shift opened"),
    "shift_closed": _("A shift closed"),
    "delivered": _("A delivery at home"),
}


@dataclass(frozen=True)
class LanePhones:
    """A lane with its cards, its phones, its sheets not used yet, and who used its emergency code."""

    line: LaneLine
    phones: list[devices.DeviceLine]
    sheets: int
    release: LaneRelease | None

    @property
    def has_phone(self) -> bool:
        """Say whether a phone serves it: enrolled, not revoked."""
        return any(one.revoked_at is None for one in self.phones)


@dataclass(frozen=True)
class LatePiece:
    """What arrived and waits for a person, in words."""

    operation: UUID
    lane: int
    kind: Any
    at: datetime
    received_at: datetime


def posts_of(point: DistributionPoint, day: date) -> dict[UUID, int]:
    """Return the lanes of a day, closed ones too, with their numbers: phones of all of them may still send."""
    return dict(Lane.objects.filter(point=point, day=day).values_list("pk", "number"))


def lane_phones(point: DistributionPoint, day: date, *, at: datetime) -> list[LanePhones]:
    """Return the open lanes of a day with their phones, in order."""
    lines = lane_lines(point, day)
    keys = [line.lane.pk for line in lines]
    phones, sheets = devices.devices_of(keys), devices.open_enrolments_of(keys, at=at)
    used = {
        one.lane_id: one
        for one in LaneRelease.objects.filter(lane__in=keys, used_at__isnull=False).select_related(
            "used_by_lane"
        )
    }
    return [
        LanePhones(
            line=line,
            phones=[one for one in phones if one.post == line.lane.pk],
            sheets=sum(one.post == line.lane.pk for one in sheets),
            release=used.get(line.lane.pk),
        )
        for line in lines
    ]


def still_hold(point: DistributionPoint, day: date) -> list[tuple[int, devices.DeviceLine]]:
    """Return (lane, phone) of those that said they still hold something, or of which something never arrived."""
    numbers = posts_of(point, day)
    return [(numbers[one.post], one) for one in devices.devices_of(numbers) if one.declared or one.missing]


def late_of(point: DistributionPoint, day: date) -> list[LatePiece]:
    """Return what arrived from the phones of a day and waits for a person, oldest first."""
    numbers = posts_of(point, day)
    lanes = {one.id: numbers[one.post] for one in devices.devices_of(numbers)}
    return [
        LatePiece(
            one.operation, lanes.get(one.device, 0), KINDS.get(one.kind, one.kind), one.at, one.received_at
        )
        for one in devices.waiting_of(numbers)
    ]


def phone_period(day: date) -> tuple[datetime, datetime]:
    """Return from when until when a phone serves a day: midnight, until four hours after the next one."""
    zone = timezone.get_default_timezone()
    after = day + timedelta(days=1)
    return (
        datetime(day.year, day.month, day.day, tzinfo=zone),
        datetime(after.year, after.month, after.day, tzinfo=zone) + AFTER_THE_DAY,
    )
