"""What is done with goods: inspected, packed, given, written in a record; the dossier of customs goods."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign
from twiza.aid.models.planning import ContentVersion
from twiza.aid.models.stores import GoodsItem, Lot, Store, Transfer
from twiza.aid.rules.customs import Opinion, Source
from twiza.aid.rules.records import How, Kind
from twiza.lib.ids import new_id

_QUANTITY: dict[str, Any] = {"max_digits": 14, "decimal_places": 3}


class Inspection(models.Model):
    """A lot looked at before use: date, packaging, how it was kept, genuine, safe. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "lot", "expiry", "packaging", "storage", "genuine", "safe", "accepted", "refused",
         "refused_lot", "at", "by"),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="inspections")
    expiry = models.BooleanField()
    packaging = models.BooleanField()
    storage = models.BooleanField()
    genuine = models.BooleanField()
    safe = models.BooleanField()
    accepted = models.DecimalField(**_QUANTITY)
    refused = models.DecimalField(**_QUANTITY)
    refused_lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted__gte=0, refused__gte=0), name="inspection_counts_from_zero"
            ),
            models.CheckConstraint(
                condition=Q(genuine=True, safe=True) | Q(accepted=0), name="inspection_unsafe_accepts_none"
            ),
        ]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CustomsDossier(models.Model):
    """Goods exempted from duty or seized: list, opinions, number, criteria before names, what stopped it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "number",
            "source",
            "giver",
            "opinion",
            "opinion_reference",
            "opinion_on",
            "ministry",
            "ministry_reference",
            "ministry_on",
            "decision",
            "criteria_ar",
            "criteria_fr",
            "criteria_campaign",
            "criteria_at",
            "criteria_by",
            "stopped_at",
            "resumed_reason",
            "opened_at",
            "opened_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Source])
    giver = models.CharField(max_length=120)  # a body: a foundation abroad, a customs office; never a person
    opinion = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in Opinion], default=Opinion.AWAITED.value
    )
    opinion_reference = models.CharField(max_length=60, blank=True)
    opinion_on = models.DateField(null=True)
    ministry = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in Opinion], default=Opinion.AWAITED.value
    )
    ministry_reference = models.CharField(max_length=60, blank=True)
    ministry_on = models.DateField(null=True)
    decision = models.CharField(max_length=60, blank=True)  # franchise or decision number
    criteria_ar = models.TextField(blank=True)
    criteria_fr = models.TextField(blank=True)
    criteria_campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="+")
    criteria_at = models.DateTimeField(null=True)
    criteria_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True)
    resumed_reason = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="dossier_number_once"),
            models.CheckConstraint(
                condition=Q(
                    criteria_at__isnull=True, criteria_by__isnull=True, criteria_ar="", criteria_fr=""
                )
                | Q(criteria_at__isnull=False, criteria_by__isnull=False)
                & ~Q(criteria_ar="")
                & ~Q(criteria_fr=""),
                name="dossier_criteria_go_together",
            ),
        ]

    def __str__(self) -> str:
        return f"D-{self.number}"


class Resale(models.Model):
    """Somebody saw goods of a lot being sold: what is left stops until it is decided. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "lot", "dossier", "place", "quantity", "seen_on", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="resales")
    dossier = models.ForeignKey(CustomsDossier, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=120)
    quantity = models.DecimalField(**_QUANTITY, null=True)
    seen_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class GoodsRecord(models.Model):
    """A record (محضر) of an arrival, a loss, a damage, a destruction, a count; numbered, signed by three."""

    STATES = ("drafted", "signed", "cancelled")
    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "host",
            "number",
            "year",
            "kind",
            "store",
            "transfer",
            "dossier",
            "note",
            "state",
            "drafted_at",
            "drafted_by",
            "closed_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    year = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="+")
    dossier = models.ForeignKey(CustomsDossier, on_delete=models.PROTECT, null=True, related_name="records")
    note = models.CharField(max_length=300, blank=True)  # what happened, without a name
    state = models.CharField(max_length=9, choices=[(one, one) for one in STATES], default="drafted")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="record_number_once"),
            models.CheckConstraint(
                condition=Q(state="drafted", closed_at__isnull=True)
                | ~Q(state="drafted") & Q(closed_at__isnull=False),
                name="record_closed_once_it_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class RecordLine(models.Model):
    """One lot in a record: what the books said, what was counted. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "host", "record", "lot", "store", "expected", "counted"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(GoodsRecord, on_delete=models.PROTECT, related_name="lines")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    expected = models.DecimalField(**_QUANTITY)
    counted = models.DecimalField(**_QUANTITY)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "lot", "store"], name="record_line_once"),
            models.CheckConstraint(
                condition=Q(expected__gte=0, counted__gte=0), name="record_line_counts_from_zero"
            ),
        ]


class RecordSignature(models.Model):
    """Who signed a record: with their account, or on the paper, where only the office is kept. Only added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "host", "record", "position", "signer", "office", "how", "at", "entered_by"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(GoodsRecord, on_delete=models.PROTECT, related_name="signatures")
    position = models.PositiveSmallIntegerField()
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.CharField(max_length=80)
    how = models.CharField(max_length=8, choices=[(one.value, one.value) for one in How])
    at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "position"], name="record_signature_position_once"),
            models.UniqueConstraint(fields=["record", "signer"], name="record_signer_once"),
            models.UniqueConstraint(fields=["record", "office"], name="record_office_once"),
            models.CheckConstraint(condition=Q(position__range=(1, 3)), name="record_three_signatures"),
            models.CheckConstraint(
                condition=Q(how="account", signer__isnull=False, signer=F("entered_by"))
                | Q(how__in=("paper", "mark"), signer__isnull=True),
                name="record_signed_by_oneself_or_on_paper",
            ),
        ]


