"""Licences as the register publishes them: everybody reads whether an institution may work, and for how many."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.models.institutions import Institution
from twiza.network.models.organisations import Organisation
from twiza.network.models.regimes import RegimeVersion
from twiza.network.rules.licences import LIVE, LicenceState


class Licence(models.Model):
    """A licence: its number, category, capacity by sex and age, conditions, validity. `source` says where it is from."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "institution",
            "organisation",
            "association",
            "regime",
            "number",
            "category",
            "capacity",
            "cells",
            "conditions",
            "valid_from",
            "valid_until",
            "state",
            "state_on",
            "state_words",
            "source",
            "created_by",
            "created_at",
        ),
        "public",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    association = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    regime = models.ForeignKey(RegimeVersion, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    category = models.CharField(max_length=40)
    capacity = models.PositiveIntegerField()
    # [[sex, age, places]] as written in the licence; empty: for everybody
    cells = models.JSONField(default=list)
    conditions = models.TextField(blank=True, max_length=2000)
    valid_from = models.DateField()
    # the last day; None: without end
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=20, default=LicenceState.IN_FORCE.value)
    state_on = models.DateField(null=True)
    state_words = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=200)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="licence_number_once"),
            models.UniqueConstraint(
                fields=["institution"],
                condition=Q(state__in=[one.value for one in LIVE]),
                name="institution_one_licence",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in LicenceState], capacity__gt=0)
                & ~Q(number="")
                & ~Q(source=""),
                name="licence_says_all",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="licence_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state=LicenceState.IN_FORCE.value)
                | (Q(state_on__isnull=False) & ~Q(state_words="")),
                name="licence_says_why_it_stopped",
            ),
        ]

    def __str__(self) -> str:
        return self.number
