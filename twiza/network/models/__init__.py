"""Tables of the network: places, organisations, who works where."""

from twiza.network.models.organisations import Membership, Organisation
from twiza.network.models.places import Place, PlaceAlias, PlaceKey

__all__ = ["Membership", "Organisation", "Place", "PlaceAlias", "PlaceKey"]
