"""A decision on which two of a team do not agree: that one waits, until an hour. Not about what."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from twiza.cases import rules
from twiza.cases.models.room import Case
from twiza.lib.ids import new_id


class WaitingDecision(models.Model):
    """The supervisor of the team is waited for. The content stays sealed in the case."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "case", "organisation", "since", "until", "settled_at"), "restricted"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    since = models.DateTimeField()
    until = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(settled_at__isnull=True), name="one_decision_waits_each"
            ),
            models.CheckConstraint(
                condition=Q(until=F("since") + rules.SUPERVISOR_WITHIN), name="decision_within_two_hours"
            ),
        ]
