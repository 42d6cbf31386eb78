"""The pages of grants looked at by a browser: both sides, both widths, an amount read in words before it is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import LANGUAGES, look
from twiza.funding.tests.given_grants import Funding, charge, given_funding, given_paid, report_on
from twiza.network.tests.given import given_organisation

BOTH = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def running(site: str) -> tuple[Funding, Any]:
    """A grant that runs, with an invoice that was reported and one that was not."""
    one = given_funding(
        funder=given_organisation("Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة")
    )
    grant = given_paid(one)
    with one.at_grantee():
        charge(one, grant, "1250.50", number="F-1")
        report_on(one, grant, 1)
        charge(one, grant, "300", number="F-2")
    return one, grant


@BOTH
def test_pages_of_grants_can_be_read_by_everyone(
    visit: Callable[..., Visitor], running: tuple[Funding, Any], language: str
) -> None:
    one, grant = running
    page = reverse("funding:show_grant", args=[grant.pk])
    for user, path, name in (
        (one.meriem, reverse("funding:list_grants"), "given"),
        (one.meriem, page, "file-of-the-funder"),
        (one.hassan, reverse("funding:list_claims"), "asked"),
        (one.hassan, reverse("funding:show_call", args=[grant.call_id]), "call"),
        (one.hassan, page, "file-of-the-association"),
    ):
        visitor = visit(user, language=language)
        visitor.go(path)
        assert not look(visitor, f"grants-{name}"), path
        assert not visitor.complaints


@BOTH
def test_a_scrambled_amount_is_asked_in_words(
    visit: Callable[..., Visitor], running: tuple[Funding, Any], language: str
) -> None:
    one, _grant = running
    visitor = visit(one.meriem, language=language, width=NARROW, script=False)
    visitor.go(reverse("funding:write_budget_line"))
    page = visitor.page
    page.fill("[name=year]", "2021")
    page.fill("[name=title]", f"مراكز القرب {language}")
    page.fill("[name=legal_basis]", "12/02/2021")
    page.fill("[name=amount]", "00 000 160")
    visitor.press("main button[type=submit]")
    assert "مائة وستون ألف درهم" in page.content()
    visitor.picture("grants-amount-asked")
    assert visitor.overflow() <= 0
    page.check("[name=amount_meant][value='160000.00']")
    visitor.press("main button[type=submit]")
    page.wait_for_url("**/grants/**")
    assert f"مراكز القرب {language}" in page.content()
