"""Looking up the money of grants: conventions, tranches, expenses, reports, where it stands."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import (
    Grant,
    GrantConvention,
    GrantExpense,
    GrantHeading,
    GrantReport,
    GrantReportLine,
    GrantReturn,
    GrantTranche,
)
from twiza.funding.queries.books import NoSuchThing
from twiza.funding.queries.grants import claims, examines
from twiza.funding.rules.tranches import Standing, spent_by_heading


@dataclass(frozen=True, slots=True)
class HeadingSpent:
    """A heading with what was asked for it and what accepted or waiting lines spent."""

    heading: GrantHeading
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.heading.asked - self.spent


@dataclass(frozen=True, slots=True)
class GrantMoney:
    """The money of a grant as its reader may see it; expenses are the association's own."""

    convention: GrantConvention | None
    tranches: list[GrantTranche]
    reports: list[tuple[GrantReport, list[GrantReportLine]]]
    expenses: list[GrantExpense]
    returns: list[GrantReturn]
    headings: list[HeadingSpent]
    standing: Standing


def _sum(rows: Any, what: Any) -> Decimal:
    return rows.aggregate(total=Sum(what))["total"] or Decimal(0)


def standing_of_grant(grant: Grant) -> Standing:
    """Return where the money of a grant stands."""
    paid = GrantTranche.objects.filter(grant=grant, paid_on__isnull=False)
    lines = GrantReportLine.objects.filter(report__grant=grant)
    return Standing(
        paid=_sum(paid, F("amount") - F("held_back")),
        accepted=_sum(lines.filter(verdict="accepted"), "share"),
        refused=_sum(lines.filter(verdict="repay", report__state="accepted"), "share"),
        held_back=_sum(paid, "held_back"),
        returned=_sum(GrantReturn.objects.filter(grant=grant), "amount"),
    )


def grant_money(grant: Grant) -> GrantMoney:
    """Return conventions, tranches, reports and expenses of a grant."""
    reports = list(
        GrantReport.objects.filter(grant=grant).select_related("sent_by", "ruled_by").order_by("number")
    )
    lines = list(GrantReportLine.objects.filter(report__in=reports).order_by("on", "pk"))
    sums = spent_by_heading((one.heading, one.share) for one in lines if one.verdict != "repay")
    return GrantMoney(
        GrantConvention.objects.filter(grant=grant)
        .select_related("grantee_signed_by", "funder_signed_by")
        .first(),
        list(
            GrantTranche.objects.filter(grant=grant)
            .select_related("paid_by", "excused_by", "excused_with")
            .order_by("number")
        ),
        [(report, [one for one in lines if one.report_id == report.pk]) for report in reports],
        list(
            GrantExpense.objects.filter(grant=grant, taken_out_at__isnull=True)
            .select_related("heading", "by", "second")
            .order_by("on", "pk")
        ),
        list(GrantReturn.objects.filter(grant=grant).order_by("on")),
        [
            HeadingSpent(one, sums.get(one.title, Decimal(0)))
            for one in GrantHeading.objects.filter(grant=grant).order_by("place")
        ],
        standing_of_grant(grant),
    )


def reports_missing(grant: Grant) -> int:
    """Return how many paid tranches of other grants between the same two bodies have no accepted report."""
    paid = GrantTranche.objects.filter(
        organisation=grant.organisation_id, grantee=grant.grantee_id, paid_on__isnull=False
    ).exclude(grant=grant)
    accepted = set(
        GrantReport.objects.filter(
            organisation=grant.organisation_id, grantee=grant.grantee_id, state="accepted"
        ).values_list("grant_id", "number")
    )
    return sum((one.grant_id, one.number) not in accepted for one in paid)


def tranche_for(user: Any, id: UUID) -> GrantTranche:
    """Return a tranche to who examines its grant. Raises NoSuchThing."""
    row = GrantTranche.objects.filter(pk=id).select_related("grant").first()
    if row is None or not examines(user, row.grant):
        raise NoSuchThing(_("There is no such tranche here."))
    return row


def expense_for(user: Any, id: UUID) -> GrantExpense:
    """Return an expense to who answers for its grant. Raises NoSuchThing."""
    row = GrantExpense.objects.filter(pk=id).select_related("grant").first()
    if row is None or not claims(user, row.grant):
        raise NoSuchThing(_("There is no such expense here."))
    return row


def report_for(user: Any, id: UUID) -> GrantReport:
    """Return a report to who examines its grant. Raises NoSuchThing."""
    row = GrantReport.objects.filter(pk=id).select_related("grant").first()
    if row is None or not examines(user, row.grant):
        raise NoSuchThing(_("There is no such report here."))
    return row


def own_report_for(user: Any, id: UUID) -> GrantReport:
    """Return a report to who answers for its grant. Raises NoSuchThing."""
    row = GrantReport.objects.filter(pk=id).select_related("grant").first()
    if row is None or not claims(user, row.grant):
        raise NoSuchThing(_("There is no such report here."))
    return row


def report_line_for(user: Any, id: UUID) -> GrantReportLine:
    """Return a line of a report to either side. Raises NoSuchThing."""
    row = GrantReportLine.objects.filter(pk=id).select_related("report__grant").first()
    if row is None or not (examines(user, row.report.grant) or claims(user, row.report.grant)):
        raise NoSuchThing(_("There is no such line here."))
    return row
