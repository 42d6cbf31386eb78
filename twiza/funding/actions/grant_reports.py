"""The report on a tranche, and how the funder rules on it line by line."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.grant_promises import confirm_report, tell_report
from twiza.funding.actions.grants import NotNow, record_grant, refuse_grant
from twiza.funding.models import Grant, GrantExpense, GrantReport, GrantReportLine, GrantTranche
from twiza.funding.rules.tranches import ReportState, Verdict
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


class ProofMissing(DomainError):
    code = "funding.proof_missing"


class NotARuling(DomainError):
    code = "funding.not_a_ruling"


_REFUSALS: dict[str, tuple[type[DomainError], Any]] = {
    "report_on_a_paid_tranche": (NotNow, _("A report is sent on a tranche that was paid.")),
    "grant_report_once": (NotNow, _("The report on this tranche was sent already.")),
}


@transaction.atomic
def send_report(*, grant: Grant, number: int, words: str, by: User, at: datetime) -> GrantReport:
    """Report on a tranche: every expense that is charged and not reported yet, each with its proof.

    Raises:
        ProofMissing: which expenses have no picture or second signature; all that was written is kept.
        NotNow: the tranche is not paid, or reported already.
    """
    check(by, Permission.GRANT_CLAIM, grant.grantee_id)
    expenses = list(
        GrantExpense.objects.select_for_update(of=("self",))
        .filter(grant=grant, report__isnull=True, taken_out_at__isnull=True)
        .select_related("heading")
        .order_by("on", "pk")
    )
    bare = [one for one in expenses if not (one.sha256 or one.second_id)]
    if bare:
        raise ProofMissing(
            _("These expenses have no proof: %(which)s. Add the picture of the invoice, or have the voucher signed by a second person; all the rest is kept."),
            which="، ".join(one.number or one.what for one in bare),
        )  # fmt: skip
    if not expenses or not words.strip():
        raise ProofMissing(_("A report says what was done and has at least one expense."))
    tranche = GrantTranche.objects.filter(grant=grant, number=number, paid_on__isnull=False).first()
    if tranche is None:
        raise NotNow(_("A report is sent on a tranche that was paid."))
    try:
        with transaction.atomic():
            report = GrantReport.objects.create(
                organisation_id=grant.organisation_id, grantee_id=grant.grantee_id, grant=grant, number=number,
                words=words.strip(), sent_by=by, sent_at=at,
            )  # fmt: skip
            GrantReportLine.objects.bulk_create(_line(report, one) for one in expenses)
            for one in expenses:
                one.report = report
                one.save(update_fields=["report"])
    except IntegrityError as error:
        refuse_grant(error, _REFUSALS)
    tell_report(report, by, at)
    record_grant("report_sent", grant, by, at, number=number, lines=len(expenses))
    return report


def _line(report: GrantReport, expense: GrantExpense) -> GrantReportLine:
    return GrantReportLine(
        organisation_id=report.organisation_id, grantee_id=report.grantee_id, report=report, expense=expense.pk,
        heading=expense.heading.title, kind=expense.kind, on=expense.on, supplier=expense.supplier,
        number=expense.number, amount=expense.amount, share=expense.share, proved=True, sha256=expense.sha256,
    )  # fmt: skip


@transaction.atomic
def rule_on_line(
    *, line: GrantReportLine, verdict: str, note: str, by: User, at: datetime
) -> GrantReportLine:
    """Rule on a line of a report: accepted, queried with a question, or to be paid back with a reason.

    Raises:
        NotARuling: a question or a reason is missing. NotNow: the report is accepted.
    """
    check(by, Permission.GRANT_EXAMINE, line.organisation_id)
    report = GrantReport.objects.select_for_update().get(pk=line.report_id)
    if report.state == ReportState.ACCEPTED:
        raise NotNow(_("This report is accepted: it stays as it is."))
    if verdict not in (Verdict.ACCEPTED, Verdict.QUERIED, Verdict.REPAY):
        raise NotARuling(_("Say whether the line is accepted, queried, or to be paid back."))
    if verdict != Verdict.ACCEPTED and not tidy(note):
        raise NotARuling(_("Write what you ask, or why it is to be paid back."))
    line = GrantReportLine.objects.select_for_update().get(pk=line.pk)
    line.verdict, line.note, line.ruled_by, line.ruled_at = verdict, tidy(note), by, at
    line.save(update_fields=["verdict", "note", "ruled_by", "ruled_at"])
    record_grant("report_line_ruled", report.grant, by, at, verdict=verdict, share=line.share)
    return line


@transaction.atomic
def answer_query(*, line: GrantReportLine, answer: str, by: User, at: datetime) -> GrantReportLine:
    """Answer what the funder asked about a line: it waits for a ruling again."""
    check(by, Permission.GRANT_CLAIM, line.grantee_id)
    line = GrantReportLine.objects.select_for_update().get(pk=line.pk)
    if line.verdict != Verdict.QUERIED or not tidy(answer):
        raise NotARuling(_("Write an answer to what was asked."))
    line.answer, line.verdict = tidy(answer), Verdict.PENDING
    line.save(update_fields=["answer", "verdict"])
    record_grant("query_answered", line.report.grant, by, at)
    return line


@transaction.atomic
def accept_report(*, report: GrantReport, by: User, at: datetime) -> GrantReport:
    """Accept a report, each of whose lines was ruled on: what is to be paid back is taken off the next tranche.

    Raises:
        NotARuling: lines wait for a ruling or an answer.
    """
    check(by, Permission.GRANT_EXAMINE, report.organisation_id)
    report = GrantReport.objects.select_for_update().get(pk=report.pk)
    waiting = GrantReportLine.objects.filter(
        report=report, verdict__in=[Verdict.PENDING, Verdict.QUERIED]
    ).count()
    if report.state == ReportState.ACCEPTED:
        raise NotNow(_("This report is accepted: it stays as it is."))
    if waiting:
        raise NotARuling(
            _("%(count)s lines wait for a ruling or an answer. Rule on them first."), count=waiting
        )
    report.state, report.ruled_by, report.ruled_at = ReportState.ACCEPTED, by, at
    report.save(update_fields=["state", "ruled_by", "ruled_at"])
    confirm_report(report, by, at)
    record_grant("report_accepted", report.grant, by, at, number=report.number)
    return report
