"""Tranches, what is taken off them, and what a funder has parted with in the end."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from twiza.funding.rules.tranches import (
    Standing,
    can_close,
    held_back_of,
    invoice_mark,
    spent_by_heading,
    why_not_tranches,
)

MONEY = st.decimals("0.01", "1000000", places=2)


@given(st.lists(MONEY, max_size=5), MONEY)
def test_tranches_add_up_to_the_grant(amounts, granted):
    why = why_not_tranches(amounts, granted)
    assert (why == "") == (bool(amounts) and sum(amounts) == granted)
    assert (why == "above") == (sum(amounts) > granted)


@given(st.lists(st.tuples(MONEY, MONEY, st.integers(0, 100)), min_size=1, max_size=6))
def test_whatever_is_refused_the_funder_parts_with_what_it_accepted(tranches):
    """Each tranche is paid less what is owed, all of it is spent, and a part of what is reported is refused."""
    now, cash = Standing(), Decimal(0)
    for amount, own, refused_percent in tranches:
        held = held_back_of(amount, now.owed)
        assert 0 <= held <= min(amount, now.owed)
        cash += amount - held
        spent = min(cash - now.accepted - now.refused + now.held_back, cash) + own
        refused = (spent * refused_percent / 100).quantize(Decimal("0.01"))
        now = Standing(cash, now.accepted + spent - refused, now.refused + refused, now.held_back + held)
    if now.unaccounted > 0:
        assert can_close(now, 0) == "money"
        now = Standing(now.paid, now.accepted, now.refused, now.held_back, now.unaccounted)
    assert can_close(now, 0) == ""
    assert can_close(now, 1) == "reports"
    assert now.paid - now.returned <= now.accepted
    assert now.unaccounted <= 0


@given(MONEY, MONEY)
def test_what_is_held_back_leaves_the_rest_owed(amount, refused):
    held = held_back_of(amount, Standing(refused=refused).owed)
    assert Standing(refused=refused, held_back=held).owed == max(Decimal(0), refused - amount)


def test_an_invoice_is_known_again_however_it_is_typed():
    one = invoice_mark("Dépôt  Atlas", "F-٢٠٢١/7", Decimal("1250"))
    assert one == invoice_mark("dépôt atlas", "f 2021 7", Decimal("1250.00"))
    assert one != invoice_mark("dépôt atlas", "f 2021 8", Decimal("1250.00"))
    assert one != invoice_mark("dépôt atlas", "f 2021 7", Decimal("1250.01"))


def test_headings_add_their_lines():
    assert spent_by_heading([("a", Decimal(2)), ("b", Decimal(1)), ("a", Decimal(3))]) == {"a": 5, "b": 1}
