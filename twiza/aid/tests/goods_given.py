"""Goods, made through the real doors: a store, lots bought and given, a customs dossier, baskets at a point.

Amina is the campaign manager, Hassan the president, Youssef a volunteer at a point; Mina keeps the store.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from twiza.aid import actions, queries
from twiza.aid.models import CustomsDossier, GoodsItem, GoodsRecord, Lot, Packing, Store, Transfer
from twiza.aid.rules.goods import Seen
from twiza.funding import actions as funding
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.accounts.models import User

if TYPE_CHECKING:
    from twiza.aid.tests.given import Story

NOON = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 2, 26)
LATER = FIRST_DAY + timedelta(days=200)
FINE = Seen(True, True, True, True, True, Decimal(0))
FALSE = {"genuine": False}


@dataclass
class Stock:
    """A store of an association, who keeps it, and what it knows."""

    story: "Story"
    mina: User
    store: Store
    flour: GoodsItem
    oil: GoodsItem

    def work(self) -> Any:
        """Open the context of the store keeper."""
        return self.story.work(self.mina)


def given_store(story: "Story", name: str = "المستودع", suffix: str = "", *, oil: bool = True) -> Stock:
    """A store with two sorts of food, and its keeper."""
    mina = given_member(f"Mina{suffix}", "store_keeper", story.organisation)
    with story.work(mina):
        store = actions.open_store(organisation=story.organisation, kind="store", name=name, by=mina, at=NOON)
        flour = given_item(story, mina, "دقيق", "Farine", "كيس 5 كلغ")
        second = given_item(story, mina, "زيت", "Huile", "قنينة 1 ل") if oil else flour
    return Stock(story, mina, store, flour, second)


def given_item(
    story: "Story", by: User, name_ar: str, name_fr: str, unit: str = "قطعة", kind: str = "food"
) -> GoodsItem:
    """A sort of goods; call it inside a context."""
    return actions.name_item(
        organisation=story.organisation,
        name_ar=name_ar,
        name_fr=name_fr,
        unit=unit,
        kind=kind,
        by=by,
        at=NOON,
    )


def given_lot(
    stock: Stock,
    item: GoodsItem,
    quantity: int,
    *,
    origin: str = "purchase",
    expires_on: date | None = LATER,
    at: datetime = NOON,
    **more: Any,
) -> Lot:
    """A lot counted in whole; call it inside the keeper's context."""
    lot = actions.announce_lot(
        item=item,
        origin=origin,
        quantity=Decimal(quantity),
        expires_on=expires_on,
        reference="FA-12",
        by=stock.mina,
        at=at,
        **more,
    )
    return actions.receive_lot(
        lot=lot, store=stock.store, counted=Decimal(quantity), accept_near_expiry=True, by=stock.mina, at=at
    )


def given_baskets(stock: Stock, baskets: int, *, checked: bool = True) -> Packing:
    """Baskets of two bags of flour and one bottle of oil; call it inside the keeper's context."""
    packing = actions.make_baskets(
        campaign=stock.story.campaign,
        store=stock.store,
        content=[(stock.flour, Decimal(2)), (stock.oil, Decimal(1))],
        baskets=baskets,
        by=stock.mina,
        at=NOON,
    )
    if checked:
        for number in range(1, packing.checks + 1):
            actions.check_basket(packing=packing, basket=number, right=True, by=stock.mina, at=NOON)
    return packing


def sent_to_point(
    stock: Stock, packing: Packing, baskets: int, *, point: Any = None, day: date = FIRST_DAY
) -> Transfer:
    """Baskets on their way to a point; call it inside the keeper's context."""
    place = actions.store_of_point(point=point or stock.story.points[0], by=stock.mina, at=NOON)
    return actions.send_goods(
        source=stock.store,
        target=place,
        goods=[(packing.lot, Decimal(baskets))],
        day=day,
        by=stock.mina,
        at=NOON,
    )


def signed_by_three(stock: Stock, record: GoodsRecord, *, at: datetime = NOON) -> GoodsRecord:
    """Two sign on paper, the keeper with her account; call it inside the keeper's context."""
    for office, how in (("مكتب حفظ الصحة", "paper"), ("ممثل الحي", "mark")):
        actions.enter_signature(record=record, office=office, how=how, by=stock.mina, at=at)
    return actions.sign_record(record=record, office="أمينة المخزن", by=stock.mina, at=at)


def given_dossier(
    stock: Stock, *, listed: int = 20, complete: bool = True, source: str = "customs_seized"
) -> tuple[CustomsDossier, Lot]:
    """The dossier of seized (or exempted) school bags, with its opinions and number; by the president."""
    story = stock.story
    with story.work(story.hassan):
        dossier = actions.open_dossier(
            organisation=story.organisation,
            source=source,
            giver="المديرية الجهوية للجمارك",
            by=story.hassan,
            at=NOON,
        )
        bags = given_item(story, story.hassan, "محفظة", "Cartable", "قطعة", "equipment")
        lot = actions.announce_lot(
            item=bags,
            origin=source,
            quantity=Decimal(listed),
            unit_value=Decimal("45.50"),
            dossier=dossier,
            by=story.hassan,
            at=NOON,
        )
        if complete:
            dossier = actions.record_opinions(
                dossier=dossier,
                opinion="favourable",
                opinion_reference="EN-77",
                opinion_on=NOON.date(),
                ministry="not_needed",
                ministry_reference="",
                ministry_on=None,
                decision="D-2026-18",
                by=story.hassan,
                at=NOON,
            )
    return dossier, lot


