"""Everything that changes the network."""

from twiza.network.actions.organisations import UnknownRole, give_role, register_organisation
from twiza.network.actions.places import PlaceExists, WrongLevel, add_alias, add_place, load_territory

__all__ = [
    "PlaceExists",
    "UnknownRole",
    "WrongLevel",
    "add_alias",
    "add_place",
    "give_role",
    "load_territory",
    "register_organisation",
]
