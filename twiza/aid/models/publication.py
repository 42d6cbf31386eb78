"""The report of a campaign, and the figures that anybody may read: aggregates, small ones already taken out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign
from twiza.lib.ids import new_id


class CampaignReport(models.Model):
    """What was reported of a campaign, as it was that day: figures only, one report a campaign."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "figures", "digest", "due_on", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    due_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class PublishedFigures(models.Model):
    """One publication of a campaign's figures. Read by anybody, without signing in: it holds nothing else."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "key", "number", "figures", "digest", "at", "by"), "public"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    # what stands in the public address: the same for every publication of a campaign, and not its id
    key = models.CharField(max_length=16, db_collation="C")
    number = models.PositiveIntegerField()
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [models.Index(fields=["key", "-number"], name="publication_by_key")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="publication_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="publication_has_a_number"),
        ]


class PublishedReplay(models.Model):
    """The public file of a campaign's selection, as anybody takes it without signing in. Written once, never changed."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "key", "content", "digest", "at", "by"), "public"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=16, db_collation="C", unique=True)  # as of its published figures
    content = models.BinaryField()  # gzip
    digest = models.CharField(max_length=64)  # SHA-256 of the file itself
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
