"""Whether a family of one campaign is helped in another, for the same purpose: a question, and what was answered."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.models.lists import Nomination
from twiza.aid.rules.purposes import PurposeAnswer
from twiza.lib.ids import new_id

USER = settings.AUTH_USER_MODEL
_LED: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}


class PurposeQuestion(models.Model):
    """Two codes of one family, brought by one organisation into two campaigns of one purpose and cycle.

    Asked of whoever brought it; the desk of the first campaign reads it only when it leads or shares the other
    one too. It carries codes, no name, and nothing is done by it: a person answers, and the answer stays.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "bringing",
            "nomination",
            "other_campaign",
            "other_organisation",
            "other_nomination",
            "purposes",
            "served",
            "asked_at",
            "answer",
            "answered_at",
            "answered_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)  # leads the campaign
    bringing = models.ForeignKey("network.Organisation", **_LED)
    nomination = models.ForeignKey(Nomination, **_LED)
    other_campaign = models.ForeignKey(Campaign, **_LED)
    other_organisation = models.ForeignKey("network.Organisation", **_LED)
    other_nomination = models.ForeignKey(Nomination, **_LED)
    purposes = ArrayField(models.CharField(max_length=20))
    served = models.BooleanField()  # when asked: served there, else selected there
    asked_at = models.DateTimeField()
    answer = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in PurposeAnswer]
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["campaign", "answer"], name="purpose_question_open")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "other_nomination"], name="purpose_asked_once"),
            models.CheckConstraint(
                condition=~Q(campaign=F("other_campaign")), name="purpose_of_two_campaigns"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="purpose_answered_whole",
            ),
        ]
