"""The register of processings: versions, what is missing, the notice in plain words, the export."""

import dataclasses
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.models import ProcessingVersion
from twiza.network.rules.processings import Lack, lack_of
from twiza.network.tests.given import (
    LONG_AGO,
    NOON,
    as_work,
    audit_data,
    given_member,
    given_organisation,
    given_processing,
)
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return given_organisation("Association Tissaout", name_ar="جمعية تيساوت")


@pytest.fixture
def amina(here):
    return given_member("Amina", "association_president", here)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words_now(processing, **changed):
    row = queries.version_now(processing)
    names = [one.name for one in dataclasses.fields(actions.ProcessingWords)]
    return actions.ProcessingWords(**{name: getattr(row, name) for name in names} | changed)


def test_a_change_is_another_version_and_the_first_stays(here, amina):
    processing = given_processing(here, amina, number="")
    with as_work(amina):
        assert queries.lack_now(processing) is Lack.NUMBER
        assert len(queries.processings_waiting_for(amina, at=NOON)) == 1
        numbered = words_now(processing, filed="declaration", filed_number="D-1", filed_on=LONG_AGO)
        actions.revise_processing(processing=processing, words=numbered, by=amina, at=NOON)
        assert queries.lack_now(processing) is Lack.AUTHORISATION  # disability is sensitive
        allowed = words_now(processing, filed="authorisation", filed_number="A-1")
        actions.revise_processing(processing=processing, words=allowed, by=amina, at=NOON)
        assert queries.lack_now(processing) is Lack.NOTHING
        assert queries.processings_waiting_for(amina, at=NOON) == []
        assert [row.filed_number for row in queries.versions_of(processing)] == ["A-1", "D-1", ""]
        assert [line["version"] for line in audit_data("network.processing_written")] == [1, 2, 3]
        with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("UPDATE network_processingversion SET purpose_ar = 'x'")


def test_without_sensitive_data_a_declaration_is_enough():
    assert lack_of(data=["identity"], filed="declaration", number="D-1") is Lack.NOTHING
    assert lack_of(data=["health"], filed="declaration", number="D-1") is Lack.AUTHORISATION


@pytest.mark.parametrize(
    "changed",
    [
        {"purpose_fr": " "},
        {"data": []},
        {"data": ["religion"]},
        {"transfers_ar": "فرنسا"},
        {"filed_number": ""},
        {"kept_months": 0},
    ],
)
def test_it_says_everything_in_both_languages(here, amina, changed):
    processing = given_processing(here, amina)
    with as_work(amina), pytest.raises(actions.UnfitProcessing):
        actions.revise_processing(
            processing=processing, words=words_now(processing, **changed), by=amina, at=NOON
        )


def test_the_database_wants_the_number_with_its_day(here, amina):
    given_processing(here, amina)
    with as_work(amina):
        row = ProcessingVersion.objects.get()
        row.pk, row.number, row.filed_on, row._state.adding = None, 2, None, True
        row.id = ProcessingVersion._meta.pk.get_default()
        with (
            pytest.raises(IntegrityError, match="processing_filed_with_number_and_day"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)


def test_it_is_written_by_its_own_organisation_and_read_by_all(here, amina):
    processing = given_processing(here, amina)
    salma = given_member("Salma", "association_president", given_organisation("Association Ouergha"))
    with as_work(salma):
        assert queries.version_now(queries.processing_for(processing.pk)).number == 1
        with pytest.raises(NoPermission):
            actions.revise_processing(processing=processing, words=words_now(processing), by=salma, at=NOON)
        row = ProcessingVersion.objects.get()
        row.id, row.number, row._state.adding = ProcessingVersion._meta.pk.get_default(), 2, True
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


def test_the_notice_says_who_why_who_sees_how_long_and_how_to_erase(here, amina):
    processing = given_processing(here, amina)
    with as_work(amina):
        arabic, french = queries.notice_for(processing)
    assert (arabic.language, french.language) == ("ar", "fr")
    told = "\n".join(french.lines)
    for words in (
        "Association Tissaout",
        "Distribuer des aides",
        "12 mois",
        "0535000000",
        "A-000-11/2026",
        "handicap",
    ):
        assert words in told, words
    told = "\n".join(arabic.lines)
    for words in ("جمعية تيساوت", "12", "إعاقة", "لا تغادر المغرب", "A-000-11/2026"):
        assert words in told, words
    assert len(arabic.lines) == len(french.lines) == 9


def test_it_is_written_exported_and_printed_on_its_pages(here, amina):
    typed = {"purpose_ar": "التوزيع", "purpose_fr": "Distribution", "data": ["identity", "health"],
             "recipients_ar": "الجمعية", "recipients_fr": "L'association", "kept_months": "١٢",
             "kept_from": "campaign_report", "contact_ar": "المكتب", "contact_fr": "Le bureau"}  # fmt: skip
    client = browser(amina)
    assert client.post(reverse("network:open_processing"), typed | {"data": []}).status_code == 422
    page = client.post(reverse("network:open_processing"), typed)["Location"]
    revised = typed | {
        "filed": "authorisation",
        "filed_number": "A-9",
        "filed_on": f"{timezone.localdate():%d/%m/%Y}",
    }
    assert client.post(page + "revise/", revised).status_code == 302
    assert "A-9" in client.get(page).content.decode()
    assert "A-9" in client.get(reverse("network:list_processings")).content.decode()
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("network:export_register")).content))
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft and sheet.max_row == 3
    assert [row[15].value for row in sheet.iter_rows(min_row=2)] == [None, "A-9"]
    with pypdfium2.PdfDocument(client.get(page + "notice.pdf").content) as paper:
        assert len(paper) == 2
