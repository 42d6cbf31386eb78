"""Everything that changes the territory: the official load, and what people add below it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.text import tidy
from twiza.linkage.hcp import SOURCE, OfficialPlace, official_places
from twiza.network.models import Organisation, Place, PlaceAlias, PlaceKey
from twiza.network.rules.levels import COUNTS, MAY_LIE_IN, id_of_code, name_keys, sound_keys
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class TerritoryDiffers(DomainError):
    code = "network.territory_differs"


class WrongLevel(DomainError):
    code = "network.wrong_level"


class PlaceExists(DomainError):
    code = "network.place_exists"


def load_territory(*, at: datetime) -> str | None:
    """Load HCP's division into the tables; run again, it changes only what HCP changed.

    Returns:
        what was done in a few words, or None when there was nothing to do.

    Raises:
        TerritoryDiffers: the package does not count 12 regions, 83 provinces, 1,503 communes, 41 arrondissements.
    """
    official = official_places()
    counts = {level: sum(1 for place in official if place.level == level) for level in COUNTS}
    if counts != COUNTS:
        raise TerritoryDiffers(
            _("The territory package counts %(found)s places, %(wanted)s are expected: nothing was loaded."),
            found=sum(counts.values()),
            wanted=sum(COUNTS.values()),
        )
    return write_official(official, at=at)


def write_official(official: list[OfficialPlace], *, at: datetime) -> str | None:
    """Write these official places, parents first, or take over what changed in them."""
    with acting_as(None, purpose=Purpose.SETUP):
        known = {place.code: place for place in Place.objects.filter(organisation__isnull=True)}
        new = [_official(place, at) for place in official if place.code not in known]
        changed = [
            known[place.code] for place in official if place.code in known and _take(known[place.code], place)
        ]
        Place.objects.bulk_create(new, batch_size=500)
        Place.objects.bulk_update(
            changed, ["name_ar", "name_fr", "kind", "population_2014", "population_2024"], batch_size=500
        )
        _write_keys((place, (place.name_ar, place.name_fr)) for place in new + changed)
        if not new and not changed:
            return None
        audit.record(
            type="network.territory_loaded",
            organisation=None,
            by=None,
            at=at,
            added=len(new),
            changed=len(changed),
            source=SOURCE,
        )
    return f"{len(new)} + {len(changed)}"


@transaction.atomic
def add_place(
    *,
    organisation: Organisation,
    level: str,
    parent: Place,
    name_ar: str,
    name_fr: str = "",
    source: str = "",
    by: User,
    at: datetime,
) -> Place:
    """Add an annex, a neighbourhood or a douar below the official division.

    Raises:
        NoPermission: `by` may not edit places.
        WrongLevel: such a place does not lie in the place given.
        PlaceExists: the place given holds one of that level and name already.
    """
    check(by, Permission.PLACES_EDIT, organisation)
    if parent.level not in MAY_LIE_IN.get(level, ()):
        raise WrongLevel(
            _("An annex, a neighbourhood or a douar is added inside a commune or an arrondissement.")
        )
    name_ar, name_fr = tidy(name_ar), tidy(name_fr)
    names = [name for name in (name_ar, name_fr) if name]
    if _same_name_below(parent, level, names):
        raise PlaceExists(_("This place is in the list already. Add another spelling to it instead."))
    id = new_id()
    place = Place.objects.create(
        id=id,
        code=str(id),
        level=level,
        kind=level,
        parent=parent,
        name_ar=name_ar,
        name_fr=name_fr,
        source=source or "added",
        organisation=organisation,
        created_at=at,
    )
    _write_keys([(place, names)])
    audit.record(
        type="network.place_added",
        target=place,
        organisation=organisation.pk,
        by=by,
        at=at,
        level=level,
        parent=parent.code,
    )
    return place


@transaction.atomic
def add_alias(*, place: Place, name: str, organisation: Organisation, by: User, at: datetime) -> PlaceAlias:
    """Add another spelling of a place; the same one twice changes nothing.

    Raises:
        NoPermission: `by` may not edit places.
    """
    check(by, Permission.PLACES_EDIT, organisation)
    name = tidy(name)
    alias, made = PlaceAlias.objects.get_or_create(
        place=place, name=name, defaults={"organisation": organisation, "created_at": at}
    )
    if made:
        _write_keys([(place, [name])])
        audit.record(
            type="network.place_alias_added",
            target=place,
            organisation=organisation.pk,
            by=by,
            at=at,
            alias=alias.pk,
        )
    return alias


def _same_name_below(parent: Place, level: str, names: list[str]) -> bool:
    return PlaceKey.objects.filter(
        place__parent=parent, place__level=level, kind=PlaceKey.NAME, key__in=name_keys(tuple(names))
    ).exists()


def _official(place: OfficialPlace, at: datetime) -> Place:
    return Place(
        id=id_of_code(place.code),
        code=place.code,
        level=place.level,
        kind=place.kind,
        parent_id=id_of_code(place.parent) if place.parent else None,
        also_in_id=id_of_code(place.also_in) if place.also_in else None,
        name_ar=place.name_ar,
        name_fr=place.name_fr,
        population_2014=place.population_2014,
        population_2024=place.population_2024,
        source=SOURCE,
        created_at=at,
    )


def _take(known: Place, place: OfficialPlace) -> bool:
    """Take over what HCP says now; return whether anything changed."""
    fields = ("name_ar", "name_fr", "kind", "population_2014", "population_2024")
    before = [getattr(known, field) for field in fields]
    for field in fields:
        setattr(known, field, getattr(place, field))
    return before != [getattr(known, field) for field in fields]


def _write_keys(places: Iterable[tuple[Place, Iterable[str]]]) -> None:
    """Write the search keys of places: one statement, since COPY is refused under row security."""
    rows = [
        (place.pk, kind, key)
        for place, names in places
        for kind, found in (
            (PlaceKey.NAME, name_keys(tuple(names))),
            (PlaceKey.SOUND, sound_keys(tuple(names))),
        )
        for key in found
    ]
    ids, kinds, keys = ([row[n] for row in rows] for n in range(3))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO network_placekey (id, place_id, kind, key)"
            " SELECT uuidv7(), * FROM unnest(%s::uuid[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING",
            [ids, kinds, keys],
        )
