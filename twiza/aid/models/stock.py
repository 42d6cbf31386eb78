"""Baskets counted at a point on a day, and the account of the night."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.models.entitlements import HandOver
from twiza.aid.models.field_facts import SpareGiven
from twiza.lib.ids import new_id


class StockMove(models.Model):
    """Baskets that were packed, served, returned, damaged or lost. Only ever added to."""

    KINDS = ("packed", "served", "returned", "damaged", "lost")
    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "point",
            "organisation",
            "host",
            "day",
            "kind",
            "pieces",
            "hand_over",
            "spare",
            "reason_code",
            "at",
            "by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=[(one, one) for one in KINDS])
    pieces = models.IntegerField()  # below zero: a correction, or a hand-over undone
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, null=True, related_name="+")
    spare = models.ForeignKey(SpareGiven, on_delete=models.PROTECT, null=True, related_name="+")
    reason_code = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["point", "day", "kind"], name="stock_move_by_day")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(pieces=0), name="stock_move_moves"),
            models.CheckConstraint(
                condition=Q(kind="served", hand_over__isnull=False, spare__isnull=True)
                | Q(kind="served", hand_over__isnull=True, spare__isnull=False, pieces=1)
                | ~Q(kind="served") & Q(hand_over__isnull=True, spare__isnull=True),
                name="stock_move_served_is_a_hand_over",
            ),
            models.UniqueConstraint(fields=["hand_over", "pieces"], name="stock_move_once_a_hand_over"),
            models.UniqueConstraint(
                fields=["spare"], condition=Q(spare__isnull=False), name="stock_move_once_a_spare"
            ),
        ]


class Reconciliation(models.Model):
    """The account of a point and day as it was closed; closed again after a correction, it gets a new number."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "point",
            "organisation",
            "host",
            "day",
            "number",
            "packed",
            "served",
            "returned",
            "damaged",
            "lost",
            "gap",
            "needs_inquiry",
            "at",
            "by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField()
    packed = models.IntegerField()
    served = models.IntegerField()
    returned = models.IntegerField()
    damaged = models.IntegerField()
    lost = models.IntegerField()
    gap = models.IntegerField()
    needs_inquiry = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["point", "day", "number"], name="reconciliation_number_once"),
            models.CheckConstraint(
                condition=Q(
                    gap=models.F("packed")
                    - models.F("served")
                    - models.F("returned")
                    - models.F("damaged")
                    - models.F("lost")
                ),
                name="reconciliation_adds_up",
            ),
        ]
