"""Paying for what was bought: who orders does not pay. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from twiza.lib.errors import N_

QUOTES = 3


class OrderState(StrEnum):
    """How far a payment is."""

    ORDERED = "ordered"
    PAID = "paid"
    CANCELLED = "cancelled"


ORDER_WORDS: dict[str, str] = {
    OrderState.ORDERED: N_("ordered, to be paid"),
    OrderState.PAID: N_("paid"),
    OrderState.CANCELLED: N_("cancelled"),
}
ORDER_KINDS: dict[str, str] = {
    OrderState.ORDERED: "warning",
    OrderState.PAID: "good",
    OrderState.CANCELLED: "plain",
}
ORDER_ENDINGS: dict[str, str] = {
    "ordered_by_mistake": N_("Ordered by mistake"),
    "not_delivered": N_("Not delivered"),
    "wrong_amount": N_("Wrong amount"),
    "bounced": N_("The bank returned it"),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """What one supplier asks."""

    supplier: str
    amount: Decimal


def why_not_order(amount: Decimal, shares: Sequence[Decimal], quotes: Sequence[Quote], note: str) -> str:
    """Return why a payment cannot be ordered so, as a code, or "".

    The shares add up to the amount; fewer than three quotes, or one below the price that is paid, wants a note.
    """
    if amount <= 0 or not shares or any(share <= 0 for share in shares):
        return "no_amount"
    if sum(shares, Decimal(0)) != amount:
        return "shares_differ"
    cheaper = any(quote.amount < amount for quote in quotes)
    return "note_wanted" if (len(quotes) < QUOTES or cheaper) and not note.strip() else ""
