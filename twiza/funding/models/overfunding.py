"""What a funder and an association agreed to tell of a heading that gets more than it costs, and what was told."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.funding.models.grants import Grant, GrantHeading
from twiza.lib.ids import new_id


def _organisation() -> Any:
    return models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")


def _person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class OverfundingConsent(models.Model):
    """A funder asked to be told of its grant; it is told from the day the president of the association agreed.

    Either side ends it; what was told stays.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "grantee", "grant", "asked_by", "asked_at", "agreed_by", "agreed_at", "ended_by",
            "ended_at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    asked_by = _person()
    asked_at = models.DateTimeField()
    agreed_by = _person(null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_by = _person(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["grant"], condition=Q(ended_at__isnull=True), name="overfunding_consent_once"
            ),
            models.UniqueConstraint(fields=["id", "grant"], name="overfunding_consent_and_its_grant"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="overfunding_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="overfunding_ended_by_somebody",
            ),
        ]

    @property
    def tells(self) -> bool:
        """Whether the association tells this funder."""
        return self.agreed_at is not None and self.ended_at is None


class OverfundingNotice(models.Model):
    """How a heading of a grant stands, from all funders together. Only added to: the newest holds.

    `cost`: the largest whole cost that a budget of the project says. Nothing says who pays what.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "grantee", "grant", "consent", "heading", "cost", "charged", "by", "at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(OverfundingConsent, on_delete=models.PROTECT, related_name="+")
    heading = models.ForeignKey(GrantHeading, on_delete=models.PROTECT, related_name="+")
    cost = models.DecimalField(max_digits=14, decimal_places=2)
    charged = models.DecimalField(max_digits=14, decimal_places=2)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cost__gt=0, charged__gte=0), name="overfunding_notice_amounts")
        ]
        indexes: ClassVar = [models.Index(fields=["heading", "-at", "-id"], name="overfunding_newest")]

    @property
    def is_over(self) -> bool:
        return self.charged > self.cost
