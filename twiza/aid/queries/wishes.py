"""What lots were given for: why one may not go where it is sent; what came of a pledge of goods; a receipt for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from twiza.aid.models import Campaign, GoodsItem, Inspection, Lot, LotBalance, Store
from twiza.aid.queries.goods_words import SEEN
from twiza.aid.queries.stock import NoSuchStore, may_keep, stores_for
from twiza.aid.rules import wishes
from twiza.aid.rules.wishes import Wish
from twiza.funding import queries as funding
from twiza.funding.rules.restrictions import KIND_WORDS
from twiza.platform.accounts.permissions import Permission

if TYPE_CHECKING:
    from twiza.funding.models import Pledge


def wish_of(lot: Lot) -> Wish:
    """Return what a lot was given for."""
    return Wish(
        kind=lot.bound_kind,
        campaign=lot.given_for_id,
        zone=lot.bound_zone,
        spend_before=lot.restriction.spend_before if lot.restriction is not None else None,
        criteria=lot.dossier.criteria_campaign_id if lot.dossier is not None else None,
    )


def why_not_give(lot: Lot, *, campaign: Campaign | None, zones: Sequence[str], at: datetime) -> str:
    """Return why a lot may not be used so, in words, or "".

    Args:
        campaign: for which it would be used, None: for none.
        zones: the neighbourhoods that it would reach.
    """
    key = wishes.why_not_give(wish_of(lot), campaign=campaign.pk if campaign else None, zones=zones, at=at)
    if not key:
        return ""
    named = lot.given_for_id if key == "other_campaign" else wish_of(lot).criteria
    title = Campaign.objects.filter(pk=named).values_list("title", flat=True).first() if named else None
    words = {"campaign": title or _("A campaign that you do not see"), "zone": lot.bound_zone}
    return _(wishes.WHY_NOT[key]) % words


def bound_words(kind: str, label: str = "", zone: str = "") -> str:
    """Say what something was given for: the kind of restriction, its name, its neighbourhood."""
    said = _(KIND_WORDS[kind]) if kind else ""
    return " · ".join(word for word in (said, label, zone) if word)


def inspections_of(lot: Lot) -> list[tuple[Inspection, list[str]]]:
    """Return the inspections of a lot, oldest first, each with what was found wrong, in words."""
    rows = lot.inspections.select_related("refused_lot").order_by("at")
    return [(one, wrong(one)) for one in rows]


def wrong(inspection: Inspection) -> list[str]:
    """Return what an inspection found wrong, in words."""
    return [str(words) for name, words in SEEN.items() if not getattr(inspection, name)]


def left_alone(item: GoodsItem, store: Store, campaign: Campaign, at: datetime) -> str:
    """Return the first lot of an item that lies in a store and was given for something else, with why; or ""."""
    rows = LotBalance.objects.filter(store=store, lot__item=item, quantity__gt=0)
    for row in rows.select_related("lot__restriction", "lot__dossier").order_by("lot__number"):
        why = why_not_give(row.lot, campaign=campaign, zones=campaign.zones, at=at)
        if why:
            return f"{row.lot}: {why}"
    return ""


def pledges_expected(store: Store, *, on: Any) -> "list[funding.PledgeLine]":
    """Return the goods that were promised to who owns a store and are still to come, by their day."""
    return funding.goods_pledged(store.organisation_id, on=on)


def pledge_to_receive(user: Any, id: UUID, store: str = "") -> "tuple[Pledge, Store]":
    """Return a pledge of goods that this user may count in, and where: the store that is named, else the first.

    Raises:
        NoSuchThing: no such pledge. NoSuchStore: no store of its organisation.
    """
    pledge = funding.goods_pledge_for(user, id)
    mine = _stores(user, pledge.organisation_id)
    if not mine:
        raise NoSuchStore(_("There is no such store."))
    return pledge, next((one for one in mine if str(one.pk) == store), mine[0])


def arrivals_of_pledge(user: Any, pledge: UUID) -> list[funding.PledgeArrival]:
    """Return what the store wrote of a pledge, each inspection of its lots: accepted, refused and why."""
    rows = Inspection.objects.filter(lot__pledge=pledge).select_related("lot__item")
    return [
        funding.PledgeArrival(
            at=one.at,
            lot=str(one.lot),
            address=reverse("aid:show_lot", args=[one.lot_id]),
            accepted=one.accepted,
            refused=one.refused,
            unit=one.lot.item.unit,
            why=wrong(one),
        )
        for one in rows.order_by("at", "pk")
    ]


def stores_to_receive(user: Any, organisation: UUID, pledge: UUID) -> tuple[bool, list[tuple[str, str]]]:
    """Say whether an organisation keeps goods in stores, and return (name, address) where this user counts a pledge in."""
    kept = Store.objects.filter(organisation_id=organisation, kind="store", closed_at__isnull=True)
    address = reverse("aid:receive_pledge", args=[pledge])
    return kept.exists(), [(one.name, f"{address}?store={one.pk}") for one in _stores(user, organisation)]


def _stores(user: Any, organisation: UUID) -> list[Store]:
    return [
        one
        for one in stores_for(user)
        if one.kind == "store" and one.organisation_id == organisation and may_keep(user, one)
    ]


def receipt_to_print(user: Any, lot: Lot) -> UUID | None:
    """Return the receipt of what was accepted of a pledge with this lot, for who keeps the store and hands it out."""
    if lot.gift is None or not user.has_perm(Permission.STOCK_KEEP, lot.organisation_id):
        return None
    receipt = funding.receipt_of_gift(lot.gift)
    return receipt.pk if receipt else None
