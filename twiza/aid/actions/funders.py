"""Who pays for a campaign. The money itself is kept elsewhere; here is the link, its share and what it restricts."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.faults import BadPlan, OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.models import Campaign, CampaignFunder
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check

if TYPE_CHECKING:
    from twiza.funding.models import Restriction
    from twiza.network.models import Organisation


@transaction.atomic
def add_funder(
    *,
    campaign: Campaign,
    label: str,
    share: str,
    amount: Decimal,
    funder: "Organisation | None" = None,
    restricted_zones: Sequence[str] = (),
    restriction: str = "",
    bound_to: "Restriction | None" = None,
    by: User,
    at: datetime,
) -> CampaignFunder:
    """Write down who pays, with how much (of goods: what they are worth), and what it may be used for.

    Args:
        funder: an organisation of the register; none for a pool of donors without a name.
        bound_to: where its money is kept in the books: its statement is the report to this funder.

    Raises:
        BadPlan: no label, no amount, a zone that the campaign does not have, or money of another campaign.
    """
    check(by, Permission.CAMPAIGN_PLAN, campaign)
    name = label.strip() or (str(funder) if funder else "")
    if not name or amount <= 0:
        raise BadPlan(_("Write who gives, and how much."))
    if not set(restricted_zones) <= set(campaign.zones):
        raise BadPlan(_("This campaign has no such zone."))
    if bound_to is not None and (
        bound_to.organisation_id != campaign.organisation_id or bound_to.campaign not in (None, campaign.pk)
    ):
        raise BadPlan(_("This money is kept for something else. Choose what this campaign may spend."))
    row = CampaignFunder.objects.create(
        campaign=campaign,
        organisation_id=campaign.organisation_id,
        funder_id=funder.pk if funder else None,
        label=name,
        share=share,
        amount=amount,
        restricted_zones=list(restricted_zones),
        restriction=restriction.strip(),
        bound_to_id=bound_to.pk if bound_to is not None else None,
        added_at=at,
        added_by=by,
    )
    record("aid.funder_added", campaign, by, at, funder=row.pk, share=share, amount=str(amount))
    return row


@transaction.atomic
def end_funder(*, funder: CampaignFunder, by: User, at: datetime) -> CampaignFunder:
    """Say that a funder gives nothing more; the line stays.

    Raises:
        OutOfOrder: it was ended already.
    """
    check(by, Permission.CAMPAIGN_PLAN, funder)
    funder = CampaignFunder.objects.select_for_update(of=("self",)).get(pk=funder.pk)
    if funder.ended_at is not None:
        raise OutOfOrder(_("This funder was ended already."))
    funder.ended_at, funder.ended_by = at, by
    funder.save(update_fields=["ended_at", "ended_by"])
    record("aid.funder_ended", funder.campaign, by, at, funder=funder.pk)
    return funder
