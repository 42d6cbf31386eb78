"""What a campaign would reach, before anything is drawn: exact chances over everybody who was brought in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from twiza.aid.models import Campaign
from twiza.aid.rules import criteria_sql, facts, quotas, simulation
from twiza.aid.rules.quotas import Need
from twiza.aid.rules.simulation import Cell, Coverage, Line

HIGH, MIDDLE, LOW, ALL = "1", "2", "3", "all"
NEEDS = ((ALL, _("All")), (HIGH, _("Greatest need")), (MIDDLE, _("Middle need")), (LOW, _("Least need")))
SIZES = {
    "1": _("1 or 2 people"),
    "2": _("3 or 4 people"),
    "3": _("5 or 6 people"),
    "4": _("7 people or more"),
}
SAID = {"yes": _("Yes"), "no": _("No"), "": _("Not said")}
SHOWN = 5  # codes on each side of a line


@dataclass(frozen=True)
class CoverageRow:
    """A value of what is looked at, with its coverage in each band of need; None where a cell is too small to show."""

    label: Any
    cells: tuple[Coverage | None, ...]

    @property
    def labelled(self) -> list[tuple[Any, Coverage | None]]:
        """Each cell with the words of its band of need."""
        return [(words, cell) for (_need, words), cell in zip(NEEDS, self.cells, strict=True)]


@dataclass(frozen=True)
class CoverageTable:
    """Coverage by one thing: zones, sizes, disability, who heads the household."""

    title: Any
    rows: tuple[CoverageRow, ...]


@dataclass(frozen=True)
class LineBeside:
    """Where the line of a zone falls, with some codes on each side."""

    line: Line
    above: tuple[tuple[str, int], ...]  # code, points: surely selected
    below: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Simulation:
    """All of it. `tables`: one for each thing looked at."""

    need: int
    tables: tuple[CoverageTable, ...]
    by_need: tuple[Coverage, ...]
    lines: tuple[LineBeside, ...]


def simulate(campaign: Campaign, *, least: int, codes: bool) -> Simulation | None:
    """Return what the campaign would reach with those brought in until now; None when nobody is eligible.

    `least`: the smallest cell shown. `codes`: whether the codes beside a line are shown.
    """
    rows = _cells(campaign) if campaign.criteria else []
    if not rows:
        return None
    cells = [cell for cell, _people in rows]
    needs = _needs(rows)
    given = quotas.shares(campaign.baskets, needs)
    band = _bands(cells)
    tables = tuple(
        _table(title, cells, given, band, number, labels, least)
        for number, (title, labels) in enumerate(
            (
                (_("By neighbourhood"), None),
                (_("By number of people"), SIZES),
                (_("By disability in the household"), SAID),
                (_("By whether a woman heads the household"), SAID),
            )
        )
    )
    found = simulation.lines(cells, given)
    return Simulation(
        need=sum(one.households for one in needs.values()),
        tables=tables,
        by_need=tuple(simulation.coverage(cells, given, lambda cell: [band[cell.points]])),
        lines=tuple(_zone_lines(campaign, found, codes)),
    )


def _cells(campaign: Campaign) -> list[tuple[Cell, int]]:
    """Return groups of eligible households that are alike in what is looked at, each with its people: one statement."""
    criteria: Mapping[str, Any] = campaign.criteria or {}
    answers, points = _asked(criteria)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.zone, {points.text}, least(((a.facts ->> 'size')::int + 1) / 2, 4),"
            " CASE WHEN a.facts -> 'disability' = 'true' OR a.facts -> 'categories' ? 'disability' THEN 'yes'"
            " WHEN a.facts -> 'disability' = 'false' THEN 'no' ELSE '' END,"
            " CASE a.facts ->> 'woman_headed' WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE '' END,"
            f" count(*), sum((a.facts ->> 'size')::int) FROM ({answers.text}) a"
            f" WHERE {criteria_sql.eligible_sql(criteria)} GROUP BY 1, 2, 3, 4, 5",
            [*points.parameters, *answers.parameters, campaign.pk],
        )
        return [
            (Cell(zone, given, count, (zone, str(size), disability, woman)), people)
            for zone, given, size, disability, woman, count, people in cursor.fetchall()
        ]


def _asked(criteria: Mapping[str, Any]) -> tuple[criteria_sql.Sql, criteria_sql.Sql]:
    source = "aid_nomination n WHERE n.campaign_id = %s AND n.withdrawn_at IS NULL"
    return criteria_sql.answers_sql(criteria, facts.KNOWN, source), criteria_sql.points_sql(criteria)


def _needs(rows: Iterable[tuple[Cell, int]]) -> dict[str, Need]:
    found: dict[str, list[int]] = {}
    for cell, people in rows:
        of_zone = found.setdefault(cell.zone, [0, 0])
        of_zone[0] += cell.count
        of_zone[1] += people
    return {zone: Need(*figures) for zone, figures in found.items()}


def _bands(cells: Iterable[Cell]) -> dict[int, str]:
    """Return points → band of need: as near as can be to a third of the households in each."""
    counts: dict[int, int] = {}
    for cell in cells:
        counts[cell.points] = counts.get(cell.points, 0) + cell.count
    whole, before, found = sum(counts.values()), 0, {}
    for points in sorted(counts, reverse=True):
        middle = before + counts[points] / 2
        found[points] = HIGH if middle * 3 <= whole else MIDDLE if middle * 3 <= 2 * whole else LOW
        before += counts[points]
    return found


def _table(
    title: Any,
    cells: list[Cell],
    given: Mapping[str, int],
    band: Mapping[int, str],
    number: int,
    labels: Mapping[str, Any] | None,
    least: int,
) -> CoverageTable:
    def bands(cell: Cell) -> Iterable[str]:
        return f"{cell.bands[number]}\n{ALL}", f"{cell.bands[number]}\n{band[cell.points]}"

    found = {one.band: one for one in simulation.coverage(cells, given, bands)}
    values = sorted({cell.bands[number] for cell in cells})
    if labels is not None:
        values = [value for value in labels if value in values]
    return CoverageTable(
        title,
        tuple(
            CoverageRow(
                labels[value] if labels else value,
                tuple(_shown(found.get(f"{value}\n{need}"), least) for need, _words in NEEDS),
            )
            for value in values
        ),
    )


def _shown(one: Coverage | None, least: int) -> Coverage | None:
    return one if one is not None and one.need >= least else None


def _zone_lines(campaign: Campaign, found: Mapping[str, list[Line]], codes: bool) -> Iterable[LineBeside]:
    on_line = {zone: _on_line(groups) for zone, groups in sorted(found.items())}
    beside: dict[tuple[str, str], list[tuple[str, int]]] = {}
    if codes:
        beside = _beside(campaign, on_line)
    for zone, line in on_line.items():
        above, below = (tuple(beside.get((zone, side), ())) for side in ("above", "below"))
        yield LineBeside(line, above, below)


def _on_line(groups: list[Line]) -> Line:
    """Return the group that the draw decides, or the last that is wholly selected, or the first group."""
    decided: Callable[[Line], bool] = lambda line: line.decided  # noqa: E731
    inside = [line for line in groups if line.places]
    return next(filter(decided, groups), inside[-1] if inside else groups[0])


def _beside(campaign: Campaign, on_line: Mapping[str, Line]) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """Return (zone, above or below) → the nearest codes with their points; who has the points of the line is neither."""
    criteria: Mapping[str, Any] = campaign.criteria or {}
    answers, points = _asked(criteria)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.zone, t.side, n.code, t.points FROM (SELECT s.*, row_number() OVER (PARTITION BY s.zone, s.side"
            " ORDER BY abs(s.points - s.line), s.id) AS number FROM (SELECT a.id, a.zone, p.points, z.line,"
            " CASE WHEN p.points > z.line THEN 'above' ELSE 'below' END AS side"
            f" FROM ({answers.text}) a CROSS JOIN LATERAL (SELECT {points.text} AS points) p"
            " JOIN unnest(%s::text[], %s::int[]) z (zone, line) ON z.zone = a.zone"
            f" WHERE {criteria_sql.eligible_sql(criteria)} AND p.points <> z.line) s) t"
            " JOIN aid_nomination n ON n.id = t.id WHERE t.number <= %s ORDER BY t.zone, t.side, abs(t.points - t.line), n.code",
            [
                *answers.parameters,
                campaign.pk,
                *points.parameters,
                list(on_line),
                [line.points for line in on_line.values()],
                SHOWN,
            ],
        )
        found: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for zone, side, code, given in cursor.fetchall():
            found.setdefault((zone, side), []).append((code, given))
        return found
