"""What the criteria said of every household of a pool: kept, never changed. Codes, never names."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.models.lists import Nomination
from twiza.lib.ids import new_id


class Judging(models.Model):
    """The criteria as they stood when a frozen pool was judged, by whom, and the figures that came out."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "pool",
            "criteria",
            "criteria_hash",
            "rules",
            "households",
            "eligible",
            "figures",
            "judged_at",
            "judged_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    pool = models.UUIDField(unique=True)
    criteria = models.JSONField()
    criteria_hash = models.CharField(max_length=64)
    rules = models.PositiveSmallIntegerField()  # how many: each household has as many answers
    households = models.PositiveIntegerField()
    eligible = models.PositiveIntegerField()
    # by rule: {"code": [met, unknown]}; who had how many points stands with each household
    figures = models.JSONField(default=dict)
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["campaign", "-judged_at"], name="judging_by_campaign")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rules__gt=0) & ~Q(criteria_hash=""), name="judging_has_rules"),
            models.CheckConstraint(
                condition=Q(eligible__lte=models.F("households")), name="judging_counts_in_order"
            ),
        ]


class Judgement(models.Model):
    """What each rule answered for one household of a pool, the values it looked at, and what follows.

    Compact, because there are a million: `met` holds the answers in the order of the judging's rules (true, false,
    null where a fact is unknown), `facts` the values looked at; sentences and points are those of the frozen
    criteria. A household and a pool have one, and so it has no number of its own: making and keeping a million of them
    took a third of the judging. Both ids: the coordinating and the bringing organisation. The keys are checked for all rows of a
    statement at once, by a trigger, and so are not foreign keys of the database.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "judging",
            "pool",
            "campaign",
            "organisation",
            "bringing",
            "nomination",
            "eligible",
            "points",
        ),
        "internal",
    ) | dict.fromkeys(("met", "facts"), "personal")

    # the nomination first: a household is looked up by its code, a pool is read whole
    pk = models.CompositePrimaryKey("nomination_id", "pool")
    judging = models.ForeignKey(
        Judging, on_delete=models.PROTECT, related_name="judgements", db_constraint=False, db_index=False
    )
    pool = models.UUIDField()
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
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="judgements", db_constraint=False, db_index=False
    )
    eligible = models.BooleanField()
    points = models.IntegerField()
    met = ArrayField(models.BooleanField(null=True))
    facts = models.JSONField(default=dict)


class FlipReview(models.Model):
    """Somebody looked at how many households would be judged otherwise than last time, and says why it is right."""

    REASONS: ClassVar = ("rules_changed", "facts_checked", "another_aim")
    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "compared",
            "flipped",
            "reason_code",
            "reviewed_at",
            "reviewed_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    compared = models.PositiveIntegerField()
    flipped = models.PositiveIntegerField()
    reason_code = models.CharField(max_length=20)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(flipped__lte=models.F("compared")), name="flip_review_counts_in_order"
            ),
            models.CheckConstraint(
                condition=Q(reason_code__in=("rules_changed", "facts_checked", "another_aim")),
                name="flip_review_has_reason",
            ),
        ]
