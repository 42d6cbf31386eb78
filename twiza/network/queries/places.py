"""Finding places and walking the tree of places."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.linkage.normalise import bare
from twiza.linkage.places import PlaceIndex, PlaceMatch, PlaceRow, Settlement
from twiza.network.models import Place, PlaceAlias, PlaceKey
from twiza.network.rules.levels import sound_keys

_CANDIDATES = 400  # a search that begins with one letter must not read the whole country
_FAR_BEHIND = 18
_LAST = "\U0010ffff"


class NoSuchPlace(NotFound):
    code = "network.no_such_place"


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place offered for a text. `path` names the places it lies in, nearest first."""

    place: Place
    score: float
    reason: str
    path: tuple[Place, ...]


def place_for(id: UUID) -> Place:
    """Return a place. Raises NoSuchPlace."""
    place = Place.objects.prefetch_related("aliases").filter(pk=id).first()
    if place is None:
        raise NoSuchPlace(_("There is no such place."))
    return place


def place_by_code(code: str) -> Place:
    """Return a place by HCP's code ("05.301.07.03"), or an added one by its own. Raises NoSuchPlace."""
    place = Place.objects.filter(code=code).first()
    if place is None:
        raise NoSuchPlace(_("There is no place with the code %(code)s."), code=code)
    return place


def regions() -> QuerySet[Place]:
    """Return the 12 regions, in the order of their codes."""
    return Place.objects.filter(level="region").order_by("code")


def provinces() -> list[Place]:
    """Return the provinces and prefectures, in the order of their codes."""
    return list(Place.objects.filter(level="province").order_by("code"))


def children_of(place: Place) -> QuerySet[Place]:
    """Return the places that lie directly in this one: by level, then Arabic name."""
    return Place.objects.filter(Q(parent=place) | Q(also_in=place)).order_by("level", "name_ar", "name_fr")


def path_of(place: Place) -> tuple[Place, ...]:
    """Return the places this one lies in, nearest first."""
    return _paths([place])[place.pk]


def paths_of(places: Iterable[Place]) -> dict[UUID, tuple[Place, ...]]:
    """Return for each place those it lies in, nearest first: one query a level, however many places."""
    return _paths(places)


def provinces_of_places(places: Iterable[Place]) -> dict[UUID, Place]:
    """Return place → the province it lies in, itself when it is one; a region lies in none and is left out."""
    wanted = list(places)
    paths = _paths(wanted)
    found = {}
    for place in wanted:
        province = next((one for one in (place, *paths[place.pk]) if one.level == "province"), None)
        if province is not None:
            found[place.pk] = province
    return found


def places_like(
    text: str, *, within: Place | None = None, levels: Collection[str] = (), limit: int = 10
) -> list[FoundPlace]:
    """Return places whose name, or another spelling of it, comes close to a text in any script.

    1. Candidates by key: names that begin so, names that sound so, one slip forgiven.
    2. Candidates are ranked on their whole spelling; the best `limit` are returned, best first.
    """
    start = bare(text)
    if not start:
        return []
    begins = Q(keys__kind=PlaceKey.NAME, keys__key__gte=start, keys__key__lt=start + _LAST)
    sounds = Q(keys__kind=PlaceKey.SOUND, keys__key__in=sound_keys((text,)))
    ids = (
        Place.objects.filter(**({"level__in": list(levels)} if levels else {}))
        .filter(begins | sounds)
        .values_list("pk", flat=True)
        .distinct()[:_CANDIDATES]
    )
    found = {place.pk: place for place in _with_aliases(Place.objects.filter(pk__in=list(ids)))}
    paths = _paths(found.values())
    if within is not None:
        found = {pk: place for pk, place in found.items() if within.pk in {up.pk for up in paths[pk]}}
    index = PlaceIndex(_row(place) for place in found.values())
    return [
        FoundPlace(found[UUID(match.code)], match.score, match.reason, paths[UUID(match.code)])
        for match in _worth_showing(index.find(text, limit=limit))
    ]


def _worth_showing(matches: list[PlaceMatch]) -> list[PlaceMatch]:
    """Leave out what is far behind the best: a person who wrote the name right should see little else."""
    return [match for match in matches if match.score >= matches[0].score - _FAR_BEHIND]


def settle_place(text: str, *, within: Place | None = None, levels: Collection[str] = ()) -> Settlement:
    """Decide which place a text names, for an import; candidates (codes are ids) when a person must."""
    return place_index().settle(text, within=str(within.pk) if within else None, levels=levels)


def place_index() -> PlaceIndex:
    """Return all places in memory, codes being ids; built anew when a place or a spelling was added."""
    official = Place.objects.filter(organisation__isnull=True).count()
    return _index(
        official, _mark(Place.objects.filter(organisation__isnull=False)), _mark(PlaceAlias.objects.all())
    )


def _mark(rows: QuerySet[Any]) -> tuple[int, UUID | None]:
    """Return what tells one state of a table from another: its count and its newest row (ids grow with time).

    The count alone is not enough: a row that was rolled back and another that was not make the same number.
    """
    return rows.count(), rows.order_by("-pk").values_list("pk", flat=True).first()


@lru_cache(maxsize=2)
def _index(official: int, added: tuple[int, UUID | None], aliases: tuple[int, UUID | None]) -> PlaceIndex:
    return PlaceIndex(_row(place) for place in _with_aliases(Place.objects.all()))


def _with_aliases(places: QuerySet[Place]) -> QuerySet[Place]:
    return places.prefetch_related(Prefetch("aliases", queryset=PlaceAlias.objects.order_by("created_at")))


def _row(place: Place) -> PlaceRow:
    names = (place.name_ar, place.name_fr, *(alias.name for alias in place.aliases.all()))
    also_in = str(place.also_in_id) if place.also_in_id else None
    return PlaceRow(
        str(place.pk), place.level, str(place.parent_id) if place.parent_id else None, names, also_in
    )


def _paths(places: Iterable[Place]) -> dict[UUID, tuple[Place, ...]]:
    """Return for each place those it lies in, nearest first: one query a level, whatever their number.

    A second parent (`also_in`) comes after the chain of the first.
    """
    places = list(places)
    known: dict[UUID, Place] = {place.pk: place for place in places}
    wanted = {up for place in places for up in (place.parent_id, place.also_in_id) if up and up not in known}
    while wanted:
        ups = Place.objects.filter(pk__in=wanted)
        known.update({up.pk: up for up in ups})
        wanted = {up.parent_id for up in ups if up.parent_id and up.parent_id not in known}
    return {place.pk: tuple(_climb(place, known)) for place in places}


def _climb(place: Place, known: dict[UUID, Place]) -> list[Place]:
    path: list[Place] = []
    up = place.parent_id
    while up and up in known and known[up] not in path:
        path.append(known[up])
        up = known[up].parent_id
    if place.also_in_id and place.also_in_id in known and known[place.also_in_id] not in path:
        path.append(known[place.also_in_id])
    return path
