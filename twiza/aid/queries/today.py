"""What campaigns say on the today page of whoever looks on: baskets, days not counted, accounts closed again."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from twiza.aid.models import AnnouncedMonth, Campaign, Reconciliation, StockMove
from twiza.aid.queries.campaigns import campaigns_of, days_open_in
from twiza.aid.rules.states import CampaignState
from twiza.lib.text import isolated
from twiza.lib.today import Due, Level
from twiza.platform.accounts.permissions import Permission

_DAYS = 14


def news_for(user: Any, *, at: datetime) -> list[Due]:
    """Return what is true of the campaigns this person sees: for who plans them, only what somebody else changed."""
    seen = list(campaigns_of(user))
    since = at - timedelta(days=_DAYS)
    plans = [one for one in seen if user.has_perm(Permission.CAMPAIGN_PLAN, one)]
    looks_on = [one for one in seen if one not in plans and one.state == CampaignState.DISTRIBUTING]
    open_days = days_open_in(looks_on)
    return [
        *_baskets(looks_on, at),
        *(
            line
            for one in looks_on
            for line in _days_open(one, [day for _point, day in open_days[one.pk]], at)
        ),
        *_closed_again(seen, since),
        *_months_corrected(plans, since),
    ]


def _baskets(campaigns: list[Campaign], at: datetime) -> Iterable[Due]:
    sums: dict[UUID, dict[str, int]] = defaultdict(dict)
    moved = StockMove.objects.filter(campaign__in=campaigns).values("campaign", "kind")
    for campaign, kind, pieces in moved.annotate(sum=Sum("pieces")).values_list("campaign", "kind", "sum"):
        sums[campaign][kind] = max(pieces, 0)
    for one in campaigns:
        if one.pk in sums:
            yield Due(
                _("%(title)s: %(packed)s baskets packed, %(served)s served, %(returned)s brought back")
                % (
                    {"title": isolated(one.title)}
                    | {kind: sums[one.pk].get(kind, 0) for kind in StockMove.KINDS}
                ),
                reverse("aid:list_days", args=[one.pk]),
                at,
                Level.CHANGED,
            )


def _days_open(campaign: Campaign, open_days: list[date], at: datetime) -> Iterable[Due]:
    days = [day for day in open_days if day <= timezone.localdate(at)]
    if days:
        yield Due(
            ngettext_lazy(
                "Ask for the count of %(count)s day of %(title)s: its baskets are not counted",
                "Ask for the count of %(count)s days of %(title)s: their baskets are not counted",
                len(days),
            )
            % {"count": len(days), "title": isolated(campaign.title)},
            reverse("aid:list_days", args=[campaign.pk]),
            days[0],
        )


def _closed_again(campaigns: list[Campaign], since: datetime) -> Iterable[Due]:
    """Accounts that were closed a second time, or do not add up."""
    rows = Reconciliation.objects.filter(campaign__in=campaigns, at__gte=since).select_related("point")
    last: dict[tuple[UUID, Any], Reconciliation] = {}
    for row in rows.order_by("number"):
        last[row.point_id, row.day] = row
    for row in last.values():
        page = reverse("aid:list_days", args=[row.campaign_id])
        if row.number > 1:
            corrected = _("The account of a day at %(point)s was corrected")
            yield Due(corrected % {"point": isolated(row.point.name)}, page, row.at, Level.CHANGED)
        if row.gap:
            words = _gap_words(row.gap) % {"gap": abs(row.gap), "point": isolated(row.point.name)}
            yield Due(words, page, row.at, Level.CHANGED)


def _gap_words(gap: int) -> Any:
    if gap < 0:
        return ngettext_lazy(
            "%(gap)s basket too many in the account of a day at %(point)s",
            "%(gap)s baskets too many in the account of a day at %(point)s",
            -gap,
        )
    return ngettext_lazy(
        "%(gap)s basket is missing in the account of a day at %(point)s",
        "%(gap)s baskets are missing in the account of a day at %(point)s",
        gap,
    )


def _months_corrected(campaigns: list[Campaign], since: datetime) -> Iterable[Due]:
    """The month of a campaign that has its days was corrected by somebody: its manager looks at the days."""
    dated = [one for one in campaigns if one.starts_on and one.state != CampaignState.RECONCILED]
    if not dated:
        return
    event: Any = AnnouncedMonth.pgh_event_model  # type: ignore[attr-defined]
    corrected = {
        (row.year, row.month): row.pgh_created_at
        for row in event.objects.filter(pgh_label="update", pgh_created_at__gte=since).order_by("pgh_id")
    }
    for one in dated:
        moment = corrected.get((one.hijri_year, one.hijri_month))
        if moment:
            words = _("The announced first day was corrected: look at the days of %(title)s")
            yield Due(
                words % {"title": isolated(one.title)},
                reverse("aid:set_dates", args=[one.pk]),
                moment,
                Level.CHANGED,
            )
