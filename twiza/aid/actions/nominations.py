"""Bringing households into a campaign."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import OutOfOrder
from twiza.aid.models import Campaign, Nomination, NominationHousehold
from twiza.aid.rules import facts, states
from twiza.aid.rules.door_codes import ALPHABET
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.rules.states import CampaignState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

LIST_CODE = 8  # characters of 5 random bits: drawn apart from every card's codes

if TYPE_CHECKING:
    from twiza.network.models import Organisation


@transaction.atomic
def nominate_households(
    *,
    campaign: Campaign,
    bringing: "Organisation",
    households: Sequence[GivenHousehold],
    by: User,
    at: datetime,
) -> int:
    """Bring households of `bringing` into the campaign, with their facts as they are now: all of them or none.

    A household already there is left as it is. Returns how many were added. Those that come after the list
    was frozen are late: an addendum may take them.

    Raises:
        OutOfOrder: the campaign does not take names now.
        BadFacts: one household cannot be kept as it was given.
    """
    check(by, Permission.HOUSEHOLD_NOMINATE, bringing)
    campaign = queries.campaign_for(by, campaign.pk)
    _check_open(campaign, bringing.pk)
    there = set(
        NominationHousehold.objects.filter(
            campaign=campaign,
            organisation_id=bringing.pk,
            household__in=[one.household for one in households],
        ).values_list("household", flat=True)
    )
    fresh = {one.household: one for one in households if one.household not in there}
    codes = _fresh_codes(campaign, len(fresh))
    made = [
        Nomination(
            campaign=campaign,
            organisation_id=campaign.organisation_id,
            bringing_id=bringing.pk,
            code=code,
            zone=one.zone,
            size=one.size,
            facts=facts.frozen_facts(one, campaign.zones),
            created_at=at,
            created_by=by,
        )
        for code, one in zip(codes, fresh.values(), strict=True)
    ]
    Nomination.objects.bulk_create(made, batch_size=2000)
    NominationHousehold.objects.bulk_create(
        [
            NominationHousehold(nomination=row, campaign=campaign, organisation_id=bringing.pk, household=key)
            for row, key in zip(made, fresh, strict=True)
        ],
        batch_size=2000,
    )
    if made:
        audit.record(
            type="aid.households_nominated",
            target=campaign,
            organisation=bringing.pk,
            by=by,
            at=at,
            count=len(made),
            codes=codes if len(codes) <= 200 else [],
        )
    return len(made)


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, reason_code: str, by: User, at: datetime) -> Nomination:
    """Take a household back before the list is frozen; the row stays.

    Raises:
        OutOfOrder: the list is frozen already.
    """
    check(by, Permission.HOUSEHOLD_NOMINATE, nomination.bringing_id)
    nomination = Nomination.objects.select_for_update().get(pk=nomination.pk)
    if queries.campaign_for(by, nomination.campaign_id).state != CampaignState.LIST_BUILDING:
        raise OutOfOrder(_("The list is frozen: what is on it stays. Tell the coordinator."))
    nomination.withdrawn_at = at
    nomination.save(update_fields=["withdrawn_at"])
    audit.record(
        type="aid.nomination_withdrawn",
        target=nomination,
        organisation=nomination.bringing_id,
        by=by,
        at=at,
        reason_code=reason_code,
    )
    return nomination


def _check_open(campaign: Campaign, bringing: UUID) -> None:
    if bringing not in queries.sharing(campaign):
        raise OutOfOrder(
            _("This organisation does not share the campaign. Ask its coordinator to invite it.")
        )
    if campaign.state == CampaignState.DRAFT:
        raise OutOfOrder(_("Criteria come before names: freeze the criteria of this campaign first."))
    if states.has_reached(campaign.state, CampaignState.RECONCILED):
        raise OutOfOrder(_("This campaign is over: it takes no more households."))


def _fresh_codes(campaign: Campaign, count: int) -> list[str]:
    """Return `count` list codes that this campaign does not have yet. They say nothing of any card."""
    codes: set[str] = set()
    while len(codes) < count:
        wanted = {
            "".join(secrets.choice(ALPHABET) for _ in range(LIST_CODE)) for _ in range(count - len(codes))
        }
        taken = Nomination.objects.filter(campaign=campaign, code__in=wanted).values_list("code", flat=True)
        codes |= wanted - set(taken)
    return list(codes)
