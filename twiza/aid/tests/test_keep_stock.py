"""A store: goods in, inspected, packed, sent, counted; the night's account stands on them."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.actions import CannotMove, CannotSignRecord
from twiza.aid.models import GoodsMove, LotBalance, StockMove
from twiza.aid.queries import lots, stock, traces
from twiza.aid.queries import packing as packing_of
from twiza.aid.rules.goods import BadGoods, LotState, Seen, Short
from twiza.aid.rules.reconciliation import Count
from twiza.aid.tests.given import (
    FIRST_DAY,
    LAST_DAY,
    NOON,
    THAT_MORNING,
    given_association,
    given_campaign,
    given_distribution,
    hand_over,
)
from twiza.aid.tests.goods_given import (
    LATER,
    given_baskets,
    given_lot,
    given_store,
    sent_to_point,
    signed_by_three,
)
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
D = Decimal


@pytest.fixture
def kept(in_english):
    return given_store(given_association())


def left(lot, store):
    return next((row.quantity for row in LotBalance.objects.filter(lot=lot, store=store)), D(0))


def test_a_purchase_is_usable_and_a_gift_waits_for_inspection(kept):
    with kept.work():
        bought = given_lot(kept, kept.flour, 40)
        given = given_lot(kept, kept.oil, 30, origin="donation")
        assert (bought.state, given.state) == (LotState.USABLE, LotState.QUARANTINED)
        with pytest.raises(CannotMove, match="not ready"):
            actions.issue_goods(lot=given, store=kept.store, quantity=D(1), mark="signature",
                                institution=kept.story.organisation, by=kept.mina, at=NOON)  # fmt: skip
        found = actions.inspect_lot(
            lot=given, store=kept.store, seen=Seen(True, False, True, True, True, D(4)), by=kept.mina, at=NOON
        )
        given.refresh_from_db()
        assert (found.accepted, found.refused, given.state) == (26, 4, LotState.USABLE)
        assert left(given, kept.store) == 26 and left(found.refused_lot, kept.store) == 4
        with pytest.raises(CannotMove, match="not ready"):
            actions.issue_goods(lot=found.refused_lot, store=kept.store, quantity=D(1), mark="mark",
                                institution=kept.story.organisation, by=kept.mina, at=NOON)  # fmt: skip
        actions.give_back(lot=found.refused_lot, store=kept.store, quantity=D(4), by=kept.mina, at=NOON)
        assert traces.account_of(given).whole and traces.flow_of(given).given_back == 4


def test_counterfeit_goods_are_destroyed_with_a_record_and_nothing_else(kept):
    with kept.work():
        lot = given_lot(kept, kept.oil, 12, origin="donation")
        with pytest.raises(BadGoods, match="refused whole"):
            actions.inspect_lot(
                lot=lot,
                store=kept.store,
                seen=Seen(True, True, True, False, True, D(3)),
                by=kept.mina,
                at=NOON,
            )
        actions.inspect_lot(
            lot=lot, store=kept.store, seen=Seen(True, True, True, False, True, D(12)), by=kept.mina, at=NOON
        )
        lot.refresh_from_db()
        assert lot.unsafe
        with pytest.raises(CannotMove, match="destroyed"):
            actions.give_back(lot=lot, store=kept.store, quantity=D(1), by=kept.mina, at=NOON)
        record = actions.draft_record(
            kind="destruction", store=kept.store,
            counted=[actions.Counted(lot, kept.store, D(12), D(0))], by=kept.mina, at=NOON,
        )  # fmt: skip
        assert left(lot, kept.store) == 12
        signed_by_three(kept, record)
        record.refresh_from_db()
        assert record.state == "signed" and left(lot, kept.store) == 0
        assert traces.flow_of(lot).destroyed == 12 and traces.account_of(lot).whole
        assert traces.whole_line(lot, NOON.date()).state is LotState.DESTROYED


def test_goods_too_near_their_date_are_not_taken_in(kept):
    today = timezone.localdate(NOON)
    with kept.work():
        for days, words in ((-1, "expired"), (3, "Fewer than 7 days"), (20, "near")):
            lot = actions.announce_lot(item=kept.oil, origin="purchase", quantity=D(5),
                                       expires_on=today + timedelta(days=days), by=kept.mina, at=NOON)  # fmt: skip
            with pytest.raises(CannotMove, match=words):
                actions.receive_lot(lot=lot, store=kept.store, counted=D(5), by=kept.mina, at=NOON)
        actions.receive_lot(
            lot=lot, store=kept.store, counted=D(5), accept_near_expiry=True, by=kept.mina, at=NOON
        )
        with pytest.raises(BadGoods, match="date"):
            actions.announce_lot(item=kept.oil, origin="purchase", quantity=D(5), by=kept.mina, at=NOON)


def test_baskets_take_the_earliest_date_first_and_one_in_fifty_is_opened(kept):
    given_campaign(kept.story)
    with kept.work():
        late = given_lot(kept, kept.flour, 100)
        early = given_lot(kept, kept.flour, 50, expires_on=FIRST_DAY + timedelta(days=60))
        given_lot(kept, kept.oil, 60)
        packing = given_baskets(kept, 60, checked=False)
        assert (left(early, kept.store), left(late, kept.store)) == (0, 30)
        assert packing.checks == 2 and packing.lot.expires_on == FIRST_DAY + timedelta(days=60)
        place = actions.store_of_point(point=kept.story.points[0], by=kept.mina, at=NOON)
        with pytest.raises(CannotMove, match="2 more are opened"):
            actions.send_goods(source=kept.store, target=place, goods=[(packing.lot, D(10))],
                               day=FIRST_DAY, by=kept.mina, at=NOON)  # fmt: skip
        actions.check_basket(packing=packing, basket=7, right=False, missing=kept.oil, by=kept.mina, at=NOON)
        actions.check_basket(packing=packing, basket=8, right=True, grams=11_050, by=kept.mina, at=NOON)
        actions.check_basket(packing=packing, basket=9, right=True, by=kept.mina, at=NOON)
        assert lots.checks_left(packing) == 1  # the wrong one is put right
        actions.check_basket(packing=packing, basket=7, right=True, by=kept.mina, at=NOON)
        packing.lot.refresh_from_db()
        assert packing.lot.state == LotState.USABLE
        assert packing_of.packed_before(kept.story.campaign, kept.story.organisation.pk) == [
            (str(kept.flour.pk), D(2)), (str(kept.oil.pk), D(1)),
        ]  # fmt: skip


def test_a_missing_item_is_replaced_in_all_baskets_or_in_none(kept):
    given_campaign(kept.story)
    with kept.work():
        given_lot(kept, kept.flour, 40)
        given_lot(kept, kept.oil, 19)
        with pytest.raises(Short, match="Huile.*1 are missing for 20"):
            given_baskets(kept, 20)
        assert GoodsMove.objects.filter(kind="packed_in").count() == 0
    with kept.story.work(kept.story.amina):
        olives = actions.name_item(organisation=kept.story.organisation, name_ar="زيتون", name_fr="Olives", unit="علبة",
                                  kind="food", by=kept.story.amina, at=NOON)  # fmt: skip
        actions.decide_substitution(campaign=kept.story.campaign, item=kept.oil, instead=olives, ratio=D(2),
                                    by=kept.story.amina, at=NOON)  # fmt: skip
    with kept.work():
        given_lot(kept, olives, 40)
        packing = given_baskets(kept, 20)
        assert packing.content[1] == {"item": str(olives.pk), "quantity": "2", "instead_of": str(kept.oil.pk)}
        assert sum((q for lot, q in lots.lots_in(kept.store) if lot.item_id == kept.oil.pk), D(0)) == 19


def test_the_account_of_the_night_stands_on_the_baskets_that_arrived(kept):
    cards = given_distribution(kept.story)
    here = [card for card in cards if card.point.pk == cards[0].point.pk]
    with kept.work():
        given_lot(kept, kept.flour, 40)
        given_lot(kept, kept.oil, 20)
        packing = given_baskets(kept, 10)
        transfer = sent_to_point(kept, packing, 10, point=here[0].point)
        assert left(packing.lot, transfer.road) == 10  # on the road, still ours
        record = actions.receive_transfer(
            transfer=transfer, counted={packing.lot.pk: D(9)}, note="سقط واحد", by=kept.mina, at=NOON
        )
        assert record.kind == "difference" and left(packing.lot, transfer.road) == 1
        signed_by_three(kept, record)
        assert left(packing.lot, transfer.road) == 0
        assert StockMove.objects.get(kind="packed").pieces == 9
    with kept.story.work(kept.story.youssef):
        for card in here[:3]:
            hand_over(kept.story, card)
    point = here[0].point
    with kept.story.work():
        actions.reconcile_day(
            point=point, day=FIRST_DAY, returned=6, damaged=0, lost=0, by=kept.story.amina, at=THAT_MORNING
        )
        assert queries.count_of(point, FIRST_DAY) == Count(packed=9, served=3, returned=6)
        seen = stock.traced_baskets(point, FIRST_DAY, 9)
        assert (seen.traced, seen.by_hand, seen.settled, seen.standing) == (9, 0, 3, 6)
    with kept.story.work(kept.story.youssef):
        hand_over(kept.story, here[3], minutes=9)
    with kept.story.work():
        actions.reconcile_day(
            point=point, day=FIRST_DAY, returned=5, damaged=0, lost=0, by=kept.story.amina, at=THAT_MORNING
        )
        assert stock.traced_baskets(point, FIRST_DAY, 9).settled == 4
        told = partial(queries.outcomes_of_campaign, kept.story.amina, kept.story.campaign.pk)
        assert told(through=LAST_DAY - timedelta(days=1)) == []  # not over: nothing is told from day to day
        assert [count for _words, count in told(through=LAST_DAY)] == [4]
        flow = traces.flow_of(packing.lot)
        assert (flow.received, flow.issued, flow.still_here, flow.lost) == (10, 4, 5, 1)
        assert traces.account_of(packing.lot).whole


def test_a_record_needs_three_different_persons_one_of_them_here(kept):
    with kept.work():
        lot = given_lot(kept, kept.oil, 10)
        record = actions.count_store(store=kept.store, counted=[(lot, D(8))], by=kept.mina, at=NOON)
        actions.enter_signature(record=record, office="الحارس", how="mark", by=kept.mina, at=NOON)
        with pytest.raises(CannotSignRecord, match="signed already"):
            actions.enter_signature(record=record, office=" الحارس ", how="paper", by=kept.mina, at=NOON)
        actions.enter_signature(record=record, office="ممثل الحي", how="paper", by=kept.mina, at=NOON)
        with pytest.raises(CannotSignRecord, match="their own account"):
            actions.enter_signature(record=record, office="شاهد", how="paper", by=kept.mina, at=NOON)
        assert left(lot, kept.store) == 10
        actions.sign_record(record=record, office="أمينة المخزن", by=kept.mina, at=NOON)
        assert left(lot, kept.store) == 8 and traces.account_of(lot).whole
        with pytest.raises(CannotSignRecord, match="closed"):
            actions.sign_record(record=record, office="شاهد", by=kept.mina, at=NOON)
        assert str(record) == "1/2026"
        more = actions.count_store(store=kept.store, counted=[(lot, D(9))], by=kept.mina, at=NOON)
        signed_by_three(kept, more)
        assert left(lot, kept.store) == 9 and str(more) == "2/2026"
        assert actions.count_store(store=kept.store, counted=[(lot, D(9))], by=kept.mina, at=NOON) is None


def test_only_who_keeps_goods_moves_them(kept):
    with kept.story.work(kept.story.youssef), pytest.raises(NoPermission):
        given = kept.flour
        actions.announce_lot(item=given, origin="purchase", quantity=D(1), expires_on=LATER,
                             by=kept.story.youssef, at=NOON)  # fmt: skip
    with kept.work():
        lot = given_lot(kept, kept.flour, 4)
        with pytest.raises(NoPermission):
            actions.release_lot(lot=lot, reason_code="not_ours", by=kept.mina, at=NOON)
