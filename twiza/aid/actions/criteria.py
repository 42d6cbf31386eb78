"""Criteria before names: written, frozen, signed by two, put where anybody reads them."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import CannotSign, OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.actions.ready import check_ready
from twiza.aid.models import Campaign, CriteriaSignature, PublishedCriteria
from twiza.aid.permissions import check_in
from twiza.aid.rules import criteria as rules
from twiza.aid.rules import facts, states
from twiza.aid.rules.states import CampaignState
from twiza.lib.canonical import canonical_bytes
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


@transaction.atomic
def write_criteria(*, campaign: Campaign, criteria: Any, by: User, at: datetime) -> Campaign:
    """Keep a draft of the criteria, before any name. It binds nobody until it is frozen.

    Raises:
        BadCriteria: something in them cannot be evaluated.
        OutOfOrder: they are frozen already.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not states.can_move(campaign.state, CampaignState.CRITERIA_FROZEN):
        raise OutOfOrder(_("The criteria of this campaign are frozen already."))
    rules.check_criteria(criteria, facts.KNOWN)
    campaign.criteria = criteria
    campaign.save(update_fields=["criteria"])
    record("aid.criteria_written", campaign, by, at, rules=len(criteria["rules"]))
    return campaign


@transaction.atomic
def freeze_criteria(*, campaign: Campaign, criteria: Any, by: User, at: datetime) -> Campaign:
    """Write the criteria, before any name, freeze them and sign them first. The list can then be built.

    The caller has made sure that `by` signed in again just now. A second person signs before the pool is frozen.

    Raises:
        BadCriteria: something in them cannot be evaluated.
        BadPlan: cash without the text that allows it.
        OutOfOrder: they are frozen already, or a lesson of the last campaign was not looked at.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not states.can_move(campaign.state, CampaignState.CRITERIA_FROZEN):
        raise OutOfOrder(_("The criteria of this campaign are frozen already."))
    check_ready(campaign)
    rules.check_criteria(criteria, facts.KNOWN)
    campaign.criteria = criteria
    campaign.criteria_hash = hashlib.sha256(canonical_bytes([("criteria", criteria)])).hexdigest()
    campaign.criteria_frozen_at = at
    campaign.state = CampaignState.LIST_BUILDING  # criteria first, then names: both steps in one act
    campaign.save(update_fields=["criteria", "criteria_hash", "criteria_frozen_at", "state"])
    _sign(campaign, 1, campaign.organisation_id, by, at)
    record("aid.criteria_frozen", campaign, by, at, hash=campaign.criteria_hash)
    return campaign


@transaction.atomic
def sign_criteria(*, campaign: Campaign, by: User, at: datetime) -> CriteriaSignature:
    """Sign frozen criteria as the second person: of a partner where there is one, else of the same organisation.

    The caller has made sure that `by` signed in again just now. Criteria frozen before signatures were asked for have
    none: who leads signs them first.

    Raises:
        OutOfOrder: they are not frozen.
        CannotSign: they signed first, or both signatures are there.
    """
    campaign = queries.campaign_for(by, campaign.pk)
    if not campaign.criteria_hash:
        raise OutOfOrder(_("Criteria are signed once they are frozen."))
    signatures = queries.criteria_signatures(campaign)
    if len(signatures) == 2:
        raise CannotSign(_("These criteria have both their signatures."))
    if any(one.signer_id == by.pk for one in signatures):
        raise CannotSign(_("You signed these criteria first. The second signature is of another person."))
    if signatures:
        where = check_in(
            by, Permission.LIST_SIGN, *(queries.partners(campaign) or (campaign.organisation_id,))
        )
    else:
        where = check_in(by, Permission.CAMPAIGN_PLAN, campaign.organisation_id)
    try:
        with transaction.atomic():
            signature = _sign(campaign, len(signatures) + 1, where, by, at)
    except IntegrityError as error:
        raise CannotSign(_("These criteria have both their signatures.")) from error
    audit.record(
        type="aid.criteria_signed",
        target=campaign,
        organisation=where,
        by=by,
        at=at,
        beside=queries.sharing(campaign),
        hash=campaign.criteria_hash,
    )
    return signature


@transaction.atomic
def publish_criteria(*, campaign: Campaign, by: User, at: datetime) -> PublishedCriteria:
    """Put signed criteria where anybody reads them without signing in: rules, points, fingerprint, roles of who signed.

    Raises:
        OutOfOrder: they are not signed by two, or they are published already.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = (
        Campaign.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=campaign.pk)
    )
    frozen_at = campaign.criteria_frozen_at
    if frozen_at is None or not queries.are_criteria_signed(campaign):
        raise OutOfOrder(_("The criteria wait for their second signature."))
    if queries.published_criteria_of(campaign):
        raise OutOfOrder(_("These criteria are published already: they do not change."))
    row = PublishedCriteria.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        key=hashlib.sha256(b"criteria" + campaign.pk.bytes).hexdigest()[:16],
        title=campaign.title,
        lead=str(campaign.organisation),
        criteria=campaign.criteria,
        hash=campaign.criteria_hash,
        frozen_at=frozen_at,
        signed=[
            {"role": one.role, "of": str(one.signing), "on": timezone.localdate(one.signed_at).isoformat()}
            for one in queries.criteria_signatures(campaign)
        ],
        at=at,
        by=by,
    )
    record("aid.criteria_published", campaign, by, at, hash=row.hash)
    return row


def _sign(campaign: Campaign, position: int, where: UUID, by: User, at: datetime) -> CriteriaSignature:
    return CriteriaSignature.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        signing_id=where,
        position=position,
        signer=by,
        role=queries.role_of(by, where),
        hash=campaign.criteria_hash,
        signed_at=at,
    )
