"""A night round: planned by the committee or by who leads, briefed, sent out, counted back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.shelter import rules
from twiza.shelter.actions.committee import bodies_of
from twiza.shelter.actions.faults import BadRound, OutOfOrder
from twiza.shelter.actions.winters import check_night
from twiza.shelter.models import (
    HotSpot,
    Round,
    RoundEscort,
    RoundKit,
    RoundMember,
    RoundStop,
    Team,
    Vehicle,
    Winter,
)


@transaction.atomic
def plan_round(
    *,
    winter: Winter,
    night: date,
    team: Team,
    vehicle: Vehicle,
    starts: time,
    ends: time,
    hot_spots: Sequence[HotSpot],
    escorts: Sequence[str] = (),
    alert: str = "green",
    alert_words: str = "",
    round: Round | None = None,
    by: Any,
    at: datetime,
) -> Round:
    """Plan a round of a night, or change its plan until it is briefed. Bodies in uniform come from behind, by rule.

    Args:
        starts, ends: what the clock shows, 20:00 of the evening or 02:00 of the morning after.
        hot_spots: areas in the order in which they are looked at; escorts: codes of bodies that come along.

    Raises:
        BadRound: something is not of this winter, the hours do not fit, the team or the vehicle is out then.
        OutOfOrder: it is briefed. WinterOver.
    """
    where = _planner(winter, by)
    check_night(winter, night)
    begin, end = rules.moment_in(night, starts), rules.moment_in(night, ends)
    if not rules.is_within(night, begin, end):
        raise BadRound(
            _("The round begins and ends in its night: from noon to noon, the end after the beginning.")
        )
    chosen: list[Any] = [team, vehicle, *hot_spots]
    if not hot_spots or any(one.winter_id != winter.pk or one.left_out_at for one in chosen):
        raise BadRound(_("Choose the team, the vehicle and at least one area of this winter."))
    if alert not in rules.ALERTS or any(body not in rules.BODIES for body in escorts):
        raise BadRound(_("Choose the weather alert and the bodies from the lists."))
    is_new = round is None
    round = _held(round, rules.State.PLANNED) if round else Round(**bodies_of(winter), planned_at=at, planned_by=by)  # fmt: skip
    round.night, round.team, round.vehicle = night, team, vehicle
    round.starts_at, round.ends_at = begin, end
    round.alert, round.alert_words = alert, tidy(alert_words)[:300]
    try:
        with transaction.atomic():
            fields = None if is_new else ["night", "team", "vehicle", "starts_at", "ends_at", "alert", "alert_words"]  # fmt: skip
            round.save(force_insert=is_new, update_fields=fields)
    except IntegrityError as error:
        raise BadRound(_("This team or this vehicle is on another round at these hours.")) from error
    _write_parts(round, list(dict.fromkeys(hot_spots)), escorts)
    _line("shelter.round_planned" if is_new else "shelter.round_changed", round, where, by, at)
    return round


@transaction.atomic
def name_crew(
    *, round: Round, women: Sequence[UUID], men: Sequence[UUID], leader: UUID, by: Any, at: datetime
) -> Round:
    """Say who goes with a round, and who leads. What was said before is replaced.

    Args:
        women, men: users of the body that goes out, as whoever plans says.

    Raises:
        BadRound: somebody twice or from elsewhere, or a leader who does not go or may not lead. OutOfOrder.
    """
    check(by, Permission.NIGHT_ROUND, round.crew_id)
    round = _held(round, rules.State.PLANNED)
    known = {one.pk: one for one in network.colleagues(round.crew, on=timezone.localdate(at))}
    named = [*women, *men]
    if len(set(named)) != len(named) or not set(named) <= set(known):
        raise BadRound(_("Each person goes once, and works for the body that goes out."))
    if leader not in named or not known[leader].has_perm(Permission.NIGHT_ROUND, round.crew_id):
        raise BadRound(_("Who leads goes along, and has the role of leading rounds."))
    RoundMember.objects.filter(round=round).delete()
    RoundMember.objects.bulk_create(
        RoundMember(**_of(round), user_id=one, is_woman=one in set(women), leads=one == leader)
        for one in named
    )
    _line("shelter.crew_named", round, round.crew_id, by, at, people=len(named))
    return round


@transaction.atomic
def brief_round(
    *, round: Round, vehicle_checked: bool, kits: Mapping[str, int], by: Any, at: datetime
) -> Round:
    """Say that the checks are done: who goes, at least one woman, who leads, the vehicle, what is taken.

    Args:
        kits: kind → pieces taken; 0 is not taken.

    Raises:
        BadRound: something is missing, and the sentence says what. OutOfOrder.
    """
    check(by, Permission.NIGHT_ROUND, round.crew_id)
    round = _held(round, rules.State.PLANNED)
    check_night(round.winter, round.night)
    if missing := what_lacks(round, vehicle_checked=vehicle_checked):
        raise BadRound(rules.LACKS[missing[0]])
    if not all(kind in rules.KITS and 0 <= taken <= rules.MOST_PIECES for kind, taken in kits.items()):
        raise BadRound(_("A round takes 0 to %(most)s pieces of a kind."), most=rules.MOST_PIECES)
    RoundKit.objects.bulk_create(
        RoundKit(**_of(round), kind=kind, taken=taken) for kind, taken in kits.items() if taken
    )
    round.vehicle_checked = True
    return _move(round, rules.State.BRIEFED, by, at)


@transaction.atomic
def leave_round(*, round: Round, by: Any, at: datetime) -> Round:
    """Say that a round has gone out. Raises OutOfOrder: it is not briefed, or gone."""
    check(by, Permission.NIGHT_ROUND, round.crew_id)
    return _move(_held(round, rules.State.BRIEFED), rules.State.OUT, by, at)


@transaction.atomic
def return_round(*, round: Round, back: Mapping[str, int], by: Any, at: datetime) -> Round:
    """Say that a round is back, and how many pieces came back with it.

    Args:
        back: kind → pieces; a kind that is missing came back with none.

    Raises:
        BadRound: more came back than was taken. OutOfOrder: it is not out.
    """
    check(by, Permission.NIGHT_ROUND, round.crew_id)
    round = _held(round, rules.State.OUT)
    for kit in RoundKit.objects.filter(round=round):
        number = back.get(kit.kind, 0)
        if not 0 <= number <= kit.taken:
            raise BadRound(_("No more comes back than was taken: %(most)s at most."), most=kit.taken)
        kit.back = number
        kit.save(update_fields=["back"])
    return _move(round, rules.State.BACK, by, at)


@transaction.atomic
def call_off_round(*, round: Round, by: Any, at: datetime) -> None:
    """Take a round out of the plan before it is briefed. The log keeps that it was planned. Raises OutOfOrder."""
    where = _planner(round.winter, by)
    round = _held(round, rules.State.PLANNED)
    _line("shelter.round_called_off", round, where, by, at)
    for model in (RoundMember, RoundStop, RoundEscort):
        model.objects.filter(round=round).delete()
    round.delete()


def what_lacks(round: Round, *, vehicle_checked: bool) -> tuple[str, ...]:
    """Return what a round lacks before it may be briefed: codes of `rules.LACKS`."""
    members = list(RoundMember.objects.filter(round=round).select_related("user"))
    leader = next((one.user for one in members if one.leads), None)
    return rules.lacks(
        people=len(members),
        women=sum(one.is_woman for one in members),
        is_led=leader is not None and leader.has_perm(Permission.NIGHT_ROUND, round.crew_id),
        areas=RoundStop.objects.filter(round=round).count(),
        seats=round.vehicle.seats,
        vehicle_checked=vehicle_checked,
    )


def _write_parts(round: Round, hot_spots: Sequence[HotSpot], escorts: Sequence[str]) -> None:
    """Write the areas of a round in their order, and who comes along: in uniform from behind."""
    RoundStop.objects.filter(round=round).delete()
    RoundEscort.objects.filter(round=round).delete()
    RoundStop.objects.bulk_create(
        RoundStop(**_of(round), winter_id=round.winter_id, hot_spot=one, position=number)
        for number, one in enumerate(hot_spots, start=1)
    )
    RoundEscort.objects.bulk_create(
        RoundEscort(**_of(round), body=body, stays_back=rules.stays_back(body)) for body in dict.fromkeys(escorts)
    )  # fmt: skip


def _planner(winter: Winter, by: Any) -> UUID:
    """Return for whom somebody plans: the committee, or the body that goes out. Raises NoPermission."""
    if by.has_perm(Permission.WINTER_PLAN, winter.organisation_id):
        return winter.organisation_id
    check(by, Permission.NIGHT_ROUND, winter.crew_id)
    return winter.crew_id


def _held(round: Round, state: rules.State) -> Round:
    """Return the round, held until the end of the transaction, if it stands where it should. Raises OutOfOrder."""
    held = Round.objects.select_for_update(of=("self",)).select_related("winter", "crew", "vehicle", "team")
    found = held.filter(pk=round.pk).first()
    if found is None or found.state != state:
        raise OutOfOrder(_("This round stands elsewhere by now. Look at its page again."))
    return found


def _move(round: Round, to: rules.State, by: Any, at: datetime) -> Round:
    if not rules.can_move(round.state, to):
        raise OutOfOrder(_("This round stands elsewhere by now. Look at its page again."))
    name = {rules.State.BRIEFED: "briefed", rules.State.OUT: "left", rules.State.BACK: "back"}[to]
    round.state = to
    setattr(round, f"{name}_at", at)
    setattr(round, f"{name}_by", by)
    round.save(update_fields=["state", "vehicle_checked", f"{name}_at", f"{name}_by"])
    _line(f"shelter.round_{name}", round, round.crew_id, by, at)
    return round


def _of(round: Round) -> dict[str, Any]:
    return {"round": round, "organisation_id": round.organisation_id, "crew_id": round.crew_id}


def _line(type: str, round: Round, where: UUID, by: Any, at: datetime, **data: Any) -> None:
    audit.record(type=type, target=round, organisation=where, by=by, at=at, night=str(round.night), **data)
