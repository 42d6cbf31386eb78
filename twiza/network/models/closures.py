"""Closing an institution: first a place for each person who lives there. Coded places, no person."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.network.models.institutions import Institution
from twiza.network.models.organisations import Organisation
from twiza.network.rules.institutions import AGES, SEXES


class ClosurePlan(models.Model):
    """That an institution closes, when and why, and how many people live there."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "institution", "organisation", "closes_on", "reasons", "residents", "made_by", "made_at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.OneToOneField(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField()
    reasons = models.CharField(max_length=500)
    residents = models.PositiveIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reasons=""), name="closure_says_why"),
        ]


class RelocationPlace(models.Model):
    """One resident's next place: a code, an age band, a destination. Never a person."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "plan", "institution", "organisation", "number", "sex", "age", "destination", "moved_on"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(ClosurePlan, on_delete=models.PROTECT, related_name="places")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=1, blank=True)
    age = models.CharField(max_length=8)
    destination = models.CharField(max_length=200)
    moved_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="relocation_place_once"),
            models.CheckConstraint(
                condition=Q(sex__in=[*SEXES], age__in=[one for one in AGES if one], number__gt=0)
                & ~Q(destination=""),
                name="relocation_place_says_all",
            ),
        ]
