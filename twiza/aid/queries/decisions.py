"""What was decided on one household of a campaign, by its code: the rules, the values, who signed, what came after."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    Draw,
    Entitlement,
    FrozenList,
    Judgement,
    Judging,
    ListEntry,
    Nomination,
    ObjectionWindow,
    Placement,
    Pool,
    WhereaboutsQuestion,
)
from twiza.aid.queries.campaigns import NoSuchCampaign, NoSuchNomination, sharing
from twiza.aid.queries.lists import lists_of
from twiza.aid.queries.pools import draw_of, pool_of
from twiza.aid.queries.whereabouts import waits_for_a_word
from twiza.aid.rules import pools, reasons
from twiza.aid.rules.criteria import answer
from twiza.aid.rules.facts import KNOWN
from twiza.aid.rules.selection import SELECTED
from twiza.platform.accounts.permissions import Permission

ASIDE = "aside"  # off the list until somebody says that the household is still there
LATE, NOT_DRAWN = "late", "not_drawn"  # brought after the pool was frozen; judged, and not drawn yet


@dataclass(frozen=True)
class RuleLine:
    """What one rule answered: `met` is None where a fact that it needs is not known."""

    rule: dict[str, Any]
    met: bool | None
    points: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Season:
    """What all decisions of a campaign have in common, asked once for a whole print."""

    campaign: Campaign
    pool: Pool | None
    judging: Judging | None
    draw: Draw | None
    lists: list[FrozenList]
    window: ObjectionWindow | None = None


@dataclass(frozen=True)
class Decision:
    """Where a household stands, and all that it comes from. Codes only."""

    season: Season
    code: str
    zone: str
    place: str
    reason: str  # criteria | quota | draw; empty before a list
    rank: int
    points: int
    rules: list[RuleLine]
    change: tuple[reasons.Change, ...] | None  # the least that would make it eligible
    more: list[reasons.More]
    entries: list[ListEntry] = field(default_factory=list)  # list 0 and addenda it is on
    right: Entitlement | None = None
    withdrawn: bool = False
    aside: WhereaboutsQuestion | None = None
    household: pools.Household | None = None  # as it was signed with the pool

    @property
    def negative(self) -> bool:
        """Whether the family gets no basket as things stand."""
        return self.place != SELECTED and not any(one.place == SELECTED for one in self.entries)


def campaign_told(user: Any, id: UUID) -> Campaign:
    """Return a campaign whose decisions this user may tell a family, answers for, or reads as an auditor."""
    campaign = Campaign.objects.select_related("organisation").filter(pk=id).first()
    if campaign is None or not reads_decisions(user, campaign):
        raise NoSuchCampaign(_("There is no such campaign."))
    return campaign


def reads_decisions(user: Any, campaign: Campaign) -> bool:
    """Say whether this user may read what was decided on one household: seeing the campaign is not enough."""
    return may_tell(user, campaign, Permission.DECISION_TELL, Permission.CAMPAIGN_PLAN) or (
        may_tell(user, campaign, Permission.AUDIT_READ) and may_tell(user, campaign, Permission.CAMPAIGN_READ)
    )


def may_tell(user: Any, campaign: Campaign, *permissions: Permission) -> bool:
    """Say whether this user holds one of these permissions in an organisation of the campaign."""
    return any(
        user.has_perm(permission, one) for one in sorted(sharing(campaign)) for permission in permissions
    )


def campaigns_to_tell(user: Any) -> list[Campaign]:
    """Return the campaigns with a frozen list whose decisions this user may tell at the counter, newest first."""
    if not user.has_perm(Permission.DECISION_TELL):
        return []
    frozen = FrozenList.objects.filter(number=0).values("campaign")
    found = Campaign.objects.filter(pk__in=frozen).select_related("organisation").order_by("-created_at")[:20]
    return [one for one in found if may_tell(user, one, Permission.DECISION_TELL)]


def season_of(campaign: Campaign) -> Season:
    """Return what the decisions of a campaign have in common."""
    pool = pool_of(campaign)
    judging = Judging.objects.filter(pool=pool.pk).select_related("judged_by").first() if pool else None
    window = ObjectionWindow.objects.filter(campaign=campaign).first()
    return Season(campaign, pool, judging, draw_of(campaign), list(lists_of(campaign)), window)


def decision_for(user: Any, campaign: Campaign, code: str) -> Decision:
    """Return the decision on a household by its list code; one door for hidden and missing codes.

    Raises:
        NoSuchNomination: no household this user may see has this code in the campaign.
    """
    if not reads_decisions(user, campaign):
        raise NoSuchCampaign(_("There is no such campaign."))
    row = Nomination.objects.filter(campaign=campaign, code=code.strip().upper()).first()
    if row is None:
        raise NoSuchNomination(
            _("There is no household “%(code)s” in this campaign."), code=code.strip()[:20]
        )
    season = season_of(campaign)
    judgement = _judgements(season).filter(nomination=row).first()
    placement = Placement.objects.filter(nomination=row).first()
    entries = list(ListEntry.objects.filter(nomination=row).select_related("list").order_by("list__number"))
    right = Entitlement.objects.filter(nomination=row).select_related("point").first()
    return _decided(season, row, judgement, placement, entries, right, waits_for_a_word(row))


def codes_to_tell(campaign: Campaign, zone: str = "") -> QuerySet[Placement]:
    """Return the placements of who was not selected on the drawn list, nor since by an addendum, by code.

    Only those this user's organisation leads or brought; of one zone when it is named.
    """
    since = ListEntry.objects.filter(list__campaign=campaign, place=SELECTED).values("nomination")
    rows = Placement.objects.filter(campaign=campaign).exclude(place=SELECTED).exclude(nomination__in=since)
    if zone:
        rows = rows.filter(nomination__zone=zone)
    return rows.order_by("nomination__code")


def decisions_to_tell(campaign: Campaign, zone: str = "") -> Iterator[Decision]:
    """Yield the decisions on who was not selected, by code: a whole print, read once."""
    season = season_of(campaign)
    judged = {one.nomination_id: one for one in _judgements(season).filter(_of_zone(zone))}
    for placement in codes_to_tell(campaign, zone).select_related("nomination").iterator(chunk_size=2000):
        row = placement.nomination
        yield _decided(season, row, judged.get(row.pk), placement, [], None)


def _of_zone(zone: str) -> Q:
    return Q(nomination__zone=zone) if zone else Q()


def _judgements(season: Season) -> QuerySet[Judgement]:
    if season.pool is None:
        return Judgement.objects.none()
    return Judgement.objects.filter(pool=season.pool.pk)


def _decided(
    season: Season,
    row: Nomination,
    judgement: Judgement | None,
    placement: Placement | None,
    entries: list[ListEntry],
    right: Entitlement | None,
    aside: WhereaboutsQuestion | None = None,
) -> Decision:
    rules = season.judging.criteria if season.judging else (season.campaign.criteria or {"rules": []})
    facts = judgement.facts if judgement else row.facts
    answers = judgement.met if judgement else [answer(one, facts, KNOWN) for one in rules["rules"]]
    eligible = judgement.eligible if judgement else True
    return Decision(
        season=season,
        code=row.code,
        zone=row.zone,
        place=placement.place if placement else _unplaced(season, judgement, aside),
        reason=placement.reason if placement else "",
        rank=placement.rank if placement else 0,
        points=judgement.points if judgement else 0,
        rules=[
            RuleLine(
                rule,
                met,
                rule.get("points", 0) if met else 0,
                {fact: facts.get(fact) for fact in reasons.facts_of(rule)},
            )
            for rule, met in zip(rules["rules"], answers, strict=True)
        ],
        change=() if eligible else reasons.to_be_eligible(rules, facts, KNOWN),
        more=reasons.to_have_more(rules, facts, KNOWN) if eligible else [],
        entries=entries,
        right=right,
        withdrawn=row.withdrawn_at is not None,
        aside=aside,
        household=pools.Household(
            row.code, row.bringing_id, row.zone, row.size, row.facts, judgement.eligible, judgement.points
        )
        if judgement
        else None,
    )


def _unplaced(season: Season, judgement: Judgement | None, aside: WhereaboutsQuestion | None) -> str:
    if aside:
        return ASIDE
    return NOT_DRAWN if judgement or not season.pool else LATE
