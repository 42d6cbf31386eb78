"""A campaign in figures for whoever asks: cells that add up, and those of them that may be shown."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from twiza.aid.models import (
    Campaign,
    CampaignReport,
    FrozenList,
    ListEntry,
    PublishedFigures,
)
from twiza.aid.queries.campaigns import organisations_of, points_of
from twiza.aid.queries.cells import bands_of, cells_of
from twiza.aid.queries.checks import team_sums
from twiza.aid.queries.figures import days_of
from twiza.aid.queries.plans import unit_cost_of
from twiza.aid.queries.pools import draw_of, pool_of
from twiza.aid.rules import checks
from twiza.aid.rules.reconciliation import Count
from twiza.funding import queries as funding
from twiza.lib import publication
from twiza.lib.errors import NotFound
from twiza.platform.accounts import queries as accounts


class NoSuchFigures(NotFound):
    code = "aid.no_such_figures"


def public_figures(campaign: Campaign, *, on: date) -> dict[str, Any]:
    """Return the figures of a campaign with everything small, or telling of something small, taken out (None).

    What was published or reported of it before is taken into account: two publications have a difference.
    """
    cells = cells_of(campaign)
    least = int(accounts.parameter_number("small_cell", on=on))
    shown = publication.published(cells.values, cells.sums, least, earlier_cells(campaign, least))
    _volunteers, hours = team_sums(campaign)
    return {
        "title": campaign.title,
        "month": campaign.hijri_month,
        "year": campaign.hijri_year,
        "first_day": campaign.starts_on.isoformat() if campaign.starts_on else "",
        "last_day": campaign.ends_on.isoformat() if campaign.ends_on else "",
        "organisations": [str(one) for one in organisations_of(campaign)],
        "planned": campaign.baskets,
        "kind": campaign.aid_kind,
        "unit_cost": str(unit_cost_of(campaign) or ""),
        "least": least,
        "zones": list(campaign.zones),
        "points": [[point.code, point.name] for point in points_of(campaign)],
        "bands": [list(one) for one in bands_of(campaign)],
        "volunteers": shown["team/volunteers"],
        "hours": hours if shown["team/volunteers"] is not None else None,
        "goods": goods_of(campaign) if shown["all/served"] is not None else {},
        "draw": draw_shown(campaign),
        "cells": shown,
    }


def draw_shown(campaign: Campaign) -> dict[str, Any]:
    """Return what anybody needs to do the draw of the list again, beside its codes: hashes, digits, secret, seed."""
    drawn, pool = draw_of(campaign), pool_of(campaign)
    first = FrozenList.objects.filter(campaign=campaign, number=0).first()
    if drawn is None or pool is None or first is None:
        return {}
    return {
        "pool": pool.hash,
        "secret": drawn.secret,
        "digits": drawn.digits,
        "seed": drawn.seed,
        "witnesses": drawn.witnesses,
        "list": first.hash,
    }


def money_of(campaign: Campaign) -> dict[str, str]:
    """Return what the ledger of whoever leads says of a campaign: received, spent, left. Nothing where it says nothing."""
    for key, sums in funding.sums_by_campaign(campaign.organisation_id):
        if key == campaign.pk:
            return {name: str(getattr(sums, name)) for name in ("received", "spent", "left")}
    return {}


def earlier_cells(campaign: Campaign, least: int) -> list[dict[str, int | None]]:
    """Return the cells that became known of a campaign before now, oldest first: its list, publications and report.

    The public file of the draw tells how many of a zone were selected, and so does the list on the wall where a point
    serves one zone only.
    """
    listed = Counter(
        ListEntry.objects.filter(
            list__campaign=campaign, list__number=0, place=ListEntry.SELECTED
        ).values_list("zone", flat=True)
    )
    pool = pool_of(campaign)
    labels = pool.published["labels"] if pool and pool.published else {}
    named = {zone for zone, label in labels.items() if label == zone}
    named |= {point.zones[0] for point in points_of(campaign) if len(point.zones) == 1}
    told: dict[str, int | None] = {
        f"zone/{number}/selected": listed[zone]
        for number, zone in enumerate(campaign.zones)
        if listed[zone] >= least and zone in named
    }
    rows = [
        *PublishedFigures.objects.filter(campaign=campaign).values_list("at", "figures"),
        *CampaignReport.objects.filter(campaign=campaign).values_list("at", "figures"),
    ]
    cells = [figures["cells"] for _at, figures in sorted(rows, key=lambda one: one[0])]
    return [told | {"all/selected": listed.total()}, *cells] if listed else cells


def goods_of(campaign: Campaign) -> dict[str, int]:
    """Return baskets packed, served, brought back, damaged, lost and not accounted for: counted, in pieces."""
    count = sum((line.count for line in days_of(campaign)), Count())
    gap = sum(line.closed.gap for line in days_of(campaign) if line.closed)
    return {
        "packed": count.packed,
        "served": count.served,
        "returned": count.returned,
        "damaged": count.damaged,
        "lost": count.lost,
        "gap": gap,
    }


def report_of(campaign: Campaign) -> CampaignReport | None:
    """Return the report of a campaign, or None."""
    return CampaignReport.objects.filter(campaign=campaign).first()


def publications_of(campaign: Campaign) -> list[PublishedFigures]:
    """Return the publications of a campaign, the latest first."""
    return list(PublishedFigures.objects.filter(campaign=campaign).order_by("-number"))


def published_list() -> list[PublishedFigures]:
    """Return the latest publication of each campaign, the newest first. Asked for under the purpose FIGURES."""
    rows = PublishedFigures.objects.order_by("key", "-number").distinct("key")
    return sorted(rows, key=lambda one: one.at, reverse=True)


def published_by_key(key: str) -> PublishedFigures:
    """Return the latest publication with this address, or raise NoSuchFigures."""
    found = PublishedFigures.objects.filter(key=key).order_by("-number").first()
    if found is None:
        raise NoSuchFigures(_("No figures are published at this address."))
    return found


def estimate(cells: Mapping[str, int | None], question: str) -> checks.Share | None:
    """Return the share of yes of a question of the check, with its interval: from figures that are shown, or None."""
    yes, no = cells.get(f"check/{question}/yes"), cells.get(f"check/{question}/no")
    return None if yes is None or no is None or yes + no == 0 else checks.share(yes, yes + no)
