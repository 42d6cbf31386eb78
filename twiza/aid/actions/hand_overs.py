"""Handing over: facts, what they count for, and what is decided at the welcome table.

First wins, by the order in which the server hears of it; a second use is kept and waits for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions import desk, hand_over_rows
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.actions.hand_over_rows import Known
from twiza.aid.models import (
    DignityCase,
    DistributionPoint,
    Entitlement,
    HandOver,
    HandOverRuling,
    Lane,
    StockMove,
)
from twiza.aid.permissions import check_in
from twiza.aid.rules import rulings
from twiza.aid.rules.reconciliation import SERVED
from twiza.aid.rules.rulings import Outcome, Ruling, Source
from twiza.aid.rules.states import EntitlementState
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit


class AnotherPoint(DomainError):
    """The card is for another point."""

    code = "aid.another_point"


class AnotherLane(DomainError):
    """The phone of a lane serves this card today."""

    code = "aid.lane_serves_this_card"


@dataclass(frozen=True)
class Operation:
    """A hand-over as it was made, with the id it got there: sent twice it is the same one."""

    id: UUID
    entitlement: UUID
    at: datetime
    by_proxy: bool = False
    card: UUID | None = None  # the card that was shown, where it is known


OFFICE_CONSTRAINT = "no_official_hands_over"
# no right of this campaign that this person may see: whoever sent it keeps it and asks
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What became of one operation: a ruling, or UNKNOWN. `repeated`: we had it already, and this is what it was."""

    id: UUID
    ruling: str
    repeated: bool = False
    code: str = field(default="", compare=False)  # of the right, for lists: not the one on the card


def record_hand_over(
    *,
    entitlement: UUID,
    point: DistributionPoint,
    operation: UUID,
    card: UUID | None = None,
    by_proxy: bool = False,
    device: str = "",
    by: User,
    at: datetime,
) -> Answer:
    """Confirm a hand-over at a point, online: served, or kept as a second use with no basket given.

    Runs in the transaction of the context that is open; nothing is refused after the first write, so it needs no
    savepoint of its own: a queue waits for each question.

    Raises:
        AnotherPoint: the card is for another point; OutOfOrder: the campaign is not handing out now.
        NoSuchCard, CardExpired: no such right is seen from here, or its card (`card`, as it was shown) has ended.
        AnotherLane: the phone of a lane serves it today.
        HoldsOffice: who hands over declared an elected office or a candidacy for that day.
    """
    operations = [Operation(operation, entitlement, at, by_proxy, card)]
    return _record(operations, point, Source.ONLINE, device, by, at)[0]


@transaction.atomic
def record_hand_overs(
    *,
    point: DistributionPoint,
    operations: Sequence[Operation],
    source: str,
    device: str,
    by: User,
    at: datetime,
) -> list[Answer]:
    """Take in a batch from one point (offline device or paper), in its order: all of it, one log line.

    Each basket has left already, so a second use is a second basket gone: it is stored as such.
    """
    return _record(operations, point, Source(source), device, by, at)


@transaction.atomic
def undo_hand_over(*, hand_over: HandOver, by: User, at: datetime) -> HandOverRuling:
    """Take back a hand-over confirmed by mistake, within a minute, by the person who confirmed it.

    Raises:
        OutOfOrder: another person confirmed it, a minute has passed, or it does not count as served.
    """
    where = check_in(by, Permission.HAND_OVER_RECORD, hand_over.host_id, hand_over.organisation_id)
    right = Entitlement.objects.select_for_update().get(pk=hand_over.entitlement_id)
    ruling = HandOverRuling.objects.get(hand_over=hand_over)
    if hand_over.by_id != by.pk or not rulings.can_undo(hand_over.recorded_at, at):
        raise OutOfOrder(_("A minute has passed. Send the person to the welcome table: it is settled there."))
    if ruling.ruling != Ruling.SERVED:
        raise OutOfOrder(_("This hand-over does not count as served."))
    rule(ruling, Ruling.UNDONE, "mistake", by, at)
    move(hand_over, -1, by, at)
    right.state = EntitlementState.TOKEN_ISSUED
    right.save(update_fields=["state"])
    audit.record(
        type="aid.hand_over_undone",
        target=hand_over,
        organisation=where,
        by=by,
        at=at,
        beside=[hand_over.organisation_id, hand_over.host_id, hand_over.bringing_id],
        entitlement=right.pk,
    )
    return ruling


@transaction.atomic
def rule_hand_over(*, case: DignityCase, outcome: str, by: User, at: datetime) -> DignityCase:
    """Settle a second use at the welcome table. Nobody leaves without an answer.

    Raises:
        OutOfOrder: somebody settled it already, or there is no first hand-over to set aside.
    """
    where = check_in(by, Permission.HAND_OVER_RULE, case.host_id, case.organisation_id)
    case = DignityCase.objects.select_for_update(of=("self",)).select_related("hand_over").get(pk=case.pk)
    if case.closed_at is not None:
        raise OutOfOrder(_("This was settled already."))
    decided = Outcome(outcome)
    fact = case.hand_over
    if decided is Outcome.FIRST_WAS_WRONG:
        if fact is None:
            raise OutOfOrder(
                _("Nothing was handed over on this card here: there is no first one to set aside.")
            )
        _set_first_aside(fact, by, at)
    gives = decided is Outcome.SPARE_GIVEN and (fact is None or fact.pieces == 0)
    desk_lane = queries.desk_of(case) if gives else None
    if desk_lane is not None:
        _give_spare(desk_lane, case, by, at)
    elif fact is not None and decided is not Outcome.NOTHING_GIVEN and fact.pieces == 0:
        move(fact, 1, by, at)
    elif gives:
        raise OutOfOrder(_("This point has no reserve for that day: ask whoever leads it."))
    case.outcome, case.closed_at, case.closed_by = decided, at, by
    case.save(update_fields=["outcome", "closed_at", "closed_by"])
    audit.record(
        type="aid.hand_over_ruled",
        target=case,
        organisation=where,
        by=by,
        at=at,
        beside=[case.organisation_id, case.host_id, *([fact.bringing_id] if fact is not None else [])],
        reason_code=decided,
        **({"hand_over": fact.pk} if fact is not None else {}),
    )
    return case


