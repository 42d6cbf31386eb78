"""Pages: the sites of a winter, one brought in, what is written about one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.shelter import actions, queries, rules
from twiza.shelter.forms.sites import AddSite, ChangeSite, PlanSite
from twiza.shelter.views.nights import plans
from twiza.shelter.views.saving import saved
from twiza.shelter.views.winters import page_words


@require_safe
def list_sites(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sites that give beds, and the four bodies around each."""
    winter = queries.winter_for(request.user, id)
    words = {**page_words(request, winter), "sites": queries.sites_with_beds(winter)}
    return render(request, "shelter/winter_sites.html", words)


@require_http_methods(["GET", "POST"])
def add_site(request: HttpRequest, id: UUID) -> HttpResponse:
    """Bring a site of the register into the winter."""
    winter = queries.winter_for(request.user, id)
    check(request.user, Permission.WINTER_PLAN, winter)
    there = {one.site_id for one in queries.sites_of(winter)}
    sites = [one for one in network.open_sites(rules.SLEEPING_SITES) if one.pk not in there]
    form = AddSite(request.POST or None, sites=sites, bodies=_bodies())

    def act(*, host: Any, **typed: Any) -> None:
        actions.add_site(winter=winter, host=host.pk, **typed)

    return saved(
        request, form, act, back=reverse("shelter:list_sites", args=[winter.pk]),
        done=_("The site is in the winter. Now its people write its rooms and beds."), title=_("Bring a site in"),
        submit=_("Bring the site in"), lead=_("Who owns it, who runs it, who paid and who supervises are four things."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def change_site(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write what is known of a site: the committee all of it, its people their phone and their rules."""
    site = queries.site_for(request.user, id)
    decides = plans(request.user, site)
    if not decides:
        check(request.user, Permission.BEDS_KEEP, site.host_id)
    known = {
        name: getattr(site, name) for name in ("phone", "house_rules_ar", "house_rules_fr", "funder_code")
    }
    known |= {name: getattr(site, f"{name}_id") for name in ("owner", "funder", "supervisor")}
    form = (
        PlanSite(request.POST or None, bodies=_bodies(), initial=known)
        if decides
        else ChangeSite(request.POST or None, initial=known)
    )

    def act(**typed: Any) -> None:
        actions.change_site(winter_site=site, **typed)

    return saved(
        request, form, act, back=reverse("shelter:show_site", args=[site.pk]), done=_("Written."),
        title=_("About this site"), submit=_("Write it"), lead=str(site),
    )  # fmt: skip


def _bodies() -> list[Any]:
    bodies, _next = network.organisations(all_of_them=True)
    return list(bodies)
