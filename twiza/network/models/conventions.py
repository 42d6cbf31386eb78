"""Conventions between organisations. Rows of several bodies: the policy accepts any party."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.network.models.organisations import Organisation


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Convention(models.Model):
    """An agreement: its parties, its object, its dates. `parties` is what its policy reads."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "parties",
            "number",
            "title",
            "subject",
            "signed_on",
            "period",
            "ended_on",
            "ended_reason",
            "created_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    parties = ArrayField(models.UUIDField())
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    subject = models.TextField(blank=True, max_length=4000)
    signed_on = models.DateField(null=True)
    period = DateRangeField()
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(parties__len__gte=2), name="convention_has_two_parties"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_reason="")
                | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
                name="convention_end_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False), name="convention_has_a_first_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConventionParty(models.Model):
    """What one body is in one convention: the same body may be funder here and partner there."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "convention", "organisation", "role"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["convention", "organisation", "role"], name="convention_party_once"
            )
        ]


class ConventionCommitment(models.Model):
    """What one party promises: money, premises, staff… Kept as written at signature; changes are amendments.

    `written_by` is that party itself; or the delegation, a funder or who supervises, with the paper on which the party
    agreed. None: written before this was asked.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "convention", "organisation", "kind", "code", "amount", "currency", "words", "due_on", "created_at", "written_by", "agreement"),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    # of a promise that a program wrote and finds again: the tranche or the report of a grant
    code = models.CharField(max_length=20, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="MAD")
    words = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    written_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    agreement = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(written_by__isnull=True) | Q(written_by=F("organisation")) | ~Q(agreement=""),
                name="commitment_agreed_by_its_party",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="commitment_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(words=""), name="commitment_says_something"
            ),
            models.UniqueConstraint(
                fields=["convention", "code"], condition=~Q(code=""), name="commitment_code_once"
            ),
            models.UniqueConstraint(
                fields=["id", "convention", "organisation"], name="commitment_and_who_promised"
            ),
        ]


class ConventionAmendment(models.Model):
    """A change to a convention, numbered in the order of signature."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "convention", "number", "words", "signed_on", "new_end", "created_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=2000)
    signed_on = models.DateField()
    new_end = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["convention", "number"], name="amendment_numbered_once"),
            models.UniqueConstraint(fields=["id", "convention"], name="amendment_of_a_convention"),
        ]


class AmendmentSigner(models.Model):
    """Who signed an amendment for one of the parties: the name and the office, as on the paper."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "convention", "amendment", "organisation"), "internal"),
        "words": "personal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    amendment = models.ForeignKey(ConventionAmendment, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["amendment", "organisation"], name="amendment_signed_once_by"),
            models.CheckConstraint(condition=~Q(words=""), name="amendment_signer_named"),
        ]


class CommitmentChange(models.Model):
    """What an amendment changes in a promise. The promise as signed stays beside it; the last change holds."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "convention", "amendment", "commitment", "amount", "words", "due_on", "created_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    amendment = models.ForeignKey(ConventionAmendment, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(ConventionCommitment, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    words = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["amendment", "commitment"], name="commitment_changed_once_by"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="changed_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(words=""), name="change_says_something"
            ),
        ]


class SharingSignature(models.Model):
    """That one party lets its families be compared with those of the others in campaigns they share.

    Each party signs for itself, and takes it back alone; nothing is compared but between two that signed.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "convention", "organisation", "holds_until", "signed_by", "signed_at", "ended_by", "ended_at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # the term of the convention as it was signed: who extends it later extends no one else's word
    holds_until = models.DateField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["convention", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="sharing_signed_once_while_it_lasts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="sharing_ended_by_somebody",
            ),
        ]
