"""The night of a team as its leader sees it: meetings by area as counts, beds, call-outs, what waits. No name."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from twiza.platform.accounts.permissions import Permission
from twiza.platform.sync import queries as devices
from twiza.shelter import rules
from twiza.shelter.models import BedUse, CallOut, CallOutSeal, Encounter, EncounterGuest, Team
from twiza.shelter.queries.winters import one_of, where


@dataclass
class AreaLine:
    """Meetings of one area in a night, and how many people of each kind: those met twice count in each meeting."""

    name: str
    meetings: int = 0
    men: int = 0
    women: int = 0
    unsure: int = 0
    children: int = 0
    left_in_peace: int = 0  # asleep, or did not want anybody near
    refused: int = 0  # spoken with, and took nothing: a full result


@dataclass(frozen=True)
class WishLine:
    """A wish for a bed: the code of the guest, and the bed that is kept, or none."""

    code: str
    use: BedUse | None


@dataclass(frozen=True)
class CallLine:
    """A call-out, to how many phones its place was sealed, and after how many minutes the team was there."""

    call: CallOut
    phones: int
    minutes: int | None


@dataclass(frozen=True)
class TeamNight:
    """One night of a team."""

    team: Team
    night: date
    areas: tuple[AreaLine, ...]
    wishes: tuple[WishLine, ...]
    calls: tuple[CallLine, ...]
    unheard: int  # children alone of whom no listener heard
    waiting: tuple[devices.WaitingLine, ...] = field(default=())

    @property
    def held(self) -> int:
        """How many wishes have a bed."""
        return sum(one.use is not None for one in self.wishes)


def team_for(user: Any, id: UUID) -> Team:
    """Return a team, for who goes out. Raises NoSuchWinter."""
    rows = Team.objects.filter(crew__in=where(user, Permission.NIGHT_ROUND), pk=id)
    return one_of(rows.select_related("winter", "crew"))


def team_night(team: Team, night: date) -> TeamNight:
    """Return what a team did in a night: a few questions, however many meetings."""
    met = list(
        Encounter.objects.filter(round__team=team, night=night, undone_at__isnull=True).select_related(
            "hot_spot"
        )
    )
    areas: dict[UUID, AreaLine] = {}
    for one in met:
        line = areas.setdefault(one.hot_spot_id, AreaLine(one.hot_spot.name))
        line.meetings += 1
        line.men += one.men
        line.women += one.women
        line.unsure += one.unsure
        line.children += one.children
        line.left_in_peace += one.state != rules.MetAs.AWAKE
        line.refused += one.state == rules.MetAs.AWAKE and one.taken == [rules.NOTHING]
    return TeamNight(
        team=team,
        night=night,
        areas=tuple(sorted(areas.values(), key=lambda one: one.name)),
        wishes=_wishes(met, night),
        calls=_calls(team, night),
        unheard=sum(one.child_alert == "unheard" for one in met),
        waiting=tuple(devices.waiting_of([team.pk])),
    )


def _wishes(met: list[Encounter], night: date) -> tuple[WishLine, ...]:
    guests = {
        row.guest_id: row.guest
        for row in EncounterGuest.objects.filter(encounter__in=met).select_related("guest")
    }
    used = [str(rules.Use.HELD), str(rules.Use.SLEPT)]
    uses = {
        use.guest_id: use
        for use in BedUse.objects.filter(
            guest__in=guests, nights__contains=night, use__in=used
        ).select_related("winter_site__site", "unit", "bed")
    }
    return tuple(WishLine(one.code, uses.get(id)) for id, one in guests.items())


def _calls(team: Team, night: date) -> tuple[CallLine, ...]:
    calls = list(
        CallOut.objects.filter(team=team, night=night).select_related("hot_spot").order_by("at", "pk")
    )
    phones: dict[UUID, int] = defaultdict(int)
    for call in CallOutSeal.objects.filter(call_out__in=calls, device__isnull=False).values_list(
        "call_out", flat=True
    ):
        phones[call] += 1
    return tuple(
        CallLine(
            one, phones[one.pk], round((one.reached_at - one.at).total_seconds() / 60) if one.reached_at else None
        )
        for one in calls
    )  # fmt: skip
