"""Whether a household is still there, as said by somebody who knows."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.registry.models.people import Household
from twiza.registry.rules.whereabouts import Said


class Whereabouts(models.Model):
    """Still there, moved away, died: a row each time it is said, never changed. It goes with the household, by a trigger."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "household", "noted_at", "noted_by"), "internal"
    ) | {"said": "personal"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    said = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Said])
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(said__in=[one.value for one in Said]), name="whereabouts_are_known"
            )
        ]

    def __str__(self) -> str:
        return self.said
