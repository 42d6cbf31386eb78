"""What a team's phone carries for a night: stops, kits, free beds, who answers. No name, no nickname, no note.

The exact place of a call-out is in it only sealed to this phone. Asked every two minutes: a fixed number of questions.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.cases.rules import CHILD_NUMBER, EMERGENCY_NUMBERS
from twiza.lib.errors import NotFound
from twiza.lib.signed_packs import b64url, body_of, milliseconds, sign_body
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.rules.parameters import BY_NAME
from twiza.platform.sync import queries as devices
from twiza.platform.sync.rules import SignedPack
from twiza.shelter import rules
from twiza.shelter.models import (
    BedUse,
    CallOut,
    CallOutSeal,
    Encounter,
    EncounterGuest,
    HotSpot,
    OutreachKey,
    Round,
    Team,
)
from twiza.shelter.queries.beds import board
from twiza.shelter.queries.committee import on_duty
from twiza.shelter.queries.rounds import whole_round
from twiza.shelter.queries.winters import NoSuchWinter

AFTER_THE_NIGHT = timedelta(hours=2)
UNKNOWN = -1  # nobody said so: call


class NoRoundTonight(NotFound):
    """The team has no round tonight that is briefed and not back."""

    code = "shelter.no_round_tonight"


def any_team(id: UUID) -> Team:
    """Return a team by its id, as far as the rows are this person's. Who may is asked by the caller."""
    found = Team.objects.select_related("winter").filter(pk=id).first()
    if found is None:
        raise NoSuchWinter(_("There is no such thing in a winter of yours."))
    return found


def round_tonight(team: Team, *, at: datetime) -> Round:
    """Return the round of a team that is briefed or out in this night. Raises NoRoundTonight."""
    rows = Round.objects.filter(team=team, night=rules.night_of(at))
    found = rows.filter(state__in=[str(rules.State.OUT), str(rules.State.BRIEFED)]).order_by("-state", "starts_at").first()  # fmt: skip
    if found is None or team.winter.closed_at is not None:
        raise NoRoundTonight(
            _("No round of this team is briefed for tonight. Ask who leads it, then try again.")
        )
    return whole_round(found)


def team_pack(team: Team, *, device: UUID, key: OutreachKey | None, at: datetime) -> SignedPack:
    """Return the signed pack of a team's phone for this night. Raises NoRoundTonight."""
    round = round_tonight(team, at=at)
    content = _of_round(team, round) | {
        "stops": _stops(round, device),
        "areas": [[str(id), name] for id, name in _areas(team)],
        "kits": [[one.kind, one.taken] for one in round.kits.all()],
        "sites": _sites(team, round.night, at),
        "contacts": [[one.body, one.name, one.phone, one.hours] for one in on_duty(team.winter, round.night)],
        "numbers": [[_number(name, at.date()), name] for name in (*EMERGENCY_NUMBERS, CHILD_NUMBER)],
        "key": [key.number, b64url(bytes(key.public))] if key else None,
        "answers": _answers(device, round.night),
        "unheard": [
            str(id)
            for id in Encounter.objects.filter(
                device=device, night=round.night, child_alert="unheard", undone_at__isnull=True
            ).values_list("pk", flat=True)
        ],
        "hold_minutes": team.winter.hold_minutes,
    }
    pack, body = body_of(content, of=team.pk, made=at, expires=rules.ends_at(round.night) + AFTER_THE_NIGHT)
    number, signing = devices.keyring().signing_key("packs")
    return SignedPack(body, number, sign_body(body, signing), pack)


def _number(name: str, on: date) -> str:
    """The number to dial on a day; as the law had it when a database knows none."""
    try:
        return str(accounts.parameter(name, on=on))
    except accounts.NoSuchParameter:
        return BY_NAME[name].value


def _of_round(team: Team, round: Round) -> dict[str, Any]:
    name = {"ar": team.name, "fr": team.name}
    return {
        "kind": "outreach",
        "day": round.night.isoformat(),
        "winter": str(team.winter_id),
        "team": str(team.pk),
        "team_name": name,
        "point_name": name,
        "round": str(round.pk),
        "vehicle": round.vehicle.name,
        "starts": milliseconds(round.starts_at),
        "ends": milliseconds(round.ends_at),
        "alert": round.alert,
        "alert_words": round.alert_words,
    }


def _stops(round: Round, device: UUID) -> list[list[Any]]:
    """Call-outs that nobody reached yet first, as they came; then the areas in their order; then those reached."""
    areas = [
        [
            str(one.pk),
            "area",
            str(one.hot_spot_id),
            one.hot_spot.name,
            "",
            0,
            milliseconds(round.starts_at),
            "",
        ]
        for one in round.stops.all()
    ]
    calls = list(
        CallOut.objects.filter(team=round.team_id, night=round.night).select_related("hot_spot").order_by("at", "pk")
    )  # fmt: skip
    sealed = dict(
        CallOutSeal.objects.filter(call_out__in=calls, device=device).values_list("call_out", "sealed")
    )

    def rows(reached: bool) -> list[list[Any]]:
        return [
            [
                str(one.pk), "call", str(one.hot_spot_id), one.hot_spot.name, one.source, one.people, milliseconds(one.at),
                sealed.get(one.pk, ""),
            ]
            for one in calls
            if (one.reached_at is not None) is reached
        ]  # fmt: skip

    return [*rows(reached=False), *areas, *rows(reached=True)]


def _areas(team: Team) -> Any:
    rows = HotSpot.objects.filter(winter=team.winter_id, left_out_at__isnull=True)
    return rows.order_by("position").values_list("pk", "name")


def _sites(team: Team, night: date, at: datetime) -> list[list[Any]]:
    """Each site with its free beds of each kind: none where it has no such rooms, unknown where it declared nothing."""
    found = []
    for line in board(team.winter, night, at=at).sites:
        free = dict.fromkeys(rules.DECLARED, 0)
        for group in line.groups:
            kind = rules.COUNTED_AS[group.group]
            free[kind] = UNKNOWN if line.declared is None else free[kind] + max(0, group.free)
        site = line.site.site
        found.append(
            [
                str(line.site.pk), {"ar": site.name_ar, "fr": site.name_fr}, line.site.phone,
                *(free[kind] for kind in ("men", "women", "family", "medical", "elderly")),
            ]
        )  # fmt: skip
    return found


def _answers(device: UUID, night: date) -> list[list[Any]]:
    """What became of each wish for a bed that this phone wrote tonight: by code, never a name."""
    wishes = EncounterGuest.objects.filter(
        encounter__device=device, encounter__night=night, encounter__undone_at__isnull=True
    )
    rows = list(wishes.select_related("guest").order_by("encounter__at", "encounter", "guest"))
    uses = {
        use.guest_id: use
        for use in BedUse.objects.filter(
            guest__in=[one.guest_id for one in rows], nights__contains=night, use__in=[str(rules.Use.HELD), str(rules.Use.SLEPT)]
        ).select_related("winter_site__site", "unit", "bed")
    }  # fmt: skip
    found: list[list[Any]] = []
    for one in rows:
        use = uses.get(one.guest_id)
        if use is None:
            found.append([str(one.encounter_id), one.guest.code, None, "", "none"])
        else:
            site = use.winter_site.site
            found.append(
                [
                    str(one.encounter_id), one.guest.code, {"ar": site.name_ar, "fr": site.name_fr},
                    f"{use.unit.name} · {use.bed.number}", "held",
                ]
            )  # fmt: skip
    return found
