"""How often somebody looks for people: nobody may fish for a family by trying names."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Attempts(models.Model):
    """The searches and checks of one user in one organisation, counted in this minute and in this hour."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("organisation", "user", "minute", "in_minute", "hour", "in_hour"), "internal"
    )

    pk = models.CompositePrimaryKey("organisation_id", "user_id")
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    minute = models.DateTimeField()
    in_minute = models.PositiveIntegerField()
    hour = models.DateTimeField()
    in_hour = models.PositiveIntegerField()
