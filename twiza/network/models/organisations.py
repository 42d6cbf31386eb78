"""Places and organisations: who works where, from when to when."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id


class Organisation(models.Model):
    """A body that works with people: association, centre, delegation, ministry, partner."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "public",
        "kind": "public",
        "name_ar": "public",
        "name_fr": "public",
        "parent": "public",
        "protected": "internal",
        "created_at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    name_ar = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # a protected service (women's centre, migrants' files) never appears as a partner in matching
    protected = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name_ar="") | ~Q(name_fr=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name_ar or self.name_fr


class Membership(models.Model):
    """A role held by a user in an organisation for a period [from, until)."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "user", "role", "period", "created_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    period = DateRangeField()
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "organisation"], name="membership_by_user")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False), name="membership_has_a_first_day"
            ),
        ]
