"""Phones and what came from them. Everything that arrived is kept as it arrived; what became of it stands beside it.

`organisation_id` leads what the device serves, `host_id` keeps the place: both work on these rows.
"""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.lib.ids import new_id
from twiza.platform.sync.rules import LONGEST_NAME, Answer

BODIES = ("organisation_id", "host_id")
POST = ("post", "post_kind", "begins", "ends")


class SyncKey(models.Model):
    """Which enrolment or device a secret opens, and as whom: read before anybody is known, so it says no more."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "fingerprint": "restricted",
        "kind": "internal",
        "thing": "internal",
        "person": "internal",
    }

    class Kind(models.TextChoices):
        ENROLMENT = "enrolment"
        TOKEN = "token"  # noqa: S105 - a kind

    fingerprint = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    thing = models.UUIDField()
    person = models.UUIDField()

    class Meta:
        db_table = "sync_key"


class EnrolmentCode(models.Model):
    """A sheet with a code that makes one phone the device of one post for one period. Used: a device names it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", *BODIES, *POST, "opened_by", "made_at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    host_id = models.UUIDField()
    post = models.UUIDField()  # what it serves: a row of a subject above, without a key
    post_kind = models.CharField(max_length=20)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["post"], name="sync_enrolment_by_post")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="sync_enrolment_lasts")
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Device(models.Model):
    """An enrolled phone or shared tablet. What is done on it is done in the name of who opened its enrolment."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", *BODIES, *POST, "enrolment", "opened_by", "installed", "key", "enrolled_at", "revoked_at",
                "revoked_by", "revoked_because",
            ),
            "internal",
        ),
        "name": "personal",  # people call a phone by its owner
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    host_id = models.UUIDField()
    enrolment = models.OneToOneField(EnrolmentCode, on_delete=models.PROTECT, related_name="+")
    post = models.UUIDField()
    post_kind = models.CharField(max_length=20)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    installed = models.BooleanField()  # on the home screen, not a tab
    key = models.BinaryField(max_length=32)  # Ed25519, public
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_because = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["post"], name="sync_device_by_post")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_because="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_because=""),
                name="sync_device_revoked_whole",
            ),
        ]


class DeviceState(models.Model):
    """When a device was last heard of and what it said then. Without history: each operation has its own moment."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (*BODIES, "device", "last_contact_at", "waiting", "last_seq", "highest_seq", "clock_offset_ms"),
        "internal",
    )

    device = models.OneToOneField(Device, on_delete=models.PROTECT, primary_key=True, related_name="state")
    organisation_id = models.UUIDField()
    host_id = models.UUIDField()
    last_contact_at = models.DateTimeField()
    waiting = models.PositiveIntegerField(default=0)  # operations that it said it still held
    last_seq = models.BigIntegerField(default=0)  # the last number that it said it had given
    highest_seq = models.BigIntegerField(default=0)  # the highest that arrived
    clock_offset_ms = models.BigIntegerField(default=0)  # server less device

    class Meta:
        db_table = "sync_devicestate"


class StoredOperation(models.Model):
    """One thing done on a device, as its device signed it. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", *BODIES, "device", "seq", "kind", "at", "heard", "payload", "signature", "digest", "received_at",
            "clock_offset_ms", "quarantined", "sequence_again",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True)  # made on the device
    organisation_id = models.UUIDField()
    host_id = models.UUIDField()
    # the policy asks for the device of each row: the key would ask again, row by row
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()  # by the device's clock, whatever it says
    heard = models.DateTimeField(null=True)
    payload = models.TextField()  # in its one form: the signature is over it
    signature = models.BinaryField(max_length=64)
    digest = models.BinaryField(max_length=32)  # SHA-256 of the canonical bytes
    received_at = models.DateTimeField()
    clock_offset_ms = models.BigIntegerField()
    quarantined = models.BooleanField()  # it came after the device was revoked
    sequence_again = models.BooleanField()  # its number had come with another operation

    class Meta:
        db_table = "sync_operation"
        indexes: ClassVar = [models.Index(fields=["device", "seq"], name="sync_operation_by_seq")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["device", "seq"], condition=Q(sequence_again=False), name="sync_operation_seq_once"
            ),
            models.CheckConstraint(condition=Q(seq__gte=1), name="sync_operation_seq_from_one"),
        ]


class OperationAnswer(models.Model):
    """What became of an operation; the first is what its device was told. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", *BODIES, "device", "operation", "answer", "rule", "taken_in", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    host_id = models.UUIDField()
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    operation = models.ForeignKey(StoredOperation, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Answer])
    rule = models.CharField(max_length=60, blank=True)
    taken_in = models.BooleanField()  # its subject has it: for good, and once
    at = models.DateTimeField()
    # who had it taken in after all; nobody when the device was answered
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )

    class Meta:
        db_table = "sync_answer"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operation"], condition=Q(by__isnull=True), name="sync_device_answered_once"
            ),
            models.UniqueConstraint(
                fields=["operation"], condition=Q(taken_in=True), name="sync_operation_taken_in_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_in=False) | Q(answer__in=["accepted", "duplicate", "conflict"]),
                name="sync_answer_taken_in_said",
            ),
        ]


class KeptUpload(models.Model):
    """A line that is no operation, or another one under an id that is taken: kept sealed, as it came."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", *BODIES, "device", "digest", "rule", "received_at"), "internal"),
        "line": "restricted",  # nobody knows what stands in it
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    host_id = models.UUIDField()
    device = models.ForeignKey(Device, on_delete=models.PROTECT, db_index=False, related_name="+")
    digest = models.BinaryField(max_length=32)  # SHA-256 of the line
    line = models.TextField()
    rule = models.CharField(max_length=20)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "sync_keptupload"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "digest"], name="sync_upload_kept_once")
        ]
