"""Bringing households into a campaign."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import one_at_a_time
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.actions.purposes import ask_purposes
from twiza.aid.actions.whereabouts import ask_whereabouts
from twiza.aid.models import Campaign, Nomination, NominationHousehold
from twiza.aid.rules import facts
from twiza.aid.rules.door_codes import ALPHABET
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.rules.states import CampaignState
from twiza.linkage.normalise import fold
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.registry import queries as registry
from twiza.registry.queries.households import network_names
from twiza.registry.rules import people as registry_rules


@dataclass(frozen=True)
class Nominated:
    """What came of bringing households: `left_out` are (household code, "zone" or "size")."""

    added: int
    there_already: int
    left_out: tuple[tuple[str, str], ...]


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
    """Bring households of `bringing` into the campaign, with the facts it asks for as they are now: all or none.

    A household already there, by this or another file that was merged with it, is left as it is. Returns how many
    were added. Those that come after the list was frozen are late: an addendum may take them. Those that nobody
    confirmed for long, moved or died wait off the list with a question (`ask_whereabouts`).

    Raises:
        OutOfOrder: the campaign does not take names now.
        BadFacts: one household cannot be kept as it was given.
    """
    check(by, Permission.HOUSEHOLD_NOMINATE, bringing)
    one_at_a_time(campaign.pk)  # the same household sent twice at once: the second finds the first
    campaign = queries.campaign_for(by, campaign.pk)
    _check_open(campaign, bringing.pk)
    there = queries.brought_into(campaign, bringing.pk, [one.household for one in households])
    fresh = {one.household: one for one in households if one.household not in there}
    order = list(fresh)
    secrets.SystemRandom().shuffle(order)  # rows in the order of a list would lead back to it
    codes = _fresh_codes(campaign, len(fresh))
    made = [
        Nomination(
            campaign=campaign,
            organisation_id=campaign.organisation_id,
            bringing_id=bringing.pk,
            code=code,
            zone=one.zone,
            size=one.size,
            facts=facts.only_asked(facts.frozen_facts(one, campaign.zones), campaign.criteria or {}),
            created_at=at,
            created_by=by,
        )
        for code, one in zip(codes, (fresh[key] for key in order), strict=True)
    ]
    Nomination.objects.bulk_create(made, batch_size=2000)
    NominationHousehold.objects.bulk_create(
        [
            NominationHousehold(nomination=row, campaign=campaign, organisation_id=bringing.pk, household=key)
            for row, key in zip(made, order, strict=True)
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
            beside=[campaign.organisation_id],
            count=len(made),  # no code: the log is never erased, and the same moment stands beside a family
        )
        keys = [row.pk for row in made]
        ask_whereabouts(campaign=campaign, side=bringing.pk, nominations=keys, by=by, at=at)
        ask_purposes(campaign=campaign, bringing=bringing, nominations=keys, by=by, at=at)
    return len(made)


@transaction.atomic
def nominate_from_registry(
    *, campaign: Campaign, bringing: "Organisation", households: Sequence[UUID], by: User, at: datetime
) -> Nominated:
    """Bring households of the registry into the campaign with their facts of today.

    Those whose size is unknown or whose neighbourhood is none of the zones are left out, by code and
    reason: a person completes them and brings them again. Nothing is guessed.
    """
    check(by, Permission.HOUSEHOLD_NOMINATE, bringing)
    zones = queries.campaign_for(by, campaign.pk).zones
    known = registry.household_facts(bringing.pk, households, on=timezone.localdate(at))
    names = network_names({one.place for one in known.values() if one.place})
    ready, left_out = [], []
    for one in known.values():
        words = one.place_words or names.get(one.place, "")
        zone = facts.zone_of(words, zones, fold) or facts.zone_of(names.get(one.place, ""), zones, fold)
        if zone is None or not one.size:
            left_out.append((one.code, "zone" if zone is None else "size"))
            continue
        ready.append(GivenHousehold(one.household, zone, one.size, known_facts(one)))
    added = nominate_households(campaign=campaign, bringing=bringing, households=ready, by=by, at=at)
    return Nominated(added, len(ready) - added, tuple(sorted(left_out)))


def known_facts(one: registry_rules.HouseholdFacts) -> dict[str, Any]:
    """What the registry knows, in the words of campaigns. An elder or disabled person may need a seat."""
    return {
        "children": one.children,
        "elders": one.elderly,
        "disability": one.disability,
        "woman_headed": one.woman_headed,
        "categories": list(one.categories),
        "needs": _needs(one),
        "shocks": list(one.shocks),
    }


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, reason_code: str, by: User, at: datetime) -> Nomination:
    """Take a household back before the list is frozen; the row stays.

    Raises:
        OutOfOrder: the list is frozen already.
    """
    check(by, Permission.HOUSEHOLD_NOMINATE, nomination.bringing_id)
    one_at_a_time(nomination.campaign_id)
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
        beside=[nomination.organisation_id],
        reason_code=reason_code,
    )
    return nomination


def _check_open(campaign: Campaign, bringing: UUID) -> None:
    if bringing not in queries.sharing(campaign):
        raise OutOfOrder(
            _("This organisation does not share the campaign. Ask its coordinator to invite it.")
        )
    closed = queries.closed_to_names(campaign)
    if closed:
        raise OutOfOrder(closed)


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


def _needs(one: registry_rules.HouseholdFacts) -> list[str]:
    """What to prepare at the point: a seat, help to carry, words read aloud. How to hand over, never why."""
    needs = ["seat"] if one.elderly or one.disability else []
    needs += ["carry"] if "disability_motor" in one.categories else []
    return needs + (["audio"] if "disability_visual" in one.categories else [])
