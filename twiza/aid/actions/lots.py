"""Lots: announced, counted in, inspected, kept for a campaign, given back, stopped."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.given_for import fits, refused_or_short
from twiza.aid.actions.goods_moves import (
    CannotMove,
    check_ready,
    move,
    next_number,
    one_at_a_time,
    refusing,
    split,
    there,
)
from twiza.aid.actions.records import Counted, draft_record
from twiza.aid.models import Campaign, CustomsDossier, GoodsItem, Inspection, Lot, Resale, Store
from twiza.aid.queries import lots as known_lots
from twiza.aid.rules import customs, goods
from twiza.aid.rules.goods import BadGoods, Light, LotState, Origin, Seen, Short, plain
from twiza.aid.rules.records import Kind
from twiza.aid.rules.tracing import Move
from twiza.lib.ids import new_id
from twiza.lib.text import tidy
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.funding.models import Pledge


@transaction.atomic
def announce_lot(
    *,
    item: GoodsItem,
    origin: str,
    quantity: Decimal,
    expires_on: date | None = None,
    condition: str = "new",
    reference: str = "",
    unit_value: Decimal | None = None,
    dossier: CustomsDossier | None = None,
    pledge: "Pledge | None" = None,
    gift: UUID | None = None,
    by: User,
    at: datetime,
) -> Lot:
    """Write down goods that are on their way: bought, promised, or on the list of a customs dossier.

    Args:
        reference: number of an invoice, a delivery note, a pledge; never a name.
        pledge: the promise that they keep: what it is bound to stays on the lot and on every part of it.
        gift: what of it was accepted, as it stands among the gifts.

    Raises:
        BadGoods: nothing of it, or food and medicine without a date.
    """
    check(by, Permission.STOCK_KEEP, item.organisation_id)
    if quantity <= 0:
        raise BadGoods(_("Write how many there are, from 1 up."))
    if item.kind in goods.EXPIRES and expires_on is None:
        raise BadGoods(_("Food and medicine need their expiry date."))
    if (origin in goods.CUSTOMS) != (dossier is not None):
        raise BadGoods(_("Customs goods belong to a dossier, and no others do."))
    one_at_a_time(item.organisation_id)
    lot = Lot.objects.create(
        organisation_id=item.organisation_id,
        number=next_number(Lot, item.organisation_id),
        item=item,
        origin=Origin(origin),
        reference=tidy(reference),
        condition=goods.Condition(condition),
        expires_on=expires_on,
        listed=quantity,
        unit_value=unit_value,
        state=LotState.ANNOUNCED,
        dossier=dossier,
        gift=gift,
        **_given_for(pledge),
        announced_at=at,
        announced_by=by,
    )
    record("aid.lot_announced", lot, by, at, origin=origin, quantity=quantity)
    return lot


def _given_for(pledge: "Pledge | None") -> dict[str, Any]:
    if pledge is None:
        return {}
    bound = pledge.restriction
    return {
        "pledge": pledge.pk,
        "restriction_id": bound.pk,
        "bound_kind": bound.kind,
        "bound_zone": bound.zone,
        "given_for_id": pledge.campaign,
    }


@transaction.atomic
def receive_lot(
    *,
    lot: Lot,
    store: Store,
    counted: Decimal,
    accept_near_expiry: bool = False,
    to_refuse: bool = False,
    by: User,
    at: datetime,
) -> Lot:
    """Count a lot in. Gifts and medicine are kept apart until they are inspected, customs goods until their record.

    `accept_near_expiry`: the person was told that the date is near, and takes them all the same.
    `to_refuse`: they are counted in only to be refused whole, whatever their date.

    Fewer than the paper says, of goods that are no customs goods, drafts the record of it: three persons sign that no
    more came.

    Raises:
        BadGoods: counted already, or nothing came.
        CannotMove: expired, too near its date, or the dossier is not complete.
    """
    check(by, Permission.STOCK_KEEP, lot.organisation_id)
    lot = Lot.objects.select_for_update(of=("self",)).select_related("item", "dossier").get(pk=lot.pk)
    today = timezone.localdate(at)
    if lot.state != LotState.ANNOUNCED:
        raise BadGoods(_("Lot %(number)s was counted in already."), number=lot.number)
    if counted <= 0:
        raise BadGoods(_("Write how many were counted, from 1 up. If nothing came, leave it announced."))
    if not to_refuse:
        check_date(lot.expires_on, today, accept_near=accept_near_expiry)
    if lot.dossier is not None:
        wanted = customs.before_arrival(known_lots.file_of(lot.dossier))
        if wanted:
            raise CannotMove(
                _("Before the goods are counted in, this is missing: %(what)s"), what=str(_(wanted[0]))
            )
    state = goods.state_on_arrival(lot.origin, lot.item.kind)
    lot.state = state
    with refusing():
        lot.save(update_fields=["state"])
    move(Move.RECEIVED, lot, counted, target=store, act=new_id(), day=today, by=by, at=at)
    record("aid.lot_received", lot, by, at, store=store.pk, counted=counted, listed=lot.listed, state=state)
    if lot.dossier is None and lot.listed is not None and counted < lot.listed:
        less = Counted(lot, store, lot.listed, counted)
        draft_record(kind=Kind.ARRIVAL, store=store, counted=[less], by=by, at=at)
    return lot


@transaction.atomic
def take_in(
    *,
    store: Store,
    item: GoodsItem,
    origin: str,
    announced: Decimal,
    counted: Decimal,
    expires_on: date | None = None,
    condition: str = "new",
    reference: str = "",
    unit_value: Decimal | None = None,
    accept_near_expiry: bool = False,
    by: User,
    at: datetime,
) -> Lot:
    """Announce goods and count them in at once, as at the door of a store: both or neither."""
    lot = announce_lot(
        item=item,
        origin=origin,
        quantity=announced,
        expires_on=expires_on,
        condition=condition,
        reference=reference,
        unit_value=unit_value,
        by=by,
        at=at,
    )
    return receive_lot(
        lot=lot, store=store, counted=counted, accept_near_expiry=accept_near_expiry, by=by, at=at
    )


def check_date(expires_on: date | None, today: date, *, accept_near: bool) -> None:
    """Refuse goods that leave a family too few days.

    Raises:
        CannotMove: past, or nearer than the parameter; near and nobody said that it is known.
    """
    light = known_lots.light_of(expires_on, today)
    if light is Light.PAST:
        raise CannotMove(_("These goods are expired: they are not taken in."))
    if light is Light.TOO_NEAR:
        days = int(accounts.parameter_number("goods_expiry_refused_days", on=today))
        raise CannotMove(
            _("Fewer than %(days)s days are left before the expiry date: they are not taken in."), days=days
        )
    if light is Light.NEAR and not accept_near:
        raise CannotMove(
            _("The expiry date is near. If they can still be eaten in time, say so and take them in.")
        )


@transaction.atomic
def inspect_lot(*, lot: Lot, store: Store, seen: Seen, by: User, at: datetime) -> Inspection:
    """Write what an inspection found. What is accepted may be used; what is refused becomes a lot of its own, set aside.

    Counterfeit or unsafe goods are refused whole: they are destroyed with a record, and nothing else.

    Raises:
        BadGoods: the answers contradict one another.
        CannotMove: not in quarantine, or nothing of it lies here.
    """
    check(by, Permission.STOCK_KEEP, lot.organisation_id)
    one_at_a_time(lot.organisation_id)
    lot = Lot.objects.select_for_update(of=("self",)).select_related("item").get(pk=lot.pk)
    here, day = there(lot, store), timezone.localdate(at)
    if lot.state == LotState.RECEIVED:
        raise CannotMove(_("These goods wait for their arrival record, signed by three persons."))
    if lot.state == LotState.ANNOUNCED or here <= 0:
        raise CannotMove(_("There is nothing of this lot here to inspect."))
    if lot.refused or lot.unsafe:
        raise CannotMove(_("This lot was refused already: it is destroyed, or given back."))
    goods.check_seen(seen, here)
    aside = None
    if seen.refused > 0:
        aside = split(
            lot, seen.refused, store, day=day, by=by, at=at,
            state=LotState.QUARANTINED, refused=True, unsafe=seen.unsafe, campaign=None,
        )  # fmt: skip
    if seen.refused < here and lot.state == LotState.QUARANTINED:
        lot.state = LotState.USABLE
        with refusing():
            lot.save(update_fields=["state"])
    made = Inspection.objects.create(
        organisation_id=lot.organisation_id,
        lot=lot,
        expiry=seen.expiry,
        packaging=seen.packaging,
        storage=seen.storage,
        genuine=seen.genuine,
        safe=seen.safe,
        accepted=here - seen.refused,
        refused=seen.refused,
        refused_lot=aside if aside is not None and aside.pk != lot.pk else None,
        at=at,
        by=by,
    )
    record("aid.lot_inspected", lot, by, at, accepted=made.accepted, refused=made.refused, unsafe=seen.unsafe)
    return made


@transaction.atomic
def allocate_goods(
    *, item: GoodsItem, store: Store, campaign: Campaign, quantity: Decimal, by: User, at: datetime
) -> list[Lot]:
    """Keep goods for a campaign, earliest expiry first. A lot of which only a part is kept is split.

    Raises:
        Short: there is less that is free.
        GivenForAnother: what lies here was given for something else.
        CannotMove: goods of a customs dossier without criteria, or stopped.
    """
    check(by, Permission.STOCK_KEEP, item.organisation_id)
    one_at_a_time(item.organisation_id)
    day = timezone.localdate(at)
    try:
        taken = goods.first_expired_first_out(
            known_lots.free_lots(item, store, day, fits=fits(campaign, at)), quantity
        )
    except Short as short:
        raise refused_or_short(short, item, store, campaign, at) from None
    kept = []
    for lot, part in taken:
        check_ready(lot)
        if lot.dossier is not None:
            wanted = customs.before_issue(known_lots.file_of(lot.dossier))
            if wanted:
                raise CannotMove(
                    _("Before goods of this dossier are given, this is missing: %(what)s"),
                    what=str(_(wanted[0])),
                )
        kept.append(
            split(lot, part, store, day=day, by=by, at=at, state=LotState.ALLOCATED, campaign=campaign)
        )
    audit.record(
        type="aid.goods_allocated",
        target=campaign,
        organisation=item.organisation_id,
        by=by,
        at=at,
        beside=[campaign.organisation_id],
        item=item.pk,
        quantity=quantity,
        lots=[lot.pk for lot in kept],
    )
    return kept


@transaction.atomic
def report_resale(
    *, lot: Lot, place: str, quantity: Decimal | None, seen_on: date, by: User, at: datetime
) -> Resale:
    """Write that goods of a lot were seen being sold: what is left of it, and its whole dossier, stop.

    Raises:
        BadGoods: no place said.
    """
    check(by, Permission.STOCK_KEEP, lot.organisation_id)
    if not tidy(place):
        raise BadGoods(_("Say where it was seen: a market, a street. No name of anybody."))
    Lot.objects.filter(pk__in=known_lots.lots_split_from(lot), stopped_at__isnull=True).update(stopped_at=at)
    if lot.dossier_id is not None:
        CustomsDossier.objects.filter(pk=lot.dossier_id, stopped_at__isnull=True).update(stopped_at=at)
    seen = Resale.objects.create(
        organisation_id=lot.organisation_id,
        lot=lot,
        dossier_id=lot.dossier_id,
        place=tidy(place),
        quantity=quantity,
        seen_on=seen_on,
        at=at,
        by=by,
    )
    record("aid.resale_observed", lot, by, at, dossier=lot.dossier_id, quantity=quantity)
    return seen


@transaction.atomic
def release_lot(*, lot: Lot, reason_code: str, by: User, at: datetime) -> Lot:
    """Let stopped goods go on, with a reason: whoever stopped them or another, with the right to decide.

    Raises:
        BadGoods: not stopped, or no reason.
    """
    check(by, Permission.STOCK_DECIDE, lot.organisation_id)
    stopped = Lot.objects.filter(pk__in=known_lots.lots_split_from(lot), stopped_at__isnull=False)
    if reason_code not in RELEASED or not stopped.exists():
        raise BadGoods(_("Say why these goods may go on."))
    stopped.update(stopped_at=None)
    if lot.dossier_id is not None:
        CustomsDossier.objects.filter(pk=lot.dossier_id).update(stopped_at=None, resumed_reason=reason_code)
    audit.record(
        type="aid.goods_released",
        target=lot,
        organisation=lot.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
    )
    lot.refresh_from_db()
    return lot


RELEASED = ("not_ours", "seller_found", "customs_informed")


def record(type: str, lot: Lot, by: User, at: datetime, **data: Any) -> None:
    """Write the line of an act on a lot; quantities as people write them."""
    told: dict[str, Any] = {
        name: plain(value) if isinstance(value, Decimal) else value for name, value in data.items()
    }
    audit.record(
        type=type, target=lot, organisation=lot.organisation_id, by=by, at=at, number=lot.number, **told
    )


__all__ = ["CannotMove", "Short"]
