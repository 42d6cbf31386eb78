"""A sample that nobody chose is asked where it is safe; money asked for opens an incident that the point never sees."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import NotSafe, OutOfOrder, OwnWork
from twiza.aid.models import AfterCheck, CheckedHousehold, Entitlement, GapInquiry, Incident
from twiza.aid.rules import checks, draw
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.tests.after_given import (
    NEXT_WEEK,
    given_closed_campaign,
    given_director,
    given_drawn_check,
    given_role,
)
from twiza.aid.tests.given import FIRST_DAY, THAT_MORNING, ZONES, given_association
from twiza.lib.errors import NotAllowed
from twiza.network.tests.given import given_member
from twiza.registry import actions as registry
from twiza.registry.tests.given import given_household

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


def test_the_same_seed_draws_the_same_sample_whatever_the_order():
    codes = [f"C{n:03}" for n in range(200)]
    drawn = checks.draw(codes, seed="1" * 64, size=10)
    assert drawn == checks.draw(reversed(codes), seed="1" * 64, size=10) and len(set(drawn)) == 10
    assert drawn != checks.draw(codes, seed="2" * 64, size=10)


def test_every_code_has_the_same_chance():
    codes = [f"C{n}" for n in range(20)]
    times = Counter(code for n in range(2000) for code in checks.draw(codes, seed=str(n), size=5))
    assert min(times.values()) > 400 and max(times.values()) < 600


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_a_sample_is_never_larger_than_who_was_served(population, percent):
    size = checks.sample_size(population, Decimal(percent))
    assert 0 <= size <= population and size * 100 >= population * percent


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_lies_within_its_interval(count, others):
    found = checks.share(count, count + others)
    assert 0 <= found.least <= (count / (count + others) if count + others else 0.5) <= found.most <= 1


def test_the_interval_is_that_of_wilson():
    found = checks.share(45, 50)
    assert (round(found.least, 4), round(found.most, 4)) == (0.7864, 0.9565)


@pytest.fixture
def story():
    story = given_association()
    given_closed_campaign(story, baskets=8, reserve=1, households=9)
    return story


def test_anyone_draws_it_again_from_the_file(story):
    with story.work():
        shown = actions.prepare_check(campaign=story.campaign, by=story.amina, at=NEXT_WEEK).commitment
        with pytest.raises(actions.BadCount, match="two witnesses"):
            actions.draw_check(
                campaign=story.campaign, digits="482913", witnesses=1, by=story.amina, at=NEXT_WEEK
            )
        with pytest.raises(draw.BadDigits):
            actions.draw_check(
                campaign=story.campaign, digits="12a45", witnesses=2, by=story.amina, at=NEXT_WEEK
            )
        actions.draw_check(
            campaign=story.campaign, digits="٤٨ ٢٩-13", witnesses=2, by=story.amina, at=NEXT_WEEK
        )
        text = checks.write_file(queries.draw_file_of(story.amina, story.campaign))
        sample = list(CheckedHousehold.objects.values_list("code", flat=True))
    drawn = checks.read_file(text)
    assert (drawn.commitment, drawn.digits, list(drawn.sample)) == (shown, "482913", sample)
    assert len(sample) == 1 and len(drawn.codes) == 8
    checks.prove(drawn)
    another = next(code for code in drawn.codes if code not in sample)
    for false in (
        replace(drawn, sample=(another,)),
        replace(drawn, secret="0" * 64),
        replace(drawn, codes=drawn.codes[:-1]),
    ):
        with pytest.raises(checks.DrawDiffers, match="Place 1|promised"):
            checks.prove(false)
    for broken in ("", "[]", "{}", text.replace(checks.FORMAT, "other"), text[:-20]):
        with pytest.raises(checks.DrawDiffers, match="whole file"):
            checks.read_file(broken)
    with story.work(story.youssef), pytest.raises(queries.NoSuchCheck):
        queries.draw_file_of(story.youssef, story.campaign)


def test_it_is_prepared_and_drawn_once_with_the_secret_that_was_promised(story):
    with story.work():
        row = actions.prepare_check(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
        row.refresh_from_db()
        assert row.secret == "" and len(bytes(row.sealed_secret)) > 32  # sealed by a key outside the database
        with pytest.raises(OutOfOrder):
            actions.prepare_check(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
        forged = {
            "secret": "0" * 64,
            "digits": "111111",
            "seed": checks.seed_of("0" * 64, "111111", codes=row.codes_hash),
            "witnesses": 2,
            "drawn_at": NEXT_WEEK,
            "drawn_by": story.amina,
        }
        with pytest.raises(IntegrityError, match="that was promised"), transaction.atomic():
            AfterCheck.objects.update(**forged)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            AfterCheck.objects.update(commitment="0" * 64)
        actions.draw_check(
            campaign=story.campaign, digits="482913", witnesses=2, by=story.amina, at=NEXT_WEEK
        )
        with pytest.raises(OutOfOrder):
            actions.draw_check(
                campaign=story.campaign, digits="111111", witnesses=2, by=story.amina, at=NEXT_WEEK
            )
        with pytest.raises(IntegrityError, match="drawn already"), transaction.atomic():
            AfterCheck.objects.update(digits="111111")


def test_nobody_is_added_to_the_sample(story):
    given_drawn_check(story)
    with story.work():
        asked = CheckedHousehold.objects.get()
        other = Entitlement.objects.exclude(pk=asked.entitlement_id).filter(state="served").first()
        asked.pk, asked.position = None, 2
        asked.entitlement, asked.code, asked.bringing_id = other, other.code, other.bringing_id
        asked._state.adding = True
        with pytest.raises(IntegrityError, match="one that was drawn"), transaction.atomic():
            asked.save(force_insert=True)


def test_nobody_is_asked_who_did_not_say_that_it_is_safe(story):
    sanae = given_director(story)
    given_drawn_check(story)
    with story.work(sanae):
        row = CheckedHousehold.objects.get(position=1)
        with pytest.raises(NotSafe):
            actions.record_check(
                household=row, way="call", received=True, asked_for_money=False, by=sanae, at=NEXT_WEEK
            )
        done = actions.record_check(household=row, way="not_safe", by=sanae, at=NEXT_WEEK)
        assert done.received is None
        with pytest.raises(OutOfOrder):
            actions.record_check(household=row, way="not_reached", by=sanae, at=NEXT_WEEK)


def test_a_family_that_said_how_is_asked_that_way_and_no_other():
    story = given_association()
    sanae, household = given_director(story), given_household(story.organisation, story.hassan)
    with story.work(story.hassan):
        registry.set_safe_contact(
            household=household, contact="telephone", words="", by=story.hassan, at=NEXT_WEEK
        )
    given_closed_campaign(story, baskets=1, reserve=0, who=[GivenHousehold(household.pk, ZONES[0], 2, {})])
    given_drawn_check(story)
    with story.work(sanae):
        row = CheckedHousehold.objects.get()
        answers = {"received": True, "complete": True, "asked_for_money": True, "treated_fairly": False}
        with pytest.raises(NotSafe, match="visited"):
            actions.record_check(household=row, way="visit", **answers, by=sanae, at=NEXT_WEEK)
        actions.record_check(household=row, way="call", **answers, by=sanae, at=NEXT_WEEK)
        (incident,) = queries.incidents_of(sanae, story.campaign)
        assert incident.source == "check"
        with pytest.raises(IntegrityError, match="asked already"), transaction.atomic():
            CheckedHousehold.objects.filter(pk=row.pk).update(complete=False)
        assert CheckedHousehold.objects.get().complete is True
        assert CheckedHousehold.objects.get().way == "call"


def test_who_handed_the_basket_over_does_not_ask_even_with_the_permission(story):
    given_drawn_check(story)
    given_role(story.youssef, "centre_director", story.organisation)
    with story.work(story.youssef):
        row = CheckedHousehold.objects.get(position=1)
        with pytest.raises(OwnWork, match="handed it over"):
            actions.record_check(household=row, way="not_reached", by=story.youssef, at=NEXT_WEEK)


def test_who_worked_at_a_point_neither_counts_its_exit_nor_follows_what_was_said_of_it(story):
    sanae, point = given_director(story), story.points[0]
    for by in (story.youssef, story.amina):  # one handed over there, one closed its day
        with story.work(by), pytest.raises(OwnWork, match="at its exit"):
            actions.record_exit(
                point=point, day=FIRST_DAY, asked=1, answers={}, missed={}, by=by, at=THAT_MORNING
            )
    with story.work(sanae):
        incident = actions.tell_incident(point=point, by=sanae, at=NEXT_WEEK)
        actions.record_exit(
            point=point, day=FIRST_DAY, asked=1, answers={}, missed={}, by=sanae, at=THAT_MORNING
        )
    given_role(story.youssef, "centre_director", story.organisation)
    for act in (
        lambda: actions.follow_incident(
            incident=incident, step="other", words="", by=story.youssef, at=NEXT_WEEK
        ),
        lambda: actions.close_incident(
            incident=incident, outcome="confirmed", by=story.youssef, at=NEXT_WEEK
        ),
    ):
        with story.work(story.youssef), pytest.raises(OwnWork, match="worked at this point"):
            act()


def test_who_closed_the_day_does_not_look_into_it_even_with_the_permission():
    story = given_association()
    given_closed_campaign(story, gap=2, baskets=6, reserve=1, households=7)
    given_role(story.amina, "centre_director", story.organisation)
    with story.work():
        ((closing, _inquiry),) = queries.gaps_of(story.campaign)
        with pytest.raises(OwnWork, match="closed this day"):
            actions.record_inquiry(closing=closing, cause="stolen", words="No.", by=story.amina, at=NEXT_WEEK)


def test_money_asked_for_at_the_exit_opens_an_incident_that_the_point_never_sees(story):
    sanae, point = given_director(story), story.points[0]
    imane = given_member("Imane", "point_volunteer", story.organisation)
    with story.work(imane):
        actions.record_exit(
            point=point,
            day=FIRST_DAY,
            asked=6,
            answers={"complete_yes": 5, "complete_no": 1, "money_yes": 1, "money_no": 5},
            missed={"oil": 2},
            by=imane,
            at=THAT_MORNING,
        )
    with story.work(story.youssef):
        assert not Incident.objects.exists()
    with story.work(story.amina):
        assert not Incident.objects.exists(), "she closed the day of that point"
    with story.work(sanae):
        (incident,) = queries.incidents_of(sanae, story.campaign)
        with pytest.raises(IntegrityError, match="after something was done"), transaction.atomic():
            Incident.objects.update(outcome="confirmed", closed_at=NEXT_WEEK, closed_by=sanae)
        with pytest.raises(OutOfOrder):
            actions.close_incident(incident=incident, outcome="confirmed", by=sanae, at=NEXT_WEEK)
        actions.follow_incident(incident=incident, step="heard_team", words="", by=sanae, at=NEXT_WEEK)
        closed = actions.close_incident(incident=incident, outcome="confirmed", by=sanae, at=NEXT_WEEK)
        assert closed.outcome == "confirmed"
        with pytest.raises(OutOfOrder):
            actions.follow_incident(incident=closed, step="other", words="", by=sanae, at=NEXT_WEEK)


def test_exit_strokes_are_counts_and_add_up(story):
    imane = given_member("Imane", "point_volunteer", story.organisation)
    with story.work(imane), pytest.raises(actions.BadCount, match="more answers"):
        actions.record_exit(
            point=story.points[0],
            day=FIRST_DAY,
            asked=2,
            answers={"complete_yes": 2, "complete_no": 1},
            missed={},
            by=imane,
            at=THAT_MORNING,
        )


def test_a_gap_is_looked_into_by_another_than_who_closed_the_day():
    story = given_association()
    given_closed_campaign(story, gap=2, baskets=6, reserve=1, households=7)
    with story.work():
        ((closing, inquiry),) = queries.gaps_of(story.campaign)
        assert inquiry is None
    with story.work(story.hassan):
        row = actions.record_inquiry(
            closing=closing,
            cause="miscounted",
            words="Two boxes stood in the lorry.",
            by=story.hassan,
            at=NEXT_WEEK,
        )
        assert row.cause == "miscounted"
        with pytest.raises(OutOfOrder):
            actions.record_inquiry(
                closing=closing, cause="stolen", words="No.", by=story.hassan, at=NEXT_WEEK
            )
    with story.work(), pytest.raises(IntegrityError, match="another person"), transaction.atomic():
        GapInquiry.objects.create(
            reconciliation=closing,
            campaign=story.campaign,
            point=closing.point,
            organisation=story.organisation,
            host=story.organisation,
            cause="stolen",
            words="No.",
            at=NEXT_WEEK,
            by=story.amina,
        )
    with story.work(), pytest.raises(NotAllowed):
        actions.record_inquiry(closing=closing, cause="stolen", words="No.", by=story.amina, at=NEXT_WEEK)
