"""The team of a case: asked in, leaving, in by emergency, and the look into it afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.models import Case, RoomWorker, TeamSeat
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotOfTheRoom(DomainError):
    code = "cases.not_of_the_room"


class LastOfTheTeam(DomainError):
    code = "cases.last_of_the_team"


class NotAnEmergency(DomainError):
    code = "cases.not_an_emergency"


@transaction.atomic
def ask_into_team(*, case: Case, worker: RoomWorker, room: OpenRoom, by: Any, at: datetime) -> TeamSeat:
    """Ask a colleague into the team and hand them the key of the case.

    Raises:
        NotOfTheRoom: no key of this room, or no role for it. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    asked = [one.pk for one in queries.colleagues_to_ask(case, at=at)]
    if worker.pk not in asked:
        raise NotOfTheRoom(_("Choose a colleague who has a key of this room and is not in the team."))
    sealed = closed_room.hand(queries.held_key(case, room), to=bytes(worker.public_key), about=case.pk.bytes)
    seat = TeamSeat.objects.create(
        case=case, organisation_id=case.organisation_id, user_id=worker.user_id, kind=rules.Seat.ADDED,
        sealed=sealed, since=at,
    )  # fmt: skip
    _record("cases.asked_into_team", case, by, at, who=worker.user_id)
    return seat


@transaction.atomic
def leave_team(*, case: Case, by: Any, at: datetime) -> None:
    """End one's own seat. Raises LastOfTheTeam: a case is not left alone."""
    check(by, Permission.CASE_WORK, case)
    live = TeamSeat.objects.select_for_update().filter(Q(until__isnull=True) | Q(until__gt=at), case=case)
    mine = [seat for seat in live if seat.user_id == by.pk]
    if not any(seat.user_id != by.pk and seat.sealed and seat.until is None for seat in live):
        raise LastOfTheTeam(_("You are the last one who can open this case: ask somebody in first."))
    _record("cases.team_left", case, by, at)
    for seat in mine:
        seat.until = at
        seat.save(update_fields=["until"])


@transaction.atomic
def break_glass(*, case: UUID, organisation: UUID, reason_code: str, by: Any, at: datetime) -> TeamSeat:
    """Come into a case by emergency, for a day at most. The team is told and looks into it.

    The id comes from the person's own paper or from whoever cannot come; an id that is none gives the same answer as
    a case elsewhere. The content stays sealed until somebody of the team hands the key.

    Raises:
        NotAnEmergency: no reason. NoSuchCase.
    """
    check(by, Permission.CASE_WORK, organisation)
    if reason_code not in rules.EMERGENCIES:
        raise NotAnEmergency(_("Say what the emergency is."))
    try:
        with transaction.atomic():
            seat = TeamSeat(
                case_id=case, organisation_id=organisation, user=by, kind=rules.Seat.BROKE_GLASS, sealed=b"",
                since=at, until=at + rules.LONGEST_EMERGENCY, reason_code=reason_code,
            )  # fmt: skip
            seat.save(force_insert=True)
            found = queries.case_for(by, case)
    except IntegrityError as error:
        raise queries.NoSuchCase(_("There is no such case.")) from error
    _record("cases.glass_broken", found, by, at, reason_code=reason_code)
    return seat


@transaction.atomic
def hand_key(*, seat: TeamSeat, room: OpenRoom, by: Any, at: datetime) -> None:
    """Hand the key of a case to somebody who is in its team without it. Raises NotOfTheRoom, NoKeyYet."""
    check(by, Permission.CASE_WORK, seat)
    worker = queries.worker_of(seat.user_id, seat.organisation_id)
    if worker is None or seat.sealed or seat.user_id == by.pk:
        raise NotOfTheRoom(_("There is nobody to hand the key to."))
    case = queries.case_for(by, seat.case_id)
    seat.sealed = closed_room.hand(
        queries.held_key(case, room), to=bytes(worker.public_key), about=case.pk.bytes
    )
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
