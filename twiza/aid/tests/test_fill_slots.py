"""Slots: a card's day and hours are those of a slot, and no slot takes more households than it has room for."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import BadPlan, Hours, OutOfOrder
from twiza.aid.models import Entitlement, PointSlot, SlotPlace
from twiza.aid.rules.slots import NoRoom, OpenSlot, divided, filled
from twiza.aid.tests.given import FIRST_DAY, NOON, given_association, given_signed_list
from twiza.aid.tests.planning_given import given_slots

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def story():
    """Eight households selected, four at each point; both points have slots of one hour."""
    story = given_association()
    given_signed_list(story, baskets=8, households=8)
    with story.work():
        story.slots = [given_slots(story, point, 2, 3) for point in story.points]
    return story


def issue(story):
    return actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)


def test_cards_say_the_hours_of_a_slot(story):
    with story.work():
        issued = issue(story)
        assert {(card.collect_on, card.collect_from, card.collect_until) for card in issued} == {
            (FIRST_DAY, "09:00", "10:00"),
            (FIRST_DAY, "10:00", "11:00"),
        }
        assert [one.taken for one in queries.slots_in(story.campaign)] == [2, 2, 2, 2]
        assert SlotPlace.objects.count() == 8


def test_whoever_needs_a_seat_comes_in_the_first_hours(story):
    with story.work():
        issue(story)
        early = Entitlement.objects.filter(collect_from=time(9))
        late = Entitlement.objects.filter(collect_from=time(10))
        assert early.exclude(needs=[]).count() == 2  # every fourth household of eight needs a seat
        assert not late.exclude(needs=[]).exists()


def test_too_few_places_are_said_before_any_card_is_made(story):
    with story.work():
        actions.change_slot(slot=story.slots[0][0], capacity=0, by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder, match="hold 3 more households, and 4 wait"), transaction.atomic():
            issue(story)
        assert not Entitlement.objects.exists()
        actions.open_slots(
            point=story.points[0], hours=[Hours(FIRST_DAY, time(9), time(10), 1)], by=story.amina, at=NOON
        )
        assert len(issue(story)) == 8
        with pytest.raises(BadPlan, match="2 households have their card"):
            slot = PointSlot.objects.get(pk=story.slots[1][0].pk)
            actions.change_slot(slot=slot, capacity=1, by=story.amina, at=NOON)


def test_slots_do_not_lie_over_one_another(story):
    with story.work():
        for hours, words in (
            (Hours(FIRST_DAY, time(9, 30), time(12), 1), "lie over others"),
            (Hours(FIRST_DAY, time(12), time(12), 1), "ends after it begins"),
            (Hours(FIRST_DAY - timedelta(1), time(12), time(13), 1), "not one of the campaign"),
        ):
            with pytest.raises(BadPlan, match=words):
                actions.open_slots(point=story.points[0], hours=[hours], by=story.amina, at=NOON)
        made = actions.divide_days(point=story.points[0], minutes=90, by=story.amina, at=NOON)
        assert {one.on for one in made} == {FIRST_DAY + timedelta(n) for n in (1, 2, 3)}
        assert sum(one.capacity for one in made) == 3 * story.points[0].capacity


def test_the_database_counts_and_nobody_else(story):
    with story.work():
        issue(story)
        right = Entitlement.objects.filter(point=story.points[0]).first()
        tries = (
            ("UPDATE aid_pointslot SET taken = 0", "permission denied"),
            ("UPDATE aid_pointslot SET capacity = 1 WHERE taken = 2", "slot_never_overfilled"),
            ("UPDATE aid_slotplace SET entitlement_id = entitlement_id", "permission denied"),
        )
        for statement, why in tries:
            with pytest.raises(Exception, match=why), transaction.atomic():
                connection.cursor().execute(statement)
        place = SlotPlace.objects.get(entitlement=right)
        other = PointSlot.objects.filter(point=story.points[1]).first()
        place.delete()
        with pytest.raises(IntegrityError, match="of its card"), transaction.atomic():
            SlotPlace.objects.create(
                slot=other, campaign=story.campaign, organisation=story.organisation, entitlement=right
            )
        assert sum(one.taken for one in queries.slots_in(story.campaign)) == 7


days = st.integers(0, 3).map(lambda n: date(2026, 2, 26) + timedelta(n))
open_slots = st.lists(
    st.builds(
        lambda on, hour, room: OpenSlot(on, time(hour), time(hour + 1), room),
        days,
        st.integers(8, 17),
        st.integers(0, 5),
    ),
    max_size=12,
)


@given(open_slots, st.lists(st.booleans(), max_size=30))
def test_everybody_has_a_place_or_nobody(some, first):
    if sum(one.room for one in some) < len(first):
        with pytest.raises(NoRoom):
            filled(some, first)
        return
    given_places = filled(some, first)
    assert len(given_places) == len(first)
    for place, slot in enumerate(some):
        assert given_places.count(place) <= slot.room
    early = [some[place].starts for place, one in zip(given_places, first, strict=True) if one]
    for place, slot in enumerate(some):  # a place left in an earlier hour would have been theirs
        if given_places.count(place) < slot.room:
            assert all(hour <= slot.starts for hour in early)


@given(st.integers(1, 500), st.integers(15, 240))
def test_a_day_is_divided_whole(capacity, minutes):
    hours = divided(time(9), time(18), timedelta(minutes=minutes), capacity=capacity)
    assert sum(room for _f, _u, room in hours) == capacity and min(room for *_h, room in hours) >= 1
    assert all(
        until == following for (_f, until, _r), (following, *_x) in zip(hours, hours[1:], strict=False)
    )
