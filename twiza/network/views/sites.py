"""Sites, their addresses, who works at them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from twiza.network import actions, forms, queries
from twiza.network.views.asking import ask
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.audit import actions as audit


def _page(id: UUID) -> str:
    return reverse("network:show_site", args=[id])


@require_safe
@never_cache
def show_site(request: SignedInRequest, id: UUID) -> HttpResponse:
    """One site. Of a refuge, its discreet name; its address only for the people who work there."""
    site = queries.site_for(id)
    own = queries.works_here(site.organisation)
    staff = list(queries.staff_of(site, on=timezone.localdate())) if own else []
    if staff:
        audit.record_access(
            page="network.site",
            ids=sorted({row.user_id for row in staff}),
            organisation=site.organisation_id,
            by=request.user,
            at=timezone.now(),
        )
    context = {
        "site": site,
        "address": queries.address_of(site),
        "inside": queries.sites_inside(site),
        "occupation": queries.occupations_of([site])[site.pk],
        "staff": staff,
        "may_edit": request.user.has_perm(Permission.ORGANISATION_EDIT, site),
        "may_manage": request.user.has_perm(Permission.MEMBERS_MANAGE, site),
    }
    return render(request, "network/show_site.html", context)


@require_http_methods(["GET", "POST"])
def open_site(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write a site into the register."""
    organisation = queries.organisation_for(id)
    check(request.user, Permission.ORGANISATION_EDIT, organisation)

    def act(data: dict[str, Any]) -> str:
        site = actions.open_site(organisation=organisation, by=request.user, at=timezone.now(), **data)
        return reverse("network:write_address", args=[site.pk]) if site.refuge else _page(site.pk)

    return ask(
        request,
        forms.SiteForm(request.POST or None, organisation=organisation),
        act,
        title=_("New site of %(name)s") % {"name": organisation},
        submit=_("Write into the register"),
        cancel=reverse("network:show_organisation", args=[id]),
        done=_("The site is in the register."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
def write_address(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write where a site is."""
    site = queries.site_for(id)
    known = queries.address_of(site)
    if not site.refuge:
        check(request.user, Permission.ORGANISATION_EDIT, site)
    shape = forms.ProtectedAddressForm if site.refuge else forms.AddressForm
    start = {
        name: getattr(known, name)
        for name in ("address", "phone", "inner_name", "place")
        if known is not None
    }

    def act(data: dict[str, Any]) -> str:
        actions.write_address(site=site, by=request.user, at=timezone.now(), **data)
        return _page(id)

    return ask(
        request,
        shape(request.POST or None, initial=start),
        act,
        title=_("Address of %(name)s") % {"name": site},
        submit=_("Save"),
        cancel=_page(id),
        done=_("The address is saved."),
    )


@require_http_methods(["GET", "POST"])
def make_refuge(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Turn a site into a refuge: its open address is taken away."""
    site = queries.site_for(id)
    check(request.user, Permission.ORGANISATION_EDIT, site)

    def act(data: dict[str, Any]) -> str:
        actions.make_refuge(site=site, by=request.user, at=timezone.now(), **data)
        return _page(id)

    return ask(
        request,
        forms.RefugeForm(request.POST or None),
        act,
        title=_("Turn this site into a refuge"),
        submit=_("Hide where it is"),
        cancel=_page(id),
        done=_("From now on only the people who work there read where it is."),
        lead=_("Give it a discreet name: nobody should understand from it what the place is, nor where."),
        kind="danger",
    )


@require_http_methods(["GET", "POST"])
def add_staff(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a colleague works at a site."""
    site = queries.site_for(id)
    check(request.user, Permission.MEMBERS_MANAGE, site)
    today = timezone.localdate()

    def act(data: dict[str, Any]) -> str:
        actions.add_staff(site=site, user=data["user"], starts_on=today, by=request.user, at=timezone.now())
        return _page(id)

    return ask(
        request,
        forms.StaffForm(request.POST or None, people=queries.colleagues(site.organisation, on=today)),
        act,
        title=_("Who works at %(name)s") % {"name": site},
        submit=_("Add"),
        cancel=_page(id),
        done=_("This colleague works here from today."),
    )


@require_http_methods(["GET", "POST"])
def end_staff(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write that a colleague no longer works at a site."""
    site = queries.site_for(id)
    check(request.user, Permission.MEMBERS_MANAGE, site)
    today = timezone.localdate()
    people = [row.user for row in queries.staff_of(site, on=today)]

    def act(data: dict[str, Any]) -> str:
        actions.end_staff(site=site, user=data["user"], from_day=today, by=request.user, at=timezone.now())
        return _page(id)

    return ask(
        request,
        forms.StaffForm(request.POST or None, people=people),
        act,
        title=_("Who no longer works at %(name)s") % {"name": site},
        submit=_("End from today"),
        cancel=_page(id),
        done=_("From today this colleague no longer works here."),
        kind="danger",
    )
