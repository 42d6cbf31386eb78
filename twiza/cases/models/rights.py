"""What remains when a case is erased, who asked for it, and who asked for somebody else's data."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.cases import rules
from twiza.cases.models.room import Case
from twiza.lib.ids import new_id


class ErasureAsk(models.Model):
    """The first of two people of the team says that a case is to be erased. It goes with the case."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "case", "organisation", "by", "at"), "internal"),
        "reason_code": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason_code = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "by"], name="erasure_asked_once_each"),
            models.CheckConstraint(
                condition=Q(reason_code__in=list(rules.ERASURE_REASONS)), name="erasure_reason_known"
            ),
        ]


class ErasedCase(models.Model):
    """That there was a case, opened in this month: figures stay true. Nothing else, and nothing leads back."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "organisation", "month"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField()  # its first day


class ErasureCertificate(models.Model):
    """What was erased, by kind and number, under the number that stands on the paper. No name, no case."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "number", "day", "counts"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField(max_length=10, db_collation="C")
    day = models.DateField()
    counts = models.JSONField()  # table → rows

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="erasure_certificate_once"),
        ]


class OutsideAsk(models.Model):
    """Somebody asked for the data of somebody else, as husband, as guardian… Refused; codes only, no name, no word."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            ("id", "organisation", "at", "by", "claim", "way", "threat", "seen_at", "seen_by"), "internal"
        ),
        "mark": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    claim = models.CharField(max_length=12)
    way = models.CharField(max_length=8)
    threat = models.BooleanField()
    mark = models.BinaryField(
        max_length=32
    )  # keyed hash of the code that was shown; noise when there was none
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "mark"], name="outside_ask_by_mark")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(claim__in=list(rules.CLAIMS)), name="outside_claim_known"),
            models.CheckConstraint(condition=Q(way__in=list(rules.ASKED_WAYS)), name="outside_way_known"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False) & ~Q(seen_by=F("by")),
                name="outside_ask_seen_by_another",
            ),
        ]
