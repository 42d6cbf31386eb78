"""Numbers of the law and of the house, each with the days on which it is in force."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id


class Parameter(models.Model):
    """One value in force on the days [valid_from, valid_to). A change is a new row: no value is ever rewritten.

    The database refuses two rows of one name on the same day, and any change but the last day of a row.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "public",
        "name": "public",
        "kind": "public",
        "value": "public",
        "unit": "public",
        "source": "public",
        "confidence": "public",
        "note": "public",
        "valid_from": "public",
        "valid_to": "public",
        "changed_by": "internal",
        "changed_at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=1)
    note = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    # empty for the rows that Twiza comes with
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name", "valid_from"], name="parameter_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="parameter_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["H", "M", "L", "P"]), name="parameter_says_how_sure"
            ),
            models.CheckConstraint(
                condition=Q(kind="unset") ^ ~Q(value=""), name="parameter_has_a_value_of_its_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name
