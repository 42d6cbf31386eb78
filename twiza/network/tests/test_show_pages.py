"""The pages of the network: each opens for who may, says what it should, and keeps quiet otherwise."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.models import FigureTable, Membership, Organisation, Place
from twiza.network.tests.given import (
    LONG_AGO,
    NOON,
    as_work,
    given_member,
    given_organisation,
    given_place,
    one_of_each,
)

pytestmark = pytest.mark.django_db


def at_desk(user, language="fr"):
    client = Client()
    client.force_login(user)
    client.cookies["twiza_language"] = language
    return client


@pytest.fixture
def tissaout():
    return given_organisation("Association Tissaout", name_ar="جمعية تيساوت")


@pytest.fixture
def amina(tissaout):
    return given_member("Amina", "association_president", tissaout)


@pytest.fixture
def nadia():
    return given_member(
        "Nadia", "provincial_delegate", given_organisation("Délégation", kind="provincial_unit")
    )


def shown(client, name, *args, **query):
    answer = client.get(reverse(f"network:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_opens_filled_and_empty(tissaout, amina, language):
    desk = at_desk(amina, language)
    for filled in (False, True):
        if filled:
            one_of_each(tissaout, amina)
        for name in ("list_places", "list_organisations", "list_conventions", "list_figures", "show_credits"):
            shown(desk, name)
        for name in ("sign_convention", "state_figure", "preview_table"):
            shown(desk, name)
        for name in ("show_organisation", "edit_organisation", "rename_organisation", "list_members"):
            shown(desk, name, tissaout.pk)
        for name in ("declare_interest", "open_site"):
            shown(desk, name, tissaout.pk)
    with as_work(amina):
        sites = list(queries.sites_of(tissaout))
        (convention, _), *_more = queries.conventions_of(tissaout, on=timezone.localdate())
        table = queries.tables_of(tissaout)[0]
        place = Place.objects.select_related("parent").get(level="neighbourhood")
        other = Membership.objects.exclude(user=amina).earliest("created_at", "pk")
    for site in sites:
        for name in ("show_site", "write_address", "make_refuge", "add_staff", "end_staff"):
            shown(desk, name, site.pk)
    for name in ("show_convention", "promise", "amend_convention", "end_convention"):
        shown(desk, name, convention.pk)
    shown(desk, "show_table", table.pk)
    shown(desk, "end_role", tissaout.pk, other.pk)
    for one in (place, place.parent):
        for name in ("show_place", "add_place", "add_alias"):
            shown(desk, name, one.pk)


def test_pages_ask_to_sign_in_and_credits_do_not():
    client = Client()
    assert client.get(reverse("network:list_organisations")).status_code == 302
    page = client.get(reverse("network:show_credits")).content.decode()
    assert "Haut-Commissariat au Plan" in page and "CC BY 4.0" in page


def test_places_are_found_as_a_person_types(amina):
    place = given_place("05.301.07.03")
    desk = at_desk(amina)
    assert "Aguelmous" in shown(desk, "list_places", q="أجلموس")
    piece = shown(desk, "find_places", field="place", place="ⴰⴳⵍⵎⵓⵙ")
    assert f'name="place_chosen" value="{place.pk}"' in piece and "<html" not in piece


def test_an_organisation_is_registered_with_its_place_in_words(nadia):
    given_place("05.301.07.03")
    desk = at_desk(nadia)
    typed = {"kind": "association", "name_ar": "جمعية الأمل", "name_fr": "", "place": "Aguelmouss"}
    answer = desk.post(reverse("network:register_organisation"), typed)
    assert answer.status_code == 422  # another spelling: several levels come near, the person chooses
    chosen = {**typed, "place_chosen": str(_commune("05.301.07.03", nadia))}
    answer = desk.post(reverse("network:register_organisation"), chosen)
    with as_work(nadia):
        made = Organisation.objects.get(name_ar="جمعية الأمل")
        assert answer["Location"] == reverse("network:show_organisation", args=[made.pk])
        assert made.place.code == "05.301.07.03"


def _commune(code, user):
    with as_work(user):
        return queries.place_by_code(code).pk


def test_a_refusal_is_said_above_the_form_and_keeps_what_was_typed(nadia):
    answer = at_desk(nadia).post(
        reverse("network:register_organisation"), {"kind": "cooperative", "name_ar": " ", "name_fr": ""}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="cooperative" selected' in page and 'role="alert"' in page


def test_who_may_not_is_refused_and_who_works_elsewhere_sees_no_members(tissaout, amina):
    hamza = given_member("Hamza", "point_volunteer", given_organisation("Association Amal"))
    desk = at_desk(hamza)
    for name in ("edit_organisation", "rename_organisation", "list_members", "open_site"):
        assert desk.get(reverse(f"network:{name}", args=[tissaout.pk])).status_code == 403, name
    assert desk.get(reverse("network:register_organisation")).status_code == 403
    assert "Modifier" not in shown(desk, "show_organisation", tissaout.pk)


def test_a_page_of_members_leaves_an_access_line(tissaout, amina):
    from django.db import connection

    shown(at_desk(amina), "list_members", tissaout.pk)
    with as_work(amina), connection.cursor() as cursor:
        cursor.execute("SELECT subjects FROM audit_access WHERE page = 'network.members'")
        assert [subjects for (subjects,) in cursor.fetchall()] == [[amina.pk]]


def test_a_role_is_ended_from_the_page(tissaout, amina):
    idir = given_member("Idir", "treasurer", tissaout)
    with as_work(amina):
        row = Membership.objects.get(user=idir)
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = at_desk(amina).post(
        reverse("network:end_role", args=[tissaout.pk, row.pk]),
        {"from_day": f"{tomorrow:%d/%m/%Y}", "reason": "voluntary_departure"},
    )
    assert answer.status_code == 302
    with as_work(amina):
        row.refresh_from_db()
        assert row.period.upper == tomorrow


def test_the_page_of_a_refuge_says_its_address_to_its_staff_only(tissaout, amina):
    youssef = given_member("Youssef", "association_president", tissaout)
    with as_work(amina):
        refuge = actions.open_site(
            organisation=tissaout, kind="womens_centre", name_ar="فضاء الياسمين", refuge=True, by=amina,
            at=timezone.now(),
        )  # fmt: skip
        actions.write_address(site=refuge, address="Derb inventé 7", by=amina, at=timezone.now())
    assert "Derb inventé 7" in shown(at_desk(amina), "show_site", refuge.pk)
    for page in ("show_site", "write_address"):
        assert "Derb" not in shown(at_desk(youssef), page, refuge.pk)
    answer = at_desk(youssef).post(
        reverse("network:write_address", args=[refuge.pk]), {"address": "ailleurs"}
    )
    assert answer.status_code == 422
    assert "Derb inventé 7" in shown(at_desk(amina), "show_site", refuge.pk)


def test_a_convention_is_signed_and_kept_from_the_pages(tissaout, amina):
    partner = given_organisation("Organisme", kind="public_body")
    desk = at_desk(amina)
    typed = {
        "title": "Formation", "our_role": "project_holder", "party_1": str(partner.pk), "role_1": "funder",
        "starts_on": "1/1/2026", "ends_on": "01/01/2027",
    }  # fmt: skip
    page = desk.post(reverse("network:sign_convention"), typed)["Location"]
    commitment = {"party": str(tissaout.pk), "kind": "money", "amount": "160.000,00"}
    theirs = commitment | {"party": str(partner.pk), "amount_meant": "160000.00"}
    assert desk.post(f"{page}promise/", theirs).status_code == 422  # they write it themselves
    assert desk.post(f"{page}promise/", commitment).status_code == 422  # the amount is read in words first
    assert desk.post(f"{page}promise/", commitment | {"amount_meant": "160000.00"}).status_code == 302
    assert desk.post(f"{page}promise/", {"party": str(tissaout.pk), "kind": "money"}).status_code == 422
    assert desk.post(f"{page}end/", {"on": "01/01/2020", "reason": "term"}).status_code == 422
    assert re.search(r"160.000,00", desk.get(page).content.decode())


def test_a_published_table_is_previewed_then_accepted(tissaout, amina):
    desk = at_desk(amina)
    text = io.StringIO()
    csv.writer(text).writerows(
        [
            ["nom", "capacité", "bénéficiaires 2023/2024"],
            ["A", "40", "65"],
            ["B", "28", "28"],
            ["TOTAL", "70", "93"],
        ]
    )
    sheet = io.BytesIO(text.getvalue().encode())
    sheet.name = "internats.csv"
    answer = desk.post(
        reverse("network:preview_table"),
        {"title": "Internats", "source": "Liste", "sites_of_kind": "dar_talib", "sheet": sheet},
    )
    page = answer.content.decode()
    assert answer.status_code == 200 and "70" in page and "68" in page
    with as_work(amina):
        assert FigureTable.objects.count() == 0  # nothing before it is accepted
    kept = page.split('name="kept" value="')[1].split('"')[0]
    again = desk.post(reverse("network:accept_table"), {"kept": kept, "printed_0": "quatre", "again": "1"})
    assert 'role="alert"' in again.content.decode()
    answer = desk.post(reverse("network:accept_table"), {"kept": kept, "printed_1": "90"})
    page = desk.get(answer["Location"]).content.decode()
    assert "70" in page and "68" in page and "90" in page and "93" in page
    with as_work(amina):
        assert [site.kind for site in queries.sites_of(tissaout)] == ["dar_talib", "dar_talib"]
    assert desk.post(reverse("network:accept_table"), {"kept": "x"}).status_code == 302


def test_a_file_that_is_no_table_is_refused_in_words(amina):
    sheet = io.BytesIO(b"%PDF-1.4 nothing")
    sheet.name = "x.pdf"
    answer = at_desk(amina).post(
        reverse("network:preview_table"), {"title": "x", "source": "y", "sheet": sheet}
    )
    assert answer.status_code == 422


def test_the_today_page_shows_what_ends(tissaout, amina):
    given_member("Idir", "treasurer", tissaout, ends_on=timezone.localdate() + timedelta(days=3))
    page = at_desk(amina).get("/").content.decode()
    assert reverse("network:list_members", args=[tissaout.pk]) in page


def test_a_name_of_the_past_is_shown_with_its_period(tissaout, amina):
    with as_work(amina):
        actions.rename_organisation(
            organisation=tissaout, name_ar="تيساوت الجديدة", from_day=date(2025, 1, 1), by=amina, at=NOON
        )
    page = shown(at_desk(amina, "ar"), "show_organisation", tissaout.pk)
    assert "جمعية تيساوت" in page and "تيساوت الجديدة" in page and LONG_AGO
