"""For the accountant: the chart of accounts, the trial balance, the page of an account. Debit and credit stand here only."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views import listed
from twiza.funding.views.asking import ask, organisation_here, page, period_asked
from twiza.lib.errors import N_
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.downloads import WORKBOOK, attachment
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

BOTH = require_http_methods(["GET", "POST"])
PAGE = 50


def _chart_of(organisation: Any) -> str:
    return f"{reverse('funding:list_accounts')}?of={organisation.pk}"


@require_safe
def show_balance(request: SignedInRequest) -> HttpResponse:
    """The trial balance of a period, and the way to all that an accountant asks for."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    first, through = period_asked(request)
    return page(
        request, "show_balance", organisation,
        balance=queries.trial_balance(organisation.pk, first=first, through=through),
        opened=queries.standing_opening(organisation.pk),
        form=forms.PeriodForm(initial={"first": first, "through": through}),
    )  # fmt: skip


@require_safe
def download_balance(request: SignedInRequest) -> HttpResponse:
    """The trial balance as a workbook."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    first, through = period_asked(request)
    balance = queries.trial_balance(organisation.pk, first=first, through=through)
    return attachment(queries.balance_workbook(balance), f"balance-{first}-{through}.xlsx", WORKBOOK)


@require_safe
def list_accounts(request: SignedInRequest) -> HttpResponse:
    """The chart of accounts."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    if wants_sheet(request):
        return send_workbook(
            request, [Listed(N_("Chart of accounts"), listed.ACCOUNTS, queries.accounts_in(organisation.pk))],
            page="funding.sheet_accounts", organisation=organisation.pk, by=request.user,
        )  # fmt: skip
    return page(request, "list_accounts", organisation, accounts=queries.accounts_in(organisation.pk))


@BOTH
def open_chart(request: SignedInRequest) -> HttpResponse:
    """Open the books with the chart that is proposed."""
    organisation = organisation_here(request, Permission.MONEY_KEEP)

    def act(_data: dict[str, Any]) -> None:
        actions.open_chart(organisation=organisation.pk, by=request.user, at=timezone.now())

    return ask(
        request, forms.AgreeForm(request.POST or None), act, title=_("Open the chart of accounts"),
        lead=_("Accounts in Arabic and French after the classes of the plan for associations: an accountant confirms them."),
        submit=_("Open it"), cancel=_chart_of(organisation), done=_("The chart is open."),
    )  # fmt: skip


@BOTH
def add_account(request: SignedInRequest) -> HttpResponse:
    """Add an account."""
    organisation = organisation_here(request, Permission.MONEY_KEEP)

    def act(data: dict[str, Any]) -> None:
        actions.add_account(organisation=organisation.pk, by=request.user, at=timezone.now(), **data)

    form = forms.AccountForm(request.POST or None)
    form.fields.pop("closed_on")
    return ask(
        request, form, act, title=_("Add an account"),
        submit=_("Add it"), cancel=_chart_of(organisation), done=_("The account is in the chart."),
    )  # fmt: skip


@BOTH
def change_account(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Rename an account, close it, open it again."""
    account = queries.account_for(request.user, id)
    check(request.user, Permission.MONEY_KEEP, account)

    def act(data: dict[str, Any]) -> None:
        actions.change_account(account=account, by=request.user, at=timezone.now(), **data)

    said = {name: getattr(account, name) for name in ("code", "label_ar", "label_fr", "closed_on")}
    return ask(
        request, forms.AccountForm(request.POST or None, initial=said), act, title=_("Change an account"),
        lead=_("The code of an account that has lines stays. Gifts and grants are written on accounts that stay open."),
        submit=_("Save"), cancel=_chart_of(account.organisation), done=_("The account is changed."),
    )  # fmt: skip


@require_safe
def show_account(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One account, its lines newest first."""
    account = queries.account_for(request.user, id)
    lines = queries.account_page(
        account, before=queries.line_before(request.GET.get("before", "")), size=PAGE + 1
    )
    older = ""
    if len(lines) > PAGE:
        last = lines[PAGE - 1].line
        older = f"?before={last.on.isoformat()}.{last.pk}"
    return page(
        request, "show_account", account.organisation, account=account, lines=lines[:PAGE], older=older
    )


@require_safe
def show_postings(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One entry as an accountant reads it."""
    found = queries.entry_for(request.user, id)
    return page(request, "show_postings", found.entry.organisation, found=found)
