"""The paper twin of a lane: the lines that were printed, and what was typed of each."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.models.entitlements import Entitlement
from twiza.aid.models.lanes import Lane
from twiza.lib.ids import new_id

USER = settings.AUTH_USER_MODEL
_LED: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}
_OF_THE_DAY = ("id", "campaign", "point", "organisation", "host", "day")


class LaneLedger(models.Model):
    """A ledger that was printed for a lane and a day: its lines have random codes, no name and no card."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*_OF_THE_DAY, "lane", "codes", "printed_at", "printed_by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lane = models.ForeignKey(Lane, **_LED)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    codes = ArrayField(models.CharField(max_length=7))
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(USER, **_LED)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["point", "day"], name="ledger_by_day")]


class LedgerEntry(models.Model):
    """One line as it was typed. Its id is made of the ledger's and the line's code: typed twice it is the same one."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            *_OF_THE_DAY,
            "ledger",
            "code",
            "entitlement",
            "by_proxy",
            "spare",
            "answer",
            "rule",
            "typed_at",
            "typed_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, editable=False)
    ledger = models.ForeignKey(LaneLedger, **_LED)
    campaign = models.ForeignKey(Campaign, **_LED)
    point = models.ForeignKey(DistributionPoint, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    host = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    code = models.CharField(max_length=7, db_collation="C")
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, null=True, related_name="+")
    by_proxy = models.BooleanField()
    spare = models.BooleanField()
    answer = models.CharField(max_length=12)
    rule = models.CharField(max_length=40, blank=True)
    typed_at = models.DateTimeField()
    typed_by = models.ForeignKey(USER, **_LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ledger", "code"], name="ledger_line_typed_once"),
            models.CheckConstraint(
                condition=Q(spare=True) | Q(entitlement__isnull=False), name="ledger_line_says_something"
            ),
        ]
