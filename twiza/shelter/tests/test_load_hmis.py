"""An export becomes rooms, beds, guests and nights of a winter: the board says what the files say. All of it invented."""

import random
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation

from twiza.network.tests.given import NOON, as_work, audit_data, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries
from twiza.shelter.models import Bed, BedUse, Guest, Unit
from twiza.shelter.rules import hmis, nights_between
from twiza.shelter.tests.exports import FILES, export
from twiza.shelter.tests.given import EVENING, FIRST, LAST, given_cold, given_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """What is said is read here as it was written."""
    with translation.override("en"):
        yield


def december(day):
    return date(2025, 12, day)


# Two women sleep night by night, one of them a night in the other site too; there a man, another man, a mother with a
# child, a child alone, and somebody of whom the file says neither. Two nights are written twice, one before the winter
BUSY = {
    "Client": FILES["Client.csv"]
    + "P-MUM,Canary,1990-01-01,1,0\nP-KID,Canary,2018-01-01,0,1\nP-LONE,Canary,2012-01-01,0,1\nP-WHO,Canary,,0,0\n",
    "Enrollment": FILES["Enrollment.csv"]
    + "e6,P-MUM,days,2025-12-15,h9\ne7,P-KID,days,2025-12-15,h9\ne8,P-LONE,days,2025-12-15,h10\n"
    "e9,P-WHO,days,2025-12-15,h11\ne10,P-TWO,days,2025-12-13,h2\n",
    "Exit": FILES["Exit.csv"]
    + "x6,e6,P-MUM,2025-12-18\nx7,e7,P-KID,2025-12-18\nx8,e8,P-LONE,2025-12-17\nx9,e9,P-WHO,2025-12-16\n"
    "x10,e10,P-TWO,2025-12-15\n",
    "Services": "ServicesID,EnrollmentID,PersonalID,DateProvided,RecordType\n"
    "s1,e1,P-ONE,2025-12-10,200\ns2,e1,P-ONE,2025-12-10,200\n"
    "s3,e1,P-ONE,2025-12-12,200\ns4,e1,P-ONE,2025-12-13,200\ns5,e1,P-ONE,2025-12-13,200\n"
    "s6,e2,P-TWO,2025-12-13,200\ns7,e2,P-TWO,2025-12-16,200\ns8,e2,P-TWO,2025-12-31,200\n",
}  # fmt: skip
OTHER, NO_ROOMS, ALONE = hmis.Reason.OTHER_SITE, hmis.Reason.NO_ROOMS, hmis.Reason.CHILD_ALONE


@pytest.fixture
def sites(cold):
    """The site of the winter for the project of nights, another of the same host for the one of days."""
    return {"nights": cold.site, "days": given_site(cold.winter, cold.host, cold.latifa, "Dar")}


def load(cold, sites, files=None):
    reading = hmis.read_export(files if files is not None else export(**BUSY))
    with as_work(cold.zahra):
        return reading, actions.import_hmis(reading=reading, sites=sites, by=cold.zahra, at=EVENING)


def on_the_board(winter, sites, nights, by):
    """(project, night) → beds slept in, as the board says."""
    project = {site.pk: name for name, site in sites.items()}
    with as_work(by):
        boards = [queries.board(winter, night, at=EVENING) for night in nights]
    return {
        (project[line.site.pk], one.night): slept
        for one in boards
        for line in one.sites
        if (slept := sum(group.slept for group in line.groups))
    }


def test_the_board_of_each_night_says_what_the_files_say(cold, sites):
    reading, done = load(cold, sites)
    said = {where: one.people for where, one in hmis.occupancy(reading.export).items() if where[1] >= FIRST}
    left = Counter((one.project, one.night) for one in done.left_out)
    assert on_the_board(cold.winter, sites, nights_between(FIRST, LAST), cold.zahra) == {
        where: people - left[where] for where, people in said.items() if people > left[where]
    }
    assert sorted((one.reason, one.project, one.night.day) for one in done.left_out) == [
        (ALONE, "days", 15), (ALONE, "days", 16), (NO_ROOMS, "days", 15), (OTHER, "days", 13),
    ]  # fmt: skip
    assert (done.units, done.guests, done.nights) == (4, 6, 16)


def test_a_night_written_twice_is_loaded_once_and_reported(cold, sites):
    _reading, done = load(cold, sites)
    assert [(one.line, one.read) for one in done.doubled] == [
        (6, "2025-12-13")
    ]  # the other is before the winter
    with as_work(cold.zahra):
        assert BedUse.objects.filter(nights__contains=december(13), winter_site=sites["nights"]).count() == 2


