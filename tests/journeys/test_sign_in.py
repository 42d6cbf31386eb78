"""Every role signs in, in a real browser: password, second factor where the role needs one, the today page."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal import auth as totp

from tests.journeys.browsing import NARROW, Visitor
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.accounts.roles import ROLES

PASSWORD = "seven quiet lanterns"


@pytest.fixture(scope="module")
def people(site: str) -> dict[str, tuple[str, str]]:
    """Role → (user name, secret of the application); one person a role, each in their own organisation."""
    made = {}
    for number, role in enumerate(ROLES.values()):
        user = given_member(
            f"Person{number}", role.code, given_organisation(f"Body {number}"), password=PASSWORD
        )
        secret = totp.generate_totp_secret() if role.needs_second_factor else ""
        if secret:
            totp.TOTP.activate(user, secret)
        made[role.code] = (user.username, secret)
    return made


def type_password(visitor: Visitor, name: str) -> None:
    visitor.go("/accounts/login/")
    visitor.page.fill("input[name=login]", name)
    visitor.page.fill("input[name=password]", PASSWORD)
    visitor.press("form[action='/accounts/login/'] button[type=submit]")


def code_now(secret: str) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


@pytest.mark.parametrize("role", list(ROLES))
def test_every_role_signs_in_without_script_on_a_telephone(
    visit: Callable[..., Visitor], people: dict[str, tuple[str, str]], role: str
) -> None:
    name, secret = people[role]
    visitor = visit(None, language="ar", width=NARROW, script=False)
    type_password(visitor, name)
    if secret:
        assert visitor.page.url.endswith("/accounts/factors/show/")
        assert visitor.overflow() <= 0
        visitor.page.fill("input[name=code]", code_now(secret))
        visitor.press(
            visitor.page.locator("form[action='/accounts/factors/show/'] button[type=submit]").first
        )
    assert visitor.page.url == f"{visitor.site}/"
    assert visitor.go("/accounts/").status == 200


def test_staff_without_a_factor_set_one_up_first(visit: Callable[..., Visitor], site: str) -> None:
    given_member("Hamid", "treasurer", given_organisation("Body of Hamid"), password=PASSWORD)
    visitor = visit(None, language="fr")
    type_password(visitor, "hamid")
    assert "/accounts/factor/" in visitor.page.url
    visitor.go("/network/organisations/")
    assert "/accounts/factor/" in visitor.page.url
    visitor.press("a[href='/accounts/factors/application/add/']")
    visitor.picture("set-up-application")
    secret = visitor.page.locator("bdi.code").inner_text()
    visitor.page.fill("input[name=code]", code_now(secret))
    visitor.press("form[action='/accounts/factors/application/add/'] button[type=submit]")
    assert visitor.page.locator(".recovery-codes li").count() == 10
    visitor.go("/network/organisations/")
    assert visitor.page.url.endswith("/network/organisations/")


def test_a_passkey_is_set_up_and_opens_alone(visit: Callable[..., Visitor], site: str) -> None:
    given_member("Latifa", "campaign_manager", given_organisation("Body of Latifa"), password=PASSWORD)
    visitor = visit(None, language="ar")
    plug_in_a_key(visitor)
    type_password(visitor, "latifa")
    visitor.go("/accounts/factors/keys/add/")
    visitor.page.check("input[name=passwordless]")
    visitor.page.click("#key_button")
    visitor.page.wait_for_url("**/accounts/factors/codes/")
    visitor.context.clear_cookies()
    visitor.go("/accounts/login/")
    visitor.page.click("#key_button")
    visitor.page.wait_for_url(f"{visitor.site}/")
    assert visitor.go("/accounts/").status == 200
    assert visitor.complaints == []


def test_a_key_is_the_second_step(visit: Callable[..., Visitor], site: str) -> None:
    given_member("Driss", "auditor", given_organisation("Body of Driss"), password=PASSWORD)
    visitor = visit(None, language="ar")
    plug_in_a_key(visitor)
    type_password(visitor, "driss")
    visitor.go("/accounts/factors/keys/add/")
    visitor.page.click("#key_button")
    visitor.page.wait_for_url("**/accounts/factors/codes/")
    visitor.context.clear_cookies()
    type_password(visitor, "driss")
    assert visitor.page.url.endswith("/accounts/factors/show/")
    visitor.page.click("#key_button")
    visitor.page.wait_for_url(f"{visitor.site}/")
    # and signing asks for the password and the key again
    visitor.go("/accounts/again/?next=/accounts/roles/")
    visitor.page.fill("input[name=password]", PASSWORD)
    visitor.press(visitor.page.locator("main button[type=submit]").first)
    visitor.page.wait_for_url("**/accounts/factors/keys/show-again/**")
    visitor.page.click("#key_button")
    visitor.page.wait_for_url("**/accounts/roles/")


def test_the_picture_of_the_paper_fills_the_code_and_leaves_no_trace(
    visit: Callable[..., Visitor], site: str
) -> None:
    visitor = visit(None, language="ar")
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.go("/welcome/#ABCD-EFGH-JKMN-PQRS")
    assert visitor.page.input_value("input[name=code]") == "ABCD-EFGH-JKMN-PQRS"
    assert visitor.page.url == f"{visitor.site}/welcome/"
    assert not any("ABCD" in url.split("#")[0] for url in asked)


def plug_in_a_key(visitor: Visitor) -> None:
    """A device that verifies its holder, as Chromium's own tests do."""
    devices = visitor.context.new_cdp_session(visitor.page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
