"""Hand-overs as phones and ledgers tell them: facts, whole batches at a time, and what a phone took back.

A phone and the paper of its own lane tell one hand-over twice: the second is kept beside the first. Anything else that
is told of a right that was served is a second basket gone, and goes to the welcome table.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from twiza.aid.actions import hand_over_rows, hand_overs
from twiza.aid.models import (
    DeliveryRound,
    DignityCase,
    Entitlement,
    HandOver,
    HandOverRuling,
    HandOverUndo,
    HandOverWitness,
    Lane,
)
from twiza.aid.rules import rulings
from twiza.aid.rules.field import ACCEPTED, CONFLICT, DUPLICATE, REJECTED, Told
from twiza.aid.rules.rulings import Outcome, Ruling, Source
from twiza.aid.rules.states import EntitlementState
from twiza.platform.accounts.models import User

ON_PAPER, BY_PHONE = "told_on_paper", "told_by_phone"
_ANSWERS = {
    Ruling.SERVED: (ACCEPTED, ""),
    Ruling.UNDONE: (ACCEPTED, ""),
    Ruling.DOUBLE: (CONFLICT, "double"),
    Ruling.REFUSED: (CONFLICT, "refused"),
}
_OTHER = {Source.OFFLINE: Source.PAPER, Source.PAPER: Source.OFFLINE}

Answer = tuple[str, str]


def take_hand_overs(
    told: Sequence[Told], *, lane: Lane | DeliveryRound, source: Source, device: str, by: User, at: datetime
) -> dict[UUID, Answer]:
    """Write what was told at a lane, in its order: a few statements, whatever the number. Returns id → answer, rule.

    `lane`: where it was told, or the round that brought it home. Permission and log are the caller's. The stock moves on the lane's day, whatever the clocks say.
    """
    ids = [one.id for one in told]
    rights, known = hand_over_rows.hold_rights([(one.id, one.right) for one in told])
    witnessed = set(HandOverWitness.objects.filter(pk__in=ids).values_list("pk", flat=True))
    at_lane = lane if isinstance(lane, Lane) else None
    same = _told_by_the_other(at_lane, source, [one.right for one in told])
    facts, beside, answers = [], [], {}
    for one in told:
        ruling, right = known[one.id].ruling, rights.get(one.right)
        if one.id in answers:
            continue
        if ruling is not None:
            answers[one.id] = _ANSWERS[Ruling(ruling)]
        elif one.id in witnessed:
            answers[one.id] = (DUPLICATE, ON_PAPER if source is Source.OFFLINE else BY_PHONE)
        elif right is None or right.campaign != lane.campaign_id:
            answers[one.id] = (REJECTED, "unknown_right")
        elif same[one.right]:
            beside.append(_witness(one, same[one.right].pop(0), lane, source, device, by, at))
            answers[one.id] = (DUPLICATE, ON_PAPER if source is Source.OFFLINE else BY_PHONE)
        else:
            made = rulings.first_ruling(right.state)
            if made is Ruling.SERVED:
                right.state = EntitlementState.SERVED_BY_PROXY if one.by_proxy else EntitlementState.SERVED
            facts.append(hand_over_rows.NewFact(one.id, right, made, 1, one.by_proxy, one.at, lane.day))
            answers[one.id] = _ANSWERS[made]
    if facts:
        hand_over_rows.write_facts(
            facts,
            point=lane.point,
            source=source,
            device=device,
            by=by,
            at=at,
            lane=at_lane.pk if at_lane is not None else None,
        )
    HandOverWitness.objects.bulk_create(beside)
    for undo in HandOverUndo.objects.filter(of__in=[fact.id for fact in facts], device=device):
        _take_back(undo, by, at)
    return answers


def take_undo(
    *, operation: UUID, of: UUID, told_at: datetime, lane: Lane, device: str, by: User, at: datetime
) -> Answer:
    """Take back a hand-over of the same phone, by its own clock within the minute. It may reach us before it."""
    undo, _new = HandOverUndo.objects.get_or_create(
        pk=operation,
        defaults={
            "of": of,
            "lane": lane,
            "campaign_id": lane.campaign_id,
            "point_id": lane.point_id,
            "organisation_id": lane.organisation_id,
            "host_id": lane.host_id,
            "device": device,
            "at": told_at,
            "recorded_at": at,
            "by": by,
        },
    )
    return _take_back(undo, by, at)


def _take_back(undo: HandOverUndo, by: User, at: datetime) -> Answer:
    fact = HandOver.objects.filter(pk=undo.of, device=undo.device).first()
    if fact is None:
        beside = HandOverWitness.objects.filter(pk=undo.of).exists()
        return CONFLICT, "paper_stands" if beside else "not_here_yet"
    right = Entitlement.objects.select_for_update().get(pk=fact.entitlement_id)
    ruling = HandOverRuling.objects.get(hand_over=fact)
    if ruling.ruling == Ruling.UNDONE:
        return ACCEPTED, ""
    if not rulings.undone_in_time(fact.at, undo.at):
        return CONFLICT, "too_late"
    counted = ruling.ruling == Ruling.SERVED
    hand_overs.rule(ruling, Ruling.UNDONE, "mistake", by, at)
    hand_overs.move(fact, -1, by, at, day=undo.lane.day)
    if counted:
        _next_counts(right, by, at)
    else:
        DignityCase.objects.filter(hand_over=fact, closed_at__isnull=True).update(
            outcome=Outcome.NOTHING_GIVEN, closed_at=at, closed_by=by
        )
    return ACCEPTED, ""


def _next_counts(right: Entitlement, by: User, at: datetime) -> None:
    """What counted was taken back: the oldest other basket that left counts now, or the card may be used again."""
    other = (
        HandOverRuling.objects.filter(entitlement=right, ruling=Ruling.DOUBLE, hand_over__pieces=1)
        .select_related("hand_over")
        .order_by("hand_over__recorded_at", "hand_over")
        .first()
    )
    right.state = EntitlementState.TOKEN_ISSUED
    if other is not None:
        hand_overs.rule(other, Ruling.SERVED, "first_taken_back", by, at)
        proxy = other.hand_over.by_proxy
        right.state = EntitlementState.SERVED_BY_PROXY if proxy else EntitlementState.SERVED
    right.save(update_fields=["state"])


def _told_by_the_other(
    lane: Lane | None, source: Source, rights: Sequence[UUID]
) -> dict[UUID, list[HandOver]]:
    """What the paper of this lane told of these rights, for its phone, and the other way round; not yet witnessed."""
    found: dict[UUID, list[HandOver]] = defaultdict(list)
    if lane is None:
        return found  # a door is told once: see `rounds.py`
    undone = HandOverRuling.objects.filter(entitlement__in=rights, ruling=Ruling.UNDONE).values("hand_over")
    rows = (
        HandOver.objects.filter(lane=lane, source=_OTHER[source], entitlement__in=rights)
        .exclude(pk__in=HandOverWitness.objects.filter(point=lane.point_id).values("hand_over"))
        .exclude(pk__in=undone)
        .order_by(F("recorded_at"), "pk")
    )
    for row in rows:
        found[row.entitlement_id].append(row)
    return found


def _witness(
    one: Told, fact: HandOver, lane: Lane | DeliveryRound, source: Source, device: str, by: User, at: datetime
) -> HandOverWitness:
    return HandOverWitness(
        pk=one.id,
        hand_over=fact,
        campaign_id=lane.campaign_id,
        point_id=lane.point_id,
        organisation_id=lane.organisation_id,
        host_id=lane.host_id,
        source=source,
        device=device,
        by_proxy=one.by_proxy,
        at=one.at,
        recorded_at=at,
        by=by,
    )
