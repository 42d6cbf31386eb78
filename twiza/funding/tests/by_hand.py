"""Entries written past the actions, in raw SQL, as the application's role."""

from datetime import date
from typing import Any

from django.db import connection

from twiza.funding import queries
from twiza.funding.models import Account
from twiza.funding.tests.given import NOON, TODAY, Desk
from twiza.lib.ids import new_id


def by_hand(
    desk: Desk, amounts: list[str], *, count: int | None = None, on: date = TODAY, number: int = 0
) -> Any:
    """Write an entry past the actions, in raw SQL: bank first, then gifts."""
    books = {one.role: one.pk for one in Account.objects.all()}
    none = queries.restrictions_of(desk.organisation.pk)[0].pk
    entry = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO funding_entry (id, organisation_id, number, "on", kind, line_count, reason_code, by_id, at)'
            " VALUES (%s, %s, %s, %s, 'gift', %s, '', %s, %s)",
            [
                entry,
                desk.organisation.pk,
                number,
                on,
                len(amounts) if count is None else count,
                desk.nadia.pk,
                NOON,
            ],
        )
        for place, amount in enumerate(amounts):
            add_line(cursor, entry, desk.organisation.pk, books["gifts" if place else "bank"], none, amount)
    return entry


def add_line(cursor: Any, entry: Any, organisation: Any, account: Any, restriction: Any, amount: str) -> None:
    cursor.execute(
        "INSERT INTO funding_line (id, organisation_id, entry_id, account_id, restriction_id, zone, amount, currency)"
        " VALUES (%s, %s, %s, %s, %s, '', %s, 'MAD')",
        [new_id(), organisation, entry, account, restriction, amount],
    )
