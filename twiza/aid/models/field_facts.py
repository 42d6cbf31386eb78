"""What phones and ledgers say beside hand-overs: the same one told twice, one taken back, a spare from the reserve."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.models.entitlements import DignityCase, Entitlement, HandOver
from twiza.aid.models.lanes import Lane
from twiza.aid.rules.rulings import Source
from twiza.lib.ids import new_id

USER = settings.AUTH_USER_MODEL
_LED: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}
_SAID = ("id", "campaign", "point", "organisation", "host", "device", "at", "recorded_at", "by")


class HandOverWitness(models.Model):
    """One hand-over told a second time, by the paper of its lane or by its phone: no basket, no second use."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*_SAID, "hand_over", "source", "by_proxy"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)  # the operation's
    hand_over = models.OneToOneField(HandOver, **_LED)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    source = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Source])
    device = models.CharField(max_length=60)
    by_proxy = models.BooleanField(default=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(USER, **_LED)


class HandOverUndo(models.Model):
    """A phone took a hand-over of its own back. `of` is the operation: it may reach us later than this."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys((*_SAID, "of", "lane"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of = models.UUIDField(db_index=True)
    lane = models.ForeignKey(Lane, **_LED)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    device = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(USER, **_LED)


class SpareGiven(models.Model):
    """A basket of the reserve left at the welcome table. Beyond the point's rule it is kept too: it left."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*_SAID, "lane", "day", "entitlement", "case", "beyond_the_rule"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lane = models.ForeignKey(Lane, **_LED)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(DignityCase, on_delete=models.PROTECT, null=True, related_name="+")
    beyond_the_rule = models.BooleanField(default=False)
    device = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(USER, **_LED)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["point", "day"], name="spare_by_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(case__isnull=False), name="spare_once_for_a_case"
            )
        ]
