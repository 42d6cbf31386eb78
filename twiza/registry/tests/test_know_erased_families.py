"""A family that was erased comes back in a later sheet: it is said, and left out unless a person chooses."""

from datetime import date
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import translation

from twiza.lib.keyring import Keyring
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import ErasedFamily, Household, Upload
from twiza.registry.rules.drafts import Draft, Member, fingerprints
from twiza.registry.rules.erased import fingerprints_of, mark_of
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.tests.given import HEADING, NOON, given_upload

AuditLine = apps.get_model("audit", "AuditLine")
database = pytest.mark.django_db
HERS = ["زينب الأطلسية", "05/03/1980", "4"]
NAMELESS_DAY = ["ليلى الريفية", "1975", "2"]  # no birth day, no telephone: known by its content only
OTHER = ["سعيدة الجبلية", "06/04/1981", "2"]


@pytest.fixture
def erased(tissaout, amina, at_work):
    """Three families came in; two of them were erased."""
    given_upload(tissaout, amina, HEADING, HERS, NAMELESS_DAY, OTHER, remember=False)
    for household in Household.objects.all():
        if queries.members_of(household)[0].name != OTHER[0]:
            actions.erase_household(household=household, reason_code="asked", by=amina, at=NOON)


def again(tissaout, amina, *rows):
    return given_upload(tissaout, amina, HEADING, *rows, accepted=False, remember=False)


def accept(upload, amina, *back):
    return actions.accept_upload(upload=upload, leave_out_problems=False, bring_back=back, by=amina, at=NOON)


@database
def test_the_same_sheet_says_that_they_were_erased(erased, tissaout, amina):
    upload = again(tissaout, amina, HERS, NAMELESS_DAY, OTHER)
    assert (upload.counts["good"], upload.counts["already"], upload.counts["erased"]) == (0, 1, 2)
    assert [(row, day) for _sheet, row, day in upload.preview["erased"]] == [
        (2, "2026-11-20"),
        (3, "2026-11-20"),
    ]
    with pytest.raises(actions.NothingNew):
        accept(upload, amina)


@database
def test_a_family_is_known_again_with_other_facts(erased, tissaout, amina):
    upload = again(tissaout, amina, ["زيـنب الأطلسيه", "5-3-1980", "6"], ["حليمة", "07/07/1977", "1"])
    assert (upload.counts["good"], upload.counts["erased"]) == (1, 1)
    accept(upload, amina)
    assert Household.objects.count() == 2
    assert queries.search_households(tissaout.pk, "زينب") == []


@database
def test_a_person_may_choose_to_write_her_again(erased, tissaout, amina):
    upload = again(tissaout, amina, HERS, NAMELESS_DAY)
    accept(upload, amina, 0, 7)
    assert [line.name for line in queries.search_households(tissaout.pk, "زينب")] == [HERS[0]]
    assert queries.search_households(tissaout.pk, "ليلى") == []
    line = AuditLine.objects.filter(type="registry.upload_accepted").latest("pk")
    assert (line.data["households"], line.data["brought_back"]) == (1, 1)
    assert again(tissaout, amina, HERS).counts["already"] == 1


@database
def test_the_page_asks_and_ticks_nothing(erased, client, tissaout, amina):
    upload = again(tissaout, amina, HERS, ["حليمة", "07/07/1977", "1"])
    client.force_login(amina)
    client.cookies["twiza_language"] = "en"
    with translation.override("en"):
        page = client.get(reverse("registry:show_upload", args=[upload.pk])).content.decode()
    assert "Row 2: this family was erased on" in page and "checked" not in page
    client.post(reverse("registry:accept_upload", args=[upload.pk]), {"bring_back": ["0", "x", "99999"]})
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert Upload.objects.get(pk=upload.pk).state == "accepted"
        assert [line.name for line in queries.search_households(tissaout.pk, "زينب")] == [HERS[0]]


@database
def test_a_family_typed_by_hand_is_known_by_any_of_its_members(tissaout, amina, at_work):
    household = actions.register_household(
        organisation=tissaout.pk,
        household=HouseholdData(size=2),
        members=[
            PersonData(name_arabic="زينب الأطلسية", relationship="head"),
            PersonData(
                name_arabic="يوسف الأطلسي",
                relationship="spouse",
                birth_on=date(1979, 1, 2),
                birth_precision="day",
            ),
        ],
        by=amina,
        at=NOON,
    )
    actions.erase_household(household=household, reason_code="asked", by=amina, at=NOON)
    assert again(tissaout, amina, ["يوسف الأطلسي", "02/01/1979", "2"]).counts["erased"] == 1


@database
def test_it_is_known_after_the_key_was_rotated(settings, tmp_path, tissaout, amina, at_work):
    settings.TWIZA_KEYS = tmp_path / "keys"
    given_upload(tissaout, amina, HEADING, HERS, remember=False)
    actions.erase_household(household=Household.objects.get(), reason_code="asked", by=amina, at=NOON)
    Keyring(settings.TWIZA_KEYS).rotate("blind_index")
    assert again(tissaout, amina, HERS).counts["erased"] == 1


@database
def test_a_restored_family_is_known_again_after_the_replay(tissaout, amina, at_work):
    given_upload(tissaout, amina, HEADING, HERS, remember=False)
    household = Household.objects.get()
    with acting_as(None, purpose=Purpose.RESTORE, erasing_in=(tissaout.pk,)):
        assert actions.erase_household_again(id=household.pk, at=NOON)
    assert again(tissaout, amina, HERS).counts["erased"] == 1


@database
def test_another_organisation_is_told_nothing(erased, tissaout):
    sebou = given_organisation("Association Sebou")
    salma = given_member("Salma", "association_president", sebou)
    with acting_as(salma.pk, purpose=Purpose.WORK):
        assert not ErasedFamily.objects.exists()
    assert again(sebou, salma, HERS).counts["erased"] == 0


@database
def test_nothing_of_the_family_is_kept(erased):
    """Neither its words nor a fingerprint that anybody could compute without the key."""
    member = Member(
        2, name_arabic=HERS[0], birth_on=date(1980, 3, 5), birth_precision="day", relationship="head"
    )
    draft = Draft("", 2, [member], size=4)
    plain = {one.hex() for one in (*fingerprints(draft), *fingerprints_of(draft)) if one}
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(encode(mark, 'hex'), ' ') FROM registry_erasedfamily")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM registry_importedrow")
        assert cursor.fetchone() == (1,)  # the other family's
    assert kept and not [one for one in plain if one in kept]


def test_a_mark_is_of_one_organisation_and_one_key():
    organisations = [UUID(int=1), UUID(int=2)]
    marks = {mark_of(b"x" * 16, who, key * 32) for who in organisations for key in (b"a", b"b")}
    assert len(marks) == 4 and all(len(mark) == 32 for mark in marks)
