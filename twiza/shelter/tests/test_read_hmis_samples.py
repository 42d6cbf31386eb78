"""Other people's exports, read in place where they are beside this project: what is found equals a count made here.

Nothing of `hmis.counting` is used on the other side: these tests open the files with `csv` alone.
"""

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from twiza.network.tests.given import as_work
from twiza.shelter import actions, queries
from twiza.shelter.rules import hmis, nights_between
from twiza.shelter.tests.given import EVENING, given_cold, given_site

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "hmis_csv"
LODGINGS = {"1", "2", "8"}


def rows(name, folder="lsa_fy2022"):
    with (FOLDER / folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read(folder):
    if not (FOLDER / folder).is_dir():
        pytest.skip(f"../shared/data/hmis_csv/{folder} is not here: nothing to read")
    return hmis.read_export(hmis.files_of(FOLDER / folder))


@pytest.fixture(scope="module")
def lsa():
    return read("lsa_fy2022")


def test_it_reads_799_people_5182_services_and_21_inventories(lsa):
    export = lsa.export
    assert (len(export.people), export.services, len(export.inventories)) == (799, 5182, 21)
    assert (len(rows("Client")), len(rows("Services")), len(rows("Inventory"))) == (799, 5182, 21)
    assert (len(export.projects), len(export.stays)) == (24, 819)
    assert sum(one.exit is not None for one in export.stays.values()) == len(rows("Exit")) == 442
    assert export.bed_lines == sum(row["RecordType"] == "200" for row in rows("Services")) == 4486


def test_exactly_69_person_nights_are_written_twice(lsa):
    lines = defaultdict(list)
    for line, row in enumerate(rows("Services"), 2):
        if row["RecordType"] == "200":
            lines[row["PersonalID"], row["DateProvided"]].append(line)
    twice = {tuple(found) for found in lines.values() if len(found) > 1}
    told = lsa.of(hmis.Kind.NIGHT_TWICE)
    assert len(told) == len(twice) == 69
    assert {one.said["lines"] for one in told} == twice
    assert Counter(one.said["times"] for one in told) == {2: 68, 11: 1}
    assert len(lsa.export.nights) == len(lines) == 4408


def test_nobody_sleeps_before_the_entry_or_after_the_exit(lsa):
    assert lsa.of(hmis.Kind.BEFORE_ENTRY) == lsa.of(hmis.Kind.AFTER_EXIT) == ()
    assert lsa.of(hmis.Kind.TWO_SITES) == lsa.of(hmis.Kind.TWO_STAYS) == ()


def test_stays_without_exit_and_the_one_that_ends_before_it_begins(lsa):
    by_night = {row["ProjectID"] for row in rows("Project") if row["TrackingMethod"] == "3"}
    lodging = {row["ProjectID"] for row in rows("Project") if row["ProjectType"] in LODGINGS} - by_night
    left = {row["EnrollmentID"]: row["ExitDate"] for row in rows("Exit")}
    entries = list(enumerate(rows("Enrollment"), 2))
    open_ones = {
        line for line, row in entries if row["ProjectID"] in lodging and row["EnrollmentID"] not in left
    }
    assert {one.line for one in lsa.of(hmis.Kind.NO_EXIT)} == open_ones
    backwards = [row for _line, row in entries if left.get(row["EnrollmentID"], "9") < row["EntryDate"]]
    assert len(lsa.of(hmis.Kind.EXIT_BEFORE_ENTRY)) == len(backwards) == 1


def test_occupancy_of_each_project_and_night_equals_a_count_on_the_files(lsa):
    projects = {row["ProjectID"]: row for row in rows("Project")}
    left = {row["EnrollmentID"]: date.fromisoformat(row["ExitDate"]) for row in rows("Exit")}
    entries = {row["EnrollmentID"]: row for row in rows("Enrollment")}
    there = defaultdict(set)
    for row in rows("Services"):
        if row["RecordType"] == "200":
            project = entries[row["EnrollmentID"]]["ProjectID"]
            there[project, date.fromisoformat(row["DateProvided"])].add(row["PersonalID"])
    for id, row in entries.items():
        project = projects[row["ProjectID"]]
        if project["ProjectType"] in LODGINGS and project["TrackingMethod"] != "3":
            night = date.fromisoformat(row["EntryDate"])
            while night < left.get(id, date(2022, 10, 1)):  # the export ends on 30 September 2022
                there[row["ProjectID"], night].add(row["PersonalID"])
                night += timedelta(days=1)
    inventory = rows("Inventory")
    beds = {where: _beds(inventory, *where) for where in there}
    found = hmis.occupancy(lsa.export)
    assert {where: one.people for where, one in found.items()} == {
        where: len(people) for where, people in there.items()
    }
    assert {where: one.beds for where, one in found.items()} == beds
    by_night = {night: one.people for (project, night), one in found.items() if project == "1548"}
    assert (len(by_night), min(by_night), max(by_night)) == (657, date(2020, 12, 11), date(2022, 9, 30))
    assert (sum(by_night.values()), max(by_night.values())) == (4408, 11)
    full = {one.said["where"]: one.said["times"] for one in lsa.of(hmis.Kind.TOO_FULL)}
    assert full == dict(Counter(p for (p, _n), one in found.items() if one.people > beds[p, _n] > 0))
    assert full["1548"] == sum(number > 10 for number in by_night.values()) == 39


def _beds(inventory, project, night):
    day = str(night)
    return sum(
        int(row["BedInventory"])
        for row in inventory
        if row["ProjectID"] == project
        and row["InventoryStartDate"] <= day <= (row["InventoryEndDate"] or "9999-12-31")
    )


def test_bad_data_is_refused_with_what_to_mend():
    reading = read("bad_data_fy2026")
    assert reading.export is None
    assert Counter(one.kind.value for one in reading.broken) == {"unknown_id": 21, "wrong_date": 8}
    where = {(one.file, one.line, one.column) for one in reading.of(hmis.Kind.WRONG_DATE)}
    assert {("Client.csv", line, "DOB") for line in (7, 8)} <= where  # the year has two digits
    assert {
        ("Client.csv", line, "DateUpdated") for line in (9, 10, 11, 12)
    } <= where  # the day, or the month, first
    assert {("Project.csv", 2, "OperatingStartDate"), ("Project.csv", 2, "OperatingEndDate")} <= where
    assert len(where) == 12  # four in files that are not read
    assert {one.column for one in reading.of(hmis.Kind.UNKNOWN_ID)} == {"PersonalID"}


def test_quotes_inside_a_cell_are_no_fault_when_they_are_written_twice():
    reading = read("bad_data_fy2026")
    assert not reading.of(hmis.Kind.BROKEN_QUOTES) and not reading.of(hmis.Kind.WRONG_WIDTH)


def test_broken_files_are_refused_with_what_to_mend():
    reading = read("loader_errors_fy2026")
    assert reading.export is None
    assert {one.file for one in reading.of(hmis.Kind.NO_FILE)} == {
        "Enrollment.csv", "Inventory.csv", "Organization.csv", "Services.csv",
    }  # fmt: skip
    assert {(one.file, one.line, one.column) for one in reading.of(hmis.Kind.WRONG_WIDTH)} == {
        ("Client.csv", 7, "DOB"), ("Client.csv", 34, "DOB"), ("Client.csv", 61, "DOB"),
        ("Event.csv", 3, "EventDate"), ("Exit.csv", 2, "ExtraColumn"),
    }  # fmt: skip
    assert len(reading.of(hmis.Kind.WRONG_DATE)) == 7 and len(reading.faults) == 16


def test_a_small_export_is_read_though_a_file_that_is_not_needed_has_two_broken_lines():
    reading = read("small_complete")
    assert reading.export is not None and not reading.broken
    assert [(one.kind.value, one.file, one.line) for one in reading.faults] == [
        ("wrong_width", "Assessment.csv", 29), ("wrong_width", "Assessment.csv", 30),
    ]  # fmt: skip
    assert (len(reading.export.people), len(reading.export.stays), reading.export.services) == (9, 9, 0)


@pytest.mark.parametrize(
    "folder", ["lsa_fy2022", "bad_data_fy2026", "loader_errors_fy2026", "small_complete"]
)
def test_no_fault_says_a_word_of_somebody(folder):
    reading = read(folder)
    said = " ".join(one.sentence for one in reading.faults)
    people = {row["PersonalID"] for row in rows("Client", folder)} | {
        row["LastName"] for row in rows("Client", folder)
    }
    words = {word for word in people if len(word) > 4 and not word.isdigit()}
    assert not [word for word in words if word in said]
    assert not [id for id in people if id and f"“{id}”" in said]


@pytest.mark.django_db
def test_loaded_into_a_winter_the_board_of_each_night_says_what_the_files_say(lsa):
    cold = given_cold()
    first, last = date(2021, 12, 1), date(2022, 5, 31)
    with as_work(cold.latifa):
        winter = actions.open_winter(
            organisation=cold.committee.pk, crew=cold.crew.pk, place=cold.winter.place, name_ar="شتاء", name_fr="Hiver",
            first_night=first, last_night=last, by=cold.latifa, at=EVENING,
        )  # fmt: skip
    wanted = {
        "1548": "Nights", "1546": "Days", "1544": "Small", "1561": "Longer", "1560": "Families", "1558": "More families",
    }  # fmt: skip
    sites = {id: given_site(winter, cold.host, cold.latifa, name) for id, name in wanted.items()}
    with as_work(cold.zahra):
        done = actions.import_hmis(reading=lsa, sites=sites, by=cold.zahra, at=EVENING)
        left = Counter((one.project, one.night) for one in done.left_out)
        on = {site.pk: id for id, site in sites.items()}
        found = {
            (on[line.site.pk], night): sum(group.slept for group in line.groups)
            for night in nights_between(first, last)
            for line in queries.board(winter, night, at=EVENING).sites
        }
    files = hmis.occupancy(lsa.export)
    for where, slept in found.items():
        assert slept == (files[where].people if where in files else 0) - left[where], where
    # one guest of whom the file says neither woman nor man; nobody else is left out
    assert {(one.project, one.reason) for one in done.left_out} == {("1561", hmis.Reason.NO_ROOMS)}
    assert (len(done.left_out), done.nights, done.guests) == (120, 9809, 89)
    by_hand = {
        (row["PersonalID"], row["DateProvided"]) for row in rows("Services") if row["RecordType"] == "200"
    }
    assert sum(slept for (id, _night), slept in found.items() if id == "1548") == sum(
        str(first) <= night <= str(last) for _person, night in by_hand
    )
    inside = [one for one in lsa.of(hmis.Kind.NIGHT_TWICE) if str(first) <= one.read <= str(last)]
    assert len(done.doubled) == len(inside) == 7
