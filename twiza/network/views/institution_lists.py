"""A list of institutions taken into the register: read, put beside what is known, accepted."""

from datetime import date
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

from twiza.lib.errors import DomainError, NotAllowed
from twiza.lib.sheets import read_workbook
from twiza.network import actions, forms, queries
from twiza.network.rules.institution_lists import FAULTS, MATCHES
from twiza.network.rules.official_tables import OfficialTable, read_table
from twiza.network.views.mine import acting_organisation
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.sentences import say

SALT = "network.previewed_institutions"
MOST_ROWS = 500


@require_http_methods(["GET", "POST"])
def preview_institutions(request: SignedInRequest) -> HttpResponse:
    """Read a file and show, row by row, what would be written and what does not fit; nothing is written yet."""
    organisation = acting_organisation(request, Permission.INSTITUTION_KEEP)
    form = forms.InstitutionListForm(
        request.POST or None, request.FILES or None, initial={"stated_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rows = read_workbook(data["sheet"].read(), data["sheet"].name).sheets[0].rows
            cells = [[str(cell) for cell in row] for row in rows]
            table = read_table(cells, most_rows=MOST_ROWS)
        except DomainError as refusal:
            form.add_error("sheet", say(refusal))
        else:
            kept = {
                "file": data["sheet"].name[:120],
                "source": data["source"],
                "stated_on": data["stated_on"].isoformat(),
                "category": data["category"],
                "place": str(data["place"].pk) if data["place"] else "",
                "cells": cells,
            }
            return _preview(request, organisation, kept, table)
    context = {
        "form": form,
        "title": _("Take in a list of institutions"),
        "lead": _("The file is read first; nothing is written before you accept it."),
        "submit": _("Preview"),
        "cancel": reverse("network:list_institutions"),
    }
    return render(request, "web/ask.html", context, status=422 if form.errors else 200)


@require_POST
def accept_institutions(request: SignedInRequest) -> HttpResponse:
    """Take the previewed list into the register; a refusal is said above the preview, which stays."""
    organisation = acting_organisation(request, Permission.INSTITUTION_KEEP)
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:  # a page left open since yesterday, or altered: begin again
        return redirect("network:preview_institutions")
    table = read_table(kept["cells"])
    try:
        done = actions.load_institutions(
            organisation=organisation,
            category=kept["category"],
            table=table,
            source=kept["source"],
            stated_on=date.fromisoformat(kept["stated_on"]),
            place=queries.place_for(UUID(kept["place"])) if kept["place"] else None,
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _preview(request, organisation, kept, table, say(refusal))
    messages.success(request, words_of(done))
    return redirect("network:list_institutions")


def words_of(done: Any) -> str:
    """Say what a list changed."""
    if not done.changed:
        return _("The register says all of this already: nothing was changed.")
    said = _("%(opened)s institutions were opened, %(figures)s figures were written as claimed.") % {
        "opened": done.opened,
        "figures": done.figures,
    }
    if done.left:
        said += " " + _("%(left)s rows were left: several institutions have their name.") % {
            "left": done.left
        }
    return said


def _preview(
    request: SignedInRequest, organisation: Any, kept: dict[str, Any], table: OfficialTable, wrong: str = ""
) -> HttpResponse:
    reading = queries.list_beside_register(
        organisation, table, stated_on=date.fromisoformat(kept["stated_on"])
    )
    context = {
        "organisation": organisation,
        "file": kept["file"],
        "table": table,
        "wrong": wrong,
        "rows": [(row, _(MATCHES[row.match])) for row in reading.rows],
        "faults": [(one, _(FAULTS[one.fault])) for one in reading.contradictions],
        "kept": signing.dumps(kept, salt=SALT, compress=True),
    }
    return render(request, "network/preview_institutions.html", context, status=422 if wrong else 200)