def _give_spare(lane: Lane, case: DignityCase, by: User, at: datetime) -> None:
    """A spare of the day's reserve, by the point's rule: a person is told when none is left."""
    if queries.spares_left(lane) <= 0:
        raise OutOfOrder(
            _("The %(spares)s spares of that day are given. Note the request: it is answered."),
            spares=lane.spares,
        )
    right = case.hand_over.entitlement if case.hand_over is not None else case.entitlement
    desk.give_spare(
        operation=new_id(),
        lane=lane,
        right=right,
        case=case,
        beyond=False,
        device="",
        told_at=at,
        by=by,
        at=at,
    )


def _record(
    operations: Sequence[Operation],
    point: DistributionPoint,
    source: Source,
    device: str,
    by: User,
    at: datetime,
) -> list[Answer]:
    where = check_in(by, Permission.HAND_OVER_RECORD, point.host_id, point.organisation_id)
    rights, known = hand_over_rows.hold_rights([(one.id, one.entitlement) for one in operations])
    ruled = {key: found.ruling for key, found in known.items() if found.ruling is not None}
    facts, answers = [], []
    for one in operations:
        if one.id in ruled:
            answers.append(Answer(one.id, ruled[one.id], repeated=True))
            continue
        right = rights.get(one.entitlement)
        if source is Source.ONLINE:
            _check_here(right, point, one, known[one.id], at)
        elif right is None or right.campaign != point.campaign_id:
            answers.append(Answer(one.id, UNKNOWN))
            continue
        assert right is not None
        ruling = rulings.first_ruling(right.state)
        ruled[one.id] = ruling
        if ruling is Ruling.SERVED:
            right.state = EntitlementState.SERVED_BY_PROXY if one.by_proxy else EntitlementState.SERVED
        pieces = int(ruling is Ruling.SERVED or source is not Source.ONLINE)
        facts.append(hand_over_rows.NewFact(one.id, right, ruling, pieces, one.by_proxy, one.at))
        answers.append(Answer(one.id, ruling, code=right.code))
    if facts:
        try:
            hand_over_rows.write_facts(facts, point=point, source=source, device=device, by=by, at=at)
        except IntegrityError as error:
            # said when the card was read; a queue waits, so it is the database that asks again
            if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == OFFICE_CONSTRAINT:
                queries.refuse_official()
            raise
        audit.record(
            type="aid.handed_over",
            target=point,
            organisation=where,
            by=by,
            at=at,
            beside=[point.organisation_id, point.host_id],
            operations=[fact.id for fact in facts],
            rulings=[fact.ruling for fact in facts],
        )
    return answers


def _check_here(
    right: hand_over_rows.Right | None, point: DistributionPoint, one: Operation, known: Known, at: datetime
) -> None:
    """What is asked while the family stands there; a fact that arrives later happened, and is kept."""
    if right is None:
        queries.refuse_card()
    if not right.is_open:
        raise OutOfOrder(_("This campaign is not handing out now."))
    if right.point != point.pk:
        raise AnotherPoint(_("This card is for another point. Its name, colour and shape are on the card."))
    queries.check_card_still_good(one.card, valid=known.card, until=known.valid_until, at=at)
    lane = queries.lane_serving(right.id, timezone.localdate(at), at=at)
    if lane is not None:
        raise AnotherLane(
            _("Lane %(lane)s serves this card today: it is there that the family is awaited."), lane=lane
        )


def _set_first_aside(fact: HandOver, by: User, at: datetime) -> None:
    Entitlement.objects.select_for_update().get(pk=fact.entitlement_id)
    first = HandOverRuling.objects.filter(entitlement_id=fact.entitlement_id, ruling=Ruling.SERVED).first()
    if first is None:
        raise OutOfOrder(_("No other hand-over counts as served: there is none to set aside."))
    rule(first, Ruling.REFUSED, "another_family", by, at)
    rule(HandOverRuling.objects.get(hand_over=fact), Ruling.SERVED, "first_was_wrong", by, at)


def rule(row: HandOverRuling, ruling: Ruling, reason_code: str, by: User, at: datetime) -> None:
    """Write what a hand-over counts for from now on, by whom."""
    row.ruling, row.reason_code, row.ruled_by, row.ruled_at = ruling, reason_code, by, at
    row.save(update_fields=["ruling", "reason_code", "ruled_by", "ruled_at"])


def move(fact: HandOver, pieces: int, by: User, at: datetime, *, day: date | None = None) -> None:
    """Move baskets of a hand-over on `day`, else on that of its moment; below zero: one that did not leave."""
    StockMove.objects.create(
        campaign_id=fact.campaign_id,
        point_id=fact.point_id,
        organisation_id=fact.organisation_id,
        host_id=fact.host_id,
        day=day or timezone.localdate(fact.at),
        kind=SERVED,
        pieces=pieces,
        hand_over=fact,
        at=at,
        by=by,
    )
