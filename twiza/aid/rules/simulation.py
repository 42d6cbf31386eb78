"""What a campaign would reach before anything is drawn: exact chances, no draw needed. Pure Python.

Within a zone households with more points come first, and of those with equal points each has the same chance: of a
group of `count` in which `places` are left, each household has the chance places / count, and of `some` of them the number
selected is hypergeometric. So coverage has an exact mean and an exact variance; the interval is the mean ± 1.96 standard
deviations, cut at what is possible. What is sure has no width.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

NORMAL = 1.96


@dataclass(frozen=True)
class Cell:
    """Households of a zone with equal points that share what is looked at: how many, in which bands."""

    zone: str
    points: int
    count: int
    bands: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """Of `need` households of a band, how many would be selected: the mean, and between which figures 19 times of 20."""

    band: str
    need: int
    mean: float
    low: int
    high: int


@dataclass(frozen=True)
class Line:
    """Where the line of a zone falls: the group of equal points on it, with the places left, and its neighbours."""

    zone: str
    points: int
    places: int
    count: int

    @property
    def decided(self) -> bool:
        """Whether the draw decides here."""
        return 0 < self.places < self.count


def lines(cells: Iterable[Cell], quotas: Mapping[str, int]) -> dict[str, list[Line]]:
    """Return zone → its groups of equal points, the most points first, with the places that each gets."""
    groups: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        groups[cell.zone][cell.points] += cell.count
    found: dict[str, list[Line]] = {}
    for zone, of_zone in groups.items():
        left = quotas.get(zone, 0)
        found[zone] = []
        for points in sorted(of_zone, reverse=True):
            places = min(left, of_zone[points])
            found[zone].append(Line(zone, points, places, of_zone[points]))
            left -= places
    return found


def coverage(
    cells: Iterable[Cell], quotas: Mapping[str, int], band_of: Callable[[Cell], Iterable[str]]
) -> list[Coverage]:
    """Return the coverage of each band, in the order of their names. A cell may stand in several bands."""
    cells = list(cells)
    groups = {(line.zone, line.points): line for some in lines(cells, quotas).values() for line in some}
    inside: dict[str, dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        for band in band_of(cell):
            inside[band][cell.zone, cell.points] += cell.count
    return [_covered(band, inside[band], groups) for band in sorted(inside)]


def _covered(
    band: str, inside: Mapping[tuple[str, int], int], groups: Mapping[tuple[str, int], Line]
) -> Coverage:
    mean = variance = 0.0
    least = most = 0
    for key, some in inside.items():
        line = groups[key]
        share = line.places / line.count
        mean += some * share
        if line.count > 1:
            variance += some * share * (1 - share) * (line.count - some) / (line.count - 1)
        least += max(0, some + line.places - line.count)
        most += min(some, line.places)
    width = NORMAL * math.sqrt(variance)
    return Coverage(
        band,
        sum(inside.values()),
        mean,
        max(least, math.floor(mean - width + 1e-9)) if width else round(mean),
        min(most, math.ceil(mean + width - 1e-9)) if width else round(mean),
    )
