"""One batch of a phone: every kind of operation, taken in together. Nothing that was done is refused: it happened."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from twiza.aid import queries
from twiza.aid.actions import desk, rounds, told
from twiza.aid.models import DeliveryRound, Lane
from twiza.aid.permissions import check_in
from twiza.aid.rules.field import ACCEPTED, REJECTED, Told, uuid_in
from twiza.aid.rules.rulings import Source
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit
from twiza.platform.sync.rules import FieldAnswer, FieldOperation

HAND_OVER, UNDO, TURNED_AWAY, SPARE, RELEASE = "hand_over", "undo", "turned_away", "spare", "release_used"
SHIFTS = frozenset({"shift_opened", "shift_closed"})  # kept by the inbox; nothing here follows
DELIVERED = "delivered"
BAD, UNKNOWN_KIND = (REJECTED, "bad_payload"), (REJECTED, "unknown_kind")


@transaction.atomic
def record_field_operations(
    *,
    device: UUID,
    post: UUID,
    post_kind: str,
    operations: Sequence[FieldOperation],
    by: User,
    at: datetime,
) -> list[FieldAnswer]:
    """Take in one batch of a lane's phone, in the phone's order: one permission, one transaction, one line of log.

    `post`: the id of the lane, or of the round (`post_kind`). `by`: who opened the phone, or who took in what waited. Returns one answer for each
    operation, in the same order: accepted; duplicate (told before, on paper or by the phone); conflict (kept, and a
    person looks at it); rejected (kept, and nothing follows).

    Raises:
        NoSuchLane: this person sees no such lane; NoPermission: they do not hand over there.
    """
    if post_kind == "round":
        return _of_a_round(operations, queries.any_round(post), str(device), by, at)
    lane = queries.any_lane(post)
    where = check_in(by, Permission.HAND_OVER_RECORD, lane.host_id, lane.organisation_id)
    answers = _hand_overs(operations, lane, str(device), by, at)
    away = [one for one in operations if one.kind == TURNED_AWAY]
    if away:
        answers |= desk.take_turned_away(away, lane=lane, by=by, at=at)
    for one in operations:
        if one.kind == SPARE:
            answers[one.id] = desk.take_spare(one, lane=lane, device=str(device), by=by, at=at)
        elif one.kind == RELEASE:
            answers[one.id] = desk.take_release(one, lane=lane, at=at)
        elif one.kind in SHIFTS:
            answers[one.id] = (ACCEPTED, "")
    given = [FieldAnswer(one.id, *answers.get(one.id, UNKNOWN_KIND)) for one in operations]
    audit.record(
        type="aid.field_taken_in",
        target=lane.point,
        organisation=where,
        by=by,
        at=at,
        beside=[lane.organisation_id, lane.host_id],
        device=device,
        lane=lane.number,
        day=lane.day,
        operations=[one.id for one in given],
        answers=[one.rule or one.answer for one in given],
    )
    return given


def _of_a_round(
    operations: Sequence[FieldOperation], round: DeliveryRound, device: str, by: User, at: datetime
) -> list[FieldAnswer]:
    """The same for the phone of couriers: what happened at each door; nothing else is done on a round."""
    where = check_in(by, Permission.HAND_OVER_RECORD, round.host_id, round.organisation_id)
    doors = [one for one in operations if one.kind == DELIVERED]
    answers = rounds.take_delivered(doors, round=round, device=device, by=by, at=at)
    answers |= {one.id: (ACCEPTED, "") for one in operations if one.kind in SHIFTS}
    given = [FieldAnswer(one.id, *answers.get(one.id, UNKNOWN_KIND)) for one in operations]
    audit.record(
        type="aid.field_taken_in",
        target=round.point,
        organisation=where,
        by=by,
        at=at,
        beside=[round.organisation_id, round.host_id],
        device=device,
        round=round.number,
        day=round.day,
        operations=[one.id for one in given],
        answers=[one.rule or one.answer for one in given],
    )
    return given


def _hand_overs(
    operations: Sequence[FieldOperation], lane: Lane, device: str, by: User, at: datetime
) -> dict[UUID, tuple[str, str]]:
    """Hand-overs in as few statements as their order lets; an undo of one that waits is preceded by it."""
    answers: dict[UUID, tuple[str, str]] = {}
    waiting: list[Told] = []

    def write() -> None:
        if waiting:
            answers.update(
                told.take_hand_overs(waiting, lane=lane, source=Source.OFFLINE, device=device, by=by, at=at)
            )
            waiting.clear()

    for one in operations:
        if one.kind == HAND_OVER:
            right = uuid_in(one.payload, "right")
            if right is None:
                answers[one.id] = BAD
            else:
                waiting.append(Told(one.id, right, one.at, one.payload.get("proxy") is True))
        elif one.kind == UNDO:
            of = uuid_in(one.payload, "of")
            if of is None:
                answers[one.id] = BAD
                continue
            if any(before.id == of for before in waiting):
                write()
            answers[one.id] = told.take_undo(
                operation=one.id, of=of, told_at=one.at, lane=lane, device=device, by=by, at=at
            )
    write()
    return answers
