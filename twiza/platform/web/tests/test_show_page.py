"""The frame of every page: language, direction, ways out, refusals in words."""

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.models import User
from twiza.platform.web.middleware import FragmentMiddleware

pytestmark = pytest.mark.django_db

WEB = Path(__file__).resolve().parents[1]


def amina_at_work(**headers: str) -> Client:
    """Amina, who has an account and no role yet, signed in."""
    with acting_as(None, purpose=Purpose.SETUP):
        amina = accounts.create_account(
            username="amina", display_name="Amina", password=None, by=None, at=timezone.now()
        )
    client = Client(headers=headers)
    client.force_login(amina)
    return client


def test_it_is_arabic_from_right_to_left_by_default() -> None:
    page = amina_at_work(accept_language="en").get("/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "tabler.rtl.min.css" in page


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_it_speaks_the_language_that_was_chosen(language: str, direction: str) -> None:
    client = amina_at_work()
    answer = client.post(reverse("web:choose_language"), {"language": language, "next": "/gallery/?a=1"})
    assert answer["Location"] == "/gallery/?a=1"
    assert f'<html lang="{language}" dir="{direction}">' in client.get("/").content.decode()


def test_the_next_device_opens_in_the_language_that_was_chosen() -> None:
    client = amina_at_work()
    client.post(reverse("web:choose_language"), {"language": "fr"})
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(username="amina"))
    assert '<html lang="fr" dir="ltr">' in elsewhere.get("/").content.decode()


def test_no_page_opens_camera_microphone_or_place() -> None:
    closed = "camera=(), microphone=(), geolocation=()"
    for answer in (amina_at_work().get("/"), Client().get("/"), Client().get("/nowhere/")):
        assert answer["Permissions-Policy"] == closed


def test_it_does_not_send_a_person_to_another_site() -> None:
    answer = amina_at_work().post(
        reverse("web:choose_language"), {"language": "fr", "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/"


def test_it_sends_a_visitor_to_sign_in() -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_quick_exit_ends_the_session_and_shows_a_page_without_our_name() -> None:
    client = amina_at_work()
    answer = client.post(reverse("web:leave"))
    assert answer["Location"] == reverse("web:neutral")
    neutral = client.get(answer["Location"])
    assert neutral.status_code == 200
    assert not re.search("twiza|تويزة|touiza|Amina", neutral.content.decode(), re.IGNORECASE)
    assert client.get("/").status_code == 302


def test_a_page_with_names_is_not_kept_by_the_browser() -> None:
    assert amina_at_work().get("/")["Cache-Control"] == "no-store"


def test_nothing_is_inline() -> None:
    answer = amina_at_work().get("/gallery/")
    page = answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", page)


def test_missing_pages_answer_in_words() -> None:
    answer = amina_at_work().get("/nowhere/")
    assert answer.status_code == 404
    assert '<html lang="ar"' in answer.content.decode()


@override_settings(DEBUG=False)
def test_our_own_failure_answers_in_words_without_anything_else_working() -> None:
    from django.views.defaults import bad_request, server_error

    with translation.override("fr"):
        request = RequestFactory().get("/")
        assert b'<html lang="fr"' in server_error(request).content
        assert bad_request(request, ValueError("x")).status_code == 400


def test_our_sheet_has_logical_properties_only() -> None:
    for sheet in (WEB / "static" / "web").glob("*.css"):
        physical = re.findall(
            r"[^-\w]((?:margin|padding|border)-(?:left|right|top|bottom)[\w-]*|(?:left|right|top|bottom)\s*:"
            r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)|(?:min-|max-)?(?:width|height)\s*:)",
            re.sub(r"@media[^{]*|/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL),
        )
        assert not physical, (sheet.name, physical)


def test_the_gallery_shows_every_component() -> None:
    gallery = (WEB / "templates/web/gallery.html").read_text() + (
        WEB / "templates/cotton/form.html"
    ).read_text()
    shown = set(re.findall(r"<c-([a-z]+)", gallery))
    components = {file.stem for file in (WEB / "templates/cotton").glob("*.html")}
    assert components - shown == {"icon"}, "icons have a sheet of their own"


def test_a_part_of_a_page_that_is_sent_nowhere_is_left_as_it_is():
    asked = RequestFactory().get("/", headers={"HX-Request": "true"})
    unchanged = HttpResponse(status=304)
    assert FragmentMiddleware(lambda _request: unchanged)(asked) is unchanged
