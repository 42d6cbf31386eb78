"""The register of processings of personal data: what an organisation keeps, why, for how long. No person in it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.network.models.organisations import Organisation
from twiza.network.rules.processings import DATA, Filed, KeptFrom


class Processing(models.Model):
    """One processing of one organisation, which controls it. What it says stands in its versions."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "organisation", "created_at"), "public") | {
        "created_by": "internal"
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class ProcessingVersion(models.Model):
    """What the register says of a processing from a moment on. A change is another version; none is rewritten."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "processing",
            "organisation",
            "number",
            "purpose_ar",
            "purpose_fr",
            "data",
            "recipients_ar",
            "recipients_fr",
            "kept_months",
            "kept_from",
            "transfers_ar",
            "transfers_fr",
            "contact_ar",
            "contact_fr",
            "filed",
            "filed_number",
            "filed_on",
            "written_at",
        ),
        "public",
    ) | {"written_by": "internal"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    processing = models.ForeignKey(Processing, on_delete=models.PROTECT, related_name="versions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    purpose_ar = models.CharField(max_length=300)
    purpose_fr = models.CharField(max_length=300)
    data = ArrayField(models.CharField(max_length=20, choices=[(code, code) for code in DATA]))
    recipients_ar = models.CharField(max_length=500)
    recipients_fr = models.CharField(max_length=500)
    kept_months = models.PositiveSmallIntegerField()
    kept_from = models.CharField(max_length=20, choices=[(one.value, one.value) for one in KeptFrom])
    # to another country; empty when nothing leaves Morocco
    transfers_ar = models.CharField(max_length=300, blank=True)
    transfers_fr = models.CharField(max_length=300, blank=True)
    # where one asks for access, correction, erasure: an office, never a private person
    contact_ar = models.CharField(max_length=300)
    contact_fr = models.CharField(max_length=300)
    filed = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Filed])
    filed_number = models.CharField(max_length=60, blank=True)
    filed_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["processing", "number"], name="processing_version_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="processing_version_from_one"),
            models.CheckConstraint(condition=Q(kept_months__range=(1, 1200)), name="processing_ends"),
            models.CheckConstraint(condition=Q(data__len__gt=0), name="processing_keeps_something"),
            models.CheckConstraint(
                condition=~Q(purpose_ar="")
                & ~Q(purpose_fr="")
                & ~Q(recipients_ar="")
                & ~Q(recipients_fr="")
                & ~Q(contact_ar="")
                & ~Q(contact_fr=""),
                name="processing_says_all",
            ),
            models.CheckConstraint(
                condition=Q(filed="", filed_number="", filed_on__isnull=True)
                | ~Q(filed="") & ~Q(filed_number="") & Q(filed_on__isnull=False),
                name="processing_filed_with_number_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose_ar
