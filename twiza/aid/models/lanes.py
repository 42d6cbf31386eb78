"""Lanes of a point on a day, which card each serves, the codes that release a lane, and the packs of phones."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.models.entitlements import Entitlement
from twiza.aid.rules.lanes import LaneKind, LeaseEnd
from twiza.lib.ids import new_id

USER = settings.AUTH_USER_MODEL
_LED: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}
_OF_THE_DAY = ("id", "campaign", "point", "organisation", "host", "day")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Lane(models.Model):
    """One table of a point on a day, numbered from 1. The welcome table is a lane of kind `desk` and holds no card."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*_OF_THE_DAY, "number", "kind", "spares", "shared_at", "shared_by", "released_at", "closed_at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=[(one.value, one.value) for one in LaneKind])
    spares = models.PositiveSmallIntegerField(default=0)  # baskets the welcome table may give that day
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(USER, **_LED)
    released_at = models.DateTimeField(null=True)  # its phone is dead: the other lanes serve its cards
    closed_at = models.DateTimeField(null=True)  # the day was shared again among fewer

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["point", "day", "number"], name="lane_number_once"),
            models.UniqueConstraint(
                fields=["point", "day"],
                condition=Q(kind=LaneKind.DESK.value, closed_at__isnull=True),
                name="lane_one_desk",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="lane_from_one"),
            models.CheckConstraint(
                condition=Q(kind=LaneKind.DESK.value) | Q(kind=LaneKind.LANE.value, spares=0),
                name="lane_spares_at_the_desk",
            ),
        ]


class LaneLease(models.Model):
    """One card's right is served by one lane for one day. A lease that ended stays; only its end is written."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*_OF_THE_DAY, "lane", "entitlement", "given_at", "given_by", "ended_at", "ended_because"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lane = models.ForeignKey(Lane, **_LED)
    entitlement = models.ForeignKey(Entitlement, **_LED)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(USER, **_LED)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.value) for one in LeaseEnd]
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lane"], name="lease_by_lane")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entitlement", "day"], condition=Q(ended_at__isnull=True), name="lease_one_lane_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="lease_ends_with_a_reason",
            ),
        ]


class LaneRelease(models.Model):
    """A printed code that lets the other lanes serve a lane's cards once its phone is dead; only its hash is kept."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*_OF_THE_DAY, "lane", "printed_at", "printed_by", "used_at", "used_by_lane", "used_operation"),
        "internal",
    ) | {"code_hash": "restricted"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lane = models.ForeignKey(Lane, **_LED)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    code_hash = models.BinaryField(max_length=16, unique=True)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(USER, **_LED)
    # the first use that reached us: by which lane, when by its phone's clock, in which operation
    used_at = models.DateTimeField(null=True)
    used_by_lane = models.ForeignKey(Lane, on_delete=models.PROTECT, null=True, related_name="+")
    used_operation = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by_lane__isnull=True, used_operation__isnull=True)
                | Q(used_at__isnull=False, used_by_lane__isnull=False, used_operation__isnull=False),
                name="release_used_whole",
            )
        ]


class PackGiven(models.Model):
    """A phone was given the pack of a lane: while it holds it, the day is not shared again."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*_OF_THE_DAY, "lane", "device", "pack", "rights", "given_at", "given_by", "taken_back_at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lane = models.ForeignKey(Lane, **_LED)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    device = models.UUIDField()
    pack = models.UUIDField()
    rights = models.PositiveIntegerField()  # how many cards it knows
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(USER, **_LED)  # in whose name: who opened the phone
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lane", "device", "pack"], name="pack_given_once"),
        ]
