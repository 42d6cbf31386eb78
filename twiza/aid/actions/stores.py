"""Opening stores and naming what is kept in them."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.goods_moves import one_at_a_time
from twiza.aid.models import Campaign, DistributionPoint, GoodsItem, Store
from twiza.aid.permissions import check_in
from twiza.aid.rules.goods import BadGoods, Kind
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

if TYPE_CHECKING:
    from twiza.network.models import Organisation


@transaction.atomic
def open_store(
    *, organisation: "Organisation", kind: str, name: str, site: UUID | None = None, by: User, at: datetime
) -> Store:
    """Open a place where goods lie: a store room, or a vehicle for a round.

    Raises:
        BadGoods: no name, another kind, or a name that this organisation uses already.
    """
    check(by, Permission.STOCK_KEEP, organisation)
    named = tidy(name)
    if not named or kind not in ("store", "vehicle"):
        raise BadGoods(_("Give the place a name, and say whether it is a store or a vehicle."))
    one_at_a_time(organisation.pk)
    if Store.objects.filter(organisation_id=organisation.pk, name=named, closed_at__isnull=True).exists():
        raise BadGoods(_("There is a place “%(name)s” already."), name=named)
    store = Store.objects.create(
        organisation_id=organisation.pk,
        host_id=organisation.pk,
        kind=kind,
        name=named,
        site_id=site,
        opened_at=at,
        opened_by=by,
    )
    audit.record(type="aid.store_opened", target=store, organisation=organisation.pk, by=by, at=at, kind=kind)
    return store


def store_of_point(*, point: DistributionPoint, by: User, at: datetime) -> Store:
    """Return the place of a point, opened the first time goods go there."""
    found = Store.objects.filter(point=point).first()
    if found is None:
        check_in(by, Permission.STOCK_KEEP, point.host_id, point.organisation_id)
        one_at_a_time(point.pk)
        found, _made = Store.objects.get_or_create(
            point=point,
            defaults={
                "organisation_id": point.organisation_id,
                "host_id": point.host_id,
                "kind": "point",
                "name": point.name,
                "opened_at": at,
                "opened_by": by,
            },
        )
    return found


def road_between(owner: UUID, other: UUID, *, by: User, at: datetime) -> Store:
    """Return the place where goods of `owner` are while they travel to or from `other`."""
    one_at_a_time(owner)
    road, _made = Store.objects.get_or_create(
        organisation_id=owner,
        host_id=other,
        kind="road",
        defaults={"opened_at": at, "opened_by": by},
    )
    return road


@transaction.atomic
def name_item(
    *,
    organisation: "Organisation",
    name_ar: str,
    name_fr: str,
    unit: str,
    kind: str,
    by: User,
    at: datetime,
) -> GoodsItem:
    """Name a sort of goods with its unit. Named again, it is the one that is there.

    Raises:
        BadGoods: no name, no unit, no such sort.
    """
    check(by, Permission.STOCK_KEEP, organisation)
    arabic, french, unit = tidy(name_ar), tidy(name_fr), tidy(unit)
    if not (arabic or french) or not unit or kind not in set(Kind) - {Kind.BASKET}:
        raise BadGoods(_("Give the goods a name, a unit (bag of 5 kg, bottle, piece) and a sort."))
    one_at_a_time(organisation.pk)
    item, made = GoodsItem.objects.get_or_create(
        organisation_id=organisation.pk,
        name_ar=arabic or french,
        unit=unit,
        defaults={
            "name_fr": french or arabic,
            "kind": kind,
            "created_at": at,
            "created_by": by,
        },
    )
    if made:
        audit.record(
            type="aid.item_named", target=item, organisation=organisation.pk, by=by, at=at, kind=kind
        )
    return item


def basket_of(campaign: Campaign, organisation: UUID, *, by: User, at: datetime) -> GoodsItem:
    """Return the item that stands for a whole basket of a campaign in an organisation's stores."""
    item, _made = GoodsItem.objects.get_or_create(
        organisation_id=organisation,
        campaign=campaign,
        defaults={
            "name_ar": campaign.title[:80],
            "name_fr": campaign.title[:80],
            "unit": f"قفة · panier {campaign.pk.hex[-4:]}",
            "kind": Kind.BASKET,
            "created_at": at,
            "created_by": by,
        },
    )
    return item
