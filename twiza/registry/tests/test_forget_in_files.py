"""Words of an erased family in files that wait, and lists that nobody decides about."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, jobs, queries
from twiza.registry.models import Household, Upload
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.rules.traces import is_in_row, trace_of
from twiza.registry.tests.given import HEADING, NOON, csv_of, given_upload

AuditLine = apps.get_model("audit", "AuditLine")
database = pytest.mark.django_db
# the family stands in none of the first rows: a preview shows five
OTHERS = [[f"سعيدة الجبلية {n}", f"0{n}/03/1980", "2"] for n in range(1, 9)]
HERS = ["زينب الأطلسية", "05/03/1980", "4"]


@pytest.fixture
def zineb(tissaout, amina, at_work):
    """A household of two persons."""
    return actions.register_household(
        organisation=tissaout.pk,
        household=HouseholdData(size=2),
        members=[
            PersonData(name_arabic="زينب الأطلسية", relationship="head", phone="+212612345678"),
            PersonData(name_arabic="يوسف الأطلسي", relationship="child"),
        ],
        by=amina,
        at=NOON,
    )


def waiting(organisation, by, *rows):
    return given_upload(organisation, by, HEADING, *rows, accepted=False, remember=False)


def erase(household, by):
    actions.erase_household(household=household, reason_code="asked", by=by, at=NOON)


@database
@pytest.mark.parametrize(
    "row",
    [
        pytest.param(HERS, id="a good row, beyond those that the page shows"),
        pytest.param(["زينب الأطلسية", "31/02/1980", "4"], id="a row with a problem"),
        pytest.param(["الأطلسيّة  زينــب", "", "x"], id="another order and spelling"),
        pytest.param(["بلا اسم معروف", "0612-34.56.78", "4"], id="her telephone"),
        pytest.param(["يوسف الأطلسي", "2010", ""], id="her son"),
    ],
)
def test_it_erases_her_words_in_a_list_that_waits(zineb, tissaout, amina, row):
    upload = waiting(tissaout, amina, *OTHERS, row)
    other = waiting(tissaout, amina, *OTHERS)
    assert upload.state == "read"
    erase(zineb, amina)
    upload.refresh_from_db()
    other.refresh_from_db()
    assert (upload.state, upload.preview, upload.refusal) == ("put_aside", {}, {})
    assert upload.file.erased_at == NOON
    assert other.state == "read" and other.file.erased_at is None
    line = AuditLine.objects.get(type="registry.upload_put_aside")
    assert (line.target, line.reason_code) == (upload.pk, "family_erased")


@database
def test_it_erases_the_words_that_a_refusal_quotes(zineb, tissaout, amina):
    upload = given_upload(tissaout, amina, ["شيء", "آخر"], HERS[:2], accepted=False, remember=False)
    Upload.objects.filter(pk=upload.pk).update(
        state="refused", refusal={"code": "x", "words": "x", "data": {"cell": "زينب الأطلسية"}}
    )
    erase(zineb, amina)
    upload.refresh_from_db()
    assert (upload.state, upload.refusal) == ("put_aside", {})


@database
def test_it_erases_other_accepted_files_that_hold_her(zineb, tissaout, amina):
    accepted = given_upload(tissaout, amina, HEADING, *OTHERS, HERS, remember=False)
    erase(zineb, amina)
    accepted.refresh_from_db()
    assert accepted.state == "accepted" and accepted.file.erased_at == NOON
    assert Household.objects.count() == len(OTHERS) + 1  # the household of that file is another one


@database
def test_erasing_a_person_reaches_the_files_too(zineb, tissaout, amina):
    upload = waiting(tissaout, amina, *OTHERS, ["يوسف الأطلسي", "2010", ""])
    son = queries.members_of(zineb)[1]
    actions.erase_person(person=son, reason_code="asked", by=amina, at=NOON)
    upload.refresh_from_db()
    assert upload.state == "put_aside" and upload.preview == {}


@database
def test_it_leaves_the_files_of_another_organisation(zineb, tissaout, amina):
    sebou = given_organisation("Association Sebou")
    salma = given_member("Salma", "association_president", sebou)
    upload = waiting(sebou, salma, HERS)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        erase(zineb, amina)
    with acting_as(salma.pk, purpose=Purpose.WORK):
        upload.refresh_from_db()
        assert upload.state == "read"


@database
def test_an_upload_of_a_restored_backup_is_emptied_again(tissaout, amina):
    upload = waiting(tissaout, amina, HERS)
    with acting_as(None, purpose=Purpose.RESTORE, erasing_in=(tissaout.pk,)):
        assert actions.forget_upload_again(id=upload.pk, at=NOON)
        assert not actions.forget_upload_again(id=upload.pk, at=NOON)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        upload.refresh_from_db()
        assert (upload.state, upload.preview) == ("put_aside", {})


@database
def test_a_list_that_nobody_decides_about_ends_with_its_file(tissaout, amina):
    now = timezone.now()
    with acting_as(amina.pk, purpose=Purpose.WORK):
        old, fresh, kept = (
            actions.send_upload(
                organisation=tissaout.pk, content=csv_of(HEADING, row), name="list.csv", by=amina, at=at
            )
            for row, at in (
                (HERS, now - timedelta(days=14)),
                (OTHERS[0], now - timedelta(days=13)),
                (OTHERS[1], now - timedelta(days=14)),
            )
        )
        kept = actions.accept_upload(upload=kept, leave_out_problems=False, by=amina, at=now)
    jobs.end_old_uploads()
    with acting_as(amina.pk, purpose=Purpose.WORK):
        for upload in (old, fresh, kept):
            upload.refresh_from_db()
        assert [one.state for one in (old, fresh, kept)] == ["put_aside", "read", "accepted"]
        assert old.preview == {}
        assert old.file.erase_on <= timezone.localdate(now) < fresh.file.erase_on < kept.file.erase_on
        line = AuditLine.objects.get(type="registry.upload_put_aside")
        assert (line.target, line.reason_code, line.by) == (old.pk, "not_decided_in_time", None)


@database
def test_upkeep_only_ends_lists(tissaout, amina):
    upload = waiting(tissaout, amina, HERS)
    with acting_as(None, purpose=Purpose.UPKEEP):
        changed = Upload.objects.filter(pk=upload.pk)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            changed.update(state="sent")


@database
def test_a_list_put_aside_loses_its_file(tissaout, amina, at_work):
    upload = waiting(tissaout, amina, HERS)
    actions.put_aside_upload(upload=upload, by=amina, at=NOON)
    upload.refresh_from_db()
    assert upload.file.erased_at == NOON and upload.preview == {}


WORDS = st.lists(st.text("ابتثجحخدذرز", min_size=2, max_size=6), min_size=2, max_size=4, unique=True)


@given(WORDS, st.randoms())
def test_a_name_is_found_in_any_order_and_over_several_cells(words, chance):
    trace = trace_of([" ".join(words)], [])
    mixed = [*words, "كلمة"]
    chance.shuffle(mixed)
    assert is_in_row(trace, mixed)
    assert is_in_row(trace, [" ".join(mixed), "3"])
    assert not is_in_row(trace, [word for word in mixed if word != words[0]])


def test_a_first_name_alone_finds_nobody():
    assert not trace_of(["زينب"], ["0612"])
