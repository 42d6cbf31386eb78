"""A partner's list of gifts: read, previewed, taken in whole or not at all."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.funding import actions, forms, queries
from twiza.funding.rules.sheets import GiftTable, check_total, plain_cell, read_gifts
from twiza.funding.views.asking import organisation_here, page
from twiza.lib.errors import DomainError, NotAllowed
from twiza.lib.sheets import read_workbook
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.sentences import say

SALT = "funding.previewed_gifts"


@require_http_methods(["GET", "POST"])
def preview_gifts(request: SignedInRequest) -> HttpResponse:
    """Read a list and show what would be written; nothing is written yet."""
    organisation = organisation_here(request, Permission.MONEY_KEEP)
    form = forms.GiftListForm(
        request.POST or None, request.FILES or None, campaigns=queries.campaigns_to_fund(request.user)
    )
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            rows = read_workbook(sheet.read(), sheet.name).sheets[0].rows
            cells = [[plain_cell(cell) for cell in row] for row in rows]
            table = read_gifts(cells)
            check_total(table, form.cleaned_data["expected"])
        except DomainError as refusal:
            form.add_error("sheet", say(refusal))
        else:
            return _previewed(request, organisation, table, cells, form.cleaned_data)
    context = {
        "form": form,
        "title": _("Take in a list of gifts"),
        "submit": _("Preview"),
        "cancel": reverse("funding:list_gifts"),
    }
    return render(request, "funding/ask.html", context, status=422 if form.errors else 200)


def _previewed(
    request: SignedInRequest,
    organisation: Any,
    table: GiftTable,
    cells: list[list[str]],
    asked: dict[str, Any],
) -> HttpResponse:
    """The page of what would be written; what it was read from travels signed in the form."""
    known, unknown = queries.restrictions_written(organisation.pk, [line.restriction for line in table.lines])
    kept = {
        "cells": cells,
        "expected": str(asked["expected"] or ""),
        "campaign": str(asked["campaign"] or ""),
    }
    return page(
        request,
        "preview_gifts",
        organisation,
        table=table,
        rows=[(line, known.get(line.restriction)) for line in table.lines],
        unknown=sorted(unknown),
        kept=signing.dumps(kept, salt=SALT, compress=True),
        ready=not (table.problems or unknown),
    )


@require_POST
def accept_gifts(request: SignedInRequest) -> HttpResponse:
    """Write the gifts of the previewed list."""
    organisation = organisation_here(request, Permission.MONEY_KEEP)
    try:
        kept: dict[str, Any] = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:  # a page left open since yesterday, or altered: begin again
        return redirect("funding:preview_gifts")
    table = read_gifts(kept["cells"])
    known, _unknown = queries.restrictions_written(
        organisation.pk, [line.restriction for line in table.lines]
    )
    try:
        actions.accept_gift_sheet(
            organisation=organisation.pk,
            table=table,
            restrictions=known,
            expected=Decimal(kept["expected"]) if kept["expected"] else None,
            campaign=UUID(kept["campaign"]) if kept["campaign"] else None,
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect("funding:preview_gifts")
    messages.success(request, _("The gifts of the list are in the books."))
    return redirect("funding:list_gifts")
