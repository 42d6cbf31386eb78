"""The right to one basket, the card that carries it, and what happened with it."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.models.lists import ListEntry, Nomination
from twiza.aid.rules.rulings import Outcome, Ruling, Source, TurnedAway
from twiza.aid.rules.states import EntitlementState
from twiza.lib.ids import new_id


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Entitlement(models.Model):
    """One household may collect one basket. It points at an entry of a list or addendum signed by two.

    Three ids: `organisation` coordinates, `bringing` brought the household, `host` keeps the point.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "entry",
            "nomination",
            "organisation",
            "bringing",
            "host",
            "point",
            "code",
            "state",
            "collect_on",
            "collect_from",
            "collect_until",
            "created_at",
        ),
        "internal",
    ) | dict.fromkeys(("size", "needs"), "personal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(ListEntry, on_delete=models.PROTECT, related_name="+")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    # what a point needs to know, copied from the entry: who keeps a point does not read the list
    code = models.CharField(max_length=12, db_collation="C")
    size = models.PositiveIntegerField()
    needs = ArrayField(models.CharField(max_length=20), default=list)
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in EntitlementState])
    collect_on = models.DateField(null=True)
    # local wall time: the clocks change around Ramadan
    collect_from = models.TimeField(null=True)
    collect_until = models.TimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["point", "state"], name="entitlement_by_point")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "nomination"], name="entitlement_once_in_a_campaign")
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Card(models.Model):
    """A card given out. Its two codes are kept as keyed hashes: the database alone cannot make or guess one."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "entitlement",
            "organisation",
            "host",
            "valid_until",
            "key",
            "issued_at",
            "issued_by",
            "revoked_at",
            "revoked_because",
        ),
        "internal",
    ) | dict.fromkeys(("door_hash", "token_hash", "pack_door", "pack_token"), "restricted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    door_hash = models.BinaryField(max_length=32, unique=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    # the same two under a key of the campaign, for packs: 16 bytes; none on cards printed before there were packs
    pack_door = models.BinaryField(max_length=16, null=True)
    pack_token = models.BinaryField(max_length=16, null=True)
    valid_until = models.DateField()
    key = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(revoked_at__isnull=True), name="card_one_valid"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_because="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_because=""),
                name="card_revoked_with_a_reason",
            ),
        ]


class HandOver(models.Model):
    """A fact: this card was presented at this point. Its id is the operation's, made where it happened.

    Never changed and never deleted: what it counts for is the ruling beside it.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "entitlement",
            "campaign",
            "point",
            "organisation",
            "bringing",
            "host",
            "pieces",
            "by_proxy",
            "source",
            "device",
            "lane",
            "at",
            "recorded_at",
            "by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    pieces = models.PositiveSmallIntegerField()  # baskets that left: 0 when the second use was seen in time
    by_proxy = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Source])
    device = models.CharField(max_length=60, blank=True)
    lane = models.ForeignKey(
        "aid.Lane", on_delete=models.PROTECT, null=True, related_name="+"
    )  # none: online
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["entitlement"], name="hand_over_by_right"),
            models.Index(fields=["point", "-at"], name="hand_over_by_point"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pieces__in=(0, 1)), name="hand_over_is_one_basket"),
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class HandOverRuling(models.Model):
    """What a hand-over counts for. One `served` for each entitlement, kept so by the database."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "hand_over",
            "entitlement",
            "organisation",
            "bringing",
            "host",
            "ruling",
            "reason_code",
            "ruled_at",
            "ruled_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hand_over = models.OneToOneField(HandOver, on_delete=models.PROTECT, related_name="+")
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    bringing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    reason_code = models.CharField(max_length=40, blank=True)
    ruling = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Ruling])
    ruled_at = models.DateTimeField()
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(ruling=Ruling.SERVED.value), name="ruled_served_once"
            ),
        ]


class DignityCase(models.Model):
    """Whoever was turned away at a lane, or came a second time: heard at the welcome table, and what was decided there.

    With a hand-over it is a second use; without one nobody was served: `why` says what the phone saw.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "hand_over",
            "entitlement",
            "why",
            "day",
            "lane",
            "operation",
            "campaign",
            "point",
            "organisation",
            "host",
            "opened_at",
            "outcome",
            "closed_at",
            "closed_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hand_over = models.OneToOneField(HandOver, on_delete=models.PROTECT, null=True, related_name="+")
    # of whoever was turned away: which right, if its card was known, why, on which day, at which lane, in which operation
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in TurnedAway])
    day = models.DateField(null=True)
    lane = models.ForeignKey("aid.Lane", on_delete=models.PROTECT, null=True, related_name="+")
    operation = models.UUIDField(null=True, unique=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Outcome])
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True, closed_by__isnull=True)
                | ~Q(outcome="") & Q(closed_at__isnull=False, closed_by__isnull=False),
                name="dignity_case_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    hand_over__isnull=False,
                    why="",
                    entitlement__isnull=True,
                    day__isnull=True,
                    lane__isnull=True,
                    operation__isnull=True,
                )
                | Q(hand_over__isnull=True, day__isnull=False, lane__isnull=False, operation__isnull=False)
                & ~Q(why=""),
                name="dignity_case_says_why",
            ),
            models.UniqueConstraint(
                fields=["entitlement", "day"],
                condition=Q(entitlement__isnull=False),
                name="dignity_case_once_a_day",
            ),
        ]
