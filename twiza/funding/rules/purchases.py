"""Sharing one invoice over funders and own money: percents that make the whole, cents that make the amount. Pure Python."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

WHOLE = Decimal(100)
CENT = Decimal("0.01")


def why_not_shares(amount: Decimal, percents: Sequence[Decimal]) -> str:
    """Return why an invoice cannot be shared so, as a code, or ""."""
    if amount <= 0 or not percents or any(one <= 0 for one in percents):
        return "no_share"
    if any(one != one.quantize(CENT) for one in percents):
        return "percent_too_fine"
    if sum(percents, Decimal(0)) != WHOLE:
        return "not_the_whole"
    return "below_a_cent" if any(one <= 0 for one in shared(amount, percents)) else ""


def shared(amount: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """Return the share of each in dirhams: whole cents by largest remainder, that add up to `amount`.

    Args:
        percents: that add up to 100. Of equal remainders the first gets the cent.
    """
    exact = [amount * one / WHOLE for one in percents]
    shares = [one.quantize(CENT, ROUND_FLOOR) for one in exact]
    cents = int((amount - sum(shares, Decimal(0))) / CENT)
    order = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in order[:cents]:
        shares[place] += CENT
    return shares
