"""Criteria, then names, then a list with its hash and two signatures, then addenda."""

from collections import Counter

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from twiza.aid import actions, queries
from twiza.aid.actions import BadPlan, CannotSign, OutOfOrder
from twiza.aid.models import (
    Entitlement,
    FrozenList,
    ListEntry,
    ListSignature,
    Nomination,
    NominationHousehold,
)
from twiza.aid.rules.criteria import BadCriteria
from twiza.aid.rules.facts import BadFacts
from twiza.aid.rules.hijri import MonthNotAnnounced
from twiza.aid.tests.given import (
    CRITERIA,
    FIRST_DAY,
    LAST_DAY,
    NOON,
    ZONES,
    drawn_list,
    families,
    given_association,
    given_campaign,
    given_frozen_list,
    given_relations,
    given_signed_list,
    sign_criteria,
)
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def story():
    return given_association()


def test_it_is_dated_by_an_announced_month_only(story):
    with story.work():
        campaign = actions.plan_campaign(
            organisation=story.organisation,
            title="قفة رمضان",
            hijri_year=1448,
            hijri_month=9,
            baskets=10,
            reserve=1,
            zones=ZONES,
            by=story.amina,
            at=NOON,
        )
        with pytest.raises(MonthNotAnnounced):
            actions.set_dates(
                campaign=campaign, starts_on=FIRST_DAY, ends_on=LAST_DAY, by=story.amina, at=NOON
            )


def test_it_wants_criteria_before_names(story):
    campaign = given_campaign(story)
    with story.work():
        with pytest.raises(OutOfOrder, match="Criteria come before names"):
            nominate(story, campaign, families(1))
        with pytest.raises(BadCriteria):
            actions.freeze_criteria(campaign=campaign, criteria={"rules": []}, by=story.amina, at=NOON)
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        with pytest.raises(OutOfOrder):
            actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        assert nominate(story, campaign, families(3)) == 3


def test_it_nominates_all_or_none(story):
    campaign = given_campaign(story)
    with story.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        some = families(3)
        assert nominate(story, campaign, some) == 3
        assert nominate(story, campaign, some) == 0
        with pytest.raises(BadFacts):
            nominate(story, campaign, [*families(2), *families(1, ("elsewhere",))])
        assert Nomination.objects.count() == 3
        assert NominationHousehold.objects.count() == 3


def test_it_ranks_by_points_and_keeps_a_reserve(story):
    frozen = given_frozen_list(story, baskets=5, reserve=2, households=12)
    with story.work():
        entries = list(queries.entries_of(frozen))
        assert [entry.place for entry in entries] == ["selected"] * 5 + ["reserve"] * 2
        for place in ("selected", "reserve"):
            points = [entry.points for entry in entries if entry.place == place]
            assert points == sorted(points, reverse=True)
        # 12 households, 3 a zone: 5 baskets are 1 for each zone and 1 more, by the rule of the house
        assert sorted(Counter(one.zone for one in entries if one.place == "selected").values()) == [
            1,
            1,
            1,
            2,
        ]
        assert frozen.summary["places"] == {"selected": 5, "reserve": 2}
        assert queries.first_broken_list(story.campaign) is None


def test_it_is_signed_by_two_persons(story):
    frozen = given_frozen_list(story)
    with story.work(), pytest.raises(NoPermission):
        actions.sign_list(frozen=frozen, by=story.amina, at=NOON)
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
        assert queries.is_signed(queries.list_for(story.hassan, frozen.pk))
        with pytest.raises(CannotSign):
            actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)


def test_it_wants_the_signature_of_a_partner_where_there_is_one(story):
    partner = given_association("Association Sebou", "-2")
    campaign = given_campaign(story)
    with story.work():
        actions.invite_partner(campaign=campaign, partner=partner.organisation, by=story.amina, at=NOON)
        with pytest.raises(BadPlan):
            actions.invite_partner(campaign=campaign, partner=partner.organisation, by=story.amina, at=NOON)
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        nominate(story, campaign, families(4))
    with partner.work():
        nominate(partner, campaign, families(4))
        assert Nomination.objects.count() == 4
        with pytest.raises(NoPermission):
            nominate(partner, campaign, families(1), bringing=story.organisation)
    with story.work():
        assert Nomination.objects.count() == 8
        assert NominationHousehold.objects.count() == 4  # codes of the partner's, never which household
    frozen = drawn_list(story, campaign, partner)
    with story.work(story.hassan), pytest.raises(NoPermission):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    with partner.work(partner.hassan):
        actions.sign_list(frozen=frozen, by=partner.hassan, at=NOON)
        assert ListEntry.objects.count() == 4


