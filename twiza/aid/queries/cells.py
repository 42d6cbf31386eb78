"""A campaign in cells that add up: every figure that may be published of it, nothing hidden yet."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count as CountOf
from django.db.models import Q, QuerySet

from twiza.aid.models import (
    Campaign,
    CheckedHousehold,
    Entitlement,
    Incident,
    ListEntry,
    Nomination,
    Objection,
)
from twiza.aid.queries.campaigns import organisations_of, points_of
from twiza.aid.queries.checks import exit_sums, team_sums
from twiza.aid.queries.judging import criteria_counts
from twiza.aid.queries.lists import set_aside
from twiza.aid.queries.objections import overrides_of
from twiza.aid.rules import rulings
from twiza.aid.rules.incidents import MISSED
from twiza.lib import publication
from twiza.lib.publication import Sum


class Cells:
    """Cells and their sums while they are gathered."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}
        self.sums: list[Sum] = []

    def add(self, name: str, value: int) -> str:
        self.values[name] = value
        return name

    def total(self, name: str, parts: Sequence[str]) -> str:
        """Add a cell that is the sum of others; the same total of two tables is one cell."""
        value = sum(self.values[part] for part in parts)
        if self.values.setdefault(name, value) != value:
            raise publication.DoesNotAddUp(name)
        if parts:
            self.sums.append(Sum(name, tuple(parts)))
        return name


def placed(campaign: Campaign, place: str) -> QuerySet[Any]:
    """Return the nominations with a place on list or addenda, without who was set aside by an objection."""
    rows = ListEntry.objects.filter(list__campaign=campaign, place=place)
    return rows.exclude(code__in=set_aside(campaign)).values("nomination")


def cells_of(campaign: Campaign) -> Cells:
    """Return every figure that may be published of a campaign, nothing hidden yet."""
    cells = Cells()
    _baskets(campaign, cells)
    _by_origin(campaign, cells)
    _by_band(campaign, cells)
    for reason, count in sorted(_exceptions(campaign).items()):
        cells.add(f"exception/{reason}", count)
    cells.total("all/exceptions", [name for name in cells.values if name.startswith("exception/")])
    _said_against(campaign, cells)
    _said_after(campaign, cells)
    return cells


def _baskets(campaign: Campaign, cells: Cells) -> None:
    """Baskets by zone and point: selected is served and not collected; served by zone is served by its points."""
    codes = {point.pk: point.code for point in points_of(campaign)}
    selected = Counter(_selected(campaign).values())
    rights = Entitlement.objects.filter(campaign=campaign, state__in=rulings.SERVED_STATES)
    served = Counter((zone, codes[point]) for zone, point in rights.values_list("entry__zone", "point"))
    points: dict[str, list[str]] = {code: [] for code in codes.values()}
    for number, zone in enumerate(campaign.zones):
        parts = []
        for code in points:
            if served[zone, code]:
                name = cells.add(f"zone/{number}/point/{code}", served[zone, code])
                parts.append(name)
                points[code].append(name)
        total = cells.total(f"zone/{number}/served", parts)
        rest = cells.add(f"zone/{number}/not_collected", max(0, selected[zone] - cells.values[total]))
        cells.total(f"zone/{number}/selected", [total, rest])
    for code, parts in points.items():
        cells.total(f"point/{code}/served", parts)
    for what in ("served", "not_collected", "selected"):
        cells.total(f"all/{what}", [f"zone/{number}/{what}" for number in range(len(campaign.zones))])
    cells.total("all/served", [f"point/{code}/served" for code in points])
    cells.total("all/selected", ["all/served", "all/not_collected"])


def _selected(campaign: Campaign) -> dict[UUID, str]:
    """Return {nomination: zone} of everybody selected, once each, without who was set aside by an objection."""
    rows = ListEntry.objects.filter(list__campaign=campaign, place=ListEntry.SELECTED)
    return dict(rows.exclude(code__in=set_aside(campaign)).values_list("nomination", "zone"))


def _by_origin(campaign: Campaign, cells: Cells) -> None:
    chosen = placed(campaign, ListEntry.SELECTED)
    rows = Nomination.objects.filter(campaign=campaign)
    brought = _by_bringing(rows.filter(Q(withdrawn_at__isnull=True) | Q(pk__in=chosen)))
    selected = _by_bringing(rows.filter(pk__in=chosen))
    keys = [one.pk for one in organisations_of(campaign)]
    for number, key in enumerate(keys):
        parts = [
            cells.add(f"origin/{number}/selected", selected[key]),
            cells.add(f"origin/{number}/not_selected", brought[key] - selected[key]),
        ]
        cells.total(f"origin/{number}/brought", parts)
    for what in ("selected", "not_selected", "brought"):
        cells.total(f"all/{what}", [f"origin/{number}/{what}" for number in range(len(keys))])
    cells.total("all/brought", ["all/selected", "all/not_selected"])


def _by_bringing(rows: QuerySet[Nomination]) -> Counter[UUID]:
    return Counter(dict(rows.values_list("bringing").annotate(count=CountOf("pk"))))


