"""The books: balances, journal, one entry, downloads, closing a period."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views.asking import ask, organisation_here, page
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.audit import actions as audit
from twiza.platform.web.downloads import WORKBOOK, attachment

PAGE = 50


@require_safe
def show_money(request: SignedInRequest) -> HttpResponse:
    """What is there, by restriction and by campaign, and what is to be done."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    cash = queries.cash_to_deposit(organisation.pk)
    return page(
        request,
        "show_money",
        organisation,
        balances=queries.balances_of(organisation.pk),
        by_campaign=queries.sums_by_campaign(organisation.pk),
        cash=sum(one.amount for one in cash),
        opened=queries.standing_opening(organisation.pk),
        closed=queries.closed_through(organisation.pk),
    )


@require_safe
def show_journal(request: SignedInRequest) -> HttpResponse:
    """The journal, newest first."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    entries = queries.journal_page(organisation.pk, before=before, size=PAGE + 1)
    older = ""
    if len(entries) > PAGE:
        older = f"?of={organisation.pk}&before={entries[PAGE - 1].entry.number}"
    return page(request, "show_journal", organisation, entries=entries[:PAGE], older=older)


@require_safe
def show_entry(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One entry with its lines."""
    found = queries.entry_for(request.user, id)
    return page(request, "show_entry", found.entry.organisation, found=found)


@require_safe
def download_journal(request: SignedInRequest) -> HttpResponse:
    """The whole journal as a workbook."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    audit.record_access(
        page="funding.sheet_journal", ids=[], organisation=organisation.pk, by=request.user, at=timezone.now(),
        purpose="sheet",
    )  # fmt: skip
    content = queries.journal_workbook(organisation.pk, queries.titles_of_campaigns(request.user))
    return attachment(content, "journal.xlsx", WORKBOOK)


@require_safe
def download_beancount(request: SignedInRequest) -> HttpResponse:
    """The whole journal as the text that `bean-check` judges."""
    organisation = organisation_here(request, Permission.MONEY_READ)
    return attachment(queries.beancount_of(organisation.pk), "journal.beancount", "text/plain; charset=utf-8")


@require_http_methods(["GET", "POST"])
def close_books(request: SignedInRequest) -> HttpResponse:
    """Close the books up to a day."""
    organisation = organisation_here(request, Permission.MONEY_KEEP)

    def act(data: dict[str, Any]) -> None:
        actions.close_books(organisation=organisation.pk, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.CloseBooksForm(
            request.POST or None, months=forms.months_to_close(queries.closed_through(organisation.pk))
        ),
        act,
        title=_("Close the books"),
        lead=_(
            "Nothing is dated there any more, and they are not opened again: what turns out wrong later is corrected by"
            " an entry of its own day."
        ),
        submit=_("Close"),
        cancel=reverse("funding:show_money"),
        done=_("The books are closed up to this day."),
    )
