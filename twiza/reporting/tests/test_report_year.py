"""The report of a year: made by the worker, in both languages, without a small number of people."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from twiza.funding import actions as works
from twiza.funding import queries as funding
from twiza.funding.tests.given_grants import given_funding, given_paid
from twiza.funding.tests.given_works import NOON as WORKS_NOON
from twiza.funding.tests.given_works import given_accepted, given_builders
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation, given_place
from twiza.network.tests.given_institutions import count, given_institution, given_licence
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.queue import actions as queue
from twiza.reporting import actions, queries
from twiza.reporting.queries import yearly

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def delegation():
    return given_organisation("Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة")


@pytest.fixture
def aziz(delegation):
    return given_member("Aziz", "provincial_delegate", delegation)


def test_it_says_what_is_known_and_how_sure_it_is(delegation, aziz):
    one = given_institution(delegation, aziz)
    given_licence(one, aziz)
    count(one, delegation, aziz, "present", "3")
    given_institution(delegation, aziz, name_ar="أخرى")
    with as_work(aziz):
        report = queries.yearly_of(delegation, 2026, today=TODAY, least=5)
        with translation.override("en"):
            told = {line.label: (line.value, line.note) for line in yearly._told(report)}
            tables = {table.title: table for table in yearly._tables(report, "fr")}
    assert report.runs
    assert told["Licensed institutions"][0] == "1"
    assert told["Places for people"][0] == "at least 40"
    assert told["People present"] == ("fewer than 5", "Counted · known of 1 of 2 that work")
    assert told["Sum granted"][0] == "not known"
    assert tables["Institutions by category of the law"].rows[0][5] == "not told"
    assert ("Work without a licence", "1") in {(label, value) for label, (value, _note) in told.items()}


@pytest.mark.slow
def test_the_grants_of_2021_are_told_with_their_reasons(delegation):
    one = given_funding(funder=delegation)
    given_paid(one)
    with as_work(one.aziz), translation.override("en"):
        report = queries.yearly_of(delegation, 2021, today=TODAY, least=5)
        tables = {table.title: table.rows for table in yearly._tables(report, "fr")}
    assert report.given[0].amount == Decimal("160000.00") and not report.runs
    (row,) = tables["Grants by association, through its convention"]
    assert row[1] == "no institution of the register is known to belong to it" and "مركز وحيد" in row[5]
    assert tables["Budget lines of 2021"][0][3].startswith("3,000,000.00")


@pytest.mark.slow
def test_the_worker_makes_it_and_says_how_far_it_is(delegation, aziz):
    client = Client()
    client.force_login(aziz)
    client.cookies["twiza_language"] = "en"
    answer = client.post(reverse("reporting:ask_for_yearly"), {"year": "2025"})
    assert answer.status_code == 302 and "/work/" in answer["Location"]
    queue.run_waiting_jobs()
    with acting_as(aziz.pk, purpose=Purpose.WORK), connection.cursor() as cursor:
        cursor.execute("SELECT state, done, total, result FROM queue_work")
        *said, result = cursor.fetchone()
    assert said == ["finished", 3, 3]
    downloaded = client.get(result)
    content = downloaded.streaming_content if downloaded.streaming else [downloaded.content]
    assert b"".join(content).startswith(b"%PDF")
    refused = client.post(reverse("reporting:ask_for_yearly"), {"year": "2199"}, follow=True)
    assert "Choose a year that has begun." in refused.content.decode()


def test_the_tiles_stand_where_somebody_put_them(delegation, aziz):
    place = given_place("05.301.07.03")
    given_institution(delegation, aziz, place=place)
    client = Client()
    client.force_login(aziz)
    page = reverse("reporting:place_tiles")
    typed = {f"row_{place.pk}": "7", f"column_{place.pk}": "4"}
    assert client.post(page, typed | {f"row_{place.pk}": "99"}).status_code == 422
    assert client.post(page, typed).status_code == 302
    with as_work(aziz):
        (tile,) = [one for one in queries.tiles_of_body(delegation) if one.place.pk == place.pk]
        with pytest.raises(actions.SpotTaken):
            actions.place_tiles(
                organisation=delegation, spots={place.pk: (1, 1), place.parent_id: (1, 1)}, by=aziz, at=NOON
            )
    assert (tile.row, tile.column) == (7, 4)
    assert "at-row-7 at-column-4" in client.get(reverse("reporting:show_province")).content.decode()


@pytest.mark.slow
def test_works_that_are_late_stand_in_the_picture_in_the_year_and_on_the_today_page(
    delegation, aziz, in_english
):
    one = given_builders(keeper=delegation)
    with one.at():
        project = given_accepted(one)  # with one reserve, due on the first of July
        works.plan_phase(
            project=project, phase="equipped", on=date(2026, 7, 20), by=one.meriem, at=WORKS_NOON
        )
        before, after = date(2026, 7, 1), date(2026, 8, 1)
        assert (
            funding.works_late(delegation.pk, on=before)
            == funding.reserves_late(delegation.pk, on=before)
            == []
        )
        at = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
        said = sorted(str(line.sentence) for line in funding.works_waiting_for(one.meriem, at=at))
        assert len(said) == 2 and "1 reserve" in said[0] and "Equipped" in said[1]
        assert funding.works_waiting_for(one.hassan, at=at) == []
    with as_work(aziz):
        report = queries.yearly_of(delegation, 2026, today=after, least=5)
        late = report.picture.late
        assert [row.project for row in late.works] == [project] and len(late.reserves) == 1
        tables = {table.title: table.rows for table in yearly._tables(report, "fr")}
    (row,) = tables["Works as they stand today: what is built, and what is promised and paid"]
    assert "12 days late" in row and any("Centre de réhabilitation" in cell for cell in row)
    assert ("Works past their day", "1") in tables["What was not done"]
