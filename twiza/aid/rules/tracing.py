"""Where the goods of a lot went, to the last unit, and what cannot be shown yet. Pure Python.

The database keeps stock equal to its movements, so a sum alone would always come out right. A lot is accounted for
when its sum comes out right and each part has its paper: a record signed by three for what was destroyed or lost, a
signature or a mark for what was given, nothing on the road, every difference to the list explained.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Move(StrEnum):
    """What a movement of goods is. The first group comes in, the second goes between places, the third goes out."""

    RECEIVED = "received"
    FOUND = "found"  # a count found more, with a record
    RETURNED = "returned"
    PACKED = "packed"  # baskets made
    SPLIT_IN = "split_in"

    SENT = "sent"  # to the road
    ARRIVED = "arrived"  # from the road

    ISSUED = "issued"
    PACKED_IN = "packed_in"  # into baskets
    SPLIT_OUT = "split_out"  # a part becomes a lot of its own
    LOST = "lost"
    DESTROYED = "destroyed"
    GIVEN_BACK = "given_back"  # to who gave them


COMES_IN = (Move.RECEIVED, Move.FOUND, Move.RETURNED, Move.PACKED, Move.SPLIT_IN)
BETWEEN = (Move.SENT, Move.ARRIVED)
GOES_OUT = (Move.ISSUED, Move.PACKED_IN, Move.SPLIT_OUT, Move.LOST, Move.DESTROYED, Move.GIVEN_BACK)

ZERO = Decimal(0)


class Missing(StrEnum):
    """What stands between a lot and its whole account."""

    DOES_NOT_ADD_UP = "does_not_add_up"
    NEVER_ARRIVED = "never_arrived"  # on the list, and nothing of it was counted in
    LESS_THAN_LISTED = "less_than_listed"  # on the paper, not counted, and nobody signed that it did not come
    ON_THE_ROAD = "on_the_road"
    NO_RECORD = "no_record"  # arrival, loss or destruction without three signatures
    NO_MARK = "no_mark"  # given without signature or mark
    NOT_INSPECTED = "not_inspected"


@dataclass(frozen=True)
class Flow:
    """A lot and the lots split from it, in units.

    Attributes:
        listed: on the paper that came with the goods; None where there was none.
        customs: goods of a dossier, which have an arrival record whatever was counted.
        moves: sum of the quantities of each kind of movement.
        left: what the stores hold, the road included.
        packed_issued, packed_lost, packed_left: of what went into baskets, by what became of the baskets.
        on_the_road: sent and not received yet.
        waiting_record: units in a record of loss or destruction that is not signed by three.
        arrival_signed: whether an arrival record is signed.
        without_mark: given without signature or mark.
        not_inspected: left, and not looked at yet.
    """

    listed: Decimal | None
    moves: dict[str, Decimal]
    left: Decimal
    packed_issued: Decimal = ZERO
    packed_lost: Decimal = ZERO
    packed_left: Decimal = ZERO
    on_the_road: Decimal = ZERO
    waiting_record: Decimal = ZERO
    customs: bool = False
    arrival_signed: bool = False
    without_mark: Decimal = ZERO
    not_inspected: Decimal = ZERO

    def of(self, *kinds: Move) -> Decimal:
        """Return the sum of some kinds of movement."""
        return sum((self.moves.get(kind, ZERO) for kind in kinds), ZERO)

    @property
    def received(self) -> Decimal:
        """What came in from outside, with what a count found beyond it."""
        return self.of(Move.RECEIVED, Move.FOUND, Move.PACKED)

    @property
    def issued(self) -> Decimal:
        """Handed out for good, inside baskets too."""
        return self.of(Move.ISSUED) - self.of(Move.RETURNED) + self.packed_issued

    @property
    def destroyed(self) -> Decimal:
        return self.of(Move.DESTROYED)

    @property
    def lost(self) -> Decimal:
        return self.of(Move.LOST) + self.packed_lost

    @property
    def given_back(self) -> Decimal:
        return self.of(Move.GIVEN_BACK)

    @property
    def still_here(self) -> Decimal:
        """In stores and on the road, inside baskets too."""
        return self.left + self.packed_left

    @property
    def accounted(self) -> Decimal:
        """Issued + left + destroyed + lost + given back."""
        return self.issued + self.still_here + self.destroyed + self.lost + self.given_back


def missing(flow: Flow) -> list[tuple[Missing, Decimal]]:
    """Return what is missing from the whole account of a lot, with how many units; nothing when it is whole."""
    found: list[tuple[Missing, Decimal]] = []
    if flow.accounted != flow.received:
        found.append((Missing.DOES_NOT_ADD_UP, abs(flow.received - flow.accounted)))
    if flow.listed is not None and flow.customs and not flow.arrival_signed:
        found.append((Missing.NO_RECORD, flow.listed))
    if flow.listed is not None and not flow.received:
        found.append((Missing.NEVER_ARRIVED, flow.listed))
    elif flow.listed is not None and not flow.customs and not flow.arrival_signed:
        found.append((Missing.LESS_THAN_LISTED, flow.listed - flow.received))
    found = [one for one in found if one[1] > 0]
    found += [
        (kind, count)
        for kind, count in (
            (Missing.ON_THE_ROAD, flow.on_the_road),
            (Missing.NO_RECORD, flow.waiting_record),
            (Missing.NO_MARK, flow.without_mark),
            (Missing.NOT_INSPECTED, flow.not_inspected),
        )
        if count > 0
    ]
    return found
