"""The two logs. Ids without foreign keys: a line outlives what it speaks of."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from twiza.lib.ids import new_id


class AuditLine(models.Model):
    """One act: who, in which role, what, on which record, why. Ids and codes, never names."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation_id",
            "at",
            "recorded_at",
            "by",
            "role",
            "type",
            "target_kind",
            "target",
            "reason_code",
            "data",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    type = models.CharField(max_length=80)
    target_kind = models.CharField(max_length=80, blank=True)
    target = models.UUIDField(null=True)
    reason_code = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_line"
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-at", "-id"], name="audit_line_by_day"),
            models.Index(fields=["target", "-at"], name="audit_line_by_target"),
        ]


class AccessLine(models.Model):
    """One page or export that showed named people: who looked, where, at whom."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation_id", "at", "recorded_at", "by", "role", "page", "purpose", "subjects"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=80)
    purpose = models.CharField(max_length=80, blank=True)
    subjects = ArrayField(models.UUIDField(), default=list)

    class Meta:
        db_table = "audit_access"
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-at", "-id"], name="audit_access_by_day")
        ]
