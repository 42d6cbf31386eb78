"""What the pages show, in words: the path of a campaign, its rules, lists, points and states."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    DistributionPoint,
    Entitlement,
    FrozenList,
    Nomination,
    Reconciliation,
)
from twiza.aid.queries.campaigns import cards_made, days_not_reconciled, organisations_of, partners, points_of
from twiza.aid.queries.criteria_papers import are_criteria_signed
from twiza.aid.queries.judging import criteria_counts
from twiza.aid.queries.legal import distribution_declarations, standing_of
from twiza.aid.queries.lists import is_signed, lists_of
from twiza.aid.queries.pools import draw_of, is_pool_signed, pool_of
from twiza.aid.rules import marks
from twiza.aid.rules.legal import Standing
from twiza.aid.rules.states import CampaignState, EntitlementState, has_reached
from twiza.platform.accounts.permissions import Permission
from twiza.platform.files import queries as files
from twiza.registry import queries as registry

if TYPE_CHECKING:
    from datetime import date

    from twiza.network.models import Organisation

RIGHT_STATES = {
    EntitlementState.TOKEN_ISSUED: _("Has a card"),
    EntitlementState.SERVED: _("Served"),
    EntitlementState.SERVED_BY_PROXY: _("Served through somebody else"),
    EntitlementState.NO_SHOW: _("Did not come"),
    EntitlementState.DECLINED: _("Declined"),
    EntitlementState.DISPUTED: _("Disputed"),
    EntitlementState.REVOKED: _("Ended"),
}
COLOURS = {
    marks.Colour.GREEN: _("green"),
    marks.Colour.RED: _("red"),
    marks.Colour.BLUE: _("blue"),
    marks.Colour.ORANGE: _("orange"),
    marks.Colour.PURPLE: _("purple"),
    marks.Colour.BROWN: _("brown"),
    marks.Colour.BLACK: _("black"),
    marks.Colour.PINK: _("pink"),
}
SHAPES = {
    marks.Shape.CIRCLE: _("circle"),
    marks.Shape.SQUARE: _("square"),
    marks.Shape.TRIANGLE: _("triangle"),
    marks.Shape.DIAMOND: _("diamond"),
    marks.Shape.STAR: _("star"),
    marks.Shape.HEXAGON: _("hexagon"),
    marks.Shape.CROSS: _("cross"),
}


@dataclass(frozen=True)
class Step:
    """One step of a campaign's path: done, the next, or still to come."""

    words: Any
    state: str  # done | next | later
    url: str  # name of the page that does it


@dataclass(frozen=True)
class ListLine:
    """A list with what its signatures say."""

    list: FrozenList
    signatures: Sequence[Any]
    signed: bool


@dataclass(frozen=True)
class PointLine:
    """A point with its mark in words and ink."""

    point: DistributionPoint
    colour: Any
    shape: Any
    ink: str  # #rrggbb


@dataclass(frozen=True)
class Preview:
    """What freezing the pool now would make of it."""

    nominated: int
    eligible: int
    selected: int
    reserve: int


def where_planning(user: Any) -> "list[Organisation]":
    """Return the organisations in which this user may plan a campaign."""
    return [one for one in other_organisations() if user.has_perm(Permission.CAMPAIGN_PLAN, one.pk)]


def other_organisations() -> "list[Organisation]":
    """Return the directory of organisations, by name."""
    model: Any = Campaign._meta.get_field("organisation").related_model
    return sorted(model._default_manager.filter(protected=False), key=str)


def lists_to_bring(organisation: UUID) -> list[registry.BroughtList]:
    """Return the lists of families of one's own registry, each with how many households it brought."""
    return registry.brought_lists(organisation)


def households_of_list(organisation: UUID, upload: UUID | None) -> list[UUID]:
    """Return the ids of the households that one list brought; None for those that were typed."""
    return registry.households_brought(organisation, upload)


def households_of(organisation: UUID) -> list[UUID]:
    """Return the ids of the households of one's own registry."""
    found: list[UUID] = []
    older: UUID | None = None
    while True:
        page = registry.households_page(organisation, older_than=older, limit=5000)
        found += [line.id for line in page.lines]
        if page.older is None:
            return found
        older = page.older


