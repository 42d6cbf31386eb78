"""What a plan holds beside its campaign: places of its zones, content, funders, slots, lessons, partners to ask again."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.rules.contents import Because, Measure
from twiza.aid.rules.lessons import Looked
from twiza.lib.ids import new_id

USER = settings.AUTH_USER_MODEL
_LED: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}


class CampaignZone(models.Model):
    """Where a zone of a campaign lies. `province` is that of the place: declarations are per (campaign, province)."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "name", "place", "province", "placed_at", "placed_by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    name = models.CharField(max_length=80)
    place = models.ForeignKey("network.Place", **_LED)
    province = models.ForeignKey("network.Place", **_LED)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(USER, **_LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "name"], name="campaign_zone_placed_once")
        ]


class ContentVersion(models.Model):
    """What was decided to be in one basket, at one moment. Never changed: a change is the next number."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "number",
            "because",
            "words",
            "currency",
            "lines",
            "made_at",
            "made_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    number = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Because])
    words = models.CharField(max_length=300, blank=True)  # why the item was replaced
    currency = models.CharField(max_length=3, default="MAD")
    lines = models.PositiveSmallIntegerField()  # how many items it has: none is added afterwards
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, **_LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="content_version_once"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="content_currency_is_a_code"
            ),
            models.CheckConstraint(
                condition=~Q(because=Because.SUBSTITUTION.value) | ~Q(words=""),
                name="content_substituted_with_a_reason",
            ),
        ]


class ContentItem(models.Model):
    """One line of a content. `replaces`: the words of the item that it stands for, in every basket."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "version",
            "organisation",
            "campaign",
            "position",
            "name",
            "quantity",
            "unit",
            "unit_cost",
            "replaces",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, related_name="items")
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    quantity = models.DecimalField(max_digits=9, decimal_places=3)
    unit = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Measure])
    unit_cost = models.DecimalField(max_digits=14, decimal_places=2)
    replaces = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="content_item_once"),
            models.UniqueConstraint(fields=["version", "name"], name="content_item_named_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="content_item_has_a_quantity"),
            models.CheckConstraint(condition=Q(unit_cost__gte=0), name="content_item_costs_nothing_or_more"),
        ]

    @property
    def cost(self) -> object:
        """What the line costs in one basket."""
        return (self.quantity * self.unit_cost).quantize(self.unit_cost)


class CampaignFunder(models.Model):
    """Who pays for a campaign, with what share, and what that share may be used for. Each has its own report.

    `funder` is an organisation of the register, or none: a pool of donors without a name has its label only.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "funder",
            "label",
            "share",
            "amount",
            "currency",
            "restricted_zones",
            "restriction",
            "bound_to",
            "added_at",
            "added_by",
            "ended_at",
            "ended_by",
        ),
        "internal",
    )
    MONEY, GOODS = "money", "goods"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    funder = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=120)
    share = models.CharField(max_length=10, choices=[(MONEY, MONEY), (GOODS, GOODS)])
    amount = models.DecimalField(max_digits=14, decimal_places=2)  # of goods: what they are worth
    currency = models.CharField(max_length=3, default="MAD")
    restricted_zones = ArrayField(models.CharField(max_length=80), default=list)  # empty: every zone
    restriction = models.CharField(
        max_length=300, blank=True
    )  # what else it is kept for, in the giver's words
    # where its money is kept in the books, and so its statement
    bound_to = models.ForeignKey("funding.Restriction", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, **_LED)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="funder_gives_something"),
            models.CheckConstraint(condition=~Q(label=""), name="funder_has_a_label"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="funder_currency_is_a_code"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="funder_ended_by_somebody",
            ),
        ]


class PointSlot(models.Model):
    """Hours of one day at a point, and how many households they hold. `taken` is counted by the database alone."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "point", "on", "starts", "ends", "capacity", "taken"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, related_name="slots")
    on = models.DateField()
    # local wall time: the clocks change around Ramadan
    starts = models.TimeField()
    ends = models.TimeField()
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["on", "starts"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["point", "on", "starts"], name="slot_begins_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="slot_hours_in_order"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="slot_has_room"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="slot_never_overfilled"),
        ]


class PartnerProposal(models.Model):
    """A partner of last year, to be asked again: cloned plans share nothing before somebody invites."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "partner",
            "points",
            "proposed_at",
            "settled",
            "settled_at",
            "settled_by",
        ),
        "internal",
    )
    INVITED, LEFT = "invited", "left"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    partner = models.ForeignKey("network.Organisation", **_LED)
    points = ArrayField(models.CharField(max_length=8), default=list)  # those it kept last year
    proposed_at = models.DateTimeField()
    settled = models.CharField(max_length=10, blank=True, choices=[(INVITED, INVITED), (LEFT, LEFT)])
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "partner"], name="partner_proposed_once"),
            models.CheckConstraint(
                condition=Q(settled="", settled_at__isnull=True, settled_by__isnull=True)
                | ~Q(settled="") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="proposal_settled_whole",
            ),
        ]


class Lesson(models.Model):
    """What happened in a campaign and what to change, said by somebody in a role. Never changed, never deleted."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "author", "happened", "change", "said_as", "noted_at", "noted_by"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    author = models.ForeignKey("network.Organisation", **_LED)  # the organisation for which it is said
    happened = models.CharField(max_length=600)
    change = models.CharField(max_length=600)
    said_as = models.CharField(max_length=40)  # a role, never a name
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, **_LED)

    class Meta:
        ordering: ClassVar = ["noted_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(happened="") & ~Q(change="") & ~Q(said_as=""), name="lesson_says_something"
            )
        ]


class LessonLook(models.Model):
    """What the next plan does with a lesson: kept, changed, or left, with a word."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "lesson", "campaign", "organisation", "outcome", "words", "looked_at", "looked_by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="looks")
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Looked])
    words = models.CharField(max_length=300)
    looked_at = models.DateTimeField()
    looked_by = models.ForeignKey(USER, **_LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lesson", "campaign"], name="lesson_looked_at_once"),
            models.CheckConstraint(condition=~Q(words=""), name="lesson_looked_at_with_a_word"),
        ]


class SlotPlace(models.Model):
    """One right's place in a slot. Written when its card is made; the database counts it, and fills no slot beyond."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "slot", "campaign", "organisation", "entitlement"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slot = models.ForeignKey(PointSlot, on_delete=models.PROTECT, related_name="places", db_index=False)
    campaign = models.ForeignKey(Campaign, db_index=False, **_LED)
    organisation = models.ForeignKey("network.Organisation", db_index=False, **_LED)
    entitlement = models.OneToOneField("aid.Entitlement", on_delete=models.PROTECT, related_name="slot_place")
