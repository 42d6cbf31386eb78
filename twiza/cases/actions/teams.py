"""The team of a case: asked in, leaving, in by emergency, and the look into it afterwards."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.emergencies import NotAnEmergency
from twiza.cases.actions.keys import handed, hold_case, keep_pairs
from twiza.cases.models import Case, RoomWorker, TeamSeat
from twiza.cases.queries import OpenRoom
from twiza.cases.queries.keys import keeps_key
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotOfTheRoom(DomainError):
    code = "cases.not_of_the_room"


class LastOfTheTeam(DomainError):
    code = "cases.last_of_the_team"


@transaction.atomic
def ask_into_team(*, case: Case, worker: RoomWorker, room: OpenRoom, by: Any, at: datetime) -> TeamSeat:
    """Ask a colleague into the team and hand them the key of the case.

    Raises:
        NotOfTheRoom: no key of this room, or no role for it. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    hold_case(case.pk)
    keep_pairs([worker.user_id], case.organisation_id)
    asked = [one.pk for one in queries.colleagues_to_ask(case, at=at)]
    if worker.pk not in asked:
        raise NotOfTheRoom(_("Choose a colleague who has a key of this room and is not in the team."))
    sealed = handed(queries.held_key(case, room), worker.user_id, case, rules.Drawer.CASE)
    seat = TeamSeat.objects.create(
        case=case, organisation_id=case.organisation_id, user_id=worker.user_id, kind=rules.Seat.ADDED,
        sealed=sealed, since=at,
    )  # fmt: skip
    _record("cases.asked_into_team", case, by, at, who=worker.user_id)
    return seat


@transaction.atomic
def leave_team(*, case: Case, by: Any, at: datetime) -> None:
    """End one's own seat. Raises LastOfTheTeam: a case is not left alone.

    Whoever stays writes under a new key from then on.
    """
    check(by, Permission.CASE_WORK, case)
    hold_case(case.pk)
    seats = TeamSeat.objects.filter(Q(until__isnull=True) | Q(until__gt=at), case=case)
    live = list(seats.select_for_update(of=("self",)).select_related("user").order_by("pk"))
    mine = [seat for seat in live if seat.user_id == by.pk]
    if not any(_can_go_on(seat, by, at) for seat in live):
        raise LastOfTheTeam(_("You are the last one who can open this case: ask somebody in first."))
    _record("cases.team_left", case, by, at)
    for seat in mine:
        seat.until = at
        seat.save(update_fields=["until"])


@transaction.atomic
def hand_key(*, seat: TeamSeat, room: OpenRoom, by: Any, at: datetime) -> None:
    """Hand the key of a case to somebody who is in its team without it. Raises NotOfTheRoom, NoKeyYet."""
    check(by, Permission.CASE_WORK, seat)
    case = hold_case(seat.case_id)
    keep_pairs([seat.user_id], seat.organisation_id)
    seat = TeamSeat.objects.select_for_update().get(pk=seat.pk)
    key = queries.held_key(case, room)
    asks = not seat.sealed and seat.user_id != by.pk and keeps_key(seat, at=at)
    sealed = handed(key, seat.user_id, case, rules.Drawer.CASE) if asks else b""
    if not sealed:
        raise NotOfTheRoom(_("There is nobody to hand the key to."))
    seat.sealed = sealed
    seat.save(update_fields=["sealed"])
    _record("cases.key_handed", case, by, at, who=seat.user_id)


@transaction.atomic
def review_emergency(*, seat: TeamSeat, by: Any, at: datetime) -> None:
    """Write that an emergency entry was looked into, by somebody of the team who is not the one who came in.

    Raises:
        NotAnEmergency.
    """
    check(by, Permission.CASE_WORK, seat)
    held = TeamSeat.objects.select_for_update().get(pk=seat.pk)
    if held.kind != rules.Seat.BROKE_GLASS or held.reviewed_at or held.user_id == by.pk:
        raise NotAnEmergency(_("There is no emergency entry here for you to look into."))
    held.reviewed_at, held.reviewed_by = at, by
    held.save(update_fields=["reviewed_at", "reviewed_by"])
    _record("cases.emergency_reviewed", queries.case_for(by, held.case_id), by, at, who=held.user_id)


def _can_go_on(seat: TeamSeat, by: Any, at: datetime) -> bool:
    return bool(seat.user_id != by.pk and seat.sealed and seat.until is None and keeps_key(seat, at=at))


def _record(type: str, case: Case, by: Any, at: datetime, reason_code: str = "", **data: Any) -> None:
    audit.record(
        type=type,
        target=case,
        organisation=case.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        **data,
    )
