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
    SetAside,
    WhereaboutsQuestion,
)
from twiza.aid.queries.campaigns import NoSuchCampaign, NoSuchNomination, sharing
from twiza.aid.queries.lists import aside_of, is_signed, lists_of
from twiza.aid.queries.pools import draw_of, pool_of
from twiza.aid.queries.whereabouts import wait_for_a_word, waits_for_a_word
from twiza.aid.rules import pools, reasons
from twiza.aid.rules.criteria import answer, judge
from twiza.aid.rules.facts import KNOWN
from twiza.aid.rules.selection import SELECTED
from twiza.aid.rules.states import FREED
from twiza.platform.accounts.permissions import Permission

ASIDE = "aside"  # off the list until somebody says that the household is still there
LATE, NOT_DRAWN = "late", "not_drawn"  # brought after the pool was frozen; judged, and not drawn yet
SET_ASIDE = "set_aside"  # on the list, then taken off it after an objection


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
    taken_off: dict[str, SetAside] = field(default_factory=dict)  # by code

    @property
    def is_signed(self) -> bool:
        """Whether two persons signed the list: nothing is told to a family before."""
        return bool(self.lists) and is_signed(self.lists[0])


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
    eligible: bool
    rules: list[RuleLine]
    change: tuple[reasons.Change, ...] | None  # the least that would make it eligible
    more: list[reasons.More]
    entries: list[ListEntry] = field(default_factory=list)  # list 0 and addenda it is on
    right: Entitlement | None = None
    withdrawn: bool = False
    aside: WhereaboutsQuestion | None = None
    household: pools.Household | None = None  # as it was signed with the pool

    @property
    def taken_off(self) -> SetAside | None:
        """What two persons signed when its code was taken off the list, and no addendum put it back."""
        return self.season.taken_off.get(self.code)

    @property
    def standing(self) -> str:
        """Where it stands today: taken off the list, its right given up or ended, selected, or its drawn place."""
        if self.taken_off:
            return SET_ASIDE
        if self.right and self.right.state in FREED:
            return self.right.state
        if any(one.place == SELECTED for one in self.entries):
            return SELECTED
        return self.place

    @property
    def negative(self) -> bool:
        """Whether the family gets no basket as things stand."""
        return self.standing != SELECTED


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
    """Return the campaigns whose list two persons signed, and whose decisions this user may tell, newest first."""
    if not user.has_perm(Permission.DECISION_TELL):
        return []
    frozen = FrozenList.objects.filter(number=0).values("campaign")
    found = Campaign.objects.filter(pk__in=frozen).select_related("organisation").order_by("-created_at")[:20]
    lists = FrozenList.objects.filter(number=0, campaign__in=list(found)).prefetch_related("signatures")
    signed = {one.campaign_id for one in lists if is_signed(one)}
    return [one for one in found if one.pk in signed and may_tell(user, one, Permission.DECISION_TELL)]


def season_of(campaign: Campaign) -> Season:
    """Return what the decisions of a campaign have in common."""
    pool = pool_of(campaign)
    judging = Judging.objects.filter(pool=pool.pk).select_related("judged_by").first() if pool else None
    window = ObjectionWindow.objects.filter(campaign=campaign).first()
    lists = list(lists_of(campaign))
    return Season(campaign, pool, judging, draw_of(campaign), lists, window, aside_of(campaign))


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


def codes_to_tell(campaign: Campaign, zone: str = "") -> QuerySet[Nomination]:
    """Return who gets no basket as things stand, by code: not selected, brought late, taken off the list, right ended.

    Only those this user's organisation leads or brought; of one zone when it is named.
    """
    ended = Entitlement.objects.filter(campaign=campaign, state__in=FREED).values("nomination")
    listed = ListEntry.objects.filter(list__campaign=campaign, place=SELECTED).exclude(nomination__in=ended)
    listed = listed.exclude(code__in=list(aside_of(campaign)))
    placed = Placement.objects.filter(campaign=campaign).values("nomination")
    rows = Nomination.objects.filter(campaign=campaign).exclude(pk__in=listed.values("nomination"))
    rows = rows.filter(Q(withdrawn_at__isnull=True) | Q(pk__in=placed))
    return rows.filter(_of_zone(zone)).order_by("code")


def decisions_to_tell(campaign: Campaign, zone: str = "") -> Iterator[Decision]:
    """Yield the decisions on who gets no basket, by code: a whole print, each table read once."""
    season = season_of(campaign)
    judged = {
        one.nomination_id: one
        for one in _judgements(season).filter(Q(nomination__zone=zone) if zone else Q())
    }
    placed = Placement.objects.filter(campaign=campaign).in_bulk()
    ended = Entitlement.objects.filter(campaign=campaign, state__in=FREED)
    rights = {one.nomination_id: one for one in ended.select_related("point")}
    asides = wait_for_a_word(campaign)
    for row in codes_to_tell(campaign, zone).iterator(chunk_size=2000):
        place = placed.get(row.pk)
        aside = None if place else asides.get(row.pk)
        yield _decided(season, row, judged.get(row.pk), place, [], rights.get(row.pk), aside)


def _of_zone(zone: str) -> Q:
    return Q(zone=zone) if zone else Q()


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
    said = judgement or judge(rules, facts, KNOWN)  # who came late is judged as an addendum would
    return Decision(
        season=season,
        code=row.code,
        zone=row.zone,
        place=placement.place if placement else _unplaced(season, judgement, aside),
        reason=placement.reason if placement else "",
        rank=placement.rank if placement else 0,
        points=said.points,
        eligible=said.eligible,
        rules=[
            RuleLine(
                rule,
                met,
                rule.get("points", 0) if met else 0,
                {fact: facts.get(fact) for fact in reasons.facts_of(rule)},
            )
            for rule, met in zip(rules["rules"], answers, strict=True)
        ],
        change=() if said.eligible else reasons.to_be_eligible(rules, facts, KNOWN),
        more=reasons.to_have_more(rules, facts, KNOWN) if said.eligible else [],
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
