"""An urgent programme: the template prepared in calm times, the board of needs, offers, pads, daily counts."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.models.lists import Nomination
from twiza.aid.rules.crisis import Answer, Hazard, Road, Sure
from twiza.aid.rules.kinds import AidKind
from twiza.lib.ids import new_id

USER = settings.AUTH_USER_MODEL
_LED: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}


class ProgrammeTemplate(models.Model):
    """An urgent programme thought through in calm times: what it gives, where, by whom, and how it asks for leave.

    Never edited: whoever has learnt something prepares another and retires this one.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "title",
            "hazard",
            "aid_kind",
            "services",
            "roles",
            "contents",
            "points",
            "criteria",
            "appeal",
            "prepared_at",
            "prepared_by",
            "retired_at",
            "retired_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    title = models.CharField(max_length=120)
    hazard = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Hazard])
    aid_kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in AidKind])
    services = ArrayField(models.CharField(max_length=120), default=list)
    roles = ArrayField(models.CharField(max_length=120), default=list)  # who does what, never a name
    contents = models.JSONField()  # lines of a basket, see rules.crisis
    points = models.JSONField()  # name, capacity and hours of each
    criteria = models.JSONField()
    appeal = ArrayField(
        models.CharField(max_length=200), default=list
    )  # steps of the urgent appeal, in order
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(USER, **_LED)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="template_retired_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CrisisProgramme(models.Model):
    """What makes a campaign an urgent one. The campaign's own states hold for it as for any other."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "template",
            "hazard",
            "level",
            "lead",
            "opened_at",
            "opened_by",
            "demobilised_at",
            "demobilised_by",
            "left_over",
            "debts",
            "currency",
            "to_follow_up",
            "handed_to",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="crisis")
    organisation = models.ForeignKey("network.Organisation", **_LED)
    template = models.ForeignKey(ProgrammeTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    hazard = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Hazard])
    level = models.PositiveSmallIntegerField()  # 1: a commune, 2: a province, 3: a region or more
    lead = models.ForeignKey(USER, **_LED)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, **_LED)
    demobilised_at = models.DateTimeField(null=True)
    demobilised_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    left_over = models.CharField(max_length=600, blank=True)  # goods that remain, and where
    debts = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    currency = models.CharField(max_length=3, default="MAD")
    to_follow_up = models.PositiveIntegerField(
        default=0
    )  # people who need listening or a way home, a figure only
    handed_to = models.CharField(max_length=300, blank=True)  # the ordinary programme that goes on

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="crisis_level_1_to_3"),
            models.CheckConstraint(
                condition=Q(demobilised_at__isnull=True, demobilised_by__isnull=True, left_over="")
                | Q(demobilised_at__isnull=False, demobilised_by__isnull=False) & ~Q(left_over=""),
                name="crisis_demobilised_whole",
            ),
            models.CheckConstraint(condition=Q(debts__gte=0), name="crisis_debts_not_negative"),
        ]


class NeedReport(models.Model):
    """What somebody said of one douar at one moment: needed, arrived, the road. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "zone",
            "item",
            "needed",
            "sure",
            "arrived",
            "road",
            "said_as",
            "noted_at",
            "noted_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    zone = models.CharField(max_length=80)
    item = models.CharField(max_length=80)
    needed = models.PositiveIntegerField(null=True)  # in all, as known now
    sure = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Sure])
    arrived = models.PositiveIntegerField(null=True)  # in all, as known now
    road = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Road])
    said_as = models.CharField(max_length=80)  # who says so, by role: moqaddem, driver, volunteer
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, **_LED)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["campaign", "zone", "noted_at"], name="need_by_douar")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(needed__isnull=False) | Q(arrived__isnull=False) | ~Q(road=""),
                name="need_says_something",
            ),
            models.CheckConstraint(
                condition=Q(needed__isnull=True, sure="") | Q(needed__isnull=False) & ~Q(sure=""),
                name="need_tagged_how_sure",
            ),
        ]


class CrisisOffer(models.Model):
    """What somebody offers, what was answered, and when its convoy comes. Nobody is refused without a reason."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "number",
            "item",
            "quantity",
            "offered_at",
            "noted_by",
            "answer",
            "reason_code",
            "point",
            "convoy_on",
            "convoy_from",
            "convoy_until",
            "vehicles",
            "answered_at",
            "answered_by",
        ),
        "internal",
    ) | {"who": "identifying", "reach": "identifying"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    number = models.PositiveIntegerField()
    who = models.CharField(max_length=120)
    reach = models.CharField(max_length=80, blank=True)
    item = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()
    offered_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, **_LED)
    answer = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Answer])
    reason_code = models.CharField(max_length=20, blank=True)
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, null=True, related_name="+")
    convoy_on = models.DateField(null=True)
    convoy_from = models.TimeField(null=True)
    convoy_until = models.TimeField(null=True)
    vehicles = models.PositiveSmallIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="offer_number_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="offer_is_of_something"),
            models.CheckConstraint(
                condition=Q(answer="", reason_code="", convoy_on__isnull=True, answered_at__isnull=True)
                | Q(answer=Answer.REFUSED.value, convoy_on__isnull=True, answered_at__isnull=False)
                & ~Q(reason_code="")
                | Q(
                    answer=Answer.ACCEPTED.value,
                    convoy_on__isnull=False,
                    point__isnull=False,
                    convoy_until__gt=F("convoy_from"),
                    vehicles__gt=0,
                    answered_at__isnull=False,
                ),
                name="offer_answered_whole",
            ),
        ]


class TokenPad(models.Model):
    """A pad of numbered tokens printed for days without network: what stands on it is computed, not kept."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "campaign", "organisation", "number", "leaves", "printed_at", "printed_by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    number = models.PositiveSmallIntegerField()
    leaves = models.PositiveSmallIntegerField()
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(USER, **_LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="pad_number_once"),
            models.CheckConstraint(condition=Q(leaves__range=(1, 999)), name="pad_has_leaves"),
        ]


class LightHousehold(models.Model):
    """A household registered by a token, its size and what to prepare: no name. The code of its nomination is beside it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "bringing",
            "nomination",
            "typed_later",
            "met_on",
            "noted_at",
            "noted_by",
        ),
        "internal",
    ) | {"token": "internal"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    bringing = models.ForeignKey("network.Organisation", **_LED)
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=12, db_collation="C")
    typed_later = models.BooleanField(default=False)  # from a leaf of a pad
    met_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, **_LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "token"], name="token_used_once")
        ]


class CrisisDay(models.Model):
    """Figures of one day. Counted again, it is a line of its own: the last one holds."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "campaign",
            "organisation",
            "day",
            "number",
            "households",
            "persons",
            "given",
            "volunteers",
            "protection_desks",
            "noted_at",
            "noted_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, **_LED)
    organisation = models.ForeignKey("network.Organisation", **_LED)
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    households = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    given = models.PositiveIntegerField()
    volunteers = models.PositiveIntegerField()
    protection_desks = models.PositiveIntegerField()  # sites where a woman or a child finds somebody apart
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, **_LED)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "day", "number"], name="crisis_day_counted_once"),
            models.CheckConstraint(condition=Q(persons__gte=F("households")), name="crisis_day_persons"),
        ]
