"""The books on their pages: what came by each funder, one invoice of several, and what only the accountant reads."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from twiza.funding import actions, queries
from twiza.funding.models import Account, GrantHeading, GrantTranche, Purchase, PurchaseShare
from twiza.funding.tests.given_grants import (
    IN_2021,
    Funding,
    books_of_one_grant,
    charge,
    given_funding,
    given_paid,
)
from twiza.funding.tests.test_show_grant_money import words_read
from twiza.funding.tests.test_show_grants import at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
YEAR = "first=2021-01-01&through=2021-12-31"


@pytest.fixture
def one() -> Funding:
    return given_funding()


def read(client, user, name: str, *args, of: Funding, more: str = ""):
    at(client, user, "list_claims")  # signs in
    return client.get(f"{reverse('funding:' + name, args=args)}?of={of.grantee.pk}&{YEAR}{more}")


def test_a_tranche_is_confirmed_an_expense_charged_and_the_statement_says_it(client, one):
    grant = given_paid(one)
    with one.at_grantee():
        tranche = GrantTranche.objects.get(grant=grant, number=1)
        heading = GrantHeading.objects.filter(grant=grant).order_by("place")[0]
    page = at(client, one.nadia, "show_grant", grant.pk).content.decode()
    assert "The funder wrote that it paid tranche 1" in page
    form = at(client, one.nadia, "confirm_tranche", tranche.pk).content.decode()
    assert "VIR-1" in form
    typed = {"reference": "RELEVE", "on": "16/03/2021"}
    assert at(client, one.nadia, "confirm_tranche", tranche.pk, post=typed).status_code == 302
    invoice = {
        "kind": "invoice", "supplier": "مكتبة", "number": "F-1", "on": "02/06/2021", "what": "دفاتر",
        "heading": str(heading.pk), **words_read(amount="1000", share="900"),
    }  # fmt: skip
    assert at(client, one.nadia, "write_expense", grant.pk, post=invoice).status_code == 302
    page = at(client, one.nadia, "show_grant", grant.pk).content.decode()
    assert "In our own books" in page and "99,100" in page
    assert "In our own books" not in at(client, one.meriem, "show_grant", grant.pk).content.decode()
    statement = read(client, one.nadia, "show_funder", one.funder.pk, of=one).content.decode()
    for words in ("Équipement", "100,000", "900", "99,100"):
        assert words in statement
    listed = read(client, one.nadia, "list_funders", of=one).content.decode()
    assert "99,100" in listed


def test_the_statement_is_a_paper_in_both_languages_and_a_sheet_from_right_to_left(client, one):
    grant = given_paid(one)
    books_of_one_grant(one, grant)
    for language in ("ar", "fr"):
        paper = read(client, one.nadia, "print_funder", one.funder.pk, of=one, more=f"&language={language}")
        with pypdfium2.PdfDocument(paper.content) as document:
            assert len(document) == 1
            words = document[0].get_textpage().get_text_range()
        assert "100" in words and ("Relevé" in words) == (language == "fr")
    sheet = read(client, one.nadia, "print_funder", one.funder.pk, of=one, more="&language=ar&sheet=1")
    book = load_workbook(BytesIO(sheet.content))
    first, spent = book.worksheets
    assert first.sheet_view.rightToLeft and spent.max_row == 2
    rows = list(first.values)
    assert sum(row[4] for row in rows[1:-1]) == rows[-1][4] == 100000


def test_debit_and_credit_stand_in_the_view_of_the_accountant_only(client, one):
    grant = given_paid(one)
    books_of_one_grant(one, grant)
    with one.at_grantee(one.nadia):
        entry = queries.journal_page(one.grantee.pk)[0].entry.pk
        bank = Account.objects.get(role="bank").pk
        balance = queries.trial_balance(one.grantee.pk, first=date(2021, 1, 1), through=date(2021, 12, 31))
    plain = [
        at(client, one.nadia, name, *args).content.decode()
        for name, *args in (("show_entry", entry), ("show_grant", grant.pk))
    ] + [
        read(client, one.nadia, name, *args, of=one).content.decode()
        for name, *args in (
            ("show_money",),
            ("list_funders",),
            ("show_funder", one.funder.pk),
            ("show_journal",),
        )
    ]
    assert not any(word in page for page in plain for word in ("Debit", "Credit", "debit", "credit"))
    assert "Money out" in plain[0] or "Money in" in plain[0]
    for name, *args in (("show_balance",), ("show_account", bank), ("show_postings", entry)):
        assert "Debit" in read(client, one.nadia, name, *args, of=one).content.decode()
    page = read(client, one.nadia, "show_balance", of=one).content.decode()
    assert "debits and credits are equal" in page and balance.agrees
    book = load_workbook(BytesIO(read(client, one.nadia, "download_balance", of=one).content))
    last = list(book.active.values)[-1]
    assert last[3] == last[4] == float(balance.debits)
    assert at(client, one.meriem, "show_postings", entry).status_code == 404


def test_one_invoice_is_typed_once_and_what_is_wrong_keeps_what_was_typed(client, one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        heading = GrantHeading.objects.filter(grant=grant).order_by("place")[0]
        own = actions.unrestricted(one.grantee.pk, at=IN_2021)
    typed = {
        "supplier": "مكتبة", "number": "S-1", "on": "11/03/2021", "what": "حواسيب", "heading_1": str(heading.pk),
        "percent_1": "60", "own": str(own.pk), "own_percent": "30", **words_read(amount="100"),
    }  # fmt: skip
    refused = at(client, one.nadia, "write_purchase", post=typed)
    assert refused.status_code == 422
    assert "add up to 90" in refused.content.decode() and "حواسيب" in refused.content.decode()
    assert at(client, one.nadia, "write_purchase", post=typed | {"own_percent": "40"}).status_code == 302
    with one.at_grantee(one.nadia):
        purchase, waiting = Purchase.objects.get(), PurchaseShare.objects.get(expense=None)
    assert "waits for a second person" in at(client, one.nadia, "show_purchase", purchase.pk).content.decode()
    assert at(client, one.nadia, "let_share_go", waiting.pk).status_code == 403
    unpaid = at(client, one.hassan, "let_share_go", waiting.pk, post={})
    assert "not enough of this money at the bank" in unpaid.content.decode()
    assert at(client, one.nadia, "take_out_purchase", purchase.pk, post={}).status_code == 302
    assert "Taken out on" in at(client, one.nadia, "show_purchase", purchase.pk).content.decode()


def test_the_chart_is_kept_and_months_are_closed_on_their_pages(client, one):
    empty = read(client, one.nadia, "list_accounts", of=one).content.decode()
    assert "books are not open yet" in empty and "confirmed by an accountant" in empty
    assert "Nothing is written" in read(client, one.nadia, "show_balance", of=one).content.decode()
    assert at(client, one.nadia, "open_chart", post={}).status_code == 302
    typed = {"code": "6132", "label_fr": "Loyer"}
    assert at(client, one.nadia, "add_account", post=typed).status_code == 302
    twice = at(client, one.nadia, "add_account", post=typed)
    assert twice.status_code == 422 and "has this code" in twice.content.decode()
    with one.at_grantee(one.nadia):
        account = Account.objects.get(code="6132")
    changed = typed | {"label_ar": "كراء", "closed_on": "31/12/2025"}
    assert at(client, one.nadia, "change_account", account.pk, post=changed).status_code == 302
    assert "closed after" in read(client, one.nadia, "list_accounts", of=one).content.decode()
    assert at(client, one.nadia, "close_books", post={}).status_code == 422
    form = at(client, one.nadia, "close_books").content.decode()
    month = form.split('<option value="20')[1][:8]
    assert at(client, one.nadia, "close_books", post={"month": f"20{month}"}).status_code == 302
    with one.at_grantee(one.nadia):
        assert queries.closed_through(one.grantee.pk) == date.fromisoformat(f"20{month}")


def test_closed_books_keep_the_expense_that_was_typed(client, one):
    grant = given_paid(one)
    with one.at_grantee(one.nadia):
        heading = GrantHeading.objects.filter(grant=grant).order_by("place")[0]
        actions.close_books(
            organisation=one.grantee.pk,
            through=date(2021, 12, 31),
            by=one.nadia,
            at=IN_2021.replace(year=2022),
        )
    invoice = {
        "kind": "invoice", "supplier": "مكتبة", "number": "F-1", "on": "02/06/2021", "what": "دفاتر",
        "heading": str(heading.pk), **words_read(amount="1000", share="900"),
    }  # fmt: skip
    refused = at(client, one.nadia, "write_expense", grant.pk, post=invoice)
    assert refused.status_code == 422
    assert (
        "Write a later day for the books" in refused.content.decode() and "دفاتر" in refused.content.decode()
    )
    later = invoice | {"paid_on": "05/01/2022"}
    assert at(client, one.nadia, "write_expense", grant.pk, post=later).status_code == 302


def test_projects_and_accounts_of_headings_are_kept_on_their_pages(client, one):
    grant = given_paid(one)
    assert "open a project" in read(client, one.nadia, "list_projects", of=one).content.decode()
    typed = {"code": "P-1", "title": "المركز", "starts_on": "01/01/2021"}
    assert at(client, one.nadia, "open_project", post=typed).status_code == 302
    assert at(client, one.nadia, "open_project", post=typed).status_code == 422
    with one.at_grantee(one.nadia):
        project = queries.projects_of(one.grantee.pk)[0]
    renamed = {"title": "المركز الجديد", "starts_on": "01/01/2021", "ends_on": "31/12/2021"}
    assert at(client, one.nadia, "change_project", project.pk, post=renamed).status_code == 302
    assert "المركز الجديد" in read(client, one.nadia, "list_projects", of=one).content.decode()
    form = at(client, one.nadia, "choose_accounts", grant.pk)
    assert form.status_code == 200
    with one.at_grantee(one.nadia):
        rent, bought = Account.objects.get(code="6131"), Account.objects.get(role="purchases")
    chosen = {"account_1": str(rent.pk), "account_2": str(bought.pk)}
    assert at(client, one.nadia, "choose_accounts", grant.pk, post=chosen).status_code == 302
    with one.at_grantee(one.nadia):
        places = list(GrantHeading.objects.filter(grant=grant).order_by("place"))
        assert {account.code for account in queries.heading_accounts(grant).values()} == {"6131"}, places
        assert charge(one, grant, "10").entry.lines.get(amount=Decimal(10)).account == rent
