"""Goods in kind: what a lot is, when it may be used, which lot goes first. Pure Python.

Codes of the domain ("Stock lot"). `issued`, `destroyed` and `expired` are never written on a lot: they follow from
what moved and from the date, so that no lot says it is usable on the day after its expiry.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from twiza.lib.errors import N_, DomainError


class LotState(StrEnum):
    """How far a lot has come."""

    ANNOUNCED = "announced"
    RECEIVED = "received"  # counted, its arrival record not yet signed
    QUARANTINED = "quarantined"
    USABLE = "usable"
    ALLOCATED = "allocated"
    ISSUED = "issued"
    DESTROYED = "destroyed"
    EXPIRED = "expired"


STORED = (
    LotState.ANNOUNCED,
    LotState.RECEIVED,
    LotState.QUARANTINED,
    LotState.USABLE,
    LotState.ALLOCATED,
)


class Origin(StrEnum):
    """Where a lot comes from."""

    PURCHASE = "purchase"
    DONATION = "donation"
    CUSTOMS_EXEMPT = "customs_exempt"
    CUSTOMS_SEIZED = "customs_seized"
    TRANSFER = "transfer"  # from another organisation
    PACKED = "packed"  # baskets made of other lots


CUSTOMS = (Origin.CUSTOMS_EXEMPT, Origin.CUSTOMS_SEIZED)


class Kind(StrEnum):
    """What sort of goods an item is: it decides what is looked at before use."""

    FOOD = "food"
    MEDICINE = "medicine"
    ELECTRICAL = "electrical"
    HYGIENE = "hygiene"
    CLOTHING = "clothing"
    EQUIPMENT = "equipment"
    BASKET = "basket"
    OTHER = "other"


EXPIRES = (Kind.FOOD, Kind.MEDICINE)


class Condition(StrEnum):
    """How goods look."""

    NEW, GOOD, WORN, DAMAGED = "new", "good", "worn", "damaged"


class Light(StrEnum):
    """What the date of a lot says: green, amber, red; none where nothing expires."""

    NONE, GOOD, NEAR, TOO_NEAR, PAST = "none", "good", "near", "too_near", "past"


class Short(DomainError):
    """There is less than was asked for."""

    code = "aid.short_of_goods"


class BadGoods(DomainError):
    """Goods that cannot be as they were said."""

    code = "aid.bad_goods"


def state_on_arrival(origin: str, kind: str) -> LotState:
    """Return what a lot is once counted: customs goods wait for their record, gifts and medicine are inspected."""
    if origin in CUSTOMS:
        return LotState.RECEIVED
    if origin in (Origin.DONATION, Origin.TRANSFER) or kind in (Kind.MEDICINE, Kind.ELECTRICAL):
        return LotState.QUARANTINED
    return LotState.USABLE


def shown_state(
    state: str, *, left: Decimal, destroyed: Decimal, expires_on: date | None, today: date
) -> LotState:
    """Return the state to show: what was written, or what followed from movements and the date."""
    if state == LotState.ANNOUNCED:
        return LotState.ANNOUNCED
    if left <= 0:
        return LotState.DESTROYED if destroyed > 0 else LotState.ISSUED
    if expires_on is not None and expires_on < today:
        return LotState.EXPIRED
    return LotState(state)


def light(expires_on: date | None, today: date, *, refused_days: int, warned_days: int) -> Light:
    """Return the light of an expiry date: how many days it leaves to whoever takes the goods home."""
    if expires_on is None:
        return Light.NONE
    left = (expires_on - today).days
    if left < 0:
        return Light.PAST
    if left < refused_days:
        return Light.TOO_NEAR
    return Light.NEAR if left < warned_days else Light.GOOD


@dataclass(frozen=True)
class Seen:
    """What an inspection found. A part may be refused, all of it when the goods are false or unsafe."""

    expiry: bool
    packaging: bool
    storage: bool
    genuine: bool
    safe: bool
    refused: Decimal

    @property
    def unsafe(self) -> bool:
        """Goods that are destroyed, never handed out and never sent back."""
        return not (self.genuine and self.safe)


def check_seen(seen: Seen, quantity: Decimal) -> None:
    """Refuse an inspection that contradicts itself.

    Raises:
        BadGoods: more refused than there is; something wrong with nothing refused; false or unsafe goods kept.
    """
    if not 0 <= seen.refused <= quantity:
        raise BadGoods(N_("Between 0 and %(most)s can be refused."), most=plain(quantity))
    if seen.unsafe and seen.refused != quantity:
        raise BadGoods(N_("Counterfeit or unsafe goods are refused whole: none of them is handed out."))
    if not (seen.expiry and seen.packaging and seen.storage) and seen.refused == 0:
        raise BadGoods(N_("Something is not as it should be: write how much of it is refused."))


@dataclass(frozen=True)
class Held:
    """A lot in a store. `lot` is any key; earliest received breaks a tie between dates."""

    lot: Any
    quantity: Decimal
    expires_on: date | None
    number: int


def first_expired_first_out(held: Iterable[Held], wanted: Decimal) -> list[tuple[Any, Decimal]]:
    """Return (lot, quantity) to take, earliest expiry first, undated last.

    Raises:
        Short: there is not enough; nothing is taken.
    """
    taken, missing = [], wanted
    for one in sorted(held, key=lambda one: (one.expires_on is None, one.expires_on or date.max, one.number)):
        part = min(one.quantity, missing)
        if part > 0:
            taken.append((one.lot, part))
            missing -= part
    if missing > 0:
        raise Short(N_("%(missing)s more are needed: there are %(there)s."),
                    missing=plain(missing), there=plain(wanted - missing))  # fmt: skip
    return taken


@dataclass(frozen=True)
class Line:
    """One line of a basket's content: an item, how much of it goes into each basket."""

    item: Any
    quantity: Decimal


@dataclass(frozen=True)
class Substitute:
    """What replaces an item, and how much of it stands for one unit."""

    item: Any
    ratio: Decimal


def filled(
    content: Sequence[Line], baskets: int, there: Mapping[Any, Decimal], instead: Mapping[Any, Substitute]
) -> list[tuple[Line, Any]]:
    """Return (line as packed, item it stands for or None), the same for every basket.

    A substitution is for all or for none: where an item does not reach for every basket, its substitute does.

    Raises:
        Short: an item and its substitute do not reach; the data name the item and what is missing.
    """
    made: list[tuple[Line, Any]] = []
    left = dict(there)
    for line in content:
        need = line.quantity * baskets
        replaced = instead.get(line.item)
        if left.get(line.item, Decimal(0)) >= need:
            packed, stands_for = line, None
        elif replaced is not None and left.get(replaced.item, Decimal(0)) >= need * replaced.ratio:
            packed, stands_for = Line(replaced.item, line.quantity * replaced.ratio), line.item
        else:
            raise Short(
                N_("%(item)s: %(missing)s are missing for %(baskets)s."),
                item=str(line.item), missing=plain(need - left.get(line.item, Decimal(0))), baskets=baskets,
            )  # fmt: skip
        left[packed.item] = left.get(packed.item, Decimal(0)) - packed.quantity * baskets
        made.append((packed, stands_for))
    return made


def checks_needed(baskets: int, every: int) -> int:
    """Return how many baskets are opened and counted: one in `every`, at least one."""
    return -(-baskets // max(1, every)) if baskets > 0 else 0


def plain(quantity: Decimal) -> str:
    """Return a quantity without the zeros behind the comma."""
    text = format(quantity.normalize(), "f")
    return "0" if text in ("-0", "") else text
