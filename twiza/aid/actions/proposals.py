"""Partners of last year, proposed to a cloned campaign."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.actions.lines import record
from twiza.aid.models import Campaign, DistributionPoint, Entitlement, PartnerProposal
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


@transaction.atomic
def leave_proposal(*, proposal: PartnerProposal, by: User, at: datetime) -> None:
    """Say that a partner of last year is not asked again.

    Raises:
        OutOfOrder: it was invited or left already.
    """
    check(by, Permission.CAMPAIGN_PLAN, proposal)
    if not settle_proposal(proposal.campaign, proposal.partner_id, PartnerProposal.LEFT, by, at):
        raise OutOfOrder(_("This proposal is settled already."))
    record("aid.partner_left", proposal.campaign, by, at, partner=proposal.partner_id)


def settle_proposal(campaign: Campaign, partner: UUID, settled: str, by: User, at: datetime) -> bool:
    """Settle the proposal of a partner, if there is an open one. Invited again, it keeps its points again."""
    rows = PartnerProposal.objects.select_for_update().filter(
        campaign=campaign, partner_id=partner, settled=""
    )
    proposal = rows.first()
    if proposal is None:
        return False
    proposal.settled, proposal.settled_at, proposal.settled_by = settled, at, by
    proposal.save(update_fields=["settled", "settled_at", "settled_by"])
    if settled == PartnerProposal.INVITED and not Entitlement.objects.filter(campaign=campaign).exists():
        points = DistributionPoint.objects.filter(campaign=campaign, code__in=proposal.points)
        points.filter(host_id=campaign.organisation_id).update(host_id=partner)
    return True
