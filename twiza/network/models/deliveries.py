"""What came of the promises of a convention. Facts and what the others say of them: only added to, read by every party."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.models.conventions import Convention, ConventionCommitment
from twiza.network.models.organisations import Organisation
from twiza.network.rules.deliveries import Verdict


class ConventionDelivery(models.Model):
    """One delivery, as the body that promised says it. `parties` is what its policy reads."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "convention", "parties", "commitment", "organisation", "on", "amount", "currency", "words", "whole",
            "reference", "folder", "by", "at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    parties = ArrayField(models.UUIDField())
    commitment = models.ForeignKey(ConventionCommitment, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="MAD")
    words = models.CharField(max_length=500, blank=True)
    # with this one, all that was promised in words is there
    whole = models.BooleanField(default=False)
    # of the paper that proves it, and the folder in which its original was seen
    reference = models.CharField(max_length=120, blank=True)
    folder = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="delivery_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(words=""), name="delivery_says_something"
            ),
            models.UniqueConstraint(
                fields=["id", "convention", "organisation"], name="delivery_and_who_said_it"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["convention", "on"], name="delivery_of_convention")]


class ConventionRuling(models.Model):
    """What another party says of a delivery, or that the one who said it takes it back. The last word of a body holds."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "convention", "parties", "delivery", "said_by", "organisation", "verdict", "words", "by", "at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    parties = ArrayField(models.UUIDField())
    delivery = models.ForeignKey(ConventionDelivery, on_delete=models.PROTECT, related_name="+")
    # the body that said the delivery: a composite key holds it to the delivery's own
    said_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict__in=[str(one) for one in Verdict]), name="ruling_verdict"
            ),
            # never by the body itself, which may only take its own word back
            models.CheckConstraint(
                condition=Q(verdict="withdrawn", organisation=F("said_by"))
                | (~Q(verdict="withdrawn") & ~Q(organisation=F("said_by"))),
                name="ruling_by_another_body",
            ),
            models.CheckConstraint(condition=Q(verdict="confirmed") | ~Q(words=""), name="ruling_says_why"),
        ]
        indexes: ClassVar = [models.Index(fields=["delivery", "at"], name="ruling_of_delivery")]
