"""Goods that are left over, or were refused: freed from their campaign, given back to who brought them."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.goods_moves import REFUSED, CannotMove, move, refusing
from twiza.aid.actions.lots import record
from twiza.aid.models import Lot, Store
from twiza.aid.rules.goods import LotState, Origin
from twiza.aid.rules.tracing import Move
from twiza.lib.ids import new_id
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


@transaction.atomic
def free_lot(*, lot: Lot, by: User, at: datetime) -> Lot:
    """Keep a lot for its campaign no longer: what is left over may go to another, or to an institution.

    Raises:
        CannotMove: it is kept for none.
    """
    check(by, Permission.STOCK_DECIDE, lot.organisation_id)
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    campaign = lot.campaign
    if campaign is None:
        raise CannotMove(_("These goods are kept for no campaign."))
    lot.campaign = None
    lot.state = LotState.USABLE if lot.state == LotState.ALLOCATED else lot.state
    with refusing():
        lot.save(update_fields=["campaign", "state"])
    audit.record(
        type="aid.goods_freed",
        target=campaign,
        organisation=lot.organisation_id,
        by=by,
        at=at,
        beside=[campaign.organisation_id],
        lot=lot.pk,
        number=lot.number,
    )
    return lot


@transaction.atomic
def give_back(*, lot: Lot, store: Store, quantity: Decimal, by: User, at: datetime) -> None:
    """Give goods that an inspection refused back to who brought them; never unsafe ones.

    Raises:
        CannotMove: goods that were accepted, unsafe ones, customs goods, or less is there.
    """
    check(by, Permission.STOCK_KEEP, lot.organisation_id)
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    if lot.dossier_id is not None or lot.origin == Origin.PACKED:
        raise CannotMove(_("Only what was bought or given is given back."))
    if not lot.refused:
        raise CannotMove(REFUSED["goods_move_back_refused"])
    day = timezone.localdate(at)
    move(Move.GIVEN_BACK, lot, quantity, source=store, act=new_id(), day=day, by=by, at=at)
    record("aid.goods_given_back", lot, by, at, quantity=quantity)
