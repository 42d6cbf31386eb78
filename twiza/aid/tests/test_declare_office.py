"""No elected official and no candidate hands over: declared for a period, refused by the action and the database."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from twiza.aid import actions, queries
from twiza.aid.models import HandOver, OfficeDeclaration
from twiza.aid.rules.offices import Declared, Office, may_hand_over, office_on
from twiza.aid.tests.given import NOON, THAT_MORNING, given_association, given_distribution, hand_over
from twiza.lib.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]
DAY = date(2026, 2, 26)


def at(hour):
    return datetime(2026, 1, 1, hour, tzinfo=UTC)


def test_the_latest_declaration_that_covers_the_day_holds():
    first = Declared("candidate", date(2026, 1, 1), date(2026, 2, 26), at(1))
    assert office_on(DAY, []) is None and may_hand_over(None)
    assert office_on(DAY, [first]) is Office.CANDIDATE and not may_hand_over(Office.CANDIDATE)
    assert office_on(date(2026, 2, 27), [first]) is None
    assert office_on(DAY, [first, Declared("none", DAY, None, at(2))]) is Office.NONE


@pytest.fixture
def cards():
    story = given_association()
    return story, given_distribution(story, baskets=4, reserve=0, households=4)


def declare(story, office, **days):
    with story.work(story.youssef):
        return actions.declare_office(
            organisation=story.organisation,
            office=office,
            starts_on=days.get("starts_on", DAY),
            ends_on=days.get("ends_on"),
            by=story.youssef,
            at=NOON,
        )


def test_who_declared_none_hands_over_and_stands_so_on_the_page(cards):
    story, issued = cards
    declare(story, "none")
    with story.work(story.youssef):
        hand_over(story, issued[0])
    with story.work(story.hassan):
        ((line),) = queries.distributors_of(story.campaign)
    assert (line.user, line.office) == (story.youssef, Office.NONE)


def test_an_elected_official_is_refused_and_the_declaration_stays(cards):
    story, issued = cards
    declare(story, "elected")
    with story.work(story.youssef):
        with pytest.raises(queries.HoldsOffice):
            hand_over(story, issued[0])
        assert not HandOver.objects.exists()
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            OfficeDeclaration.objects.update(office="none")


def test_the_database_refuses_it_too_and_what_came_without_network_is_kept_as_a_fact(cards):
    """A card that was read before the declaration: the confirmation is refused. A basket that has left has left."""
    story, issued = cards
    with story.work(story.youssef):
        rights = [
            queries.card_for(story.youssef, one.point, one.code, at=NOON).entitlement.pk for one in issued[:1]
        ]
    declare(story, "candidate")
    point, at = issued[0].point, THAT_MORNING
    with story.work(story.youssef):
        with pytest.raises(queries.HoldsOffice), transaction.atomic():
            actions.record_hand_over(
                entitlement=rights[0], point=point, operation=new_id(), by=story.youssef, at=at
            )
        assert not HandOver.objects.exists()
        actions.record_hand_overs(
            point=point,
            operations=[actions.Operation(new_id(), rights[0], at)],
            source="offline",
            device="D1",
            by=story.youssef,
            at=at,
        )
        assert HandOver.objects.count() == 1
    with story.work(story.hassan):
        ((line),) = queries.distributors_of(story.campaign)
        assert line.office is Office.CANDIDATE, "who looks sees that a candidate handed over"


def test_nobody_declares_for_another(cards):
    story, _issued = cards
    with story.work(story.hassan), pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
        OfficeDeclaration.objects.create(
            organisation=story.organisation,
            user=story.youssef,
            office="none",
            starts_on=DAY,
            declared_at=NOON,
        )
