"""Whatever an association does with a grant in whatever order: received − spent − given back = left, and the books hold."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twiza.funding import actions, queries
from twiza.funding.models import GrantExpense, GrantTranche
from twiza.funding.tests.given_grants import (
    IN_2021,
    Funding,
    charge,
    given_funding,
    given_granted,
    given_signed,
)
from twiza.funding.tests.test_book_grants import DAY, confirm, give_back, sums
from twiza.funding.tests.test_hold_for_any_sequence import Undone
from twiza.lib.errors import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


STEPS = st.one_of(
    st.tuples(st.just("confirm"), st.integers(1, 2)),
    st.tuples(st.just("undo"), st.integers(0, 3)),
    st.tuples(st.just("charge"), st.integers(1, 70_000_00)),
    st.tuples(st.just("out"), st.integers(0, 3)),
    st.tuples(st.just("back"), st.integers(1, 70_000_00)),
    st.tuples(st.just("report"), st.just(1)),
    st.tuples(st.just("close"), st.integers(1, 9)),
)


def do(one: Funding, grant: Any, step: tuple[str, int], turn: int) -> None:
    """One step, by whoever may; what is refused changes nothing."""
    name, number = step
    by = {"by": one.nadia, "at": IN_2021}
    live = GrantExpense.objects.filter(taken_out_at=None).order_by("at", "pk")
    bookings = queries.bookings_of(grant)
    if name == "confirm":
        confirm(one, grant, number)
    elif name == "undo" and bookings:
        actions.undo_booking(booking=bookings[number % len(bookings)], **by)
    elif name == "charge":
        charge(one, grant, str(Decimal(number) / 100), number=f"F-{turn}", paid_on=DAY)
    elif name == "out" and live:
        actions.take_out_expense(expense=live[number % len(live)], by=one.hassan, at=IN_2021)
    elif name == "back":
        give_back(one, grant, str(Decimal(number) / 100), f"VIR-{turn}")
    elif name == "report":
        actions.send_report(grant=grant, number=number, words="أنجز", **by)
    elif name == "close":
        actions.close_books(organisation=one.grantee.pk, through=DAY - timedelta(days=number), **by)


def check(one: Funding, grant: Any) -> None:
    """received − spent − given back = left, each as the papers say; the trial balance is zero."""
    received, spent, back, left = sums(grant)
    bookings = queries.bookings_of(grant)
    assert received == sum(row.amount for row in bookings if row.kind == "received")
    assert back == sum(row.amount for row in bookings if row.kind == "returned")
    assert spent == sum(row.share for row in GrantExpense.objects.filter(taken_out_at=None))
    assert received - spent - back == left
    balance = queries.trial_balance(one.grantee.pk, first=date(2021, 3, 12), through=date(2021, 12, 31))
    assert balance.agrees and sum(row.closing for row in balance.lines) == 0
    statement = queries.funder_statement(
        one.grantee, one.funder, first=date(2021, 3, 12), through=date(2021, 12, 31)
    )
    assert all(row.agrees for row in statement.lines) and statement.total.left == left


def play(one: Funding, grant: Any, steps: list[tuple[str, int]]) -> None:
    with suppress(Undone), transaction.atomic():
        with one.at_grantee(one.nadia):
            for turn, step in enumerate(steps):
                with suppress(DomainError), transaction.atomic():
                    do(one, grant, step, turn)
                check(one, grant)
        raise Undone


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=4, max_size=10))
def test_received_less_spent_less_given_back_is_left_for_any_sequence(one, grant, steps):
    play(one, grant, steps)


@pytest.mark.proof
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=6, max_size=30))
def test_grants_hold_in_the_books_for_many_long_sequences(one, grant, steps):
    play(one, grant, steps)


@pytest.fixture
def grant(one: Funding) -> Any:
    """A grant whose two tranches are paid: the second by exception."""
    grant = given_signed(one, given_granted(one))
    by = {"by": one.meriem, "at": IN_2021}
    with one.at_funder():
        first, second = GrantTranche.objects.filter(grant=grant).order_by("number")
        actions.pay_tranche(tranche=first, reference="VIR", on=DAY, **by)
    with one.at_funder(one.aziz):
        actions.excuse_tranche(tranche=second, reason="أشغال", by=one.aziz, at=IN_2021)
    with one.at_funder():
        actions.excuse_tranche(tranche=second, reason="", **by)
        actions.pay_tranche(tranche=second, reference="VIR", on=DAY, **by)
    return grant
