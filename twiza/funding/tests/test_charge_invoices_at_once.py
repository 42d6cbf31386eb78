"""One invoice charged by several at the same moment: exactly one charges it, the others read why not."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from twiza.funding.models import GrantExpense
from twiza.funding.tests.given_grants import Funding, charge, given_funding, given_paid
from twiza.lib.errors import DomainError
from twiza.network.tests.given import given_organisation


def _at_once(charging: list[tuple[Funding, Any]]) -> list[str]:
    def act(one: tuple[Funding, Any]) -> str:
        side, grant = one
        try:
            with side.at_grantee():
                charge(side, grant, "1200", number="F-77")
            return "charged"
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(charging)) as pool:
        return sorted(pool.map(act, charging))


@pytest.mark.concurrent
def test_of_two_associations_and_two_grants_with_one_invoice_one_charges_it(own_database: Any) -> None:
    one = given_funding()
    other = given_funding("-b", grantee=given_organisation("Association Sebou"))
    again = given_funding(
        "-c", grantee=one.grantee, hassan=one.hassan
    )  # another funder of the first association
    sides = [(one, given_paid(one)), (other, given_paid(other)), (again, given_paid(again))]
    assert _at_once([*sides, *sides]) == ["InvoiceCharged"] * 5 + ["charged"]
    seen = []
    for side, _grant in sides[:2]:
        with side.at_grantee():
            seen += list(GrantExpense.objects.values_list("number", flat=True))
    assert seen == ["F-77"]
