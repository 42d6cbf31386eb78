"""What money is told of campaigns: titles and counts, never a list or a family."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, Entitlement
from twiza.aid.queries.kinds import kind_words
from twiza.aid.queries.plans import unit_cost_of
from twiza.aid.rules.states import EntitlementState
from twiza.platform.accounts.permissions import Permission

SERVED = (EntitlementState.SERVED, EntitlementState.SERVED_BY_PROXY)


def campaigns_to_fund(user: Any) -> list[tuple[UUID, str, int]]:
    """Return (id, title, baskets planned) of the campaigns that this person sees, newest first."""
    if not user.has_perm(Permission.CAMPAIGN_READ):
        return []
    rows = Campaign.objects.order_by("-created_at", "-pk").values_list("pk", "title", "baskets")
    return list(rows[:100])


def cost_of_basket(user: Any, campaign: UUID) -> Decimal | None:
    """Return what one basket of a campaign costs as decided now; None when nothing was decided."""
    if not user.has_perm(Permission.CAMPAIGN_READ):
        return None
    seen = Campaign.objects.filter(pk=campaign).first()
    return unit_cost_of(seen) if seen else None


def outcomes_of_campaign(user: Any, campaign: UUID, *, through: date) -> list[tuple[Any, int]]:
    """Return what the money of a campaign became, before small figures are hidden: what was handed out, by its name.

    Nothing before its last day is over: from one day to the next the difference would be a few families.
    """
    over = Campaign.objects.filter(pk=campaign, ends_on__lte=through)
    kind = over.values_list("aid_kind", flat=True).first()
    if not user.has_perm(Permission.CAMPAIGN_READ) or kind is None:
        return []
    served = Entitlement.objects.filter(campaign=campaign, state__in=SERVED).count()
    return [(_("Handed out: %(what)s") % {"what": kind_words(kind).many}, served)]
