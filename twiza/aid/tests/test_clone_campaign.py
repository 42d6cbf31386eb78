"""Last year's campaign as this year's draft, with its lessons, its content and last year's figures beside."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import BadPlan, OutOfOrder
from twiza.aid.models import CampaignPartner, ContentItem, PointSlot
from twiza.aid.rules.contents import BadContent, Item, basket_cost, check_items, substituted
from twiza.aid.tests.given import CRITERIA, NOON, ZONES, given_association, given_campaign
from twiza.aid.tests.planning_given import (
    BASKET,
    FEZ,
    MEKNES,
    given_clone,
    given_content,
    given_lesson,
    given_slots,
)
from twiza.funding import actions as funding
from twiza.lib.ids import new_id
from twiza.network.tests.given import audit_data, given_member, given_place
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def story():
    """Last year's campaign: planned whole, shared with a partner that kept a point, its criteria frozen."""
    story = given_association()
    campaign = given_campaign(story)
    story.partner = given_association("Association Oum Rabia", "-b")
    with story.work():
        fez, meknes = given_place(FEZ), given_place(MEKNES)
        places = dict(zip(ZONES, (fez, fez, fez, meknes), strict=True))
        actions.place_zones(campaign=campaign, places=places, by=story.amina, at=NOON)
        given_content(story, campaign)
        actions.invite_partner(campaign=campaign, partner=story.partner.organisation, by=story.amina, at=NOON)
        type(story.points[1]).objects.filter(pk=story.points[1].pk).update(
            host_id=story.partner.organisation.pk
        )
        given_slots(story, story.points[0], 2, 3)
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
        story.lesson = given_lesson(story, story.campaign)
    return story


def test_it_copies_the_plan_as_a_draft(story):
    with story.work():
        clone = given_clone(story, story.campaign)
        assert (clone.state, clone.criteria_hash, clone.criteria) == ("draft", "", CRITERIA)
        assert clone.zones == list(ZONES) and clone.baskets == story.campaign.baskets
        assert clone.starts_on is None
        assert [one.code for one in queries.points_of(clone)] == ["P1", "P2"]
        assert {one.host_id for one in queries.points_of(clone)} == {story.organisation.pk}
        assert queries.items_of(queries.content_of(clone)) == list(BASKET)
        assert queries.content_of(clone).because == "clone"
        assert [one.code for one in queries.provinces_of(clone)] == ["03.061", "03.231"]
        assert audit_data("aid.campaign_cloned")[0]["cloned_from"] == str(story.campaign.pk)


def test_partners_are_asked_again_and_then_keep_their_points(story):
    with story.work():
        clone = given_clone(story, story.campaign)
        assert not CampaignPartner.objects.filter(campaign=clone).exists()
        (proposal,) = queries.proposals_of(clone)
        assert proposal.partner_id == story.partner.organisation.pk and proposal.points == ["P2"]
        actions.invite_partner(campaign=clone, partner=story.partner.organisation, by=story.amina, at=NOON)
        assert not queries.proposals_of(clone)
        assert queries.points_of(clone).get(code="P2").host_id == proposal.partner_id
        another = given_clone(story, story.campaign)
        (left,) = queries.proposals_of(another)
        actions.leave_proposal(proposal=left, by=story.amina, at=NOON)
        assert not queries.proposals_of(another)


def test_slots_follow_once_the_days_are_set(story):
    with story.work():
        clone = given_clone(story, story.campaign)
        actions.announce_month(year=1448, month=9, begins_on=date(2027, 2, 8), by=story.amina, at=NOON)
        clone = actions.set_dates(
            campaign=clone, starts_on=date(2027, 2, 20), ends_on=date(2027, 2, 22), by=story.amina, at=NOON
        )
        copied = [(one.on, one.starts.hour, one.capacity) for one in queries.slots_in(clone)]
    assert copied == [(date(2027, 2, 20), 9, 2), (date(2027, 2, 20), 10, 3)]


def test_lessons_are_looked_at_before_criteria_are_frozen(story):
    with story.work():
        clone = given_clone(story, story.campaign)
        with pytest.raises(OutOfOrder, match="wait for a word"):
            actions.freeze_criteria(campaign=clone, criteria=CRITERIA, by=story.amina, at=NOON)
        with pytest.raises(BadPlan, match="a word beside"):
            actions.look_at_lesson(
                campaign=clone, lesson=story.lesson, outcome="kept", words=" ", by=story.amina, at=NOON
            )
        actions.look_at_lesson(
            campaign=clone, lesson=story.lesson, outcome="changed", words="شهران", by=story.amina, at=NOON
        )
        with pytest.raises(OutOfOrder, match="already"):
            actions.look_at_lesson(
                campaign=clone, lesson=story.lesson, outcome="left", words="لا", by=story.amina, at=NOON
            )
        (line,) = queries.lesson_lines(clone)
        assert (line.look.outcome, line.lesson.said_as) == ("changed", "campaign_manager")
        assert actions.freeze_criteria(
            campaign=clone, criteria=CRITERIA, by=story.amina, at=NOON
        ).criteria_hash


