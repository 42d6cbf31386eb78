"""Rooms and beds, the reserve, and what a site says each day about free ones."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import queries, rules
from twiza.shelter.actions.faults import BadBeds
from twiza.shelter.actions.winters import check_night, check_open
from twiza.shelter.models import Bed, Declaration, ReserveOpening, Unit, WinterSite

MOST_BEDS = 200  # in one room or row of rooms


@transaction.atomic
def open_unit(
    *, winter_site: WinterSite, name: str, group: str, beds: int, reserve: bool = False, by: Any, at: datetime
) -> Unit:
    """Write rooms of a site for one group, with their beds numbered from 1.

    Raises:
        BadBeds: no name, a name that is there, an unknown group, no bed or more than 200. WinterOver.
    """
    check(by, Permission.BEDS_KEEP, winter_site.host_id)
    check_open(winter_site.winter)
    name = tidy(name)
    if not name or group not in rules.GROUPS or not 0 < beds <= MOST_BEDS:
        raise BadBeds(
            _("Write a name, for whom the rooms are, and how many beds: 1 to %(most)s."), most=MOST_BEDS
        )
    bodies = bodies_of(winter_site)
    try:
        with transaction.atomic():
            unit = Unit.objects.create(
                winter_site=winter_site,
                winter_id=winter_site.winter_id,
                **bodies,
                name=name,
                group=group,
                reserve=reserve,
                made_at=at,
                made_by=by,
            )
    except IntegrityError as error:
        raise BadBeds(_("Rooms of this name are there already.")) from error
    Bed.objects.bulk_create([Bed(unit=unit, number=number + 1, **bodies) for number in range(beds)])
    audit.record(
        type="shelter.unit_opened",
        target=unit,
        organisation=unit.host_id,
        by=by,
        at=at,
        group=group,
        beds=beds,
    )
    return unit


@transaction.atomic
def add_beds(*, unit: Unit, beds: int, by: Any, at: datetime) -> None:
    """Put more beds into rooms, numbered on.

    Raises:
        BadBeds: none, or more than 200 in all.
    """
    check(by, Permission.BEDS_KEEP, unit.host_id)
    check_open(unit.winter)
    there = Bed.objects.filter(unit=unit).count()
    if beds < 1 or there + beds > MOST_BEDS:
        raise BadBeds(_("Rooms have 1 to %(most)s beds."), most=MOST_BEDS)
    bodies = {name: getattr(unit, name) for name in ("organisation_id", "crew_id", "host_id")}
    more = [Bed(unit=unit, number=there + 1 + number, **bodies) for number in range(beds)]
    try:
        with transaction.atomic():
            Bed.objects.bulk_create(more)
    except IntegrityError as error:
        raise BadBeds(_("Somebody else has just added beds here. Look again.")) from error
    audit.record(type="shelter.beds_added", target=unit, organisation=unit.host_id, by=by, at=at, beds=beds)


@transaction.atomic
def open_reserve(*, unit: Unit, night: date, reasons: str, by: Any, at: datetime) -> ReserveOpening:
    """Open a reserve for one night, by the committee or by whoever leads a round. Asked twice, it is one opening.

    Raises:
        BadBeds: these rooms are no reserve, or no reason. WinterOver.
    """
    where = (
        unit.organisation_id if by.has_perm(Permission.WINTER_PLAN, unit.organisation_id) else unit.crew_id
    )
    check(by, Permission.WINTER_PLAN if where == unit.organisation_id else Permission.NIGHT_ROUND, where)
    check_night(unit.winter, night)
    if not unit.reserve or not tidy(reasons):
        raise BadBeds(_("Only a reserve is opened, and with its reason."))
    found, is_new = ReserveOpening.objects.get_or_create(
        unit=unit,
        night=night,
        defaults={
            "organisation_id": unit.organisation_id,
            "crew_id": unit.crew_id,
            "host_id": unit.host_id,
            "reasons": tidy(reasons),
            "at": at,
            "by": by,
        },
    )
    if is_new:
        audit.record(type="shelter.reserve_opened", target=unit, organisation=where, by=by, at=at)
    return found


@transaction.atomic
def declare_beds(
    *, winter_site: WinterSite, night: date, free: dict[str, int], note: str = "", by: Any, at: datetime
) -> Declaration:
    """Say how many beds are free in a night: the site itself, or whoever called it and heard the answer.

    Args:
        free: men, women, family, medical, elderly → number; what is missing is 0.

    Raises:
        BadBeds: a number below 0 or above the beds of the site. WinterOver: not a night of this winter.
    """
    own = by.has_perm(Permission.BEDS_KEEP, winter_site.host_id)
    where = winter_site.host_id
    if not own:
        plans = by.has_perm(Permission.WINTER_PLAN, winter_site.organisation_id)
        where = winter_site.organisation_id if plans else winter_site.crew_id
        check(by, Permission.WINTER_PLAN if plans else Permission.NIGHT_ROUND, where)
    check_night(winter_site.winter, night)
    numbers = {name: free.get(name, 0) for name in rules.DECLARED}
    for name, most in queries.beds_by_count(winter_site).items():
        if not 0 <= numbers[name] <= most:
            raise BadBeds(
                _("“%(what)s”: a number from 0 to %(most)s, as many as there are beds."),
                what=_(rules.DECLARED[name]),
                most=most,
            )
    said = Declaration.objects.create(
        winter_site=winter_site,
        winter_id=winter_site.winter_id,
        **bodies_of(winter_site),
        night=night,
        **numbers,
        by_phone=not own,
        note=tidy(note)[:200],
        at=at,
        by=by,
    )
    audit.record(
        type="shelter.beds_declared", target=winter_site, organisation=where, by=by, at=at, by_phone=not own
    )
    return said


def bodies_of(winter_site: WinterSite) -> dict[str, Any]:
    """Return the three bodies that each row of a site bears."""
    return {name: getattr(winter_site, name) for name in ("organisation_id", "crew_id", "host_id")}
