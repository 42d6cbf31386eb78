"""Two files that a campaign has under two codes are merged: one code is taken back, or the desk is told."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.models import Entitlement, Nomination, NominationHousehold, OneFamilyNotice
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.tests.given import CRITERIA, NOON, ZONES, drawn_list, given_association, given_campaign
from twiza.registry import actions as registry
from twiza.registry.tests.given import given_household

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def story():
    """The association leads a campaign; a partner brings three households, two of them one family."""
    story = given_association()
    partner = story.partner = given_association("Association Sebou", "-2")
    campaign = given_campaign(story, baskets=5, reserve=1)
    with story.work():
        actions.invite_partner(campaign=campaign, partner=partner.organisation, by=story.amina, at=NOON)
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
    story.households = [
        given_household(partner.organisation, partner.hassan, name, size=3, place_words=ZONES[0])
        for name in ("زينب", "زينب", "حليمة")
    ]
    bring(story, story.households)
    return story


def bring(story, households):
    partner = story.partner
    with partner.work():
        return actions.nominate_households(
            campaign=story.campaign,
            bringing=partner.organisation,
            households=[GivenHousehold(one.pk, ZONES[0], 3, {}) for one in households],
            by=partner.amina,
            at=NOON,
        )


def merge(story, kept=0, merged=1):
    partner = story.partner
    with partner.work(partner.hassan):
        return registry.merge_households(
            kept=story.households[kept],
            merged=story.households[merged],
            same=[],
            take={},
            by=partner.hassan,
            at=NOON,
        )


def freeze(story):
    return drawn_list(story, story.campaign, story.partner)


def twice(story):
    return queries.families_twice(story.partner.amina, story.campaign)


def test_one_code_is_taken_back_before_the_list_is_frozen(story, client):
    merge(story)
    with story.partner.work():
        (family,) = twice(story)
        assert family.household == story.households[0].pk
        code = family.nominations[1].code
    client.force_login(story.partner.amina)
    page = client.get(reverse("aid:show_campaign", args=[story.campaign.pk]))
    assert code in page.content.decode()
    client.post(reverse("aid:withdraw_code", args=[story.campaign.pk]), {"code": code})
    with story.partner.work():
        assert twice(story) == []
        assert Nomination.objects.get(code=code).withdrawn_at is not None
        single = Nomination.objects.filter(withdrawn_at__isnull=True).first()
        with pytest.raises(actions.OutOfOrder):  # the door is for families brought twice only
            actions.withdraw_second_code(nomination=single, by=story.partner.amina, at=NOON)


def test_nobody_else_sees_which_codes_are_one_family(story):
    merge(story)
    with story.work():
        assert queries.families_twice(story.amina, story.campaign) == []
        assert queries.one_family_notices(story.amina, story.campaign) == []


def test_the_desk_is_told_after_and_no_basket_is_lost(story, client):
    frozen = freeze(story)
    merge(story)
    partner = story.partner
    with partner.work():
        (family,) = twice(story)
        with pytest.raises(actions.OutOfOrder):
            actions.withdraw_second_code(nomination=family.nominations[1], by=partner.amina, at=NOON)
        for expected in (1, 0):  # told once
            told = actions.tell_one_family(nomination=family.nominations[0], by=partner.amina, at=NOON)
            assert told == expected
        assert twice(story)[0].told
    with partner.work(partner.hassan):
        actions.sign_list(frozen=frozen, by=partner.hassan, at=NOON)
    with story.work():
        (line,) = queries.one_family_notices(story.amina, story.campaign)
        assert [place for _code, place in line.codes] == ["selected", "selected"]
        due = [str(one.sentence) for one in queries.waiting_for(story.amina, at=NOON)]
        assert any("one family" in sentence or "لأسرة واحدة" in sentence for sentence in due)
        actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
        assert Entitlement.objects.count() == 3, "people decide, not a merge"
    client.force_login(story.amina)
    client.post(reverse("aid:note_one_family", args=[line.notice.pk]))
    with story.work():
        assert queries.one_family_notices(story.amina, story.campaign) == []


def test_nothing_is_told_while_a_code_can_be_taken_back(story):
    merge(story)
    with story.partner.work():
        (family,) = twice(story)
        with pytest.raises(actions.OutOfOrder):
            actions.tell_one_family(nomination=family.nominations[0], by=story.partner.amina, at=NOON)


def test_a_merged_household_is_not_brought_beside_the_one_that_remains(story):
    partner = story.partner
    fresh = [given_household(partner.organisation, partner.hassan, "مريم", size=3) for _ in range(2)]
    story.households += fresh
    merge(story, 3, 4)
    assert bring(story, [fresh[1]]) == 0, "merged: the one that remains is brought"
    assert bring(story, fresh) == 1
    merge(story, 3, 2)
    assert bring(story, [fresh[0]]) == 0
    with partner.work():
        assert NominationHousehold.objects.filter(household=fresh[1].pk).count() == 0


def test_a_family_there_by_its_merged_file_is_not_brought_again(story):
    partner = story.partner
    fresh = given_household(partner.organisation, partner.hassan, "مريم", size=3)
    story.households.append(fresh)
    merge(story, 3, 2)  # only the merged file was brought
    assert bring(story, [fresh]) == 0


def test_the_database_keeps_notices_to_their_two_sides(story):
    freeze(story)
    merge(story)
    partner, elsewhere = story.partner, given_association("Association Ouergha", "-3")
    with partner.work():
        family = twice(story)[0]
        actions.tell_one_family(nomination=family.nominations[0], by=partner.amina, at=NOON)
        assert OneFamilyNotice.objects.update(noted_at=NOON, noted_by=partner.amina) == 0
        with pytest.raises(IntegrityError), transaction.atomic():
            OneFamilyNotice.objects.create(
                campaign=story.campaign,
                organisation=story.organisation,
                bringing=partner.organisation,
                first=family.nominations[0],
                second=family.nominations[0],
                told_by=partner.amina,
                told_at=NOON,
            )
    with elsewhere.work():
        assert not OneFamilyNotice.objects.exists()
    with story.work(), pytest.raises(ProgrammingError), transaction.atomic():
        OneFamilyNotice.objects.create(
            campaign=story.campaign,
            organisation=story.organisation,
            bringing=partner.organisation,
            first=family.nominations[1],
            second=family.nominations[0],
            told_by=story.amina,
            told_at=NOON,
        )
