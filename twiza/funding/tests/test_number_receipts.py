"""Receipts: the next number, for each association and year; none left out, none used twice, twenty writers at once."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from twiza.funding import actions, queries
from twiza.funding.models import Receipt
from twiza.funding.tests.given import NOON, Desk, given_desk, given_donor, given_gift
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.slow, pytest.mark.concurrent]
WRITERS = 20


class ChangedTheirMind(Exception):
    """A transaction that ends in nothing."""


@pytest.fixture(scope="module")
def desk(module_database: str) -> Desk:
    return given_desk()


def numbers(desk: Desk) -> list[int]:
    with desk.work():
        return [one.number for one in queries.receipts_of(desk.organisation.pk, year=2026)]


def test_twenty_at_once_leave_no_gap_though_some_change_their_mind(desk):
    with desk.work(desk.zineb):
        donor = given_donor(desk, "حسناء")
        gifts = [given_gift(desk, 10, donor=donor) for _ in range(WRITERS)]
    start, wrong = threading.Barrier(WRITERS), []

    def write(place: int) -> None:
        try:
            start.wait()
            with desk.work(desk.zineb):
                actions.issue_receipt(gift=gifts[place], by=desk.zineb, at=NOON)
                if place % 4 == 0:
                    raise ChangedTheirMind
        except ChangedTheirMind:
            pass
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(place,)) for place in range(WRITERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not wrong
    assert numbers(desk) == list(range(1, WRITERS - WRITERS // 4 + 1))


def test_a_cancelled_receipt_keeps_its_number_and_the_gift_may_have_another(desk):
    with desk.work():
        gift = given_gift(desk, 10)
        first = actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
        with pytest.raises(actions.ReceiptGiven):
            actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
        actions.cancel_receipt(receipt=first, reason_code="misprint", by=desk.nadia, at=NOON)
        second = actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
        assert second.number == first.number + 1
        kept = next(one for one in queries.receipts_of(desk.organisation.pk, year=2026) if one.pk == first.pk)
        assert kept.reason_code == "misprint"


def test_a_gift_taken_back_cancels_its_receipt(desk):
    with desk.work():
        gift = given_gift(desk, 10)
        actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
        actions.correct_gift(gift=gift, reason_code="bounced", by=desk.nadia, at=NOON)
        assert queries.receipt_of(gift) is None
        with pytest.raises(actions.NoReceipt):
            actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)


def test_the_database_gives_the_number_whatever_is_asked(desk):
    with desk.work():
        gift = given_gift(desk, 10)
        for number in (1, 999):
            with pytest.raises(IntegrityError), transaction.atomic():
                Receipt.objects.create(
                    organisation=desk.organisation, year=2026, number=number, gift=gift, issued_on=NOON.date(),
                    by=desk.zineb, at=NOON,
                )  # fmt: skip
        actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
        for change in (
            "UPDATE funding_receipt SET number = 4000",
            "DELETE FROM funding_receipt",
            "UPDATE funding_receipt SET cancelled_at = NULL, cancelled_by_id = NULL, reason_code = ''"
            " WHERE cancelled_at IS NOT NULL",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)


def test_who_may_not_gives_none(desk):
    with desk.work(desk.hassan):
        gift = given_gift(desk, 10)
        with pytest.raises(NoPermission):
            actions.issue_receipt(gift=gift, by=desk.hassan, at=NOON)
