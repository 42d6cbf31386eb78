"""What fell upon a household on one day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.registry.models.people import Household
from twiza.registry.rules.shocks import SHOCKS


class Shock(models.Model):
    """Lost work, illness, fire, flood: a day, an end, who said so. It goes with the household, by a trigger."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "organisation", "household", "noted_at", "noted_by", "ended_by"), "internal"),
        **dict.fromkeys(("kind", "happened_on", "until", "said_by", "ended_on"), "restricted"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="shocks", db_constraint=False
    )
    kind = models.CharField(max_length=12, choices=[(one, one) for one in SHOCKS])
    happened_on = models.DateField()
    until = models.DateField()
    said_by = models.CharField(max_length=13)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("happened_on")), name="shock_ends_after_it_happened"
            ),
            models.CheckConstraint(
                condition=Q(said_by__in=["self_declared", "assessed"]), name="shock_says_who_said_so"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="shock_ended_by_somebody",
            ),
            models.UniqueConstraint(fields=["household", "kind", "happened_on"], name="shock_once"),
        ]

    def __str__(self) -> str:
        return self.kind
