"""Goods sent from a store to another, to a point, to a vehicle; counted again where they arrive."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.days import add_packed
from twiza.aid.actions.goods_moves import CannotMove, move, next_number, one_at_a_time
from twiza.aid.actions.records import Counted, draft_record
from twiza.aid.actions.stores import road_between
from twiza.aid.models import GoodsRecord, Lot, Store, Transfer, TransferLine
from twiza.aid.permissions import check_in
from twiza.aid.queries import lots as known_lots
from twiza.aid.rules.goods import BadGoods, plain
from twiza.aid.rules.records import Kind
from twiza.aid.rules.tracing import Move
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit

FROM_TRANSFER = "transfer"  # baskets whose lots are known, beside those written by hand


@transaction.atomic
def send_goods(
    *,
    source: Store,
    target: Store,
    goods: Sequence[tuple[Lot, Decimal]],
    day: date,
    by: User,
    at: datetime,
) -> Transfer:
    """Send goods: they are on the road, still ours, until they are counted at the other end.

    Args:
        day: the day they leave; for baskets to a point, the day they are handed out.

    Raises:
        BadGoods: nothing to send, goods of two owners, or the place it is sent from.
        CannotMove: less lies there, or baskets that are not checked yet.
    """
    where = check_in(by, Permission.STOCK_KEEP, source.host_id, source.organisation_id)
    owner = _owner_of(goods, source, target)
    other = next((one for one in (source.host_id, target.host_id, source.organisation_id, target.organisation_id)
                  if one != owner), owner)  # fmt: skip
    one_at_a_time(where)
    road = road_between(owner, other, by=by, at=at)
    transfer = Transfer.objects.create(
        organisation_id=where,
        host_id=other if other != where else owner,
        number=next_number(Transfer, where),
        source=source,
        road=road,
        target=target,
        day=day,
        sent_at=at,
        sent_by=by,
    )
    for lot, quantity in sorted(goods, key=lambda one: one[0].pk):
        TransferLine.objects.create(
            organisation_id=where, host_id=transfer.host_id, transfer=transfer, lot=lot, sent=quantity
        )
        move(Move.SENT, lot, quantity, source=source, target=road, act=transfer.pk, day=day, by=by, at=at)
    _record("aid.goods_sent", transfer, where, by, at, lots=[lot.pk for lot, _quantity in goods])
    return transfer


def _owner_of(goods: Sequence[tuple[Lot, Decimal]], source: Store, target: Store) -> UUID:
    """Return whose goods are sent, when they may go there. Raises BadGoods, CannotMove."""
    if not goods or any(quantity <= 0 for _lot, quantity in goods) or source.pk == target.pk:
        raise BadGoods(_("Choose what is sent, how much of it, and another place where it goes."))
    owners = {lot.organisation_id for lot, _quantity in goods}
    if len(owners) != 1:
        raise BadGoods(_("Goods of two organisations are sent one after the other."))
    owner = owners.pop()
    if owner not in (target.organisation_id, target.host_id):
        raise BadGoods(
            _("Goods go to one's own places and points. To give them to another body, hand them out to it.")
        )
    for lot, _quantity in goods:
        if target.kind == "point":
            _check_basket(lot, target)
    return owner


def _check_basket(lot: Lot, target: Store) -> None:
    """Only checked baskets of the same campaign go to a point."""
    packing = known_lots.packing_of(lot)
    if packing is None or target.point is None or packing.campaign_id != target.point.campaign_id:
        raise CannotMove(
            _("What was packed for this campaign goes to its points. Other goods go to a store.")
        )
    left = known_lots.checks_left(packing)
    if left:
        raise CannotMove(_("%(count)s more are opened and counted before any leaves."), count=left)


@transaction.atomic
def receive_transfer(
    *, transfer: Transfer, counted: Mapping[UUID, Decimal], note: str = "", by: User, at: datetime
) -> GoodsRecord | None:
    """Count what arrived, lot by lot. Baskets that came to a point stand in its account of the day.

    What did not arrive stays on the road until its record is signed by three: that record is returned, drafted.

    Args:
        counted: lot → how much arrived; a lot that is not named arrived whole.

    Raises:
        BadGoods: received already, or more counted than was sent.
    """
    target = transfer.target
    where = check_in(by, Permission.STOCK_KEEP, target.host_id, target.organisation_id)
    one_at_a_time(transfer.organisation_id)
    transfer = (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("road", "target__point")
        .get(pk=transfer.pk)
    )
    if transfer.state != "sent":
        raise BadGoods(_("This transfer was received already."))
    baskets, short = _count_lines(transfer, counted, by, at)
    transfer.state, transfer.received_at, transfer.received_by = "received", at, by
    transfer.save(update_fields=["state", "received_at", "received_by"])
    if target.point is not None and baskets:
        add_packed(target.point, transfer.day, baskets, FROM_TRANSFER, by, at)
    _record("aid.goods_arrived", transfer, where, by, at, missing=len(short))
    if not short:
        return None
    return draft_record(
        kind=Kind.DIFFERENCE, store=target, counted=short, transfer=transfer, note=note, by=by, at=at
    )


def _count_lines(
    transfer: Transfer, counted: Mapping[UUID, Decimal], by: User, at: datetime
) -> tuple[int, list[Counted]]:
    """Write how much of each lot arrived; return the pieces that did, and what stays on the road."""
    pieces, short = 0, []
    for line in transfer.lines.select_related("lot").order_by("lot_id"):
        arrived = counted.get(line.lot_id, line.sent)
        if not 0 <= arrived <= line.sent:
            raise BadGoods(_("Between 0 and %(most)s of this lot can have arrived."), most=plain(line.sent))
        line.arrived = arrived
        line.save(update_fields=["arrived"])
        if arrived:
            move(
                Move.ARRIVED, line.lot, arrived, source=transfer.road, target=transfer.target,
                act=transfer.pk, day=transfer.day, by=by, at=at,
            )  # fmt: skip
            pieces += int(arrived)
        if arrived < line.sent:
            short.append(Counted(line.lot, transfer.road, line.sent - arrived, Decimal(0)))
    return pieces, short


def _record(type: str, transfer: Transfer, where: UUID, by: User, at: datetime, **data: Any) -> None:
    beside = [transfer.organisation_id, transfer.host_id]
    audit.record(
        type=type,
        target=transfer,
        organisation=where,
        by=by,
        at=at,
        beside=beside,
        number=transfer.number,
        **data,
    )
