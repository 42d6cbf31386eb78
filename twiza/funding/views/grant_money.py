"""The money of grants: conventions, tranches, expenses, reports."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.funding import actions, forms, queries
from twiza.funding.rules.tranches import Proof
from twiza.funding.views.asking import ask, ask_lines, warn_of_headings
from twiza.funding.views.grants import page_of
from twiza.lib.text import isolated
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web import formats

BOTH = require_http_methods(["GET", "POST"])


def _examined(request: SignedInRequest, id: UUID, permission: Permission = Permission.GRANT_EXAMINE) -> Any:
    grant = queries.grant_for(request.user, id)
    check(request.user, permission, grant.organisation_id)
    return grant


def _claimed(request: SignedInRequest, id: UUID) -> Any:
    grant = queries.grant_for(request.user, id)
    check(request.user, Permission.GRANT_CLAIM, grant.grantee_id)
    return grant


def _done(
    file: Any, act: Callable[..., Any], request: SignedInRequest, **more: Any
) -> Callable[[dict[str, Any]], str]:
    """Return what a form calls: the action with its data, then the page of the file."""

    def call(data: dict[str, Any]) -> str:
        act(by=request.user, at=timezone.now(), **more, **data)
        return page_of(file)

    return call


def _which(tranche: Any) -> str:
    """Say of which tranche a page speaks, and how much it is."""
    return _("Tranche %(number)s of “%(project)s”: %(sum)s.") % {
        "number": tranche.number,
        "project": isolated(tranche.grant.project),
        "sum": isolated(formats.money(tranche.amount, tranche.grant.currency)),
    }


@BOTH
def prepare_convention(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Prepare the convention of a grant."""
    grant = _examined(request, id)
    form = forms.GrantConventionForm(
        request.POST or None, initial={"starts_on": grant.starts_on, "ends_on": grant.ends_on}
    )

    def act(data: dict[str, Any]) -> str:
        actions.prepare_convention(
            grant=grant, starts_on=data["starts_on"], ends_on=data["ends_on"], tranches=form.tranches(),
            cash_ceiling=data["cash_ceiling"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        return page_of(grant)

    return ask_lines(
        request, form, act,
        title=_("Prepare the convention"),
        lead=_("The tranches add up to what was granted. From the second on, each waits for the report on the one before."),
        submit=_("Prepare"), cancel=page_of(grant), done=_("The convention is ready: the president signs first."),
    )  # fmt: skip


@BOTH
def sign_grant(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Sign the convention of a grant, for one's own side."""
    grant = queries.grant_for(request.user, id)
    funder = request.user.has_perm(Permission.GRANT_DECIDE, grant.organisation_id)
    if not funder:
        check(request.user, Permission.GRANT_CLAIM, grant.grantee_id)
    act = actions.sign_for_funder if funder else actions.sign_for_association
    return ask(
        request, forms.AgreeForm(request.POST or None), _done(grant, act, request, grant=grant),
        title=_("Sign the convention"),
        lead=_("The president in office signs first, the delegate last: then it stays as it is."),
        submit=_("Sign"), cancel=page_of(grant), done=_("It is signed."),
    )  # fmt: skip


@BOTH
def pay_tranche(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a tranche was paid."""
    tranche = queries.tranche_for(request.user, id)
    return ask(
        request, forms.PayTrancheForm(request.POST or None),
        _done(tranche.grant, actions.pay_tranche, request, tranche=tranche),
        title=_("Pay a tranche"),
        lead=" ".join([_which(tranche), _("What is owed from earlier reports is taken off this tranche.")]),
        submit=_("It is paid"), cancel=page_of(tranche.grant), done=_("The payment is written."),
    )  # fmt: skip


@BOTH
def excuse_tranche(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Let a tranche go by exception."""
    tranche = queries.tranche_for(request.user, id)
    return ask(
        request, forms.ExcuseForm(request.POST or None, initial={"reason": tranche.excuse}),
        _done(tranche.grant, actions.excuse_tranche, request, tranche=tranche),
        title=_("Let a tranche go by exception"),
        lead=" ".join([_which(tranche), _("The delegate writes why; a second person agrees. Both stand in the log.")]),
        submit=_("Let it go"), cancel=page_of(tranche.grant), done=_("It is written."),
    )  # fmt: skip


@BOTH
def record_return(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that money came back."""
    grant = _examined(request, id)
    return ask(
        request, forms.ReturnForm(request.POST or None), _done(grant, actions.record_return, request, grant=grant),
        title=_("Money paid back"), submit=_("Save"), cancel=page_of(grant), done=_("It is written."),
    )  # fmt: skip


@BOTH
def close_grant(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Close a grant, or put a file that is over into the archive."""
    grant = _examined(request, id)
    closing = grant.state == "signed"
    return ask(
        request, forms.AgreeForm(request.POST or None),
        _done(grant, actions.close_grant if closing else actions.archive_grant, request, grant=grant),
        title=_("Close the grant") if closing else _("Put into the archive"),
        lead=_("Every paid tranche is reported and every dirham accounted for.") if closing else "",
        submit=_("Close the grant") if closing else _("Put into the archive"),
        cancel=page_of(grant), done=_("It is written."),
    )  # fmt: skip


@BOTH
def write_expense(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Charge an invoice or a voucher to a grant."""
    grant = _claimed(request, id)
    form = forms.ExpenseForm(
        request.POST or None, headings=queries.grant_file(grant).headings,
        projects=queries.projects_of(grant.grantee_id),
        accounts=queries.accounts_to_pay_from(grant.grantee_id, on=timezone.localdate()),
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        expense = actions.write_expense(grant=grant, by=request.user, at=timezone.now(), **data)
        warn_of_headings(request, [data["heading"]], data["project"])
        if expense.kind == Proof.INVOICE:
            return reverse("funding:add_invoice_photo", args=[expense.pk])
        return page_of(grant)

    return ask(
        request, form, act,
        title=_("Charge an expense"),
        lead=_("The picture of an invoice is asked next; a second person signs a voucher on the page of the grant."),
        submit=_("Charge it"), cancel=page_of(grant), done=_("The expense is charged."),
    )  # fmt: skip


@BOTH
def add_invoice_photo(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Add the picture of an invoice."""
    expense = queries.expense_for(request.user, id)

    def act(data: dict[str, Any]) -> str:
        actions.add_invoice_photo(
            expense=expense, photo=data["photo"].read(), by=request.user, at=timezone.now()
        )
        return page_of(expense.grant)

    return ask(
        request, forms.PictureForm(request.POST or None, request.FILES or None), act,
        title=_("Picture of the invoice"),
        lead=_("%(what)s: take the picture now, or leave this page and add it before the report.") % {"what": isolated(expense.what)},
        submit=_("Save"), cancel=page_of(expense.grant), done=_("The picture is kept."),
    )  # fmt: skip


@BOTH
def sign_voucher(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Sign a voucher as the second person."""
    expense = queries.expense_for(request.user, id)
    return ask(
        request, forms.AgreeForm(request.POST or None),
        _done(expense.grant, actions.sign_voucher, request, expense=expense),
        title=_("Sign the voucher"), lead=expense.what,
        submit=_("Sign"), cancel=page_of(expense.grant), done=_("It is signed."),
    )  # fmt: skip


@BOTH
def take_out_expense(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take out an expense before it is reported."""
    expense = queries.expense_for(request.user, id)
    return ask(
        request, forms.AgreeForm(request.POST or None),
        _done(expense.grant, actions.take_out_expense, request, expense=expense),
        title=_("Take the expense out"), lead=expense.what,
        submit=_("Take it out"), cancel=page_of(expense.grant), done=_("It is taken out."), kind="danger",
    )  # fmt: skip


@BOTH
def send_report(request: SignedInRequest, id: UUID, number: int) -> HttpResponse:
    """Report on a tranche."""
    grant = _claimed(request, id)
    return ask(
        request, forms.ReportForm(request.POST or None),
        _done(grant, actions.report_with_pictures, request, grant=grant, number=number),
        title=_("Report on tranche %(number)s") % {"number": number},
        lead=_("Every expense that is charged and not reported goes with it, each with its proof."),
        submit=_("Send the report"), cancel=page_of(grant), done=_("The report is sent."),
    )  # fmt: skip


@BOTH
def rule_on_line(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Rule on a line of a report."""
    line = queries.report_line_for(request.user, id)
    check(request.user, Permission.GRANT_EXAMINE, line.organisation_id)
    return ask(
        request, forms.RuleForm(request.POST or None),
        _done(line.report.grant, actions.rule_on_line, request, line=line),
        title=_("Rule on a line"),
        lead=" · ".join(isolated(one) for one in (line.supplier, line.number, line.heading, formats.money(line.share)) if one),
        submit=_("Save"), cancel=page_of(line.report.grant), done=_("It is written."),
    )  # fmt: skip


@BOTH
def answer_query(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Answer what the funder asked about a line."""
    line = queries.report_line_for(request.user, id)
    check(request.user, Permission.GRANT_CLAIM, line.grantee_id)
    return ask(
        request, forms.AnswerForm(request.POST or None),
        _done(line.report.grant, actions.answer_query, request, line=line),
        title=_("Answer the funder"), lead=line.note,
        submit=_("Answer"), cancel=page_of(line.report.grant), done=_("It is written."),
    )  # fmt: skip


@BOTH
def accept_report(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Accept a report."""
    report = queries.report_for(request.user, id)
    return ask(
        request, forms.AgreeForm(request.POST or None),
        _done(report.grant, actions.accept_report, request, report=report),
        title=_("Accept the report"),
        lead=" ".join([
            _("Report on tranche %(number)s of “%(project)s”.") % {"number": report.number, "project": isolated(report.grant.project)},
            _("What is to be paid back is taken off the next tranche."),
        ]),
        submit=_("Accept the report"), cancel=page_of(report.grant), done=_("The report is accepted."),
    )  # fmt: skip