class Substitution(models.Model):
    """In a campaign's baskets, what stands for an item that is missing: for all of them. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "campaign", "item", "instead", "ratio", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(GoodsItem, on_delete=models.PROTECT, related_name="+")
    instead = models.ForeignKey(GoodsItem, on_delete=models.PROTECT, related_name="+")
    ratio = models.DecimalField(max_digits=8, decimal_places=3)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ratio__gt=0) & ~Q(item=F("instead")), name="substitution_is_another_item"
            )
        ]


class Packing(models.Model):
    """Baskets made at one go in a store: the same content for all of them. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "campaign",
            "store",
            "lot",
            "version",
            "baskets",
            "content",
            "checks",
            "at",
            "by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, related_name="+")  # the baskets
    # the plan that was in force when they were packed; none where nobody had written one
    version = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, null=True, related_name="+")
    baskets = models.PositiveIntegerField()
    content = models.JSONField()  # [{item, quantity, stands_for}] of each basket
    checks = models.PositiveIntegerField()  # how many are opened and counted
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(baskets__gt=0, checks__gte=1, checks__lte=F("baskets")), name="packing_is_checked"
            )
        ]


class PackCheck(models.Model):
    """A basket opened, weighed or counted. A wrong one is put right and checked again. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "packing", "basket", "right", "grams", "missing", "at", "by"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    packing = models.ForeignKey(Packing, on_delete=models.PROTECT, related_name="pack_checks")
    basket = models.PositiveIntegerField()
    right = models.BooleanField()
    grams = models.PositiveIntegerField(null=True)
    missing = models.ForeignKey(GoodsItem, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(basket__gt=0) & (Q(right=False) | Q(missing__isnull=True)),
                name="pack_check_says_one_thing",
            )
        ]


class GoodsIssue(models.Model):
    """Goods given to a household, by its code, or to an institution, with a signature or a mark. Only added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "lot", "store", "quantity", "code", "institution", "mark", "at_home", "aids",
         "campaign", "at", "by"),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(**_QUANTITY)
    code = models.CharField(max_length=16, blank=True)  # the household's code in the list of a campaign
    institution = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="+")
    mark = models.CharField(
        max_length=9, choices=[(one, one) for one in ("signature", "mark", "proxy", "none")]
    )
    at_home = models.BooleanField(default=False)
    aids = models.JSONField(default=list)  # read aloud, large print: how it was handed over, never why
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(institution__isnull=True, campaign__isnull=False) & ~Q(code="")
                | Q(institution__isnull=False, code="", campaign__isnull=True),
                name="goods_issue_has_one_receiver",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="goods_issue_gives_some"),
        ]
