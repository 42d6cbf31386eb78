"""Grants of a funder by year and by association: sums made by the database, never a share that nobody decided."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from twiza.funding.models import (
    BudgetLine,
    Grant,
    GrantConvention,
    GrantDecision,
    GrantReport,
    GrantTranche,
)

NOTHING = Decimal(0)
FIRST = 50


@dataclass(frozen=True, slots=True)
class LineOfYear:
    """One budget line: what it allows, what was granted from it, promised by signed conventions, paid."""

    id: UUID
    year: int
    title: str
    theme: str
    legal_basis: str
    amount: Decimal
    granted: Decimal
    promised: Decimal
    paid: Decimal
    files: int
    granted_files: int


@dataclass(frozen=True, slots=True)
class Given:
    """What one association was granted by one file, as its convention pays it. `convention`: in the register, or None."""

    grant: Grant
    amount: Decimal
    promised: Decimal
    paid: Decimal
    convention: UUID | None


@dataclass(frozen=True, slots=True)
class Owed:
    """Some tranches: how many, their sum, the day of the first, and the files they belong to, oldest first."""

    count: int
    sum: Decimal
    first: date | None
    grants: list[Grant]


def years_with_lines(organisation: UUID) -> list[int]:
    """Return the years for which a funder has budget lines, the newest first."""
    rows = BudgetLine.objects.filter(organisation_id=organisation)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def lines_of_years(organisation: UUID, years: list[int]) -> list[LineOfYear]:
    """Return the budget lines of some years with what became of them, the newest year first."""
    lines = list(
        BudgetLine.objects.filter(organisation_id=organisation, year__in=years).order_by("-year", "title")
    )
    wanted = [one.pk for one in lines]
    granted = _by_line(
        GrantDecision.objects.filter(organisation_id=organisation, granted=True), wanted, Sum("amount")
    )
    tranches = GrantTranche.objects.filter(
        Exists(GrantConvention.objects.filter(grant=OuterRef("grant"), funder_signed_at__isnull=False)),
        organisation_id=organisation,
    )
    promised = _by_line(tranches, wanted, Sum("amount"))
    paid = _by_line(tranches.filter(paid_on__isnull=False), wanted, Sum(F("amount") - F("held_back")))
    files: dict[Any, Any] = {
        row["line"]: row
        for row in Grant.objects.filter(line__in=wanted)
        .values("line")
        .order_by()
        .annotate(files=Count("pk"), granted=Count("pk", filter=Q(decision__granted=True)))
    }
    return [
        LineOfYear(
            one.pk, one.year, one.title, one.theme, one.legal_basis, one.amount,
            granted.get(one.pk, NOTHING), promised.get(one.pk, NOTHING), paid.get(one.pk, NOTHING),
            files.get(one.pk, {}).get("files", 0), files.get(one.pk, {}).get("granted", 0),
        )
        for one in lines
    ]  # fmt: skip


def _by_line(rows: QuerySet, lines: list[UUID], total: Sum) -> dict[UUID, Decimal]:  # type: ignore[type-arg]
    found = rows.filter(grant__line__in=lines).order_by().values("grant__line").annotate(total=total)
    return {row["grant__line"]: row["total"] for row in found}


def given_in(
    organisation: UUID, year: int, *, first: int | None = FIRST, line: UUID | None = None
) -> list[Given]:
    """Return what was granted in the budget of a year, by file, the largest first; at most `first` of them."""
    rows = Grant.objects.filter(organisation_id=organisation, line__year=year, decision__granted=True)
    if line is not None:
        rows = rows.filter(line=line)
    rows = rows.select_related("grantee", "line", "decision").order_by("-decision__amount", "code")
    grants = list(rows[:first] if first else rows)
    conventions = {
        row.grant_id: row.convention_id
        for row in GrantConvention.objects.filter(grant__in=grants, funder_signed_at__isnull=False)
    }
    sums: dict[Any, Any] = {
        row["grant"]: row
        for row in GrantTranche.objects.filter(grant__in=list(conventions))
        .order_by()
        .values("grant")
        .annotate(
            promised=Sum("amount"), paid=Sum(F("amount") - F("held_back"), filter=Q(paid_on__isnull=False))
        )
    }
    return [
        Given(
            one, one.decision.amount,
            sums.get(one.pk, {}).get("promised") or NOTHING, sums.get(one.pk, {}).get("paid") or NOTHING,
            conventions.get(one.pk),
        )
        for one in grants
    ]  # fmt: skip


def not_granted_in(organisation: UUID, year: int) -> list[GrantDecision]:
    """Return the decisions of a year's budget that granted nothing, with their reasons, by code of the file."""
    rows = GrantDecision.objects.filter(organisation_id=organisation, granted=False, grant__line__year=year)
    return list(rows.select_related("grant__grantee", "grant__line").order_by("grant__code")[: FIRST * 4])


