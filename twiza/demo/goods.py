"""The goods of the story: bought, given and partly refused, packed, sent to the points; a lot seized by customs, traced to its last unit.

Amounts follow the campaign: as many baskets as the days need. Everybody here is invented; the customs office is a body.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.aid.queries import lots, stock, traces
from twiza.aid.rules.goods import Seen
from twiza.demo.account import Account
from twiza.demo.campaign import campaign_of
from twiza.demo.cast import CEDAR, OLIVE
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

SPARE = 20  # units beyond what the baskets take
REFUSED = 12  # bottles of the gift whose packaging leaked
LISTED, COUNTED, TORN = 60, 58, 3  # school bags: on the list, that came, that cannot be given
TO_SCHOOL, TO_FAMILIES = 20, 10


@dataclass
class Room:
    """The store of the association and who keeps it."""

    keeper: Any
    store: Any
    at: datetime

    def work(self) -> Any:
        """Open the context of the keeper."""
        return acting_as(self.keeper.pk, purpose=Purpose.WORK)


def room_of(diary: Diary, at: datetime) -> Room:
    """Return the store as it was opened."""
    keeper = player_of(diary, "keeper")
    with acting_as(keeper.pk, purpose=Purpose.WORK):
        return Room(keeper, stock.store_for(keeper, diary.id("store")), at)


def open_store(diary: Diary, at: datetime) -> None:
    """The keeper opens the store of the association."""
    keeper = player_of(diary, "keeper")
    with acting_as(keeper.pk, purpose=Purpose.WORK):
        store = aid.open_store(
            organisation=organisation_of(diary, OLIVE), kind="store", name="مستودع الزيتونة", by=keeper, at=at
        )
    diary.keep("store", store)


def fill_store(diary: Diary, baskets: int, at: datetime) -> None:
    """Buy flour and dates, inspect a gift of oil, pack the baskets, open one in fifty."""
    open_store(diary, at)
    room = room_of(diary, at)
    today = timezone.localdate(at)
    with room.work():
        flour, oil, dates, sugar, tea, lentils = (
            aid.name_item(
                organisation=organisation_of(diary, OLIVE), name_ar=ar, name_fr=fr, unit=unit, kind="food",
                by=room.keeper, at=at,
            )
            for ar, fr, unit in (
                ("دقيق", "Farine", "كيس 5 كلغ · sac 5 kg"),
                ("زيت المائدة", "Huile de table", "قنينة 1 ل · bouteille 1 l"),
                ("تمر", "Dattes", "علبة 1 كلغ · boîte 1 kg"),
                ("سكر", "Sucre", "قالب 2 كلغ · pain de 2 kg"),
                ("شاي", "Thé", "علبة · paquet"),
                ("عدس", "Lentilles", "كيس 1 كلغ · sac 1 kg"),
            )
        )  # fmt: skip
        _take_in(room, flour, "purchase", 2 * baskets + SPARE, today + timedelta(days=180))
        # two deliveries of dates: the one that expires first goes first
        half = baskets // 2
        _take_in(room, dates, "purchase", baskets - half + SPARE, today + timedelta(days=300))
        _take_in(room, dates, "purchase", half, today + timedelta(days=60))
        for item, each in ((sugar, 2), (tea, 1), (lentils, 2)):
            _take_in(room, item, "purchase", each * baskets + SPARE, today + timedelta(days=200))
        gift = _take_in(room, oil, "donation", 5 * baskets + SPARE + REFUSED, today + timedelta(days=240))
        leaked = Seen(
            expiry=True, packaging=False, storage=True, genuine=True, safe=True, refused=Decimal(REFUSED)
        )
        aid.inspect_lot(lot=gift, store=room.store, seen=leaked, by=room.keeper, at=at)
        manager = player_of(diary, "manager")
        packing = aid.make_baskets(
            campaign=campaign_of(diary, manager),
            store=room.store,
            content=[
                (item, Decimal(each))
                for item, each in ((flour, 2), (oil, 5), (sugar, 2), (tea, 1), (lentils, 2), (dates, 1))
            ],
            baskets=baskets,
            by=room.keeper,
            at=at,
        )
        every = max(1, baskets // packing.checks)
        for number in range(packing.checks):
            aid.check_basket(
                packing=packing, basket=1 + number * every, right=True, grams=22_400, by=room.keeper, at=at
            )
    diary.keep("packing", packing)
    diary.figures["baskets_opened"] = packing.checks


def _take_in(room: Room, item: Any, origin: str, quantity: int, expires_on: date) -> Any:
    return aid.take_in(
        store=room.store,
        item=item,
        origin=origin,
        announced=Decimal(quantity),
        counted=Decimal(quantity),
        expires_on=expires_on,
        by=room.keeper,
        at=room.at,
    )


def send_baskets(diary: Diary, point: Any, receiver: Any, day: date, pieces: int, at: datetime) -> None:
    """Send baskets to a point for a day; who works there counts them in, and the account of the day has them."""
    room = room_of(diary, at)
    with room.work():
        packing = stock.packing_for(room.keeper, diary.id("packing"))
        place = aid.store_of_point(point=point, by=room.keeper, at=at)
        transfer = aid.send_goods(
            source=room.store,
            target=place,
            goods=[(packing.lot, Decimal(pieces))],
            day=day,
            by=room.keeper,
            at=at,
        )
    with acting_as(receiver.pk, purpose=Purpose.WORK):
        aid.receive_transfer(
            transfer=stock.transfer_for(receiver, transfer.pk), counted={}, by=receiver, at=at
        )


def write_damage(diary: Diary, point: Any, at: datetime) -> None:
    """The basket that fell at a point: its record is signed by three, and it leaves the books."""
    room = room_of(diary, at)
    with room.work():
        place = aid.store_of_point(point=point, by=room.keeper, at=at)
        lot, there = lots.lots_in(place)[0]
        record = aid.draft_record(
            kind="damage",
            store=place,
            counted=[aid.Counted(lot, place, there, there - 1)],
            note="سقطت قفة عند التفريغ",
            by=room.keeper,
            at=at,
        )
        _signed(room, record)


def _signed(room: Room, record: Any) -> None:
    aid.enter_signature(record=record, office="مكتب حفظ الصحة", how="paper", by=room.keeper, at=room.at)
    aid.enter_signature(record=record, office="ممثل ودادية الحي", how="mark", by=room.keeper, at=room.at)
    aid.sign_record(record=record, office="أمينة المخزن", by=room.keeper, at=room.at)


def trace_seized_goods(diary: Diary, at: datetime) -> None:
    """School bags seized by customs: list, opinions, arrival, criteria, handing out, destruction. All accounted for."""
    room, president = room_of(diary, at), player_of(diary, "president")
    manager = player_of(diary, "manager")
    today = timezone.localdate(at)
    with acting_as(president.pk, purpose=Purpose.WORK):
        olive = organisation_of(diary, OLIVE)
        dossier = aid.open_dossier(
            organisation=olive, source="customs_seized", giver="المديرية الجهوية للجمارك", by=president, at=at
        )
        bags = aid.name_item(
            organisation=olive, name_ar="محفظة مدرسية", name_fr="Cartable", unit="قطعة · pièce", kind="equipment",
            by=president, at=at,
        )  # fmt: skip
        lot = aid.announce_lot(
            item=bags, origin="customs_seized", quantity=Decimal(LISTED), unit_value=Decimal("45.00"),
            dossier=dossier, by=president, at=at,
        )  # fmt: skip
        dossier = aid.record_opinions(
            dossier=dossier, opinion="favourable", opinion_reference="EN-2026-41", opinion_on=today,
            ministry="not_needed", ministry_reference="", ministry_on=None, decision="DEC-2026-118",
            by=president, at=at,
        )  # fmt: skip
    diary.keep("dossier", dossier)
    with room.work():
        _signed(room, aid.count_arrival(
            dossier=dossier, store=room.store, counted={lot: Decimal(COUNTED)}, by=room.keeper, at=at
        ))  # fmt: skip
        torn = Seen(True, False, True, True, True, Decimal(TORN))
        found = aid.inspect_lot(lot=lot, store=room.store, seen=torn, by=room.keeper, at=at)
        aside = found.refused_lot
        assert aside is not None
        _signed(room, aid.draft_record(
            kind="destruction", store=room.store, note="محافظ ممزقة",
            counted=[aid.Counted(aside, room.store, Decimal(TORN), Decimal(0))], by=room.keeper, at=at,
        ))  # fmt: skip
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.write_allocation_criteria(
            dossier=dossier,
            criteria_ar="الأسر المختارة في الحملة، ثم مؤسسات التمدرس",
            criteria_fr="Les ménages retenus dans la campagne, puis les établissements scolaires",
            campaign=campaign_of(diary, president),
            by=president,
            at=at,
        )
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaign_of(diary, manager)
        rows = campaigns.entries_of(campaigns.lists_of(campaign)[0])
        codes = [row.code for row in rows if row.place == "selected"][:TO_FAMILIES]
        give = {"store": room.store, "by": manager, "at": at}
        kept = stock.lot_for(manager, lot.pk)
        for code in codes:
            aid.issue_goods(lot=kept, quantity=Decimal(1), mark="mark", campaign=campaign, code=code, **give)
        aid.issue_goods(
            lot=kept,
            quantity=Decimal(TO_SCHOOL),
            mark="signature",
            institution=organisation_of(diary, CEDAR),
            **give,
        )


def tell(diary: Diary, account: Account, at: datetime) -> None:
    """Write the figures of the goods into the account."""
    room = room_of(diary, at)
    with room.work():
        packing = stock.packing_for(room.keeper, diary.id("packing"))
        baskets = traces.flow_of(packing.lot)
        dossier = stock.dossier_for(room.keeper, diary.id("dossier"))
        (bags,) = traces.accounts_of_dossier(dossier)
        state = traces.dossier_state(dossier)
        account.goods = {
            "refused": REFUSED,
            "made": packing.baskets,
            "opened": diary.figures["baskets_opened"],
            "out": int(baskets.issued),
            "damaged": int(baskets.destroyed),
            "left": int(baskets.still_here),
            "listed": int(bags.flow.listed or 0),
            "received": int(bags.flow.received),
            "given": int(bags.flow.issued),
            "kept": int(bags.flow.still_here),
            "destroyed": int(bags.flow.destroyed),
            "share": state.share,
        }
