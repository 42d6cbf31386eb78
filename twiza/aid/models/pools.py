"""A pool frozen and signed before anything is drawn, the draw, and the place that each household got."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.models.lists import Nomination
from twiza.aid.rules.draw import LEAST_DIGITS, LEAST_WITNESSES, MOST_DIGITS
from twiza.lib.ids import new_id


class Pool(models.Model):
    """Every household brought into a campaign, as it stood when the pool was frozen: its hash, quotas and labels.

    Who is in it stands in the judgements of its id. `sealed_secret` is half of the draw, `sealed_key` gives each family
    its public code and salt: both are sealed by a key outside the database.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "hash",
            "households",
            "eligible",
            "baskets",
            "reserve",
            "small_cell",
            "criteria_hash",
            "secret_hash",
            "zones",
            "published",
            "summary",
            "frozen_at",
            "frozen_by",
        ),
        "internal",
    ) | dict.fromkeys(("sealed_secret", "sealed_key"), "restricted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    hash = models.CharField(max_length=64)
    households = models.PositiveIntegerField()
    eligible = models.PositiveIntegerField()
    # as planned that day: baskets given later go out by an addendum
    baskets = models.PositiveIntegerField()
    reserve = models.PositiveIntegerField()
    small_cell = models.PositiveSmallIntegerField()
    criteria_hash = models.CharField(max_length=64)
    secret_hash = models.CharField(max_length=64)
    sealed_secret = models.BinaryField(max_length=200)
    sealed_key = models.BinaryField(max_length=200)
    # zone → [eligible, people in them, not eligible, baskets, reserve]
    zones = models.JSONField(default=dict)
    # labels under which it may be published; empty when it is too small for any
    published = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(eligible__lte=F("households"), eligible__gt=0), name="pool_counts_in_order"
            ),
        ]


class PoolSignature(models.Model):
    """One of the two signatures of a pool: of whom, for which organisation, over which hash."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "pool", "organisation", "signing", "position", "signer", "role", "hash", "signed_at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    signing = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pool", "signer"], name="pool_signed_once_by_one_person"),
            models.UniqueConstraint(fields=["pool", "position"], name="pool_signature_position_once"),
            models.CheckConstraint(condition=Q(position__in=(1, 2)), name="pool_has_two_signatures"),
        ]


class Draw(models.Model):
    """The secret told, the digits drawn by hand, and the seed they give with the pool's hash."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "pool",
            "campaign",
            "organisation",
            "secret",
            "digits",
            "seed",
            "witnesses",
            "drawn_on",
            "entered_at",
            "entered_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pool = models.OneToOneField(Pool, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    secret = models.CharField(max_length=64)
    digits = models.CharField(max_length=MOST_DIGITS)
    seed = models.CharField(max_length=64)
    witnesses = models.PositiveSmallIntegerField()  # how many signed the sheet
    drawn_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(digits__regex=rf"^[0-9]{{{LEAST_DIGITS},{MOST_DIGITS}}}$"),
                name="draw_has_digits",
            ),
            models.CheckConstraint(condition=Q(witnesses__gte=LEAST_WITNESSES), name="draw_has_witnesses"),
        ]


class Placement(models.Model):
    """Where one household of a pool stands after the draw, and why. Written once, for all of a pool at once.

    There are a million: the nomination is the key, and the other keys are compared with the pool's judgements by the
    database when the list is frozen, instead of one by one.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("nomination", "pool", "campaign", "organisation", "bringing", "rank", "tie", "place", "reason"),
        "internal",
    )

    nomination = models.OneToOneField(
        Nomination,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="+",
        db_constraint=False,
    )
    pool = models.ForeignKey(
        Pool, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    organisation = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    bringing = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    rank = models.PositiveIntegerField()  # in its zone, from 1; 0 when not eligible
    tie = models.PositiveIntegerField()  # group of its zone with the same points, from 1
    place = models.CharField(max_length=12)
    reason = models.CharField(max_length=8)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["pool", "place"],
                name="placement_on_list",
                condition=Q(place__in=("selected", "reserve")),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rank=0, tie=0, place="not_eligible", reason="criteria")
                | Q(
                    rank__gt=0,
                    tie__gt=0,
                    place="selected",
                    reason__in=("criteria", "draw"),
                )
                | Q(
                    rank__gt=0, tie__gt=0, place__in=("reserve", "not_selected"), reason__in=("quota", "draw")
                ),
                name="placement_with_its_reason",
            ),
        ]
