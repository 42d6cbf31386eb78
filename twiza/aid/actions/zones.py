"""Where the zones of a campaign lie."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.faults import BadPlan
from twiza.aid.actions.lines import record
from twiza.aid.models import Campaign, CampaignZone
from twiza.network import queries as network
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check

if TYPE_CHECKING:
    from twiza.network.models import Place


@transaction.atomic
def place_zones(
    *, campaign: Campaign, places: "Mapping[str, Place]", by: User, at: datetime
) -> list[CampaignZone]:
    """Say in which place each of these zones lies: a neighbourhood, a commune, or a province. Said again, it is corrected.

    Raises:
        BadPlan: a zone that the campaign does not have, or a place larger than a province.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not set(places) <= set(campaign.zones):
        raise BadPlan(_("This campaign has no such zone."))
    found = network.provinces_of_places(places.values())
    rows = []
    for name, place in places.items():
        province = found.get(place.pk)
        if province is None:
            raise BadPlan(_("%(place)s lies in no province: choose a smaller place."), place=str(place))
        row, _made = CampaignZone.objects.update_or_create(
            campaign=campaign,
            name=name,
            defaults={"place_id": place.pk, "province_id": province.pk, "placed_at": at, "placed_by": by},
            create_defaults={
                "organisation_id": campaign.organisation_id,
                "place_id": place.pk,
                "province_id": province.pk,
                "placed_at": at,
                "placed_by": by,
            },
        )
        rows.append(row)
    record("aid.zones_placed", campaign, by, at, provinces=sorted({str(row.province_id) for row in rows}))
    return rows
