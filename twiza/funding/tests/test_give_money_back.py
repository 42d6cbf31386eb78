"""What goes back to a funder never exceeds what came, and no expense stands beside the books: by the database alone."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from twiza.funding import actions
from twiza.funding.models import Account, Entry, GrantExpense, GrantHeading, Restriction
from twiza.funding.queries import grant_money
from twiza.funding.tests.given_grants import (
    IN_2021,
    Funding,
    charge,
    given_funding,
    given_paid,
    report_on,
    rule_all,
)
from twiza.funding.tests.test_book_grants import DAY, confirm, entry_by_hand, give_back, sums
from twiza.funding.tests.test_keep_books import refused_by
from twiza.lib.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


def run(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def returned_by_hand(one: Funding, grant: Any, amount: str) -> None:
    """Write in the books, past the actions, that money went back: its entry and its booking."""
    bound = {
        "restriction_id": Restriction.objects.get(grant=grant).pk, "funder_id": one.funder.pk,
        "convention_id": grant_money(grant).convention.convention_id,
    }  # fmt: skip
    accounts = {row.role: row.pk for row in Account.objects.exclude(role="")}
    entry = entry_by_hand(
        one, "grant_returned",
        [
            {"account_id": accounts["given_back"], "amount": amount, **bound},
            {"account_id": accounts["bank"], "amount": f"-{amount}", **bound},
        ],
    )  # fmt: skip
    run(
        'INSERT INTO funding_grantbooking (id, organisation_id, grant_id, kind, amount, "on", reference, entry_id, by_id,'
        " at) VALUES (%s, %s, %s, 'returned', %s, %s, %s, %s, %s, %s)",
        [new_id(), one.grantee.pk, grant.pk, amount, DAY, f"R-{amount}", entry, one.nadia.pk, IN_2021],
    )


def test_the_database_gives_no_more_back_than_came(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        actions.unrestricted(one.grantee.pk, at=IN_2021)
        confirm(one, grant)
        refused_by("given_back_within_received", lambda: returned_by_hand(one, grant, "100000.01"))
        returned_by_hand(one, grant, "60000")  # the control
        run("SET CONSTRAINTS ALL IMMEDIATE", [])
        run("SET CONSTRAINTS ALL DEFERRED", [])
        refused_by("given_back_within_received", lambda: returned_by_hand(one, grant, "40000.01"))
        assert sums(grant) == (100000, 0, 60000, 40000)


def test_the_database_gives_back_only_what_is_left(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        confirm(one, grant)
        charge(one, grant, "99000")
        refused_by("given_back_out_of_what_is_left", lambda: returned_by_hand(one, grant, "1000.01"))
        returned_by_hand(one, grant, "1000")
        run("SET CONSTRAINTS ALL IMMEDIATE", [])
        assert sums(grant)[3] == 0


def test_a_tranche_is_not_taken_back_from_under_what_was_given_back(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        booking = confirm(one, grant)
        back = give_back(one, grant, "1000")
        with pytest.raises(actions.MoreThanReceived, match="Take back what was given back first"):
            actions.undo_booking(booking=booking, by=one.nadia, at=IN_2021)
        actions.undo_booking(booking=back, by=one.nadia, at=IN_2021)
        actions.undo_booking(booking=booking, by=one.nadia, at=IN_2021)
        assert sums(grant) == (0, 0, 0, 0)


def test_the_funder_writes_no_more_as_returned_than_it_is_owed(one):
    grant = given_paid(one)
    with one.at_grantee():
        charge(one, grant, "99000")
        report = report_on(one, grant, 1)

    def returned(amount: str) -> None:
        run(
            'INSERT INTO funding_grantreturn (id, organisation_id, grantee_id, grant_id, amount, reference, "on", by_id, at)'
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                new_id(), one.funder.pk, one.grantee.pk, grant.pk, amount, f"V-{amount}", DAY, one.meriem.pk, IN_2021,
            ],
        )  # fmt: skip

    with one.at_funder():
        rule_all(one, report)
        refused_by("returned_within_what_is_open", lambda: returned("1000.01"))
        returned("600")
        refused_by("returned_within_what_is_open", lambda: returned("400.01"))
        returned("400")


def expense_by_hand(one: Funding, grant: Any, entry: Any) -> None:
    heading = GrantHeading.objects.filter(grant=grant).order_by("place")[0]
    run(
        'INSERT INTO funding_grantexpense (id, organisation_id, grant_id, heading_id, kind, "on", supplier, number, what,'
        " amount, share, sha256, mark, by_id, at, entry_id) VALUES (%s, %s, %s, %s, 'invoice', %s, 'س', 'F-9', 'ش', 100, 100,"
        " '', 'mark', %s, %s, %s)",
        [new_id(), one.grantee.pk, grant.pk, heading.pk, DAY, one.hassan.pk, IN_2021, entry],
    )


def test_no_expense_of_a_grant_stands_beside_the_books(one):
    grant = given_paid(one)
    with one.at_grantee():
        refused_by("expense_has_its_entry", lambda: expense_by_hand(one, grant, None))
        expense = charge(one, grant, "100")
        refused_by(
            "expense_out_of_the_books",
            lambda: run("UPDATE funding_grantexpense SET taken_out_at = %s WHERE id = %s", [IN_2021, expense.pk]),
        )  # fmt: skip
        actions.take_out_expense(expense=expense, by=one.hassan, at=IN_2021)
        assert GrantExpense.objects.get().taken_out_at == IN_2021
        assert [row.kind for row in Entry.objects.order_by("number")] == ["grant_spent", "reversal"]
        assert sums(grant) == (0, 0, 0, Decimal(0))
