"""Twenty who move the same goods at the same moment take no more than there is, and do not wait for each other for ever."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum

from twiza.aid import actions
from twiza.aid.actions import CannotMove
from twiza.aid.actions.goods_moves import move
from twiza.aid.models import GoodsMove, LotBalance
from twiza.aid.rules.tracing import Move
from twiza.aid.tests.given import NOON, given_association
from twiza.aid.tests.goods_given import given_lot, given_store
from twiza.aid.tests.test_guard_stock import DAY, balances_are_sums
from twiza.lib.ids import new_id

pytestmark = [pytest.mark.concurrent, pytest.mark.slow]
D = Decimal


def test_twenty_at_once_take_no_more_than_there_is(own_database, in_english):
    kept = given_store(given_association())
    with kept.work():
        lot = given_lot(kept, kept.flour, 30)
        van = actions.open_store(
            organisation=kept.story.organisation, kind="vehicle", name="سيارة", by=kept.mina, at=NOON
        )
        move(
            Move.SENT, lot, D(15), source=kept.store, target=van, act=new_id(), day=DAY, by=kept.mina, at=NOON
        )

    def take(number):
        ends = (kept.store, van) if number % 2 else (van, kept.store)
        try:
            with kept.work():  # every other one in the opposite direction, and one in four out of the store
                if number % 4 == 0:
                    move(
                        Move.GIVEN_BACK,
                        lot,
                        D(4),
                        source=kept.store,
                        act=new_id(),
                        day=DAY,
                        by=kept.mina,
                        at=NOON,
                    )
                else:
                    move(
                        Move.SENT,
                        lot,
                        D(4),
                        source=ends[0],
                        target=ends[1],
                        act=new_id(),
                        day=DAY,
                        by=kept.mina,
                        at=NOON,
                    )
                return "moved"
        except CannotMove:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        counted = Counter(pool.map(take, range(20)))
    with kept.work():
        balances_are_sums()
        out = GoodsMove.objects.filter(kind="given_back").aggregate(n=Sum("quantity"))["n"] or 0
        assert sum(LotBalance.objects.values_list("quantity", flat=True)) == 30 - out
        assert counted["moved"] == GoodsMove.objects.count() - 2 and sum(counted.values()) == 20
