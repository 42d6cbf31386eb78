"""Grants from the convention to the closing: tranches, expenses, reports, money given back.

Convention, tranche and report bear both bodies. An expense is the association's own: the funder sees the lines of a
report that was sent, and of an invoice of somebody else only whether it was charged before, yes or no.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from twiza.funding.models.grants import Grant, GrantHeading
from twiza.funding.models.ledger import Entry
from twiza.funding.rules.tranches import Proof, ReportState, Verdict
from twiza.lib.ids import new_id


def _organisation() -> Any:
    return models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")


def _person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class GrantConvention(models.Model):
    """What both sign before money moves: the period; the president who presides on that day signs, then the delegate. In force once both have."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "grantee", "grant", "starts_on", "ends_on", "cash_ceiling", "by", "at",
            "grantee_signed_by", "grantee_signed_at", "funder_signed_by", "funder_signed_at", "convention",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day
    # of a purchase by voucher, as this funder sets it; None: every purchase has its invoice
    cash_ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    by = _person()
    at = models.DateTimeField()
    grantee_signed_by = _person(null=True)
    grantee_signed_at = models.DateTimeField(null=True)
    funder_signed_by = _person(null=True)
    funder_signed_at = models.DateTimeField(null=True)
    # its entry in the register of conventions
    convention = models.ForeignKey(
        "network.Convention", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="grant_convention_ends_after"),
            models.CheckConstraint(
                condition=Q(grantee_signed_by__isnull=True, grantee_signed_at__isnull=True)
                | Q(grantee_signed_by__isnull=False, grantee_signed_at__isnull=False),
                name="grant_convention_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(funder_signed_by__isnull=True, funder_signed_at__isnull=True, convention__isnull=True)
                | Q(funder_signed_by__isnull=False, funder_signed_at__isnull=False, grantee_signed_by__isnull=False,
                    convention__isnull=False),
                name="grant_convention_funder_signs_last",
            ),
        ]  # fmt: skip


class GrantTranche(models.Model):
    """A part of a grant, paid on its condition. `held_back`: what was to be paid back and is taken off this one."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "grantee", "grant", "number", "amount", "condition", "due_on", "held_back",
            "reference", "paid_on", "paid_by", "paid_at", "excused_by", "excused_with", "excuse",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    condition = models.CharField(max_length=300)
    due_on = models.DateField()
    held_back = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    reference = models.CharField(max_length=60, blank=True)
    paid_on = models.DateField(null=True)
    paid_by = _person(null=True)
    paid_at = models.DateTimeField(null=True)
    excused_by = _person(null=True)
    excused_with = _person(null=True)
    excuse = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant", "number"], name="grant_tranche_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, number__gte=1, held_back__gte=0, held_back__lte=F("amount")),
                name="grant_tranche_amount",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True, paid_by__isnull=True, paid_at__isnull=True, reference="", held_back=0)
                | (Q(paid_on__isnull=False, paid_by__isnull=False, paid_at__isnull=False) & ~Q(reference="")),
                name="grant_tranche_paid_says_all",
            ),
            models.CheckConstraint(
                condition=Q(excused_by__isnull=True, excuse="", excused_with__isnull=True)
                | (Q(excused_by__isnull=False) & ~Q(excuse="")),
                name="grant_tranche_excused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(excused_with__isnull=True) | ~Q(excused_with=F("excused_by")),
                name="grant_tranche_excused_by_two",
            ),
        ]  # fmt: skip


class GrantReport(models.Model):
    """The report on one tranche: what was spent, what was done. Its lines are fixed when it is sent."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "id", "organisation", "grantee", "grant", "number", "words", "state", "sent_by", "sent_at", "ruled_by",
            "ruled_at",
        ),
        "internal",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=4000)
    state = models.CharField(max_length=10, default=ReportState.SENT)
    sent_by = _person()
    sent_at = models.DateTimeField()
    ruled_by = _person(null=True)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant", "number"], name="grant_report_once"),
            models.UniqueConstraint(
                fields=["id", "organisation", "grantee"], name="grant_report_and_its_bodies"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.SENT, ruled_by__isnull=True)
                | Q(state=ReportState.ACCEPTED, ruled_by__isnull=False, ruled_at__isnull=False),
                name="grant_report_state",
            ),
        ]


