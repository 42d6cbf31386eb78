import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.actions.faults import out_of_order
from twiza.aid.rules import states
from twiza.aid.rules.states import NEXT_CAMPAIGN, NEXT_ENTITLEMENT, CampaignState, EntitlementState


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
