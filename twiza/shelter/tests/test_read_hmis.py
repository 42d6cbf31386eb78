"""Exports of shelters: what is read, each fault with its place, and what is counted. All of it invented."""

import re
import zipfile
from datetime import date

import pytest
from django.utils import translation

from twiza.shelter.rules import hmis
from twiza.shelter.tests.exports import FILES, export, with_cell, with_line

PLACES = re.compile(r"%\(\w+\)s")
DECEMBER = [date(2025, 12, day) for day in range(1, 32)]


def only(reading):
    """The one fault of a reading: kind, file, line, column, what was read."""
    (fault,) = reading.faults
    return (fault.kind.value, fault.file, fault.line, fault.column, fault.read)


def test_a_whole_export_is_read_without_a_word():
    reading = hmis.read_export(export())
    assert reading.faults == ()
    read = reading.export
    assert (read.first, read.last) == (DECEMBER[0], DECEMBER[-1])
    assert (len(read.people), len(read.stays), len(read.inventories), read.services, read.bed_lines) == (
        4,
        5,
        3,
        5,
        4,
    )
    assert [one.who for one in read.people.values()] == ["woman", "woman", "man", "man"]


def test_people_are_numbers_and_no_word_of_them_is_kept():
    said = repr(hmis.read_export(export()))
    assert "P-ONE" not in said and "Canary" not in said
    broken = [
        hmis.read_export(with_line("Services", "s9,e1,P-SECRET,2025-12-11,200")),
        hmis.read_export(with_cell("Client", "1980-05-05", "05-MAY-80")),
        hmis.read_export(with_line("Client", "P-ONE,Canary,,0,1")),
        hmis.read_export(with_line("Client", "P-NINE,Canary")),
    ]
    for reading in broken:
        assert reading.export is None and reading.faults
        said = repr(reading) + "".join(one.sentence for one in reading.faults)
        assert not any(word in said for word in ("SECRET", "P-ONE", "Canary", "MAY-80"))


def test_nights_are_counted_line_by_line_or_from_entry_to_exit():
    read = hmis.read_export(export()).export
    assert {(project, night.day): (one.people, one.beds) for (project, night), one in hmis.occupancy(read).items()} == {
        ("nights", 10): (1, 2), ("nights", 11): (2, 2), ("nights", 31): (1, 2),
        ("days", 10): (1, 3), ("days", 11): (1, 3), ("days", 12): (1, 3),  # they leave on the 13th: no night
        ("days", 18): (1, 3), ("days", 19): (1, 4), ("days", 20): (1, 4),
    }  # fmt: skip
    assert hmis.beds_on(read, "days", date(2025, 12, 21)) == 1
    assert hmis.beds_on(read, "nights", date(2025, 11, 30)) == 0


