"""The statutes of an association: kept sealed, opened by its own people, and nothing but a document is taken."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.actions import NotADocument
from twiza.network.tests.given import as_work, audit_data, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 statutes of an invented association"


@pytest.fixture
def here():
    return given_organisation("Association Tissaout")


@pytest.fixture
def amina(here):
    return given_member("Amina", "association_president", here)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_statutes_are_kept_and_opened_by_its_own_people(here, amina):
    page = reverse("network:keep_statutes", args=[here.pk])
    sent = browser(amina).post(page, {"file": SimpleUploadedFile("anything.pdf", PDF)}, follow=True)
    assert f"statutes-{timezone.localdate()}.pdf" in sent.content.decode()
    with as_work(amina):
        (file,) = queries.statutes_of(amina, here)
        assert len(audit_data("network.statutes_kept")) == 1
    address = reverse("files:download_file", args=[file.pk])
    assert browser(amina).get(address).content == PDF
    salma = given_member("Salma", "association_president", given_organisation("Association Ouergha"))
    listener = given_member("Leila", "listener", here)
    for other in (salma, listener):
        assert browser(other).get(address).status_code == 404
        shown = browser(other).get(reverse("network:show_organisation", args=[here.pk])).content.decode()
        assert "statutes-" not in shown and page not in shown


def test_a_second_file_leaves_the_first(here, amina):
    with as_work(amina):
        for content in (PDF, b"\x89PNG\r\n\x1a\n a picture"):
            actions.keep_statutes(organisation=here, content=content, by=amina, at=timezone.now())
        assert {one.name[-4:] for one in queries.statutes_of(amina, here)} == {".pdf", ".png"}


def test_only_documents_are_taken_and_only_from_its_own(here, amina):
    with as_work(amina), pytest.raises(NotADocument):
        actions.keep_statutes(organisation=here, content=b"MZ a program", by=amina, at=timezone.now())
    salma = given_member("Salma", "association_president", given_organisation("Association Ouergha"))
    with as_work(salma), pytest.raises(NoPermission):
        actions.keep_statutes(organisation=here, content=PDF, by=salma, at=timezone.now())
    answer = browser(amina).post(
        reverse("network:keep_statutes", args=[here.pk]), {"file": SimpleUploadedFile("a.pdf", b"")}
    )
    assert answer.status_code == 422


def test_a_public_body_is_not_asked_for_statutes():
    delegation = given_organisation("Délégation provinciale", kind="provincial_unit")
    delegate = given_member("Karim", "provincial_delegate", delegation)
    page = browser(delegate).get(reverse("network:show_organisation", args=[delegation.pk])).content.decode()
    assert reverse("network:keep_statutes", args=[delegation.pk]) not in page
    assert reverse("network:open_site", args=[delegation.pk]) in page
