"""The welcome table without network: who was turned away at a lane is heard there, and a spare may leave it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from twiza.aid import queries
from twiza.aid.models import DignityCase, Entitlement, Lane, LaneRelease, SpareGiven, StockMove
from twiza.aid.rules.field import ACCEPTED, CONFLICT, DUPLICATE, REJECTED, uuid_in
from twiza.aid.rules.lanes import LaneKind
from twiza.aid.rules.reconciliation import SERVED
from twiza.aid.rules.rulings import Outcome, TurnedAway
from twiza.platform.accounts.models import User
from twiza.platform.sync.rules import FieldOperation

Answer = tuple[str, str]
SPARE = "spare"


def take_turned_away(
    operations: Sequence[FieldOperation], *, lane: Lane, by: User, at: datetime
) -> dict[UUID, Answer]:
    """Open one case for each right and day of whoever was turned away; an unknown card opens its own."""
    asked = {one.id: uuid_in(one.payload, "right") for one in operations}
    rights = set(
        Entitlement.objects.filter(
            pk__in={right for right in asked.values() if right}, campaign=lane.campaign_id
        ).values_list("pk", flat=True)
    )
    there = _heard(lane, rights)
    repeated = set(DignityCase.objects.filter(operation__in=asked).values_list("operation", flat=True))
    given = _spares(lane, rights)
    cases, answers = [], {}
    for one in operations:
        right = asked[one.id] if asked[one.id] in rights else None
        if one.id in repeated:
            answers[one.id] = (ACCEPTED, "")
        elif one.id in answers:
            continue  # twice in one batch
        elif one.payload.get("why") not in set(TurnedAway):
            answers[one.id] = (REJECTED, "bad_payload")
        elif right in there:
            answers[one.id] = (DUPLICATE, "heard_already")
        else:
            spare = given.get(right) if right else None
            cases.append(
                DignityCase(
                    entitlement_id=right,
                    why=one.payload["why"],
                    day=lane.day,
                    lane=lane,
                    operation=one.id,
                    campaign_id=lane.campaign_id,
                    point_id=lane.point_id,
                    organisation_id=lane.organisation_id,
                    host_id=lane.host_id,
                    opened_at=at,
                    # the table's phone reached us first
                    outcome=Outcome.SPARE_GIVEN if spare else "",
                    closed_at=at if spare else None,
                    closed_by=by if spare else None,
                )
            )
            there |= {right} if right else set()
            answers[one.id] = (ACCEPTED, "")
    DignityCase.objects.bulk_create(cases)
    return answers


def take_spare(one: FieldOperation, *, lane: Lane, device: str, by: User, at: datetime) -> Answer:
    """Write a spare that left the welcome table, and settle the case it answers. Beyond the rule it left all the same."""
    if SpareGiven.objects.filter(pk=one.id).exists():
        return ACCEPTED, ""
    if lane.kind != LaneKind.DESK:
        return REJECTED, "not_at_the_welcome_table"
    key = uuid_in(one.payload, "right")
    right = Entitlement.objects.filter(pk=key, campaign=lane.campaign_id).first() if key else None
    case = _case_of(lane, right, uuid_in(one.payload, "of"))
    beyond = queries.spares_left(lane) <= 0
    give_spare(
        operation=one.id,
        lane=lane,
        right=right,
        case=case,
        beyond=beyond,
        device=device,
        told_at=one.at,
        by=by,
        at=at,
    )
    if case is not None:
        case.outcome, case.closed_at, case.closed_by = Outcome.SPARE_GIVEN, at, by
        case.save(update_fields=["outcome", "closed_at", "closed_by"])
    return (CONFLICT, "more_spares_than_the_rule") if beyond else (ACCEPTED, "")


def give_spare(
    *,
    operation: UUID,
    lane: Lane,
    right: Entitlement | None,
    case: DignityCase | None,
    beyond: bool,
    device: str,
    told_at: datetime,
    by: User,
    at: datetime,
) -> SpareGiven:
    """Write a spare and move the stock of its day. The case is settled by the caller, and so is the log."""
    spare = SpareGiven.objects.create(
        pk=operation,
        lane=lane,
        campaign_id=lane.campaign_id,
        point_id=lane.point_id,
        organisation_id=lane.organisation_id,
        host_id=lane.host_id,
        day=lane.day,
        entitlement=right,
        case=case,
        beyond_the_rule=beyond,
        device=device,
        at=told_at,
        recorded_at=at,
        by=by,
    )
    StockMove.objects.create(
        campaign_id=lane.campaign_id,
        point_id=lane.point_id,
        organisation_id=lane.organisation_id,
        host_id=lane.host_id,
        day=lane.day,
        kind=SERVED,
        pieces=1,
        spare=spare,
        reason_code=SPARE,
        at=at,
        by=by,
    )
    return spare


def take_release(one: FieldOperation, *, lane: Lane, at: datetime) -> Answer:
    """Note who used a printed release, and when by their clock: the first use stays. The lane is released here too."""
    try:
        code = bytes.fromhex(str(one.payload.get("release", "")))
    except ValueError:
        return REJECTED, "bad_payload"
    number = one.payload.get("lane")
    if not isinstance(number, int):
        return REJECTED, "bad_payload"
    release = LaneRelease.objects.filter(
        code_hash=code, point=lane.point_id, day=lane.day, lane__number=number
    ).first()
    if release is None:
        return CONFLICT, "unknown_release"
    LaneRelease.objects.filter(pk=release.pk, used_at__isnull=True).update(
        used_at=one.at, used_by_lane=lane, used_operation=one.id
    )
    Lane.objects.filter(pk=release.lane_id, released_at__isnull=True).update(released_at=at)
    return ACCEPTED, ""


def _heard(lane: Lane, rights: set[UUID]) -> set[UUID | None]:
    """The rights that have a case of that day at this campaign's tables: turned away, or a second use still open."""
    turned = DignityCase.objects.filter(entitlement__in=rights, day=lane.day)
    second = DignityCase.objects.filter(hand_over__entitlement__in=rights, closed_at__isnull=True)
    return {
        *turned.values_list("entitlement", flat=True),
        *second.values_list("hand_over__entitlement", flat=True),
    }


def _spares(lane: Lane, rights: set[UUID]) -> dict[UUID, UUID]:
    rows = SpareGiven.objects.filter(entitlement__in=rights, day=lane.day, case__isnull=True)
    return {row.entitlement_id: row.pk for row in rows if row.entitlement_id}


def _case_of(lane: Lane, right: Entitlement | None, of: UUID | None) -> DignityCase | None:
    """The open case that a spare answers: of the operation it names, else of its right that day."""
    waiting = DignityCase.objects.select_for_update(of=("self",)).filter(
        point=lane.point_id, closed_at__isnull=True
    )
    if of is not None:
        found = waiting.filter(operation=of).first() or waiting.filter(hand_over=of).first()
        if found is not None:
            return found
    if right is None:
        return None
    return (
        waiting.filter(entitlement=right, day=lane.day).first()
        or waiting.filter(hand_over__entitlement=right).first()
    )