def test_columns_go_by_their_name_and_newer_shapes_say_by_night_in_the_type():
    reading = hmis.read_export(
        export(
            Project="ProjectType,projectname,OrganizationID,Extra,ProjectID\n1,By night,org,,nights\n0,Days,org,,days\n14,Desk,org,,desk\n",
            Client="Sex,PersonalID,DOB\n0,P-ONE,\n1,P-TWO,\n99,P-THREE,\n,P-FOUR,\n",
        )
    )  # fmt: skip
    assert reading.faults == ()
    assert [one.id for one in reading.export.projects.values() if one.by_night] == ["nights"]
    assert [one.who for one in reading.export.people.values()] == ["woman", "man", None, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1256"])
def test_marks_and_encodings_do_not_matter(encoding):
    text = FILES["Organization.csv"].replace(
        "Dar", "Les Élus é à ç" if encoding == "cp1252" else "دار السلام والرحمة"
    )
    files = [(name, data) for name, data in export() if name != "Organization.csv"]
    data = text.replace("\n", "\r\n").encode(encoding)
    assert hmis.read_export([*files, ("organization.CSV", data)]).faults == ()


def test_a_line_that_was_deleted_is_no_line():
    gone = "ServicesID,EnrollmentID,PersonalID,DateProvided,RecordType,DateDeleted\ns1,e1,P-ONE,2025-12-10,200,\ns2,e9,P-ONE,wrong,200,2025-12-12 10:00:00\n"
    reading = hmis.read_export(export(Services=gone))
    assert reading.faults == () and reading.export.bed_lines == 1


def test_a_folder_and_a_zip_say_the_same(tmp_path):
    folder, packed = tmp_path / "folder", tmp_path / "export.zip"
    folder.mkdir()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
            archive.writestr(f"inside/{name}", text)
        archive.writestr("inside/readme.txt", "nothing")
    one, other = (hmis.read_export(hmis.files_of(path)) for path in (folder, packed))
    assert one == other and one.faults == () and one.export is not None


def test_what_is_no_export_is_refused(tmp_path):
    broken, bomb = tmp_path / "broken.zip", tmp_path / "bomb.zip"
    broken.write_bytes(b"PK\x03\x04 cut off")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Client.csv", "0" * 3_000_000)
    for path in (broken, bomb, tmp_path / "nowhere"):
        with pytest.raises(hmis.NotAnExport):
            hmis.files_of(path)
    (tmp_path / "empty").mkdir()
    reading = hmis.read_export(hmis.files_of(tmp_path / "empty"))
    assert reading.export is None and [one.kind.value for one in reading.faults] == ["no_file"] * 8


@pytest.mark.parametrize("file", FILES)
def test_a_file_or_a_column_that_is_missing_is_named(file):
    missing = hmis.read_export(export(without=file))
    assert missing.export is None and ("no_file", file, 0, "", "") == only(missing)
    first, _comma, _rest = FILES[file].partition(",")
    needed = (
        first
        if file not in ("Export.csv", "Exit.csv")
        else {"Export.csv": "ExportEndDate", "Exit.csv": "ExitDate"}[file]
    )
    reading = hmis.read_export(with_cell(file.removesuffix(".csv"), needed, "Other"))
    assert reading.export is None
    assert ("no_column", file, 1, needed) in [
        (one.kind.value, one.file, one.line, one.column) for one in reading.faults
    ]


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        (with_line("Client", "P-FIVE,Canary,1980-01-01"), ("wrong_width", "Client.csv", 6, "Female", "3")),
        (with_line("Client", "P-FIVE,Can,ary,1980-01-01,1,0"), ("wrong_width", "Client.csv", 6, "DOB", "6")),
        (with_line("Inventory", 'i4,nights,1,2025-12-01,"'), ("broken_quotes", "Inventory.csv", 5, "", "")),
        (with_line("Project", 'p9,org,"By" night,1,3'), ("broken_quotes", "Project.csv", 5, "", "")),
        (with_cell("Exit", "2025-12-13", "12/13/2025"), ("wrong_date", "Exit.csv", 3, "ExitDate", "12/13/2025")),
        (with_cell("Exit", "2025-12-13", "2025-02-30"), ("wrong_date", "Exit.csv", 3, "ExitDate", "2025-02-30")),
        (with_cell("Client", "1980-05-05", "05-MAY-80"), ("wrong_date", "Client.csv", 2, "DOB", "99-AAA-99")),
        (with_cell("Services", "2025-12-10", ""), ("empty", "Services.csv", 2, "DateProvided", "")),
        (with_cell("Services", ",200", ",2OO"), ("wrong_number", "Services.csv", 2, "RecordType", "2OO")),
        (with_cell("Inventory", ",2,", ",-2,"), ("wrong_number", "Inventory.csv", 2, "BedInventory", "-2")),
        (with_line("Project", "days,org,Again,1,0"), ("id_twice", "Project.csv", 5, "ProjectID", "days")),
        (with_line("Exit", "x5,e4,P-FOUR,2025-12-22"), ("id_twice", "Exit.csv", 5, "EnrollmentID", "e4")),
        (with_cell("Inventory", "i1,nights", "i1,tents"), ("unknown_id", "Inventory.csv", 2, "ProjectID", "tents")),
        (with_cell("Project", "desk,org", "desk,gro"), ("unknown_id", "Project.csv", 4, "OrganizationID", "gro")),
        (with_cell("Services", "s3,e2", "s3,e9"), ("unknown_id", "Services.csv", 4, "EnrollmentID", "e9")),
        (with_cell("Services", "e2,P-TWO", "e2,P-SIX"), ("unknown_id", "Services.csv", 4, "PersonalID", "A-AAA")),
        (with_cell("Services", "e2,P-TWO", "e2,P-ONE"), ("other_person", "Services.csv", 4, "PersonalID", "")),
        (with_cell("Exit", "e1,P-ONE", "e1,P-TWO"), ("other_person", "Exit.csv", 2, "PersonalID", "")),
        (export(Export="ExportID,ExportStartDate,ExportEndDate\n"), ("empty", "Export.csv", 2, "ExportStartDate", "")),
        ([*export(), ("client.CSV", b"")], ("file_twice", "client.CSV", 0, "", "")),
        ([*export(without="Exit.csv"), ("Exit.csv", b"PK\x00\x01\x02")], ("not_text", "Exit.csv", 0, "", "")),
        (export(Exit="ExitID,ExitDate,EnrollmentID,PersonalID,ExitDate\n"), ("column_twice", "Exit.csv", 1, "ExitDate", "")),
    ],
)  # fmt: skip
def test_what_is_broken_is_said_with_its_place_and_nothing_is_read(files, fault):
    reading = hmis.read_export(files)
    assert only(reading) == fault
    assert reading.export is None and reading.broken == reading.faults
    assert fault[1] in reading.faults[0].sentence and "%(" not in reading.faults[0].sentence