def bands_of(campaign: Campaign) -> list[tuple[int, int]]:
    """Return at most three bands of points, the greatest need first, each with about a third of the eligible."""
    counts = _eligible_by_points(campaign)
    total, bands, taken = sum(counts.values()), list[list[int]](), 0
    for points in sorted(counts, reverse=True):
        third = min(2, taken * 3 // total) if total else 0
        if len(bands) <= third:
            bands.append([points, points])
        bands[-1][0] = points
        taken += counts[points]
    return [(low, high) for low, high in bands]


def _eligible_by_points(campaign: Campaign) -> Counter[int]:
    found: Counter[int] = Counter()
    if campaign.criteria:
        for one in criteria_counts(campaign, campaign.criteria).points:
            found[one.points] += one.households
    return found


def _by_band(campaign: Campaign, cells: Cells) -> None:
    """Who is reached, by need: of the families that meet the criteria, by their points (004-25)."""
    eligible = _eligible_by_points(campaign)
    rights = Entitlement.objects.filter(campaign=campaign, state__in=rulings.SERVED_STATES)
    reached = Counter(rights.values_list("entry__points", flat=True))
    bands = bands_of(campaign)
    for number, (low, high) in enumerate(bands):
        inside = sum(count for points, count in reached.items() if low <= points <= high)
        all_of = max(inside, sum(count for points, count in eligible.items() if low <= points <= high))
        parts = [
            cells.add(f"band/{number}/reached", inside),
            cells.add(f"band/{number}/not_reached", all_of - inside),
        ]
        cells.total(f"band/{number}/eligible", parts)
    if not bands:
        return
    for what in ("reached", "not_reached", "eligible"):
        cells.total(f"need/{what}", [f"band/{number}/{what}" for number in range(len(bands))])
    cells.total("need/eligible", ["need/reached", "need/not_reached"])
    outside = cells.values["all/served"] - cells.values["need/reached"]
    if (
        outside >= 0
    ):  # who was served outside the criteria is the rest: a figure that could be worked out is a cell
        cells.total("all/served", ["need/reached", cells.add("need/outside", outside)])


def _exceptions(campaign: Campaign) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in overrides_of(campaign):
        found[one.reason] += one.count
    return found


def _said_against(campaign: Campaign, cells: Cells) -> None:
    rows = Objection.objects.filter(campaign=campaign).values_list("about", "answer__outcome")
    counts = Counter((about, outcome or "waiting") for about, outcome in rows)
    for about in ("own_code", "another_code", "missing"):
        parts = [
            cells.add(f"objection/{about}/{outcome}", counts[about, outcome])
            for outcome in ("accepted_correction", "maintained", "waiting")
        ]
        cells.total(f"objection/{about}", parts)
    for outcome in ("accepted_correction", "maintained", "waiting"):
        parts = [f"objection/{about}/{outcome}" for about in ("own_code", "another_code", "missing")]
        cells.total(f"objections/{outcome}", parts)
    cells.total("all/objections", [f"objection/{one}" for one in ("own_code", "another_code", "missing")])


def _said_after(campaign: Campaign, cells: Cells) -> None:
    rows = list(CheckedHousehold.objects.filter(campaign=campaign))
    asked = [one for one in rows if one.way in ("call", "visit")]
    cells.add("check/asked", len(asked))
    for way in ("not_reached", "not_safe"):
        cells.add(f"check/{way}", sum(one.way == way for one in rows))
    cells.add("check/to_ask", sum(not one.way for one in rows))
    cells.total("check/sample", ["check/asked", "check/not_reached", "check/not_safe", "check/to_ask"])
    for question in ("received", "complete", "asked_for_money", "treated_fairly"):
        answers = Counter(getattr(one, question) for one in asked)
        _answers(cells, f"check/{question}", answers[True], answers[False], "check/asked")
    sums = exit_sums(campaign)
    cells.add("exit/asked", sums["asked"])
    for question in ("complete", "money", "fair", "useful"):
        _answers(cells, f"exit/{question}", sums[f"{question}_yes"], sums[f"{question}_no"], "exit/asked")
    cells.add("team/volunteers", team_sums(campaign)[0])
    for item in MISSED:
        cells.add(f"exit/missed/{item}", sums.get(f"missed_{item}", 0))
    ended = Counter(Incident.objects.filter(campaign=campaign).values_list("outcome", flat=True))
    parts = [
        cells.add(f"incident/{outcome or 'open'}", ended[outcome])
        for outcome in ("confirmed", "not_confirmed", "cannot_be_known", "")
    ]
    cells.total("all/incidents", parts)


def _answers(cells: Cells, name: str, yes: int, no: int, asked: str) -> None:
    silent = cells.values[asked] - yes - no
    parts = [cells.add(f"{name}/{answer}", n) for answer, n in (("yes", yes), ("no", no), ("silent", silent))]
    cells.sums.append(Sum(asked, tuple(parts)))