def test_families_are_together_women_with_women_and_beds_are_those_of_the_inventory(cold, sites):
    load(cold, sites)
    with as_work(cold.zahra):
        rooms = {(one.winter_site.pk, one.group): one.beds.count() for one in Unit.objects.all()}
        family = list(Guest.objects.filter(party__isnull=False))
        uses = {use.guest.who: use.group for use in BedUse.objects.filter(guest__in=family)}
    assert {one.who for one in family} == {"woman", "child"} and len({one.party for one in family}) == 1
    assert uses == {"woman": "family", "child": "family"}
    assert rooms == {
        (sites["nights"].pk, "women"): 2, (sites["days"].pk, "women"): 1,
        (sites["days"].pk, "men"): 1, (sites["days"].pk, "family"): 2,  # the inventory says four
    }  # fmt: skip


def test_beds_that_nobody_slept_in_are_there_too(cold):
    load(cold, {"days": cold.site}, export())
    with as_work(cold.zahra):
        night = queries.board(cold.winter, december(19), at=EVENING)
    assert (night.totals["beds"], night.totals["slept"], night.totals["free"]) == (4, 1, 3)


def test_no_id_and_no_name_of_the_files_is_kept(cold, sites):
    load(cold, sites)
    with as_work(cold.zahra):
        kept = [list(model.objects.values()) for model in (Unit, Bed, Guest, BedUse)]
        lines = audit_data("shelter.export_loaded")
        codes = [one.code for one in Guest.objects.all()]
    assert lines == [{"guests": 6, "nights": 16, "left_out": 4}]
    assert len(set(codes)) == 6 and {len(one) for one in codes} == {6}
    words = [
        one for one in repr(kept).replace("'", " ").split() if one.startswith(("P-", "Canary", "e1", "h9"))
    ]
    assert not words and "1990" not in repr(kept)


def test_one_bed_and_one_guest_a_night_hold_after_the_load(cold, sites):
    load(cold, sites)
    night = december(13)
    with as_work(cold.zahra):
        use = BedUse.objects.filter(winter_site=sites["nights"], nights__contains=night).first()
        with pytest.raises(actions.HasABed):
            actions.hold_beds(guests=[use.guest], night=night, host=cold.host.pk, by=cold.zahra, at=EVENING)
        kept = (
            "winter_id",
            "crew_id",
            "host_id",
            "winter_site_id",
            "unit_id",
            "group",
            "bed_id",
            "use",
            "who",
        )
        same = {
            name: getattr(use, name)
            for name in (*kept, "made_at", "made_by_id", "changed_at", "changed_by_id")
        }
        (one_more,) = actions.meet_guests(
            winter=cold.winter, who=["woman"], host=cold.host.pk, by=cold.zahra, at=EVENING
        )
        nights = DateRange(night, night + timedelta(days=1))
        with pytest.raises(IntegrityError, match="bed_once_a_night"), transaction.atomic():
            BedUse.objects.create(**same, guest=one_more, nights=nights)


def test_loading_twice_is_refused_and_changes_nothing(cold, sites):
    load(cold, sites)
    with as_work(cold.zahra):
        before = [model.objects.count() for model in (Unit, Bed, Guest, BedUse)]
    with pytest.raises(actions.BadBeds):
        load(cold, sites)
    with as_work(cold.zahra):
        assert [model.objects.count() for model in (Unit, Bed, Guest, BedUse)] == before


def test_a_broken_export_and_a_winter_elsewhere_in_the_year_load_nothing(cold, sites):
    broken = export(**{**BUSY, "Exit": FILES["Exit.csv"].replace("2025-12-13", "12/13/25")})
    with pytest.raises(actions.BadExport, match="broken in 1 places.*Exit.csv, line 3, column ExitDate"):
        load(cold, sites, broken)
    before_the_winter = (
        "ServicesID,EnrollmentID,PersonalID,DateProvided,RecordType\ns1,e1,P-ONE,2025-12-10,200\n"
    )
    with pytest.raises(actions.BadExport, match="Choose another winter"):
        load(cold, {"nights": sites["nights"]}, export(Services=before_the_winter))
    with as_work(cold.zahra):
        assert not Unit.objects.exists() and not Guest.objects.exists() and not BedUse.objects.exists()


def test_projects_and_sites_must_go_together(cold, sites):
    stranger = given_organisation("Association Sebou")
    abroad = given_site(cold.winter, stranger, cold.latifa, "Sebou")
    for wrong in (
        {"nowhere": sites["nights"]},
        {"desk": sites["nights"]},  # nobody sleeps there
        {"nights": sites["nights"], "days": sites["nights"]},
        {"nights": sites["nights"], "days": abroad},
        {},
    ):
        with pytest.raises(actions.BadExport):
            load(cold, wrong)