def test_a_broken_line_is_said_once_and_not_again_wherever_its_id_is_used():
    reading = hmis.read_export(with_cell("Client", "P-ONE,Canary,", "P-ONE,Can,ary,"))
    assert only(reading)[:4] == ("wrong_width", "Client.csv", 2, "DOB")


def test_every_fault_is_found_in_one_reading():
    texts = {
        "Exit": FILES["Exit.csv"].replace("2025-12-13", "13.12.2025"),
        "Services": FILES["Services.csv"].replace("s3,e2", "s3,e9") + "s9,e1\n",
    }
    found = [
        (one.kind.value, one.file, one.line)
        for one in hmis.read_export(export(without="Inventory.csv", **texts)).faults
    ]
    assert found == [
        ("wrong_date", "Exit.csv", 3), ("no_file", "Inventory.csv", 0),
        ("unknown_id", "Services.csv", 4), ("wrong_width", "Services.csv", 7),
    ]  # fmt: skip


def test_a_fault_in_a_file_that_is_not_read_is_told_and_refuses_nothing():
    event = b"EventID,EventDate\n1,2025-12-01\n2,12/01/25\n3\n"
    reading = hmis.read_export([*export(), ("Event.csv", event)])
    assert [(one.kind.value, one.line) for one in reading.faults] == [("wrong_date", 3), ("wrong_width", 4)]
    assert reading.broken == () and reading.export is not None


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        (with_line("Services", "s9,e1,P-ONE,2025-12-11,200"), ("night_twice", "Services.csv", 7, "DateProvided", "2025-12-11")),
        (with_line("Services", "s9,e1,P-ONE,2025-12-09,200"), ("before_entry", "Services.csv", 7, "DateProvided", "2025-12-09")),
        (with_line("Services", "s9,e1,P-ONE,2025-12-20,200"), ("after_exit", "Services.csv", 7, "DateProvided", "2025-12-20")),
        (with_cell("Exit", "2025-12-13", "2025-12-09"), ("exit_before_entry", "Exit.csv", 3, "ExitDate", "2025-12-09")),
        (with_line("Enrollment", "e6,P-ONE,days,2025-12-25,h6"), ("no_exit", "Enrollment.csv", 7, "EntryDate", "2025-12-25")),
        (with_line("Enrollment", "e6,P-TWO,nights,2025-12-25,h6"), None),  # night by night: nothing is missing
    ],
)  # fmt: skip
def test_what_speaks_against_itself_is_told_and_the_rest_is_counted(files, fault):
    reading = hmis.read_export(files)
    assert reading.export is not None and reading.broken == ()
    assert [only(reading)] == [fault] if fault else reading.faults == ()
    nights = {
        where: one.people for where, one in hmis.occupancy(reading.export).items() if where[0] == "nights"
    }
    assert nights == {("nights", DECEMBER[9]): 1, ("nights", DECEMBER[10]): 2, ("nights", DECEMBER[30]): 1}


