"""Licences of the register, and what the law asks."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.lib.errors import N_
from twiza.network import actions, forms, queries
from twiza.network.rules.regimes import REGIMES, write_lines
from twiza.network.views import listed
from twiza.network.views.asking import ask
from twiza.network.views.institutions import page_of
from twiza.network.views.mine import acting_organisation, first_of
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet

LISTS = ("categories", "papers", "grid", "quality", "reports", "bodies", "pauses")
NUMBERS = ("quorum", "days", "working", "appeal_days", "appeal_ar", "appeal_fr", "valid_months")


@require_http_methods(["GET", "POST"])
def register_licence(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write a licence that was granted on paper."""
    institution = queries.institution_for(id)
    check(request.user, Permission.INSTITUTION_KEEP, institution)
    today = timezone.localdate()
    regimes = [
        (one, _(REGIMES[one.code]))
        for one in queries.regimes_for(institution.organisation, on=today)
        if not one.regime.by_declaration
    ]

    def act(data: dict[str, Any]) -> str:
        actions.register_licence(institution=institution, by=request.user, at=timezone.now(), **data)
        return page_of(id)

    return ask(
        request,
        forms.PaperLicenceForm(
            request.POST or None, regimes=regimes, initial={"category": institution.category}
        ),
        act,
        title=_("Licence of %(name)s") % {"name": institution},
        submit=_("Publish in the register"),
        cancel=page_of(id),
        done=_("The licence is in the register; everybody reads it."),
        lead=_("For a licence granted on paper before. A new one comes out of a licence file."),
    )


@require_http_methods(["GET", "POST"])
def move_licence(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Suspend or withdraw a licence, or let it hold again."""
    licence = queries.licence_for(id)
    check(request.user, Permission.LICENCE_DECIDE, licence)

    def act(data: dict[str, Any]) -> str:
        actions.move_licence(licence=licence, by=request.user, at=timezone.now(), **data)
        return page_of(licence.institution_id)

    return ask(
        request,
        forms.MoveLicenceForm(request.POST or None, initial={"on": timezone.localdate()}),
        act,
        title=_("Licence %(number)s") % {"number": licence},
        submit=_("Publish in the register"),
        cancel=page_of(licence.institution_id),
        done=_("The register says so from now on."),
        lead=_("People who live there are protected first: a closure needs a place for each of them."),
        kind="danger",
    )


@require_safe
def list_regimes(request: SignedInRequest) -> HttpResponse:
    """What the law asks, for the files opened today."""
    today = timezone.localdate()
    mine = queries.organisations_where(request.user, Permission.LICENCE_EXAMINE, on=today)
    rows = queries.regimes_for(mine[0] if mine else None, on=today)
    if wants_sheet(request):
        sheet = Listed(N_("What the law asks"), listed.REGIMES_SHEET, rows)
        return send_workbook(
            request, [sheet], page="network.sheet_regimes", organisation=first_of(mine), by=request.user
        )
    context = {
        "rows": [(row, REGIMES[row.code], row.regime) for row in rows],
        "may_write": request.user.has_perm(Permission.LICENCE_DECIDE),
    }
    return render(request, "network/list_regimes.html", context)


@require_http_methods(["GET", "POST"])
def write_regime(request: SignedInRequest, code: str) -> HttpResponse:
    """Write another version of what the law asks."""
    if code not in REGIMES:
        raise Http404
    organisation = acting_organisation(request, Permission.LICENCE_DECIDE)
    today = timezone.localdate()
    now = next((one for one in queries.regimes_for(organisation, on=today) if one.code == code), None)
    content = dict(now.content) if now else {}
    start = {name: write_lines(content.get(name, ())) for name in LISTS}
    start |= {name: content[name] for name in NUMBERS if name in content}

    def act(data: dict[str, Any]) -> str:
        actions.write_regime(
            organisation=organisation,
            code=code,
            source=data["source"],
            valid_from=data["valid_from"],
            content={name: data[name] for name in (*LISTS, *NUMBERS)}
            | {"by_declaration": bool(content.get("by_declaration", False))},
            by=request.user,
            at=timezone.now(),
        )
        return reverse("network:list_regimes")

    return ask(
        request,
        forms.RegimeForm(request.POST or None, initial=start | {"valid_from": today}),
        act,
        title=_("New version: %(regime)s") % {"regime": _(REGIMES[code])},
        submit=_("Write this version"),
        cancel=reverse("network:list_regimes"),
        done=_("Files opened from that day on follow this version; those under way keep theirs."),
    )
