"""The journal before an outside judge: beancount's `bean-check`, GPL-2, as a program of its own in a place of its own.

It is installed for this proof in a folder that is thrown away: never imported by us, nor a dependency of ours.
"""

import subprocess
import sys
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
