"""What an association writes of its grants in its own books. No funder reads any of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.funding.models.grant_money import GrantExpense, GrantTranche
from twiza.funding.models.grants import Grant, GrantHeading
from twiza.funding.models.ledger import Account, Entry, Restriction
from twiza.funding.rules.purchases import WHOLE
from twiza.lib.ids import new_id


def _organisation() -> Any:
    return models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")


def _person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class GrantBooking(models.Model):
    """Money of a grant that came to the association's bank, or that it gave back, as its own bank says it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "grant", "kind", "tranche", "amount", "on", "reference", "entry", "by", "at",
            "undone_at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    tranche = models.ForeignKey(GrantTranche, on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    on = models.DateField()
    reference = models.CharField(max_length=60)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    by = _person()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="received", tranche__isnull=False)
                | Q(kind="returned", tranche__isnull=True),
                name="grant_booking_kind",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(reference=""), name="grant_booking_says_all"
            ),
            models.UniqueConstraint(
                fields=["tranche"], condition=Q(undone_at__isnull=True), name="grant_booking_tranche_once"
            ),
            models.UniqueConstraint(
                fields=["grant", "reference"],
                condition=Q(kind="returned", undone_at__isnull=True),
                name="grant_booking_returned_once",
            ),
        ]


class HeadingAccount(models.Model):
    """To which account of its own chart an association charges a heading of a grant's budget."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "heading", "account"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    heading = models.OneToOneField(GrantHeading, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")


class Purchase(models.Model):
    """One invoice that several funders and the association's own money pay together, in percent."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            ("id", "organisation", "on", "number", "amount", "paid_on", "by", "at", "taken_out_at"),
            "internal",
        ),
        "supplier": "personal",
        "what": "personal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    supplier = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    on = models.DateField()
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    paid_on = models.DateField()
    by = _person()
    at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="purchase_and_its_owner"),
            models.UniqueConstraint(fields=["id", "by"], name="purchase_and_its_writer"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(supplier="") & ~Q(number="") & ~Q(what=""),
                name="purchase_says_all",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="purchase_newest")]


class PurchaseShare(models.Model):
    """A share of a purchase: an expense of a grant, or the association's own, which a second person lets go.

    `writer` is who typed the purchase: the second person is another one.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "purchase", "place", "percent", "amount", "expense", "restriction", "project",
            "entry", "writer", "second", "second_at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="shares")
    place = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    expense = models.OneToOneField(GrantExpense, on_delete=models.PROTECT, null=True, related_name="+")
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey("funding.Project", on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    writer = _person()
    second = _person(null=True)
    second_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purchase", "place"], name="purchase_share_place"),
            models.UniqueConstraint(fields=["purchase", "restriction"], name="purchase_share_once"),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=WHOLE, amount__gt=0), name="purchase_share_is_something"
            ),
            models.CheckConstraint(
                condition=Q(expense__isnull=False, entry__isnull=True, second__isnull=True, second_at__isnull=True)
                | Q(expense__isnull=True, entry__isnull=True, second__isnull=True, second_at__isnull=True)
                | Q(expense__isnull=True, entry__isnull=False, second__isnull=False, second_at__isnull=False),
                name="purchase_share_let_go_by_two",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("writer")), name="purchase_share_by_another"
            ),
        ]  # fmt: skip
