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
from django.utils.translation import ngettext_lazy

from twiza.aid.models import (
    Campaign,
    DignityCase,
    DistributionPoint,
    Entitlement,
    FrozenList,
    HandOverRuling,
    ListEntry,
    OneFamilyNotice,
    Reconciliation,
    StockMove,
)
from twiza.aid.queries.after_today import waiting_after
from twiza.aid.queries.campaigns import (
    campaigns_of,
    days_not_reconciled,
    days_open_in,
    partners,
    points_for,
    points_of,
)
from twiza.aid.queries.criteria_papers import may_sign_criteria
from twiza.aid.queries.lists import entries_without_card, is_signed, lists_of
from twiza.aid.queries.pools import draw_of, is_pool_signed, may_sign_pool, pool_of
from twiza.aid.queries.purposes import purposes_waiting
from twiza.aid.queries.whereabouts import whereabouts_waiting
from twiza.aid.rules import rulings, suppression
from twiza.aid.rules.reconciliation import Count
from twiza.aid.rules.states import CampaignState
from twiza.lib.text import isolated
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

    @property
    def gap_words(self) -> Any:
        """The gap of the last closing, in words."""
        return gap_words(self.closed.gap) if self.closed else ""


def gap_words(gap: int) -> Any:
    """Say a gap: so many missing, or so many too many (a negative one); nothing when it adds up."""
    if gap > 0:
        return ngettext_lazy("%(gap)s missing", "%(gap)s missing", gap) % {"gap": gap}
    return ngettext_lazy("%(gap)s too many", "%(gap)s too many", -gap) % {"gap": -gap} if gap else ""


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
    """Return what campaigns ask of this person now, for the today page; each line says where."""
    today = timezone.localdate(at)
    seen, points = list(campaigns_of(user)), list(points_for(user))
    plans = {one.pk for one in seen if user.has_perm(Permission.CAMPAIGN_PLAN, one)}
    open_days = days_open_in({one.pk: one for one in [*seen, *(point.campaign for point in points)]}.values())
    found = [line for one in seen for line in _waiting(user, one, plans=one.pk in plans)]
    found += _told_of_one_family([one for one in seen if one.pk in plans])
    found += list(waiting_after(user, seen, at=at))
    found += purposes_waiting(user, seen, at=at)
    found += whereabouts_waiting(user, seen, at=at)
    found += [
        line for one in seen if one.pk in plans for line in _days_to_count(open_days[one.pk], until=today)
    ]
    for point in points:
        if point.campaign_id not in plans:
            own = [(where, day) for where, day in open_days[point.campaign_id] if where.pk == point.pk]
            found += _at_point(user, point, own, today)
    return found


def _at_point(
    user: Any, point: DistributionPoint, days: list[tuple[DistributionPoint, date]], today: date
) -> Iterable[Due]:
    """Return what waits at a point for who works there and does not plan the campaign itself."""
    campaign = point.campaign
    if campaign.starts_on and campaign.starts_on <= today <= (campaign.ends_on or today):
        sentence = _("Hand out at %(point)s") % {"point": isolated(point.name)}
        yield Due(sentence, reverse("aid:hand_over", args=[point.pk]), today)
    if user.has_perm(Permission.DAY_RECONCILE, point.host_id):
        yield from _days_to_count(days, until=today)


def _days_to_count(days: list[tuple[DistributionPoint, date]], *, until: date) -> Iterable[Due]:
    for point, day in days:
        if day <= until:
            sentence = _("Count what is at %(point)s and close its day") % {"point": isolated(point.name)}
            yield Due(sentence, reverse("aid:reconcile_day", args=[point.pk, day.isoformat()]), day)


def _waiting(user: Any, campaign: Campaign, *, plans: bool) -> Iterable[Due]:
    named = {"title": isolated(campaign.title)}
    if plans and campaign.state == CampaignState.DRAFT:
        page = reverse("aid:write_criteria", args=[campaign.pk])
        yield Due(_("Write the criteria of %(title)s, before any name") % named, page)
    elif plans and campaign.starts_on is None:
        page = reverse("aid:set_dates", args=[campaign.pk])
        yield Due(_("Set the days of %(title)s, once the month is announced") % named, page)
    if campaign.state in (CampaignState.CRITERIA_FROZEN, CampaignState.LIST_BUILDING) and may_sign_criteria(
        user, campaign
    ):
        page = reverse("aid:write_criteria", args=[campaign.pk])
        yield Due(
            _("Sign the criteria of %(title)s as the second person, before a pool is frozen") % named, page
        )
    yield from _at_the_pool(user, campaign, named)
    for frozen in lists_of(campaign):
        if not is_signed(frozen) and _may_sign(user, campaign, frozen):
            page = reverse("aid:show_list", args=[frozen.pk])
            yield Due(_("Sign the frozen list of %(title)s as the second person") % named, page)
    if (
        user.has_perm(Permission.CARDS_ISSUE, campaign)
        and campaign.starts_on
        and entries_without_card(campaign)
    ):
        page = reverse("aid:show_cards", args=[campaign.pk])
        yield Due(_("Make the cards of the signed list of %(title)s") % named, page)
    if user.has_perm(Permission.HAND_OVER_RULE, campaign):
        yield from _at_welcome_tables(campaign)


def _at_the_pool(user: Any, campaign: Campaign, named: dict[str, str]) -> Iterable[Due]:
    """Return what a frozen pool asks for: a second signature, then the draw, then the list."""
    if campaign.state != CampaignState.POOL_FROZEN:
        return
    pool, page = pool_of(campaign), reverse("aid:show_pool", args=[campaign.pk])
    if pool is None:
        return
    freezes = user.has_perm(Permission.LIST_FREEZE, campaign)
    if may_sign_pool(user, pool):
        yield Due(
            _("Sign the pool of %(title)s as the second person, before anything is drawn") % named, page
        )
    elif freezes and is_pool_signed(pool):
        drawn = draw_of(campaign)
        yield Due(
            (
                _("Freeze the list of %(title)s")
                if drawn
                else _("Draw the digits of %(title)s before witnesses")
            )
            % named,
            page,
        )


def _told_of_one_family(campaigns: list[Campaign]) -> Iterable[Due]:
    titles = {one.pk: one.title for one in campaigns}
    rows = OneFamilyNotice.objects.filter(campaign__in=titles, noted_at__isnull=True)
    for campaign in sorted(set(rows.values_list("campaign", flat=True))):
        sentence = _("Decide about the codes of %(title)s that stand for one family")
        page = reverse("aid:show_campaign", args=[campaign])
        yield Due(sentence % {"title": isolated(titles[campaign])}, page)


def _at_welcome_tables(campaign: Campaign) -> Iterable[Due]:
    rows = DignityCase.objects.filter(campaign=campaign, closed_at__isnull=True).values_list(
        "point", "point__name"
    )
    for (point, name), count in sorted(Counter(rows).items(), key=lambda one: str(one[0])):
        sentence = ngettext_lazy(
            "Receive %(count)s person at the welcome table of %(point)s",
            "Receive %(count)s people at the welcome table of %(point)s",
            count,
        )
        words = {"count": count, "point": isolated(name)}
        yield Due(sentence % words, reverse("aid:welcome_table", args=[point]))


def _may_sign(user: Any, campaign: Campaign, frozen: FrozenList) -> bool:
    turn = partners(campaign) or (campaign.organisation_id,)
    return any(user.has_perm(Permission.LIST_SIGN, one) for one in turn)
