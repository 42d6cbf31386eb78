"""Goods that were promised, at the door of the store: counted, looked at, kept for what they were given for, with a receipt."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.lots import announce_lot, inspect_lot, receive_lot
from twiza.aid.models import GoodsItem, Inspection, Lot, Store
from twiza.aid.rules.goods import BadGoods, Origin, Seen, check_seen
from twiza.funding import actions as funding
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check

if TYPE_CHECKING:
    from twiza.funding.models import Gift, Pledge, Receipt

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Arrival:
    """What one delivery became. Without a gift and a receipt, all of it was refused."""

    lot: Lot
    inspection: Inspection
    gift: "Gift | None"
    receipt: "Receipt | None"


@transaction.atomic
def receive_pledged_goods(
    *,
    pledge: "Pledge",
    store: Store,
    item: GoodsItem,
    counted: Decimal,
    seen: Seen,
    holds: Decimal = Decimal(1),
    expires_on: date | None = None,
    condition: str = "new",
    accept_near_expiry: bool = False,
    by: User,
    at: datetime,
) -> Arrival:
    """Take goods that keep a pledge into stock in one gesture: a lot that was inspected, what was refused set aside,
    what was accepted among the gifts with its receipt, and the pledge with what is still owed.

    Args:
        counted: in the unit of the item.
        seen: what the inspection found; `refused` in the unit of the item.
        holds: how many units of the pledge are in one of the item: 5 where kilos were promised and bags of 5 kg come.

    Raises:
        BadGoods: nothing came, of nobody's store, or the answers contradict one another.
        PledgeSettled: the pledge was given up, or is of money. CannotMove: too near its date, and not refused whole.
    """
    check(by, Permission.STOCK_KEEP, store.organisation_id)
    if len({store.organisation_id, item.organisation_id, pledge.organisation_id}) != 1:
        raise BadGoods(_("A pledge is counted in at a store of who it was made to."))
    if counted <= 0 or holds <= 0:
        raise BadGoods(_("Write how many came, above zero."))
    check_seen(seen, counted)
    accepted = counted - seen.refused
    gift = receipt = None
    if accepted > 0:
        gift = funding.receive_goods_pledge(
            pledge=pledge,
            quantity=(accepted * holds).quantize(CENT),
            received_on=timezone.localdate(at),
            by=by,
            at=at,
        )
        receipt = funding.issue_receipt(gift=gift, by=by, at=at)
    worth = pledge.estimated_value
    lot = announce_lot(
        item=item,
        origin=Origin.DONATION,
        quantity=counted,
        expires_on=expires_on,
        condition=condition,
        unit_value=None if worth is None else (worth * holds / pledge.amount).quantize(CENT),
        pledge=pledge,
        gift=gift.pk if gift else None,
        by=by,
        at=at,
    )
    receive_lot(
        lot=lot,
        store=store,
        counted=counted,
        accept_near_expiry=accept_near_expiry,
        to_refuse=not accepted,
        by=by,
        at=at,
    )
    inspection = inspect_lot(lot=lot, store=store, seen=seen, by=by, at=at)
    lot.refresh_from_db()
    return Arrival(lot, inspection, gift, receipt)
