"""Baskets made of lots: the same content for all, one in so many opened and counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.given_for import fits, refused_or_short
from twiza.aid.actions.goods_moves import move, next_number, one_at_a_time, refusing
from twiza.aid.actions.stores import basket_of
from twiza.aid.models import Campaign, ContentVersion, GoodsItem, Lot, PackCheck, Packing, Store, Substitution
from twiza.aid.queries import lots as known_lots
from twiza.aid.queries import plans
from twiza.aid.rules import contents, goods
from twiza.aid.rules.goods import BadGoods, Line, LotState, Origin, Short, plain
from twiza.aid.rules.tracing import Move
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


@transaction.atomic
def decide_substitution(
    *,
    campaign: Campaign,
    item: GoodsItem,
    instead: GoodsItem,
    ratio: Decimal,
    by: User,
    at: datetime,
) -> Substitution:
    """Say what stands for an item that is missing, in every basket that is made from now on.

    `ratio`: how much of the other stands for one unit. The latest decision on an item holds.

    Raises:
        BadGoods: the same item, or nothing of the other.
    """
    check(by, Permission.STOCK_DECIDE, item.organisation_id)
    if item.pk == instead.pk or ratio <= 0 or item.organisation_id != instead.organisation_id:
        raise BadGoods(_("Choose another item, and how much of it stands for one."))
    row = Substitution.objects.create(
        organisation_id=item.organisation_id,
        campaign=campaign,
        item=item,
        instead=instead,
        ratio=ratio,
        at=at,
        by=by,
    )
    audit.record(
        type="aid.substitution_decided",
        target=campaign,
        organisation=item.organisation_id,
        by=by,
        at=at,
        item=item.pk,
        instead=instead.pk,
        ratio=plain(ratio),
    )
    return row


@transaction.atomic
def make_baskets(
    *,
    campaign: Campaign,
    store: Store,
    content: Sequence[tuple[GoodsItem, Decimal]],
    baskets: int,
    fills: Mapping[UUID, int] | None = None,
    by: User,
    at: datetime,
) -> Packing:
    """Make baskets of what lies in a store, earliest expiry first, the same content in each.

    What was kept for this campaign goes first; what is kept for another is left alone. The baskets are a lot of their
    own, set apart until enough of them were opened and counted. Where the campaign has a plan of its content, they are
    what the version in force says, and carry its costs.

    Args:
        fills: item → position of the line of the plan that it fills; None: by their names.

    Raises:
        BadContent: they are not what the plan says: which line, and both figures.
        BadGoods: no basket, no content, an item twice.
        Short: an item, and what stands for it, do not reach for all of them.
        GivenForAnother: they would, with goods that were given for something else.
    """
    owner = store.organisation_id
    check(by, Permission.STOCK_KEEP, owner)
    items = [item.pk for item, _quantity in content]
    if baskets < 1 or not content or any(quantity <= 0 for _item, quantity in content):
        raise BadGoods(_("Write how many, and how much of each item goes into one."))
    if len(set(items)) != len(items):
        raise BadGoods(_("Name each item once."))
    version = plans.content_of(campaign)
    planned = _planned(version, content, fills)
    one_at_a_time(owner)
    day, instead = timezone.localdate(at), known_lots.substitutes(campaign, owner)
    known = {one.pk: one for one in GoodsItem.objects.filter(organisation_id=owner)}
    fitting = fits(campaign, at)
    held = {
        key: known_lots.free_lots(item, store, day, campaign=campaign, fits=fitting)
        for key, item in known.items()
    }
    there = {key: sum((one.quantity for one in lots), Decimal(0)) for key, lots in held.items()}
    try:
        lines = goods.filled([Line(item.pk, quantity) for item, quantity in content], baskets, there, instead)
    except Short as short:
        named = {str(key): item for key, item in known.items()}
        item = named[short.data["item"]]
        raise refused_or_short(
            Short(short.template, **short.data | {"item": str(item)}), item, store, campaign, at
        ) from None
    taken: dict[Any, Decimal] = {}
    for line, _stands_for in lines:
        for lot, part in goods.first_expired_first_out(
            _without(held[line.item], taken), line.quantity * baskets
        ):
            taken[lot] = taken.get(lot, Decimal(0)) + part
    packing = _made(campaign, store, lines, taken, baskets, version, planned, by, at)
    _record("aid.baskets_made", packing, by, at, baskets=baskets, checks=packing.checks)
    return packing


def _planned(
    version: ContentVersion | None,
    content: Sequence[tuple[GoodsItem, Decimal]],
    fills: Mapping[UUID, int] | None,
) -> dict[str, dict[str, str]]:
    """Item as text → the line of the plan that it fills and what that line costs in one basket. Nothing without a plan."""
    if version is None:
        return {}
    lines = plans.items_of(version)
    packed: dict[int, list[contents.Packed]] = {}
    found: dict[str, dict[str, str]] = {}
    for item, quantity in content:
        place = (
            contents.line_named(lines, item.name_ar, item.name_fr) if fills is None else fills.get(item.pk)
        )
        if place is None or not 1 <= place <= len(lines):
            raise contents.BadContent(
                _("“%(goods)s” is not in the plan of this campaign. Replace a line of the plan, for all."),
                goods=item.name_ar,
            )
        first = place not in packed
        packed.setdefault(place, []).append(contents.Packed(item.name_ar, item.unit, quantity))
        cost = lines[place - 1].cost if first else Decimal("0.00")
        found[str(item.pk)] = {"line": str(place), "cost": str(cost)}
    contents.check_packed(lines, packed)
    return found


def _without(held: Sequence[goods.Held], taken: dict[Any, Decimal]) -> list[goods.Held]:
    return [
        goods.Held(one.lot, one.quantity - taken.get(one.lot, Decimal(0)), one.expires_on, one.number)
        for one in held
    ]


def _made(
    campaign: Campaign,
    store: Store,
    lines: Sequence[tuple[Line, Any]],
    taken: dict[Lot, Decimal],
    baskets: int,
    version: ContentVersion | None,
    planned: dict[str, dict[str, str]],
    by: User,
    at: datetime,
) -> Packing:
    owner, day = store.organisation_id, timezone.localdate(at)
    dates = [lot.expires_on for lot in taken if lot.expires_on is not None]
    lot = Lot.objects.create(
        organisation_id=owner,
        number=next_number(Lot, owner),
        item=basket_of(campaign, owner, by=by, at=at),
        origin=Origin.PACKED,
        condition="new",
        expires_on=min(dates) if dates else None,
        state=LotState.QUARANTINED,
        campaign=campaign,
        announced_at=at,
        announced_by=by,
    )
    every = int(accounts.parameter_number("packing_check_every", on=day))
    packing = Packing.objects.create(
        organisation_id=owner,
        campaign=campaign,
        store=store,
        lot=lot,
        version=version,
        baskets=baskets,
        content=[
            {"item": str(line.item), "quantity": plain(line.quantity), "instead_of": str(stands_for or "")}
            | planned.get(str(stands_for or line.item), {})
            for line, stands_for in lines
        ],
        checks=goods.checks_needed(baskets, every),
        at=at,
        by=by,
    )
    papers: dict[str, Any] = {"act": packing.pk, "packing": packing, "day": day, "by": by, "at": at}
    for used, quantity in sorted(taken.items(), key=lambda one: one[0].pk):
        move(Move.PACKED_IN, used, quantity, source=store, **papers)
    move(Move.PACKED, lot, Decimal(baskets), target=store, **papers)
    return packing


@transaction.atomic
def check_basket(
    *,
    packing: Packing,
    basket: int,
    right: bool,
    grams: int | None = None,
    missing: GoodsItem | None = None,
    by: User,
    at: datetime,
) -> PackCheck:
    """Write what was found in one basket that was opened. A wrong one is put right and counted again.

    Once enough baskets were found right, and none is left wrong, all may leave.

    Raises:
        BadGoods: no such basket, or a right one with something missing.
    """
    check(by, Permission.STOCK_KEEP, packing.organisation_id)
    if not 1 <= basket <= packing.baskets:
        raise BadGoods(_("They are numbered from 1 to %(most)s."), most=packing.baskets)
    if right and missing is not None:
        raise BadGoods(_("One with something missing is not right."))
    found = PackCheck.objects.create(
        organisation_id=packing.organisation_id,
        packing=packing,
        basket=basket,
        right=right,
        grams=grams,
        missing=missing,
        at=at,
        by=by,
    )
    _record("aid.pack_checked", packing, by, at, basket=basket, right=right)
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=packing.lot_id)
    state = LotState.USABLE if not known_lots.checks_left(packing) else LotState.QUARANTINED
    if lot.state != state:
        lot.state = state
        with refusing():
            lot.save(update_fields=["state"])
    return found


def _record(type: str, packing: Packing, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=type,
        target=packing,
        organisation=packing.organisation_id,
        by=by,
        at=at,
        beside=[packing.campaign.organisation_id],
        **data,
    )
