"""Another card for a household whose card was lost, spoilt or stolen: at the welcome table."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.cards import IssuedCard, make_cards
from twiza.aid.actions.faults import OutOfOrder
from twiza.aid.models import Card, Entitlement
from twiza.aid.permissions import check_in
from twiza.aid.rules.states import CampaignState, EntitlementState
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.audit import actions as audit

# From the signed list to the last day: before there is no card, after there is nothing to collect
WHILE = (
    CampaignState.LIST_FROZEN,
    CampaignState.OBJECTIONS_OPEN,
    CampaignState.PACKED,
    CampaignState.DISTRIBUTING,
)


@dataclass(frozen=True)
class Said:
    """What the person at the table says of the household: no name, no document."""

    size: int
    zone: str


@transaction.atomic
def replace_card(*, entitlement: Entitlement, reason_code: str, by: User, at: datetime) -> IssuedCard:
    """Make another card for a right not yet used, and end the first one (lost, spoilt, stolen).

    Raises:
        OutOfOrder: the basket was collected, the right has ended, or the days of the campaign are over.
    """
    where = check_in(by, Permission.CARDS_ISSUE, entitlement.host_id, entitlement.organisation_id)
    right = (
        Entitlement.objects.select_for_update(of=("self",))
        .select_related("point", "campaign")
        .get(pk=entitlement.pk)
    )
    if right.state not in (EntitlementState.TOKEN_ISSUED, EntitlementState.NO_SHOW):
        raise OutOfOrder(_("It was collected, or this right has ended: there is no card to replace."))
    ends_on = right.campaign.ends_on
    if right.campaign.state not in WHILE or ends_on is None or ends_on < timezone.localdate(at):
        raise OutOfOrder(_("The days of this campaign are over: a new card could not be used."))
    Card.objects.filter(entitlement=right, revoked_at__isnull=True).update(
        revoked_at=at, revoked_because=reason_code
    )
    issued = make_cards([right], ends_on, by, at, lambda count: None)
    audit.record(
        type="aid.card_replaced",
        target=right,
        organisation=where,
        by=by,
        at=at,
        reason_code=reason_code,
        beside=[right.organisation_id, right.host_id],
    )
    return issued[0]


@transaction.atomic
def replace_lost_card(
    *, entitlement: Entitlement, said: Said, reason_code: str, by: User, at: datetime
) -> IssuedCard | None:
    """The same, once what the person says of the household is what the campaign knows of it.

    None when it is not: nothing changes, and one line of the log keeps that it was asked.
    """
    where = check_in(by, Permission.CARDS_ISSUE, entitlement.host_id, entitlement.organisation_id)
    if said.size == entitlement.size and said.zone in queries.zones_known_of(entitlement):
        return replace_card(entitlement=entitlement, reason_code=reason_code, by=by, at=at)
    audit.record(
        type="aid.card_not_replaced",
        target=entitlement,
        organisation=where,
        by=by,
        at=at,
        reason_code="facts_differ",
        beside=[entitlement.organisation_id, entitlement.host_id],
    )
    return None
