"""Pages of totals: the police read the bulletin and never a person; a site and others find none; anybody reads weeks."""

import io
from datetime import UTC, datetime, time, timedelta

import openpyxl
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.shelter import actions, queries, rules
from twiza.shelter.models import PublishedNights, Winter
from twiza.shelter.tests.given import (
    EVENING,
    FIRST,
    LAST,
    NIGHT,
    counted,
    given_briefed,
    given_driss,
    given_guests,
    given_plan,
    given_unit,
    held,
)
from twiza.shelter.tests.test_see_winter import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MORNING = datetime.combine(NIGHT + timedelta(days=1), time(7, 30), rules.ZONE).astimezone(UTC)
LATER = MORNING + timedelta(days=20)


@pytest.fixture
def town(cold):
    """Seven men and a woman slept, a woman found no bed; the bulletin is made."""
    given_plan(cold)
    given_unit(cold, "men", 7)
    given_unit(cold, "women", 1)
    for who in ["man"] * 7 + ["woman"]:
        (use,) = held(cold, given_guests(cold, who))
        with as_work(cold.zahra):
            actions.take_in(use=use, by=cold.zahra, at=EVENING)
    (alone,) = given_guests(cold, "woman")
    with as_work(cold.omar):
        actions.write_need(guests=[alone], night=NIGHT, by=cold.omar, at=EVENING)
    counted(cold, NIGHT, at=MORNING)
    return cold


def address(name, town, *more):
    return reverse(f"shelter:{name}", args=[town.winter.pk, *more])


def words_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_police_read_the_bulletin_and_no_person(town):
    page = browser(given_driss(town)).get(address("show_bulletin", town, NIGHT.isoformat())).content.decode()
    assert "Version 1, made by itself" in page and "Centre du toit" in page and "السوق" in page
    assert "not collected" in page and "the target is 0" in page and "an estimate" in page
    with as_work(town.omar):
        codes = [
            one.code for site in [town.site] for one in queries.uses_of([site], NIGHT) for one in [one.guest]
        ]
    assert len(codes) == 8 and not any(code in page for code in codes)


def test_a_second_version_says_what_changed(town):
    (use,) = held(town, given_guests(town, "man"), night=NIGHT + timedelta(days=1))
    with as_work(town.omar):
        actions.write_need(
            guests=given_guests(town, "man"), night=NIGHT, at_door=None, by=town.omar, at=EVENING
        )
    counted(town, NIGHT, at=LATER)
    client = browser(town.latifa)
    page = client.get(address("show_bulletin", town, NIGHT.isoformat())).content.decode()
    assert "Version 2, made by itself" in page and "What changed" in page and "Found no bed" in page
    first = client.get(address("show_bulletin", town, NIGHT.isoformat()) + "?version=1").content.decode()
    assert "Version 1, made by itself" in first and "What changed" not in first
    assert client.get(address("show_bulletin", town, NIGHT.isoformat()) + "?version=9").status_code == 404


def test_papers_in_both_languages(town):
    client = browser(town.latifa)
    for language, title in (("fr", "Bulletin du matin"), ("ar", "الصباح")):
        answer = client.get(address("print_bulletin", town, NIGHT.isoformat()) + f"?language={language}")
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
        with pypdfium2.PdfDocument(answer.content) as document:
            assert pypdfium2.raw.FPDFCatalog_IsTagged(document.raw)
            assert document.get_metadata_value("Title")
        assert title in words_of(answer.content)
    report = client.get(address("print_season_report", town) + "?language=fr")
    assert "Centre du toit" in words_of(report.content)


def test_a_night_without_bulletin_says_when_it_comes(town):
    client = browser(town.latifa)
    page = client.get(address("show_bulletin", town, (NIGHT + timedelta(days=1)).isoformat()))
    assert page.status_code == 200 and "It is made by itself" in page.content.decode()
    other = client.get(address("show_bulletin", town, "2020-01-01")).content.decode()
    assert "This night is not of this winter" in other
    assert client.get(address("show_bulletin", town, "tonight")).status_code == 404
    there = address("show_bulletin", town, "2025-12-30")
    assert client.get(address("print_bulletin", town, "2025-12-30")).url == there


def test_weeks_and_the_winter(town):
    client = browser(town.latifa)
    week = client.get(address("show_week", town, 2)).content.decode()
    assert "1 of 7 nights have their bulletin" in week and "chart-part" in week
    assert "No bulletin in this week yet" in client.get(address("show_week", town, 1)).content.decode()
    assert client.get(address("show_week", town, 9)).status_code == 404
    season = client.get(address("show_season", town)).content.decode()
    assert "1 of 51 nights" in season and "No winter before is named" in season
    assert "this is a draft" in client.get(address("show_season_report", town)).content.decode()


def test_this_winter_stands_beside_the_one_before(town):
    with as_work(town.latifa):
        now = actions.open_winter(
            organisation=town.committee.pk, crew=town.crew.pk, place=town.winter.place, name_ar="الآن", name_fr="Now",
            first_night=FIRST + timedelta(days=365), last_night=LAST + timedelta(days=365), previous=town.winter,
            by=town.latifa, at=LATER,
        )  # fmt: skip
    there = reverse("shelter:show_season", args=[now.pk])
    client = browser(town.latifa)
    assert "No bulletin yet" in client.get(there).content.decode()
    before, town.winter = town.winter, now
    counted(town, FIRST + timedelta(days=365), at=LATER + timedelta(days=365))
    assert "nothing is compared" in client.get(there).content.decode()
    counted(town, NIGHT + timedelta(days=365), at=LATER + timedelta(days=365))
    page = client.get(there).content.decode()
    assert "Beside the winter before" in page and "1 nights that both have told" in page
    assert before.pk != now.pk