def test_only_who_keeps_the_beds_loads(cold, sites):
    reading = hmis.read_export(export())
    for other in (cold.omar, cold.latifa, given_member("Hind", "site_keeper", given_organisation("Sebou"))):
        with as_work(other), pytest.raises(NoPermission):
            actions.import_hmis(reading=reading, sites=sites, by=other, at=EVENING)


def test_more_people_are_no_more_statements(cold, sites, django_assert_max_num_queries):
    people = range(300)
    rows = {
        "Client": FILES["Client.csv"] + "".join(f"P{one},Canary,1980-01-01,0,1\n" for one in people),
        "Enrollment": FILES["Enrollment.csv"] + "".join(f"f{one},P{one},days,2025-12-14,g{one}\n" for one in people),
        "Exit": FILES["Exit.csv"] + "".join(f"y{one},f{one},P{one},2025-12-2{one % 9 + 1}\n" for one in people),
    }  # fmt: skip
    with django_assert_max_num_queries(40):
        _reading, done = load(cold, sites, export(**rows))
    assert done.guests == 303 and done.beds == 303 and done.units == 3  # 301 beds of men are two rooms


def test_beds_are_given_without_one_twice_and_without_one_too_many():
    draw = random.Random(131)
    for _again in range(60):
        stays = [
            (person, draw.randrange(40), draw.randrange(1, 12)) for person in range(1, draw.randrange(2, 25))
        ]
        texts = {
            "Client": "PersonalID,DOB,Female,Male\n" + "".join(f"p{one},,1,0\n" for one, *_rest in stays),
            "Enrollment": "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID\n"
            + "".join(f"e{one},p{one},days,{december(1) + timedelta(days=first)},\n" for one, first, _n in stays),
            "Exit": "ExitID,EnrollmentID,PersonalID,ExitDate\n"
            + "".join(f"x{one},e{one},p{one},{december(1) + timedelta(days=first + n)}\n" for one, first, n in stays),
            "Services": "ServicesID,EnrollmentID,PersonalID,DateProvided,RecordType\n",
        }  # fmt: skip
        read = hmis.read_export(export(**texts)).export
        first, last = december(5), december(5) + timedelta(days=30)
        found = hmis.plan(read, ["days"], first, last)
        wanted = {
            (person, night)
            for (_project, night), people in hmis.person_nights(read).items()
            for person in people
            if first <= night <= last
        }
        used = [
            (one.person, one.bed, night)
            for one in found.places
            for night in nights_between(one.first, one.last)
        ]
        assert {(person, night) for person, _bed, night in used} == wanted and len(used) == len(wanted)
        assert len({(bed, night) for _person, bed, night in used}) == len(used)
        most = max(Counter(night for _person, night in wanted).values(), default=0)
        needed = 1 + max((bed for _person, bed, _night in used), default=-1)
        assert needed == most


def test_the_command_refuses_where_people_are_real(cold, sites, tmp_path):
    with pytest.raises(CommandError, match="demonstration only"):
        call_command(*_words(cold, sites, tmp_path))
    with as_work(cold.zahra):
        assert not Guest.objects.exists()


def test_the_command_tells_what_it_found_and_loads(db, tmp_path):
    with acting_as(None, purpose=Purpose.SETUP):
        accounts.mark_demo(at=NOON)
    cold, other = given_cold(), given_cold("-2")
    sites = {"nights": cold.site, "days": given_site(cold.winter, cold.host, cold.latifa, "Dar")}
    words = _words(cold, sites, tmp_path)
    with pytest.raises(CommandError, match="no such thing"):
        call_command(*_words(cold, {"nights": other.site}, tmp_path))
    said = StringIO()
    call_command(*words, stdout=said)
    assert "night_twice: 2" in said.getvalue() and "Guests: 6" in said.getvalue()
    assert "A child without a grown-up is no guest: 2" in said.getvalue()
    assert "P-" not in said.getvalue() and "Canary" not in said.getvalue()
    with as_work(cold.zahra):
        assert Guest.objects.count() == 6


def _words(cold, sites, folder):
    for name, data in export(**BUSY):
        (folder / name).write_bytes(data)
    pairs = [f"--site={project}={site.pk}" for project, site in sites.items()]
    return ["load_hmis", str(folder), "--winter", str(cold.winter.pk), "--by", "zahra", *pairs]
