"""Receipts and statements on paper: real pages in Arabic and French, an image, and a hash that knows the books again."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from twiza.funding import actions, queries
from twiza.funding.rules.ledger import Sums
from twiza.funding.rules.outcomes import Outcome, shown_outcomes
from twiza.funding.rules.shortage import shortage
from twiza.funding.rules.statements import statement_hash
from twiza.funding.tests.given import (
    NOON,
    TODAY,
    Desk,
    given_desk,
    given_donor,
    given_gift,
    given_restriction,
)
from twiza.lib.ids import new_id
from twiza.network.tests.given import audit_data

PRAYER = NOON + timedelta(days=2)  # over by now
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return given_desk()


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_a_receipt_is_a_page_and_an_image_and_names_no_family(desk, client: Client):
    with desk.work():
        donor = given_donor(desk, "Hasna Atlassia")
        gift = given_gift(desk, 1250, given_restriction(desk), donor=donor)
        receipt = actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
    client.force_login(desk.zineb)
    page = reverse("funding:print_receipt", args=[receipt.pk])
    french = client.get(page, {"language": "fr"})
    assert french["Content-Type"] == "application/pdf" and "no-store" in french["Cache-Control"]
    assert french["Content-Disposition"] == 'attachment; filename="receipt-2026-000001.pdf"'
    said = text_of(french.content)
    assert "2026-000001" in said and "1250,00" in said and "Hasna Atlassia" in said and donor.code in said
    assert text_of(client.get(page, {"language": "ar"}).content).strip()
    assert "Hasna" not in text_of(client.get(page, {"language": "fr", "unnamed": "1"}).content)
    image = client.get(page, {"language": "ar", "image": "1"})
    assert image["Content-Type"] == "image/png" and image.content.startswith(b"\x89PNG")
    client.force_login(desk.hassan)
    assert "Hasna" not in text_of(client.get(page, {"language": "fr"}).content)


def test_a_cancelled_receipt_says_so_on_paper(desk):
    with desk.work():
        gift = given_gift(desk, 10)
        receipt = actions.issue_receipt(gift=gift, by=desk.zineb, at=NOON)
        actions.cancel_receipt(receipt=receipt, reason_code="misprint", by=desk.nadia, at=NOON)
        receipt = queries.receipt_for(desk.nadia, receipt.pk)
        assert "Annulé" in text_of(actions.print_receipt(receipt, "fr", named=True))


def test_a_statement_says_received_spent_left_and_what_it_became(desk, client: Client):
    with desk.work():
        zakat = given_restriction(desk)
        donor = given_donor(desk, "Hasna Atlassia")
        given_gift(desk, 1000, zakat, donor=donor)
        given_gift(desk, 500, zakat)
        statement = queries.statement_of(
            desk.nadia,
            zakat,
            through=TODAY,
            donor=donor,
            counts=[("Paniers", 340), ("Chaises", 3), ("Lits", 12)],
        )
        assert (statement.given, statement.sums.received, statement.sums.left) == (1000, 1500, 1500)
        assert [one.value for one in statement.outcomes] == [340, None, None]
        pdf = actions.print_statement(statement, "fr", organisation=desk.organisation, named=True)
        said = text_of(pdf)
        assert "1500,00" in said and "340" in said and statement.digest in said and "Hasna" in said
        assert text_of(actions.print_statement(statement, "ar", organisation=desk.organisation, named=True))
    client.force_login(desk.nadia)
    page = reverse("funding:print_statement", args=[zakat.pk])
    answer = client.get(page, {"language": "ar", "sheet": "1", "donor": donor.pk, "through": TODAY})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0].sheet_view.rightToLeft
    assert any(statement.digest == cell.value for row in book.worksheets[0].iter_rows() for cell in row)
    with desk.work():
        assert audit_data("funding.statement_made")[-1]["digest"] == statement.digest


def test_the_hash_knows_the_books_again_and_any_change_of_them(desk):
    with desk.work():
        zakat = given_restriction(desk)
        given_gift(desk, 1000, zakat, on=TODAY - timedelta(days=1), at=NOON)
        first = queries.statement_of(desk.nadia, zakat, through=TODAY - timedelta(days=1))
        given_gift(desk, 5, zakat)
        again = queries.statement_of(desk.nadia, zakat, through=TODAY - timedelta(days=1))
        later = queries.statement_of(desk.nadia, zakat, through=TODAY)
        assert first.digest == again.digest != later.digest and not first.closed
        actions.close_books(
            organisation=desk.organisation.pk, through=TODAY - timedelta(days=1), by=desk.nadia, at=NOON
        )
        assert queries.statement_of(desk.nadia, zakat, through=TODAY - timedelta(days=1)).closed
    known = {"organisation": new_id(), "restriction": new_id(), "through": TODAY, "sums": Sums()}
    rows = [(1, TODAY, "bank", Decimal("5.00"), "MAD"), (1, TODAY, "gifts", Decimal("-5.00"), "MAD")]
    assert statement_hash(rows=rows, **known) == statement_hash(rows=rows[::-1], **known)
    assert statement_hash(rows=rows, **known) != statement_hash(rows=rows[:1], **known)


def test_a_statement_ends_on_its_last_day_and_knows_gifts_in_kind(desk, in_english):
    month_end, later = date(2026, 1, 31), NOON + timedelta(days=5)
    with desk.work():
        zakat = given_restriction(desk)
        donor, other = given_donor(desk, "Hasna Atlassia"), given_donor(desk, "Moha Zayani")
        given_gift(desk, 300, zakat, donor=donor, on=date(2026, 1, 20))
        given_gift(desk, 200, zakat, donor=donor, on=TODAY)
        gone = given_gift(desk, 40, zakat, donor=donor, on=date(2026, 1, 21))
        actions.correct_gift(gift=gone, reason_code="given_back", by=desk.nadia, at=NOON)
        pledge = actions.write_pledge(
            donor=other, restriction=zakat, kind="goods", amount=Decimal(40), words="Farine", unit="sac",
            estimated_value=Decimal(4000), promised_on=TODAY, by=desk.zineb, at=NOON,
        )  # fmt: skip
        actions.receive_goods_pledge(
            pledge=pledge, quantity=Decimal(10), received_on=TODAY, by=desk.zineb, at=NOON
        )
        actions.receive_goods_pledge(
            pledge=pledge, quantity=Decimal(5), received_on=later.date(), by=desk.zineb, at=later
        )

        def told(who: Any, through: date) -> Any:
            return queries.statement_of(desk.nadia, zakat, through=through, donor=who, counts=[])

        january, today = told(donor, month_end), told(donor, TODAY)
        assert (january.given, january.sums.received) == (340, 340)  # taken back in February only
        assert (today.given, today.sums.received) == (500, 500)
        assert told(other, month_end).goods == [] and told(other, month_end).given == 0
        assert [one.amount for one in told(other, TODAY).goods] == [10]
        assert [one.amount for one in told(other, later.date()).goods] == [10, 5]
        said = text_of(
            actions.print_statement(told(other, TODAY), "fr", organisation=desk.organisation, named=True)
        )
        assert "Farine: 10 sac" in said and "1000,00" in said
        assert said.count("Vos dons") == said.count("Vos dons en nature") == 1  # no line of 0,00


def test_what_money_became_is_asked_for_that_day(desk, settings):
    settings.FUNDING_OUTCOMES = "twiza.funding.tests.test_print_papers.by_the_end"
    with desk.work():
        purpose = given_restriction(desk, "purpose", label="x", campaign=new_id())
        for through, count in ((TODAY - timedelta(days=1), 0), (TODAY, 70)):
            statement = queries.statement_of(desk.nadia, purpose, through=through)
            assert [one.value for one in statement.outcomes] == [count]


def by_the_end(_user: Any, _campaign: Any, *, through: date) -> list[tuple[str, int]]:
    """What a campaign that ends on TODAY says of itself."""
    return [("baskets", 70 if through >= TODAY else 0)]


def test_small_counts_are_hidden_and_no_lonely_one_is_given_away():
    assert shown_outcomes([("a", 3)], least=5) == [Outcome("a", None)]
    assert [one.value for one in shown_outcomes([("a", 3), ("b", 9), ("c", 70)], least=5)] == [None, None, 70]
    assert [one.value for one in shown_outcomes([("a", 0), ("b", 9)], least=5)] == [0, 9]
    assert [one.value for one in shown_outcomes([("a", 3), ("b", 4), ("c", 9)], least=5)] == [None, None, 9]


def test_baskets_are_missing_when_pledges_are_not_kept():
    kept = {"target": 100, "unit_cost": Decimal(250), "there": Decimal(10100)}
    all_kept = shortage(counted_on=[Decimal(10000), Decimal(5000)], **kept)
    assert (all_kept.sure, all_kept.expected, all_kept.missing, all_kept.missing_money) == (40, 100, 0, 0)
    one_lost = shortage(counted_on=[Decimal(10000)], **kept)
    assert (one_lost.expected, one_lost.missing, one_lost.missing_money) == (80, 20, Decimal(4900))
    with pytest.raises(ValueError):
        shortage(target=1, unit_cost=Decimal(0), there=Decimal(0), counted_on=[])


def test_the_page_works_out_what_is_missing(desk, client: Client):
    with desk.work():
        given_gift(desk, 500)
        given_gift(desk, 9000, given_restriction(desk, "waqf"))
        given_gift(desk, 9000, given_restriction(desk, "purpose", label="x", campaign=new_id()))
        lost = actions.write_pledge(
            donor=given_donor(desk), restriction=None, kind="money", amount=Decimal(500), promised_on=TODAY,
            by=desk.zineb, at=NOON,
        )  # fmt: skip
    client.force_login(desk.hassan)
    page = reverse("funding:simulate_shortage")
    asked = {"target": "10", "unit_cost": "100"}
    assert client.get(page, asked).context["found"].found.missing == 0
    assert client.get(page, {**asked, "not_kept": lost.pk}).context["found"].found.missing == 5
    with desk.work():  # none of these pays for any basket today
        given_gift(desk, 70, given_restriction(desk, "purpose", label="y", zone="بنسودة"))
        given_gift(desk, 80, means="cash")
        fitr = given_restriction(desk, "zakat_al_fitr", label="1447")
        given_gift(desk, 90, fitr)
        actions.set_prayer(restriction=fitr, spend_before=PRAYER, by=desk.zineb, at=NOON)
        actions.write_pledge(
            donor=given_donor(desk), restriction=fitr, kind="money", amount=Decimal(900), promised_on=TODAY,
            by=desk.zineb, at=NOON,
        )  # fmt: skip
    answer = client.get(page, asked)
    found = answer.context["found"]
    assert (found.there, found.found.missing, len(found.pledges)) == (500, 0, 1)
    assert sorted(amount for _one, amount in found.not_there) == [70, 80, 90]
    assert "بنسودة" in answer.content.decode()
    assert (
        client.get(page, {"target": "x", "unit_cost": "-1", "not_kept": "nothing"}).context["found"].found
        is None
    )
