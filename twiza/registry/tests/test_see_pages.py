"""The pages: seen by those who may, one line in the access log, usable without JavaScript."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.files import queries as files
from twiza.platform.queue import actions as queue
from twiza.registry import actions, queries
from twiza.registry.models import Household, Upload
from twiza.registry.queries import sheets_out
from twiza.registry.tests.given import HEADING, NOON, csv_of, given_household, given_upload

pytestmark = pytest.mark.django_db
AccessLine = apps.get_model("audit", "AccessLine")


@pytest.fixture
def page(client, amina):
    client.force_login(amina)

    def page(name, *args, **data):
        url = reverse(f"registry:{name}", args=args)
        return client.post(url, data.pop("post"), **data) if "post" in data else client.get(url, data)

    return page


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def looked_at(amina):
    with acting_as(amina.pk, purpose=Purpose.WORK):
        return [(line.page, set(line.subjects)) for line in AccessLine.objects.all()]


def test_the_list_shows_names_and_leaves_one_line(page, tissaout, amina):
    household = given_household(tissaout, amina, "زينب الأطلسية", size=3)
    assert "زينب الأطلسية" in text(page("list_households"))
    with acting_as(amina.pk, purpose=Purpose.WORK):
        head = queries.members_of(household)[0].pk
    assert looked_at(amina) == [("registry.households", {household.pk, head})]
    assert "زينب" in text(page("list_households", post={"q": "زينب"}))
    body = text(page("list_households", post={"q": "حليمة"}))
    assert "زينب" not in body.replace('value="حليمة"', "")
    assert '<form method="post" role="search"' in body  # no name in an address


def test_the_list_costs_the_same_whatever_its_length(page, tissaout, amina, django_assert_max_num_queries):
    for n in range(5):
        given_household(tissaout, amina, f"زينب {n}", "ليلى")
    with django_assert_max_num_queries(30):
        page("list_households")


def test_a_household_shows_members_and_leaves_one_line(page, tissaout, amina):
    household = given_household(tissaout, amina, "زينب", "ليلى")
    body = text(page("show_household", household.pk))
    assert "زينب" in body and household.code in body
    with acting_as(amina.pk, purpose=Purpose.WORK):
        members = {member.pk for member in queries.members_of(household)}
    assert looked_at(amina) == [("registry.household", {household.pk, *members})]


def test_an_export_is_found_by_the_household_and_by_each_person(page, tissaout, amina):
    household = given_household(tissaout, amina, "زينب", "ليلى")
    page("export_households")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        members = {member.pk for member in queries.members_of(household)}
    assert looked_at(amina) == [("registry.export", {household.pk, *members})]


def test_hidden_and_missing_look_the_same(client, tissaout, amina):
    household = given_household(tissaout, amina)
    salma = given_member("Salma", "association_president", given_organisation("Association Sebou"))
    client.force_login(salma)
    hidden = client.get(reverse("registry:show_household", args=[household.pk]))
    missing = client.get(reverse("registry:show_household", args=[tissaout.pk]))
    assert (hidden.status_code, missing.status_code) == (404, 404)


def test_those_without_the_permission_are_told_whom_to_ask(client, tissaout):
    client.force_login(given_member("Youssef", "treasurer", tissaout))
    assert client.get(reverse("registry:list_households")).status_code == 403
    assert client.get(reverse("registry:list_uploads")).status_code == 403


def test_it_registers_without_javascript(page, amina):
    rows = {
        "m-TOTAL_FORMS": "1",
        "m-INITIAL_FORMS": "0",
        "m-0-name_arabic": "زينب",
        "contact": "do_not_contact",
    }
    more = text(page("register_household", post=rows | {"add_row": "1"}))
    assert 'name="m-1-name_arabic"' in more and 'value="زينب"' in more
    rows |= {
        "m-TOTAL_FORMS": "2",
        "m-0-birth": "١٩٨٠",
        "m-1-name_latin": "Leila",
        "size": "٣",
        "m-1-relationship": "child",
    }
    assert page("register_household", post=rows).status_code == 302
    with acting_as(amina.pk, purpose=Purpose.WORK):
        household = Household.objects.get()
        head, child = queries.members_of(household)
    assert (household.size, head.birth_on.year, head.birth_precision) == (3, 1980, "year")
    assert (child.name_latin, child.relationship) == ("Leila", "child")


def test_a_form_sent_twice_makes_one_household_and_swallows_no_other(page, amina):
    form_id = str(page("register_household").context["form_id"])
    rows = {"m-TOTAL_FORMS": "1", "m-INITIAL_FORMS": "0", "m-0-name_arabic": "زينب", "id": form_id}
    rows["contact"] = "do_not_contact"
    first, second = (page("register_household", post=rows) for _ in "ab")
    assert first.headers["Location"] == second.headers["Location"] and count(amina) == 1
    other = page("register_household", post=rows | {"m-0-name_arabic": "ليلى"})
    assert "error-summary" in text(other) and count(amina) == 1


def test_the_fragment_swaps_only_the_rows(page):
    rows = {"m-TOTAL_FORMS": "1", "m-INITIAL_FORMS": "0", "add_row": "1"}
    body = text(page("register_household", post=rows, HTTP_HX_REQUEST="true"))
    assert "<html" not in body and 'name="m-1-name_arabic"' in body


def test_it_says_what_would_work_when_nothing_is_typed(page):
    rows = {
        "m-TOTAL_FORMS": "1",
        "m-INITIAL_FORMS": "0",
        "contact": "do_not_contact",
        "m-0-birth": "31/02/1980",
    }
    assert "31/02/1980" in text(page("register_household", post=rows))


@pytest.mark.parametrize(
    "name", ["correct_household", "set_contact", "add_member", "mark_situation", "erase_household"]
)
def test_the_forms_of_a_household_open(page, tissaout, amina, name):
    household = given_household(tissaout, amina)
    assert "<form" in text(page(name, household.pk))


def test_it_corrects_marks_ends_and_erases(page, tissaout, amina):
    household = given_household(tissaout, amina, "زينب")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        (person,) = queries.members_of(household)
    mark = {"category": "widows", "said_by": "assessed", "on": "05/03/2026", "person": str(person.pk)}
    assert (
        page(
            "correct_household", household.pk, post={"size": "4", "place_words": "حي لا يعرفه أحد"}
        ).status_code
        == 302
    )
    assert page("set_contact", household.pk, post={"contact": "telephone"}).status_code == 302
    assert (
        page("add_member", household.pk, post={"name_arabic": "ليلى", "relationship": "child"}).status_code
        == 302
    )
    assert (
        page(
            "correct_member", person.pk, post={"name_arabic": "زينب", "relationship": "head", "birth": "1980"}
        ).status_code
        == 302
    )
    assert page("mark_situation", household.pk, post=mark).status_code == 302
    body = text(page("show_household", household.pk))
    assert "ليلى" in body and "1980" in body
    with acting_as(amina.pk, purpose=Purpose.WORK):
        (noted,) = queries.marks_of(household)
    assert page("end_situation", noted.pk, post={}).status_code == 302
    again = page("end_situation", noted.pk, post={}, follow=True)  # a double click
    assert "notice-" in text(again)
    assert page("erase_member", person.pk, post={"reason": "asked"}).status_code == 302
    assert page("erase_household", household.pk, post={"reason": "asked"}).status_code == 302
    assert page("show_household", household.pk).status_code == 404


def test_a_list_is_sent_previewed_and_accepted(page, tissaout, amina):
    rows = [HEADING, ["زينب", "31/02/1980", "4"], ["ليلى", "1975", "2"], ["المجموع", "", "7"]]
    file = SimpleUploadedFile("قائمة.csv", csv_of(*rows))
    sent = page("list_uploads", post={"file": file, "said_by": "assessed"})
    assert sent.status_code == 302
    with acting_as(amina.pk, purpose=Purpose.WORK):
        upload = Upload.objects.get()
    body = text(page("show_upload", upload.pk))
    assert "31/02/1980" in body and "ليلى" in body
    refused = page("accept_upload", upload.pk, post={}, follow=True)
    assert "notice-refusal" in text(refused) or "notice" in text(refused)
    assert not count(amina)
    page("accept_upload", upload.pk, post={"leave_out_problems": "on"})
    assert count(amina) == 1
    page("undo_upload", upload.pk, post={})
    assert count(amina) == 0


def count(amina):
    with acting_as(amina.pk, purpose=Purpose.WORK):
        return Household.objects.count()


def test_columns_are_corrected_on_their_page(page, tissaout, amina):
    upload = given_upload(
        tissaout, amina, ["Qui", "Nom"], ["A B", "Fès"], ["C D", "Fès"], accepted=False, remember=False
    )
    assert "Qui" in text(page("map_columns", upload.pk))
    page("map_columns", upload.pk, post={"0-0": "name", "0-1": "", "remember": "on"})
    assert "A B" in text(page("show_upload", upload.pk))


def test_the_marked_copy_and_the_register_are_downloads(page, tissaout, amina):
    upload = given_upload(tissaout, amina, HEADING, ["زينب", "31/02/1980", "4"], accepted=False)
    for response in (page("download_copy", upload.pk), page("export_households")):
        assert response.content.startswith(b"PK")
        assert response["Cache-Control"] == "no-store"


def test_a_large_register_is_written_by_long_work_and_kept_for_its_own_people(
    page, client, tissaout, amina, monkeypatch
):
    household = given_household(tissaout, amina, "زينب", "ليلى")
    monkeypatch.setattr(sheets_out, "AT_ONCE", 0)
    work = page("export_households")
    assert work.url.startswith("/work/")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        queue.run_waiting_jobs()
        members = {member.pk for member in queries.members_of(household)}
        (kept,) = files.files_of_kind("registry.export")
    assert client.get(f"/files/{kept.pk}/").content.startswith(b"PK")
    whole = {household.pk, *members}
    assert looked_at(amina) == [("files.download", {kept.pk, *whole})]
    client.force_login(
        given_member("Salma", "association_president", given_organisation("Association Sebou"))
    )
    assert client.get(f"/files/{kept.pk}/").status_code == 404


def test_a_kept_register_goes_when_somebody_in_it_is_erased(page, tissaout, amina, monkeypatch):
    household = given_household(tissaout, amina, "زينب", "ليلى")
    given_household(tissaout, amina, "نعيمة")
    monkeypatch.setattr(sheets_out, "AT_ONCE", 0)
    page("export_households")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        queue.run_waiting_jobs()
        assert files.files_of_kind("registry.export")
        actions.erase_household(household=household, reason_code="person_asked", by=amina, at=NOON)
        assert not files.files_of_kind("registry.export")


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"", b"Produit;Prix\nfarine;3\n"])
def test_a_refused_file_says_why_on_its_page(page, amina, content):
    response = page(
        "list_uploads",
        post={"file": SimpleUploadedFile("x.csv", content), "said_by": "assessed"},
        follow=True,
    )
    assert "notice-refusal" in text(response) or "error-summary" in text(response)


def test_a_large_list_leads_to_its_work(page, amina, monkeypatch):
    from twiza.registry.actions import uploads

    monkeypatch.setattr(uploads, "AT_ONCE", 10)
    file = SimpleUploadedFile("x.csv", csv_of(HEADING, ["زينب", "1980", "4"]))
    text(page("list_uploads", post={"file": file, "said_by": "assessed"}, follow=True))
    with acting_as(amina.pk, purpose=Purpose.WORK):
        queue.run_waiting_jobs()
        assert Upload.objects.get().state == "read"
    assert NOON


def test_no_situation_is_chosen_beforehand(page, tissaout, amina):
    form = page("mark_situation", given_household(tissaout, amina).pk).context["form"]
    assert form["category"].value() is None and form.fields["category"].choices[0][0] == ""
