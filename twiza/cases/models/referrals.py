"""Referrals between organisations, desks that receive them, and the packets sealed to those desks.

A referral names both organisations, a kind of help and a state: never a case. Whose it is stands in `ReferralCase`,
which only the team of the case reads.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.cases import rules
from twiza.cases.models.directory import Service
from twiza.cases.models.room import Case, CaseNote, RoomWorker
from twiza.lib.ids import new_id

_ORGANISATION = "network.Organisation"


class Referral(models.Model):
    """What one organisation asks of another for somebody. Its team sees it, and the desk there once it was sent."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "number", "sender", "receiver", "by_hand", "made_at"), "internal"),
        **dict.fromkeys(
            (
                "kind", "service", "urgency", "state", "asked_at", "reply_by", "expires_on", "answered_at", "reason_code",
                "offered", "offered_on", "result_code", "handler",
            ),
            "restricted",
        ),
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, db_collation="C")
    sender = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey(_ORGANISATION, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    urgency = models.CharField(max_length=8)
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    reply_by = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=16, blank=True)
    offered = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    offered_on = models.DateField(null=True)
    result_code = models.CharField(max_length=16, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "sender"], name="referral_and_its_sender"),
            models.UniqueConstraint(fields=["id", "receiver"], name="referral_and_its_receiver"),
            models.CheckConstraint(condition=Q(state__in=list(rules.REFERRALS)), name="referral_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(rules.SECTORS)), name="referral_kind_known"),
            models.CheckConstraint(
                condition=Q(urgency__in=list(rules.URGENCIES)), name="referral_urgency_known"
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, reply_by__isnull=True, expires_on__isnull=True)
                & Q(state__in=["drafted", "consented", "cancelled"])
                | Q(asked_at__isnull=False, reply_by__isnull=False, expires_on__isnull=False)
                & ~Q(state__in=["drafted", "consented"]),
                name="referral_sent_has_its_clock",
            ),
            models.CheckConstraint(
                condition=Q(state="declined", reason_code__in=list(rules.DECLINES))
                | Q(state="closed", reason_code__in=["", *rules.DECLINES])
                | ~Q(state__in=["declined", "closed"]) & Q(reason_code=""),
                name="referral_declined_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="result_returned", result_code__in=list(rules.RESULTS))
                | Q(state="closed", result_code__in=["", *rules.RESULTS])
                | ~Q(state__in=["result_returned", "closed"]) & Q(result_code=""),
                name="referral_result_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="shelter") | Q(service__isnull=False), name="referral_to_a_known_shelter"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReferralCase(models.Model):
    """Whose referral it is, and on which consent it rests. Only the team of the case reads it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("referral", "case", "organisation", "consent"), "restricted"
    )

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="case_link"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    consent = models.ForeignKey(
        CaseNote, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )


class DeskSeat(models.Model):
    """Somebody at the desk of an organisation: a public key, without a name, to which packets are sealed."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "worker", "public_key", "since", "until"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    worker = models.ForeignKey(RoomWorker, on_delete=models.PROTECT, related_name="+", db_index=False)
    public_key = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation"], name="desk_of_organisation")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["worker"], condition=Q(until__isnull=True), name="one_seat_at_the_desk"
            ),
        ]


class Packet(models.Model):
    """What she agreed to have told, sealed with a key of its own."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("referral", "organisation", "sealed"), "restricted")

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="packet"
    )
    organisation = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # the receiver
    sealed = models.BinaryField()


class PacketKey(models.Model):
    """The key of a packet, sealed to one worker of the desk. Destroyed when the consent ends."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "referral", "organisation", "worker", "sealed"), "restricted"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="keys", db_index=False)
    organisation = models.ForeignKey(
        _ORGANISATION, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # the receiver
    worker = models.ForeignKey(RoomWorker, on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed = models.BinaryField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "worker"], name="packet_key_once_each"),
        ]
