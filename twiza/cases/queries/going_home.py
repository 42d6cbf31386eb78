"""The file of somebody who wishes to go back to the family, opened for one page."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from twiza.cases import rules
from twiza.cases.models import Case
from twiza.cases.queries.cases import team_of
from twiza.cases.queries.notes import notes_of
from twiza.cases.queries.room import OpenRoom, held_key
from twiza.network import queries as network

SHORTEST_NAME = 3  # letters: a shorter name stands in too many other words


@dataclass(frozen=True)
class HomeFile:
    """What stands in the file: number 0 and nothing said when there is none.

    Attributes:
        said: wish, screenings, contacts, sessions, return, arrival, visits, broken, end.
        stops: what stops contact and mediation, a code of `rules.stands_at`; "" when nothing does.
    """

    note: UUID | None = None
    number: int = 0
    said: dict[str, Any] = field(default_factory=dict)
    stops: str = "no_wish"

    @property
    def level(self) -> str:
        """Level of the last screening, or ""."""
        screenings = self.said.get("screenings")
        return str(screenings[-1]["level"]) if screenings else ""

    @property
    def due_on(self) -> date | None:
        """By when the arrival is confirmed, while it is not."""
        plan = self.said.get("return")
        waits = (
            plan and not self.said.get("arrival") and not self.said.get("broken") and not self.said.get("end")
        )
        return rules.arrival_due(date.fromisoformat(plan["day"])) if plan and waits else None


def may_be_child(case: Case) -> bool:
    """Whether somebody may be under 18: said so, or nobody knows and the case began with an alert."""
    return case.age_band == "minor" or case.age_band == "unknown" and case.is_of_child


def home_file(case: Case, room: OpenRoom) -> HomeFile:
    """Return the file of the way home of a case. Raises NoKeyYet."""
    held_key(case, room)
    notes = notes_of(case, room, kinds=["family", "risk"])
    found = next((one for one in notes if one.kind == "family"), None)
    if found is None:
        return HomeFile()
    screenings = found.said.get("screenings", [])
    looks = [one for one in notes if one.kind == "risk" and "risk" in one.said]
    last = max(looks, key=lambda one: one.begun_at, default=None)
    is_newer = last is not None and bool(screenings) and last.begun_at.isoformat() > screenings[-1]["at"]
    look = str(last.said["risk"]) if last is not None and is_newer else ""
    return HomeFile(found.note, found.number, found.said, rules.stands_at(found.said, look=look))


def says_where(case: Case) -> list[str]:
    """Return the words that would tell a family where somebody is: the organisation, its sites, their places, the team."""
    organisation = network.organisation_for(case.organisation_id)
    sites = list(network.sites_of(organisation))
    places = [one for one in [organisation.place, *(site.place for site in sites)] if one is not None]
    lying = [above for place in places for above in network.path_of(place)]
    named: list[Any] = [organisation, *sites, *places, *lying]
    words = [name for one in named for name in (one.name_ar, one.name_fr)]
    words += [str(seat.user.display_name) for seat in team_of(case)]
    return sorted({one.strip() for one in words if len(one.strip()) >= SHORTEST_NAME})
