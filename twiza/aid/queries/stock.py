"""Stores, what lies in them, what is on the road, what waits for a paper."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    CustomsDossier,
    DistributionPoint,
    GoodsIssue,
    GoodsItem,
    GoodsRecord,
    Lot,
    Packing,
    Store,
    Transfer,
)
from twiza.aid.queries.lots import ZERO, checks_left, lots_in, settled_lots
from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission

if TYPE_CHECKING:
    from twiza.network.models import Organisation


class NoSuchStore(NotFound):
    code = "aid.no_such_store"


class NoSuchLot(NotFound):
    code = "aid.no_such_lot"


class NoSuchRecord(NotFound):
    code = "aid.no_such_record"


class NoSuchTransfer(NotFound):
    code = "aid.no_such_transfer"


class NoSuchPacking(NotFound):
    code = "aid.no_such_packing"


class NoSuchDossier(NotFound):
    code = "aid.no_such_dossier"


class NoSuchIssue(NotFound):
    code = "aid.no_such_issue"


def may_keep(user: Any, thing: Any) -> bool:
    """Say whether this person keeps the goods of a store, a lot, a record: of who owns them or of who keeps the place."""
    bodies = {thing.organisation_id, getattr(thing, "host_id", thing.organisation_id)}
    return any(user.has_perm(Permission.STOCK_KEEP, one) for one in bodies)


def _reads(user: Any, thing: Any) -> bool:
    bodies = {thing.organisation_id, getattr(thing, "host_id", thing.organisation_id)}
    return any(user.has_perm(Permission.STOCK_READ, one) for one in bodies)


def where_keeping(user: Any) -> "list[Organisation]":
    """Return the organisations in which this user keeps goods."""
    model: Any = Lot._meta.get_field("organisation").related_model
    return [one for one in model._default_manager.all() if user.has_perm(Permission.STOCK_KEEP, one.pk)]


def stores_for(user: Any) -> list[Store]:
    """Return the places whose goods this user may see, stores first, then vehicles and points."""
    found = (
        Store.objects.exclude(kind="road")
        .filter(closed_at__isnull=True)
        .select_related("host", "point__campaign")
    )
    order = {"store": 0, "vehicle": 1, "point": 2}
    return sorted((one for one in found if _reads(user, one)), key=lambda one: (order[one.kind], one.name))


def store_for(user: Any, id: UUID) -> Store:
    """Return a store of this user, or raise NoSuchStore."""
    found = Store.objects.select_related("organisation", "host", "point__campaign").filter(pk=id).first()
    if found is None or found.kind == "road" or not _reads(user, found):
        raise NoSuchStore(_("There is no such store."))
    return found


def lot_for(user: Any, id: UUID) -> Lot:
    """Return a lot of this user's organisation, or raise NoSuchLot."""
    found = (
        Lot.objects.select_related("item", "dossier", "campaign", "given_for", "restriction", "organisation")
        .filter(pk=id)
        .first()
    )
    if found is None or not _reads(user, found):
        raise NoSuchLot(_("There is no such lot."))
    return found


def record_for(user: Any, id: UUID) -> GoodsRecord:
    """Return a record, or raise NoSuchRecord."""
    found = GoodsRecord.objects.select_related("store", "transfer", "dossier").filter(pk=id).first()
    if found is None or not _reads(user, found):
        raise NoSuchRecord(_("There is no such record."))
    return found


def transfer_for(user: Any, id: UUID) -> Transfer:
    """Return a transfer, or raise NoSuchTransfer."""
    found = Transfer.objects.select_related("source", "target__point", "road").filter(pk=id).first()
    if found is None or not _reads(user, found):
        raise NoSuchTransfer(_("There is no such transfer."))
    return found


def packing_for(user: Any, id: UUID) -> Packing:
    """Return a packing, or raise NoSuchPacking."""
    found = Packing.objects.select_related("store", "lot__item", "campaign", "version").filter(pk=id).first()
    if found is None or not _reads(user, found):
        raise NoSuchPacking(_("There is no such packing."))
    return found


def dossier_for(user: Any, id: UUID) -> CustomsDossier:
    """Return a customs dossier, or raise NoSuchDossier."""
    found = CustomsDossier.objects.select_related("organisation", "criteria_campaign").filter(pk=id).first()
    if found is None or not _reads(user, found):
        raise NoSuchDossier(_("There is no such dossier."))
    return found


