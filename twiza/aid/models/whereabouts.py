"""A household that left a list because nobody knows that it is still there: the trace, the question, the answer."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.models.lists import Nomination
from twiza.aid.rules.whereabouts import WhereaboutsAnswer
from twiza.lib.ids import new_id
from twiza.registry.rules.whereabouts import Cause

USER = settings.AUTH_USER_MODEL
_LED: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}


class WhereaboutsQuestion(models.Model):
    """Why a household waits off the list (a code), since when, by whose act, and what its nominator answered.

    While it stands the code is taken back; the answer "here" puts it on the list again. Both ids, no name.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "bringing",
            "nomination",
            "asked_at",
            "asked_by",
            "answered_at",
            "answered_by",
        ),
        "internal",
    ) | dict.fromkeys(("cause", "answer"), "personal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)  # leads the campaign
    bringing = models.ForeignKey("network.Organisation", **_LED)
    nomination = models.ForeignKey(Nomination, **_LED)
    cause = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Cause])
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(
        max_length=8, blank=True, choices=[(one.value, one.value) for one in WhereaboutsAnswer]
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nomination"], condition=~Q(answer="here"), name="whereabouts_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[one.value for one in Cause]), name="whereabouts_cause_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | Q(
                    answer__in=[one.value for one in WhereaboutsAnswer],
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="whereabouts_answered_whole",
            ),
        ]