def test_the_database_keeps_the_lessons_too(story):
    with story.work():
        clone = given_clone(story, story.campaign)
        with pytest.raises(IntegrityError, match="lessons of the last campaign"), transaction.atomic():
            clone.criteria_hash, clone.criteria_frozen_at, clone.state = "a" * 64, NOON, "list_building"
            clone.save()
        for change in ("UPDATE aid_lesson SET change = 'x'", "DELETE FROM aid_lesson"):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                connection.cursor().execute(change)


def test_it_says_last_year_beside_this_one(story):
    with story.work():
        clone = given_clone(story, story.campaign)
        actions.write_content(
            campaign=clone,
            items=[*BASKET[:2], Item("سكر", Decimal(4), "kilo", Decimal("7.80"))],
            by=story.amina,
            at=NOON,
        )
        lines = {str(line.label): line for line in queries.year_lines(clone)}
    unit = lines["Cost of one"]
    assert (unit.before, unit.now, unit.change) == (Decimal("178.45"), Decimal("182.45"), Decimal("4.00"))
    assert lines["Cost of all"].now == Decimal("1824.50")
    assert (lines["Points"].before, lines["Points"].now, lines["Provinces"].now) == (2, 2, 2)


def test_whoever_does_not_plan_copies_nothing(story):
    with story.work(story.youssef), pytest.raises(NoPermission):
        actions.clone_campaign(
            campaign=story.campaign, title="x", hijri_year=1448, hijri_month=9, by=story.youssef, at=NOON
        )
    with story.work():
        clone = given_clone(story, story.campaign)
        with pytest.raises(OutOfOrder, match="a draft itself"):
            given_clone(story, clone)


def test_once_packed_an_item_is_substituted_for_all(story):
    with story.work():
        actions.record_packed(
            point=story.points[0], day=story.campaign.starts_on, pieces=5, by=story.amina, at=NOON
        )
        with pytest.raises(OutOfOrder, match="packed already"):
            given_content(story, story.campaign)
        with pytest.raises(IntegrityError, match="substitution for all"), transaction.atomic():
            version = queries.content_of(story.campaign)
            version.pk, version.number, version._state.adding = None, 9, True
            version.save(force_insert=True)
        with pytest.raises(BadContent, match="Say why"):
            actions.substitute_item(
                campaign=story.campaign, position=2, item=BASKET[1], words="", by=story.amina, at=NOON
            )
        actions.substitute_item(
            campaign=story.campaign,
            position=2,
            item=Item("زيت الزيتون", Decimal(3), "litre", Decimal("60.00")),
            words="لم يصل الزيت",
            by=story.amina,
            at=NOON,
        )
        now, before = queries.content_lines(story.campaign)
    assert [one.replaces for one in now.items] == ["", "زيت", ""]
    assert (before.basket, now.basket) == (Decimal("178.45"), Decimal("272.20"))


def test_nobody_adds_a_line_to_a_version_afterwards(story):
    with pytest.raises(IntegrityError, match="as many lines as were decided"), story.work():
        version = queries.content_of(story.campaign)
        ContentItem.objects.create(
            version=version,
            campaign=story.campaign,
            organisation=story.organisation,
            position=9,
            name="تمر",
            quantity=1,
            unit="kilo",
            unit_cost=30,
        )
        connection.check_constraints()


def test_a_zone_lies_in_the_province_of_its_place(story):
    with story.work():
        with pytest.raises(BadPlan, match="no such zone"):
            actions.place_zones(
                campaign=story.campaign, places={"كازا": given_place(FEZ)}, by=story.amina, at=NOON
            )
        region = queries.provinces_of(story.campaign)[0].parent
        with pytest.raises(BadPlan, match="in no province"):
            actions.place_zones(campaign=story.campaign, places={ZONES[0]: region}, by=story.amina, at=NOON)
        meknes = queries.provinces_of(story.campaign)[0]
        assert queries.zones_in(story.campaign, meknes.pk) == [ZONES[3]]
        assert list(queries.campaigns_in(meknes.pk)) == [story.campaign]
        with pytest.raises(IntegrityError, match="province of its place"), transaction.atomic():
            connection.cursor().execute(
                "UPDATE aid_campaignzone SET province_id = %s WHERE name = %s", [meknes.pk, ZONES[0]]
            )
    with story.partner.work():
        assert len(queries.provinces_of(story.campaign)) == 2


