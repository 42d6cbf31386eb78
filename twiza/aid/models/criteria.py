"""Who signed the criteria of a campaign, and the copy of them that anybody may read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign
from twiza.lib.ids import new_id


class CriteriaSignature(models.Model):
    """One of the two signatures of frozen criteria: of whom, for which organisation, over which hash."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "signing", "position", "signer", "role", "hash", "signed_at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    signing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "signer"], name="criteria_signed_once_by_one_person"),
            models.UniqueConstraint(fields=["campaign", "position"], name="criteria_signature_position_once"),
            models.CheckConstraint(condition=Q(position__in=(1, 2)), name="criteria_have_two_signatures"),
        ]


class PublishedCriteria(models.Model):
    """The criteria of a campaign as anybody reads them, without signing in: it holds nothing else."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "key",
            "title",
            "lead",
            "criteria",
            "hash",
            "frozen_at",
            "signed",
            "at",
            "by",
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=16, unique=True, db_collation="C")
    title = models.CharField(max_length=120)
    lead = models.CharField(
        max_length=300
    )  # the organisation that leads, by name: who reads sees no other table
    criteria = models.JSONField()
    hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    signed = models.JSONField()  # [{"role": codes, "of": organisation, "on": day}]: no name of a person
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
