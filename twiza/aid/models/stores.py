"""Where goods lie, what goods there are, and every movement between places."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.aid.models.campaigns import Campaign, DistributionPoint
from twiza.aid.rules.goods import STORED, Condition, Kind, Origin
from twiza.aid.rules.tracing import BETWEEN, COMES_IN, GOES_OUT, Move
from twiza.lib.ids import new_id

_QUANTITY: dict[str, Any] = {"max_digits": 14, "decimal_places": 3}


class GoodsItem(models.Model):
    """A sort of goods of an organisation, with its unit: flour, bag of 5 kg."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "name_ar", "name_fr", "unit", "kind", "campaign", "created_at", "created_by"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    name_ar = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80)
    unit = models.CharField(max_length=30)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, related_name="+"
    )  # its basket
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name_ar", "unit"], name="goods_item_once"),
            models.UniqueConstraint(fields=["organisation", "campaign"], name="goods_item_one_basket"),
            models.CheckConstraint(
                condition=Q(kind="basket", campaign__isnull=False)
                | ~Q(kind="basket") & Q(campaign__isnull=True),
                name="goods_item_basket_has_campaign",
            ),
        ]

    def __str__(self) -> str:
        from_page = f"{self.name_ar} · {self.name_fr}" if self.name_fr != self.name_ar else self.name_ar
        return f"{from_page} ({self.unit})"


class Store(models.Model):
    """A place where goods lie. A point is one, a vehicle is one, and so is the road between two bodies.

    `organisation` owns what it is for, `host` keeps it: for a point, who leads the campaign and who keeps the point.
    """

    KINDS = ("store", "vehicle", "point", "road")
    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "host",
            "kind",
            "name",
            "site",
            "point",
            "opened_at",
            "opened_by",
            "closed_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(one, one) for one in KINDS])
    name = models.CharField(max_length=120, blank=True)
    site = models.ForeignKey("network.Site", on_delete=models.PROTECT, null=True, related_name="+")
    point = models.OneToOneField(DistributionPoint, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="point", point__isnull=False) | ~Q(kind="point") & Q(point__isnull=True),
                name="store_point_is_a_point",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("point", "road")) | Q(organisation=F("host")),
                name="store_is_kept_by_its_own",
            ),
            models.UniqueConstraint(
                fields=["organisation", "host"], condition=Q(kind="road"), name="store_one_road"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Lot(models.Model):
    """Goods that came together: one item, one date, one origin. Where they lie is in `LotBalance`."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "number",
            "item",
            "origin",
            "reference",
            "condition",
            "expires_on",
            "listed",
            "unit_value",
            "currency",
            "state",
            "unsafe",
            "refused",
            "stopped_at",
            "parent",
            "dossier",
            "pledge",
            "gift",
            "restriction",
            "bound_kind",
            "bound_zone",
            "given_for",
            "campaign",
            "announced_at",
            "announced_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    item = models.ForeignKey(GoodsItem, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Origin])
    reference = models.CharField(max_length=60, blank=True)  # of an invoice, a pledge, a note: never a name
    condition = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Condition])
    expires_on = models.DateField(null=True)
    listed = models.DecimalField(**_QUANTITY, null=True)  # on the list that came with it
    unit_value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="MAD")
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in STORED])
    unsafe = models.BooleanField(default=False)  # counterfeit or unsafe: destroyed, never handed out
    refused = models.BooleanField(default=False)  # set aside at inspection
    stopped_at = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    dossier = models.ForeignKey("CustomsDossier", on_delete=models.PROTECT, null=True, related_name="lots")
    pledge = models.UUIDField(null=True)  # a goods pledge in `funding`, by id: no key, it may be erased there
    gift = models.UUIDField(null=True)  # what of it was accepted, as `funding` wrote it down
    # what the giver bound it to: written once with the lot, kept by every part of it, never of who receives
    restriction = models.ForeignKey(
        "funding.Restriction", on_delete=models.PROTECT, null=True, related_name="+"
    )
    bound_kind = models.CharField(max_length=20, blank=True)
    bound_zone = models.CharField(max_length=120, blank=True)
    given_for = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="+")
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="lot_number_once"),
            models.CheckConstraint(condition=Q(listed__isnull=True) | Q(listed__gt=0), name="lot_lists_some"),
            models.CheckConstraint(
                condition=~Q(unsafe=True) | Q(state__in=("received", "quarantined")),
                name="lot_unsafe_stays_aside",
            ),
            models.CheckConstraint(
                condition=Q(state="allocated", campaign__isnull=False)
                | ~Q(state="allocated") & (Q(campaign__isnull=True) | Q(origin="packed")),
                name="lot_allocated_to_a_campaign",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=("customs_exempt", "customs_seized"), dossier__isnull=False)
                | ~Q(origin__in=("customs_exempt", "customs_seized")) & Q(dossier__isnull=True),
                name="lot_customs_has_dossier",
            ),
            models.CheckConstraint(
                condition=Q(campaign__isnull=True) | Q(given_for__isnull=True) | Q(campaign=F("given_for")),
                name="lot_kept_for_whom_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(pledge__isnull=False, restriction__isnull=False) & ~Q(bound_kind="")
                | Q(restriction__isnull=True, bound_kind="", bound_zone="", given_for__isnull=True),
                name="lot_bound_as_it_was_pledged",
            ),
        ]

    def __str__(self) -> str:
        return f"L-{self.number}"


class LotBalance(models.Model):
    """How much of a lot lies in a store. Kept by the movements alone: nobody may write it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "host", "lot", "store", "quantity"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="balances")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(**_QUANTITY)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lot", "store"], name="lot_balance_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="lot_balance_never_negative"),
        ]


