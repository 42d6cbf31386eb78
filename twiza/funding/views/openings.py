"""Opening balances: written once by the treasurer, and taken back when they are wrong."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.funding import actions, forms, queries
from twiza.funding.views.asking import ask, ask_lines, organisation_here
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest

BOTH = require_http_methods(["GET", "POST"])


def _balance_of(organisation: UUID) -> str:
    return f"{reverse('funding:show_balance')}?of={organisation}"


@BOTH
def write_opening(request: SignedInRequest) -> HttpResponse:
    """Write with which balances the books begin."""
    organisation = organisation_here(request, Permission.MONEY_KEEP)
    accounts = queries.accounts_to_open_with(organisation.pk, on=timezone.localdate())
    if not accounts:
        messages.info(request, _("Open the chart of accounts first: the opening balances are written on it."))
        return redirect(f"{reverse('funding:open_chart')}?of={organisation.pk}")
    form = forms.OpeningForm(
        request.POST or None,
        accounts=accounts,
        restrictions=queries.restrictions_to_give(organisation.pk),
    )

    def act(data: dict[str, Any]) -> None:
        lines = [actions.OpeningLine(*one) for one in form.lines()]
        actions.write_opening(
            organisation=organisation.pk, on=data["on"], lines=lines, by=request.user, at=timezone.now()
        )

    return ask_lines(
        request, form, act, title=_("Opening balances"),
        lead=_("What the association had and owed on the day on which its books begin here, as its last balance says: what it had in debit, its debts and own means in credit. Both sides are equal. It is written once."),
        submit=_("Write the balances"), cancel=_balance_of(organisation.pk), done=_("The books begin with these balances."),
    )  # fmt: skip


@BOTH
def undo_opening(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Take the opening balances back, to write them anew."""
    found = queries.entry_for(request.user, id)
    check(request.user, Permission.MONEY_KEEP, found.entry)

    def act(_data: dict[str, Any]) -> None:
        actions.undo_opening(entry=found.entry, by=request.user, at=timezone.now())

    return ask(
        request, forms.AgreeForm(request.POST or None), act, title=_("Take the opening balances back"),
        lead=_("An entry of today undoes them; then they may be written anew."), submit=_("Take them back"),
        cancel=_balance_of(found.entry.organisation_id), done=_("The opening balances are taken back."), kind="danger",
    )  # fmt: skip
