"""The books of money answer their owner too: rows are only added, whatever the role."""

import psycopg
import pytest

from tests.architecture import house

pytestmark = pytest.mark.slow
BOOKS = ("entry", "line", "bookclosing", "deposit", "giftsheet", "paymentshare")


@pytest.mark.parametrize("table", BOOKS)
def test_the_owner_of_the_tables_alters_no_row_of_the_books(two, table):
    with house.superuser(two.database) as server:
        for change in (f"UPDATE funding_{table} SET id = id", f"DELETE FROM funding_{table}"):
            with pytest.raises(psycopg.errors.CheckViolation, match="only added"):
                server.execute(change)
            server.rollback()


def test_a_receipt_keeps_its_number_before_its_owner_too(two):
    with house.superuser(two.database) as server:
        for change in ("UPDATE funding_receipt SET number = 4000", "DELETE FROM funding_receipt"):
            with pytest.raises(psycopg.errors.CheckViolation, match="keeps its number"):
                server.execute(change)
            server.rollback()


def test_an_account_stays_what_it_is_before_its_owner_too(two):
    with house.superuser(two.database) as server:
        for change in ("UPDATE funding_account SET id = gen_random_uuid()", "DELETE FROM funding_account"):
            with pytest.raises(psycopg.errors.CheckViolation, match="account_stays|only_added"):
                server.execute(change)
            server.rollback()
