"""Signing in by user name; how long it lasts; what it never tells."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from hypothesis import given as any_of
from hypothesis import strategies as st

from twiza.platform.accounts.actions import PasswordTooWeak
from twiza.platform.accounts.actions.users import check_password
from twiza.platform.accounts.rules import sign_in as rules
from twiza.platform.accounts.tests.given import (
    NOON,
    PASSWORD,
    code_of,
    given_authenticator,
    given_person,
    lines_of,
    sign_in,
)

OWN_PAGE = "/accounts/"


def test_it_signs_in_by_user_name_alone(client, volunteer):
    answer = sign_in(client, volunteer)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get(OWN_PAGE).status_code == 200


def test_it_reads_the_user_name_in_any_case(client, volunteer):
    client.post("/accounts/login/", {"login": " YASSINE ", "password": PASSWORD})
    assert client.get(OWN_PAGE).status_code == 200


def test_it_is_logged(client, volunteer):
    sign_in(client, volunteer)
    assert [line[:2] for line in lines_of("accounts.signed_in")] == [(volunteer.pk, volunteer.pk)]


def test_the_language_of_the_profile_comes_with_the_person(client, db):
    ahmed = given_person("Ahmed", "point_volunteer")
    type(ahmed).objects.filter(pk=ahmed.pk).update(language="fr")
    sign_in(client, ahmed)
    assert 'lang="fr"' in client.get(OWN_PAGE).content.decode()


def test_wrong_name_and_wrong_password_look_the_same(client, volunteer):
    answers = [
        client.post("/accounts/login/", {"login": name, "password": "not the right one"}).content.decode()
        for name in ("yassine", "nobody")
    ]
    first, second = (page.replace("yassine", "X").replace("nobody", "X") for page in answers)
    assert without_tokens(first) == without_tokens(second)
    assert "error-summary" in first


def test_five_wrong_passwords_close_the_door_for_a_while(client, volunteer, stopped_clock):
    for _ in range(5):
        client.post("/accounts/login/", {"login": "yassine", "password": "wrong wrong wrong"})
    client.post("/accounts/login/", {"login": "yassine", "password": PASSWORD})
    assert client.get(OWN_PAGE).status_code == 302


def test_many_tries_from_one_place_are_stopped(client, db, stopped_clock):
    for number in range(30):
        client.post("/accounts/login/", {"login": f"name{number}", "password": ""})
    answer = client.post("/accounts/login/", {"login": "name", "password": "x"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_it_goes_on_to_no_other_site(client, volunteer, evil):
    answer = client.post(
        f"/accounts/login/?next={evil}", {"login": "yassine", "password": PASSWORD, "next": evil}
    )
    assert answer.headers["Location"] == "/"


def test_it_goes_on_to_the_page_that_was_asked(client, volunteer):
    assert (
        client.get("/accounts/sessions/").headers["Location"] == "/accounts/login/?next=/accounts/sessions/"
    )
    answer = client.post(
        "/accounts/login/", {"login": "yassine", "password": PASSWORD, "next": "/accounts/sessions/"}
    )
    assert answer.headers["Location"] == "/accounts/sessions/"


def test_it_asks_for_the_form_s_token(volunteer):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/accounts/login/", {"login": "yassine", "password": PASSWORD}).status_code == 403
    sign_in_page = strict.get("/accounts/login/")
    token = sign_in_page.context["csrf_token"]
    strict.post(
        "/accounts/login/", {"login": "yassine", "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    )
    assert strict.get(OWN_PAGE).status_code == 200
    assert strict.post("/accounts/sessions/end-others/").status_code == 403


def test_a_closed_account_opens_nothing(client, volunteer):
    type(volunteer).objects.filter(pk=volunteer.pk).update(is_active=False)
    sign_in(client, volunteer)
    assert client.get(OWN_PAGE).status_code == 302


def test_there_is_no_sign_up_and_no_reset_by_mail(client, db):
    for name in ("account_signup", "account_reset_password", "account_email", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.get("/accounts/signup/").status_code in (302, 404)


def test_the_password_is_kept_by_argon2(settings, db):
    from django.contrib.auth.hashers import make_password

    settings.PASSWORD_HASHERS = ["twiza.config.sign_in.ArgonHasher"]
    assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")


def test_half_an_hour_without_use_signs_out(client, volunteer, clock):
    sign_in(client, volunteer)
    client.get(OWN_PAGE)
    clock.move(minutes=29)
    assert client.get(OWN_PAGE).status_code == 200
    clock.move(minutes=29)
    assert client.get(OWN_PAGE).status_code == 200
    clock.move(minutes=31)
    assert client.get(OWN_PAGE).headers["Location"].startswith("/accounts/login/")


def test_twelve_hours_sign_out_whatever_was_done(client, volunteer, clock):
    sign_in(client, volunteer)
    for _ in range(36):
        assert client.get(OWN_PAGE).status_code == 200
        clock.move(minutes=20)
    assert client.get(OWN_PAGE).status_code == 302


def test_another_device_can_be_signed_out(client, volunteer):
    other = Client(headers={"user-agent": "Mozilla/5.0 (Android 14; Mobile) Firefox/133.0"})
    sign_in(other, volunteer)
    sign_in(client, volunteer)
    page = client.get("/accounts/sessions/")
    assert "Firefox · Android" in page.content.decode()
    known = next(one for one in page.context["sessions"] if not one.is_this_one)
    client.post(f"/accounts/sessions/{known.id}/end/")
    assert other.get(OWN_PAGE).status_code == 302
    assert client.get(OWN_PAGE).status_code == 200
    assert len(lines_of("accounts.session_ended")) == 1


def test_nobody_signs_another_person_out(client, volunteer, db):
    salma = given_person("Salma", "point_volunteer")
    theirs = Client()
    sign_in(theirs, salma)
    session = theirs.get("/accounts/sessions/").context["sessions"][0]
    sign_in(client, volunteer)
    assert client.post(f"/accounts/sessions/{session.id}/end/").status_code == 404
    assert theirs.get(OWN_PAGE).status_code == 200


def test_a_new_password_signs_out_every_other_device(client, volunteer):
    other = Client()
    sign_in(other, volunteer)
    sign_in(client, volunteer)
    answer = client.post(
        "/accounts/password/",
        {"oldpassword": PASSWORD, "password1": "eight loud trumpets", "password2": "eight loud trumpets"},
    )
    assert answer.status_code == 302
    assert client.get(OWN_PAGE).status_code == 200
    assert other.get(OWN_PAGE).status_code == 302


def test_signing_asks_for_password_and_factor_again(client, manager, clock):
    secret = given_authenticator(manager)
    sign_in(client, manager, secret)
    clock.move(minutes=6)
    step = client.get("/accounts/again/?next=/accounts/roles/")
    assert step.headers["Location"].startswith("/accounts/password-again/")
    step = client.post(step.headers["Location"], {"password": PASSWORD, "next": "/accounts/roles/"})
    assert step.headers["Location"].startswith("/accounts/factors/show-again/")
    assert not fresh(client, manager, clock)
    step = client.post(step.headers["Location"], {"code": code_of(secret), "next": "/accounts/roles/"})
    assert step.headers["Location"] == "/accounts/roles/"
    assert fresh(client, manager, clock)
    clock.move(minutes=6)
    assert not fresh(client, manager, clock)


def test_the_first_sign_in_is_no_signing_again(client, manager, clock):
    sign_in(client, manager, given_authenticator(manager))
    assert not fresh(client, manager, clock)


@any_of(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_session_never_outlives_its_limits(idle, age):
    state = rules.session_state(
        started_at=NOON - timedelta(seconds=max(idle, age)), seen_at=NOON - timedelta(seconds=idle), now=NOON
    )
    assert (state == "open") == (idle < 1800 and max(idle, age) < 43200)


def fresh(client, user, clock):
    from django.test import RequestFactory

    from twiza.platform.accounts import queries

    request = RequestFactory().get("/")
    request.user, request.session = user, client.session
    return queries.has_just_signed_in(request, at=clock.now())


def without_tokens(page):
    import re

    return re.sub(r'(value|X-CSRFToken": )"?[A-Za-z0-9]{64}"?|csrf[^>]*>', "", page)


def test_an_account_without_a_password_is_told_how_to_get_one(client, db):
    client.force_login(given_person("Karim", "point_volunteer", password=None))
    answer = client.get("/accounts/password/")
    assert (answer.status_code, answer.headers["Location"]) == (302, OWN_PAGE)
    assert "notice" in client.get(OWN_PAGE).content.decode()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_weak_password_is_refused_in_the_words_of_the_page(db, language):
    with translation.override(language), pytest.raises(PasswordTooWeak) as refused:
        check_password("12345678", given_person("Ahmed", "point_volunteer"))
    why = refused.value.data["why"]
    assert "This password" not in why
    assert ("10 علامات" if language == "ar" else "10 caractères") in why
