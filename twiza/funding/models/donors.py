"""Who gives, what they promise, what came, and the receipts. A donor needs no account and may stay unnamed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.funding.models.ledger import Entry, Restriction
from twiza.lib.ids import new_id


class Donor(models.Model):
    """Who gives. `code` is what papers and the log say; a name is kept only of who wants to be named."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "internal",
        "organisation": "internal",
        "code": "internal",
        "kind": "internal",
        "name": "identifying",
        "phone": "identifying",
        "contact": "personal",
        "created_at": "internal",
        "erased_at": "internal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    contact = models.CharField(max_length=20, default="none")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "code"], name="donor_code_once"),
            models.UniqueConstraint(fields=["id", "organisation"], name="donor_and_its_keeper"),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "organisation", "anonymous"]), name="donor_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind="anonymous") | Q(name=""), name="donor_unnamed_has_no_name"
            ),
            models.CheckConstraint(
                condition=Q(contact="phone") | Q(phone=""), name="donor_phone_only_to_be_called"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", phone="", contact="none"),
                name="donor_erased_is_empty",
            ),
        ]


class Pledge(models.Model):
    """What a donor promised: money, or goods with an estimated value. `received` is in the unit of what was promised."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id",
                "organisation",
                "donor",
                "kind",
                "amount",
                "currency",
                "unit",
                "estimated_value",
                "restriction",
                "campaign",
                "promised_on",
                "state",
                "received",
                "reason_code",
                "by",
                "at",
            ),
            "internal",
        ),
        "words": "personal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    # dirhams of money, pieces or kilos of goods
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="MAD")
    words = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    estimated_value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="+")
    campaign = models.UUIDField(null=True)
    promised_on = models.DateField()
    state = models.CharField(max_length=10, default="open")
    received = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    reason_code = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0, received__gte=0), name="pledge_is_something"),
            models.CheckConstraint(
                condition=Q(kind="money") | (Q(kind="goods") & ~Q(words="") & ~Q(unit="")),
                name="pledge_of_goods_says_what",
            ),
            models.CheckConstraint(
                condition=Q(state="open", received=0)
                | Q(state="partly", received__gt=0, received__lt=F("amount"))
                | Q(state="kept", received__gte=F("amount"))
                | Q(state="not_kept", received__lt=F("amount")),
                name="pledge_state_is_what_came",
            ),
            models.CheckConstraint(
                condition=(Q(state="not_kept") & ~Q(reason_code=""))
                | (~Q(state="not_kept") & Q(reason_code="")),
                name="pledge_not_kept_has_a_reason",
            ),
        ]


class Deposit(models.Model):
    """Cash brought to the bank, with the bank's own reference."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "reference", "on", "entry", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=60)
    on = models.DateField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reference=""), name="deposit_has_a_reference")
        ]


class GiftSheet(models.Model):
    """A partner's list of gifts that was taken in: known by its fingerprint, the file itself is not kept."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "fingerprint", "rows", "total", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "fingerprint"], name="gift_sheet_once")
        ]


class Gift(models.Model):
    """What came: money with its entry in the books, or goods with a count and an estimated value, outside them."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id",
                "organisation",
                "donor",
                "restriction",
                "campaign",
                "pledge",
                "means",
                "amount",
                "currency",
                "unit",
                "estimated_value",
                "received_on",
                "entry",
                "deposit",
                "sheet",
                "corrected_at",
                "corrected_by",
                "reason_code",
                "by",
                "at",
            ),
            "internal",
        ),
        "words": "personal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+")
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="+")
    campaign = models.UUIDField(null=True)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, related_name="+")
    means = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="MAD")
    words = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    estimated_value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    received_on = models.DateField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, null=True, related_name="+")
    sheet = models.ForeignKey(GiftSheet, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason_code = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation"], name="gift_and_its_keeper"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="gift_is_something"),
            models.CheckConstraint(
                condition=Q(means__in=["transfer", "cheque", "cash"], entry__isnull=False, unit="")
                | (Q(means="goods", entry__isnull=True) & ~Q(unit="") & ~Q(words="")),
                name="gift_of_money_is_in_the_books",
            ),
            models.CheckConstraint(
                condition=Q(means="cash") | Q(deposit__isnull=True), name="gift_deposited_was_cash"
            ),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True, corrected_by__isnull=True, reason_code="")
                | (Q(corrected_at__isnull=False, corrected_by__isnull=False) & ~Q(reason_code="")),
                name="gift_corrected_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "received_on"], name="gift_by_day")]


class Receipt(models.Model):
    """A receipt: its number is given by the database, 1, 2, 3 for each association and year, none left out.

    A cancelled receipt keeps its number, with the reason.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "year",
            "number",
            "gift",
            "issued_on",
            "by",
            "at",
            "cancelled_at",
            "cancelled_by",
            "reason_code",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="receipt_numbered_once"),
            models.UniqueConstraint(
                fields=["gift"], condition=Q(cancelled_at__isnull=True), name="receipt_one_for_a_gift"
            ),
            models.CheckConstraint(condition=Q(issued_on__year=F("year")), name="receipt_of_its_year"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, reason_code="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(reason_code="")),
                name="receipt_cancelled_by_somebody",
            ),
        ]
