"""What a plan holds: where its zones lie, what a basket costs, who pays, its slots, its lessons, last year beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    CampaignFunder,
    CampaignZone,
    ContentItem,
    ContentVersion,
    DistributionPoint,
    Entitlement,
    Lesson,
    LessonLook,
    ListEntry,
    Nomination,
    Packing,
    PartnerProposal,
    PointSlot,
    StockMove,
)
from twiza.aid.queries.campaigns import campaign_for
from twiza.aid.rules import contents
from twiza.aid.rules.contents import Item
from twiza.aid.rules.states import EntitlementState
from twiza.funding import queries as funding
from twiza.funding.rules.restrictions import KIND_WORDS
from twiza.lib.errors import NotFound
from twiza.platform.accounts.permissions import Permission

if TYPE_CHECKING:
    from twiza.funding.models import Restriction
    from twiza.network.models import Place

_Line = TypeVar("_Line", bound=Model)
SERVED = (EntitlementState.SERVED, EntitlementState.SERVED_BY_PROXY)


class NoSuchLine(NotFound):
    """A lesson, slot, funder or proposal that is not there for this person."""

    code = "aid.no_such_line"


@dataclass(frozen=True)
class ZoneLine:
    """A zone of a campaign and where it lies; None: nobody has said so yet."""

    name: str
    placed: CampaignZone | None


@dataclass(frozen=True)
class Content:
    """The content of one basket, and what it costs: one basket, and all that are planned."""

    version: ContentVersion
    items: Sequence[ContentItem]
    basket: Decimal
    whole: Decimal


@dataclass(frozen=True)
class LessonLine:
    """A lesson of the last campaign, and what the new plan does with it (None: nobody has looked yet)."""

    lesson: Lesson
    look: LessonLook | None


@dataclass(frozen=True)
class YearLine:
    """One figure of this campaign beside the same of the one it was copied from; None: not known."""

    label: Any
    now: Any
    before: Any
    change: Any
    money: bool = False


def zone_lines(campaign: Campaign) -> list[ZoneLine]:
    """Return the zones in their order, each with its place when somebody said where it lies."""
    rows = CampaignZone.objects.filter(campaign=campaign).select_related("place", "province")
    placed = {row.name: row for row in rows}
    return [ZoneLine(name, placed.get(name)) for name in campaign.zones]


def provinces_of(campaign: Campaign) -> "list[Place]":
    """Return the provinces in which the campaign has zones, by code; zones without a place are in none yet."""
    rows = CampaignZone.objects.filter(campaign=campaign, name__in=campaign.zones).select_related("province")
    return sorted({row.province_id: row.province for row in rows}.values(), key=lambda one: str(one.code))


def zones_in(campaign: Campaign, province: UUID) -> list[str]:
    """Return the zones of the campaign that lie in a province, in their order."""
    return [line.name for line in zone_lines(campaign) if line.placed and line.placed.province_id == province]


def zones_without_place(campaign: Campaign) -> list[str]:
    """Return the zones of which nobody has said where they lie."""
    return [line.name for line in zone_lines(campaign) if line.placed is None]


def campaigns_in(province: UUID) -> QuerySet[Campaign]:
    """Return the campaigns, of those that row security shows, that have a zone in this province."""
    inside = CampaignZone.objects.filter(province_id=province).values("campaign")
    return Campaign.objects.filter(pk__in=inside).order_by("-created_at", "-pk")


def provinces_of_campaigns(campaigns: Iterable[Campaign]) -> "list[Place]":
    """Return the provinces in which any of these campaigns has zones, by code."""
    rows = CampaignZone.objects.filter(campaign__in=[one.pk for one in campaigns]).select_related("province")
    return sorted({row.province_id: row.province for row in rows}.values(), key=lambda one: str(one.code))


def is_packed(campaign: Campaign) -> bool:
    """Say whether baskets of this campaign were packed: from then on its content is only substituted, for all."""
    return (
        StockMove.objects.filter(campaign=campaign, kind="packed").exists()
        or Packing.objects.filter(campaign=campaign).exists()
    )


def content_of(campaign: Campaign) -> ContentVersion | None:
    """Return the version of the content that holds now, or None when nothing was decided."""
    rows = ContentVersion.objects.filter(campaign=campaign).prefetch_related("items")
    return rows.order_by("-number").first()


def items_of(version: ContentVersion) -> list[Item]:
    """Return the lines of a version, in order."""
    return [Item(one.name, one.quantity, one.unit, one.unit_cost) for one in version.items.all()]


def content_lines(campaign: Campaign) -> list[Content]:
    """Return every version of the content, the one that holds first, each with its costs."""
    rows = (
        ContentVersion.objects.filter(campaign=campaign).select_related("made_by").prefetch_related("items")
    )
    found = []
    for version in rows.order_by("-number"):
        basket = contents.basket_cost(items_of(version))
        found.append(Content(version, list(version.items.all()), basket, basket * campaign.baskets))
    return found


def unit_cost_of(campaign: Campaign) -> Decimal | None:
    """Return what one basket costs as decided now, in the currency of its version; None when nothing was decided."""
    version = content_of(campaign)
    return contents.basket_cost(items_of(version)) if version else None


def funders_of(campaign: Campaign) -> list[CampaignFunder]:
    """Return who pays for a campaign, those who still do first."""
    rows = CampaignFunder.objects.filter(campaign=campaign).select_related("funder", "bound_to")
    return sorted(rows, key=lambda one: (one.ended_at is not None, one.added_at))


def money_for(user: Any, campaign: Campaign) -> "list[tuple[Restriction, str]]":
    """Return (restriction, its words) in which the money of this campaign's funders may be kept.

    Nothing for who does not read money.
    """
    if not user.has_perm(Permission.MONEY_READ, campaign.organisation_id):
        return []
    rows = funding.restrictions_to_give(campaign.organisation_id)
    return [(one, _bound_to(one)) for one in rows if one.campaign in (None, campaign.pk)]


def _bound_to(restriction: "Restriction") -> str:
    words = (gettext(KIND_WORDS[restriction.kind]), restriction.label, restriction.zone)
    return " · ".join(word for word in words if word)


def funded(campaign: Campaign) -> Decimal:
    """Return what the funders who still pay give in all, goods at their worth."""
    rows = CampaignFunder.objects.filter(campaign=campaign, ended_at__isnull=True)
    return Decimal(rows.aggregate(sum=Sum("amount"))["sum"] or 0)


def slots_of(point: DistributionPoint) -> QuerySet[PointSlot]:
    """Return the slots of a point, by day and hour."""
    return PointSlot.objects.filter(point=point).order_by("on", "starts")


def slots_in(campaign: Campaign) -> QuerySet[PointSlot]:
    """Return every slot of a campaign, by point, day and hour."""
    return (
        PointSlot.objects.filter(campaign=campaign)
        .select_related("point")
        .order_by("point__code", "on", "starts")
    )


def slot_for(user: Any, id: UUID) -> PointSlot:
    """Return a slot of a campaign this user may see, or raise NoSuchLine."""
    return _line_for(user, PointSlot.objects.select_related("point"), id)


def planned_point(user: Any, id: UUID) -> DistributionPoint:
    """Return a point of a campaign this user may see, at any time, or raise NoSuchLine."""
    return _line_for(user, DistributionPoint.objects.select_related("campaign", "host"), id)


def funder_for(user: Any, id: UUID) -> CampaignFunder:
    """Return a funder of a campaign this user may see, or raise NoSuchLine."""
    return _line_for(user, CampaignFunder.objects.select_related("campaign"), id)


def proposal_for(user: Any, id: UUID) -> PartnerProposal:
    """Return a proposal of a campaign this user may see, or raise NoSuchLine."""
    return _line_for(user, PartnerProposal.objects.select_related("campaign", "partner"), id)


def proposals_of(campaign: Campaign) -> QuerySet[PartnerProposal]:
    """Return the partners of last year that wait to be asked again or left."""
    return PartnerProposal.objects.filter(campaign=campaign, settled="").select_related("partner")


def lessons_of(campaign: Campaign) -> QuerySet[Lesson]:
    """Return the lessons of a campaign, the oldest first."""
    return Lesson.objects.filter(campaign=campaign).select_related("author").order_by("noted_at", "pk")


def lesson_lines(campaign: Campaign) -> list[LessonLine]:
    """Return the lessons of the campaign this one was copied from, each with what is done about it."""
    if campaign.cloned_from_id is None:
        return []
    looks = {one.lesson_id: one for one in LessonLook.objects.filter(campaign=campaign)}
    rows = Lesson.objects.filter(campaign=campaign.cloned_from_id).select_related("author")
    return [LessonLine(row, looks.get(row.pk)) for row in rows.order_by("noted_at", "pk")]


def lessons_waiting(campaign: Campaign) -> list[Lesson]:
    """Return the lessons of the last campaign that nobody has looked at for this one."""
    return [line.lesson for line in lesson_lines(campaign) if line.look is None]


def year_lines(campaign: Campaign) -> list[YearLine]:
    """Return this campaign's figures beside those of the one it was copied from. Figures only, no family."""
    before = _year(campaign.cloned_from) if campaign.cloned_from else {}
    now = _year(campaign)
    lines = []
    for key, label, money in (
        ("nominated", _("Families brought in"), False),
        ("selected", _("Families selected"), False),
        ("served", _("Families served"), False),
        ("points", _("Points"), False),
        ("provinces", _("Provinces"), False),
        ("baskets", _("Planned"), False),
        ("unit", _("Cost of one"), True),
        ("whole", _("Cost of all"), True),
    ):
        one, other = now[key], before.get(key)
        change = one - other if one is not None and other is not None else None
        lines.append(YearLine(label, one, other, change, money))
    return lines


def _year(campaign: Campaign) -> dict[str, Any]:
    rights = Entitlement.objects.filter(campaign=campaign).aggregate(
        served=Count("pk", filter=Q(state__in=SERVED))
    )
    chosen = ListEntry.objects.filter(list__campaign=campaign, place=ListEntry.SELECTED)
    unit = unit_cost_of(campaign)
    return {
        "nominated": Nomination.objects.filter(campaign=campaign, withdrawn_at__isnull=True).count(),
        "selected": chosen.values("nomination").distinct().count(),
        "served": rights["served"],
        "points": DistributionPoint.objects.filter(campaign=campaign).count(),
        "provinces": len(provinces_of(campaign)),
        "baskets": campaign.baskets,
        "unit": unit,
        "whole": unit * campaign.baskets if unit is not None else None,
    }


def _line_for(user: Any, rows: QuerySet[_Line], id: UUID) -> _Line:
    found: Any = rows.filter(pk=id).first()
    if found is None:
        raise NoSuchLine(_("There is no such line in this plan."))
    campaign_for(user, found.campaign_id)
    return found  # type: ignore[no-any-return]