def issue_for(user: Any, id: UUID) -> GoodsIssue:
    """Return goods given, or raise NoSuchIssue."""
    found = GoodsIssue.objects.select_related("lot__item", "store").filter(pk=id).first()
    if found is None or not _reads(user, found):
        raise NoSuchIssue(_("There is no such issue of goods."))
    return found


def dossiers_of(user: Any) -> list[CustomsDossier]:
    """Return the customs dossiers this user may see, newest first."""
    return [one for one in CustomsDossier.objects.order_by("-opened_at", "-pk") if _reads(user, one)]


def items_of(organisation: UUID) -> QuerySet[GoodsItem]:
    """Return the sorts of goods of an organisation, baskets aside, by name."""
    return GoodsItem.objects.filter(organisation_id=organisation, campaign__isnull=True).order_by(
        "name_ar", "unit"
    )


@dataclass(frozen=True)
class TracedBaskets:
    """Baskets of a point and day: those whose lots are known beside those in the account."""

    packed: int  # in the account
    traced: int  # came by a transfer that was counted
    on_the_road: int
    settled: int  # served, and taken out of their lots
    standing: int  # lie at the point now, of any day

    @property
    def by_hand(self) -> int:
        """In the account, without a transfer."""
        return self.packed - self.traced


def traced_baskets(point: DistributionPoint, day: date, packed: int) -> TracedBaskets | None:
    """Return how the account of a point and day stands on lots; None where no goods ever came by transfer."""
    store = Store.objects.filter(point=point).first()
    if store is None:
        return None
    lines = Transfer.objects.filter(target=store, day=day)
    return TracedBaskets(
        packed=packed,
        traced=int(lines.filter(state="received").aggregate(n=Sum("lines__arrived"))["n"] or 0),
        on_the_road=int(lines.filter(state="sent").aggregate(n=Sum("lines__sent"))["n"] or 0),
        settled=int(sum((net for _lot, net in settled_lots(point, day)), ZERO)),
        standing=int(sum((quantity for _lot, quantity in lots_in(store)), ZERO)),
    )


def transfers_at(store: Store) -> list[Transfer]:
    """Return the transfers from and to a store, those on the road first, then the latest."""
    rows = Transfer.objects.filter(Q(source=store) | Q(target=store)).select_related("source", "target")
    return sorted(rows.order_by("-sent_at", "-pk")[:40], key=lambda one: one.state != "sent")


def records_at(store: Store) -> list[GoodsRecord]:
    """Return the records of a store, those that wait for a signature first."""
    rows = GoodsRecord.objects.filter(store=store).order_by("-drafted_at", "-pk")[:40]
    return sorted(rows, key=lambda one: one.state != "drafted")


def packings_at(store: Store) -> list[tuple[Packing, int]]:
    """Return (packing, checks left) of a store, the latest first."""
    rows = Packing.objects.filter(store=store).select_related("campaign", "lot").order_by("-at", "-pk")[:20]
    return [(one, checks_left(one)) for one in rows]


def targets_of(user: Any, store: Store) -> list[Store]:
    """Return the places to which goods of a store may be sent, points not opened yet aside."""
    bodies = {store.organisation_id, store.host_id}
    return [
        one for one in stores_for(user) if one.pk != store.pk and bodies & {one.organisation_id, one.host_id}
    ]


def points_without_store(user: Any, organisation: UUID) -> list[DistributionPoint]:
    """Return the points to which this organisation sends baskets and where none went yet."""
    opened = set(Store.objects.filter(point__isnull=False).values_list("point_id", flat=True))
    rows = DistributionPoint.objects.select_related("campaign").filter(
        Q(organisation=organisation) | Q(host=organisation)
    )
    return [one for one in rows.order_by("code") if one.pk not in opened]


def campaigns_to_pack(organisation: UUID) -> list[Campaign]:
    """Return the campaigns for which an organisation packs: those it leads or shares that are not over."""
    over = ("reconciled", "reported", "archived")
    return list(Campaign.objects.exclude(state__in=over).order_by("-created_at")[:20])


def content_lines(packing: Packing) -> list[tuple[GoodsItem, Decimal, GoodsItem | None]]:
    """Return (item, how much of it in each basket, what it stands for) of a packing."""
    known = {str(one.pk): one for one in GoodsItem.objects.filter(organisation_id=packing.organisation_id)}
    return [
        (known[line["item"]], Decimal(line["quantity"]), known.get(line["instead_of"]))
        for line in packing.content
    ]
