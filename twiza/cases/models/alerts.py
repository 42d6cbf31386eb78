"""An alert that waits for a listener: when and by whom it was raised. What it says is sealed to each who may take it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id


class Alert(models.Model):
    """Somebody of the house called for help. Taken once; nothing here leads to the case that it became."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "at", "by", "taken_at", "taken_by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation"], condition=Q(taken_at__isnull=True), name="alert_waits")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="alert_and_its_organisation"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="alert_taken_by_somebody",
            ),
        ]


class AlertSeal(models.Model):
    """What an alert says, sealed to one listener. Who raised it cannot read it; the one who takes it deletes them all."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "alert", "organisation", "user"), "internal"),
        "sealed": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="seals", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alert", "user"], name="alert_sealed_once_each"),
        ]