class Transfer(models.Model):
    """Goods on their way from a store to another; `host` is whose place they go to."""

    STATES = ("sent", "received")
    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "host",
            "number",
            "source",
            "road",
            "target",
            "day",
            "state",
            "sent_at",
            "sent_by",
            "received_at",
            "received_by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    source = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    road = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()  # for baskets, the day they are for
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default="sent")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="transfer_number_once"),
            models.CheckConstraint(
                condition=Q(state="sent", received_at__isnull=True, received_by__isnull=True)
                | Q(state="received", received_at__isnull=False, received_by__isnull=False),
                name="transfer_received_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_goes_somewhere"),
        ]


class TransferLine(models.Model):
    """One lot of a transfer: how much left, how much was counted at the other end."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "host", "transfer", "lot", "sent", "arrived"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lines")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    sent = models.DecimalField(**_QUANTITY)
    arrived = models.DecimalField(**_QUANTITY, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "lot"], name="transfer_line_once"),
            models.CheckConstraint(
                condition=Q(sent__gt=0)
                & (Q(arrived__isnull=True) | Q(arrived__gte=0, arrived__lte=F("sent"))),
                name="transfer_line_counts",
            ),
        ]


class GoodsMove(models.Model):
    """A quantity of a lot that went from a place to another, from outside or to outside. Only ever added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "host",
            "lot",
            "source",
            "target",
            "kind",
            "quantity",
            "act",
            "record_line",
            "packing",
            "issue",
            "point",
            "day",
            "at",
            "by",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Move])
    quantity = models.DecimalField(**_QUANTITY)
    act = models.UUIDField()  # what one action moved has one id
    record_line = models.OneToOneField("RecordLine", on_delete=models.PROTECT, null=True, related_name="+")
    packing = models.ForeignKey("Packing", on_delete=models.PROTECT, null=True, related_name="+")
    issue = models.ForeignKey("GoodsIssue", on_delete=models.PROTECT, null=True, related_name="+")
    point = models.ForeignKey(DistributionPoint, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["lot", "at"], name="goods_move_by_lot"),
            models.Index(fields=["point", "day"], name="goods_move_by_day", condition=Q(point__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="goods_move_moves"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[one.value for one in COMES_IN], source__isnull=True, target__isnull=False
                )
                | Q(kind__in=[one.value for one in BETWEEN], source__isnull=False, target__isnull=False)
                & ~Q(source=F("target"))
                | Q(kind__in=[one.value for one in GOES_OUT], source__isnull=False, target__isnull=True),
                name="goods_move_has_its_ends",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("lost", "destroyed", "found")) | Q(record_line__isnull=False),
                name="goods_move_has_its_record",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("packed", "packed_in")) | Q(packing__isnull=False),
                name="goods_move_has_its_packing",
            ),
            models.CheckConstraint(
                condition=~Q(kind="issued") | Q(issue__isnull=False) | Q(point__isnull=False),
                name="goods_move_has_its_receiver",
            ),
            models.UniqueConstraint(
                fields=["lot"], condition=Q(kind="received"), name="goods_move_received_once"
            ),
        ]
