"""The account of the night and the baskets' lots: what was served leaves the point's stock, what is lost waits for paper."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from twiza.aid.actions.goods_moves import move, one_at_a_time
from twiza.aid.models import DistributionPoint, Store
from twiza.aid.queries import lots as known_lots
from twiza.aid.rules.reconciliation import Count
from twiza.aid.rules.tracing import Move
from twiza.lib.ids import new_id
from twiza.platform.accounts.models import User


def settle_day(*, point: DistributionPoint, day: date, count: Count, by: User, at: datetime) -> int:
    """Take the baskets served on a day out of the lots that lie at the point, earliest expiry first.

    Called when a day is closed, in its transaction; closed again after a correction, only the difference moves. Where
    baskets came without lots (written by hand), what is there is taken and the rest stays unexplained: it is returned,
    and the page of the day says so. It never stops a day from being closed.
    """
    store = Store.objects.filter(point=point).first()
    if store is None:
        return count.served
    one_at_a_time(point.pk)
    gone = sum(int(net) for _lot, net in known_lots.settled_lots(point, day))
    act = new_id()
    wanted = count.served - gone
    papers: dict[str, Any] = {"act": act, "point": point, "day": day, "by": by, "at": at}
    if wanted > 0:
        for lot, quantity in known_lots.baskets_at(store, day):
            part = min(quantity, Decimal(wanted))
            if part > 0:
                move(Move.ISSUED, lot, part, source=store, **papers)
                wanted -= int(part)
    elif wanted < 0:
        back = Decimal(-wanted)
        for lot, net in known_lots.settled_lots(point, day):
            part = min(net, back)
            if part > 0:
                move(Move.RETURNED, lot, part, target=store, **papers)
                back -= part
        wanted = 0
    return wanted
