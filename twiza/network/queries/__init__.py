"""Everything that looks something up in the network."""

from twiza.network.queries.memberships import organisations_of, role_in, roles_of
from twiza.network.queries.places import (
    FoundPlace,
    NoSuchPlace,
    children_of,
    path_of,
    place_by_code,
    place_for,
    place_index,
    places_like,
    regions,
    settle_place,
)

__all__ = [
    "FoundPlace",
    "NoSuchPlace",
    "children_of",
    "organisations_of",
    "path_of",
    "place_by_code",
    "place_for",
    "place_index",
    "places_like",
    "regions",
    "role_in",
    "roles_of",
    "settle_place",
]
