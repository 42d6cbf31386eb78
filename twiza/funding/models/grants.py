"""Grants up to the decision: budget lines, calls, files, looks at them, interests, scores, the decision.

A file bears the funder (`organisation`) and the association that asks (`grantee`): each sees it. How it is judged
(interests and scores) is the funder's alone; what is decided, and why, both read.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from twiza.funding.rules.grants import LICENCES, MOST_POINTS, THEMES, CallKind, Fault, GrantState
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code

CODE_LENGTH = 8


def grant_code() -> str:
    """Return a code for a new file: said on the phone, written on letters."""
    return new_code(CODE_LENGTH)


def _organisation() -> Any:
    return models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")


def _person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class BudgetLine(models.Model):
    """A sum of one year's budget with the text that allows it. What is granted from it never goes beyond it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "year", "title", "theme", "legal_basis", "amount", "currency", "by", "at"),
        "internal",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    theme = models.CharField(max_length=20)
    legal_basis = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="MAD")
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "year", "title"], name="budget_line_once"),
            models.UniqueConstraint(fields=["id", "organisation"], name="budget_line_and_its_owner"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_is_something"),
            models.CheckConstraint(condition=~Q(legal_basis=""), name="budget_line_says_by_what_text"),
            models.CheckConstraint(condition=Q(theme__in=list(THEMES)), name="budget_line_theme"),
        ]


class GrantCall(models.Model):
    """A call, or a programmed list. It is public from the day it is written: whoever asks must know the rules."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "organisation", "kind", "title", "opens_on", "closes_on"), "public"),
        **dict.fromkeys(("line", "by", "at"), "internal"),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    opens_on = models.DateField()
    closes_on = models.DateField()  # the last day
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "organisation", "line"], name="grant_call_and_its_line"),
            models.UniqueConstraint(fields=["id", "organisation"], name="grant_call_and_its_owner"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in CallKind]), name="grant_call_kind"
            ),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="grant_call_ends_after"),
        ]


class GrantCriterion(models.Model):
    """By what files are scored. Fixed with the call: none is added once somebody has asked."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "call", "place", "title", "weight"), "public"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    call = models.ForeignKey(GrantCall, on_delete=models.PROTECT, related_name="criteria")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "place"], name="grant_criterion_place"),
            models.UniqueConstraint(fields=["id", "call"], name="grant_criterion_and_its_call"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100), name="grant_criterion_weight"
            ),
        ]


class Grant(models.Model):
    """The file of one association in one call. `asked` is what it asks of this funder."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "organisation", "grantee", "call", "line", "code", "project", "summary", "asked", "currency",
                "starts_on", "ends_on", "state", "state_at", "by", "at",
            ),
            "internal",
        ),
        "rib": "restricted",
        "rib_holder": "personal",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    call = models.ForeignKey(GrantCall, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=CODE_LENGTH, default=grant_code)
    project = models.CharField(max_length=200)
    summary = models.TextField(max_length=4000, blank=True)
    asked = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="MAD")
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day
    rib = models.CharField(max_length=24)
    rib_holder = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default=GrantState.APPLIED)
    state_at = models.DateTimeField()
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "grantee"], name="grant_once_in_a_call"),
            models.UniqueConstraint(fields=["code"], name="grant_code_once"),
            models.UniqueConstraint(fields=["id", "organisation", "grantee"], name="grant_and_its_bodies"),
            models.UniqueConstraint(fields=["id", "grantee"], name="grant_and_its_grantee"),
            models.CheckConstraint(condition=Q(asked__gt=0), name="grant_asks_something"),
            models.CheckConstraint(condition=~Q(organisation=F("grantee")), name="grant_is_between_two"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="grant_ends_after"),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in GrantState]), name="grant_state"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-at"], name="grant_of_funder"),
            models.Index(fields=["grantee", "-at"], name="grant_of_grantee"),
            models.Index(fields=["line"], name="grant_of_line"),
        ]


class GrantHeading(models.Model):
    """A heading of the budget: what it costs in all, and the part asked of this funder."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "grantee", "grant", "place", "title", "cost", "asked"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="headings")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    cost = models.DecimalField(max_digits=14, decimal_places=2)
    asked = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant", "place"], name="grant_heading_place"),
            models.UniqueConstraint(fields=["id", "grant"], name="grant_heading_and_its_grant"),
            models.CheckConstraint(
                condition=Q(cost__gt=0, asked__gte=0, asked__lte=F("cost")), name="grant_heading_part"
            ),
        ]


class GrantLook(models.Model):
    """One look at whether a file is admissible, as things were known that day. Only added to."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "grantee", "grant", "licence", "reports_missing", "holder_right", "faults",
            "words", "complete_by", "by", "at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="looks")
    licence = models.CharField(max_length=12)
    reports_missing = models.PositiveSmallIntegerField()
    holder_right = models.BooleanField()
    faults = ArrayField(models.CharField(max_length=12), default=list)
    words = models.CharField(max_length=500, blank=True)
    complete_by = models.DateField(null=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(licence__in=list(LICENCES)), name="grant_look_licence"),
            models.CheckConstraint(
                condition=Q(faults__contained_by=[str(one) for one in Fault]), name="grant_look_faults"
            ),
            models.CheckConstraint(
                condition=Q(holder_right=True) | Q(faults__contains=["holder"]),
                name="grant_look_account_in_its_name",
            ),
        ]


class GrantInterest(models.Model):
    """What a scorer declared of their links with who asks. Who has one neither scores nor decides."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "organisation", "grant", "scorer", "linked", "at"), "internal"),
        "words": "personal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    scorer = _person()
    linked = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant", "scorer"], name="grant_interest_declared_once"),
            models.CheckConstraint(
                condition=Q(linked=False) | ~Q(words=""), name="grant_interest_says_which"
            ),
        ]


class GrantScore(models.Model):
    """What one scorer gives a file for one criterion, and why."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "grant", "criterion", "scorer", "points", "reason", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(GrantCriterion, on_delete=models.PROTECT, related_name="+")
    scorer = _person()
    points = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant", "criterion", "scorer"], name="grant_score_once"),
            models.CheckConstraint(condition=Q(points__lte=MOST_POINTS), name="grant_score_points"),
        ]


class GrantDecision(models.Model):
    """What was decided of a file, with what speaks for it and what speaks against it. One, and it stays."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "grantee", "grant", "granted", "amount", "score", "reasons_for", "reasons_against",
            "by", "at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="decision")
    granted = models.BooleanField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    score = models.DecimalField(max_digits=4, decimal_places=2)
    reasons_for = models.TextField(max_length=2000)
    reasons_against = models.TextField(max_length=2000)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reasons_for="") & ~Q(reasons_against=""), name="grant_decision_both_sides"
            ),
            models.CheckConstraint(
                condition=Q(granted=True, amount__gt=0) | Q(granted=False, amount=0),
                name="grant_decision_amount",
            ),
        ]
