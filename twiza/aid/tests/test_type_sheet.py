"""A nomination sheet: printed with a number, typed in by keyboard, the same preview as the import, all or none, once."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from twiza.aid import actions, queries
from twiza.aid.models import Nomination, NominationSheet, SheetLine
from twiza.aid.rules import sheets as rules
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.tests.given import CRITERIA, NOON, ZONES, given_association, given_campaign
from twiza.aid.tests.sheets_given import given_sheet, typed
from twiza.lib.ids import new_id
from twiza.lib.photographs import NotAPicture
from twiza.lib.tests.test_clean_photographs import jpeg_with_place
from twiza.network import queries as network_queries
from twiza.network.tests.given import audit_data, given_member, given_processing
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.files import actions as files
from twiza.platform.files import queries as file_queries
from twiza.registry import actions as registry
from twiza.registry import queries as registry_queries

pytestmark = pytest.mark.django_db

HALIMA = {
    "name": "حليمة الأطلسية",
    "near_place": ZONES[0],
    "size": "٥",
    "birth": "1980",
    "phone": "0612345678",
}
ZAYNAB = {"name": "زينب الريفية", "near_place": ZONES[1], "size": "3"}


@pytest.fixture
def story():
    """A campaign that takes names, and one sheet given to a committee."""
    story = given_association()
    campaign = given_campaign(story)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
    return SimpleNamespace(story=story, work=story.work, amina=story.amina, sheet=given_sheet(story))


def accept(story, lines, *, stated=None, sheet=None, by=None, **how):
    by = by or story.amina
    said = typed(lines, stated=len(lines) if stated is None else stated)
    with story.work(by):
        digest = registry_queries.typed_preview(story.sheet.bringing_id, said, at=NOON).counts["digest"]
        return actions.type_sheet(
            sheet=sheet or story.sheet,
            typed=said,
            **{"leave_out_problems": False, "digest": digest} | how,
            by=by,
            at=NOON,
        )


def families(story):
    return registry_queries.households_page(story.sheet.bringing_id).lines


def test_good_lines_enter_the_register_and_the_campaign_together(story):
    done = accept(story, {1: HALIMA, 3: ZAYNAB})
    with story.work():
        assert (done.state, done.lines_written, done.lines_taken) == ("typed", 2, 2)
        lines = queries.lines_of_sheet(done)
        assert [(one.line, one.nomination.zone, one.nomination.size) for one in lines] == [
            (1, ZONES[0], 5),
            (3, ZONES[1], 3),
        ]
        assert len(families(story)) == 2 and Nomination.objects.count() == 2
        assert audit_data("aid.sheet_typed")[-1]["taken"] == 2


def test_the_relation_of_each_line_is_typed_from_the_paper_and_signed_by_another(story):
    other = HALIMA | {"name": "خديجة البيضاوية", "phone": "", "birth": "1971"}
    accept(story, {1: HALIMA, 2: ZAYNAB, 4: other}, relations={2: "neighbour"}, rest="none")
    with story.work():
        assert queries.relation_counts(story.story.campaign) == {"none": 2, "neighbour": 1, "unsigned": 3}
    with story.work(story.story.hassan):
        signed = actions.sign_relations(
            campaign=story.story.campaign, nominator=story.amina.pk, by=story.story.hassan, at=NOON
        )
    assert signed == 3


def test_families_of_a_sheet_are_told_under_the_body_it_was_given_to(story):
    accept(story, {1: HALIMA, 3: ZAYNAB})
    with story.work():
        actions.nominate_households(
            campaign=story.story.campaign, bringing=story.story.organisation,
            households=[GivenHousehold(new_id(), ZONES[0], 4, {})], by=story.amina, at=NOON,
        )  # fmt: skip
        told = queries.origins_of(story.story.campaign)
        assert [(one.kind, one.nominator, one.brought) for one in told] == [
            ("committee", "لجنة حي الزهور", 2),
            ("", "Amina", 1),
        ]


def test_what_is_read_aloud_is_the_notice_of_its_processing(story):
    with story.work():
        general = queries.notice_of(story.story.campaign, "ar")
    processing = given_processing(story.story.organisation, story.story.hassan)
    with story.work():
        campaign = actions.tie_processing(
            campaign=story.story.campaign, processing=processing, by=story.amina, at=NOON
        )
        for language, of in (("ar", 0), ("fr", 1)):
            read = queries.notice_of(campaign, language)
            assert read == list(network_queries.notice_for(processing)[of].lines) != general
        sheets = [queries.sheet_for(story.amina, story.sheet.pk)]
        assert pages(actions.print_sheets_pdf(sheets, "fr")) == 1


def pages(pdf):
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return len(document)


def test_the_same_sheet_twice_changes_nothing(story):
    accept(story, {1: HALIMA})
    with pytest.raises(actions.SheetIsOver):
        accept(story, {1: HALIMA, 2: ZAYNAB})
    again = given_sheet(
        story.story
    )  # the same families on another sheet: brought already, they keep their codes
    accept(story, {1: HALIMA}, sheet=again)
    with story.work():
        assert len(families(story)) == 1 and Nomination.objects.count() == 1
        assert (
            SheetLine.objects.values("nomination").distinct().count() == 1 and SheetLine.objects.count() == 2
        )


def test_a_problem_keeps_everything_out_until_somebody_says(story):
    bad = {
        1: HALIMA,
        2: {"name": "سعيدة", "near_place": ZONES[0], "size": "كثير"},
        4: {"name": "ليلى", "size": "2"},
    }
    said = typed(bad, stated=3)
    with story.work():
        seen = registry_queries.typed_preview(story.sheet.bringing_id, said, at=NOON)
    assert [(one["row"] - 1, one["code"], one["read"]) for one in seen.page["problems"]] == [
        (2, "size.unreadable", "كثير"),
        (4, "near_place.missing", ""),
    ]
    assert seen.page["totals"][0]["agrees"] and seen.counts["good"] == 1
    with pytest.raises(registry.HasProblems):
        accept(story, bad)
    with story.work():
        assert not families(story) and Nomination.objects.count() == 0
    done = accept(story, bad, leave_out_problems=True)
    assert (done.lines_written, done.lines_taken) == (3, 1)


def test_a_line_passed_over_is_found_by_the_control_total(story):
    with pytest.raises(actions.LinesDiffer) as refusal:
        accept(story, {1: HALIMA, 2: ZAYNAB}, stated=3)
    assert "3" in str(refusal.value) and "2" in str(refusal.value)
    with pytest.raises(actions.BadSheet):
        accept(story, {})


def test_what_was_not_looked_at_is_not_written(story):
    with pytest.raises(registry.PreviewIsOld):
        accept(story, {1: HALIMA}, digest="of another preview")
    with story.work():
        assert not families(story)


def test_a_family_of_the_register_is_brought_as_it_is_written_there(story):
    """Halima stands in the register since the first sheet; a second one that says nine brings the five written there."""
    accept(story, {1: HALIMA})
    other = given_sheet(story.story)
    accept(story, {1: HALIMA | {"size": "9"}}, sheet=other)  # the same head, other facts: told, not changed
    with story.work():
        assert Nomination.objects.get().size == 5


def test_the_kept_file_is_read_again_as_it_was_typed(story):
    accept(story, {1: HALIMA, 3: ZAYNAB})
    with story.work():
        upload = NominationSheet.objects.get(pk=story.sheet.pk).upload
        copy, shown = registry_queries.marked_copy_and_ids(upload, at=NOON)
    assert len(shown) == 5 and copy[:2] == b"PK"  # the file, two families, two persons


def test_it_checks_permission(story):
    counter = given_member("Nezha", "counter", story.story.organisation)
    with pytest.raises(NoPermission):
        accept(story, {1: HALIMA}, by=counter)
    with story.work(counter), pytest.raises(queries.NoSuchSheet):
        queries.sheet_for(counter, story.sheet.pk)


def test_the_database_keeps_what_was_printed(story):
    def refused(name, sql, *values):
        with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
        assert error.value.__cause__.diag.constraint_name == name

    with story.work():
        for column in ("number", "nominator", "code", "printed_at"):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f"UPDATE aid_nominationsheet SET {column} = {column}")
        refused("sheet_state_with_its_facts", "UPDATE aid_nominationsheet SET state = 'typed'")
        actions.cancel_sheet(sheet=story.sheet, reason_code="sheet_lost", by=story.amina, at=NOON)
        refused(
            "sheet_is_over",
            "UPDATE aid_nominationsheet SET state = 'printed', cancelled_at = NULL, cancelled_by_id = NULL, reason_code = ''",
        )
    with pytest.raises(actions.SheetIsOver):
        accept(story, {1: HALIMA})


def test_a_sheet_is_for_a_body_and_a_zone_of_the_campaign(story):
    asked = {
        "campaign": story.story.campaign,
        "bringing": story.story.organisation,
        "by": story.amina,
        "at": NOON,
    }
    with story.work():
        for wrong in (
            {"nominator_kind": "committee", "nominator": " "},
            {"nominator_kind": "councillor", "nominator": "x"},
            {"nominator_kind": "centre", "nominator": "x", "zone": "elsewhere"},
            {"nominator_kind": "centre", "nominator": "x", "count": 21},
        ):
            with pytest.raises(actions.BadSheet):
                actions.print_sheets(**asked, **wrong)
        made = actions.print_sheets(**asked, nominator_kind="moqaddem", nominator="الملحقة 4", count=3)
        assert [one.number for one in made] == [2, 3, 4]
        assert queries.sheets_printed_with(made[0], 20) == made
        counts = queries.sheet_counts(story.story.campaign)
        assert (counts.printed, counts.out) == (4, 4)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_it_prints_ten_lines_a_square_and_what_is_read_aloud(story, language):
    from twiza.lib.squares import read_squares

    with story.work():
        sheets = [queries.sheet_for(story.amina, story.sheet.pk)]
        pdf = actions.print_sheets_pdf(sheets, language)
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        assert len(document) == 1
        page = document[0]
        text = page.get_textpage().get_text_range()
        bitmap = page.render(scale=3, grayscale=True)
        image = memoryview(bitmap.buffer).cast("B", shape=[bitmap.height, bitmap.stride])
    assert read_squares(image) == [story.sheet.code]
    assert "10" in text and ("لجنة" in text or "comité" in text)
    assert rules.LINES == 10


def test_its_picture_has_no_place_and_goes_when_the_sheet_is_accepted(story):
    with story.work():
        with pytest.raises(NotAPicture):
            actions.add_photo(sheet=story.sheet, content=b"%PDF-1.7", by=story.amina, at=NOON)
        sheet = actions.add_photo(sheet=story.sheet, content=jpeg_with_place(), by=story.amina, at=NOON)
        photo = sheet.photo
        kept = file_queries.content_of(photo)
        assert b"GPS" not in kept and kept.startswith(b"\xff\xd8")
        assert photo.erase_on == NOON.date() + timedelta(days=14)
        assert [line.due for line in queries.sheets_waiting_for(story.amina, at=NOON)] == [photo.erase_on]
    accept(story, {1: HALIMA})
    with story.work():
        assert not file_queries.is_kept(photo.pk)
        assert NominationSheet.objects.get().photo is None
        assert queries.sheets_waiting_for(story.amina, at=NOON) == []


def test_a_picture_is_erased_after_its_days_by_the_job_of_files(story):
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with story.work():
        photo = actions.add_photo(sheet=story.sheet, content=jpeg_with_place(), by=story.amina, at=NOON).photo
    with acting_as(None, purpose=Purpose.UPKEEP):
        assert files.erase_old_files(at=NOON + timedelta(days=13)) == 0
        assert files.erase_old_files(at=NOON + timedelta(days=14)) == 1
    with story.work():
        assert not file_queries.is_kept(photo.pk)
        assert queries.sheets_waiting_for(story.amina, at=NOON + timedelta(days=15)) == []


@pytest.mark.slow
def test_the_page_works_by_keyboard_and_keeps_what_was_typed(story, client):
    client.force_login(story.amina)
    page = f"/aid/sheets/{story.sheet.pk}/"
    photo = SimpleUploadedFile("IMG_0001.jpg", jpeg_with_place(), content_type="image/jpeg")
    client.post(f"{page}photo/change/", {"photo": photo})
    shown = client.get(f"{page}photo/")
    assert shown["Content-Type"] == "image/jpeg" and shown["Cache-Control"] == "no-store"
    lines = {f"l-1-{field}": text for field, text in HALIMA.items()} | {"l-2-name": "سعيدة"}
    looked = client.post(page, lines | {"written": "٢", "do": "look"}).content.decode()
    assert "حليمة الأطلسية" in looked and "سعيدة" in looked and 'value="accept"' in looked
    with story.work():
        assert not families(story)
    digest = looked.split('name="digest" value="')[1].split('"')[0]
    sent = lines | {
        "written": "٢",
        "do": "accept",
        "digest": digest,
        "l-1-relation": "family",
        "rest": "none",
    }
    assert (
        "سعيدة" in client.post(page, sent).content.decode()
    )  # a problem: nothing is written, nothing is lost
    assert client.post(page, sent | {"leave_out_problems": "on"}).status_code == 302
    with story.work():
        assert queries.relation_counts(story.story.campaign) == {"family": 1, "unsigned": 1}
    over = client.get(page).content.decode()
    assert "حليمة" not in over and client.post(page, sent).status_code == 200
    listed = client.get(f"/aid/campaigns/{story.story.campaign.pk}/sheets/").content.decode()
    assert "1/2" in listed
    opened = client.post(
        f"/aid/campaigns/{story.story.campaign.pk}/sheets/open/", {"code": story.sheet.code.lower()}
    )
    assert opened["Location"] == page
    assert client.get(f"{page}paper/")["Content-Type"] == "application/pdf"
