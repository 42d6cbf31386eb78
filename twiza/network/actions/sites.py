"""Everything that changes sites, their addresses and who works at them."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.organisations import UnknownKind, named
from twiza.network.models import (
    InstitutionSite,
    Membership,
    Organisation,
    Place,
    RefugeAddress,
    Site,
    SiteAddress,
    SiteStaff,
)
from twiza.network.rules.kinds import SITES
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class RefugeSaysNoPlace(DomainError):
    code = "network.refuge_says_no_place"


class NotItsStaff(DomainError):
    code = "network.not_its_staff"


class WorksElsewhere(DomainError):
    code = "network.works_elsewhere"


@transaction.atomic
def open_site(
    *,
    organisation: Organisation,
    kind: str,
    name_ar: str,
    name_fr: str = "",
    place: Place | None = None,
    operator: Organisation | None = None,
    part_of: Site | None = None,
    women_only: bool = False,
    refuge: bool = False,
    source: str = "",
    by: User,
    at: datetime,
) -> Site:
    """Write a site into the register. For a refuge, the name is a discreet one and there is no place.

    The person who opens a refuge is its first staff: somebody must be able to write its address.

    Args:
        operator: the body that runs it, when it is not `organisation`, which keeps this entry.
        part_of: the complex it stands in (003-18).

    Raises:
        UnknownKind, NoName: as for organisations.
        RefugeSaysNoPlace: a place or a complex was given for a refuge.
        NoPermission: `by` may not edit this organisation.
    """
    check(by, Permission.ORGANISATION_EDIT, organisation)
    if kind not in SITES:
        raise UnknownKind(_("There is no kind of site “%(kind)s”."), kind=kind)
    if refuge and (place is not None or part_of is not None):
        raise RefugeSaysNoPlace(
            _(
                "A refuge has no public place and stands in no complex. Write where it is in its protected address."
            )
        )
    name_ar, name_fr = named(name_ar, name_fr)
    site = Site.objects.create(
        organisation=organisation,
        operator=operator,
        kind=kind,
        name_ar=name_ar,
        name_fr=name_fr,
        place=place,
        part_of=part_of,
        women_only=women_only,
        refuge=refuge,
        source=tidy(source),
        created_at=at,
    )
    audit.record(
        type="network.site_opened",
        target=site,
        organisation=organisation.pk,
        by=by,
        at=at,
        kind=kind,
        refuge=refuge,
    )
    if refuge:
        add_staff(site=site, user=by, starts_on=timezone.localdate(at), by=by, at=at)
    return site


@transaction.atomic
def write_address(
    *,
    site: Site,
    address: str,
    phone: str = "",
    inner_name: str = "",
    place: Place | None = None,
    by: User,
    at: datetime,
) -> None:
    """Write where a site is. For a refuge only its own live staff can, in the table that only they read.

    Raises:
        NotItsStaff: the site is a refuge and `by` is not of its staff.
        NoPermission: `by` may not edit this organisation.
    """
    if site.refuge:
        if not _is_staff(site, by, timezone.localdate(at)):
            raise NotItsStaff(_("Only the people who work there read or write this address."))
        RefugeAddress.objects.update_or_create(
            site=site,
            defaults={
                "address": tidy(address),
                "phone": phone,
                "inner_name": tidy(inner_name),
                "place": place,
            },
            create_defaults={
                "organisation_id": site.organisation_id,
                "address": tidy(address),
                "phone": phone,
                "inner_name": tidy(inner_name),
                "place": place,
                "created_at": at,
            },
        )
    else:
        check(by, Permission.ORGANISATION_EDIT, site)
        SiteAddress.objects.update_or_create(
            site=site,
            defaults={"address": tidy(address), "phone": phone},
            create_defaults={
                "organisation_id": site.organisation_id,
                "address": tidy(address),
                "phone": phone,
                "created_at": at,
            },
        )
    audit.record(
        type="network.site_address_written", target=site, organisation=site.organisation_id, by=by, at=at
    )


@transaction.atomic
def make_refuge(*, site: Site, name_ar: str, name_fr: str = "", by: User, at: datetime) -> Site:
    """Turn a site into a refuge: discreet name, no place, its open address is erased in the same breath.

    The address that was open moves to the protected one; the person who does it is its first staff.
    """
    check(by, Permission.ORGANISATION_EDIT, site)
    name_ar, name_fr = named(name_ar, name_fr)
    site = Site.objects.select_for_update().get(pk=site.pk)
    if InstitutionSite.objects.filter(site=site).exists():
        raise RefugeSaysNoPlace(
            _(
                "Everybody reads in the register of institutions that people are received at this site. Let the delegation take it out there first."
            )
        )
    open_address = SiteAddress.objects.filter(site=site).first()
    was_at = site.place
    SiteAddress.objects.filter(site=site).delete()
    site.name_ar, site.name_fr, site.refuge, site.place, site.part_of = name_ar, name_fr, True, None, None
    site.save()
    audit.record(
        type="network.site_made_refuge", target=site, organisation=site.organisation_id, by=by, at=at
    )
    if not _is_staff(site, by, timezone.localdate(at)):
        add_staff(site=site, user=by, starts_on=timezone.localdate(at), by=by, at=at)
    if open_address:
        write_address(
            site=site, address=open_address.address, phone=open_address.phone, place=was_at, by=by, at=at
        )
    return site


@transaction.atomic
def add_staff(
    *, site: Site, user: User, starts_on: date, ends_on: date | None = None, by: User, at: datetime
) -> SiteStaff:
    """Write that a person works at a site from a day on. For a refuge this opens its address to them.

    Raises:
        WorksElsewhere: this person holds no role in the organisation of the site on that day.
        NoPermission: `by` does not manage members there.
    """
    check(by, Permission.MEMBERS_MANAGE, site)
    if not Membership.objects.filter(
        user=user, organisation_id=site.organisation_id, period__contains=starts_on
    ).exists():
        raise WorksElsewhere(_("This person has no role in the organisation of this site on that day."))
    staff = SiteStaff.objects.create(
        site=site,
        organisation_id=site.organisation_id,
        user=user,
        period=DateRange(starts_on, ends_on),
        created_at=at,
    )
    audit.record(
        type="network.site_staff_added",
        target=site,
        organisation=site.organisation_id,
        by=by,
        at=at,
        user=user.pk,
    )
    return staff


@transaction.atomic
def end_staff(*, site: Site, user: User, from_day: date, by: User, at: datetime) -> int:
    """End a person's work at a site: from this day on the address is closed to them. Return how many ended."""
    check(by, Permission.MEMBERS_MANAGE, site)
    ended = 0
    still = Q(period__endswith__isnull=True) | Q(period__endswith__gt=from_day)
    for staff in SiteStaff.objects.select_for_update().filter(still, site=site, user=user):
        # ended on its first day or before: an empty period
        staff.period = DateRange(staff.period.lower, max(from_day, staff.period.lower))
        staff.save(update_fields=["period"])
        ended += 1
    audit.record(
        type="network.site_staff_ended",
        target=site,
        organisation=site.organisation_id,
        by=by,
        at=at,
        user=user.pk,
        ended=ended,
    )
    return ended


def _is_staff(site: Site, user: User, on: date) -> bool:
    return SiteStaff.objects.filter(site=site, user=user, period__contains=on).exists()
