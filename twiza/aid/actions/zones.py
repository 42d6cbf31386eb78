"""Where the zones of a campaign lie."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import BadPlan
from twiza.aid.actions.lines import record
from twiza.aid.models import Campaign, CampaignZone
from twiza.aid.rules.legal import Standing
from twiza.aid.rules.states import CampaignState, has_reached
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
        BadPlan: a zone that the campaign does not have, a place larger than a province, or, once the points are open,
            a place in a province where nothing is declared.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not set(places) <= set(campaign.zones):
        raise BadPlan(_("This campaign has no such zone."))
    found = network.provinces_of_places(places.values())
    declared = _declared(campaign, at)
    rows = []
    for name, place in places.items():
        province = found.get(place.pk)
        if province is None:
            raise BadPlan(_("%(place)s lies in no province: choose a smaller place."), place=str(place))
        if declared is not None and province.pk not in declared:
            raise BadPlan(
                _(
                    "The points are open, and %(place)s lies in a province that is not declared. Declare it there first."
                ),
                place=str(place),
            )
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


def _declared(campaign: Campaign, at: datetime) -> set[UUID] | None:
    """Return the provinces where an open distribution is declared; None while the points are not open."""
    if not has_reached(campaign.state, CampaignState.DISTRIBUTING):
        return None
    lines = queries.province_lines(campaign, on=timezone.localdate(at))
    return {line.province.pk for line in lines if line.standing is Standing.COVERED}
