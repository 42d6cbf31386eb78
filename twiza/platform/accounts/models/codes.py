"""One-time codes printed on slips: an invitation, or a new password."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id


class OneTimeCode(models.Model):
    """A code that was printed once. Only its fingerprint is kept: nobody can print it again.

    The table is read before anybody is known, so it has no row security, and nothing in it to read:
    fingerprints, ids and times. What an invitation is for is kept in `network`, behind its own policy.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "kind": "internal",
        "fingerprint": "restricted",
        "user": "internal",
        "made_by": "internal",
        "made_at": "internal",
        "expires_at": "internal",
        "used_at": "internal",
        "cancelled_at": "internal",
    }

    class Kind(models.TextChoices):
        INVITATION = "invitation"
        NEW_PASSWORD = "new_password"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    fingerprint = models.CharField(max_length=64, unique=True)
    # whose password is to be chosen anew; nobody yet for an invitation
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # nobody at first set-up: the code of the first administrator
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="invitation", user__isnull=True)
                | Q(kind="new_password", user__isnull=False),
                name="code_says_whose_password",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="code_is_used_or_cancelled",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="code_lasts_a_while"),
        ]
