"""Counts of a campaign: by zone, by point and day, and the ledger by code."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    DignityCase,
    DistributionPoint,
    Entitlement,
    FrozenList,
    HandOverRuling,
    ListEntry,
    Reconciliation,
    StockMove,
)
from twiza.aid.queries.campaigns import campaigns_of, days_not_reconciled, partners, points_for, points_of
from twiza.aid.queries.lists import entries_without_card, is_signed, lists_of
from twiza.aid.rules import rulings, suppression
from twiza.aid.rules.reconciliation import Count
from twiza.aid.rules.states import CampaignState
from twiza.lib.today import Due
from twiza.platform.accounts.permissions import Permission


@dataclass(frozen=True)
class ZoneCount:
    """How many of a zone: None where a figure is too small to be shown."""

    zone: str
    selected: int | None
    served: int | None


@dataclass(frozen=True)
class Totals:
    """A campaign in figures, as this user may see them."""

    selected: int
    reserve: int
    served: int
    doubles: int
    waiting_at_table: int


def totals_of(campaign: Campaign) -> Totals:
    """Return the figures of a campaign. Who was in reserve and was selected since is selected, once."""
    entries = ListEntry.objects.filter(list__campaign=campaign)
    selected = set(entries.filter(place=ListEntry.SELECTED).values_list("nomination", flat=True))
    reserve = set(entries.filter(place=ListEntry.RESERVE).values_list("nomination", flat=True))
    return Totals(
        selected=len(selected),
        reserve=len(reserve - selected),
        served=Entitlement.objects.filter(campaign=campaign, state__in=rulings.SERVED_STATES).count(),
        doubles=HandOverRuling.objects.filter(entitlement__campaign=campaign, ruling="double").count(),
        waiting_at_table=DignityCase.objects.filter(campaign=campaign, closed_at__isnull=True).count(),
    )


def counts_by_zone(campaign: Campaign, *, least: int = 1) -> tuple[list[ZoneCount], int | None, int | None]:
    """Return (zones in the campaign's order, total selected, total served).

    `least` is the smallest figure shown: 1 inside the campaign, the parameter `small_cell` for anything public.
    """
    selected = Counter(
        ListEntry.objects.filter(list__campaign=campaign, place=ListEntry.SELECTED).values_list(
            "zone", flat=True
        )
    )
    served = Counter(
        Entitlement.objects.filter(campaign=campaign, state__in=rulings.SERVED_STATES).values_list(
            "entry__zone", flat=True
        )
    )
    shown, total = suppression.suppressed({zone: selected[zone] for zone in campaign.zones}, least)
    shown_served, total_served = suppression.suppressed(
        {zone: served[zone] for zone in campaign.zones}, least
    )
    return [ZoneCount(zone, shown[zone], shown_served[zone]) for zone in campaign.zones], total, total_served


def count_of(point: DistributionPoint, day: date) -> Count:
    """Return the baskets of a point and day."""
    sums = dict(
        StockMove.objects.filter(point=point, day=day)
        .values("kind")
        .annotate(sum=Sum("pieces"))
        .values_list("kind", "sum")
    )
    return Count(**{kind: max(sums.get(kind, 0), 0) for kind in StockMove.KINDS})


@dataclass(frozen=True)
class DayLine:
    """A point and day with its baskets, and how it was closed."""

    point: DistributionPoint
    day: date
    count: Count
    closed: Reconciliation | None  # the latest
    stale: bool  # baskets moved since


def days_of(campaign: Campaign) -> list[DayLine]:
    """Return every point and day with baskets, by day then point."""
    closed = {
        (row.point_id, row.day): row
        for row in Reconciliation.objects.filter(campaign=campaign).order_by("number")
    }
    points = {point.pk: point for point in points_of(campaign)}
    stale = {(point.pk, day) for point, day in days_not_reconciled(campaign)}
    moved = StockMove.objects.filter(campaign=campaign).values_list("point", "day").distinct()
    lines = [
        DayLine(points[key], day, count_of(points[key], day), closed.get((key, day)), (key, day) in stale)
        for key, day in moved
    ]
    return sorted(lines, key=lambda line: (line.day, line.point.code))


def ledger_of(campaign: Campaign, *, after: str = "", size: int = 100) -> list[Entitlement]:
    """Return rights by list code, from after `after`, at most `size`: a code, a zone, a state; never a name."""
    return list(
        Entitlement.objects.filter(campaign=campaign, code__gt=after)
        .select_related("point")
        .order_by("code")[:size]
    )


def waiting_for(user: Any, *, at: datetime) -> list[Due]:
    """Return what campaigns ask of this person now, for the today page."""
    found = [line for campaign in campaigns_of(user) for line in _waiting(user, campaign, at)]
    return [*found, *_at_points(user, timezone.localdate(at))]


def _at_points(user: Any, today: date) -> Iterable[Due]:
    """Return what waits at the points this person works at, for whoever does not plan the campaign itself."""
    for point in points_for(user):
        campaign = point.campaign
        if user.has_perm(Permission.CAMPAIGN_PLAN, campaign):
            continue
        if campaign.starts_on and campaign.starts_on <= today <= (campaign.ends_on or today):
            sentence = _("Hand over baskets at %(point)s") % {"point": point.name}
            yield Due(sentence, reverse("aid:hand_over", args=[point.pk]), today)
        if user.has_perm(Permission.DAY_RECONCILE, point.host_id):
            for where, day in days_not_reconciled(campaign):
                if where.pk == point.pk and day <= today:
                    page = reverse("aid:reconcile_day", args=[point.pk, day.isoformat()])
                    yield Due(_("Count the baskets of a point and close its day"), page, day)


def _waiting(user: Any, campaign: Campaign, at: datetime) -> Iterable[Due]:
    if user.has_perm(Permission.CAMPAIGN_PLAN, campaign):
        yield from _to_plan(campaign, at)
    for frozen in lists_of(campaign):
        if not is_signed(frozen) and _may_sign(user, campaign, frozen):
            yield Due(
                _("Sign a frozen list as the second person"), reverse("aid:show_list", args=[frozen.pk])
            )
    if (
        user.has_perm(Permission.CARDS_ISSUE, campaign)
        and campaign.starts_on
        and entries_without_card(campaign)
    ):
        yield Due(_("Make the cards of a signed list"), reverse("aid:show_cards", args=[campaign.pk]))
    if user.has_perm(Permission.HAND_OVER_RULE, campaign):
        waiting = DignityCase.objects.filter(campaign=campaign, closed_at__isnull=True).values_list(
            "point", flat=True
        )
        for point in sorted(set(waiting)):
            yield Due(_("Receive people at the welcome table"), reverse("aid:welcome_table", args=[point]))


def _to_plan(campaign: Campaign, at: datetime) -> Iterable[Due]:
    if campaign.state == CampaignState.DRAFT:
        page = reverse("aid:write_criteria", args=[campaign.pk])
        yield Due(_("Write the criteria of a campaign, before any name"), page)
    elif campaign.starts_on is None:
        page = reverse("aid:set_dates", args=[campaign.pk])
        yield Due(_("Set the days of a campaign, once the month is announced"), page)
    for point, day in days_not_reconciled(campaign):
        if day <= timezone.localdate(at):
            page = reverse("aid:reconcile_day", args=[point.pk, day.isoformat()])
            yield Due(_("Count the baskets of a point and close its day"), page, day)


def _may_sign(user: Any, campaign: Campaign, frozen: FrozenList) -> bool:
    turn = partners(campaign) or (campaign.organisation_id,)
    return any(user.has_perm(Permission.LIST_SIGN, one) for one in turn)
