"""Keeping goods for what they were given for: which lots fit, and the sentence when what is there does not."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign, GoodsItem, Lot, Store
from twiza.aid.queries.wishes import left_alone, why_not_give
from twiza.aid.rules.goods import Short
from twiza.aid.rules.wishes import GivenForAnother
from twiza.lib.errors import DomainError


def fits(campaign: Campaign, at: datetime) -> Callable[[Lot], bool]:
    """Return what says of a lot whether it may be used for a campaign, whose baskets go to all of its zones."""
    return lambda lot: not why_not_give(lot, campaign=campaign, zones=campaign.zones, at=at)


def refused_or_short(
    short: Short, item: GoodsItem, store: Store, campaign: Campaign, at: datetime
) -> DomainError:
    """Return the refusal to raise when an item does not reach: that goods lie here for something else, or that there are too few."""
    lot = left_alone(item, store, campaign, at)
    if not lot:
        return short
    return GivenForAnother(
        _("%(item)s do not reach: what else lies here was not given for this. %(lot)s."),
        item=str(item),
        lot=lot,
    )


def check_given_for(lot: Lot, campaign: Campaign | None, zones: Sequence[str], at: datetime) -> None:
    """Refuse goods that were given for something else.

    Raises:
        GivenForAnother: with the lot and what it was given for.
    """
    why = why_not_give(lot, campaign=campaign, zones=zones, at=at)
    if why:
        raise GivenForAnother(_("These goods may not go there. %(lot)s."), lot=f"{lot}: {why}")
