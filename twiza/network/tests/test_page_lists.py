"""Long lists go on by keyset: nobody is left out, none comes twice; the sheet holds them all."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from twiza.network import queries
from twiza.network.models import Institution, LicenceFile
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import given_file, given_institution, given_received
from twiza.network.tests.test_tell_deliveries import at_desk
from twiza.network.views import files, institutions

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def keeper():
    body = given_organisation("Délégation", kind="provincial_unit", name_ar="المندوبية")
    nadia = given_member("Nadia", "provincial_delegate", body)
    for number in range(7):
        given_institution(body, nadia, name_fr=f"Foyer {number % 3}", name_ar=f"دار {number % 2}")
    return body, nadia


def test_the_register_goes_on_behind_the_last_one_shown(keeper, monkeypatch):
    body, nadia = keeper
    monkeypatch.setattr(institutions, "INSTITUTIONS_PAGE", 3)
    desk, seen, page = at_desk(nadia), [], reverse("network:list_institutions")
    for _turn in range(5):
        text = desk.get(page).content.decode()
        seen += re.findall(r'href="/network/institutions/([0-9a-f-]{36})/"', text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        if not found:
            break
        page = reverse("network:list_institutions") + found[1].replace("&amp;", "&")
    with as_work(nadia):
        assert len(seen) == len(set(seen)) == Institution.objects.count() == 7
    sheet = desk.get(reverse("network:list_institutions") + "?sheet=xlsx").content
    assert load_workbook(BytesIO(sheet)).active.max_row >= 8


def test_licence_files_go_on_in_their_order(keeper):
    body, nadia = keeper
    with as_work(nadia):
        houses = list(Institution.objects.select_related("organisation").order_by("pk"))
    for number, house in enumerate(houses):
        (given_received if number % 2 else given_file)(house, nadia)
    with as_work(nadia):
        today = timezone.localdate()
        bodies = {body.pk}
        whole = [row.file.pk for row in queries.files_waiting(bodies, today=today)]
        seen, last = [], None
        while page := queries.files_waiting(bodies, today=today, after=last, size=2):
            seen += [row.file.pk for row in page]
            last = seen[-1]
        assert seen == whole and len(whole) == LicenceFile.objects.count() == 7
    assert files.FILES_PAGE == 100
