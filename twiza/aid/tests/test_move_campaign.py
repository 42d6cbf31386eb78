import itertools

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions
from twiza.aid.actions.faults import out_of_order
from twiza.aid.models import Entitlement
from twiza.aid.rules import states
from twiza.aid.rules.states import NEXT_CAMPAIGN, NEXT_ENTITLEMENT, CampaignState, EntitlementState
from twiza.aid.tests.given import NOON, given_association, given_signed_list


def test_every_state_has_its_next():
    assert set(NEXT_CAMPAIGN) == set(CampaignState)
    assert set(NEXT_ENTITLEMENT) == set(EntitlementState)


@given(st.sampled_from(CampaignState), st.sampled_from(CampaignState))
def test_a_campaign_only_goes_forward(one: CampaignState, other: CampaignState):
    if states.can_move(one, other):
        assert states.has_reached(other, one)
        assert one != other


def test_every_campaign_state_can_be_reached_and_left():
    seen, waiting = set(), [CampaignState.DRAFT]
    while waiting:
        state = waiting.pop()
        seen.add(state)
        waiting += NEXT_CAMPAIGN[state] - seen
    assert seen == set(CampaignState)
    assert [state for state, after in NEXT_CAMPAIGN.items() if not after] == [CampaignState.ARCHIVED]


@given(st.lists(st.sampled_from(EntitlementState), max_size=12))
def test_nobody_is_served_without_a_card_or_a_ruling(path: list[EntitlementState]):
    state, walked = EntitlementState.ELIGIBLE, {EntitlementState.ELIGIBLE}
    for to in path:
        if states.can_turn(state, to):
            state = to
            walked.add(to)
    if state in (EntitlementState.SERVED, EntitlementState.SERVED_BY_PROXY):
        assert walked & {EntitlementState.TOKEN_ISSUED, EntitlementState.DISPUTED}


def test_a_step_out_of_order_says_what_is_in_order():
    assert set(states.WHAT_NEXT) == set(CampaignState)
    refusals = {str(out_of_order(state)) for state in CampaignState}
    assert len(refusals) == len(CampaignState) - 1  # families come in after the criteria, declared or not
    assert all(len(words) > 40 for words in refusals)


def test_an_unknown_state_is_an_error():
    with pytest.raises(ValueError):
        states.can_move("lost", CampaignState.DRAFT)


@pytest.mark.django_db
def test_the_database_lets_a_right_turn_only_as_the_rules_say():
    """Every pair of states is tried as the application: the trigger and `NEXT_ENTITLEMENT` say the same."""
    story = given_association()
    given_signed_list(story, baskets=1, reserve=0, households=1)
    with story.work():
        actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
        right = Entitlement.objects.all()
        reached = [one for one in EntitlementState if one == EntitlementState.TOKEN_ISSUED or _way(one)]
        assert len(reached) == 7  # states before the card are not written by any act
        for one, other in itertools.product(reached, EntitlementState):
            if one == other:
                continue
            point = transaction.savepoint()
            for step in _way(one):
                right.update(state=step)
            try:
                with transaction.atomic():
                    right.update(state=other)
                turned = True
            except IntegrityError:
                turned = False
            assert turned == states.can_turn(one, other), (one, other)
            transaction.savepoint_rollback(point)


def _way(to: EntitlementState) -> list[EntitlementState]:
    """How a right that has its card comes to a state, by the rules."""
    seen, waiting = {EntitlementState.TOKEN_ISSUED: []}, [EntitlementState.TOKEN_ISSUED]
    while waiting:
        state = waiting.pop(0)
        for after in sorted(NEXT_ENTITLEMENT[state] - set(seen)):
            seen[after] = [*seen[state], after]
            waiting.append(after)
    return seen.get(to, [])