def test_each_funder_has_its_share_and_what_it_restricts(story):
    with story.work():
        for label, share, amount, zones in (
            ("محسنون", "money", "5000", ()),
            ("وزارة", "goods", "1200.50", ZONES[:1]),
        ):
            row = actions.add_funder(
                campaign=story.campaign,
                label=label,
                share=share,
                amount=Decimal(amount),
                restricted_zones=zones,
                by=story.amina,
                at=NOON,
            )
        assert queries.funded(story.campaign) == Decimal("6200.50")
        with pytest.raises(BadPlan, match="no such zone"):
            actions.add_funder(
                campaign=story.campaign, label="x", share="money", amount=Decimal(1),
                restricted_zones=["كازا"], by=story.amina, at=NOON,
            )  # fmt: skip
        actions.end_funder(funder=row, by=story.amina, at=NOON)
        assert queries.funded(story.campaign) == Decimal(5000)
        with pytest.raises(OutOfOrder):
            actions.end_funder(funder=row, by=story.amina, at=NOON)


def test_a_funder_has_its_statement_where_its_money_is_kept(story):
    nadia = given_member("Nadia", "treasurer", story.organisation)

    def opened(kind, campaign=None):
        with story.work(nadia):
            return funding.open_restriction(
                organisation=story.organisation.pk, kind=kind, label="x", campaign=campaign, by=nadia, at=NOON
            )

    zakat, ours, other = opened("zakat"), opened("purpose", story.campaign.pk), opened("purpose", new_id())
    with story.work(story.hassan):
        assert [one for one, _words in queries.money_for(story.hassan, story.campaign)] == [zakat, ours]
    with story.work():
        give = {
            "campaign": story.campaign,
            "share": "money",
            "amount": Decimal(500),
            "by": story.amina,
            "at": NOON,
        }
        row = actions.add_funder(label="محسنون", bound_to=ours, **give)
        assert queries.funders_of(story.campaign)[0].bound_to == ours
        with pytest.raises(BadPlan, match="kept for something else"):
            actions.add_funder(label="محسنون", bound_to=other, **give)
        with pytest.raises(IntegrityError, match="for no other campaign"), transaction.atomic():
            connection.cursor().execute(
                "INSERT INTO aid_campaignfunder (id, campaign_id, organisation_id, label, share, amount, currency,"
                " restricted_zones, restriction, bound_to_id, added_at, added_by_id) SELECT uuidv7(), campaign_id,"
                " organisation_id, label, share, amount, currency, restricted_zones, restriction, %s, added_at, added_by_id"
                " FROM aid_campaignfunder WHERE id = %s",
                [other.pk, row.pk],
            )


def test_cash_needs_the_text_that_allows_it(story):
    with story.work():
        campaign = actions.plan_campaign(
            organisation=story.organisation, title="دعم نقدي", hijri_year=1447, hijri_month=9, baskets=3,
            reserve=0, zones=ZONES, aid_kind="cash", by=story.amina, at=NOON,
        )  # fmt: skip
        assert campaign.purposes == ["income"]
        with pytest.raises(BadPlan, match="lets cash be given"):
            actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        with pytest.raises(IntegrityError, match="campaign_cash_has_a_basis"), transaction.atomic():
            campaign.criteria, campaign.criteria_hash, campaign.criteria_frozen_at = CRITERIA, "a", NOON
            campaign.state = "list_building"
            campaign.save()
        assert not PointSlot.objects.filter(campaign=campaign).exists()


money = st.decimals(0, 5000, places=2)
lines = st.builds(Item, st.uuids().map(str), st.decimals("0.001", 99, places=3), st.just("kilo"), money)


@given(st.lists(lines, min_size=1, max_size=8), lines, st.integers(0, 7))
def test_a_basket_costs_the_sum_of_its_lines(items, other, place):
    check_items(items)
    cost = basket_cost(items)
    assert cost == sum(item.cost for item in items) and cost.as_tuple().exponent == -2
    if place < len(items):
        changed = substituted(items, place, other)
        assert basket_cost(changed) == cost - items[place].cost + other.cost
        assert [a for n, a in enumerate(changed) if n != place] == [
            a for n, a in enumerate(items) if n != place
        ]
    else:
        with pytest.raises(BadContent):
            substituted(items, place, other)


@pytest.mark.parametrize(
    "items",
    [
        [],
        [Item("", Decimal(1), "kilo", Decimal(1))],
        [Item("أ", Decimal(1), "stone", Decimal(1))],
        [Item("أ", Decimal(0), "kilo", Decimal(1))],
        [Item("أ", Decimal(1), "kilo", Decimal(-1))],
        [Item("أ", Decimal(1), "kilo", Decimal(1))] * 2,
    ],
)
def test_it_refuses_a_line_that_cannot_be(items):
    with pytest.raises(BadContent):
        check_items(items)
