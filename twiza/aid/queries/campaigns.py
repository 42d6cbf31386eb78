"""Campaigns, who shares them, their points."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    AnnouncedMonth,
    Campaign,
    CampaignPartner,
    Card,
    DistributionPoint,
    HandOver,
    Nomination,
    NominationHousehold,
    Reconciliation,
    StockMove,
)
from twiza.aid.rules.states import CampaignState, has_reached
from twiza.lib.errors import NotFound
from twiza.network import queries as network
from twiza.platform.access import queries as access
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission

if TYPE_CHECKING:
    from twiza.network.models import Organisation


class NoSuchCampaign(NotFound):
    code = "aid.no_such_campaign"


class NoSuchPoint(NotFound):
    code = "aid.no_such_point"


class NoSuchNomination(NotFound):
    code = "aid.no_such_nomination"


def announced_months() -> dict[tuple[int, int], date]:
    """Return {(hijri year, month): first day} of every month that a person entered."""
    return {
        (year, month): begins_on
        for year, month, begins_on in AnnouncedMonth.objects.values_list("year", "month", "begins_on")
    }


def campaigns_of(user: Any) -> QuerySet[Campaign]:
    """Return the campaigns this user may see, newest first, with how many households were brought in."""
    if not user.has_perm(Permission.CAMPAIGN_READ):
        return Campaign.objects.none()
    return (
        Campaign.objects.select_related("organisation")
        .annotate(brought=Count("nominations"))
        .order_by("-created_at", "-pk")[:50]
    )


def campaign_for(user: Any, id: UUID) -> Campaign:
    """Return the campaign if this user may see it; hidden and missing look the same."""
    campaign = Campaign.objects.select_related("organisation").filter(pk=id).first()
    if campaign is None or not any(
        user.has_perm(Permission.CAMPAIGN_READ, one) for one in sorted(sharing(campaign))
    ):
        raise NoSuchCampaign(_("There is no such campaign."))
    return campaign


def partners(campaign: Campaign) -> tuple[UUID, ...]:
    """Return the ids of the organisations that share the campaign, without the coordinating one."""
    return tuple(
        CampaignPartner.objects.filter(campaign=campaign)
        .order_by("invited_at", "pk")
        .values_list("organisation_id", flat=True)
    )


def sharing(campaign: Campaign) -> set[UUID]:
    """Return the ids of all organisations of a campaign that this user may know of."""
    return {campaign.organisation_id, *partners(campaign)}


def organisations_of(campaign: Campaign) -> "list[Organisation]":
    """Return the organisations of a campaign, the coordinating one first."""
    shared = CampaignPartner.objects.filter(campaign=campaign).select_related("organisation")
    return [campaign.organisation, *(row.organisation for row in shared.order_by("invited_at", "pk"))]


def own_organisations(user: Any, campaign: Campaign, permission: Permission) -> "list[Organisation]":
    """Return the organisations of the campaign in which this user holds a permission."""
    return [one for one in organisations_of(campaign) if user.has_perm(permission, one.pk)]


def points_of(campaign: Campaign) -> QuerySet[DistributionPoint]:
    """Return the points of a campaign by code."""
    return DistributionPoint.objects.filter(campaign=campaign).select_related("host").order_by("code")


def points_for(user: Any) -> list[DistributionPoint]:
    """Return the points where this user may hand over, of campaigns that are handing out."""
    found = DistributionPoint.objects.select_related("campaign", "host").filter(
        campaign__state="distributing"
    )
    return [point for point in found.order_by("code") if _may_hand_over(user, point)]


def point_for(user: Any, id: UUID) -> DistributionPoint:
    """Return a point where this user may hand over, or raise NoSuchPoint."""
    point = access.row_by_id(DistributionPoint, id)  # each confirmation of a queue asks
    if point is None or not _may_hand_over(user, point):
        raise NoSuchPoint(_("There is no such point, or you do not work there."))
    return point


def nominations_of(campaign: Campaign) -> QuerySet[Nomination]:
    """Return the nominations this user may see, the latest first: all for the coordinator, its own for a partner."""
    return (
        Nomination.objects.filter(campaign=campaign)
        .select_related("bringing")
        .order_by("-created_at", "code")
    )


def nomination_for(user: Any, campaign: Campaign, code: str) -> Nomination:
    """Return a nomination of the campaign by its list code, or raise NoSuchNomination."""
    found = Nomination.objects.filter(campaign=campaign, code=code.strip().upper()).first()
    if found is None:
        raise NoSuchNomination(_("There is no household “%(code)s” in this campaign."), code=code)
    return found


def nominations_by_code(campaign: Campaign, codes: list[str]) -> list[Nomination]:
    """Return the nominations with these list codes, by code; unknown codes are left out."""
    return list(Nomination.objects.filter(campaign=campaign, code__in=codes).order_by("code"))


def brought_among(households: Sequence[UUID]) -> bool:
    """Say whether one of these households was brought into a campaign and not taken back. Own side only."""
    return bool(
        NominationHousehold.objects.filter(
            household__in=households, nomination__withdrawn_at__isnull=True
        ).exists()
    )


def cards_made(campaign: Campaign) -> int:
    """Return how many cards are valid in a campaign."""
    return Card.objects.filter(entitlement__campaign=campaign, revoked_at__isnull=True).count()


def closed_to_names(campaign: Campaign) -> Any:
    """Say why a campaign takes no names now, as a translatable sentence; nothing when it takes them."""
    if campaign.state == CampaignState.DRAFT:
        return _("Criteria come before names: freeze the criteria of this campaign first.")
    if has_reached(campaign.state, CampaignState.RECONCILED):
        return _("This campaign is over: it takes no more households.")
    return ""


def days_not_reconciled(campaign: Campaign) -> list[tuple[DistributionPoint, date]]:
    """Return (point, day) of each day whose baskets are not those of its last closing, oldest first."""
    return days_open_in([campaign])[campaign.pk]


def days_open_in(campaigns: Iterable[Campaign]) -> dict[UUID, list[tuple[DistributionPoint, date]]]:
    """Return the days not counted of each of these campaigns, as `days_not_reconciled`: three questions in all.

    Figures are compared, never moments: a hand-over that began before the closing may be kept after it.
    """
    keys = [campaign.pk for campaign in campaigns]
    closed: dict[tuple[UUID, date], Reconciliation] = {}
    for row in Reconciliation.objects.filter(campaign__in=keys).order_by("number"):
        closed[row.point_id, row.day] = row
    counts: dict[tuple[UUID, date], dict[str, int]] = {}
    moved = StockMove.objects.filter(campaign__in=keys).values("point", "day", "kind")
    for key, day, kind, pieces in moved.annotate(sum=Sum("pieces")).values_list(
        "point", "day", "kind", "sum"
    ):
        counts.setdefault((key, day), dict.fromkeys(StockMove.KINDS, 0))[kind] = max(pieces, 0)
    points = {point.pk: point for point in DistributionPoint.objects.filter(campaign__in=keys)}
    found: dict[UUID, list[tuple[DistributionPoint, date]]] = {key: [] for key in keys}
    for (key, day), count in counts.items():
        last = closed.get((key, day))
        if last is None or any(getattr(last, kind) != count[kind] for kind in count):
            found[points[key].campaign_id].append((points[key], day))
    return {key: sorted(days, key=lambda one: (one[1], one[0].code)) for key, days in found.items()}


def user_of(id: UUID) -> User:
    """Return the person for whom a job works."""
    return User.objects.get(pk=id)


def role_of(user: Any, organisation: UUID) -> str:
    """Return the roles this user holds there today, for a signature."""
    return network.role_in(user.pk, organisation)


def hand_over_for(user: Any, id: UUID) -> HandOver:
    """Return a hand-over at a point where this user works, or raise NoSuchPoint."""
    found = HandOver.objects.select_related("point__campaign", "entitlement").filter(pk=id).first()
    if found is None or not _may_hand_over(user, found.point):
        raise NoSuchPoint(_("There is no such hand-over."))
    return found


def works_at(user: Any, point: DistributionPoint) -> bool:
    """Say whether the pages of a point open for this person."""
    return _may_hand_over(user, point)


def _may_hand_over(user: Any, point: DistributionPoint) -> bool:
    return any(
        user.has_perm(Permission.HAND_OVER_RECORD, one)
        for one in dict.fromkeys((point.host_id, point.organisation_id))
    )