def test_the_sheet_opens_from_right_to_left_in_arabic(town):
    client = browser(town.latifa)
    for language, is_turned in (("ar", True), ("fr", False)):
        answer = client.get(address("export_nights", town) + f"?language={language}")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert len(book.worksheets) == 3
        assert all(bool(sheet.sheet_view.rightToLeft) is is_turned for sheet in book.worksheets)
    nights = book.worksheets[0]
    found = dict(zip(rules.FIGURES, [cell.value for cell in nights[2]][1:], strict=True))
    assert nights["A2"].value.date() == NIGHT and found["slept"] == 8 and found["unmet_all"] == 1
    assert found["encounters"] is None  # not collected: an empty cell, no zero


def test_thanks_to_those_who_stayed_up(town):
    client = browser(town.latifa)
    assert client.get(address("print_thanks", town)).status_code == 404
    round = given_briefed(town)
    with as_work(town.omar):
        actions.leave_round(round=round, by=town.omar, at=EVENING)
        actions.return_round(round=round, back={}, by=town.omar, at=EVENING)
    text = words_of(client.get(address("print_thanks", town) + "?language=fr").content)
    assert "Omar" in text and "Hanane" in text
    assert browser(given_driss(town)).get(address("print_thanks", town)).status_code == 403


def test_an_alarm_of_last_night_stands_on_the_today_page(town, monkeypatch):
    with as_work(town.latifa):
        assert not queries.alarms_waiting_for(town.latifa, MORNING)
    rows = {
        "areas": {}, "sites": {"s": ("المركز", "Centre")}, "beds": {"s": rules.Beds(1)},
        "slept": [rules.Slept("s", "r", "men", "man", str(one)) for one in range(2)],
    }  # fmt: skip
    monkeypatch.setattr(
        "twiza.shelter.actions.bulletins.queries.night_rows", lambda *_a, **_k: rules.NightRows(**rows)
    )
    counted(town, NIGHT, at=MORNING)
    for reader, is_told in (
        (town.latifa, True),
        (town.omar, True),
        (given_driss(town), False),
        (town.zahra, False),
    ):
        with as_work(reader):
            assert bool(queries.alarms_waiting_for(reader, MORNING)) is is_told
    page = browser(town.latifa).get(address("show_bulletin", town, NIGHT.isoformat())).content.decode()
    assert "2 slept where 1 beds could be given" in page


def test_sites_and_others_find_none_of_it(town):
    salma = given_member("Salma", "committee_secretary", given_organisation("Ailleurs", kind="committee"))
    day = NIGHT.isoformat()
    for user in (town.zahra, salma):
        client = browser(user)
        for name, more in (
            ("show_bulletin", [day]), ("print_bulletin", [day]), ("show_week", [2]), ("show_season", []),
            ("export_nights", []), ("show_season_report", []), ("print_season_report", []), ("print_thanks", []),
        ):  # fmt: skip
            assert client.get(address(name, town, *more)).status_code == 404, name
        assert client.post(address("publish_nights", town)).status_code == 404
    assert browser(given_driss(town)).post(address("publish_nights", town)).status_code == 403


def test_anybody_reads_the_weeks_that_are_over_and_nothing_small(town):
    with as_work(town.latifa):
        with pytest.raises(actions.NothingNew):
            actions.publish_nights(winter=town.winter, by=town.latifa, at=MORNING)
        row = actions.publish_nights(winter=town.winter, by=town.latifa, at=LATER)
        with pytest.raises(actions.NothingNew):
            actions.publish_nights(winter=town.winter, by=town.latifa, at=LATER)
    cells = row.figures["cells"]
    assert cells[f"night/{NIGHT}/slept"] == 8 and cells["all/slept_women"] is None
    assert cells["all/slept_men"] is None  # else the woman is what is left
    assert cells["all/unmet_all"] is None
    anybody = Client()
    assert "شتاء دافئ" in anybody.get(reverse("shelter:list_published_winters")).content.decode()
    page = anybody.get(reverse("shelter:show_published_winter", args=[row.key])).content.decode()
    assert "Centre du toit" not in page and "السوق" not in page and "—" in page
    answer = anybody.get(reverse("shelter:print_published_winter", args=[row.key]) + "?language=fr")
    assert answer.content.startswith(b"%PDF") and "Centre du toit" not in words_of(answer.content)
    assert anybody.get(reverse("shelter:show_published_winter", args=["0" * 16])).status_code == 404
    for purpose, seen in ((Purpose.FIGURES, 1), (Purpose.WORK, 0), (Purpose.NOBODY, 0)):
        with acting_as(None, purpose=purpose):
            assert PublishedNights.objects.count() == seen and not Winter.objects.exists()


def test_the_secretary_publishes_with_one_button(town, monkeypatch):
    monkeypatch.setattr("twiza.shelter.views.saving.timezone.now", lambda: LATER)
    client = browser(town.latifa)
    page = client.post(address("publish_nights", town), follow=True).content.decode()
    assert "are published" in page and "Publication 1" in page
    page = client.post(address("publish_nights", town), follow=True).content.decode()
    assert "nothing has changed since" in page
