"""Pages of sign-in, of one's own account and of invitations: readable by everyone, also before anybody is known."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone

from tests.journeys.browsing import Visitor
from tests.journeys.looking import LANGUAGES, look, told
from twiza.network import actions
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

PASSWORD = "seven quiet lanterns"
OWN = (
    "/accounts/",
    "/accounts/factor/",
    "/accounts/factors/",
    "/accounts/factors/codes/",
    "/accounts/factors/codes/new/",
    "/accounts/factors/keys/",
    "/accounts/factors/keys/add/",
    "/accounts/factors/application/remove/",
    "/accounts/close/",
    "/accounts/logout/",
    "/accounts/parameters/",
    "/accounts/parameters/distribution_declaration_days_before/",
    "/accounts/password/",
    "/accounts/password-again/",
    "/accounts/factors/show-again/",
    "/accounts/roles/",
    "/accounts/sessions/",
)


@pytest.fixture(scope="module")
def house(site: str) -> dict[str, object]:
    here = given_organisation("Association Tissaout", name_ar="جمعية تيساوت")
    karima = given_member("Karima", "platform_administrator", here, password=PASSWORD)
    amina = given_member("Amina", "association_president", here, password=PASSWORD)
    totp.TOTP.activate(karima, totp.generate_totp_secret())
    RecoveryCodes.activate(karima)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        invitation, code = actions.invite(
            organisation=here,
            role="campaign_manager",
            starts_on=timezone.localdate(),
            ends_on=None,
            label="Nadia",
            by=amina,
            at=timezone.now(),
        )
    return {"here": here, "karima": karima, "amina": amina, "code": code}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_s_own_pages(visit: Callable[..., Visitor], house: dict[str, object], language: str) -> None:
    visitor = visit(house["karima"], language=language)
    wrong: dict[str, list[str]] = {}
    for path in OWN:
        answer = visitor.go(path)
        assert answer.status == 200 and visitor.page.url == visitor.site + path, (path, visitor.page.url)
        if found := look(visitor):
            wrong[path] = found
    assert not wrong, told(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_before_anybody_is_known(
    visit: Callable[..., Visitor], house: dict[str, object], language: str
) -> None:
    visitor = visit(None, language=language)
    wrong: dict[str, list[str]] = {}

    def judge(name: str) -> None:
        if found := look(visitor):
            wrong[name] = found

    visitor.go("/accounts/login/")
    judge("sign in")
    visitor.press("form[action='/accounts/login/'] button[type=submit]")
    judge("sign in, empty")
    visitor.go("/welcome/")
    judge("welcome")
    visitor.page.fill("input[name=code]", "0000-0000-0000-0000")
    visitor.press(visitor.page.locator("main form button[type=submit]").first)
    judge("welcome, wrong code")
    visitor.page.fill("input[name=code]", str(house["code"]))
    visitor.press(visitor.page.locator("main form button[type=submit]").first)
    assert visitor.page.locator("input[name=username]").count() == 1
    judge("make an account")
    visitor.press(visitor.page.locator("main form button[type=submit]").first)
    judge("make an account, empty")
    visitor.go("/accounts/login/")
    visitor.page.fill("input[name=login]", "karima")
    visitor.page.fill("input[name=password]", PASSWORD)
    visitor.press("form[action='/accounts/login/'] button[type=submit]")
    assert visitor.page.url.endswith("/accounts/factors/show/")
    judge("second step")
    assert not wrong, told(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper(visit: Callable[..., Visitor], house: dict[str, object], language: str) -> None:
    visitor = visit(house["amina"], language=language)
    visitor.go(f"/network/organisations/{house['here'].pk}/invitations/")  # type: ignore[attr-defined]
    assert not (found := look(visitor)), told({"invitations": found})
    visitor.go(f"/network/organisations/{house['here'].pk}/invitations/")  # type: ignore[attr-defined]
    visitor.page.fill("input[name=label]", f"Person {time.time()}")
    visitor.press("main form:has(input[name=label]) button[type=submit]")
    assert visitor.page.locator(".slip").count() == 1
    button = visitor.page.locator("[data-print]")
    visitor.page.evaluate("window.print = () => document.body.setAttribute('data-printed', '')")
    button.click()
    assert visitor.page.locator("body[data-printed]").count() == 1
    visitor.picture("paper")
    assert not (found := look(visitor)), told({"paper": found})


def test_without_script_no_button_that_does_nothing(
    visit: Callable[..., Visitor], house: dict[str, object]
) -> None:
    visitor = visit(house["karima"], script=False)
    visitor.go("/gallery/")
    assert visitor.page.locator("[data-print]").count() == 1
    assert not visitor.page.locator("[data-print]").is_visible()
