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


class AccessSubject(models.Model):
    """One person or household shown by one access line: "who read this file" searches here.

    A side table, because row security keeps an index on an array from being used.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("line", "subject", "at"), "internal")

    pk = models.CompositePrimaryKey("line_id", "subject")
    line = models.ForeignKey(AccessLine, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "access_subject"
        indexes: ClassVar = [models.Index(fields=["subject", "-at"], name="access_subject_by_subject")]


class AuditLink(models.Model):
    """One link of a chain: the hash of a line and of everything before it. Beside the log, which never changes."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("log", "organisation", "position", "line", "previous", "hash"), "internal"
    )

    pk = models.CompositePrimaryKey("log", "organisation", "position")
    log = models.CharField(max_length=6)
    organisation = models.UUIDField()  # zero: the platform's own chain
    position = models.BigIntegerField()
    line = models.UUIDField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_link"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "log"], name="audit_link_once"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="audit_link_from_one"),
        ]
