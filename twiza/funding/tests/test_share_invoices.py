"""One invoice over several funders and own money: the shares are the whole, said by the rules and by the database."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from twiza.funding import actions, queries
from twiza.funding.models import Entry, GrantExpense, GrantHeading, Purchase, PurchaseShare
from twiza.funding.rules.purchases import shared, why_not_shares
from twiza.funding.tests.given import Desk, given_gift
from twiza.funding.tests.given_grants import (
    IN_2021,
    Funding,
    given_funding,
    given_paid,
    picture,
    report_on,
)
from twiza.funding.tests.test_keep_books import refused_by
from twiza.lib.ids import new_id

DAY = IN_2021.date()
CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)


@st.composite
def percents(draw: Any) -> list[Decimal]:
    """Percents of two decimals above zero that make 100."""
    cuts = sorted(set(draw(st.lists(st.integers(1, 9999), max_size=6))))
    edges = [0, *cuts, 10000]
    return [Decimal(after - before) / 100 for before, after in zip(edges, edges[1:], strict=False)]


@given(CENTS, percents())
def test_the_shares_of_an_invoice_are_whole_centimes_that_make_its_amount(amount, parts):
    shares = shared(amount, parts)
    assert sum(shares) == amount
    assert all(one == one.quantize(Decimal("0.01")) and one >= 0 for one in shares)
    assert all(
        abs(one - amount * part / 100) < Decimal("0.01") for one, part in zip(shares, parts, strict=True)
    )


def test_what_cannot_be_shared_says_why():
    third = Decimal("33.33")
    assert why_not_shares(Decimal(100), [third, third, third]) == "not_the_whole"
    assert why_not_shares(Decimal(100), [third, third, Decimal("33.34")]) == ""
    assert why_not_shares(Decimal("0.01"), [Decimal(50), Decimal(50)]) == "below_a_cent"
    assert why_not_shares(Decimal(100), [Decimal("99.999"), Decimal("0.001")]) == "percent_too_fine"
    assert why_not_shares(Decimal(0), [Decimal(100)]) == why_not_shares(Decimal(1), []) == "no_share"
    assert shared(Decimal("0.01"), [Decimal(50), Decimal(50)]) == [Decimal("0.01"), Decimal(0)]


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


@pytest.fixture
def both(one: Funding) -> list[Any]:
    """Two grants of two funders to one association."""
    second = given_funding("-b", grantee=one.grantee, hassan=one.hassan)
    return [given_paid(one), given_paid(second)]


def heading(grant: Any) -> GrantHeading:
    return GrantHeading.objects.filter(grant=grant).order_by("place")[0]


def share(one: Funding, both: list[Any], amount: str = "100.01", **more: Any) -> Purchase:
    """An invoice of which two funders pay 40 % each and the association 20 %; call it inside its context."""
    own = actions.unrestricted(one.grantee.pk, at=IN_2021)
    parts = more.pop("parts", (40, 40, 20))
    return actions.write_purchase(
        organisation=one.grantee.pk, supplier="مكتبة الأطلس", number=more.pop("number", "S-1"), on=date(2021, 3, 11),
        what="حواسيب", amount=Decimal(amount), by=one.nadia, at=IN_2021,
        shares=[
            actions.Share(Decimal(parts[0]), heading=heading(both[0])),
            actions.Share(Decimal(parts[1]), heading=heading(both[1])),
            actions.Share(Decimal(parts[2]), restriction=own),
        ],
        **more,
    )  # fmt: skip


db = pytest.mark.django_db
slow = pytest.mark.slow


@db
@slow
def test_one_invoice_is_an_expense_of_each_grant_and_waits_for_our_own_share(one, both):
    with one.at_grantee(one.nadia):
        given_gift(Desk(one.grantee, one.nadia, one.nadia, one.hassan), 1000, on=date(2021, 3, 1), at=IN_2021)
        purchase = share(one, both)
        amounts = [row.amount for row in queries.shares_in(purchase)]
        assert amounts == [Decimal("40.01"), Decimal("40.00"), Decimal("20.00")]
        assert [row.share for row in GrantExpense.objects.order_by("-share")] == amounts[:2]
        (waiting,) = queries.shares_waiting(one.grantee.pk)
        with pytest.raises(actions.NotNow, match="whole shared invoice"):
            actions.take_out_expense(expense=GrantExpense.objects.first(), by=one.nadia, at=IN_2021)
        for grant, amount in zip(both, amounts, strict=False):
            assert queries.grant_books(grant).sums.spent == amount
    with one.at_grantee(one.hassan):
        paid = actions.let_share_go(share=waiting, by=one.hassan, at=IN_2021)
        assert paid.entry.kind == "purchase" and queries.shares_waiting(one.grantee.pk) == []
    with one.at_grantee(one.nadia):
        actions.take_out_purchase(purchase=purchase, by=one.nadia, at=IN_2021)
        assert Entry.objects.filter(kind="reversal").count() == 3
        assert all(queries.grant_books(grant).sums.spent == 0 for grant in both)
        share(one, both, "100.02")  # the invoice is free again


@db
@slow
def test_who_types_an_invoice_does_not_let_our_own_share_go(one, both):
    with one.at_grantee(one.hassan):
        own = actions.unrestricted(one.grantee.pk, at=IN_2021)
        actions.write_purchase(
            organisation=one.grantee.pk, supplier="س", number="1", on=DAY, what="ش", amount=Decimal(10),
            shares=[actions.Share(Decimal(100), restriction=own)], by=one.hassan, at=IN_2021,
        )  # fmt: skip
        (waiting,) = queries.shares_waiting(one.grantee.pk)
        with pytest.raises(actions.SecondPersonWanted):
            actions.let_share_go(share=waiting, by=one.hassan, at=IN_2021)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE funding_purchaseshare SET second_id = writer_id, second_at = now()")


@db
@slow
def test_percents_that_do_not_make_100_write_nothing_at_all(one, both):
    with one.at_grantee(one.nadia):
        with pytest.raises(actions.NotAPurchase, match="add up to 99"):
            share(one, both, parts=(40, 40, 19))
        with pytest.raises(actions.NotAPurchase, match="each payer once"):
            actions.write_purchase(
                organisation=one.grantee.pk, supplier="س", number="1", on=DAY, what="ش", amount=Decimal(10),
                shares=[actions.Share(Decimal(50), heading=heading(both[0]))] * 2, by=one.nadia, at=IN_2021,
            )  # fmt: skip
        with pytest.raises(actions.OutsideConvention), transaction.atomic():
            actions.write_purchase(
                organisation=one.grantee.pk, supplier="س", number="1", on=date(2020, 3, 1), what="ش",
                amount=Decimal(10), shares=[actions.Share(Decimal(100), heading=heading(both[0]))], by=one.nadia,
                at=IN_2021,
            )  # fmt: skip
        assert not Purchase.objects.exists() and not GrantExpense.objects.exists()


@db
@slow
def test_a_reported_share_keeps_the_shared_invoice_in(one, both):
    with one.at_grantee():
        purchase = share(one, both)
        expense = GrantExpense.objects.get(grant=both[0])
        actions.add_invoice_photo(
            expense=expense, photo=picture(7),
            by=one.hassan, at=IN_2021,
        )  # fmt: skip
        report_on(one, both[0], 1)
        with pytest.raises(actions.NotNow), transaction.atomic():
            actions.take_out_purchase(purchase=purchase, by=one.hassan, at=IN_2021)
        assert not Entry.objects.filter(kind="reversal").exists()


@db
@slow
def test_a_heading_that_gets_more_than_it_costs_is_said(one, both):
    with one.at_grantee(one.nadia):
        project = actions.open_project(
            organisation=one.grantee.pk,
            code="P",
            title="م",
            starts_on=date(2021, 1, 1),
            by=one.nadia,
            at=IN_2021,
        )
        headings = [heading(grant) for grant in both]  # 160,000 each for the same equipment
        share(one, both, "150000", project=project)
        assert queries.overfunded_by(headings, project=project.pk) == []
        share(one, both, "90000", number="S-2", project=project)
        (over,) = queries.overfunded_by(headings, project=project.pk)
        assert (over.charged, over.cost) == (Decimal(192000), Decimal(160000))


def by_hand(one: Funding, amount: str, parts: list[tuple[str, str]]) -> None:
    """A purchase of own money past the actions, in raw SQL: (percent, amount) of each share."""
    purchase, own = new_id(), actions.unrestricted(one.grantee.pk, at=IN_2021)
    bound = [own.pk]
    while len(bound) < len(parts):
        bound.append(
            actions.open_restriction(
                organisation=one.grantee.pk, kind="sadaqa", label=str(len(bound)), by=one.nadia, at=IN_2021
            ).pk
        )
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO funding_purchase (id, organisation_id, supplier, number, "on", what, amount, paid_on, by_id, at)'
            " VALUES (%s, %s, 's', 'n', %s, 'w', %s, %s, %s, %s)",
            [purchase, one.grantee.pk, DAY, amount, DAY, one.nadia.pk, IN_2021],
        )
        for place, (percent, part) in enumerate(parts):
            cursor.execute(
                "INSERT INTO funding_purchaseshare (id, organisation_id, purchase_id, place, percent, amount,"
                " restriction_id, writer_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [new_id(), one.grantee.pk, purchase, place, percent, part, bound[place], one.nadia.pk],
            )


@db
@slow
@pytest.mark.parametrize(
    ("parts", "constraint"),
    [
        ([("50", "50"), ("49.99", "50")], "shares_are_the_whole"),
        ([("50", "50"), ("50", "49.99")], "shares_are_the_whole"),
        ([], "shares_are_the_whole"),
        ([("50", "60"), ("50", "40")], "share_is_its_percent"),
    ],
)
def test_shares_that_are_not_the_whole_are_refused_in_raw_sql(one, parts, constraint):
    with one.at_grantee(one.nadia):
        refused_by(constraint, lambda: by_hand(one, "100", parts))
        by_hand(one, "100", [("50", "50"), ("50", "50")])  # the control
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for change in (
            "UPDATE funding_purchase SET amount = 1",
            "UPDATE funding_purchaseshare SET percent = 1",
            "DELETE FROM funding_purchaseshare",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)


@slow
@pytest.mark.concurrent
def test_shares_are_judged_at_commit_through_the_context(module_database):
    """Hard point 17: the outermost context keeps its words until COMMIT, where the shares are counted."""
    one = given_funding("-commit")
    with pytest.raises(IntegrityError), one.at_grantee(one.nadia):
        by_hand(one, "100", [("50", "50"), ("49", "50")])
    with pytest.raises(IntegrityError), one.at_grantee(one.nadia):
        by_hand(one, "100", [("50", "50"), ("50", "50")])
        with connection.cursor() as cursor:  # what is not seen is not the whole
            cursor.execute("SELECT set_config('twiza.organisations', '', true)")
    with one.at_grantee(one.nadia):
        by_hand(one, "100", [("50", "50"), ("50", "50")])
    with one.at_grantee(one.nadia):
        assert PurchaseShare.objects.count() == 2
