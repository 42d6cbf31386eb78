"""What the desk of an organisation does: sits down, opens, answers, returns a result. Never the content of its work."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.packets import hand_packet, held_packets
from twiza.cases.actions.referrals import set_answer
from twiza.cases.models import DeskSeat, PacketKey, Referral
from twiza.cases.queries import OpenRoom
from twiza.lib import closed_room
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class AnsweredAlready(DomainError):
    """A colleague of the desk was quicker, or who sent it called it back."""

    code = "cases.answered_already"


@transaction.atomic
def sit_at_desk(*, room: OpenRoom, by: Any, at: datetime) -> DeskSeat:
    """Sit down at the desk: what is passed on from now on is sealed to this worker too. Twice makes one."""
    check(by, Permission.REFERRAL_DESK, room.organisation)
    live = DeskSeat.objects.filter(worker_id=room.worker, until__isnull=True)
    if live.exists():
        return live.get()
    seat = DeskSeat(
        organisation_id=room.organisation,
        worker_id=room.worker,
        public_key=closed_room.public_of(room.private),
        since=at,
    )
    seat.save(force_insert=True)
    audit.record(type="cases.desk_taken", organisation=room.organisation, by=by, at=at)
    return seat


@transaction.atomic
def leave_desk(*, seat: DeskSeat, by: Any, at: datetime) -> None:
    """End a seat at the desk, one's own or that of somebody who has left."""
    check(by, Permission.REFERRAL_DESK, seat)
    DeskSeat.objects.filter(pk=seat.pk, until__isnull=True).update(until=at)
    audit.record(type="cases.desk_left", organisation=seat.organisation_id, by=by, at=at)


@transaction.atomic
def hand_packets(*, seat: DeskSeat, room: OpenRoom, by: Any, at: datetime) -> int:
    """Hand the keys of all packets that are still open to a colleague who sat down later; return how many."""
    check(by, Permission.REFERRAL_DESK, seat)
    has = set(PacketKey.objects.filter(worker_id=seat.worker_id).values_list("referral_id", flat=True))
    missing = [(referral, key) for referral, key in held_packets(room) if referral.pk not in has]
    if seat.until is None and seat.organisation_id == room.organisation:
        for referral, key in missing:
            hand_packet(referral, key, seat.worker_id, bytes(seat.public_key))
    audit.record(type="cases.packets_handed", organisation=seat.organisation_id, by=by, at=at)
    return len(missing)


@transaction.atomic
def follow_new_keys(*, old: OpenRoom, new: OpenRoom, at: datetime) -> None:
    """After a worker renewed the keys of the room: the desk and its packets follow."""
    if sit_anew(old=old.worker, new=new, at=at):
        for referral, key in held_packets(old):
            hand_packet(referral, key, new.worker, closed_room.public_of(new.private))


def sit_anew(*, old: UUID, new: OpenRoom, at: datetime) -> bool:
    """End the seat of an old pair at the desk and sit down with the new one; return whether there was a seat."""
    seats = DeskSeat.objects.filter(worker_id=old, until__isnull=True)
    if not seats.update(until=at):
        return False
    public = closed_room.public_of(new.private)
    DeskSeat(organisation_id=new.organisation, worker_id=new.worker, public_key=public, since=at).save(
        force_insert=True
    )
    return True


@transaction.atomic
def receive_referral(*, referral: Referral, by: Any, at: datetime) -> Referral:
    """Say that the desk has read it: who sent it sees that. Read before: nothing changes."""
    held = _held(referral, by)
    if held.state != rules.Referral.SENT:
        return held
    return _answered(held, rules.Referral.RECEIVED, by, at)


@transaction.atomic
def answer_referral(
    *,
    referral: Referral,
    to: str,
    by: Any,
    at: datetime,
    reason_code: str = "",
    offered: UUID | None = None,
    offered_on: date | None = None,
) -> Referral:
    """Answer in the name of the desk: accept, decline and why, waiting list, she came, she did not. Only one takes it.

    Args:
        to: the state. reason_code: of a refusal.
        offered: another organisation instead. offered_on: a day on which it would be possible.

    Raises:
        AnsweredAlready: a colleague was quicker, or it was called back. ReferralNotWhole: no reason.
    """
    held = _held(referral, by)
    _check_way(held, to)
    handler = by if to in (rules.Referral.ACCEPTED, rules.Referral.WAITING) else None
    return _answered(
        held, to, by, at, reason_code=reason_code, offered=offered, offered_on=offered_on, handler=handler
    )


@transaction.atomic
def close_referral(*, referral: Referral, result_code: str, by: Any, at: datetime) -> Referral:
    """Return the result to who asked: a code, never the content of the work. What a service calls when it is done.

    Raises:
        AnsweredAlready: not accepted, or ended already. ReferralNotWhole: an unknown result.
    """
    held = _held(referral, by)
    if held.state in (rules.Referral.ACCEPTED, rules.Referral.NO_SHOW):
        set_answer(held, rules.Referral.ATTENDED, at=at)
    _check_way(held, rules.Referral.RESULT)
    return _answered(held, rules.Referral.RESULT, by, at, result_code=result_code)


def _held(referral: Referral, by: Any) -> Referral:
    check(by, Permission.REFERRAL_DESK, referral.receiver_id)
    held = Referral.objects.select_for_update().filter(pk=referral.pk, asked_at__isnull=False).first()
    if held is None or not queries.sits_at_desk(by, held.receiver_id):
        raise queries.NoSuchReferral(_("There is no such referral."))
    return held


def _check_way(held: Referral, to: str) -> None:
    if to not in rules.REFERRALS or not rules.may_set(held.state, to, rules.Party.RECEIVER):
        raise AnsweredAlready(
            _("A colleague answered this already, or who sent it called it back. Look at it again.")
        )


def _answered(held: Referral, to: str, by: Any, at: datetime, **words: Any) -> Referral:
    set_answer(held, to, at=at, **words)
    audit.record(type="cases.referral_answered", target=held, organisation=held.receiver_id, by=by, at=at)
    return held
