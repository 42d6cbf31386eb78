"""Payments: who orders does not pay, an invoice once, out of gifts that may be spent so."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from twiza.funding import actions, queries
from twiza.funding.rules.payments import Quote, why_not_order
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
from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO, given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.accounts.roles import clash_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    desk = given_desk()
    with desk.work():
        given_gift(desk, 1000, given_restriction(desk))
        given_gift(desk, 500)
    return desk


def funds(desk: Desk) -> list:
    return queries.restrictions_to_spend(desk.organisation.pk)


def test_one_orders_another_pays_out_of_two_kinds_of_gifts(desk):
    with desk.work(desk.hassan):
        zakat, none = funds(desk)
        order = given_order(desk, 700, zakat, shares=[(zakat, Decimal(600)), (none, Decimal(100))])
        with pytest.raises(NoPermission):
            actions.make_payment(order=order, reference="V", on=TODAY, by=desk.hassan, at=NOON)
    with desk.work():
        order = paid(desk, order)
        assert order.state == "paid" and order.entry.kind == "payment"
        sums = {one.restriction.kind: one.sums for one in queries.balances_of(desk.organisation.pk)}
        assert (sums["zakat"].left, sums["none"].left) == (400, 400)
        with pytest.raises(actions.OrderSettled):
            paid(desk, order)


def test_who_ordered_does_not_pay_even_with_both_roles(desk):
    """Both roles in one person is refused when a role is given; should it be there all the same, so is the payment."""
    assert clash_of(["campaign_manager"], "treasurer") and clash_of(["treasurer"], "association_president")
    both = given_member("Idir", "treasurer", desk.organisation)
    with acting_as(None, purpose=Purpose.SETUP):
        network.give_role(
            organisation=desk.organisation,
            user=both,
            role="campaign_manager",
            starts_on=LONG_AGO,
            by=None,
            at=NOON,
        )
    with desk.work(both):
        desk.hassan = both
        order = given_order(desk, 10, funds(desk)[0])
        with pytest.raises(actions.NotYoursToPay):
            actions.make_payment(order=order, reference="V", on=TODAY, by=both, at=NOON)
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE funding_paymentorder SET paid_by_id = ordered_by_id")
        assert "payment_not_by_who_ordered_it" in str(refusal.value)


def test_an_invoice_is_paid_once_however_it_is_written(desk):
    with desk.work(desk.hassan):
        zakat = funds(desk)[0]
        first = given_order(desk, 10, zakat, invoice="Fa 12")
        with pytest.raises(actions.InvoiceOrdered):
            given_order(desk, 10, zakat, invoice=" fA  12 ")
        actions.cancel_payment(order=first, reason_code="ordered_by_mistake", by=desk.hassan, at=NOON)
        given_order(desk, 10, zakat, invoice="fa 12")


def test_the_parts_add_up_in_the_database_too(desk):
    with desk.work(desk.hassan):
        zakat, none = funds(desk)
        with pytest.raises(actions.NotAnOrder):
            given_order(desk, 100, zakat, shares=[(zakat, Decimal(99))])
        with pytest.raises(actions.NotAnOrder):
            given_order(desk, 100, zakat, shares=[(zakat, Decimal(50)), (zakat, Decimal(50))])
        order = given_order(desk, 100, zakat)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO funding_paymentshare (id, organisation_id, order_id, restriction_id, amount)"
                " SELECT gen_random_uuid(), organisation_id, order_id, %s, 5 FROM funding_paymentshare",
                [none.pk],
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert order.state == "ordered"


def test_three_quotes_or_a_sentence():
    quotes = [Quote("a", Decimal(100)), Quote("b", Decimal(90)), Quote("c", Decimal(80))]
    assert why_not_order(Decimal(80), [Decimal(80)], quotes, "") == ""
    assert why_not_order(Decimal(80), [Decimal(80)], quotes[:2], " ") == "note_wanted"
    assert why_not_order(Decimal(90), [Decimal(90)], quotes, "") == "note_wanted"
    assert why_not_order(Decimal(90), [Decimal(90)], quotes, "better oil") == ""
    assert why_not_order(Decimal(0), [], [], "x") == "no_amount"
    assert why_not_order(Decimal(5), [Decimal(4)], quotes, "x") == "shares_differ"


def test_a_payment_that_was_made_is_undone_by_the_treasurer_only(desk):
    with desk.work(desk.hassan):
        zakat = funds(desk)[0]
        order = given_order(desk, 100, zakat)
    with desk.work():
        paid(desk, order)
    with desk.work(desk.hassan), pytest.raises(NoPermission):
        actions.cancel_payment(order=order, reason_code="bounced", by=desk.hassan, at=NOON)
    with desk.work():
        actions.cancel_payment(order=order, reason_code="bounced", by=desk.nadia, at=NOON)
        assert queries.sums_of(zakat).spent == 0
        with pytest.raises(actions.OrderSettled):
            actions.cancel_payment(order=order, reason_code="bounced", by=desk.nadia, at=NOON)


def test_the_treasurer_is_told_what_to_pay(desk, in_english):
    with desk.work(desk.hassan):
        given_order(desk, 100, funds(desk)[0])
    with desk.work():
        (line,) = queries.waiting_for(desk.nadia, at=NOON)
        assert "Make 1 payment that was ordered" in str(line.sentence)
