"""What a distribution stands on: zones that lie somewhere, days that were declared, papers that stay while it is open."""

import html
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.tests.given import (
    FIRST_DAY,
    LAST_DAY,
    NOON,
    given_association,
    given_declaration,
    given_signed_list,
)
from twiza.aid.tests.planning_given import given_clone
from twiza.aid.tests.test_declare_distribution import (
    DEPOSIT,
    MEMBERS,
    OPEN,
    RECEIPT,
    declare,
    opened,
    place,
    refused_by_the_database,
)
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.network.tests.given import given_place

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def story():
    """A list signed by two, its cards made, nothing declared."""
    story = given_association()
    given_signed_list(story, households=4)
    with story.work():
        actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
    return story


def stays_declared(statement, values):
    """The change is refused at the end of its transaction."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert caught.value.__cause__.diag.constraint_name == "distribution_stays_declared"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_receipt_holds_for_the_days_that_it_says(story):
    """Days that were moved are declared again; a longer paper holds for a shorter distribution."""
    place(story)
    declare(story, RECEIPT)
    with story.work():
        actions.set_dates(
            campaign=story.campaign, starts_on=FIRST_DAY, ends_on=LAST_DAY + DAY, by=story.amina, at=NOON
        )
        story.campaign.refresh_from_db()
        (line,) = queries.province_lines(story.campaign, on=NOON.date())
        assert line.standing == "other_days" and line.lacking
        refused_by_the_database("distribution_is_declared", OPEN, [story.campaign.pk])
    with pytest.raises(actions.NotDeclared, match="other days|أيام|jours"):
        opened(story)
    longer = replace(RECEIPT, starts_on=FIRST_DAY - DAY, ends_on=LAST_DAY + 2 * DAY)
    declare(story, longer)
    assert opened(story).state == "distributing"


def test_a_paper_says_days(story):
    with pytest.raises(actions.UnfitPaper):
        declare(story, replace(RECEIPT, starts_on=LAST_DAY, ends_on=FIRST_DAY))
    made = declare(story, RECEIPT)
    assert (made.starts_on, made.ends_on) == (FIRST_DAY, LAST_DAY)
    assert declare(story, MEMBERS).starts_on is None
    with story.work():
        draft = given_clone(story, story.campaign)
        with pytest.raises(actions.UnfitPaper, match="."):
            actions.record_declaration(
                campaign=draft, province=made.province, paper=RECEIPT, by=story.amina, at=NOON
            )


def test_open_points_move_into_no_undeclared_province(story):
    given_declaration(story)
    opened(story)
    far, zone = given_place("05.301.07.03"), story.campaign.zones[0]
    with story.work():
        with pytest.raises(actions.BadPlan):
            actions.place_zones(campaign=story.campaign, places={zone: far}, by=story.amina, at=NOON)
        stays_declared(
            "UPDATE aid_campaignzone SET place_id = %s, province_id = (SELECT id FROM network_place WHERE code = '05.301')"
            " WHERE campaign_id = %s AND name = %s",
            [far.pk, story.campaign.pk, zone],
        )
        stays_declared(
            "UPDATE aid_campaign SET zones = zones || ARRAY['دوار']::varchar[] WHERE id = %s",
            [story.campaign.pk],
        )
    given_declaration(story, code="05.301")
    place(story, zone, code="05.301.07.03")


def test_days_of_open_points_only_grow_into_days_that_are_declared(story):
    given_declaration(story)
    opened(story)

    def dated(first, last):
        with story.work():
            return actions.set_dates(
                campaign=story.campaign, starts_on=first, ends_on=last, by=story.amina, at=NOON
            )

    for days in ((FIRST_DAY, LAST_DAY + DAY), (FIRST_DAY + DAY, LAST_DAY)):
        with pytest.raises(actions.OutOfOrder):
            dated(*days)
    with story.work():
        stays_declared("UPDATE aid_campaign SET ends_on = ends_on + 1 WHERE id = %s", [story.campaign.pk])
    declare(story, replace(RECEIPT, ends_on=LAST_DAY + DAY))
    assert dated(FIRST_DAY, LAST_DAY + DAY).ends_on == LAST_DAY + DAY


def test_what_an_open_distribution_stands_on_stays(story):
    made = given_declaration(story)
    opened(story)
    with pytest.raises(actions.UnfitPaper):
        declare(story, replace(RECEIPT, ends_on=LAST_DAY - DAY))
    with story.work():
        stays_declared("UPDATE aid_declaration SET replaced_at = now() WHERE id = %s", [made.pk])
    assert declare(story, RECEIPT).pk != made.pk  # another receipt for the same days replaces it


def test_papers_of_a_campaign_are_written_one_after_the_other(story):
    """The campaign is held before anything is looked at: two at once do not both find nothing there."""
    for act in (
        lambda: declare(story, RECEIPT),
        lambda: actions.record_appeal(campaign=story.campaign, paper=MEMBERS, by=story.amina, at=NOON),
    ):
        with story.work(), CaptureQueriesContext(connection) as seen:
            act()
        asked = [one["sql"] for one in seen]
        held = next(n for n, sql in enumerate(asked) if 'FROM "aid_campaign"' in sql and "FOR UPDATE" in sql)
        papers = [n for n, sql in enumerate(asked) if '"aid_appeal"' in sql or '"aid_declaration"' in sql]
        assert papers and held < min(papers)


def test_nothing_opens_while_a_zone_lies_nowhere(story):
    declare(story, RECEIPT)
    place(story, *story.campaign.zones[:-1])
    with pytest.raises(actions.ZonesNotPlaced) as refused:
        opened(story)
    assert refused.value.data["zones"] == story.campaign.zones[-1]
    with story.work():
        refused_by_the_database("distribution_is_declared", OPEN, [story.campaign.pk])
        lines = [line.url for line in queries.legal_waiting_for(story.amina, at=NOON)]
    assert reverse("aid:place_zones", args=[story.campaign.pk]) in lines
    shown = signed_in(story.amina).get(reverse("aid:show_legal", args=[story.campaign.pk])).content.decode()
    assert story.campaign.zones[-1] in shown and reverse("aid:place_zones", args=[story.campaign.pk]) in shown
    place(story, story.campaign.zones[-1])
    assert opened(story).state == "distributing"


def test_it_opens_on_a_deposit_with_a_warning_at_that_moment(story):
    place(story)
    made = declare(story, DEPOSIT)
    with story.work(story.hassan):
        actions.sign_deposit(declaration=made, by=story.hassan, at=NOON)
    opening = reverse("aid:start_distribution", args=[story.campaign.pk])
    warned = signed_in(story.amina).post(opening, follow=True).content.decode()
    assert "notice-warning" in warned
    with story.work():
        (deposit,) = queries.weak_ground(story.campaign, on=date(2026, 2, 20))  # left in time: one warning
    assert deposit in html.unescape(warned)
