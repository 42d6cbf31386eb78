"""A day of a point shared among lanes, with a phone that holds one; rows of each table of the point with no network."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from twiza.aid import actions, queries
from twiza.aid.actions import told
from twiza.aid.models import DistributionPoint, Entitlement, Lane
from twiza.aid.rules.field import Told
from twiza.aid.rules.ledgers import TypedLine
from twiza.aid.rules.rulings import Source
from twiza.lib.ids import new_id
from twiza.platform.sync.rules import FieldOperation

FIRST_DAY = date(2026, 2, 26)
BEFORE = datetime(2026, 2, 26, 7, 0, tzinfo=UTC)
NINE = datetime(2026, 2, 26, 9, 0, tzinfo=UTC)
NOON = datetime(2026, 2, 26, 12, 0, tzinfo=UTC)


def given_lanes(side: Any, point: DistributionPoint, lanes: int = 2, spares: int = 1) -> list[Lane]:
    """Share a point's first day among lanes, with a welcome table, print its releases; call it inside a context."""
    made = actions.share_lanes(
        point=point, day=FIRST_DAY, lanes=lanes, spares=spares, by=side.amina, at=BEFORE
    )
    actions.make_releases(point=point, day=FIRST_DAY, by=side.amina, at=BEFORE)
    return made


def op(kind: str, *, minutes: float = 0, id: UUID | None = None, **payload: Any) -> FieldOperation:
    """One operation as the inbox hands it on, so many minutes after nine."""
    payload = {name: str(value) if isinstance(value, UUID) else value for name, value in payload.items()}
    return FieldOperation(id or new_id(), 0, kind, NINE + timedelta(minutes=minutes), None, payload)


def took_in(side: Any, lane: Lane, device: UUID, *operations: FieldOperation) -> list[tuple[str, str]]:
    """What is answered to a batch of a lane's phone, in the name of who leads the day; call it inside a context."""
    answers = actions.record_field_operations(
        device=device, post=lane.pk, post_kind="lane", operations=operations, by=side.amina, at=NOON
    )
    assert [one.id for one in answers] == [one.id for one in operations]
    return [(one.answer, one.rule) for one in answers]


def lanes_of_each(side: Any, point: DistributionPoint) -> None:
    """Rows of each table of the point with no network, in the context of who leads the campaign."""
    with side.work():
        lanes = given_lanes(side, point)
        actions.give_pack(post=lanes[0].pk, post_kind="lane", device=new_id(), by=side.amina, at=BEFORE)
        _taken_back_and_spared(side, lanes, point)


def _taken_back_and_spared(side: Any, lanes: list[Lane], point: DistributionPoint) -> None:
    """A phone that hands over and takes back, told on paper too; a turned-away card and a spare.

    The card may be used again after.
    """
    right = Entitlement.objects.filter(point=point).latest("pk").pk
    first, phone = op("hand_over", right=right), new_id()
    took_in(side, lanes[0], phone, first)
    told.take_hand_overs(
        [Told(new_id(), right, NINE)],
        lane=lanes[0],
        source=Source.PAPER,
        device="paper",
        by=side.amina,
        at=NOON,
    )
    took_in(side, lanes[0], phone, op("undo", of=first.id, minutes=0.5))
    paper = actions.make_ledger(lane=lanes[-1], by=side.amina, at=NOON)
    line = TypedLine(paper.codes[0], spare=True)
    actions.type_ledger(point=point, day=FIRST_DAY, lines=[line], by=side.amina, at=NOON)
    away, spare = op("turned_away", right=right, why="other_lane"), op("spare", right=right)
    took_in(side, lanes[-1], new_id(), away, spare)
    _brought_home(side, point)


def _brought_home(side: Any, point: DistributionPoint) -> None:
    """A round with a door where nobody was: the basket waits at its lane no more that day, and may be collected."""
    right = Entitlement.objects.filter(point=point).latest("pk")
    Entitlement.objects.filter(pk=right.pk).update(needs=["home_delivery"])
    first, second = queries.couriers_of(point, FIRST_DAY)[:2]
    round = actions.plan_round(
        point=point, day=FIRST_DAY, first=first, second=second, woman=first, by=side.amina, at=NOON
    )
    right.refresh_from_db()
    stop = actions.add_stop(
        round=round, entitlement=right, place="درب الطويل", announce="دقتان", by=side.amina, at=NOON
    )
    actions.record_door(stop=stop, outcome="nobody", by=side.amina, at=NOON)
