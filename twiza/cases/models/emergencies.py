"""Tries to come into a case by emergency."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from twiza.lib.ids import new_id


class EmergencyTry(models.Model):
    """Somebody typed a code to come in by emergency; found or not stands nowhere. Written by the database alone."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "organisation", "user", "at"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="emergency_try_of_user")]