def test_a_night_written_three_times_is_one_fault_with_its_lines():
    again = FILES["Services.csv"] + "s8,e2,P-TWO,2025-12-31,200\ns9,e2,P-TWO,2025-12-31,200\n"
    (fault,) = hmis.read_export(export(Services=again)).faults
    assert fault.said["times"] == 3 and fault.said["other"] == 5 and fault.said["lines"] == (5, 7, 8)


def test_a_stay_without_exit_goes_on_to_the_last_day():
    read = hmis.read_export(with_line("Enrollment", "e6,P-ONE,days,2025-12-25,h6")).export
    assert (
        sum(
            one.people
            for (project, night), one in hmis.occupancy(read).items()
            if night >= DECEMBER[24] and project == "days"
        )
        == 7
    )


def test_a_night_in_two_sites_is_told_and_each_counts_it():
    entry = FILES["Enrollment.csv"] + "e6,P-TWO,days,2025-12-11,h6\n"
    left = FILES["Exit.csv"] + "x6,e6,P-TWO,2025-12-13\n"
    reading = hmis.read_export(export(Enrollment=entry, Exit=left))
    assert only(reading) == ("two_sites", "Services.csv", 4, "DateProvided", "2025-12-11")
    assert reading.faults[0].said["times"] == 1 and reading.faults[0].said["where"] == "days, nights"
    assert hmis.occupancy(reading.export)["days", DECEMBER[10]].people == 2
    assert hmis.occupancy(reading.export)["nights", DECEMBER[10]].people == 2


def test_two_stays_at_once_in_a_site_are_told_and_counted_once():
    entry = FILES["Enrollment.csv"] + "e6,P-THREE,days,2025-12-11,h6\n"
    left = FILES["Exit.csv"] + "x6,e6,P-THREE,2025-12-15\n"
    reading = hmis.read_export(export(Enrollment=entry, Exit=left))
    assert only(reading) == ("two_stays", "Enrollment.csv", 7, "EntryDate", "2025-12-11")
    assert reading.faults[0].said["times"] == 2
    assert hmis.occupancy(reading.export)["days", DECEMBER[11]].people == 1


def test_more_people_than_beds_is_told():
    reading = hmis.read_export(with_cell("Inventory", "i1,nights,2", "i1,nights,1"))
    assert only(reading) == ("too_full", "Inventory.csv", 2, "BedInventory", "1")
    assert (reading.faults[0].said["times"], reading.faults[0].said["most"]) == (1, 2)


def test_each_kind_of_fault_has_a_sentence_that_says_what_would_work():
    assert set(hmis.WORDS) == set(hmis.Kind)
    for words in hmis.WORDS.values():
        assert words.startswith("%(file)s") and words.count(". ") >= 1


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_each_sentence_is_said_in_arabic_and_in_french_with_the_same_places(language):
    with translation.override(language):
        for words in hmis.WORDS.values():
            said = translation.gettext(words)
            assert said != words and set(PLACES.findall(said)) == set(PLACES.findall(words))