def given_arrival(
    stock: Stock, *, listed: int = 20, counted: int = 19, signed: bool = True
) -> tuple[CustomsDossier, Lot]:
    """The same, counted in, its record signed by three, inspected."""
    dossier, lot = given_dossier(stock, listed=listed)
    with stock.work():
        record = actions.count_arrival(
            dossier=dossier, store=stock.store, counted={lot: Decimal(counted)}, by=stock.mina, at=NOON
        )
        if signed:
            signed_by_three(stock, record)
            lot.refresh_from_db()
            actions.inspect_lot(lot=lot, store=stock.store, seen=FINE, by=stock.mina, at=NOON)
        lot.refresh_from_db()
    return dossier, lot


CRITERIA_AR, CRITERIA_FR = "تلاميذ أسر الحملة", "Les élèves des familles de la campagne"


def one_of_each_goods(own: "Story", other: "Story", suffix: str) -> None:
    """Goods of two bodies whose campaigns hand out: `other` sends baskets to the point that `own` keeps, and the reverse.

    Few rows, those of the other side first, so that each policy has a row that needs it.
    """
    stock = given_store(own, suffix=f"{suffix}-own", oil=False)
    _baskets_to_partner(given_store(other, suffix=suffix, oil=False), own)
    dossier, lot = given_arrival(stock, listed=9, counted=8)
    with own.work(own.amina):
        stock.oil = given_item(own, own.amina, "زيت", "Huile", "قنينة 1 ل")
        school = given_organisation(f"Dar Talib {suffix}")
        actions.write_allocation_criteria(
            dossier=dossier, criteria_ar=CRITERIA_AR, criteria_fr=CRITERIA_FR, by=own.amina, at=NOON
        )
        actions.decide_substitution(
            campaign=own.campaign,
            item=stock.oil,
            instead=stock.flour,
            ratio=Decimal(1),
            by=own.amina,
            at=NOON,
        )
    with stock.work():
        lot = Lot.objects.select_related("dossier").get(pk=lot.pk)
        actions.issue_goods(
            lot=lot,
            store=stock.store,
            quantity=Decimal(1),
            mark="mark",
            institution=school,
            by=stock.mina,
            at=NOON,
        )
        actions.report_resale(
            lot=lot, place="سوق", quantity=None, seen_on=NOON.date(), by=stock.mina, at=NOON
        )
    _pledged(stock, suffix)
    _baskets_to_partner(stock, other)


def _pledged(stock: Stock, suffix: str) -> None:
    """Goods that keep a pledge, with their receipt."""
    owner, story = stock.story.organisation, stock.story
    desk = given_member(f"Zineb{suffix}-desk", "donor_desk", owner)
    with story.work(desk):
        donor = funding.write_donor(organisation=owner.pk, kind="anonymous", by=desk, at=NOON)
        pledge = funding.write_pledge(
            donor=donor, restriction=None, kind="goods", amount=Decimal(2), words="دقيق", unit="كيس",
            promised_on=NOON.date(), by=desk, at=NOON,
        )  # fmt: skip
    with stock.work():
        actions.receive_pledged_goods(
            pledge=pledge, store=stock.store, item=stock.flour, counted=Decimal(1), seen=FINE, expires_on=LATER,
            by=stock.mina, at=NOON,
        )  # fmt: skip


def _baskets_to_partner(stock: Stock, partner: "Story") -> None:
    """Two baskets to the point that the partner keeps, of which one arrives: a record of the difference waits."""
    lead = stock.story
    with stock.work():
        given_lot(stock, stock.flour, 4)
        packing = actions.make_baskets(
            campaign=lead.campaign,
            store=stock.store,
            content=[(stock.flour, Decimal(2))],
            baskets=2,
            by=stock.mina,
            at=NOON,
        )
        actions.check_basket(packing=packing, basket=1, right=True, by=stock.mina, at=NOON)
        kept = next(one for one in queries.points_of(lead.campaign) if one.host_id == partner.organisation.pk)
        transfer = sent_to_point(stock, packing, 2, point=kept)
    with partner.work():
        record = actions.receive_transfer(
            transfer=Transfer.objects.get(pk=transfer.pk),
            counted={packing.lot.pk: Decimal(1)},
            by=partner.amina,
            at=NOON,
        )
        assert record is not None
    with partner.work(partner.hassan):
        actions.sign_record(record=record, office="رئيس الجمعية", by=partner.hassan, at=NOON)
