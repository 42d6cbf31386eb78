"""An urgent programme: opened in one act from a template, followed on a board, ended with its lessons."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import BadPlan, OutOfOrder
from twiza.aid.models import CrisisOffer, Nomination
from twiza.aid.queries import crisis as crises
from twiza.aid.rules import crisis as rules
from twiza.aid.rules.contents import BadContent
from twiza.aid.rules.criteria import BadCriteria
from twiza.aid.tests.crisis_given import (
    DOUARS,
    TEMPLATE,
    TODAY,
    convoy_to,
    given_crisis,
    given_offer,
    given_template,
)
from twiza.aid.tests.given import NOON, given_association
from twiza.aid.tests.planning_given import FEZ, given_lesson
from twiza.network.tests.given import given_place
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def story():
    return given_association()


@pytest.fixture
def crisis(story):
    with story.work():
        story.campaign = given_crisis(story)
    return story


def need(story, zone=DOUARS[0], item="خيام", **said):
    return actions.report_need(
        campaign=story.campaign, zone=zone, item=item, said_as="مقدم", by=story.amina, at=NOON, **said
    )


def light(story, by=None, **said):
    by = by or story
    known = {"zone": DOUARS[0], "size": 5, "needs": ["seat"], "met_on": TODAY}
    return actions.register_light(
        campaign=story.campaign, bringing=by.organisation, **{**known, **said}, by=by.amina, at=NOON
    )


def test_it_opens_whole_from_a_template(story):
    with story.work():
        campaign = given_crisis(story, place=given_place(FEZ))
        programme = crises.crisis_of(campaign)
        assert campaign.state == "list_building" and campaign.criteria_hash
        assert (campaign.starts_on, campaign.cycle) == (TODAY, "زلزال الأطلس")
        # urgent aid is declared within hours, not ten days before; the clock of its appeal runs once it is asked for
        delay, window = queries.declaration_window(campaign, on=TODAY)
        assert (delay.hours, delay.days, window.last_day) == (24, 1, TODAY - timedelta(days=1))
        assert programme.lead == story.amina
        assert queries.urgent_answer_due(queries.appeal_of(campaign), on=TODAY) is None
        asked = actions.ask_urgent_appeal(campaign=campaign, asked_at=NOON, by=story.amina, at=NOON)
        assert queries.urgent_answer_due(asked, on=TODAY) == NOON + timedelta(hours=24)
        assert [one.zones for one in queries.points_of(campaign)] == [[DOUARS[0], DOUARS[2]], [DOUARS[1]]]
        assert queries.unit_cost_of(campaign) == Decimal("1380.00")
        assert queries.content_of(campaign).because == "template"
        assert len(queries.provinces_of(campaign)) == 1 and campaign.purposes == ["shelter"]
        with pytest.raises(OutOfOrder):  # the states of any campaign hold
            actions.start_distribution(campaign=campaign, by=story.amina, at=NOON)


def test_a_template_that_could_not_open_is_refused(story):
    with story.work():
        for changes, fault in (
            ({"contents": []}, BadContent),
            ({"contents": [{"name": "خيمة"}]}, rules.BadTemplate),
            ({"points": []}, rules.BadTemplate),
            (
                {"points": [{"name": "س", "capacity": 0, "opens_at": "09:00", "closes_at": "10:00"}]},
                rules.BadTemplate,
            ),
            ({"points": [{"name": "س", "capacity": "x"}]}, rules.BadTemplate),
            ({"criteria": {}}, BadCriteria),
            ({"aid_kind": "cash"}, rules.BadTemplate),
            ({"title": " "}, BadPlan),
        ):
            with pytest.raises(fault):
                given_template(story, **changes)
        template = actions.retire_template(template=given_template(story), by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder, match="retired"):
            given_crisis(story, template)
        with pytest.raises(OutOfOrder, match="retired"):
            actions.retire_template(template=template, by=story.amina, at=NOON)


def test_who_leads_plans_campaigns_there(story):
    with story.work():
        template = given_template(story)
        with pytest.raises(BadPlan, match="Choose somebody else"):
            actions.open_crisis(
                template=template, title="x", zones={"دوار": None}, households=5, level=1,
                lead=story.youssef, by=story.amina, at=NOON,
            )  # fmt: skip
        assert [one.pk for one in crises.leads_in(story.organisation)] == [story.amina.pk, story.hassan.pk]
    with story.work(story.youssef), pytest.raises(NoPermission):
        actions.open_crisis(
            template=template, title="x", zones={"دوار": None}, households=5, level=1,
            lead=story.amina, by=story.youssef, at=NOON,
        )  # fmt: skip


def test_the_board_says_what_is_missing_and_how_sure_it_is(crisis):
    with crisis.work():
        need(crisis, needed=40, sure="claimed")
        need(crisis, needed=30, sure="counted", road="unsafe")
        need(crisis, arrived=12)
        need(crisis, item="ماء", arrived=5)
        for said, words in (
            ({}, "Write what is needed"),
            ({"needed": 4}, "how sure"),
            ({"zone": "بعيد", "arrived": 1}, "no such douar"),
        ):
            with pytest.raises(BadPlan, match=words):
                need(crisis, **said)
        tents, water = crises.needs_board(crisis.campaign)
        assert (tents.needed, tents.sure, tents.arrived, tents.missing) == (30, "counted", 12, 18)
        assert tents.unsafe and water.unsafe and water.missing == 0
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute("UPDATE aid_needreport SET needed = 1")


def test_a_douar_is_added_while_it_runs(crisis):
    with crisis.work():
        point = queries.points_of(crisis.campaign)[0]
        crisis.campaign = actions.add_zone(
            campaign=crisis.campaign, name="دوار جديد", point=point, by=crisis.amina, at=NOON
        )
        light(crisis, zone="دوار جديد")
        with pytest.raises(BadPlan):
            actions.add_zone(
                campaign=crisis.campaign, name="دوار جديد", point=point, by=crisis.amina, at=NOON
            )


def test_an_offer_is_accepted_with_a_convoy_or_refused_with_a_reason(crisis):
    with crisis.work():
        first, second = queries.points_of(crisis.campaign)
        taken, refused = given_offer(crisis, crisis.campaign), given_offer(crisis, crisis.campaign)
        need(crisis, zone=DOUARS[1], road="cut")
        with pytest.raises(BadPlan, match="unsafe or cut"):
            actions.accept_offer(offer=taken, convoy=convoy_to(second), by=crisis.amina, at=NOON)
        actions.accept_offer(offer=taken, convoy=convoy_to(first), by=crisis.amina, at=NOON)
        actions.refuse_offer(offer=refused, reason_code="enough", by=crisis.amina, at=NOON)
        with pytest.raises(OutOfOrder, match="answered already"):
            actions.refuse_offer(offer=taken, reason_code="enough", by=crisis.amina, at=NOON)
        with pytest.raises(IntegrityError, match="was answered"), transaction.atomic():
            CrisisOffer.objects.filter(pk=taken.pk).update(vehicles=9)
        with pytest.raises(BadPlan, match="who offers"):
            given_offer(crisis, crisis.campaign, who=" ")
        assert [one.answer for one in crises.offers_of(crisis.campaign)] == ["accepted", "refused"]


def test_households_are_registered_by_a_token_and_no_name(crisis):
    with crisis.work():
        actions.print_pads(campaign=crisis.campaign, pads=2, leaves=20, by=crisis.amina, at=NOON)
        on_screen = light(crisis)
        typed = light(crisis, token=rules.token_of(2, 7).lower().replace("-", " "), size=3)
        nomination = Nomination.objects.get(pk=typed.nomination_id)
        assert (nomination.size, nomination.facts["needs"]) == (3, ["seat"])
        assert on_screen.token == Nomination.objects.get(pk=on_screen.nomination_id).code
        assert (typed.token, typed.typed_later) == (rules.token_of(2, 7), True)
        for token, words in (
            (rules.token_of(2, 7), "typed already"),
            (rules.token_of(3, 1), "No pad"),
            ("02-008-0", "misread"),
        ):
            with pytest.raises(rules.BadToken, match=words):
                light(crisis, token=token)
        assert Nomination.objects.filter(campaign=crisis.campaign).count() == 2
        with pytest.raises(BadPlan, match="at most"):
            actions.print_pads(campaign=crisis.campaign, pads=99, leaves=20, by=crisis.amina, at=NOON)


def test_days_are_counted_and_the_last_count_holds(crisis):
    with crisis.work():
        for households in (10, 12):
            actions.count_crisis_day(
                campaign=crisis.campaign, day=TODAY, households=households, persons=60, given=10,
                volunteers=8, protection_desks=1, by=crisis.amina, at=NOON,
            )  # fmt: skip
        assert [one.households for one in crises.crisis_days(crisis.campaign)] == [12]
        with pytest.raises(BadPlan, match="as many persons"):
            actions.count_crisis_day(
                campaign=crisis.campaign, day=TODAY, households=9, persons=2, given=0, volunteers=0,
                protection_desks=0, by=crisis.amina, at=NOON,
            )  # fmt: skip


def test_it_ends_with_a_lesson_and_what_is_left(crisis):
    def end(left_over):
        return actions.demobilise_crisis(
            campaign=crisis.campaign, left_over=left_over, debts=Decimal("1500"), to_follow_up=7,
            handed_to="برنامج المركز", by=crisis.amina, at=NOON,
        )  # fmt: skip

    with crisis.work():
        with pytest.raises(OutOfOrder, match="one lesson"):
            end("12 خيمة في المخزن")
        given_lesson(crisis, crisis.campaign)
        with pytest.raises(BadPlan, match="what is left"):
            end(" ")
        end("12 خيمة في المخزن")
        with pytest.raises(OutOfOrder, match="it is over"):
            need(crisis, arrived=3)
        with pytest.raises(OutOfOrder, match="it is over"):
            light(crisis)
        assert not crises.running_crises(crisis.amina)
        for statement, why in (
            ("UPDATE aid_crisisprogramme SET left_over = 'x'", "is over"),
            (
                "INSERT INTO aid_tokenpad (id, campaign_id, organisation_id, number, leaves, printed_at, printed_by_id)"
                " SELECT uuidv7(), campaign_id, organisation_id, 1, 9, now(), lead_id FROM aid_crisisprogramme",
                "no urgent programme is running",
            ),
        ):
            with pytest.raises(IntegrityError, match=why), transaction.atomic():
                connection.cursor().execute(statement)


@given(st.integers(1, 99), st.integers(1, 999), st.integers(0, 4), st.integers(1, 9))
def test_a_misread_digit_is_found(pad, leaf, place, by):
    token = rules.token_of(pad, leaf)
    assert rules.read_token(token, {pad: 999}) == token
    digits = list(f"{pad:02d}{leaf:03d}")
    wrong = digits[:]
    wrong[place] = str((int(wrong[place]) + by) % 10)
    swapped = digits[:]
    swapped[place - 1], swapped[place] = swapped[place], swapped[place - 1]
    for misread in (wrong, swapped if place else wrong):
        if misread != digits:
            with pytest.raises(rules.BadToken):
                rules.read_token("".join(misread) + token[-1], dict.fromkeys(range(100), 999))


@given(st.integers(1, rules.MOST_POINTS), st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_every_point_has_its_own_mark_and_every_douar_its_point(points, zones):
    assert len({rules.mark_of(n) for n in range(points)}) == points
    shared = rules.shared_out(zones, points)
    assert sorted(zone for some in shared for zone in some) == sorted(zones)
    assert all(shared) and len(shared) == min(points, len(zones))
    assert TEMPLATE["points"]
