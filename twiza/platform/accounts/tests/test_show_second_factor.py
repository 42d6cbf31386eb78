"""The second factor: set up before anything else, sealed at rest, and no setting goes around it."""

import base64

import pytest
from allauth.account.app_settings import AppSettings as AccountSettings
from allauth.mfa.app_settings import AppSettings as FactorSettings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings as live_settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from hypothesis import given as any_of
from hypothesis import strategies as st

from twiza.platform.accounts import queries
from twiza.platform.accounts.rules import sign_in as rules
from twiza.platform.accounts.tests import given
from twiza.platform.accounts.tests.given import PASSWORD, code_of, given_authenticator, sign_in

OWN_PAGE = "/accounts/"
SET_UP = "/accounts/factor/?next=%2Faccounts%2F"


def test_a_role_that_needs_it_sets_it_up_before_anything_else(client, manager):
    sign_in(client, manager)
    assert client.get(OWN_PAGE).headers["Location"] == SET_UP
    assert client.get("/accounts/roles/").status_code == 302
    assert client.post("/accounts/", {"display_name": "X"}).status_code == 302
    assert client.get("/accounts/factor/").status_code == 200


def test_a_fragment_sends_the_whole_browser_there(client, manager):
    sign_in(client, manager)
    answer = client.get(OWN_PAGE, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/accounts/factor/")


def test_it_is_set_up_by_scanning_and_typing_the_first_code(client, manager):
    sign_in(client, manager)
    secret = client.get("/accounts/factors/application/add/").context["form"].secret
    wrong = client.post("/accounts/factors/application/add/", {"code": "000000"})
    assert wrong.status_code == 200 and wrong.context["form"].secret == secret
    done = client.post("/accounts/factors/application/add/", {"code": in_arabic_digits(code_of(secret))})
    assert done.headers["Location"] == "/accounts/factors/codes/"
    codes = client.get("/accounts/factors/codes/")
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(OWN_PAGE).status_code == 200


def test_password_alone_opens_nothing_once_it_is_set_up(client, manager):
    given_authenticator(manager)
    sign_in(client, manager)
    for page in (OWN_PAGE, "/", "/accounts/roles/"):
        assert client.get(page).headers["Location"].startswith("/accounts/login/")


def test_password_and_code_open(client, manager):
    sign_in(client, manager, given_authenticator(manager))
    assert client.get(OWN_PAGE).status_code == 200


def test_a_key_is_not_asked_of_who_has_none(client, manager, monkeypatch):
    given_authenticator(manager)
    client.post("/accounts/login/", {"login": manager.username, "password": PASSWORD})
    page = "/accounts/factors/show/"
    assert "key_button" not in client.get(page).content.decode()
    monkeypatch.setattr(
        queries, "has_key", lambda user: True
    )  # with a real key: tests/journeys/test_sign_in.py
    assert "key_button" in client.get(page).content.decode()


def test_a_code_serves_once(client, manager):
    code = code_of(given_authenticator(manager))
    other = Client()
    for browser in (client, other):
        sign_in(browser, manager)
    client.post("/accounts/factors/show/", {"code": code})
    answer = other.post("/accounts/factors/show/", {"code": code})
    assert answer.status_code == 200 and "error-summary" in answer.content.decode()
    assert client.get(OWN_PAGE).status_code == 200
    assert other.get(OWN_PAGE).status_code == 302


def test_five_wrong_codes_close_the_door_for_a_while(client, manager):
    secret = given_authenticator(manager)
    sign_in(client, manager)
    for _ in range(5):
        client.post("/accounts/factors/show/", {"code": "000000"})
    client.post("/accounts/factors/show/", {"code": code_of(secret)})
    assert client.get(OWN_PAGE).status_code == 302


def test_a_recovery_code_opens_once(client, manager):
    given_authenticator(manager)
    code = RecoveryCodes.activate(manager).get_unused_codes()[0]
    for expected in (200, 302):
        browser = Client()
        sign_in(browser, manager)
        browser.post("/accounts/factors/show/", {"code": code})
        assert browser.get(OWN_PAGE).status_code == expected


def test_a_volunteer_needs_none_and_may_have_one(client, volunteer):
    sign_in(client, volunteer)
    assert client.get(OWN_PAGE).status_code == 200
    secret = given_authenticator(volunteer)
    # from now on this person has a factor, and shows it, in the old session too
    assert client.get(OWN_PAGE).headers["Location"].startswith("/accounts/factors/show-again/")
    client.post("/accounts/factors/show-again/", {"code": code_of(secret)})
    assert client.get(OWN_PAGE).status_code == 200


def test_a_role_given_in_the_middle_of_the_day_asks_at_once(client, volunteer):
    sign_in(client, volunteer)
    given.held[volunteer.pk].add("treasurer")
    assert client.get(OWN_PAGE).headers["Location"] == SET_UP


def test_the_last_factor_of_staff_stays_and_a_volunteer_s_may_go(client, manager, volunteer):
    for person, left in ((manager, 1), (volunteer, 0)):
        browser = Client()
        sign_in(browser, person, given_authenticator(person))
        browser.post("/accounts/factors/application/remove/")
        assert Authenticator.objects.filter(user=person).count() == left


def test_the_last_key_of_staff_stays(client, manager):
    client.force_login(manager)
    key = Authenticator.objects.create(user=manager, type="webauthn", data={"name": "Key", "credential": {}})
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": 9e12, "reauthenticated": True} for method in ("password", "mfa")
    ]
    session.save()
    client.post(f"/accounts/factors/keys/{key.pk}/remove/")
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_secrets_are_sealed_in_the_database(client, manager):
    sign_in(client, manager)
    secret = client.get("/accounts/factors/application/add/").context["form"].secret
    client.post("/accounts/factors/application/add/", {"code": code_of(secret)})
    sign_in(Client(), manager)
    codes = client.get("/accounts/factors/codes/").context["unused_codes"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT session_data FROM django_session")
        sessions = " ".join(str(unpacked(row[0])) for row in cursor.fetchall())
    assert "secret" in kept  # the canary: this is where it would stand
    assert secret not in kept + sessions
    assert not any(code in kept for code in codes)


def test_a_waiting_secret_is_sealed_in_the_session(client, manager):
    sign_in(client, manager)
    secret = client.get("/accounts/factors/application/add/").context["form"].secret
    waiting = client.session["mfa.totp.secret"]
    assert waiting and secret not in waiting and secret.encode() not in base64.b64decode(waiting)


NOT_VALUES = {
    "ADAPTER",
    "FORMS",
    "USERNAME_VALIDATORS",
    "PASSWORD_RESET_TOKEN_GENERATOR",
    "SIGNUP_FORM_CLASS",
}
OF_OTHER_THINGS = ("EMAIL", "PHONE", "SIGNUP", "USERNAME", "TEMPLATE", "COOKIE")


def every_setting():
    for prefix, kind in (("MFA_", FactorSettings), ("ACCOUNT_", AccountSettings)):
        for name, attribute in vars(kind).items():
            if isinstance(attribute, property) and not name.startswith("_") and name not in NOT_VALUES:
                yield prefix + name


def adverse(name):
    """The values that could open a door: the contrary, nothing, the code that the test will type."""
    now = getattr(live_settings, name, None)
    return [not now, "000000"] if isinstance(now, bool | None) else [False, type(now)()]


@pytest.mark.slow
def test_no_setting_skips_the_factor(manager, settings, monkeypatch, caplog):
    """Each setting of sign-in and of the factor, with adverse values: password and a wrong code open nothing."""
    settings.DEBUG = True  # the worse of the two: allauth then accepts a code that opens everything
    caplog.set_level(100)
    names = [name for name in every_setting() if not any(word in name for word in OF_OTHER_THINGS)]
    assert {"MFA_TRUST_ENABLED", "MFA_TOTP_INSECURE_BYPASS_CODE", "MFA_SUPPORTED_TYPES"} <= set(names)
    try_each(manager, settings, monkeypatch, [(name, value) for name in names for value in adverse(name)])


@pytest.mark.proof
@pytest.mark.parametrize("debug", [False, True])
def test_no_setting_at_all_skips_the_factor(manager, settings, monkeypatch, debug):
    """The same with every setting of allauth and every kind of value."""
    settings.DEBUG = debug
    values = (True, False, None, 0, "", "000000", {}, [], 3)
    try_each(manager, settings, monkeypatch, [(name, value) for name in every_setting() for value in values])


def try_each(manager, settings, monkeypatch, changes):
    """A page that breaks under a senseless value opens nothing either."""
    # Nobody reads the long page on which a developer sees what broke
    monkeypatch.setattr(
        "django.views.debug.technical_500_response", lambda *_, **__: HttpResponse(status=500)
    )
    # Tries are counted in memory here: thousands of them in one transaction would fill the table with dead rows.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    given_authenticator(manager)
    for name, value in changes:
        with override_settings(**{name: value}):
            browser = Client(raise_request_exception=False)
            sign_in_quietly(browser, manager)
            browser.post("/accounts/factors/show/", {"code": "000000"})
            answer = browser.get(OWN_PAGE)
            if answer.status_code == 302 and "/factors/show-again/" in answer.headers["Location"]:
                browser.post(answer.headers["Location"], {"code": "000000"})
                answer = browser.get(OWN_PAGE)
            assert answer.status_code != 200, f"{name} = {value!r} skips the second factor"
    browser = Client()
    clear_tries()
    sign_in(browser, manager, given_authenticator_again(manager))  # the positive control
    assert browser.get(OWN_PAGE).status_code == 200


def test_even_a_trusted_browser_shows_the_factor(manager, settings):
    import time

    from allauth.mfa.internal.flows.trust import IssuedTrust, create_config_fingerprint, encode_trust_cookie

    given_authenticator(manager)
    settings.MFA_TRUST_ENABLED = True
    browser = Client()
    browser.cookies["mfa_trusted"] = encode_trust_cookie(
        [IssuedTrust(create_config_fingerprint(manager), int(time.time()))]
    )
    answer = browser.post("/accounts/login/", {"login": "houda", "password": PASSWORD})
    assert answer.headers["Location"] == "/"  # allauth lets the browser in…
    assert browser.get(OWN_PAGE).headers["Location"].startswith("/accounts/factors/show-again/")  # …we do not


def test_the_program_refuses_to_start_with_a_weaker_sign_in():
    from django.apps import apps

    config = apps.get_app_config("accounts")
    config.ready()
    for name, value in (
        ("MFA_TRUST_ENABLED", True),
        ("MFA_TOTP_INSECURE_BYPASS_CODE", "000000"),
        ("ACCOUNT_LOGIN_BY_CODE_ENABLED", True),
        ("ACCOUNT_RATE_LIMITS", False),
        ("ACCESS_GATE", "builtins.bool"),
        ("MFA_ADAPTER", "allauth.mfa.adapter.DefaultMFAAdapter"),
        ("MIDDLEWARE", [one for one in live_settings.MIDDLEWARE if "accounts" not in one]),
    ):
        with override_settings(**{name: value}), pytest.raises(ImproperlyConfigured, match=name):
            config.ready()


@any_of(st.sampled_from(sorted(rules.ONLY_VALUES)), st.one_of(st.booleans(), st.text(), st.integers()))
def test_every_weak_value_is_named(name, value):
    class Weak:
        MIDDLEWARE = rules.NEEDED_MIDDLEWARE
        ACCESS_GATE = "twiza.platform.accounts.middleware.second_factor_first"
        MFA_ADAPTER = "twiza.config.sign_in.FactorAdapter"

    setattr(Weak, name, value)
    found = rules.weaknesses(Weak)
    assert bool(found) == (value != rules.ONLY_VALUES[name])


def sign_in_quietly(browser, user):
    clear_tries()
    browser.post("/accounts/login/", {"login": user.username, "password": PASSWORD})


def clear_tries():
    cache.clear()


def given_authenticator_again(user):
    Authenticator.objects.filter(user=user).delete()
    return given_authenticator(user)


def in_arabic_digits(code):
    return code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def unpacked(session_data):
    from django.contrib.sessions.backends.db import SessionStore

    return SessionStore().decode(session_data)
