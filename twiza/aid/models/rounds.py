"""Rounds that bring baskets home: two couriers, stops, what happened at each door."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.models.entitlements import Entitlement
from twiza.aid.rules.rounds import DoorOutcome
from twiza.lib.ids import new_id

USER = settings.AUTH_USER_MODEL
_LED: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}
_OF_THE_DAY = ("id", "campaign", "point", "organisation", "host", "day")


class DeliveryRound(models.Model):
    """Baskets brought home from a point on a day, by two persons of whom one is a woman."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *_OF_THE_DAY,
            "number",
            "first",
            "second",
            "woman",
            "planned_at",
            "planned_by",
            "closed_at",
            "closed_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    first = models.ForeignKey(USER, **_LED)
    second = models.ForeignKey(USER, **_LED)
    woman = models.ForeignKey(USER, **_LED)  # which of the two, as whoever plans it says
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(USER, **_LED)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["point", "day", "number"], name="round_number_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="round_of_two"),
            models.CheckConstraint(
                condition=Q(woman=F("first")) | Q(woman=F("second")), name="round_with_a_woman"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="round_closed_whole",
            ),
        ]


class DeliveryStop(models.Model):
    """One door of a round. Where it is, and how to announce oneself, are gone when the round is closed."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*_OF_THE_DAY, "round", "entitlement", "outcome", "told_at", "operation", "added_at", "added_by"),
        "internal",
    ) | dict.fromkeys(("place", "announce"), "identifying")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(DeliveryRound, **_LED)
    entitlement = models.ForeignKey(Entitlement, **_LED)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    announce = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(
        max_length=8, blank=True, choices=[(one.value, one.value) for one in DoorOutcome]
    )
    told_at = models.DateTimeField(null=True)
    operation = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, **_LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entitlement"], condition=Q(outcome=""), name="stop_waits_once"),
            models.CheckConstraint(
                condition=Q(outcome="", told_at__isnull=True) | ~Q(outcome="") & Q(told_at__isnull=False),
                name="stop_told_whole",
            ),
        ]
