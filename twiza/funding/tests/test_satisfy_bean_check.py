"""The journal before an outside judge: beancount's `bean-check`, GPL-2, as a program of its own in a place of its own.

It is installed for this proof in a folder that is thrown away: never imported by us, nor a dependency of ours.
"""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from twiza.funding import actions, queries
from twiza.funding.tests.given import (
    NOON,
    TODAY,
    given_desk,
    given_gift,
    given_order,
    given_restriction,
    paid,
)
from twiza.funding.tests.given_grants import (
    IN_2021,
    books_of_one_grant,
    charge,
    given_funding,
    given_paid,
)
from twiza.network.tests.given_institutions import given_institution

VERSION = "beancount==3.2.3"


@pytest.fixture(scope="module")
def bean_check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The judge, installed; without a package registry the proof says clearly that it was not made."""
    place = tmp_path_factory.mktemp("judge")
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True)
    asked = subprocess.run(
        [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", VERSION],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        pytest.fail(f"NOT PROVED: {VERSION} could not be installed here: {asked.stderr[-400:]}")
    return place / "bin" / "bean-check"


def verdict(judge: Path, file: Path, text: str) -> tuple[int, str]:
    file.write_text(text, encoding="utf-8")
    answer = subprocess.run([str(judge), str(file)], capture_output=True, text=True, check=False)
    return answer.returncode, answer.stdout + answer.stderr


@pytest.mark.proof
@pytest.mark.django_db
def test_bean_check_accepts_the_journal_and_refuses_an_altered_one(bean_check, tmp_path):
    desk = given_desk()
    with desk.work():
        zakat, waqf = given_restriction(desk), given_restriction(desk, "waqf")
        for n in range(40):
            given_gift(
                desk, f"{100 + n}.{n:02d}", zakat if n % 3 else None, means="cash" if n % 4 == 0 else "cheque"
            )
        given_gift(desk, 9000, waqf)
        actions.record_yield(waqf=waqf, amount=Decimal(70), on=TODAY, reference="A", by=desk.nadia, at=NOON)
        cash = queries.cash_to_deposit(desk.organisation.pk)
        actions.deposit_cash(
            organisation=desk.organisation.pk, gifts=cash, reference="BV", on=TODAY, by=desk.nadia, at=NOON
        )
        order = given_order(desk, 640, zakat)
        paid(desk, order)
        actions.cancel_payment(order=order, reason_code="bounced", by=desk.nadia, at=NOON)
        text = queries.beancount_of(desk.organisation.pk)
    assert verdict(bean_check, tmp_path / "journal.beancount", text) == (0, "")
    for before, after in (
        ("100.00 MAD", "100.01 MAD"),
        (" balance Assets:5141:R1 ", " balance Assets:5141:R3 "),
    ):
        code, said = verdict(bean_check, tmp_path / "altered.beancount", text.replace(before, after, 1))
        assert code != 0 and said


@pytest.mark.proof
@pytest.mark.django_db
def test_bean_check_accepts_the_books_of_a_grant_with_their_dimensions(bean_check, tmp_path):
    one = given_funding()
    grant = given_paid(one)
    house = given_institution(one.funder, one.meriem, association=one.grantee)
    with one.at_grantee(one.nadia):
        none = actions.unrestricted(one.grantee.pk, at=IN_2021)
        actions.open_chart(organisation=one.grantee.pk, by=one.nadia, at=IN_2021)
        accounts = {row.code: row for row in queries.accounts_in(one.grantee.pk)}
        actions.write_opening(
            organisation=one.grantee.pk, on=date(2021, 1, 1), by=one.nadia, at=IN_2021,
            lines=[
                actions.OpeningLine(accounts["5141"], Decimal(500)),
                actions.OpeningLine(accounts["1111"], Decimal(-500), none),
            ],
        )  # fmt: skip
        books_of_one_grant(one, grant)
        expense = charge(one, grant, "80.50", number="F-1")
        actions.take_out_expense(expense=expense, by=one.hassan, at=IN_2021)
        home = actions.open_project(
            organisation=one.grantee.pk, code="D", title="الدار", starts_on=date(2021, 1, 1), institution=house.pk,
            by=one.nadia, at=IN_2021,
        )  # fmt: skip
        charge(one, grant, "75.25", number="F-2", project=home)
        actions.give_back(
            grant=grant, amount=Decimal(1000), reference="R", on=IN_2021.date(), by=one.nadia, at=IN_2021
        )
        text = queries.beancount_of(one.grantee.pk)
        named = {"funder": one.funder.pk, "convention": queries.grant_money(grant).convention.convention_id}
        named |= {"project": home.pk, "institution": house.pk}
    assert verdict(bean_check, tmp_path / "grant.beancount", text) == (0, "")
    for name, id in named.items():
        assert f'    {name}: "{id}"' in text
    code, said = verdict(
        bean_check, tmp_path / "altered.beancount", text.replace("  1000.00 MAD", "  1000.01 MAD", 1)
    )
    assert code != 0 and said
