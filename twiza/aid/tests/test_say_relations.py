"""What binds who brings a household to it: said line by line, signed by another, before the pool is frozen."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import OutOfOrder, RelationsMissing, pools
from twiza.aid.models import NominationRelation
from twiza.aid.queries.relations import own_lines
from twiza.aid.rules.relations import brings_too_many
from twiza.aid.tests.given import CRITERIA, NOON, families, given_association, given_campaign, sign_criteria
from twiza.network import actions as network
from twiza.network import queries as network_queries
from twiza.network.tests.given import given_member


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.integers(1, 20)), max_size=8),
    st.integers(1, 99),
)
def test_it_warns_of_whoever_brings_more_than_the_share(brought, most):
    told = {
        (person, zone): (count, whole)
        for person, zone, count, whole in brings_too_many(brought, Decimal(most))
    }
    for person in "abc":
        for zone in "xy":
            count = sum(n for p, z, n in brought if (p, z) == (person, zone))
            whole = sum(n for _p, z, n in brought if z == zone)
            assert ((person, zone) in told) == (count > 0 and count * 100 > most * whole)


@pytest.fixture
def story(db):
    story = given_association()
    campaign = given_campaign(story)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
        actions.nominate_households(
            campaign=story.campaign,
            bringing=story.organisation,
            households=families(8),
            by=story.amina,
            at=NOON,
        )
        story.codes = sorted(queries.nominations_of(story.campaign).values_list("code", flat=True))
    sign_criteria(story, story.campaign)
    return story


def say(story, relations, rest="", by=None):
    return actions.declare_relations(
        campaign=story.campaign, relations=relations, rest=rest, by=by or story.amina, at=NOON
    )


def sign(story, by):
    with story.work(by):
        return actions.sign_relations(campaign=story.campaign, nominator=story.amina.pk, by=by, at=NOON)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.usefixtures("in_english")
def test_each_line_is_said_and_signed_by_another(story):
    with story.work():
        assert queries.relation_counts(story.campaign) == {"not_declared": 8}
        assert say(story, {story.codes[0]: "family", story.codes[1]: "official_list"}) == 2
        assert say(story, {story.codes[0]: "neighbour"}, rest="none") == 7
        with pytest.raises(RelationsMissing, match=r"without a word: 0; .* signed: 8.*Tissaout.* 8"):
            actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON)
        assert queries.relation_counts(story.campaign) == {
            "neighbour": 1, "official_list": 1, "none": 6, "unsigned": 8,
        }  # fmt: skip
        with pytest.raises(OutOfOrder, match="Another person signs"):
            actions.sign_relations(campaign=story.campaign, nominator=story.amina.pk, by=story.amina, at=NOON)
    assert sign(story, story.hassan) == 8
    with story.work():
        with pytest.raises(OutOfOrder, match="signed already"):
            say(story, {story.codes[0]: "none"})
        with pytest.raises(RelationsMissing, match="without a word: 1"), transaction.atomic():
            actions.nominate_households(
                campaign=story.campaign,
                bringing=story.organisation,
                households=families(1),
                by=story.amina,
                at=NOON,
            )
            actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON)
        (one,) = queries.too_many(story.campaign, on=NOON.date())[:1]
        assert (one.brought, one.whole) == (2, 2)
    with story.work():
        pool = actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON)
        assert pool.summary["relations"]["official_list"] == 1
        with pytest.raises(OutOfOrder, match="before the pool is frozen"):
            say(story, {}, rest="none")


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.usefixtures("in_english")
def test_nobody_says_the_line_of_another(story):
    other = given_member("Nadia", "campaign_manager", story.organisation)
    with story.work(other), pytest.raises(OutOfOrder, match="You brought none"):
        say(story, {story.codes[0]: "none"}, by=other)
    elsewhere = given_association("Association Sebou", "-2")
    with elsewhere.work(elsewhere.hassan), pytest.raises(queries.NoSuchCampaign):
        actions.sign_relations(
            campaign=story.campaign, nominator=story.amina.pk, by=elsewhere.hassan, at=NOON
        )


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.usefixtures("in_english")
def test_others_speak_for_who_left_and_nobody_for_who_is_there(story):
    """A line never stays silent because somebody left: whoever answers today says it, and another signs."""
    nadia = given_member("Nadia", "campaign_manager", story.organisation)
    with story.work(nadia):
        actions.nominate_households(
            campaign=story.campaign, bringing=story.organisation, households=families(2), by=nadia, at=NOON
        )
    with story.work():
        assert say(story, {}, rest="none") == 8
        assert len(own_lines(story.amina, story.campaign, 50)) == 8
    with story.work(story.hassan):
        membership = next(iter(network_queries.roles_by_period(nadia)))
        network.end_role(
            membership=membership,
            from_day=timezone.localdate(),
            reason="voluntary_departure",
            by=story.hassan,
            at=timezone.now(),
        )
    with story.work():
        assert len(own_lines(story.amina, story.campaign, 50)) == 10
        assert say(story, {}, rest="none") == 2
    assert sign(story, story.hassan) == 10
    with story.work():
        assert actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON).households == 10


@pytest.mark.django_db
@pytest.mark.slow
def test_the_database_freezes_no_pool_with_a_silent_line(story, monkeypatch):
    monkeypatch.setattr(pools, "check_relations", lambda campaign: None)
    with story.work(), pytest.raises(DatabaseError, match="said and signed by another"), transaction.atomic():
        actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_database_refuses_lines_out_of_order(story):
    with story.work():
        say(story, {}, rest="none")
        tries = (
            ("signed_by_another", "SET signed_by_id = nominator_id, signed_at = now()"),
            ("is_known", "SET relation = 'cousin'"),
            ("said by who brought", f"SET nominator_id = '{story.hassan.pk}'"),
        )  # fmt: skip
        for why, words in tries:
            with pytest.raises(DatabaseError, match=why), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE aid_nominationrelation {words}")
    sign(story, story.hassan)
    with story.work():
        for words in (
            "UPDATE aid_nominationrelation SET relation = 'family'",
            "DELETE FROM aid_nominationrelation",
        ):
            with (
                pytest.raises(DatabaseError, match="signed line does not change|permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(words)
        assert set(NominationRelation.objects.values_list("relation", flat=True)) == {"none"}


@pytest.mark.django_db
@pytest.mark.slow
def test_it_is_said_and_signed_on_its_page(story, client):
    page = reverse("aid:show_relations", args=[story.campaign.pk])
    client.force_login(story.amina)
    assert story.codes[0] in client.get(page).content.decode()
    client.post(page, {f"relation-{story.codes[0]}": "family", "rest": "none"})
    client.post(page, {"rest": "nonsense"})
    client.force_login(story.hassan)
    client.post(page, {"sign": str(story.amina.pk)})
    with story.work():
        assert queries.relation_counts(story.campaign) == {"family": 1, "none": 7}