def steps_of(campaign: Campaign) -> list[Step]:
    """Return the path of a campaign; the first step not done is the next one."""
    lists, pool = list(lists_of(campaign)), pool_of(campaign)
    done = (
        (_("Plan: baskets, neighbourhoods, points"), points_of(campaign).exists(), "aid:add_point"),
        (_("Criteria, before any name"), bool(campaign.criteria_hash), "aid:write_criteria"),
        (_("Households brought in"), Nomination.objects.filter(campaign=campaign).exists(), "aid:nominate"),
        (_("Days set, once the month is announced"), campaign.starts_on is not None, "aid:set_dates"),
        (_("Declared in each province"), _is_declared(campaign), "aid:show_legal"),
        (
            _("Criteria signed by a second person"),
            bool(pool or lists) or are_criteria_signed(campaign),
            "aid:write_criteria",
        ),
        (
            _("Pool frozen: everybody brought in, before anything is drawn"),
            bool(pool or lists),
            "aid:freeze_pool",
        ),
        (
            _("Pool signed by a second person"),
            bool(lists or (pool and is_pool_signed(pool))),
            "aid:show_pool",
        ),
        (_("Digits drawn by hand before witnesses"), bool(lists or draw_of(campaign)), "aid:record_draw"),
        (_("List frozen"), bool(lists), "aid:freeze_list"),
        (_("Signed by a second person"), bool(lists) and is_signed(lists[0]), "aid:show_campaign"),
        (_("Cards made"), bool(cards_made(campaign)), "aid:show_cards"),
        (_("Points open"), has_reached(campaign.state, CampaignState.DISTRIBUTING), "aid:show_campaign"),
        (
            _("Every day counted"),
            Reconciliation.objects.filter(campaign=campaign).exists() and not days_not_reconciled(campaign),
            "aid:list_days",
        ),
        (_("Campaign closed"), has_reached(campaign.state, CampaignState.RECONCILED), "aid:show_campaign"),
    )
    first = next((n for n, (_words, is_done, _url) in enumerate(done) if not is_done), len(done))
    return [
        Step(words, "done" if is_done else "next" if n == first else "later", url)
        for n, (words, is_done, url) in enumerate(done)
    ]


def _is_declared(campaign: Campaign) -> bool:
    rows = distribution_declarations(campaign)
    return bool(rows) and all(standing_of(row) is Standing.COVERED for row in rows)


def list_lines(campaign: Campaign) -> list[ListLine]:
    """Return the lists of a campaign, list 0 first."""
    return [list_line(frozen) for frozen in lists_of(campaign)]


def list_line(frozen: FrozenList) -> ListLine:
    """Return one list with its signatures."""
    return ListLine(frozen, list(frozen.signatures.all()), is_signed(frozen))


def summary_lines(frozen: FrozenList) -> dict[str, list[tuple[str, int]]]:
    """Return how many were selected, by neighbourhood and by organisation: no household among them."""
    names = {str(one.pk): str(one) for one in organisations_of(frozen.campaign)}
    return {
        "zones": sorted(frozen.summary.get("zones", {}).items()),
        "organisations": sorted(
            (names.get(key, "…"), count) for key, count in frozen.summary.get("bringing", {}).items()
        ),
    }


def may_sign(user: Any, frozen: FrozenList) -> bool:
    """Say whether this user is expected to sign this list now."""
    signatures = list(frozen.signatures.all())
    if len(signatures) != 1 or signatures[0].signer_id == user.pk:
        return False
    turn = partners(frozen.campaign) or (frozen.organisation_id,)
    return any(user.has_perm(Permission.LIST_SIGN, one) for one in turn)


def preview_of(campaign: Campaign) -> Preview:
    """Return what freezing the pool now would make of what this user sees."""
    pool = Nomination.objects.filter(campaign=campaign, withdrawn_at__isnull=True)
    if not campaign.criteria:
        return Preview(pool.count(), 0, 0, 0)
    counts = criteria_counts(campaign, campaign.criteria)
    selected = min(campaign.baskets, counts.eligible)
    return Preview(
        nominated=counts.households,
        eligible=counts.eligible,
        selected=selected,
        reserve=min(campaign.reserve, counts.eligible - selected),
    )


def point_line(point: DistributionPoint) -> PointLine:
    """Return a point with its mark in words."""
    colour, shape = marks.Colour(point.colour), marks.Shape(point.shape)
    return PointLine(point, COLOURS[colour], SHAPES[shape], marks.INK[colour])


def ledger_lines(rows: Sequence[Entitlement]) -> list[tuple[Entitlement, Any]]:
    """Return rights with their state in words."""
    return [(row, RIGHT_STATES.get(EntitlementState(row.state), row.state)) for row in rows]


def closed_day(point: DistributionPoint, day: "date") -> Reconciliation | None:
    """Return how a day was closed last, or None."""
    return Reconciliation.objects.filter(point=point, day=day).order_by("-number").first()


def card_files(user: Any, campaign: Campaign) -> list[Any]:
    """Return the prints of a campaign's cards that are still kept, newest first."""
    return files.files_of_kind(f"aid.cards.{campaign.pk}")
