"""A new campaign made from last year's: its plan is copied as a draft, its partners are only proposed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import plan_campaign
from twiza.aid.actions.contents import write_content
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.models import Campaign, CampaignZone, DistributionPoint, PartnerProposal
from twiza.aid.rules.contents import Because
from twiza.aid.rules.states import CampaignState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


@transaction.atomic
def clone_campaign(
    *, campaign: Campaign, title: str, hijri_year: int, hijri_month: int, by: User, at: datetime
) -> Campaign:
    """Begin a campaign from another one: plan, zones with their places, points, content and criteria, as a draft.

    Names, lists, funders and dates are not copied. Slots follow once the days are set; partners are proposals to
    be asked again; the lessons of the old campaign wait for a word before the criteria are frozen.

    Raises:
        OutOfOrder: the old one is a draft itself.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = queries.campaign_for(by, campaign.pk)  # as it is now
    if campaign.state == CampaignState.DRAFT:
        raise OutOfOrder(_("This campaign is a draft itself: there is nothing to copy yet."))
    made = plan_campaign(
        organisation=campaign.organisation,
        title=title,
        hijri_year=hijri_year,
        hijri_month=hijri_month,
        baskets=campaign.baskets,
        reserve=campaign.reserve,
        zones=campaign.zones,
        aid_kind=campaign.aid_kind,
        purposes=campaign.purposes,
        by=by,
        at=at,
    )
    made.cloned_from, made.criteria = campaign, campaign.criteria  # a draft: no hash, not frozen
    made.save(update_fields=["cloned_from", "criteria"])
    _copy_zones(campaign, made, by, at)
    _copy_points(campaign, made, at)
    version = queries.content_of(campaign)
    if version is not None:
        write_content(campaign=made, items=queries.items_of(version), because=Because.CLONE, by=by, at=at)
    record("aid.campaign_cloned", made, by, at, cloned_from=campaign.pk)
    return made


def _copy_zones(before: Campaign, made: Campaign, by: User, at: datetime) -> None:
    CampaignZone.objects.bulk_create(
        [
            CampaignZone(
                campaign=made,
                organisation_id=made.organisation_id,
                name=zone.name,
                place_id=zone.place_id,
                province_id=zone.province_id,
                placed_at=at,
                placed_by=by,
            )
            for zone in CampaignZone.objects.filter(campaign=before)
        ]
    )


def _copy_points(before: Campaign, made: Campaign, at: datetime) -> None:
    """Copy the points; those of a partner wait with whoever leads until it is invited again."""
    points = list(DistributionPoint.objects.filter(campaign=before))
    DistributionPoint.objects.bulk_create(
        [
            DistributionPoint(
                campaign=made,
                organisation_id=made.organisation_id,
                host_id=made.organisation_id,
                code=one.code,
                name=one.name,
                zones=one.zones,
                colour=one.colour,
                shape=one.shape,
                capacity=one.capacity,
                opens_at=one.opens_at,
                closes_at=one.closes_at,
            )
            for one in points
        ]
    )
    PartnerProposal.objects.bulk_create(
        [
            PartnerProposal(
                campaign=made,
                organisation_id=made.organisation_id,
                partner_id=partner,
                points=[one.code for one in points if one.host_id == partner],
                proposed_at=at,
            )
            for partner in queries.partners(before)
        ]
    )
