"""The counter looked at by a browser: who somebody may be comes while they are typed, and the page stays."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.browsing import NARROW, WIDE, Visitor
from tests.journeys.looking import LANGUAGES
from twiza.network.tests.given import given_member, given_organisation
from twiza.registry.tests.given import given_household


@pytest.fixture(scope="module")
def amina(site: str) -> Any:
    """President of an association that knows some families."""
    tissaout = given_organisation(name_ar="جمعية تيساوت")
    user = given_member("Amina", "association_president", tissaout)
    given_household(tissaout, user, "فاطمة الزهراء الأطلسية", "يوسف الأطلسي", place_words="حي السلام")
    given_household(tissaout, user, "فاطمة الأطلسية", place_words="درب الفقراء")
    given_household(tissaout, user, "خديجة التازية")
    return user


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_it_asks_while_a_name_is_typed(
    visit: Callable[..., Visitor], amina: Any, language: str, width: int
) -> None:
    visitor = visit(amina, language=language, width=width)
    visitor.go("/registry/households/new/")
    visitor.page.fill("[name=place_words]", "Hay Essalam")
    visitor.page.locator("[name=m-0-name_latin]").press_sequentially("Fatima Zahra El Atlassia")
    visitor.page.wait_for_selector(".possible .found-one")
    visitor.picture("counter")
    assert visitor.overflow() <= 0
    assert visitor.page.input_value("[name=m-0-name_latin]") == "Fatima Zahra El Atlassia"
    visitor.page.check("[name=not_these]")
    visitor.page.wait_for_timeout(1000)  # the tick is typed too, and asks again
    assert visitor.page.is_checked("[name=not_these]")
    if width == WIDE:
        assert not visitor.faults() + visitor.contrast_faults()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_without_script_the_question_comes_when_the_form_is_sent(
    visit: Callable[..., Visitor], amina: Any, language: str, width: int
) -> None:
    plain, reader = (
        visit(amina, language=language, width=width, script=False),
        visit(None, language=language, width=width),
    )
    plain.go("/registry/households/new/")
    plain.page.fill("[name=m-0-name_latin]", "Khadija Tazia")
    plain.press(plain.page.locator("main form button[type=submit]").last)
    plain.page.wait_for_selector(".error-summary")
    reader.shown(plain)
    reader.picture("counter-without-script")
    assert reader.overflow() <= 0 and plain.page.locator(".possible .found-one").count() == 1
    if width == WIDE:
        assert not reader.faults() + reader.contrast_faults()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_search_says_why(visit: Callable[..., Visitor], amina: Any, language: str, width: int) -> None:
    visitor = visit(amina, language=language, width=width)
    for text, name in (
        ("Latlassia fatma", "search"),
        ("fati", "search-beginning"),
        ("Mbarek", "search-nobody"),
    ):
        visitor.go("/registry/")
        visitor.page.fill("#q", text)
        visitor.page.press("#q", "Enter")
        visitor.page.wait_for_selector(".found-one" if name != "search-nobody" else ".empty-state")
        visitor.picture(name)
        assert visitor.overflow() <= 0
        if width == WIDE:
            assert not visitor.faults() + visitor.contrast_faults(), name