def tranches_due(organisation: UUID, *, first: date | None, last: date) -> Owed:
    """Return the unpaid tranches of signed conventions that are due until a day (from `first` when it is said)."""
    rows = GrantTranche.objects.filter(
        Exists(GrantConvention.objects.filter(grant=OuterRef("grant"), funder_signed_at__isnull=False)),
        organisation_id=organisation,
        paid_on__isnull=True,
        due_on__lte=last,
    ).exclude(grant__state__in=["closed", "archived"])
    return _owed(rows.filter(due_on__gte=first) if first else rows)


def tranches_waiting(organisation: UUID, *, last: date) -> list[GrantTranche]:
    """Return the unpaid tranches of signed conventions that are due until a day, the first due first; at most 200."""
    rows = GrantTranche.objects.filter(
        Exists(GrantConvention.objects.filter(grant=OuterRef("grant"), funder_signed_at__isnull=False)),
        organisation_id=organisation,
        paid_on__isnull=True,
        due_on__lte=last,
    ).exclude(grant__state__in=["closed", "archived"])
    return list(rows.select_related("grant__grantee").order_by("due_on", "pk")[: FIRST * 4])


def reports_late(organisation: UUID, *, on: date) -> Owed:
    """Return the paid tranches without a report though the next tranche was due, or the convention is over."""
    later = GrantTranche.objects.filter(grant=OuterRef("grant"), number=OuterRef("number") + 1, due_on__lt=on)
    over = GrantConvention.objects.filter(grant=OuterRef("grant"), ends_on__lt=on)
    sent = GrantReport.objects.filter(grant=OuterRef("grant"), number=OuterRef("number"))
    rows = GrantTranche.objects.filter(
        Exists(later) | Exists(over), ~Exists(sent), organisation_id=organisation, paid_on__isnull=False
    ).exclude(grant__state__in=["closed", "archived"])
    return _owed(rows)


def reports_to_rule(organisation: UUID) -> int:
    """Return how many reports wait for this funder's word."""
    return GrantReport.objects.filter(organisation_id=organisation, state="sent").count()


def paid_between(organisation: UUID, *, first: date, last: date) -> tuple[int, Decimal]:
    """Return how many tranches were paid from one day to another, both included, and their sum."""
    rows = GrantTranche.objects.filter(organisation_id=organisation, paid_on__gte=first, paid_on__lte=last)
    sums = rows.aggregate(count=Count("pk"), total=Sum(F("amount") - F("held_back")))
    return sums["count"], sums["total"] or NOTHING


def decided_grants_between(organisation: UUID, *, first: date, last: date) -> tuple[int, int]:
    """Return how many files were granted, and how many were not, from one day to another, both included."""
    rows = GrantDecision.objects.filter(organisation_id=organisation, at__date__range=(first, last))
    sums = rows.aggregate(yes=Count("pk", filter=Q(granted=True)), no=Count("pk", filter=Q(granted=False)))
    return sums["yes"], sums["no"]


def _owed(rows: QuerySet[GrantTranche]) -> Owed:
    sums = rows.aggregate(count=Count("pk"), total=Sum("amount"))
    first = list(rows.select_related("grant__grantee").order_by("due_on", "pk")[:10]) if sums["count"] else []
    grants = list({one.grant_id: one.grant for one in first}.values())
    return Owed(sums["count"], sums["total"] or NOTHING, first[0].due_on if first else None, grants)
