"""Opening balances: written once by the treasurer, before every other entry, taken back, shown in the trial balance."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from twiza.funding import actions, queries
from twiza.funding.models import Account, Entry
from twiza.funding.tests.given import NOON, TODAY, Desk, given_desk, given_gift, given_restriction
from twiza.funding.tests.test_keep_books import refused_by
from twiza.funding.tests.test_show_grants import at
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIRST = TODAY.replace(month=1, day=1)
FIGURES = {"5141": "12000", "2351": "50000", "4411": "-300", "1111": "-61700"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with translation.override("en"):
        yield given_desk()


def chart(desk: Desk) -> dict[str, Account]:
    if not Account.objects.exists():
        actions.open_chart(organisation=desk.organisation.pk, by=desk.nadia, at=NOON)
    return {row.code: row for row in Account.objects.all()}


def opened(desk: Desk, figures: dict[str, str] | None = None, *, on: date = FIRST, **more: Any) -> Entry:
    accounts = chart(desk)
    lines = [
        actions.OpeningLine(accounts[code], Decimal(amount), more.get("restriction"))
        for code, amount in (figures or FIGURES).items()
    ]
    by = more.get("by", desk.nadia)
    return actions.write_opening(organisation=desk.organisation.pk, on=on, lines=lines, by=by, at=NOON)


def test_books_begin_with_what_was_there_and_the_trial_balance_says_so(desk):
    with desk.work():
        entry = opened(desk)
        given_gift(desk, 500)
        assert queries.standing_opening(desk.organisation.pk) == entry
        balance = queries.trial_balance(desk.organisation.pk, first=FIRST, through=TODAY)
        assert {one.account.code: one.opening for one in balance.lines if one.opening} == {
            code: Decimal(amount) for code, amount in FIGURES.items()
        }
        assert balance.agrees and balance.debits == 500
        (money,) = queries.balances_of(desk.organisation.pk)
        assert (money.sums.brought, money.sums.received, money.sums.left) == (11700 + 300, 500, 12500)
        assert money.sums.agrees


def test_each_kind_of_money_begins_for_itself(desk):
    with desk.work():
        zakat = given_restriction(desk)
        accounts = chart(desk)
        lines = [
            actions.OpeningLine(accounts["5141"], Decimal(100), zakat),
            actions.OpeningLine(accounts["1111"], Decimal(-100)),
        ]
        with pytest.raises(actions.NotAnOpening, match="each kind of money"):
            actions.write_opening(
                organisation=desk.organisation.pk, on=FIRST, lines=lines, by=desk.nadia, at=NOON
            )
        opened(desk, {"5141": "100", "1111": "-100"}, restriction=zakat)
        assert queries.sums_of(zakat).left == 100


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"5141": "100", "1111": "-99"}, "differ by"),
        ({"5141": "100"}, "differ by"),
        ({"5141": "100", "7111": "-100"}, "classes 1 to 5"),
        ({"5141": "-100", "1111": "100"}, "not enough of this money"),
    ],
)
def test_what_does_not_add_up_is_refused_and_nothing_is_written(desk, figures, words):
    with desk.work():
        income = next(row.code for row in chart(desk).values() if row.kind == "income" and not row.role)
        said = {income if code == "7111" else code: amount for code, amount in figures.items()}
        with pytest.raises((actions.NotAnEntry, actions.MoreThanReceived), match=words):
            opened(desk, said)


def test_it_is_written_once_and_may_be_taken_back_and_written_anew(desk):
    with desk.work():
        entry = opened(desk)
        with pytest.raises(actions.NotAnEntry, match="are written"):
            opened(desk, on=FIRST - timedelta(days=1))
        actions.undo_opening(entry=entry, by=desk.nadia, at=NOON)
        assert queries.standing_opening(desk.organisation.pk) is None
        with pytest.raises(actions.NotAnEntry):
            actions.undo_opening(entry=entry, by=desk.nadia, at=NOON)
        opened(desk, {"5141": "7", "1111": "-7"})
        assert [row.kind for row in Entry.objects.order_by("number")] == ["opening", "reversal", "opening"]


def test_it_comes_before_every_other_entry(desk):
    with desk.work():
        given_gift(desk, 500, on=TODAY - timedelta(days=5))
        with pytest.raises(actions.NotAnEntry, match="come before every other one"):
            opened(desk, on=TODAY)
        opened(desk)


def test_only_the_treasurer_writes_it(desk):
    with desk.work(desk.zineb), pytest.raises(NoPermission):
        actions.write_opening(organisation=desk.organisation.pk, on=FIRST, lines=[], by=desk.zineb, at=NOON)


def by_hand(desk: Desk, on: date, kind: str, lines: dict[str, str]) -> None:
    """Write an entry past the actions."""
    accounts, none = chart(desk), actions.unrestricted(desk.organisation.pk, at=NOON)
    entry = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO funding_entry (id, organisation_id, number, "on", kind, line_count, reason_code, by_id, at)'
            " VALUES (%s, %s, 0, %s, %s, %s, '', %s, %s)",
            [entry, desk.organisation.pk, on, kind, len(lines), desk.nadia.pk, NOON],
        )
        for code, amount in lines.items():
            cursor.execute(
                "INSERT INTO funding_line (id, organisation_id, entry_id, account_id, restriction_id, zone, amount, currency)"
                " VALUES (%s, %s, %s, %s, %s, '', %s, 'MAD')",
                [new_id(), desk.organisation.pk, entry, accounts[code].pk, none.pk, amount],
            )


def test_the_database_refuses_what_comes_by_another_way(desk):
    even = {"5141": "5", "1111": "-5"}
    with desk.work():
        income = next(row.code for row in chart(desk).values() if row.kind == "income" and not row.role)
        refused_by(
            "opening_is_of_the_balance", lambda: by_hand(desk, FIRST, "opening", {"5141": "5", income: "-5"})
        )
        refused_by("entry_is_balanced", lambda: by_hand(desk, FIRST, "opening", {"5141": "5", "1111": "-4"}))
        by_hand(desk, FIRST, "opening", even)  # the control
        refused_by("opening_stands_once", lambda: by_hand(desk, FIRST, "opening", even))
        refused_by("entry_after_the_opening", lambda: by_hand(desk, FIRST - timedelta(days=1), "gift", even))
        refused_by("opening_stands_once", lambda: by_hand(desk, TODAY, "opening", even))


def test_the_database_wants_the_opening_first(desk):
    with desk.work():
        by_hand(desk, FIRST, "gift", {"5141": "5", "1111": "-5"})
        later = FIRST + timedelta(days=1)
        refused_by(
            "opening_comes_first", lambda: by_hand(desk, later, "opening", {"5141": "5", "1111": "-5"})
        )
        by_hand(desk, FIRST, "opening", {"5141": "5", "1111": "-5"})


def test_the_page_asks_shows_and_takes_back(desk, client):
    with desk.work():
        accounts = chart(desk)
        bank, means = accounts["5141"], accounts["1111"]
    sent = {
        "on": FIRST.isoformat(), "account_1": str(bank.pk), "debit_1": "900", "account_2": str(means.pk),
        "credit_2": "899",
    }  # fmt: skip
    answer = at(client, desk.nadia, "write_opening", post=sent)
    assert answer.status_code == 422 and "differ by" in answer.content.decode()
    assert at(client, desk.nadia, "write_opening", post=sent | {"credit_2": "900"}).status_code == 302
    period = f"?first={FIRST.isoformat()}&through={TODAY.isoformat()}"
    balance = client.get(reverse("funding:show_balance") + period).content.decode()
    assert "Opening balances of" in balance and "900" in balance
    assert "Brought" in at(client, desk.nadia, "show_money").content.decode()
    with desk.work():
        entry = queries.standing_opening(desk.organisation.pk)
    assert entry is not None
    assert at(client, desk.nadia, "undo_opening", entry.pk, post={}).status_code == 302
    with desk.work():
        assert queries.standing_opening(desk.organisation.pk) is None


def test_lines_are_folded_until_something_stands_in_them(desk, client):
    with desk.work():
        chart(desk)
    page = at(client, desk.nadia, "write_opening").content.decode()
    folded = '<details class="more-lines"><summary>'
    assert page.index('name="debit_4"') < page.index(folded) < page.index('name="debit_5"')
    sent = {"on": FIRST.isoformat(), "debit_2": "900", "credit_7": "77"}
    answer = at(client, desk.nadia, "write_opening", post=sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and '<details class="more-lines" open>' in page
    assert 'value="900"' in page and 'value="77"' in page and "900.00" in page


def test_books_without_a_chart_are_opened_first(desk, client):
    answer = at(client, desk.nadia, "write_opening")
    assert answer.status_code == 302 and reverse("funding:open_chart") in answer["Location"]
