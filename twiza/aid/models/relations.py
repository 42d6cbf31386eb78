"""What binds who brought a household to it, and who else signed that line."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.models.lists import Nomination
from twiza.aid.rules.relations import Relation
from twiza.lib.ids import new_id


class NominationRelation(models.Model):
    """One line: the relation as the person who brought the household says it, signed by another before the pool is frozen.

    No row: nothing was said, which is told as such wherever relations are counted.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "nomination",
            "campaign",
            "organisation",
            "bringing",
            "nominator",
            "declared_at",
            "signed_by",
            "signed_at",
        ),
        "internal",
    ) | {"relation": "personal"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="relation")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    nominator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Relation])
    declared_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(signed_by=F("nominator")),
                name="relation_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(relation__in=[one.value for one in Relation]), name="relation_is_known"
            ),
        ]
