"""That two files are one family, or two entries one person: said by somebody, and undone as it was said."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.registry.models.people import Household


class Merge(models.Model):
    """What was merged into what, and how to take it back. Nothing is moved or deleted: both originals stay.

    `before` holds the earlier and the taken value of each field that was changed; it is emptied when the merge is
    undone, and erasure reaches it.
    """

    HOUSEHOLDS, PERSONS = "households", "persons"
    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "kind", "kept", "merged", "same", "moved", "left", "merged_at", "merged_by",
            "undone_at", "undone_by",
        ),
        "internal",
    ) | {"before": "identifying"}  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, default=HOUSEHOLDS)
    kept = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    same = models.JSONField(default=list)  # [[person that remains, person merged into her]]
    moved = models.JSONField(default=dict)  # merged id → ids that were merged into it before
    before = models.JSONField(default=dict)  # id → {column: [before, after]}
    left = models.JSONField(default=list)  # [[id, column]] changed since, so not put back when it was undone
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="persons") | (Q(kind="households") & ~Q(kept=F("merged"))),
                name="merge_of_two",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(kind="households", undone_at__isnull=True),
                name="merged_once_while_it_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
