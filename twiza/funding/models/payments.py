"""Paying for what was bought: ordered by one person, paid by another, each part out of its restriction."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from twiza.funding.models.ledger import Entry, Restriction
from twiza.lib.ids import new_id


class PaymentOrder(models.Model):
    """An invoice to be paid. `quotes`: what suppliers asked, [{"supplier", "amount"}], amounts as text."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id",
                "organisation",
                "campaign",
                "zone",
                "invoice_number",
                "invoice_on",
                "amount",
                "currency",
                "state",
                "ordered_by",
                "ordered_at",
                "paid_by",
                "paid_at",
                "paid_on",
                "reference",
                "entry",
                "cancelled_by",
                "cancelled_at",
                "reason_code",
            ),
            "internal",
        ),
        "supplier": "personal",
        "what": "personal",
        "quotes": "personal",
        "quotes_note": "personal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    campaign = models.UUIDField(null=True)
    zone = models.CharField(max_length=120, blank=True)
    supplier = models.CharField(max_length=200)
    what = models.CharField(max_length=300)
    invoice_number = models.CharField(max_length=60)
    invoice_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="MAD")
    quotes = models.JSONField(default=list)
    quotes_note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, default="ordered")
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    paid_at = models.DateTimeField(null=True)
    paid_on = models.DateField(null=True)
    reference = models.CharField(max_length=60, blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="payment_and_its_owner"),
            models.UniqueConstraint(
                "organisation",
                Lower("supplier"),
                Lower("invoice_number"),
                condition=~Q(state="cancelled"),
                name="payment_of_an_invoice_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_something"),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True) | ~Q(paid_by=F("ordered_by")),
                name="payment_not_by_who_ordered_it",
            ),
            models.CheckConstraint(
                condition=Q(state="ordered", entry__isnull=True)
                | (Q(state="paid", entry__isnull=False, paid_by__isnull=False, paid_on__isnull=False) & ~Q(reference=""))
                | (Q(state="cancelled", cancelled_by__isnull=False) & ~Q(reason_code="")),
                name="payment_state_says_all",
            ),
        ]  # fmt: skip


class PaymentShare(models.Model):
    """The part of a payment that comes out of one restriction. The parts add up to the invoice."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "order", "restriction", "amount"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="shares")
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "restriction"], name="payment_share_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_share_is_something"),
        ]
