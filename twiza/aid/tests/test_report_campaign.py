"""A campaign is reported once its gaps are explained and its check is drawn; its figures are for everybody."""

import csv
import io

import openpyxl
import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder, OwnWork
from twiza.aid.models import Campaign, Nomination, PublishedFigures
from twiza.aid.rules import draw
from twiza.aid.tests.after_given import (
    AFTER_OBJECTIONS,
    NEXT_WEEK,
    given_asked_sample,
    given_closed_campaign,
    given_director,
    given_drawn_check,
    given_objection,
)
from twiza.aid.tests.given import (
    FIRST_DAY,
    NOON,
    given_association,
    given_declaration,
    given_demand,
    given_frozen_list,
    given_signed_list,
)
from twiza.network.tests.given import given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def story():
    story = given_association()
    given_closed_campaign(story, gap=2, baskets=20, reserve=2, households=26)
    return story


def reported(story):
    given_asked_sample(story)
    with story.work(story.hassan):
        for closing, _inquiry in queries.gaps_of(story.campaign):
            actions.record_inquiry(
                closing=closing, cause="miscounted", words="Found.", by=story.hassan, at=NEXT_WEEK
            )
    with story.work():
        return actions.report_campaign(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)


def test_a_gap_without_inquiry_and_a_check_not_drawn_hold_the_report(story):
    with story.work():
        missing = [str(line) for line in queries.missing_for_report(story.campaign)]
        assert len(missing) == 2 and "2 missing" in missing[0] and "asked afterwards" in missing[1]
        with pytest.raises(OutOfOrder, match="2 missing"):
            actions.report_campaign(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
        with pytest.raises(IntegrityError, match="no inquiry"), transaction.atomic():
            Campaign.objects.filter(pk=story.campaign.pk).update(state="reported")
    given_drawn_check(story)
    with story.work():
        missing = [str(line) for line in queries.missing_for_report(story.campaign)]
        assert len(missing) == 2 and "1 waits" in missing[1], "drawn, and not asked yet"


def test_it_is_reported_then_put_away(story):
    report = reported(story)
    assert report.due_on is not None and (report.due_on - story.campaign.ends_on).days == 30
    with story.work():
        assert Campaign.objects.get(pk=story.campaign.pk).state == "reported"
        with pytest.raises(OutOfOrder):
            actions.report_campaign(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
        with pytest.raises(OwnWork, match="another person puts it away"):
            actions.archive_campaign(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
    with story.work(story.hassan):
        away = actions.archive_campaign(campaign=story.campaign, by=story.hassan, at=NEXT_WEEK)
    assert away.state == "archived"


def test_an_accepted_objection_is_carried_out_before_the_campaign_is_closed(story):
    """Accepted, and on no list: the campaign is not closed over it."""
    other = given_association("Association Mikkes", "-4")
    given_signed_list(other, baskets=2, reserve=1, households=4)
    sanae = given_director(other, "-4")
    with other.work():
        actions.post_list(campaign=other.campaign, by=other.amina, at=NOON)
        (_zone, code), *_rest = queries.reserve_waiting(other.campaign)
        waits = Nomination.objects.get(code=code)
        objection = given_objection(other, waits)
    with other.work(sanae):
        actions.answer_objection(
            objection=objection, reason_code="facts_were_wrong", words="Four.", by=sanae, at=AFTER_OBJECTIONS
        )
    given_declaration(other)
    with other.work():
        actions.close_objections(campaign=other.campaign, by=other.amina, at=AFTER_OBJECTIONS)
        actions.issue_cards(campaign=other.campaign, by=other.amina, at=AFTER_OBJECTIONS)
        actions.start_distribution(campaign=other.campaign, by=other.amina, at=AFTER_OBJECTIONS)
        with pytest.raises(OutOfOrder, match=f"{objection.ticket} was accepted"):
            actions.close_campaign(campaign=other.campaign, by=other.amina, at=NEXT_WEEK)
        actions.plan_more_baskets(campaign=other.campaign, baskets=3, by=other.amina, at=NOON)
        actions.add_addendum(
            campaign=other.campaign, nominations=[waits], reason_code="objection", by=other.amina, at=NOON
        )
        closed = actions.close_campaign(campaign=other.campaign, by=other.amina, at=NEXT_WEEK)
    assert closed.state == "reconciled"


def test_nothing_is_put_away_while_an_incident_is_open(story):
    reported(story)
    sanae = given_director(story)
    with story.work(sanae):
        incident = actions.tell_incident(point=story.points[0], by=sanae, at=NEXT_WEEK)
        assert incident.source == "counter" and incident in queries.incidents_of(sanae, story.campaign)
    with story.work(story.hassan), pytest.raises(OutOfOrder, match="incident of this campaign is open"):
        actions.archive_campaign(campaign=story.campaign, by=story.hassan, at=NEXT_WEEK)
    with story.work(story.youssef), pytest.raises(NoPermission):
        actions.tell_incident(point=story.points[0], by=story.youssef, at=NEXT_WEEK)


def test_figures_wait_for_the_second_signature():
    story = given_association()
    frozen = given_frozen_list(story, baskets=4, reserve=1, households=6)
    with story.work(), pytest.raises(OutOfOrder, match="two persons have signed"):
        actions.publish_figures(campaign=story.campaign, by=story.amina, at=NOON)
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    with story.work():
        assert actions.publish_figures(campaign=story.campaign, by=story.amina, at=NOON).number == 1


def test_the_database_knows_no_report_without_its_figures(story):
    given_drawn_check(story)
    with story.work(story.hassan):
        ((closing, _inquiry),) = queries.gaps_of(story.campaign)
        actions.record_inquiry(closing=closing, cause="unknown", words="?", by=story.hassan, at=NEXT_WEEK)
    with story.work(), pytest.raises(IntegrityError, match="has its report"), transaction.atomic():
        Campaign.objects.filter(pk=story.campaign.pk).update(state="reported")


def test_the_figures_add_up_and_small_ones_are_taken_out(story):
    with story.work():
        cells = queries.cells_of(story.campaign).values
        shown = queries.public_figures(story.campaign, on=NEXT_WEEK.date())["cells"]
    assert cells["all/selected"] == cells["all/served"] == 20 and cells["all/brought"] == 26
    assert sum(cells[f"zone/{n}/served"] for n in range(4)) == 20
    assert all(shown[name] is None for name, value in cells.items() if 0 < value < 5)
    assert all(value is None or value == 0 or value >= 5 for value in shown.values())


def test_planned_counted_and_estimated_are_told_apart(story):
    given_drawn_check(story)
    with story.work(story.youssef):
        actions.record_team_day(
            point=story.points[0], day=FIRST_DAY, volunteers=6, hours=30, by=story.youssef, at=NEXT_WEEK
        )
    with story.work():
        figures = queries.public_figures(story.campaign, on=NEXT_WEEK.date())
    asked = {"check/asked": 40, "check/sample": 50, "check/received/yes": 30, "check/received/no": 10}
    shown = queries.shown_figures(figures | {"cells": figures["cells"] | asked})
    (check,) = [table for table in shown.tables if "estimated" in table.title]
    assert check.rows[0][1:] == ["30", "10", "60 to 86 %"] and check.rows[1][3] == "—"
    titles = [table.title for table in shown.tables]
    assert "Baskets by neighbourhood (counted)" in titles
    assert "The check afterwards (estimated from a sample)" in titles
    assert shown.lines[1] == "Planned, Baskets: 20."
    assert any("22 packed, 20 handed over" in line and "2 not accounted for" in line for line in shown.lines)
    assert any("6 days of volunteers, 30 hours" in line for line in shown.lines)


def test_the_draw_of_the_list_is_shown_with_its_seed_and_the_money_stays_in_the_report(story):
    report = reported(story)
    with story.work():
        row = actions.publish_figures(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
    (demand,) = [given_demand(story)]
    with story.work(story.hassan):
        assert "public_summary" in queries.may_be_given(demand.campaign)
        demand = actions.reply_demand(
            demand=demand, reasons=["totals_enough"], gives=["public_summary"], by=story.hassan, at=NEXT_WEEK
        )
        with pypdfium2.PdfDocument(queries.reply_letter(demand, at=NEXT_WEEK)) as letter:
            assert len(letter) == 4  # the letter and what it says it gives, in Arabic and in French
            assert row.digest[:12] in "".join(letter[3].get_textpage().get_text_bounded().split())
    drawn = row.figures["draw"]
    assert draw.seed(drawn["pool"], drawn["secret"], drawn["digits"]) == drawn["seed"]
    assert "money" in report.figures and "money" not in row.figures
    with_money = queries.shown_figures(
        report.figures | {"money": {"received": "900", "spent": "600", "left": "300"}}
    )
    assert any("600" in line and "from the ledger" in line for line in with_money.lines)


def test_who_brought_how_many_is_open_to_the_auditor_and_a_workbook(story):
    auditor = given_member("Nadia", "auditor", story.organisation)
    with story.work(auditor):
        (origin,) = queries.origins_of(story.campaign)
    assert (origin.brought, origin.selected, origin.reserve, origin.served) == (26, 20, 2, 20)
    client = Client()
    client.force_login(auditor)
    page = client.get(reverse("aid:show_origins", args=[story.campaign.pk])).content.decode()
    assert "Amina" in page and "26" in page
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("aid:origins_sheet", args=[story.campaign.pk])).content)
    )
    assert book.active.sheet_view.rightToLeft and [cell.value for cell in book.active[2]][2:] == [
        26,
        20,
        2,
        20,
    ]


def test_anybody_reads_what_is_published_and_nothing_else(story):
    with story.work():
        row = actions.publish_figures(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
        with pytest.raises(OutOfOrder, match="published already"):
            actions.publish_figures(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
    client = Client()
    page = client.get(reverse("aid:show_published", args=[row.key]), headers={"accept-language": "fr"})
    assert page.status_code == 200 and story.campaign.title in page.content.decode()
    assert row.key in client.get(reverse("aid:list_published")).content.decode()
    assert client.get(reverse("aid:show_published", args=["nothing"])).status_code == 404
    sheet = client.get(reverse("aid:published_sheet", args=[row.key]))
    lines = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert len(lines) > 10
    figures = row.figures
    codes = set()
    with story.work():
        codes = {one.code for one in queries.nominations_of(story.campaign)}
    assert not [code for code in codes if code in page.content.decode() + str(figures)]
    for language in ("ar", "fr"):
        paper = client.get(reverse("aid:print_published", args=[row.key]) + f"?language={language}")
        with pypdfium2.PdfDocument(paper.content) as document:
            assert len(document) >= 1


def test_published_figures_are_read_for_that_purpose_only(story):
    with story.work():
        actions.publish_figures(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
    for purpose, seen in ((Purpose.FIGURES, 1), (Purpose.WORK, 0), (Purpose.NOBODY, 0)):
        with acting_as(None, purpose=purpose):
            assert PublishedFigures.objects.count() == seen
            assert not Campaign.objects.exists()


def test_the_report_is_a_paper_in_both_languages(story):
    reported(story)
    client = Client()
    client.force_login(story.hassan)
    for language in ("ar", "fr"):
        paper = client.get(reverse("aid:print_report", args=[story.campaign.pk]) + f"?language={language}")
        assert paper["Content-Type"] == "application/pdf" and paper.content[:4] == b"%PDF"
