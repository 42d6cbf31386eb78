"""Sites and their addresses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import Organisation, Place, RefugeAddress, Site, SiteAddress, SiteStaff


class NoSuchSite(NotFound):
    code = "network.no_such_site"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a site is, for somebody who may know."""

    address: str
    phone: str
    inner_name: str
    place: Place | None


def site_for(id: UUID) -> Site:
    """Return a site. Raises NoSuchSite."""
    row = Site.objects.select_related("organisation", "operator", "place", "part_of").filter(pk=id).first()
    if row is None:
        raise NoSuchSite(_("There is no such site."))
    return row


def sites_of(organisation: Organisation) -> QuerySet[Site]:
    """Return the sites an organisation keeps or runs, open ones first."""
    return (
        (Site.objects.filter(organisation=organisation) | Site.objects.filter(operator=organisation))
        .select_related("place", "part_of")
        .order_by("closed_on", "name_ar", "name_fr")
    )


def sites_in(place: Place) -> QuerySet[Site]:
    """Return the sites that stand directly in a place. Refuges have none and never appear."""
    return Site.objects.filter(place=place).select_related("organisation").order_by("name_ar", "name_fr")


def open_sites(kinds: Collection[str]) -> QuerySet[Site]:
    """Return the sites of these kinds that are not closed, whoever keeps them, by name."""
    rows = Site.objects.filter(kind__in=kinds, closed_on__isnull=True)
    return rows.select_related("organisation", "operator", "place").order_by("name_ar", "name_fr", "pk")


def sites_inside(site: Site) -> QuerySet[Site]:
    """Return the institutions a complex contains (003-18)."""
    return Site.objects.filter(part_of=site).order_by("name_ar", "name_fr")


def address_of(site: Site) -> Address | None:
    """Return where a site is; None when nothing is written, or when the reader may not know.

    The two look the same. For a refuge the database itself asks for live staff of that site.
    """
    if site.refuge:
        hidden = RefugeAddress.objects.select_related("place").filter(site=site).first()
        return Address(hidden.address, hidden.phone, hidden.inner_name, hidden.place) if hidden else None
    row = SiteAddress.objects.filter(site=site).first()
    return Address(row.address, row.phone, "", site.place) if row else None


def staff_of(site: Site, *, on: date) -> QuerySet[SiteStaff]:
    """Return who works at a site on this day. Own organisation only."""
    return (
        SiteStaff.objects.filter(site=site, period__contains=on)
        .select_related("user")
        .order_by("user__display_name")
    )
