"""The plan of a winter as it stands: areas, teams, vehicles, what a round takes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from twiza.shelter import rules
from twiza.shelter.models import HotSpot, Kit, Team, Vehicle, Winter
from twiza.shelter.queries.winters import READS, one_of, where

KINDS: dict[str, Any] = {"area": HotSpot, "team": Team, "vehicle": Vehicle}


@dataclass(frozen=True)
class Plan:
    """What is in the plan now, in the order in which it is shown."""

    hot_spots: tuple[HotSpot, ...]
    teams: tuple[Team, ...]
    vehicles: tuple[Vehicle, ...]
    kits: tuple[Kit, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned yet."""
        return not (self.hot_spots or self.teams or self.vehicles or self.kits)


def plan_of(winter: Winter) -> Plan:
    """Return the plan of a winter: four questions."""
    now = {"winter": winter, "left_out_at__isnull": True}
    order = list(rules.KITS)
    return Plan(
        hot_spots=tuple(HotSpot.objects.filter(**now).order_by("position", "pk")),
        teams=tuple(Team.objects.filter(**now).order_by("name", "pk")),
        vehicles=tuple(Vehicle.objects.filter(**now).order_by("name", "pk")),
        kits=tuple(sorted(Kit.objects.filter(winter=winter), key=lambda one: order.index(one.kind))),
    )


def plan_row_for(user: Any, kind: str, id: UUID) -> Any:
    """Return an area, a team or a vehicle, by its kind: area, team, vehicle. Raises NoSuchWinter."""
    mine = where(user, *READS)
    near = Q(organisation__in=mine) | Q(crew__in=mine)
    return one_of(KINDS[kind].objects.select_related("winter").filter(near, pk=id))
