"""Whatever is done in whatever order: every entry balances, no gift is overspent, no receipt number is left out."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twiza.funding import actions, queries
from twiza.funding.models import Entry, Gift, Line, PaymentOrder, Receipt
from twiza.funding.rules.ledger import LineData, reversed_lines, sums_by_role, sums_of, why_not_an_entry
from twiza.funding.rules.pledges import State, state_of, still_to_come
from twiza.funding.tests.given import (
    NOON,
    TODAY,
    Desk,
    given_desk,
    given_gift,
    given_order,
    given_restriction,
    paid,
)
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id

AMOUNTS = st.decimals(min_value="0.01", max_value="99999.99", places=2)
PLACES = st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.just("gift"), PLACES, AMOUNTS, st.sampled_from(["transfer", "cheque", "cash"])),
    st.tuples(st.just("deposit"), PLACES),
    st.tuples(st.just("order"), PLACES, AMOUNTS),
    st.tuples(st.just("pay"), PLACES),
    st.tuples(st.just("cancel"), PLACES),
    st.tuples(st.just("take_back"), PLACES),
    st.tuples(st.just("receipt"), PLACES),
    st.tuples(st.just("end_receipt"), PLACES),
    st.tuples(st.just("close"), PLACES),
)


class Undone(Exception):
    """An example that ends in nothing."""


@pytest.fixture
def desk() -> Desk:
    return given_desk()


def nth(rows: Any, place: int) -> Any:
    found = list(rows)
    return found[place % len(found)] if found else None


def do(desk: Desk, step: tuple, funds: list, number: int) -> None:
    """One step, by whoever may; what is refused changes nothing."""
    name, place, *more = step
    by = {"by": desk.nadia, "at": NOON}
    day = TODAY - timedelta(days=place)
    if name == "gift":
        given_gift(desk, more[0], nth(funds, place), means=more[1], on=day)
    elif name == "deposit" and (gift := nth(queries.cash_to_deposit(desk.organisation.pk), place)):
        actions.deposit_cash(organisation=desk.organisation.pk, gifts=[gift], reference="BV", on=TODAY, **by)
    elif name == "order":
        given_order(desk, more[0], nth(funds, place), invoice=f"F{number}")
    elif name == "pay" and (order := nth(PaymentOrder.objects.filter(state="ordered"), place)):
        paid(desk, order, on=day)
    elif name == "cancel" and (order := nth(PaymentOrder.objects.exclude(entry=None), place)):
        actions.cancel_payment(order=order, reason_code="bounced", **by)
    elif name == "take_back" and (gift := nth(Gift.objects.all(), place)):
        actions.correct_gift(gift=gift, reason_code="wrong_amount", **by)
    elif name == "receipt" and (gift := nth(Gift.objects.all(), place)):
        actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
    elif name == "end_receipt" and (receipt := nth(Receipt.objects.all(), place)):
        actions.cancel_receipt(receipt=receipt, reason_code="misprint", **by)
    elif name == "close":
        actions.close_books(organisation=desk.organisation.pk, through=day, **by)


def check_books(desk: Desk) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM funding_line GROUP BY entry_id HAVING sum(amount) <> 0) x"
        )
        assert cursor.fetchone() == (0,)
    for balance in queries.balances_of(desk.organisation.pk):
        assert balance.sums.agrees and balance.sums.bank >= 0 and balance.sums.cash >= 0
        assert balance.sums.received >= 0 and balance.sums.spent >= 0
    entries = list(Entry.objects.order_by("number").values_list("number", flat=True))
    receipts = list(Receipt.objects.order_by("number").values_list("number", flat=True))
    assert entries == list(range(1, len(entries) + 1))
    assert receipts == list(range(1, len(receipts) + 1))
    live = Gift.objects.filter(corrected_at=None)
    assert sum(one.amount for one in live) == sum(
        one.sums.received for one in queries.balances_of(desk.organisation.pk)
    )


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=3, max_size=14))
def test_the_books_hold_for_any_sequence(desk, steps):
    play(desk, steps)


@pytest.mark.proof
@pytest.mark.django_db
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=8, max_size=40))
def test_the_books_hold_for_many_long_sequences(desk, steps):
    play(desk, steps)


def play(desk: Desk, steps: list[tuple]) -> None:
    # gifts are written by who keeps donors, orders by the president: the context names one, the action the other
    with suppress(Undone), transaction.atomic():
        with desk.work():
            funds = [given_restriction(desk), given_restriction(desk, "sadaqa")]
            for number, step in enumerate(steps):
                with suppress(DomainError), transaction.atomic():
                    do(desk, step, funds, number)
                check_books(desk)
            assert Line.objects.count() % 2 == 0
        raise Undone


@given(st.lists(st.tuples(st.integers(0, 2), AMOUNTS), min_size=1, max_size=6))
def test_what_is_undone_leaves_nothing(parts):
    accounts, restrictions = [new_id(), new_id()], [new_id() for _ in range(3)]
    lines = [
        LineData(accounts[side], restrictions[which], amount if side else -amount)
        for which, amount in parts
        for side in (0, 1)
    ]
    assert why_not_an_entry(lines) == ""
    assert not any(sums_of([*lines, *reversed_lines(lines)]).values())
    assert why_not_an_entry(lines[:-1]) in ("unbalanced", "too_few_lines")


def test_what_is_no_entry_says_why():
    account, restriction = new_id(), new_id()
    assert why_not_an_entry([LineData(account, restriction, Decimal(0))] * 2) == "line_of_nothing"
    assert why_not_an_entry([LineData(account, restriction, Decimal("0.001"))] * 2) == "below_a_cent"
    assert why_not_an_entry([]) == "too_few_lines"


@given(AMOUNTS, st.lists(AMOUNTS, max_size=5))
def test_a_pledge_is_what_came_of_it(promised, came):
    received = sum(came, Decimal(0))
    state = state_of(promised, received)
    left = still_to_come(state, promised, received)
    assert (state is State.KEPT) == (received >= promised) and (state is State.OPEN) == (not came)
    assert left == max(promised - received, 0) and still_to_come("not_kept", promised, received) == 0


@given(AMOUNTS, AMOUNTS, st.decimals(min_value=0, max_value=1, places=2))
def test_received_is_spent_and_left(by_bank, by_cash, share):
    spent = (by_bank * share).quantize(Decimal("0.01"))
    sums = sums_by_role(
        {"bank": by_bank - spent, "cash": by_cash, "gifts": -by_bank - by_cash, "purchases": spent}
    )
    assert sums.agrees and sums.bank == by_bank - spent
