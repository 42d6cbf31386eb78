"""The states of a campaign and of an entitlement, and which may follow which. Pure Python.

Codes of the domain. Declarations belong to (campaign, province), packing to reconciliation to (point,
day); the campaign's own state says how far the whole has come.
"""

from enum import StrEnum

from twiza.lib.errors import N_


class CampaignState(StrEnum):
    """How far a campaign has come."""

    DRAFT = "draft"
    CRITERIA_FROZEN = "criteria_frozen"
    DECLARED = "declared"
    LIST_BUILDING = "list_building"
    POOL_FROZEN = "pool_frozen"
    LIST_FROZEN = "list_frozen"
    OBJECTIONS_OPEN = "objections_open"
    PACKED = "packed"
    DISTRIBUTING = "distributing"
    RECONCILED = "reconciled"
    REPORTED = "reported"
    ARCHIVED = "archived"


class EntitlementState(StrEnum):
    """What became of one household's place on a list."""

    ELIGIBLE = "eligible"
    SELECTED = "selected"
    RESERVE = "reserve"
    INVITED = "invited"
    TOKEN_ISSUED = "token_issued"
    SERVED = "served"
    SERVED_BY_PROXY = "served_by_proxy"
    NO_SHOW = "no_show"
    DECLINED = "declined"
    DISPUTED = "disputed"
    REVOKED = "revoked"


_C, _E = CampaignState, EntitlementState

# A step may be left out only where it is written here: the legal window is a step of its own once a campaign uses it.
# The pool is none: nobody is selected before everybody who could be is written down and signed.
NEXT_CAMPAIGN: dict[CampaignState, frozenset[CampaignState]] = {
    _C.DRAFT: frozenset({_C.CRITERIA_FROZEN}),
    _C.CRITERIA_FROZEN: frozenset({_C.DECLARED, _C.LIST_BUILDING}),
    _C.DECLARED: frozenset({_C.LIST_BUILDING}),
    _C.LIST_BUILDING: frozenset({_C.POOL_FROZEN}),
    _C.POOL_FROZEN: frozenset({_C.LIST_FROZEN}),
    _C.LIST_FROZEN: frozenset({_C.OBJECTIONS_OPEN, _C.PACKED, _C.DISTRIBUTING}),
    _C.OBJECTIONS_OPEN: frozenset({_C.PACKED, _C.DISTRIBUTING}),
    _C.PACKED: frozenset({_C.DISTRIBUTING}),
    _C.DISTRIBUTING: frozenset({_C.RECONCILED}),
    _C.RECONCILED: frozenset({_C.REPORTED}),
    _C.REPORTED: frozenset({_C.ARCHIVED}),
    _C.ARCHIVED: frozenset(),
}

NEXT_ENTITLEMENT: dict[EntitlementState, frozenset[EntitlementState]] = {
    _E.ELIGIBLE: frozenset({_E.SELECTED, _E.RESERVE, _E.DISPUTED}),
    _E.SELECTED: frozenset({_E.INVITED, _E.TOKEN_ISSUED, _E.DECLINED, _E.DISPUTED, _E.REVOKED}),
    _E.RESERVE: frozenset({_E.SELECTED, _E.DISPUTED, _E.REVOKED}),
    _E.INVITED: frozenset({_E.TOKEN_ISSUED, _E.DECLINED, _E.DISPUTED, _E.REVOKED}),
    _E.TOKEN_ISSUED: frozenset(
        {_E.SERVED, _E.SERVED_BY_PROXY, _E.NO_SHOW, _E.DECLINED, _E.DISPUTED, _E.REVOKED}
    ),
    _E.SERVED: frozenset({_E.TOKEN_ISSUED, _E.DISPUTED}),  # back by an undone hand-over
    _E.SERVED_BY_PROXY: frozenset({_E.TOKEN_ISSUED, _E.DISPUTED}),
    _E.NO_SHOW: frozenset({_E.SERVED, _E.SERVED_BY_PROXY, _E.DECLINED, _E.DISPUTED, _E.REVOKED}),
    _E.DECLINED: frozenset({_E.DISPUTED}),
    _E.DISPUTED: frozenset({_E.TOKEN_ISSUED, _E.SERVED, _E.SERVED_BY_PROXY, _E.DECLINED, _E.REVOKED}),
    _E.REVOKED: frozenset({_E.DISPUTED}),
}


# What is in order in each state, for whoever asked for something that is not
WHAT_NEXT: dict[CampaignState, str] = {
    _C.DRAFT: N_("The criteria are written and frozen first."),
    _C.CRITERIA_FROZEN: N_("Families are brought in first."),
    _C.DECLARED: N_("Families are brought in first."),
    _C.LIST_BUILDING: N_("Families are being brought in: the pool is frozen next."),
    _C.POOL_FROZEN: N_(
        "The pool is frozen: a second person signs it, the digits are drawn, then the list is frozen."
    ),
    _C.LIST_FROZEN: N_("The list is frozen: a second person signs it, cards are made, then the points open."),
    _C.OBJECTIONS_OPEN: N_("Objections are open: they are closed, then the points open."),
    _C.PACKED: N_("Baskets are packed: the points open next."),
    _C.DISTRIBUTING: N_("The points are open: each day is counted and closed, then the campaign."),
    _C.RECONCILED: N_("Every day is counted: the campaign is reported next."),
    _C.REPORTED: N_("The campaign is reported: it is put away next."),
    _C.ARCHIVED: N_("The campaign is over and put away: nothing follows."),
}


def what_next(state: str) -> str:
    """Return the sentence that says what is in order for a campaign in `state`."""
    return WHAT_NEXT[CampaignState(state)]


# a right that ended so leaves its basket to another household
FREED = (EntitlementState.DECLINED, EntitlementState.REVOKED)


def can_move(state: str, to: CampaignState) -> bool:
    """Say whether a campaign in `state` may become `to`."""
    return to in NEXT_CAMPAIGN[CampaignState(state)]


def can_turn(state: str, to: EntitlementState) -> bool:
    """Say whether an entitlement in `state` may become `to`."""
    return to in NEXT_ENTITLEMENT[EntitlementState(state)]


def has_reached(state: str, step: CampaignState) -> bool:
    """Say whether a campaign in `state` is at `step` or beyond, in the written order of the states."""
    order = list(CampaignState)
    return order.index(CampaignState(state)) >= order.index(step)


def takes_addenda(state: str) -> bool:
    """Say whether households may still be added to the signed list of a campaign in `state`, and get their cards."""
    return has_reached(state, CampaignState.LIST_FROZEN) and not has_reached(state, CampaignState.RECONCILED)
