"""The mark of a demonstration database."""

from typing import ClassVar

from django.db import models


class DemoMark(models.Model):
    """One row says: everything here is invented, and the accounts are known to everybody.

    Written before the first account and never removed; without it, nothing prints a second factor.
    """

    PRIVACY: ClassVar[dict[str, str]] = {"id": "internal", "made_at": "internal"}

    id = models.BooleanField(primary_key=True, default=True, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=True), name="demo_mark_is_single")
        ]
