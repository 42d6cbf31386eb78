"""Invitations: a role that waits for the person who holds the paper."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from twiza.lib.ids import new_id
from twiza.network.models.organisations import Organisation


class Invitation(models.Model):
    """A role in an organisation for a period, for whoever brings the one-time code of a printed slip.

    The code itself is nowhere: `accounts` keeps its fingerprint. `label` is the inviter's own note of whom it is for.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "organisation": "internal",
        "role": "internal",
        "period": "internal",
        "label": "identifying",
        "code": "internal",
        "made_by": "internal",
        "made_at": "internal",
        "accepted_by": "internal",
        "accepted_at": "internal",
        "cancelled_at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    period = DateRangeField()
    label = models.CharField(max_length=120, blank=True)
    code = models.OneToOneField("accounts.OneTimeCode", on_delete=models.PROTECT, related_name="+")
    # nobody at first set-up: the first platform administrator
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-made_at"], name="invitation_by_organisation")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="invitation_accepted_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__isempty=False),
                name="invitation_has_a_first_day",
            ),
        ]
