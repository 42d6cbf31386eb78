"""The desk of donors: who gives."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views import listed
from twiza.funding.views.asking import ask, names_shown, organisation_here, page
from twiza.lib.errors import N_
from twiza.lib.text import tidy
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.web import formats
from twiza.platform.web.workbooks import Listed, send_workbook, wants_sheet


def _page_of(donor: Any) -> str:
    return reverse("funding:show_donor", args=[donor.pk])


@require_safe
def list_donors(request: SignedInRequest) -> HttpResponse:
    """Donors, by code; a name or a code is looked for."""
    organisation = organisation_here(request, Permission.DONORS_KEEP)
    sought = tidy(request.GET.get("q", ""))[:80]
    if wants_sheet(request):
        every = queries.donors_of(organisation.pk, sought=sought, size=None)
        return send_workbook(
            request, [Listed(N_("Donors"), listed.donors(), every)], page="funding.sheet_donors",
            organisation=organisation.pk, by=request.user,
        )  # fmt: skip
    donors = queries.donors_of(organisation.pk, sought=sought, after=request.GET.get("after", "")[:12])
    names_shown(request, "funding.donors", organisation.pk, donors)
    return page(request, "list_donors", organisation, donors=donors, sought=sought, full=len(donors) == 100)


@require_safe
def show_donor(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One donor: what was promised and given."""
    donor = queries.donor_for(request.user, id)
    names_shown(request, "funding.donor", donor.organisation_id, [donor])
    return page(
        request,
        "show_donor",
        donor.organisation,
        donor=donor,
        gifts=queries.gifts_of(donor)[:100],
        pledges=[
            queries.pledge_line(one, on=timezone.localdate()) for one in queries.pledges_by(donor)[:100]
        ],
    )


@require_http_methods(["GET", "POST"])
def write_donor(request: SignedInRequest) -> HttpResponse:
    """Write down somebody who gives."""
    organisation = organisation_here(request, Permission.DONORS_KEEP)

    def act(data: dict[str, Any]) -> str:
        return _page_of(
            actions.write_donor(organisation=organisation.pk, by=request.user, at=timezone.now(), **data)
        )

    return ask(
        request,
        forms.DonorForm(request.POST or None),
        act,
        title=_("New donor"),
        submit=_("Save"),
        cancel=reverse("funding:list_donors"),
    )


@require_http_methods(["GET", "POST"])
def correct_donor(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Correct what is written of a donor."""
    donor = queries.donor_for(request.user, id)
    names_shown(request, "funding.donor", donor.organisation_id, [donor])
    written = {name: getattr(donor, name) for name in ("kind", "name", "contact", "phone")}

    def act(data: dict[str, Any]) -> None:
        actions.correct_donor(donor=donor, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.DonorForm(request.POST or None, initial=written),
        act,
        title=_("Correct the donor"),
        submit=_("Save"),
        cancel=_page_of(donor),
        done=_("Saved."),
    )


@require_http_methods(["GET", "POST"])
def erase_donor(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Erase who a donor is; the money stays."""
    donor = queries.donor_for(request.user, id)
    if donor.erased_at is not None:
        return redirect(_page_of(donor))
    until = queries.kept_until(donor)
    stays = _("Name and telephone go for good, from papers printed later too.")
    if until is not None:
        stays += " " + _("Amounts, days and receipts stay by the code %(code)s: accounts are kept until %(day)s.") % {
            "code": donor.code,
            "day": formats.day(until),
        }  # fmt: skip

    def act(data: dict[str, Any]) -> None:
        actions.erase_donor(donor=donor, by=request.user, at=timezone.now(), **data)

    return ask(
        request,
        forms.EraseDonorForm(request.POST or None),
        act,
        title=_("Erase the donor %(code)s") % {"code": donor.code},
        lead=stays,
        submit=_("Erase for good"),
        cancel=_page_of(donor),
        done=_("The donor is erased."),
        kind="danger",
    )
