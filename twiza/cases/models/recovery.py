"""Bringing back the key of a case: two officers hold a half each, and see no case. One half is noise."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.cases import rules
from twiza.cases.models.room import Case, RoomWorker
from twiza.lib.ids import new_id


class RecoveryOfficer(models.Model):
    """The public key of an officer in one organisation; the newest counts. Never changed."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "user", "public_key", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    public_key = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "user", "-at"], name="recovery_officer_newest")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="officer_and_its_organisation"),
        ]


class RecoveryLock(models.Model):
    """The private key of an officer, wrapped by their passphrase and the pepper. Only its owner reads the row."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("officer", "user", "salt", "sealed", "pepper", "passes", "kibibytes", "at"), "restricted"
    )

    officer = models.OneToOneField(
        RecoveryOfficer, on_delete=models.PROTECT, primary_key=True, related_name="lock"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    salt = models.BinaryField(max_length=16)
    sealed = models.BinaryField(max_length=200)
    pepper = models.PositiveSmallIntegerField()
    passes = models.PositiveSmallIntegerField()
    kibibytes = models.PositiveIntegerField()
    at = models.DateTimeField()


class KeyHalf(models.Model):
    """Half of the newest key of a case, sealed to an officer, who does not see the row. The team gives and replaces it.

    Both halves of one splitting carry the same `split`: halves of two splittings join to noise.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "case", "organisation", "officer", "part", "split", "number"), "internal"),
        "sealed": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    officer = models.ForeignKey(RecoveryOfficer, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.PositiveSmallIntegerField()  # 1 or 2
    split = models.UUIDField()
    number = models.PositiveIntegerField()  # of the key
    sealed = models.BinaryField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "part"], name="key_half_once"),
            models.UniqueConstraint(fields=["case", "officer"], name="key_half_one_each"),
            models.CheckConstraint(condition=Q(part__in=[1, 2]), name="key_half_of_two"),
        ]


class RecoveryAsk(models.Model):
    """A worker asks two officers for the key of a case. Written by the database alone; officers see its number only."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            ("id", "number", "organisation", "worker", "by", "reason_code", "at", "until", "finished_at"),
            "internal",
        ),
        "case": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, db_collation="C")  # that the worker says to the officers, aloud
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    worker = models.ForeignKey(RoomWorker, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason_code = models.CharField(max_length=16)
    at = models.DateTimeField()
    until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case"], name="recovery_ask_of_case"),
            models.Index(fields=["by", "-at"], name="recovery_ask_of_worker"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("at"), until__lte=F("at") + timedelta(hours=24)),
                name="recovery_within_a_day",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__lte=F("until")),
                name="recovery_finished_in_time",
            ),
            models.CheckConstraint(
                condition=Q(reason_code__in=list(rules.RECOVERIES)), name="recovery_reason_known"
            ),
        ]


class RecoveryConfirm(models.Model):
    """An officer agreed: their half, sealed to the worker who asked; empty once it is used. Written by the database alone."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "ask", "organisation", "user", "part", "split", "at"), "internal"),
        "sealed": "restricted",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ask = models.ForeignKey(RecoveryAsk, on_delete=models.PROTECT, related_name="confirms", db_index=False)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    part = models.PositiveSmallIntegerField()
    split = models.UUIDField()
    sealed = models.BinaryField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ask", "user"], name="recovery_confirmed_once_each"),
            models.UniqueConstraint(fields=["ask", "part"], name="recovery_confirmed_by_two"),
            models.CheckConstraint(condition=Q(part__in=[1, 2]), name="recovery_confirm_of_two"),
        ]