def test_it_adds_an_addendum_over_the_hash_before_it(story):
    frozen = given_signed_list(story, baskets=5, households=8)
    with story.work():
        nominate(story, story.campaign, families(1))
        actions.plan_more_baskets(campaign=story.campaign, baskets=6, by=story.amina, at=NOON)
        late = Nomination.objects.exclude(code__in=ListEntry.objects.values("code")).order_by("-created_at")[
            :1
        ]
        addendum = actions.add_addendum(
            campaign=story.campaign, nominations=list(late), reason_code="fire", by=story.amina, at=NOON
        )
        assert (addendum.number, addendum.previous) == (1, frozen.hash)
        with pytest.raises(OutOfOrder, match="signed by two"):
            actions.add_addendum(
                campaign=story.campaign, nominations=list(late), reason_code="fire", by=story.amina, at=NOON
            )
        assert len(queries.entries_without_card(story.campaign)) == 5
    with story.work(story.hassan):
        actions.sign_list(frozen=addendum, by=story.hassan, at=NOON)
    with story.work():
        assert len(queries.entries_without_card(story.campaign)) == 6
        assert queries.first_broken_list(story.campaign) is None


def test_it_adds_nobody_outside_the_criteria_but_for_that_reason(story):
    must = CRITERIA["rules"][1] | {"must": True}
    must.pop("points")
    campaign = given_campaign(story)
    with story.work():
        campaign = actions.freeze_criteria(
            campaign=campaign, criteria={"rules": [must]}, by=story.amina, at=NOON
        )
        nominate(story, campaign, [*families(3, children=4), *families(1, children=0)])
    frozen = drawn_list(story, campaign)
    assert frozen.entries_count == 3
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    with story.work():
        outside = list(Nomination.objects.exclude(code__in=ListEntry.objects.values("code")))
        with pytest.raises(OutOfOrder, match="does not meet the criteria"):
            actions.add_addendum(
                campaign=campaign, nominations=outside, reason_code="fire", by=story.amina, at=NOON
            )
        added = actions.add_addendum(
            campaign=campaign, nominations=outside, reason_code="outside_criteria", by=story.amina, at=NOON
        )
        assert (added.reason_code, added.entries_count) == ("outside_criteria", 1)


def test_it_counts_a_household_of_the_reserve_once_when_it_is_selected(story):
    given_signed_list(story, baskets=5, reserve=2, households=8)
    with story.work():
        waiting = ListEntry.objects.filter(place="reserve").first().nomination
        totals = queries.totals_of(story.campaign)
        assert (totals.selected, totals.reserve) == (5, 2)
        actions.plan_more_baskets(campaign=story.campaign, baskets=6, by=story.amina, at=NOON)
        actions.add_addendum(
            campaign=story.campaign, nominations=[waiting], reason_code="illness", by=story.amina, at=NOON
        )
        totals = queries.totals_of(story.campaign)
        assert (totals.selected, totals.reserve) == (6, 1)


def test_it_wants_a_point_for_every_zone(story):
    campaign = given_campaign(story, zones=ZONES[:2])
    with story.work():
        story.points[0].zones = [ZONES[0]]
        story.points[0].save()
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON)
        nominate(story, campaign, families(4, ZONES[:2]))
    given_relations(story, campaign)
    sign_criteria(story, campaign)
    with story.work():
        with pytest.raises(OutOfOrder, match="No point serves"):
            actions.freeze_pool(campaign=campaign, by=story.amina, at=NOON)
        campaign.refresh_from_db()
        assert campaign.state == "list_building"


def test_the_database_refuses_a_list_signed_twice_by_one_person(story):
    frozen = given_frozen_list(story)
    with (
        story.work(),
        pytest.raises(IntegrityError, match="list_signed_once_by_one_person"),
        transaction.atomic(),
    ):
        signature = ListSignature.objects.get(list=frozen)
        ListSignature.objects.create(
            list=frozen,
            organisation_id=frozen.organisation_id,
            signing_id=frozen.organisation_id,
            position=2,
            signer=signature.signer,
            role="",
            hash=frozen.hash,
            signed_at=NOON,
        )