class GrantExpense(models.Model):
    """An invoice, or a voucher of two signatures, that the association charges to a grant: its own until it is reported.

    `mark`: of supplier, number and amount; `sha256`: of the picture. By these an invoice is known again.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "organisation", "grant", "heading", "kind", "on", "number", "amount", "share", "photo", "sha256",
                "mark", "report", "by", "at", "second", "second_at", "taken_out_at", "entry",
            ),
            "internal",
        ),
        "supplier": "personal",
        "what": "personal",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    heading = models.ForeignKey(GrantHeading, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    on = models.DateField()
    supplier = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    share = models.DecimalField(max_digits=14, decimal_places=2)
    photo = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    mark = models.CharField(max_length=64)
    report = models.ForeignKey(GrantReport, on_delete=models.PROTECT, null=True, related_name="+")
    by = _person()
    at = models.DateTimeField()
    second = _person(null=True)
    second_at = models.DateTimeField(null=True)
    taken_out_at = models.DateTimeField(null=True)
    # in the association's own books; None: charged before these held grants
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, share__gt=0, share__lte=F("amount")), name="grant_expense_share"
            ),
            models.CheckConstraint(
                condition=(Q(kind=Proof.INVOICE, second__isnull=True) & ~Q(number=""))
                | Q(kind=Proof.VOUCHER, photo__isnull=True, sha256=""),
                name="grant_expense_proof",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("by")), name="grant_voucher_by_two"
            ),
            models.CheckConstraint(
                condition=Q(taken_out_at__isnull=True) | Q(report__isnull=True),
                name="grant_expense_reported_stays",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["mark"], name="grant_expense_by_mark"),
            models.Index(fields=["sha256"], name="grant_expense_by_picture", condition=~Q(sha256="")),
            models.Index(fields=["grant"], name="grant_expense_of_grant"),
        ]


class GrantReportLine(models.Model):
    """An expense as it was reported, and how the funder rules on it. Nothing without its proof is reported."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "id", "organisation", "grantee", "report", "expense", "heading", "kind", "on", "number", "amount",
                "share", "proved", "sha256", "verdict", "note", "answer", "ruled_by", "ruled_at",
            ),
            "internal",
        ),
        "supplier": "personal",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    report = models.ForeignKey(GrantReport, on_delete=models.PROTECT, related_name="lines")
    expense = models.UUIDField(unique=True)
    heading = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    on = models.DateField()
    supplier = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    share = models.DecimalField(max_digits=14, decimal_places=2)
    proved = models.BooleanField()
    sha256 = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=10, default=Verdict.PENDING)
    note = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    ruled_by = _person(null=True)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(proved=True), name="grant_report_line_proved"),
            models.CheckConstraint(
                condition=Q(verdict__in=[str(one) for one in Verdict]), name="grant_report_line_verdict"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["pending", "accepted"]) | ~Q(note=""),
                name="grant_report_line_says_why",
            ),
        ]


class GrantReturn(models.Model):
    """Money that the association paid back to the funder, with the bank's reference."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "organisation", "grantee", "grant", "amount", "reference", "on", "by", "at"), "internal"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reference = models.CharField(max_length=60)
    on = models.DateField()
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(reference=""), name="grant_return_says_all"
            ),
            models.UniqueConstraint(fields=["grant", "reference"], name="grant_return_once"),
        ]


class GrantProof(models.Model):
    """The picture of an invoice that the association handed over with its report: a copy for both, sealed, that stays.

    Nothing is handed over by itself: who reports says so. `sha256` is that of the line, so that the copy is the proof.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "organisation", "grantee", "line", "sha256", "by", "at"), "internal"),
        "picture": "personal",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = _organisation()
    grantee = _organisation()
    line = models.OneToOneField(GrantReportLine, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    picture = models.BinaryField()  # sealed
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="grant_proof_sha256"),
        ]
