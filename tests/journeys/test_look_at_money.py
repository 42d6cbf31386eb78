"""The pages of money looked at by a browser: a gift to its receipt by hand, and each page at both widths."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.journeys.browsing import NARROW, Visitor
from tests.journeys.looking import LANGUAGES, look
from twiza.funding import queries
from twiza.funding.tests.given import Desk, given_restriction, one_of_each
from twiza.network import queries as network
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

BOTH = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def nadia(site: str) -> Any:
    """Treasurer of an association where everything of money was done once."""
    tissaout = given_organisation("Association Tissaout", name_ar="جمعية تيساوت")
    one_of_each(tissaout, given_member("Hassan", "association_president", tissaout))
    user = given_member("Nadia", "treasurer", tissaout)
    with acting_as(user.pk, purpose=Purpose.WORK):
        given_restriction(Desk(tissaout, user, user, user), label="1447")
    return user


def pages(user: Any) -> list[tuple[str, str]]:
    with acting_as(user.pk, purpose=Purpose.WORK):
        (mine,) = network.my_organisations(user, on=timezone.localdate())
        fitr = next(one for one in queries.restrictions_of(mine.pk) if one.kind == "zakat_al_fitr")
        payment = queries.payments_of(mine.pk)[0]
        receipt = queries.receipts_of(mine.pk, year=2026)[0]
        gift = queries.gifts_in(mine.pk)[0]
    return [
        (reverse("funding:show_money"), "all"),
        (reverse("funding:show_journal"), "journal"),
        (reverse("funding:list_pledges"), "pledges"),
        (reverse("funding:list_receipts"), "receipts"),
        (reverse("funding:show_restriction", args=[fitr.pk]), "restriction"),
        (reverse("funding:show_payment", args=[payment.pk]), "payment"),
        (reverse("funding:show_receipt", args=[receipt.pk]), "receipt"),
        (reverse("funding:show_gift", args=[gift.pk]), "gift"),
        (reverse("funding:simulate_shortage") + "?target=40&unit_cost=210", "shortage"),
    ]


@BOTH
def test_pages_of_money_can_be_read_by_everyone(
    visit: Callable[..., Visitor], nadia: Any, language: str
) -> None:
    visitor = visit(nadia, language=language)
    for path, name in pages(nadia):
        visitor.go(path)
        assert not look(visitor, f"money-{name}"), path
    assert not visitor.complaints


@BOTH
def test_a_gift_is_written_and_its_receipt_given(
    visit: Callable[..., Visitor], nadia: Any, language: str
) -> None:
    visitor = visit(nadia, language=language, width=NARROW, script=False)
    visitor.go(reverse("funding:write_donor"))
    page = visitor.page
    page.select_option("[name=kind]", "anonymous")
    page.select_option("[name=contact]", "none")
    visitor.press("main button[type=submit]")
    page.wait_for_url("**/money/donors/**")
    visitor.press(page.locator("a[href*='/money/gifts/new/']").first)
    page.fill("[name=amount]", "1.250,50")
    page.select_option("[name=means]", "cash")
    visitor.picture("money-gift-new")
    visitor.press("main button[type=submit]")
    page.wait_for_url("**/money/gifts/**")
    visitor.press("main form[action$='/receipt/'] button")
    page.wait_for_url("**/money/receipts/**")
    assert "2026-0000" in page.inner_text("main")
    assert not visitor.complaints
