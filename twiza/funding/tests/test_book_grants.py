"""Grants in the books of their association: what came, was spent, went back; each thing the database refuses."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from twiza.funding import actions, queries
from twiza.funding.models import (
    Account,
    Entry,
    GrantBooking,
    GrantExpense,
    GrantHeading,
    GrantTranche,
    Line,
    Restriction,
)
from twiza.funding.tests.given_grants import (
    IN_2021,
    Funding,
    charge,
    given_call,
    given_funding,
    given_grant,
    given_line,
    given_paid,
)
from twiza.funding.tests.test_keep_books import refused_by
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = IN_2021.date()
LATER = IN_2021 + timedelta(days=30)


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


def confirm(one: Funding, grant: Any, number: int = 1, **more: Any) -> GrantBooking:
    """Confirm a tranche as the treasurer; call it inside a context of the association."""
    return actions.confirm_tranche(
        tranche=GrantTranche.objects.get(grant=grant, number=number), reference="RELEVE-3",
        on=more.pop("on", DAY), by=one.nadia, at=more.pop("at", IN_2021), **more,
    )  # fmt: skip


def give_back(one: Funding, grant: Any, amount: str, reference: str = "VIR-R", **more: Any) -> GrantBooking:
    return actions.give_back(
        grant=grant, amount=Decimal(amount), reference=reference, on=DAY, by=one.nadia, at=IN_2021, **more
    )


def sums(grant: Any) -> tuple[Decimal, ...]:
    found = queries.grant_books(grant).sums
    assert found.agrees
    return (found.received, found.spent, found.given_back, found.left)


def test_a_grant_stands_in_the_books_of_its_association_to_the_dirham(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        assert queries.grant_books(grant).to_confirm[0].number == 1
        confirm(one, grant)
        expense = charge(one, grant, "80000", number="F-1")
        charge(one, grant, "5000", number="F-2")
        actions.take_out_expense(expense=expense, by=one.hassan, at=IN_2021)
        give_back(one, grant, "1000")
        assert sums(grant) == (100000, 5000, 1000, 94000)
        assert queries.grant_books(grant).to_confirm == []
        entries = Entry.objects.order_by("number")
        assert [row.kind for row in entries] == [
            "grant_received", "grant_spent", "grant_spent", "reversal", "grant_returned",
        ]  # fmt: skip
        balance = queries.trial_balance(one.grantee.pk, first=date(2021, 1, 1), through=date(2021, 12, 31))
        assert balance.agrees and balance.debits == balance.credits > 0


def test_the_funder_sees_nothing_of_the_books_and_does_not_write_in_them(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        confirm(one, grant)
    with one.at_funder():
        for model in (Entry, Line, Account, Restriction, GrantBooking):
            assert not model.objects.exists()
        with pytest.raises(NoPermission):
            actions.give_back(
                grant=grant, amount=Decimal(1), reference="X", on=DAY, by=one.meriem, at=IN_2021
            )


def test_each_line_bears_funder_convention_project_institution_and_heading(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        project = actions.open_project(
            organisation=one.grantee.pk, code="P-1", title="مركز", starts_on=date(2021, 1, 1), by=one.nadia,
            at=IN_2021,
        )  # fmt: skip
        confirm(one, grant, project=project)
        charge(one, grant, "100")
        convention = queries.grant_money(grant).convention.convention_id
        lines = list(Line.objects.order_by("entry__number", "-amount"))
        assert {(row.funder_id, row.convention_id) for row in lines} == {(one.funder.pk, convention)}
        assert [row.project_id for row in lines] == [project.pk, project.pk, None, None]
        assert lines[2].heading.title == "Équipement" and lines[0].heading is None
        assert {row.on for row in lines} == {DAY, date(2021, 3, 10)}


def test_a_tranche_is_confirmed_once_and_only_when_the_funder_wrote_it(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        with pytest.raises(actions.NotNow, match="funder has not written"):
            confirm(one, grant, 2)
        booking = confirm(one, grant)
        with pytest.raises(actions.NotNow, match="already"):
            confirm(one, grant)
        actions.undo_booking(booking=booking, by=one.nadia, at=IN_2021)
        assert sums(grant) == (0, 0, 0, 0)
        confirm(one, grant)
        assert sums(grant)[0] == 100000


def test_closed_books_refuse_with_a_day_that_would_work_and_nothing_is_written(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        actions.close_books(organisation=one.grantee.pk, through=date(2021, 3, 12), by=one.nadia, at=IN_2021)
        with pytest.raises(actions.BooksClosed, match=r"closed up to .*2021.*later day"):
            charge(one, grant, "100")
        assert not GrantExpense.objects.exists() and not Entry.objects.exists()
        expense = charge(one, grant, "100", paid_on=date(2021, 3, 13))
        assert (expense.on, expense.entry.on) == (date(2021, 3, 10), date(2021, 3, 13))


def test_no_more_goes_back_than_is_left(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        confirm(one, grant)
        charge(one, grant, "99000")
        with pytest.raises(actions.NotABooking, match="1000.00"):
            give_back(one, grant, "1000.01")
        give_back(one, grant, "1000")
        assert sums(grant)[3] == 0


def test_what_is_paid_before_the_tranche_comes_is_said_as_an_advance(one):
    grant = given_paid(one)
    with one.at_grantee():
        charge(one, grant, "250.50")
        assert queries.grant_books(grant).advanced == Decimal("250.50")


def test_a_heading_goes_to_the_account_that_was_chosen_for_it(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        charge(one, grant, "100", number="F-1")
        rent = Account.objects.get(code="6131")
        heading = GrantHeading.objects.filter(grant=grant).order_by("place")[0]
        actions.choose_heading_account(heading=heading, account=rent, by=one.nadia, at=IN_2021)
        second = charge(one, grant, "60", number="F-2")
        assert [line.account.code for line in second.entry.lines.order_by("-amount")] == ["6131", "5141"]
        assert sums(grant)[1] == 160
        bank = Account.objects.get(code="5141")
        with pytest.raises(actions.NotABooking):
            actions.choose_heading_account(heading=heading, account=bank, by=one.nadia, at=IN_2021)


def test_money_of_a_grant_pays_no_order_and_counts_for_no_campaign(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        confirm(one, grant)
        bound = Restriction.objects.get(grant=grant)
        assert bound not in queries.restrictions_to_spend(one.grantee.pk)
        assert bound not in queries.restrictions_to_give(one.grantee.pk)
    with one.at_grantee(), pytest.raises(actions.RestrictionKept, match="of a grant"):
        actions.order_payment(
            organisation=one.grantee.pk, supplier="س", what="ش", invoice_number="1", invoice_on=DAY,
            amount=Decimal(10), shares=[(bound, Decimal(10))], quotes_note="أقرب", by=one.hassan, at=IN_2021,
        )  # fmt: skip


def entry_by_hand(one: Funding, kind: str, lines: list[dict[str, Any]], *, on: date = DAY) -> Any:
    """Write an entry with its dimensions in raw SQL; a line says account, restriction, amount and what else it bears."""
    entry = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO funding_entry (id, organisation_id, number, "on", kind, line_count, reason_code, by_id, at)'
            " VALUES (%s, %s, 0, %s, %s, %s, '', %s, %s)",
            [entry, one.grantee.pk, on, kind, len(lines), one.nadia.pk, IN_2021],
        )
        for line in lines:
            row = {
                "id": new_id(),
                "organisation_id": one.grantee.pk,
                "entry_id": entry,
                "zone": "",
                "currency": "MAD",
            }
            row |= line
            cursor.execute(
                f"INSERT INTO funding_line ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})",
                list(row.values()),
            )
    return entry


def pair(accounts: dict[str, Any], amount: str, **more: Any) -> list[dict[str, Any]]:
    return [
        {"account_id": accounts["bank"], "amount": amount, **more},
        {"account_id": accounts["subsidies"], "amount": f"-{amount}", **more},
    ]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"funder_id": None, "convention_id": None}, "line_of_its_grant"),
        ({"funder_id": "self"}, "line_of_its_grant"),
        ({"convention_id": None}, "line_of_its_grant"),
        ({"heading_id": "other"}, "line_of_its_grant"),
        ({"restriction_id": "none"}, "line_of_no_grant"),
        ({"project_id": "placed", "institution_id": None}, None),
        ({"kind": "gift"}, "grant_money"),
    ],
)
def test_a_line_that_does_not_agree_with_its_grant_is_refused_in_raw_sql(one, change, constraint):
    grant = given_paid(one)
    with one.at_funder():
        call = given_call(one, given_line(one, title="autre"))
    with one.at_grantee():
        other = given_grant(one, call)
    with one.at_grantee(one.nadia):
        confirm(one, grant)
        none = actions.unrestricted(one.grantee.pk, at=IN_2021)
        project = actions.open_project(
            organisation=one.grantee.pk, code="P", title="م", starts_on=DAY, by=one.nadia, at=IN_2021
        )
        accounts = {row.role: row.pk for row in Account.objects.exclude(role="")}
        right = {
            "restriction_id": Restriction.objects.get(grant=grant).pk, "funder_id": one.funder.pk,
            "convention_id": queries.grant_money(grant).convention.convention_id,
        }  # fmt: skip
        named = {
            "self": one.grantee.pk, "none": none.pk, "placed": project.pk,
            "other": GrantHeading.objects.filter(grant=other).first().pk,
        }  # fmt: skip
        kind = change.pop("kind", "grant_received")
        wrong = right | {key: named.get(value, value) for key, value in change.items()}
        if constraint:
            refused_by(constraint, lambda: entry_by_hand(one, kind, pair(accounts, "5", **wrong)))
        else:
            entry_by_hand(one, kind, pair(accounts, "5", **wrong))
        entry_by_hand(one, "grant_received", pair(accounts, "5", **right))  # the control
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("amounts", "constraint"),
    [(("5", "-4"), "entry_is_balanced"), ((), "entry_has_two_lines"), (("5",), "entry_has_two_lines")],
)
def test_entries_of_grants_that_do_not_hold_are_refused_in_raw_sql(one, amounts, constraint):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        confirm(one, grant)
        right = {
            "restriction_id": Restriction.objects.get(grant=grant).pk, "funder_id": one.funder.pk,
            "convention_id": queries.grant_money(grant).convention.convention_id,
            "account_id": Account.objects.get(role="bank").pk,
        }  # fmt: skip
        refused_by(
            constraint,
            lambda: entry_by_hand(one, "grant_received", [right | {"amount": amount} for amount in amounts]),
        )
        refused_by(
            "line_is_something",
            lambda: entry_by_hand(
                one, "grant_received", [right | {"amount": "0.004"}, right | {"amount": "-0.004"}]
            ),
        )
        for change in (
            "UPDATE funding_line SET funder_id = NULL",
            "UPDATE funding_line SET \"on\" = '2020-01-01'",
            "DELETE FROM funding_line",
            "UPDATE funding_grantbooking SET amount = 1",
            "DELETE FROM funding_grantbooking",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        actions.close_books(
            organisation=one.grantee.pk, through=DAY - timedelta(days=1), by=one.nadia, at=IN_2021
        )
        both = [right | {"amount": "5"}, right | {"amount": "-5"}]
        refused_by(
            "entry_in_open_books",
            lambda: entry_by_hand(one, "grant_received", both, on=DAY - timedelta(days=1)),
        )


def test_a_booking_is_what_its_entry_says(one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        charge(one, grant, "100")
        entry = Entry.objects.get()

        def booked(kind: str, amount: str, tranche: Any) -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO funding_grantbooking (id, organisation_id, grant_id, kind, tranche_id, amount, \"on\","
                    " reference, entry_id, by_id, at) VALUES (%s, %s, %s, %s, %s, %s, %s, 'R', %s, %s, %s)",
                    [new_id(), one.grantee.pk, grant.pk, kind, tranche, amount, DAY, entry.pk, one.nadia.pk, IN_2021],
                )  # fmt: skip

        first = GrantTranche.objects.get(grant=grant, number=1).pk
        refused_by("booking_is_what_was_paid", lambda: booked("received", "5", first))
        refused_by("booked_as_it_is", lambda: booked("received", "100000", first))
        refused_by("booked_as_it_is", lambda: booked("returned", "99", None))
