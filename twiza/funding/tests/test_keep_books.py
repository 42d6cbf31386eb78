"""The books as the database keeps them: statement N-10, tried by actions and by raw SQL as the application's role."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from twiza.funding import actions, queries
from twiza.funding.models import Account, Entry, Line
from twiza.funding.tests.by_hand import add_line, by_hand
from twiza.funding.tests.given import NOON, TODAY, Desk, given_desk, given_gift, given_restriction
from twiza.lib.ids import new_id
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return given_desk()


def refused_by(constraint: str, act: Any) -> None:
    """Check that the database refuses, by this constraint, when the transaction would end."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refusal.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_gift_is_one_balanced_entry_numbered_from_one(desk):
    with desk.work(desk.zineb):
        given_gift(desk, 1000)
        given_gift(desk, "20.50", means="cash")
    with desk.work():
        found = queries.journal_page(desk.organisation.pk)
        assert [one.entry.number for one in found] == [2, 1]
        assert [sum(line.amount for line in one.lines) for one in found] == [0, 0]
        (balance,) = queries.balances_of(desk.organisation.pk)
        assert (balance.sums.received, balance.sums.left, balance.sums.cash) == (Decimal("1020.50"), Decimal("1020.50"), Decimal("20.50"))  # fmt: skip
        assert balance.sums.agrees


@pytest.mark.parametrize(
    ("amounts", "count", "constraint"),
    [
        (["100", "-99.99"], None, "entry_is_balanced"),
        (["100", "-60", "-30"], None, "entry_is_balanced"),
        ([], 2, "entry_has_its_lines"),
        (["100"], 2, "entry_has_its_lines"),
        (["100", "-60", "-40"], 2, "entry_has_its_lines"),
        ([], 0, "entry_has_two_lines"),
        (["-100", "100"], None, "more_than_received"),
    ],
)
def test_an_entry_that_does_not_hold_is_refused_in_raw_sql(desk, amounts, count, constraint):
    with desk.work(desk.zineb):
        given_gift(desk, 10)
    with desk.work():
        refused_by(constraint, lambda: by_hand(desk, amounts, count=count))
        by_hand(desk, ["5", "-5"])  # the control: one that holds is taken
        assert Entry.objects.count() == 2


def test_an_entry_dated_in_a_closed_period_is_refused(desk):
    with desk.work(desk.zineb):
        given_gift(desk, 10)
    with desk.work():
        yesterday = TODAY - timedelta(days=1)
        actions.close_books(organisation=desk.organisation.pk, through=yesterday, by=desk.nadia, at=NOON)
        with pytest.raises(actions.BooksClosed):
            given_gift(desk, 10, on=yesterday)
        refused_by("entry_in_open_books", lambda: by_hand(desk, ["5", "-5"], on=yesterday))
        with pytest.raises(actions.BooksClosed):
            actions.close_books(organisation=desk.organisation.pk, through=yesterday, by=desk.nadia, at=NOON)
        with pytest.raises(actions.DayToCome):
            actions.close_books(organisation=desk.organisation.pk, through=TODAY, by=desk.nadia, at=NOON)
        by_hand(desk, ["5", "-5"])


def test_an_entry_is_not_altered_nor_added_to(desk):
    with desk.work(desk.zineb):
        given_gift(desk, 10)
    with desk.work():
        line = Line.objects.filter(amount__gt=0).get()
        for change in (
            "UPDATE funding_line SET amount = 11",
            "DELETE FROM funding_line",
            'UPDATE funding_entry SET "on" = "on" - 400',
            "DELETE FROM funding_entry",
            "UPDATE funding_account SET role = 'gifts'",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)

        def two_more() -> None:
            with connection.cursor() as cursor:
                for amount in ("7", "-7"):
                    add_line(
                        cursor,
                        line.entry_id,
                        desk.organisation.pk,
                        line.account_id,
                        line.restriction_id,
                        amount,
                    )

        refused_by("entry_has_its_lines", two_more)
        refused_by("entry_number_is_the_next", lambda: by_hand(desk, ["5", "-5"], number=7))


def test_no_entry_moves_money_from_one_restriction_to_another(desk):
    with desk.work():
        zakat = given_restriction(desk)
        given_gift(desk, 100, zakat)
        given_gift(desk, 100)
        books = {one.role: one.pk for one in Account.objects.all()}
        other = next(one for one in queries.restrictions_of(desk.organisation.pk) if one.kind == "none")

        def move() -> None:
            entry = by_hand(desk, [], count=2)
            with connection.cursor() as cursor:
                add_line(cursor, entry, desk.organisation.pk, books["bank"], zakat.pk, "-50")
                add_line(cursor, entry, desk.organisation.pk, books["bank"], other.pk, "50")

        refused_by("entry_is_balanced", move)


def test_a_correction_undoes_an_entry_whole_and_once(desk):
    with desk.work():
        gift = given_gift(desk, 10)
        actions.correct_gift(gift=gift, reason_code="wrong_amount", by=desk.nadia, at=NOON)
        with pytest.raises(actions.CorrectedAlready):
            actions.correct_gift(gift=gift, reason_code="wrong_amount", by=desk.nadia, at=NOON)
        (balance,) = queries.balances_of(desk.organisation.pk)
        assert balance.sums.received == balance.sums.left == 0
        first, second = reversed(queries.journal_page(desk.organisation.pk))
        assert second.entry.reverses_id == first.entry.pk
        given_gift(desk, 10)

        def in_part() -> None:
            entry = by_hand(desk, ["-4", "4"])
            with connection.cursor() as cursor:
                cursor.execute("SELECT id FROM funding_entry ORDER BY number DESC OFFSET 1 LIMIT 1")
                (other,) = cursor.fetchone()
                cursor.execute(
                    'INSERT INTO funding_entry (id, organisation_id, number, "on", kind, line_count, reverses_id,'
                    " reason_code, by_id, at) SELECT %s, organisation_id, 0, \"on\", 'reversal', 2, %s, '', by_id, at"
                    " FROM funding_entry WHERE id = %s",
                    [new_id(), other, entry],
                )

        with pytest.raises(IntegrityError), transaction.atomic():
            in_part()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_another_association_has_no_books_here(desk):
    with desk.work(desk.zineb):
        given_gift(desk, 10)
    salma = given_member("Salma", "treasurer", given_organisation("Association Sebou"))
    with acting_as(salma.pk, purpose=Purpose.WORK):
        assert not Entry.objects.exists() and not Line.objects.exists()
        assert queries.journal_page(desk.organisation.pk) == []


def test_a_day_to_come_is_not_written(desk):
    with desk.work(desk.zineb), pytest.raises(actions.DayToCome):
        given_gift(desk, 10, on=TODAY + timedelta(days=1))


def test_the_journal_is_exported_for_another_judge(desk):
    with desk.work():
        zakat = given_restriction(desk)
        given_gift(desk, 100, zakat, donor=None)
        text = queries.beancount_of(desk.organisation.pk)
    assert "open Assets:5141:R1 MAD" in text and "Assets:5141:R1  100.00 MAD" in text
    assert f"{TODAY + timedelta(days=1)} balance Income:7181:R1  -100.00 MAD" in text
