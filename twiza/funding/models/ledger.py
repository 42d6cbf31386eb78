"""The books: accounts, restrictions, entries and their lines. Only ever added to; the database judges each entry."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.funding.rules.chart import CLASSES, CODE
from twiza.funding.rules.ledger import KIND_OF
from twiza.funding.rules.restrictions import Kind
from twiza.lib.ids import new_id


class Account(models.Model):
    """One account of an association's chart. Its code says on which side it stands; `role` what the house uses it for.

    A treasurer adds, renames and closes accounts; code and kind of one that has lines stay.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "role", "kind", "code", "label_ar", "label_fr", "closed_on"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=8)
    label_ar = models.CharField(max_length=120, blank=True)
    label_fr = models.CharField(max_length=120, blank=True)
    closed_on = models.DateField(null=True)  # the last day on which a line may be dated

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "role"], condition=~Q(role=""), name="account_one_of_each"
            ),
            models.UniqueConstraint(fields=["organisation", "code"], name="account_code_once"),
            models.UniqueConstraint(fields=["id", "organisation"], name="account_and_its_owner"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="account_code_is_digits"),
            models.CheckConstraint(
                condition=Q(
                    *(Q(code__startswith=first, kind=str(kind)) for first, kind in CLASSES.items()),
                    _connector=Q.OR,
                ),
                name="account_code_says_its_side",
            ),
            models.CheckConstraint(
                condition=Q(
                    Q(role=""),
                    *(Q(role=str(role), kind=str(kind)) for role, kind in KIND_OF.items()),
                    _connector=Q.OR,
                ),
                name="account_stands_on_its_side",
            ),
            models.CheckConstraint(condition=~Q(label_ar="") | ~Q(label_fr=""), name="account_has_a_name"),
            models.CheckConstraint(
                condition=Q(role="") | Q(closed_on__isnull=True), name="account_of_the_house_stays_open"
            ),
        ]


class Project(models.Model):
    """A project of an association, which several grants and its own money may pay for. Its code stays."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "code", "title", "starts_on", "ends_on", "institution", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the last day
    institution = models.ForeignKey(
        "network.Institution", on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "code"], name="project_code_once"),
            models.UniqueConstraint(fields=["id", "organisation"], name="project_and_its_owner"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(title=""), name="project_is_named"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="project_ends_after"
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
            "grant",
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
    # the grant whose money this is; the funder never sees these books
    grant = models.OneToOneField("funding.Grant", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="grant", grant__isnull=False) | (~Q(kind="grant") & Q(grant__isnull=True)),
                name="restriction_grant_is_named",
            ),
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
        indexes: ClassVar = [
            models.Index(fields=["organisation", "on"], name="entry_by_day"),
            models.Index(fields=["organisation"], condition=Q(kind="opening"), name="entry_opening"),
        ]


class Line(models.Model):
    """One line: `amount` above zero debits the account, below zero credits it.

    `on` is the day of its entry, which the database writes. Funder, convention and heading are those of the grant
    whose money it is; project and institution may also be of the association's own money.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "entry", "on", "account", "restriction", "campaign", "zone", "amount", "currency",
            "funder", "convention", "institution", "project", "heading",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # led to by the indexes below
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    on = models.DateField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="+", db_index=False)
    campaign = models.UUIDField(null=True)
    zone = models.CharField(max_length=120, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="MAD")
    funder = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    convention = models.ForeignKey(
        "network.Convention", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    institution = models.ForeignKey(
        "network.Institution", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    heading = models.ForeignKey(
        "funding.GrantHeading", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount=0), name="line_is_something"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="line_currency"),
            models.CheckConstraint(
                condition=Q(funder__isnull=True, convention__isnull=True, heading__isnull=True)
                | Q(funder__isnull=False, convention__isnull=False),
                name="line_of_a_grant_says_whose",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["restriction", "account", "on"], include=["amount"], name="line_by_restriction"
            ),
            # the trial balance and the page of one account: read from the index alone
            models.Index(
                fields=["organisation", "account", "on", "id"], include=["amount"], name="line_by_account"
            ),
            models.Index(
                fields=["organisation", "funder", "on"],
                condition=Q(funder__isnull=False),
                name="line_by_funder",
            ),
            models.Index(
                fields=["organisation", "project"],
                condition=Q(project__isnull=False),
                name="line_by_project",
            ),
        ]