def test_the_database_refuses_a_signature_in_the_name_of_another(story):
    frozen = given_frozen_list(story)
    with story.work(), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        ListSignature.objects.create(
            list=frozen,
            organisation_id=frozen.organisation_id,
            signing_id=frozen.organisation_id,
            position=2,
            signer=story.hassan,
            role="",
            hash=frozen.hash,
            signed_at=NOON,
        )


@pytest.mark.parametrize("which", ["unsigned", "reserve"])
def test_the_database_refuses_an_entitlement_outside_a_signed_list(story, which):
    frozen = (
        given_frozen_list(story) if which == "unsigned" else given_signed_list(story, baskets=3, reserve=2)
    )
    with story.work():
        entry = ListEntry.objects.get(list=frozen, rank=1 if which == "unsigned" else 4)
        with pytest.raises(IntegrityError, match="signed by two"), transaction.atomic():
            Entitlement.objects.create(
                campaign=frozen.campaign,
                entry=entry,
                nomination_id=entry.nomination_id,
                organisation_id=entry.organisation_id,
                bringing_id=entry.bringing_id,
                host_id=entry.organisation_id,
                point_id=entry.point_id,
                code=entry.code,
                size=entry.size,
                state="selected",
                created_at=NOON,
            )


def test_the_database_closes_a_signed_list(story):
    frozen = given_frozen_list(story)
    with story.work():
        entry = ListEntry.objects.filter(list=frozen).first()
        nominate(story, story.campaign, families(1))
        late = Nomination.objects.exclude(code__in=ListEntry.objects.values("code")).first()
        entry.pk, entry._state.adding = new_id(), True
        entry.nomination, entry.code, entry.rank = late, late.code, 999
        with pytest.raises(IntegrityError, match="addendum"), transaction.atomic():
            entry.save(force_insert=True)
        for change in (
            lambda: ListEntry.objects.update(points=99),
            lambda: FrozenList.objects.update(hash="0" * 64),
            lambda: ListSignature.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change()


def test_the_database_refuses_an_addendum_over_another_hash(story):
    frozen = given_signed_list(story)
    with story.work(), pytest.raises(IntegrityError, match="hash of the list before"), transaction.atomic():
        FrozenList.objects.create(
            campaign=frozen.campaign,
            organisation_id=frozen.organisation_id,
            number=1,
            previous="0" * 64,
            hash="1" * 64,
            entries_count=0,
            reason_code="fire",
            frozen_at=NOON,
            frozen_by=story.amina,
        )


def test_it_is_logged(story):
    frozen = given_signed_list(story)
    with story.work(), connection.cursor() as cursor:
        cursor.execute("SELECT type FROM audit_line WHERE target = %s ORDER BY id", [frozen.pk])
        assert [row[0] for row in cursor.fetchall()] == ["aid.list_frozen", "aid.list_signed"]


def test_hidden_and_missing_look_the_same(story):
    frozen = given_frozen_list(story)
    elsewhere = given_association("Association Sebou", "-2")
    with elsewhere.work():
        for id in (frozen.campaign_id, new_id()):
            with pytest.raises(queries.NoSuchCampaign, match="There is no such campaign"):
                queries.campaign_for(elsewhere.amina, id)
        with pytest.raises(queries.NoSuchList):
            queries.list_for(elsewhere.amina, frozen.pk)
    with story.work(story.youssef), pytest.raises(queries.NoSuchCampaign):
        queries.campaign_for(story.youssef, frozen.campaign_id)


def nominate(story, campaign, households, bringing=None):
    return actions.nominate_households(
        campaign=campaign,
        bringing=bringing or story.organisation,
        households=households,
        by=story.amina,
        at=NOON,
    )


def test_it_takes_of_a_household_only_what_the_campaign_asks_for(story):
    campaign = given_campaign(story)
    widows = {
        "code": "widow", "points": 3, "ar": "أرملة", "fr": "Veuve",
        "when": {"not": {"fact": "categories", "is": "has", "value": "widows"}},
    }  # fmt: skip
    brought = families(1, categories=["widows", "released_prisoners"], woman_headed=True, elders=1)
    with story.work():
        campaign = actions.freeze_criteria(
            campaign=campaign, criteria={"rules": [CRITERIA["rules"][1], widows]}, by=story.amina, at=NOON
        )
        actions.nominate_households(
            campaign=campaign, bringing=story.organisation, households=brought, by=story.amina, at=NOON
        )
        assert Nomination.objects.get().facts == {
            "size": 1, "zone": ZONES[0], "needs": ["seat"], "children": 0, "categories": ["widows"],
        }  # fmt: skip
