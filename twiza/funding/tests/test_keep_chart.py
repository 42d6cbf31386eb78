"""The chart of accounts as its treasurer keeps it, and what the database promises of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from twiza.funding import actions, queries
from twiza.funding.actions.books import write_entry
from twiza.funding.models import Account
from twiza.funding.rules.chart import CHART, CLASSES, kind_of_code
from twiza.funding.rules.ledger import KIND_OF, LineData, Role
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
from twiza.funding.tests.test_keep_books import refused_by
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.slow


@pytest.fixture
def desk() -> Iterator[Desk]:
    with translation.override("en"):
        yield given_desk()


def add(desk: Desk, code: str = "6132", label_fr: str = "Loyer du local", **more: Any) -> Account:
    return actions.add_account(
        organisation=desk.organisation.pk, code=code, label_ar="كراء المقر", label_fr=label_fr, by=desk.nadia,
        at=NOON, **more,
    )  # fmt: skip


def change(desk: Desk, account: Account, **more: Any) -> Account:
    said = {
        "code": account.code,
        "label_ar": account.label_ar,
        "label_fr": account.label_fr,
        "closed_on": None,
    }
    return actions.change_account(account=account, by=desk.nadia, at=NOON, **(said | more))


def test_the_chart_that_is_proposed_is_whole():
    codes = [one.code for one in CHART]
    assert len(set(codes)) == len(codes) and {code[0] for code in codes} == set(CLASSES)
    assert all(one.ar and one.fr for one in CHART)
    roles = {one.role: one.code for one in CHART if one.role}
    assert set(roles) == set(Role)
    assert all(kind_of_code(code) == KIND_OF[Role(role)] for role, code in roles.items())
    assert kind_of_code("811") is None


@pytest.mark.django_db
def test_books_open_with_the_chart_and_a_treasurer_adds_renames_and_closes(desk):
    with desk.work():
        actions.open_chart(organisation=desk.organisation.pk, by=desk.nadia, at=NOON)
        actions.open_chart(organisation=desk.organisation.pk, by=desk.nadia, at=NOON)
        assert len(queries.accounts_in(desk.organisation.pk)) == len(CHART)
        account = add(desk, "٦١٣٢")
        assert (account.code, account.kind) == ("6132", "expense")
        account = change(desk, account, label_fr="Loyer", code="6137")
        assert account.code == "6137"
        account = change(desk, account, closed_on=TODAY)
        assert account in queries.accounts_to_charge(desk.organisation.pk, on=TODAY)
        assert account not in queries.accounts_to_charge(desk.organisation.pk, on=TODAY + timedelta(days=1))
        with translation.override("ar"):
            assert queries.labelled(account) == "كراء المقر"
    with desk.work(desk.zineb), pytest.raises(NoPermission):
        actions.add_account(
            organisation=desk.organisation.pk, code="6139", label_ar="", label_fr="X", by=desk.zineb, at=NOON
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "words"), [("811", "begins with its class"), ("61", "three to eight"), ("5141", "has this code")]
)
def test_a_code_that_is_none_is_refused_with_what_would_work(desk, code, words):
    with desk.work(), pytest.raises(actions.NotAnAccount, match=words):
        add(desk, code)


@pytest.mark.django_db
def test_code_and_kind_of_an_account_with_lines_never_change(desk):
    with desk.work():
        given_gift(desk, 100)
        bank, rent = Account.objects.get(role="bank"), Account.objects.get(code="6131")
        with pytest.raises(actions.NotAnAccount, match="its code stays"):
            change(desk, bank, code="5142")
        with pytest.raises(actions.NotAnAccount, match="stays open"):
            change(desk, bank, closed_on=TODAY)
        assert change(desk, bank, label_fr="Banque populaire").label_fr == "Banque populaire"
        for words, constraint in (
            (f"UPDATE funding_account SET code = '5149' WHERE id = '{bank.pk}'", "account_with_lines_stays"),
            (f"UPDATE funding_account SET code = '7149', kind = 'income' WHERE id = '{rent.pk}'", None),
            (
                f"UPDATE funding_account SET kind = 'asset' WHERE id = '{rent.pk}'",
                "account_code_says_its_side",
            ),
            (
                f"UPDATE funding_account SET code = '5141' WHERE id = '{rent.pk}'",
                "account_code_says_its_side",
            ),
        ):

            def act(words: str = words) -> None:
                with connection.cursor() as cursor:
                    cursor.execute(words)

            if constraint:
                refused_by(constraint, act)
            else:
                act()
        for words in ("UPDATE funding_account SET role = ''", "DELETE FROM funding_account"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words)


@pytest.mark.django_db
def test_a_closed_account_takes_no_line_after_its_day(desk):
    with desk.work():
        zakat = given_restriction(desk)
        given_gift(desk, 100, zakat)
        rent = Account.objects.get(code="6131")
        change(desk, rent, closed_on=TODAY - timedelta(days=1))
        bank = Account.objects.get(role="bank")

        def spend(on: date) -> None:
            write_entry(
                organisation=desk.organisation.pk, kind="payment", on=on, by=desk.nadia, at=NOON,
                lines=[LineData(rent.pk, zakat.pk, Decimal(5)), LineData(bank.pk, zakat.pk, Decimal(-5))],
            )  # fmt: skip

        with pytest.raises(actions.AccountClosed, match="open it again"), transaction.atomic():
            spend(TODAY)
        change(desk, rent, closed_on=None)
        spend(TODAY)
        with pytest.raises(actions.NotAnAccount, match="a line after that day"):
            change(desk, rent, closed_on=TODAY - timedelta(days=1))


@pytest.mark.django_db
def test_the_trial_balance_holds_and_the_page_of_an_account_runs_on(desk):
    with desk.work():
        zakat = given_restriction(desk)
        for day in range(5):
            given_gift(desk, 100 + day, zakat, on=TODAY - timedelta(days=day))
    with desk.work(desk.hassan):
        order = given_order(desk, 50, zakat)
    with desk.work():
        paid(desk, order)
        balance = queries.trial_balance(desk.organisation.pk, first=TODAY - timedelta(days=1), through=TODAY)
        bank = next(one for one in balance.lines if one.account.role == "bank")
        assert (bank.opening, bank.debits, bank.credits, bank.closing) == (309, 201, 50, 460)
        assert balance.agrees and balance.debits == balance.credits == 251
        page = queries.account_page(bank.account, size=4)
        last = page[-1].line
        rest = queries.account_page(bank.account, before=queries.line_before(f"{last.on}.{last.pk}"), size=4)
        shown = [*page, *rest]
        assert len({one.line.pk for one in shown}) == 6 and shown[0].after == 460
        assert all(
            newer.after - newer.line.amount == older.after
            for newer, older in zip(shown, shown[1:], strict=False)
        )
        assert shown[-1].after == shown[-1].line.amount
        assert queries.line_before("nothing") is None
