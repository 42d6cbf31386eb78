"""An export of shelters becomes rooms, beds, guests and nights of a winter. For benches and tests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.short_codes import new_code
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter.actions.beds import MOST_BEDS, bodies_of
from twiza.shelter.actions.faults import BadBeds
from twiza.shelter.actions.stays import NIGHT
from twiza.shelter.actions.winters import check_open
from twiza.shelter.models import Bed, BedUse, Guest, Unit, Winter, WinterSite
from twiza.shelter.rules import CODE_LENGTH, Use, hmis

_DRAWS = 5
_AT_ONCE = 1000  # rows in one statement


class BadExport(DomainError):
    """The export is broken, or its projects and the sites do not go together; nothing was loaded."""

    code = "shelter.bad_export"


@dataclass(frozen=True)
class Imported:
    """What was loaded, and what not: nights written twice (loaded once), and nights that have no bed with the reason."""

    units: int
    beds: int
    guests: int
    uses: int
    nights: int
    doubled: tuple[hmis.Fault, ...]
    left_out: tuple[hmis.LeftOut, ...]


@transaction.atomic
def import_hmis(*, reading: hmis.Reading, sites: Mapping[str, WinterSite], by: Any, at: datetime) -> Imported:
    """Load the nights of some projects that are nights of the winter, each project into one site of it.

    Guests get codes; no id, name or day of birth of the files is kept. New rooms are made: loading twice is refused.

    Args:
        reading: what `hmis.read_export` found.
        sites: id of a project → site of the winter; sites of one winter and one host.

    Raises:
        BadExport: the export is broken, a project is not in it or lodges nobody, sites of two winters or hosts, one
            site twice, no night of the winter. BadBeds: it was loaded into one of these sites before. WinterOver.
    """
    export, winter = _checked(reading, sites)
    host = next(iter(sites.values())).host_id
    check(by, Permission.BEDS_KEEP, host)
    check_open(winter)
    plan = hmis.plan(export, list(sites), winter.first_night, winter.last_night)
    if not plan.places:
        raise BadExport(_("No night of these projects is a night of this winter. Choose another winter."))
    units, beds = _rooms(plan, sites, by, at)
    guests = _guests(plan, winter, by, at)
    BedUse.objects.bulk_create(_uses(plan, sites, beds, guests, by, at), batch_size=_AT_ONCE)
    audit.record(
        type="shelter.export_loaded", target=winter, organisation=host, by=by, at=at,
        guests=len(guests), nights=plan.nights, left_out=len(plan.left_out),
    )  # fmt: skip
    return Imported(
        units=units,
        beds=len(beds),
        guests=len(guests),
        uses=len(plan.places),
        nights=plan.nights,
        doubled=tuple(_doubled(reading, sites, winter)),
        left_out=plan.left_out,
    )


def _checked(reading: hmis.Reading, sites: Mapping[str, WinterSite]) -> tuple[hmis.Export, Winter]:
    """Return the export and the winter, or refuse what does not go together. Nothing chosen does not either."""
    if reading.export is None:
        first = reading.broken[0]
        raise BadExport(
            _("The export is broken in %(count)s places, and nothing was loaded. The first: %(first)s"),
            count=len(reading.broken),
            first=gettext(first.template) % first.said,
        )
    for id in sites:
        project = reading.export.projects.get(id)
        if project is None or not project.lodges:
            raise BadExport(
                _("“%(project)s” is no project of this export where people sleep. Choose another one."), project=id
            )  # fmt: skip
    there = list(sites.values())
    if len({(one.winter_id, one.host_id) for one in there}) != 1 or len({one.pk for one in there}) != len(
        there
    ):
        raise BadExport(_("Choose a site of its own for each project, all of one winter and one host."))
    return reading.export, there[0].winter


def _rooms(
    plan: hmis.Plan, sites: Mapping[str, WinterSite], by: Any, at: datetime
) -> tuple[int, dict[tuple[str, str, int], Bed]]:
    """Write rooms of at most 200 beds for each project and group; return how many rooms, and each bed by its place."""
    units, beds = [], {}
    for (project, group), number in plan.beds.items():
        site = sites[project]
        for place in range(number):
            if place % MOST_BEDS == 0:
                name = f"{project[:80]} · {group} {place // MOST_BEDS + 1}"
                units.append(
                    Unit(
                        winter_site=site, winter_id=site.winter_id, **bodies_of(site), name=name, group=group,
                        made_at=at, made_by=by,
                    )
                )  # fmt: skip
            bed = Bed(unit=units[-1], number=place % MOST_BEDS + 1, **bodies_of(site))
            beds[project, str(group), place] = bed
    try:
        with transaction.atomic():
            Unit.objects.bulk_create(units, batch_size=_AT_ONCE)
    except IntegrityError as error:
        raise BadBeds(_("Rooms of this name are there already.")) from error
    Bed.objects.bulk_create(beds.values(), batch_size=_AT_ONCE)
    return len(units), beds


def _guests(plan: hmis.Plan, winter: Winter, by: Any, at: datetime) -> dict[int, Guest]:
    """Write a guest for each person, by a code that nobody of the winter has."""
    parties = {one.party: new_id() for one in plan.came.values() if one.party}
    for _again in range(_DRAWS):
        codes = _codes(winter, len(plan.came))
        guests = {
            person: Guest(
                winter=winter, crew_id=winter.crew_id, code=code, who=one.who, party=parties.get(one.party),
                met_at=at, met_by=by,
            )
            for (person, one), code in zip(plan.came.items(), codes, strict=True)
        }  # fmt: skip
        try:
            with transaction.atomic():
                Guest.objects.bulk_create(guests.values(), batch_size=_AT_ONCE)
        except IntegrityError:
            continue  # somebody has just drawn one of these codes: draw again
        return guests
    raise BadExport(_("No code could be drawn. Try once more."))


def _codes(winter: Winter, number: int) -> list[str]:
    taken = set(Guest.objects.filter(winter=winter).values_list("code", flat=True))
    drawn: dict[str, None] = {}
    while len(drawn) < number:
        code = new_code(CODE_LENGTH)
        if code not in taken:
            drawn[code] = None
    return list(drawn)


def _uses(
    plan: hmis.Plan,
    sites: Mapping[str, WinterSite],
    beds: Mapping[tuple[str, str, int], Bed],
    guests: Mapping[int, Guest],
    by: Any,
    at: datetime,
) -> Iterable[BedUse]:
    for place in plan.places:
        site, guest = sites[place.project], guests[place.person]
        bed = beds[place.project, str(place.group), place.bed]
        yield BedUse(
            winter_id=site.winter_id, crew_id=site.crew_id, host_id=site.host_id, winter_site=site, unit=bed.unit,
            group=place.group, bed=bed, guest=guest, who=guest.who, nights=DateRange(place.first, place.last + NIGHT),
            use=Use.SLEPT, made_at=at, made_by=by, changed_at=at, changed_by=by,
        )  # fmt: skip


def _doubled(reading: hmis.Reading, sites: Mapping[str, WinterSite], winter: Winter) -> Iterable[hmis.Fault]:
    """Give the nights of these projects and this winter that the files say more than once."""
    for fault in reading.of(hmis.Kind.NIGHT_TWICE):
        night = date.fromisoformat(fault.read)
        if fault.said["where"] in sites and winter.first_night <= night <= winter.last_night:
            yield fault
