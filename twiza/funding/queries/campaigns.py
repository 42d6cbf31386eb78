"""Campaigns as money sees them: an id and a title, told from above. Money knows no family and no list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class CampaignToFund:
    """A campaign that gifts may be given for. `baskets`: how many are planned."""

    id: UUID
    title: str
    baskets: int


@dataclass(frozen=True, slots=True)
class PledgeArrival:
    """What a store found of goods that keep a pledge, counted in its own unit; `why`: what was wrong, in words."""

    at: datetime
    lot: str
    address: str
    accepted: Decimal
    refused: Decimal
    unit: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class AtTheStore:
    """A pledge of goods as the stores see it. `doors`: (store, address) where the reader counts it in."""

    keeps: bool
    doors: list[tuple[str, str]]
    arrivals: list[PledgeArrival]


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Goods that were given to a restriction, as stock counts them: came = used + gone + left; `worth`: of what is left."""

    words: str
    came: Decimal
    used: Decimal
    gone: Decimal
    left: Decimal
    worth: Decimal | None


def _source(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = import_string(getattr(settings, name))
    return found


def campaigns_to_fund(user: Any) -> list[CampaignToFund]:
    """Return the campaigns that this person sees, newest first: asked above, by a name in the settings."""
    return [CampaignToFund(*one) for one in _source("FUNDING_CAMPAIGNS")(user)]


def titles_of_campaigns(user: Any) -> dict[UUID, str]:
    """Return campaign → title, of those that this person sees."""
    return {one.id: one.title for one in campaigns_to_fund(user)}


def outcomes_of(user: Any, campaign: UUID, *, through: date) -> list[tuple[str, int]]:
    """Return what a campaign's money became by a day: (what is counted, how many), before anything is hidden."""
    found: list[tuple[str, int]] = _source("FUNDING_OUTCOMES")(user, campaign, through=through)
    return found


def cost_of_basket(user: Any, campaign: UUID) -> Decimal | None:
    """Return what one basket of a campaign costs in dirhams, as its plan says; None when nothing was decided."""
    cost: Decimal | None = _source("FUNDING_BASKET_COST")(user, campaign)
    return cost


def at_the_store(user: Any, organisation: UUID, pledge: UUID) -> AtTheStore:
    """Return what the stores know of a pledge of goods: asked above, by names in the settings."""
    keeps, doors = _source("FUNDING_STORES")(user, organisation, pledge)
    return AtTheStore(keeps, doors, _source("FUNDING_ARRIVALS")(user, pledge))


def goods_of(user: Any, restriction: UUID, *, through: date) -> list[GoodsLine]:
    """Return the goods given to a restriction and what became of them up to a day: asked above, from stock."""
    return [GoodsLine(*one) for one in _source("FUNDING_GOODS")(user, restriction, through)]
