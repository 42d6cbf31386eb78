"""A list of families enters the register: previewed, accepted whole or not at all, the same twice changes nothing."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from twiza.lib.sheets import OutSheet, write_workbook
from twiza.network import actions as network_actions
from twiza.network.tests.given import given_member, given_organisation, given_place
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.files.queries import NoSuchFile
from twiza.platform.queue import actions as queue
from twiza.registry import actions, queries
from twiza.registry.actions import uploads
from twiza.registry.models import (
    HeadingMemory,
    Household,
    ImportedRow,
    Person,
    SearchKey,
    Upload,
    VulnerabilityMark,
)
from twiza.registry.queries import sheets_out
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.tests.given import HEADING, NOON, TODAY, csv_of, given_household, given_upload

pytestmark = pytest.mark.django_db
AuditLine = apps.get_model("audit", "AuditLine")
HOPE = Path(__file__).resolve().parents[3] / "../shared/data/hope_registration"
LIST = [
    [*HEADING, "الهاتف", "الحالة"],
    ["زينب الأطلسية", "05/03/1980", "4", "0612345678", "أرملة"],
    ["ليلى الريفية", "1975", "2", "", ""],
]


@pytest.fixture
def send(tissaout, amina, at_work):
    def send(content, name="list.csv"):
        upload = actions.send_upload(organisation=tissaout.pk, content=content, name=name, by=amina, at=NOON)
        queue.run_waiting_jobs()  # a file above 250 kB is long work
        upload.refresh_from_db()
        return upload

    return send


@pytest.fixture
def accept(amina, at_work):
    def accept(upload, **options):
        return actions.accept_upload(
            upload=upload, by=amina, at=NOON, **({"leave_out_problems": False} | options)
        )

    return accept


def test_nothing_is_written_before_the_preview_is_accepted(send, accept):
    upload = send(csv_of(*LIST))
    assert (upload.state, upload.counts["good"], upload.counts["persons"]) == ("read", 2, 2)
    assert not Household.objects.exists()
    accept(upload)
    assert Household.objects.count() == 2
    head = Person.objects.get(name_arabic="زينب الأطلسية")
    assert (head.relationship, head.phone, head.birth_on.year) == ("head", "+212612345678", 1980)
    mark = VulnerabilityMark.objects.get()
    assert (mark.category, mark.said_by, mark.person_id) == ("widows", "self_declared", head.pk)
    assert Household.objects.filter(contact="do_not_contact").count() == 2


def test_imported_rows_are_like_typed_ones(send, accept, tissaout, amina):
    accept(send(csv_of(HEADING, ["زينب الأطلسية", "05/03/1980", "4"])))
    imported = Household.objects.get()
    typed = actions.register_household(
        organisation=tissaout.pk,
        household=HouseholdData(size=4),
        members=[
            PersonData(
                name_arabic="زينب الأطلسية", birth_on=Person.objects.get().birth_on, birth_precision="day"
            )
        ],
        by=amina,
        at=NOON,
    )
    for model, link in ((Household, "pk"), (Person, "household_id")):
        ours, theirs = (model.objects.get(**{link: one.pk}) for one in (imported, typed))
        differing = {
            field.name
            for field in model._meta.concrete_fields
            if getattr(ours, field.attname) != getattr(theirs, field.attname)
        }
        assert differing <= {"id", "code", "upload", "household"}
    keys = [
        set(SearchKey.objects.filter(person__household=one).values_list("key", flat=True))
        for one in (imported, typed)
    ]
    assert keys[0] == keys[1]
    assert [len(queries.history_of(one)) for one in (imported, typed)] == [2, 2]
    assert queries.history_of(imported)[0].pgh_context["user"] == str(amina.pk)


def test_it_is_one_line_in_the_log_with_figures_only(send, accept):
    upload = accept(send(csv_of(*LIST)))
    line = AuditLine.objects.get(type="registry.upload_accepted")
    assert (line.target, line.data["households"], line.data["persons"]) == (upload.pk, 2, 2)
    assert upload.preview == {}


def test_the_same_file_twice_changes_nothing(send, accept):
    accept(send(csv_of(*LIST)))
    before = list(Household.objects.values_list("pk", flat=True))
    again = send(csv_of(*LIST))
    assert (again.counts["good"], again.counts["already"]) == (0, 2)
    with pytest.raises(actions.NothingNew):
        accept(again)
    assert list(Household.objects.values_list("pk", flat=True)) == before


def test_a_file_twice_before_either_is_accepted_enters_once(send, accept):
    first, second = send(csv_of(*LIST)), send(csv_of(*LIST))
    accept(first)
    with pytest.raises(actions.PreviewIsOld):
        accept(second)
    assert Household.objects.count() == 2


def test_the_database_keeps_one_row_of_a_content(send, accept, tissaout):
    upload = accept(send(csv_of(*LIST)))
    row = ImportedRow.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportedRow.objects.bulk_create(
            [
                ImportedRow(
                    organisation=tissaout, content=row.content, household_id=row.household_id, upload=upload
                )
            ]
        )


def test_rows_with_a_problem_stay_out_only_when_that_is_said(send, accept):
    upload = send(csv_of(HEADING, ["زينب", "31/02/1980", "4"], ["ليلى", "1975", "2"]))
    (problem,) = upload.preview["problems"]
    assert (problem["row"], problem["heading"], problem["read"]) == (2, "تاريخ الازدياد", "31/02/1980")
    with pytest.raises(actions.HasProblems):
        accept(upload)
    assert not Household.objects.exists()
    accept(upload, leave_out_problems=True)
    assert Household.objects.count() == 1


def test_a_corrected_file_brings_only_what_was_missing(send, accept):
    accept(send(csv_of(HEADING, ["زينب", "31/02/1980", "4"], ["ليلى", "1975", "2"])), leave_out_problems=True)
    corrected = send(csv_of(HEADING, ["زينب", "28/02/1980", "4"], ["ليلى", "1975", "2"]))
    assert (corrected.counts["good"], corrected.counts["already"]) == (1, 1)
    accept(corrected)
    assert Household.objects.count() == 2


def test_a_known_family_with_other_facts_is_told_and_not_changed(send, accept):
    accept(send(csv_of(HEADING, ["زينب", "05/03/1980", "4"])))
    other = send(csv_of(HEADING, ["زينب", "05/03/1980", "6"]))
    assert (other.counts["good"], other.counts["differs"]) == (0, 1)
    assert Household.objects.get().size == 4


def test_control_totals_are_both_said_and_none_repaired(send):
    upload = send(csv_of(HEADING, ["زينب", "1980", "4"], ["ليلى", "1975", "2"], ["المجموع", "", "7"]))
    (total,) = upload.preview["totals"]
    assert (total["stated"], total["counted"], total["agrees"]) == (7, 6, False)
    assert upload.counts["good"] == 2


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"PK\x03\x04 cut off", "x.xlsx", "sheets.broken"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "x.xlsx",
            "sheets.password",
        ),
        (csv_of(["Produit", "Prix"], ["farine", "3"]), "x.csv", "registry.no_name_column"),
        (csv_of(["Nom", "Nb personnes"], ["A B", "=SUM(C1:C2)"]), "x.csv", "sheets.formula"),
    ],
)
def test_a_refused_file_is_listed_with_its_reason(send, tissaout, content, name, code):
    upload = send(content, name)
    assert (upload.state, upload.refusal["code"]) == ("refused", code)
    assert [row.pk for row in queries.uploads_of(tissaout.pk)] == [upload.pk]
    assert not Household.objects.exists()


def test_the_mapping_can_be_corrected_and_is_remembered(send, tissaout, amina):
    rows = [["Qui", "Combien", "Nom"], ["A B", "3", "Fès"], ["C D", "2", "Fès"]]
    upload = send(csv_of(*rows))
    assert upload.preview["sample"][0]["name"] == "Fès"
    mapped = actions.map_columns(
        upload=upload, mapping={"csv": {"0": "name", "1": "size", "2": ""}}, remember=True, by=amina, at=NOON
    )
    assert [(one["name"], one["size"]) for one in mapped.preview["sample"]] == [("A B", 3), ("C D", 2)]
    assert HeadingMemory.objects.get().words == {"qui": "name", "combien": "size", "nom": "ignored"}
    again = send(csv_of(["Qui", "Combien"], ["E F", "5"]))
    assert again.preview["sample"][0]["name"] == "E F"


def test_undo_takes_it_out_as_one_act(send, accept, tissaout, amina):
    kept = given_household(tissaout, amina, "حليمة")
    upload = accept(send(csv_of(*LIST)))
    actions.undo_upload(upload=upload, by=amina, at=NOON)
    assert [row.pk for row in Household.objects.all()] == [kept.pk]
    assert (ImportedRow.objects.count(), Person.objects.count(), VulnerabilityMark.objects.count()) == (
        0,
        1,
        0,
    )
    with pytest.raises(actions.NotWaiting):
        actions.undo_upload(upload=upload, by=amina, at=NOON)
    assert send(csv_of(*LIST)).counts["good"] == 2  # the file may come again


def test_undo_is_refused_when_something_hangs_on_it(send, accept, amina):
    upload = accept(send(csv_of(*LIST)))
    actions.mark_vulnerability(
        household=Household.objects.first(),
        category="disability",
        said_by="assessed",
        on=TODAY,
        by=amina,
        at=NOON.replace(hour=15),
    )
    with pytest.raises(actions.StillNeeded):
        actions.undo_upload(upload=upload, by=amina, at=NOON)
    assert Household.objects.count() == 2


def test_erasing_a_family_erases_the_file_that_brought_it(
    send, accept, amina, django_capture_on_commit_callbacks
):
    upload = accept(send(csv_of(*LIST)))
    assert queries.marked_copy(upload, at=NOON)  # the name is still read in it
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_household(household=Household.objects.first(), reason_code="asked", by=amina, at=NOON)
    with pytest.raises(NoSuchFile):
        queries.marked_copy(Upload.objects.get(), at=NOON)
    assert Upload.objects.get().file.name == ""


def test_it_checks_permission_and_hides_from_others(tissaout, amina):
    upload = given_upload(tissaout, amina, *LIST, accepted=False)
    youssef = given_member("Youssef", "treasurer", tissaout)
    salma = given_member("Salma", "association_president", given_organisation("Association Sebou"))
    with acting_as(youssef.pk, purpose=Purpose.WORK), pytest.raises(NoPermission):
        actions.accept_upload(upload=upload, leave_out_problems=True, by=youssef, at=NOON)
    for user in (youssef, salma):
        with acting_as(user.pk, purpose=Purpose.WORK), pytest.raises(queries.NoSuchUpload):
            queries.upload_for(user, upload.pk)
    with acting_as(salma.pk, purpose=Purpose.WORK):
        assert not Upload.objects.exists()


def test_another_organisation_takes_the_same_families_for_its_own(tissaout, amina):
    given_upload(tissaout, amina, *LIST)
    sebou = given_organisation("Association Sebou")
    salma = given_member("Salma", "association_president", sebou)
    upload = given_upload(sebou, salma, *LIST)
    assert (upload.counts["good"], upload.counts["already"]) == (2, 0)


def test_places_are_found_in_any_spelling_and_the_rest_is_kept_as_written(send, accept, tissaout, amina):
    quarter = given_place()
    place = network_actions.add_place(
        organisation=tissaout, level="neighbourhood", parent=quarter, name_ar="حي السلام", by=amina, at=NOON
    )
    rows = [["الاسم", "الحي"], ["زينب", "حيّ السـلام"], ["ليلى", "حي لا يعرفه أحد"]]
    accept(send(csv_of(*rows)))
    found = {p.name_arabic: p.household for p in Person.objects.select_related("household")}
    assert (found["زينب"].place_id, found["ليلى"].place_id) == (place.pk, None)
    assert found["ليلى"].place_words == "حي لا يعرفه أحد"


def test_a_large_file_is_long_work_that_can_be_left(accept, tissaout, amina, monkeypatch):
    monkeypatch.setattr(uploads, "AT_ONCE", 10)
    monkeypatch.setattr(uploads, "ROWS_AT_ONCE", 1)
    upload = actions.send_upload(
        organisation=tissaout.pk, content=csv_of(*LIST), name="list.csv", by=amina, at=NOON
    )
    assert (upload.state, upload.work is not None) == ("reading", True)
    queue.run_waiting_jobs()
    upload.refresh_from_db()
    assert upload.state == "read"
    assert accept(upload).state == "accepting"
    queue.run_waiting_jobs()
    upload.refresh_from_db()
    assert (upload.state, Household.objects.count()) == ("accepted", 2)


def test_another_worker_reads_a_large_file_again(accept, tissaout, amina, monkeypatch):
    monkeypatch.setattr(uploads, "AT_ONCE", 10)
    monkeypatch.setattr(uploads, "ROWS_AT_ONCE", 1)
    upload = actions.send_upload(
        organisation=tissaout.pk, content=csv_of(*LIST), name="list.csv", by=amina, at=NOON
    )
    queue.run_waiting_jobs()
    uploads._kept.clear()  # what a worker started again knows
    upload.refresh_from_db()
    accept(upload)
    queue.run_waiting_jobs()
    assert Household.objects.count() == 2


def test_what_waits_is_on_the_today_page(send, accept, amina):
    upload = send(csv_of(*LIST))
    (due,) = queries.waiting_for(amina, at=NOON)
    assert str(upload.pk) in due.url
    accept(upload)
    assert queries.waiting_for(amina, at=NOON) == []


def test_the_marked_copy_is_corrected_and_sent_back(send, accept):
    rows = [["زينب", "31/02/1980", "4"], ["ليلى", "1975", "2"], ["حليمة", "", "كثير"]]
    upload = send(write_workbook([OutSheet("لائحة", HEADING, rows)]), "liste.xlsx")
    copy = openpyxl.load_workbook(io.BytesIO(queries.marked_copy(upload, at=NOON)))
    page = copy.active
    said = [cell.value for cell in page["D"]]
    assert said[2] is None and "31/02/1980" in said[1] and "كثير" in said[3]
    assert page["B2"].fill.fgColor.rgb == page["C4"].fill.fgColor.rgb != page["B3"].fill.fgColor.rgb
    page["B2"], page["C4"] = "28/02/1980", 5
    target = io.BytesIO()
    copy.save(target)
    again = send(target.getvalue(), "liste corrigée.xlsx")
    assert (again.counts["good"], again.counts["problem_rows"], again.counts["rows"]) == (3, 0, 3)


def test_the_marked_copy_of_a_csv_is_a_workbook(send):
    upload = send(csv_of(HEADING, ["=cmd", "31/02/1980", "4"]))
    page = openpyxl.load_workbook(io.BytesIO(queries.marked_copy(upload, at=NOON))).active
    assert (page["A2"].value, page["A2"].data_type) == ("'=cmd", "s")


def test_advice_that_repeats_a_cell_is_never_a_formula(send, monkeypatch):
    monkeypatch.setattr(sheets_out, "sentence", lambda found: f"={found.heading}")
    upload = send(csv_of(HEADING, ["زينب", "31/02/1980", "4"]))
    page = openpyxl.load_workbook(io.BytesIO(queries.marked_copy(upload, at=NOON))).active
    assert page["D2"].value.startswith("'=") and page["D2"].data_type == "s"


def test_an_export_comes_back_and_changes_nothing(send, accept, tissaout):
    accept(send(csv_of(*LIST)))
    exported, _ids = queries.households_workbook(tissaout.pk)
    back = send(exported, "export.xlsx")
    assert (back.counts["good"], back.counts["already"], back.counts["differs"]) == (0, 2, 0)


@pytest.mark.parametrize(
    ("name", "households", "persons"),
    [
        ("rdi_import_50_hh_50_ind.xlsx", 50, 208),
        ("new_reg_data_import.xlsx", 3, 6),
        ("rdi_people_test.xlsx", 3, 3),
    ],
)
def test_it_imports_workbooks_that_nobody_here_wrote(send, accept, name, households, persons):
    if not HOPE.is_dir():
        pytest.skip("../shared/data/hope_registration is not there")
    accept(send((HOPE / name).read_bytes(), name))
    assert (Household.objects.count(), Person.objects.count()) == (households, persons)


@pytest.mark.parametrize("name", ["error-xlsx.xlsx", "invalid_rows.xlsx", "invalid_area.xlsx"])
def test_it_refuses_broken_workbooks_of_others(send, accept, name):
    if not HOPE.is_dir():
        pytest.skip("../shared/data/hope_registration is not there")
    upload = send((HOPE / name).read_bytes(), name)
    assert upload.preview["problems"]
    with pytest.raises((actions.HasProblems, actions.NothingNew)):
        accept(upload)
    assert not Household.objects.exists()
