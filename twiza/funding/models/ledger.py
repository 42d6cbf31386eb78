"""The books: accounts, restrictions, entries and their lines. Only ever added to; the database judges each entry."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twiza.funding.rules.ledger import KIND_OF
from twiza.funding.rules.restrictions import Kind
from twiza.lib.ids import new_id


class Account(models.Model):
    """One of an association's accounts. `kind` says on which side it stands."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "organisation", "role", "kind"), "internal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "role"], name="account_one_of_each"),
            models.UniqueConstraint(fields=["id", "organisation"], name="account_and_its_owner"),
            models.CheckConstraint(
                condition=Q(
                    *(Q(role=str(role), kind=str(kind)) for role, kind in KIND_OF.items()), _connector=Q.OR
                ),
                name="account_stands_on_its_side",
            ),
        ]


class Restriction(models.Model):
    """What some gifts are bound to. It says nothing of anybody who receives.

    `campaign` and `zone`, where they are said, bind the spending; `spend_before` is the Eid prayer, entered by a
    person. A waqf has a second one, its yield, which may be spent.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "number",
            "kind",
            "label",
            "campaign",
            "zone",
            "spend_before",
            "yield_of",
            "opened_at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=200, blank=True)
    campaign = models.UUIDField(null=True)
    zone = models.CharField(max_length=120, blank=True)
    spend_before = models.DateTimeField(null=True)
    yield_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="restriction_numbered_once"),
            models.UniqueConstraint(fields=["id", "organisation"], name="restriction_and_its_owner"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(kind="none"), name="restriction_none_is_one"
            ),
            models.CheckConstraint(condition=Q(kind__in=[str(one) for one in Kind]), name="restriction_kind"),
            models.CheckConstraint(
                condition=Q(kind="zakat_al_fitr") | Q(spend_before__isnull=True),
                name="restriction_prayer_is_of_zakat_al_fitr",
            ),
            models.CheckConstraint(
                condition=Q(kind="waqf_yield", yield_of__isnull=False)
                | (~Q(kind="waqf_yield") & Q(yield_of__isnull=True)),
                name="restriction_yield_has_its_waqf",
            ),
            models.CheckConstraint(
                condition=~Q(kind="purpose") | ~Q(label=""), name="restriction_purpose_is_named"
            ),
            models.CheckConstraint(
                condition=~Q(kind="none") | Q(label="", zone="", campaign__isnull=True),
                name="restriction_none_binds_nothing",
            ),
        ]


class BookClosing(models.Model):
    """That the books are closed up to a day, that day included: no entry is dated there any more."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "through", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    through = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "through"], name="closing_once")
        ]


class Entry(models.Model):
    """One entry of the journal of one association. The database gives `number`: 1, 2, 3 without a gap.

    `line_count` is said with the entry, so that no line can be added to it later.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id",
            "organisation",
            "number",
            "on",
            "kind",
            "line_count",
            "reverses",
            "reason_code",
            "reference",
            "by",
            "at",
        ),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=0)
    on = models.DateField()
    kind = models.CharField(max_length=20)
    line_count = models.PositiveSmallIntegerField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    reason_code = models.CharField(max_length=40, blank=True)
    # the bank's, where no other row of the books keeps it
    reference = models.CharField(max_length=60, blank=True, default="", db_default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="yield") | ~Q(reference=""), name="entry_yield_has_its_paper"
            ),
            models.UniqueConstraint(fields=["organisation", "number"], name="entry_numbered_once"),
            models.UniqueConstraint(fields=["id", "organisation"], name="entry_and_its_owner"),
            models.CheckConstraint(condition=Q(line_count__gte=2), name="entry_has_two_lines"),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="entry_reversal_names_what_it_undoes",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "on"], name="entry_by_day")]


class Line(models.Model):
    """One line: `amount` above zero debits the account, below zero credits it. Fund and grant will stand beside."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "entry", "account", "restriction", "campaign", "zone", "amount", "currency"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="+")
    campaign = models.UUIDField(null=True)
    zone = models.CharField(max_length=120, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="MAD")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount=0), name="line_is_something"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="line_currency"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["restriction", "account"], name="line_by_restriction"),
        ]
