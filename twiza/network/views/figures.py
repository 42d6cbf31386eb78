"""Published figures: the list, one figure, a table previewed then accepted."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.lib.errors import N_, DomainError
from twiza.lib.sheets import read_workbook
from twiza.network import actions, forms, queries
from twiza.network.rules.figures import NotANumber, read_number
from twiza.network.rules.official_tables import OfficialTable, read_table
from twiza.network.views import listed
from twiza.network.views.asking import ask
from twiza.network.views.mine import acting_organisation, first_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.sentences import say
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

SALT = "network.previewed_table"
MOST_ROWS = 500


@require_safe
def list_figures(request: SignedInRequest) -> HttpResponse:
    """The figures and tables that the reader's organisations wrote down."""
    mine = queries.my_organisations(request.user, on=timezone.localdate())
    lists = [(one, queries.figures_of(one), queries.tables_of(one)) for one in mine]
    if wants_sheet(request):
        sheets = [
            Listed(
                N_("Published figures"), listed.FIGURES, [row for _one, found, _t in lists for row in found]
            ),
            Listed(N_("Tables"), listed.TABLES, [row for _one, _f, found in lists for row in found]),
        ]
        return send_workbook(
            request, sheets, page="network.sheet_figures", organisation=first_of(mine), by=request.user
        )
    context = {
        "lists": lists,
        "may_edit": request.user.has_perm(Permission.ORGANISATION_EDIT),
    }
    return render(request, "network/list_figures.html", context)


@require_safe
def show_table(request: SignedInRequest, id: UUID) -> HttpResponse:
    """An imported table: its lines, its totals as printed and as added up."""
    row, figures, checks = queries.table_for(id)
    return render(request, "network/show_table.html", {"table": row, "figures": figures, "checks": checks})


@require_http_methods(["GET", "POST"])
def state_figure(request: SignedInRequest) -> HttpResponse:
    """Write down one figure as it was said."""
    organisation = acting_organisation(request, Permission.ORGANISATION_EDIT)

    def act(data: dict[str, Any]) -> str:
        names = ("subject", "figure", "stated_on", "place")
        actions.state_figure(
            organisation=organisation,
            by=request.user,
            at=timezone.now(),
            **{name: data[name] for name in names},
        )
        return reverse("network:list_figures")

    return ask(
        request,
        forms.FigureForm(request.POST or None),
        act,
        title=_("Write down a figure"),
        submit=_("Save"),
        cancel=reverse("network:list_figures"),
        done=_("The figure is written down."),
    )


@require_http_methods(["GET", "POST"])
def preview_table(request: SignedInRequest) -> HttpResponse:
    """Read a file and show what would be written; nothing is written yet."""
    check(request.user, Permission.ORGANISATION_EDIT)
    form = forms.TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            rows = read_workbook(sheet.read(), sheet.name).sheets[0].rows
            cells = [[str(cell) for cell in row] for row in rows]
            table = read_table(cells, most_rows=MOST_ROWS)
        except DomainError as refusal:
            form.add_error("sheet", say(refusal))
        else:
            return _preview(request, {**_plain(form.cleaned_data), "cells": cells}, table, {})
    context = {
        "form": form,
        "title": _("Read a published table"),
        "submit": _("Preview"),
        "cancel": reverse("network:list_figures"),
    }
    return render(request, "web/ask.html", context, status=422 if form.errors else 200)


@require_POST
def accept_table(request: SignedInRequest) -> HttpResponse:
    """Write the previewed table, with the totals its publisher prints; or show it again with them."""
    organisation = acting_organisation(request, Permission.ORGANISATION_EDIT)
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:  # a page left open since yesterday, or altered: begin again
        return redirect("network:preview_table")
    printed, typed, wrong = _printed(request, read_table(kept["cells"]))
    table = read_table(kept["cells"], printed)
    if wrong or "again" in request.POST:
        return _preview(request, kept, table, typed, wrong)
    row = actions.accept_table(
        organisation=organisation,
        title=kept["title"],
        source=kept["source"],
        table=table,
        stated_on=date.fromisoformat(kept["stated_on"]) if kept["stated_on"] else None,
        place=queries.place_for(UUID(kept["place"])) if kept["place"] else None,
        sites_of_kind=kept["sites_of_kind"],
        by=request.user,
        at=timezone.now(),
    )
    return redirect("network:show_table", id=row.pk)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": data["title"],
        "source": data["source"],
        "sites_of_kind": data["sites_of_kind"],
        "stated_on": data["stated_on"].isoformat() if data["stated_on"] else "",
        "place": str(data["place"].pk) if data["place"] else "",
    }


def _printed(
    request: SignedInRequest, table: OfficialTable
) -> tuple[dict[str, Decimal], dict[str, str], list[str]]:
    """Read the printed totals a person typed beside the sums: figures, what was typed, what is no number."""
    printed: dict[str, Decimal] = {}
    typed: dict[str, str] = {}
    wrong: list[str] = []
    for n, column in enumerate(table.figures):
        text = request.POST.get(f"printed_{n}", "").strip()
        typed[column.header] = text
        if text:
            try:
                printed[column.header] = read_number(text)
            except NotANumber as refusal:
                wrong.append(say(refusal))
    return printed, typed, wrong


def _preview(
    request: SignedInRequest,
    kept: dict[str, Any],
    table: OfficialTable,
    typed: dict[str, str],
    wrong: list[str] | None = None,
) -> HttpResponse:
    sums = table.sums()
    context = {
        "title": kept["title"],
        "table": table,
        "rows": [(line, list(table.lights(line).items())) for line in table.lines],
        "totals": [
            (n, column, sums[n], table.printed[n], typed.get(column.header, ""))
            for n, column in enumerate(table.figures)
        ],
        "wrong": wrong or [],
        "kept": signing.dumps(kept, salt=SALT, compress=True),
    }
    return render(request, "network/preview_table.html", context)
