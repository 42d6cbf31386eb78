"""Lists as workbooks: right to left, headings in both languages, the rows of the page and no others, one line in the log."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from twiza.funding.tests.given_grants import Funding, given_funding, given_paid
from twiza.network.tests.given import access_pages, given_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OFFICER = [
    "network:list_places", "network:list_organisations", "network:list_conventions", "network:list_institutions",
    "network:list_files", "network:list_regimes", "network:list_figures", "funding:list_grants",
]  # fmt: skip
TREASURER = [
    "funding:list_donors", "funding:list_pledges", "funding:list_gifts", "funding:list_receipts",
    "funding:list_payments", "funding:list_claims", "funding:list_accounts", "funding:list_funders",
    "funding:list_projects", "funding:list_purchases",
]  # fmt: skip
OWN = ["network:list_members", "network:list_invitations"]


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


def signed_in(user: Any) -> Client:
    client = Client()
    client.cookies["twiza_language"] = "fr"
    client.force_login(user)
    return client


def sheets(client: Client, address: str, **asked: str) -> Any:
    response = client.get(address, {**asked, "sheet": "xlsx"})
    assert response.status_code == 200, (address, response.status_code)
    assert "no-store" in response["Cache-Control"]
    book = load_workbook(io.BytesIO(response.content))
    assert all(page.sheet_view.rightToLeft for page in book.worksheets), address
    return book


def test_every_list_is_taken_out_with_headings_in_both_languages(one: Funding) -> None:
    given_paid(one)
    asked = [(one.meriem, reverse(name)) for name in OFFICER]
    asked += [(one.nadia, reverse(name)) for name in TREASURER]
    asked += [(one.hassan, reverse(name, args=[one.grantee.pk])) for name in OWN]
    for user, address in asked:
        client = signed_in(user)
        assert "sheet=xlsx" in client.get(address).content.decode(), address
        for page in sheets(client, address).worksheets:
            heading = [cell.value for cell in page[1]]
            assert heading and sum(" / " in str(cell) for cell in heading) >= len(heading) - 2, (
                address,
                heading,
            )
        with one.at_funder() if user == one.meriem else one.at_grantee(user):
            lines = [shown for shown, _ids, purpose in access_pages(user) if purpose == "sheet"]
            assert len(set(lines)) == len(lines) > 0  # one line for each list, and no two
    with one.at_funder():
        found = [shown for shown, _ids, purpose in access_pages(one.meriem) if purpose == "sheet"]
        assert len(found) == len(OFFICER)


def test_grants_are_numbers_and_days_and_nobody_elses(one: Funding) -> None:
    grant = given_paid(one)
    other = given_funding("-b", grantee=given_organisation("Association Sebou"))
    given_paid(other)
    book = sheets(signed_in(one.meriem), reverse("funding:list_grants"))
    lines, calls, files = book.worksheets
    (row,) = list(files.iter_rows(min_row=2, values_only=True))
    assert row[0] == grant.code and (row[4], row[5]) == (160000, 160000)
    assert row[7].date() == date(2021, 5, 1) and "Convention signée" in row[9] and " / " in row[9]
    (line,) = list(lines.iter_rows(min_row=2, values_only=True))
    assert (line[4], line[5], line[6], line[7]) == (3000000, 160000, 2840000, 1)
    assert len(list(calls.iter_rows(min_row=2))) == 1
    theirs = sheets(signed_in(other.hassan), reverse("funding:list_claims")).worksheets[0]
    assert grant.code not in [row[0] for row in theirs.iter_rows(min_row=2, values_only=True)]


def test_the_sheet_keeps_the_filter_of_its_page(one: Funding) -> None:
    client = signed_in(one.meriem)
    address = reverse("network:list_organisations")
    page = client.get(address, {"q": "proximite", "kind": "association"}).content.decode()
    assert "q=proximite" in page.split("sheet=xlsx")[0].rsplit('href="', 1)[1]
    rows = list(sheets(client, address, q="proximite", kind="association").worksheets[0].iter_rows(min_row=2))
    assert len(rows) == 1 and "proximité" in str(rows[0][0].value)
    every = list(sheets(client, address).worksheets[0].iter_rows(min_row=2))
    assert len(every) >= 2
