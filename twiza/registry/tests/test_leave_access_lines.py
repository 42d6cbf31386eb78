"""Each page and export that shows somebody leaves one access line, with the id of everybody shown."""

import pytest
from django.apps import apps
from django.urls import reverse

from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import queries
from twiza.registry.models import Upload
from twiza.registry.tests.given import HEADING, given_household, given_upload

pytestmark = pytest.mark.django_db
AccessLine = apps.get_model("audit", "AccessLine")
ROW = ["زينب الأطلسية", "05/03/1980", "4"]


@pytest.fixture
def zineb(tissaout, amina):
    """The ids of a household and of its two persons."""
    household = given_household(tissaout, amina, "زينب الأطلسية", "ليلى الأطلسية", address="زنقة الرمان 7")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        return [household.pk, *(one.pk for one in queries.members_of(household))]


@pytest.fixture
def looked(client, amina):
    """Ask for a page, and return what its line of the access log says."""
    client.force_login(amina)

    def looked(name, *args, post=None):
        address = reverse(f"registry:{name}", args=args)
        response = client.get(address) if post is None else client.post(address, post)
        assert response.status_code == 200
        with acting_as(amina.pk, purpose=Purpose.WORK):
            (line,) = AccessLine.objects.all()
            return line.page, set(line.subjects)

    return looked


def test_correcting_a_household_shows_its_address(looked, zineb):
    assert looked("correct_household", zineb[0]) == ("registry.correct", set(zineb))


def test_correcting_a_household_wrongly_shows_it_again(looked, zineb):
    assert looked("correct_household", zineb[0], post={"size": "many"}) == ("registry.correct", set(zineb))


def test_how_she_may_be_contacted_is_shown(looked, zineb):
    assert looked("set_contact", zineb[0]) == ("registry.contact", set(zineb))


def test_a_search_says_of_everybody_in_the_household_that_they_are_there(looked, zineb):
    assert looked("list_households", post={"q": "ليلى"}) == ("registry.search", set(zineb))


def test_a_preview_names_the_households_that_it_finds_again(looked, tissaout, amina):
    given_upload(tissaout, amina, HEADING, ROW, remember=False)
    again = given_upload(
        tissaout, amina, HEADING, ROW, ["سعيدة الجبلية", "1970", ""], accepted=False, remember=False
    )
    with acting_as(amina.pk, purpose=Purpose.WORK):
        (line,) = queries.households_page(tissaout.pk).lines
    assert looked("show_upload", again.pk) == ("registry.preview", {again.pk, line.id, line.head})


def test_a_marked_copy_names_everybody_of_the_register_in_it(looked, tissaout, amina):
    given_upload(tissaout, amina, HEADING, ROW, remember=False)
    again = given_upload(
        tissaout, amina, HEADING, ROW, ["سعيدة", "31/02/1970", ""], accepted=False, remember=False
    )
    with acting_as(amina.pk, purpose=Purpose.WORK):
        (line,) = queries.households_page(tissaout.pk).lines
    assert looked("download_copy", again.pk) == ("registry.marked_copy", {again.pk, line.id, line.head})


def test_a_refusal_quotes_a_file(looked, tissaout, amina):
    given_upload(tissaout, amina, ["Produit", "Prix"], ["farine", "3"], accepted=False, remember=False)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        upload = Upload.objects.get(state="refused")
    assert looked("list_uploads") == ("registry.uploads", {upload.pk})


def test_the_file_itself_names_whoever_of_the_register_stands_in_it(client, tissaout, amina):
    upload = given_upload(tissaout, amina, HEADING, ROW, remember=False)
    client.force_login(amina)
    assert client.get(reverse("files:download_file", args=[upload.file_id])).status_code == 200
    with acting_as(amina.pk, purpose=Purpose.WORK):
        (line,) = queries.households_page(tissaout.pk).lines
        (left,) = AccessLine.objects.all()
    assert (left.page, left.purpose) == ("files.download", "registry.import")
    assert set(left.subjects) == {upload.file_id, upload.pk, line.id, line.head}
