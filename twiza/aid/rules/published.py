"""What of a pool may be published: zones and classes of points in which enough families stand. Pure Python.

Worked out when the pool is frozen, before anything is drawn: how many of each zone and of each number of points will
be selected is known by then, only not who. So the labels are part of what is signed, and nobody moves a family to
another label after seeing the draw.

1. Zones in which a figure is too small are told together, as `TOGETHER`; with them every zone whose figure the pages of
   the campaign hide, so that nothing is found by taking one from the other.
2. The reserve is told apart from those who are not selected only when that is possible in every zone.
3. In a zone, neighbouring numbers of points are one class until at least `least` families stand in each of its places.
   Of all ways to do so the one is taken that leaves most classes of a single number where the draw decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twiza.aid.rules.suppression import suppressed

TOGETHER = "*"
NOT_ELIGIBLE, NO_CLASS = -1, 0  # classes are numbered from 1, the most points first
_DECIDED = 1000  # what a class that anybody can draw again is worth beside any other


@dataclass(frozen=True)
class ZoneFigures:
    """What is known of a zone before the draw. `points`: points → eligible households."""

    points: Mapping[int, int]
    outside: int  # not eligible
    quota: int
    reserve: int

    @property
    def need(self) -> int:
        return sum(self.points.values())

    @property
    def waiting(self) -> int:
        return self.need - self.quota


@dataclass(frozen=True)
class PublicZone:
    """A zone as it is published. `classes`: the number of points of each, or None for several numbers together."""

    label: str
    need: int
    quota: int
    reserve: int | None
    classes: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class Published:
    """The labels of a pool: zones in the order of their names, and the class of (zone, points)."""

    zones: tuple[PublicZone, ...]
    labels: Mapping[str, str]
    classes: Mapping[tuple[str, int], int]
    reserve_shown: bool

    def line(self, zone: str, eligible: bool, points: int) -> tuple[str, int]:
        """Return (label, class) of a household."""
        label = self.labels[zone]
        if not eligible:
            return label, NOT_ELIGIBLE
        return label, self.classes[zone, points] if label != TOGETHER else NO_CLASS

    def kept(self) -> dict[str, Any]:
        """Return the same as plain values; `from_kept` reads them again."""
        return {
            "zones": [[one.label, one.need, one.quota, one.reserve, list(one.classes)] for one in self.zones],
            "labels": dict(self.labels),
            "classes": [[zone, points, number] for (zone, points), number in sorted(self.classes.items())],
            "reserve_shown": self.reserve_shown,
        }


def from_kept(kept: Mapping[str, Any]) -> Published | None:
    """Return the labels as they were kept; None when the pool was too small."""
    if not kept:
        return None
    return Published(
        tuple(
            PublicZone(label, need, quota, reserve, tuple(classes))
            for label, need, quota, reserve, classes in kept["zones"]
        ),
        kept["labels"],
        {(zone, points): number for zone, points, number in kept["classes"]},
        kept["reserve_shown"],
    )


def publish(zones: Mapping[str, ZoneFigures], least: int) -> Published | None:
    """Return the labels under which a pool may be published, or None when it is too small for any."""
    merged = _together(zones, least)
    if merged is None:
        return None
    alone = {zone: one for zone, one in zones.items() if zone not in merged}
    shown = not merged and all(_reserve_fits(one, least) for one in alone.values())
    public: list[PublicZone] = []
    classes: dict[tuple[str, int], int] = {}
    for zone in sorted(alone):
        one = alone[zone]
        parts = _classes(one, shown, least)
        for number, part in enumerate(parts, start=1):
            classes |= {(zone, points): number for points in part}
        public.append(
            PublicZone(
                zone,
                one.need,
                one.quota,
                one.reserve if shown else None,
                tuple(part[0] if len(part) == 1 else None for part in parts),
            )
        )
    if merged:
        all_of = [zones[zone] for zone in merged]
        public.append(
            PublicZone(TOGETHER, sum(one.need for one in all_of), sum(one.quota for one in all_of), None)
        )
    labels = {zone: TOGETHER if zone in merged else zone for zone in zones}
    return Published(tuple(public), labels, classes, shown)


def _small(figures: Iterable[int], least: int) -> bool:
    return any(0 < one < least for one in figures)


def _figures(one: ZoneFigures) -> tuple[int, int, int, int]:
    return one.need, one.quota, one.waiting, one.outside


def _together(zones: Mapping[str, ZoneFigures], least: int) -> set[str] | None:
    """Return the zones told together (none, or two at least), or None when even all of them are too few."""
    merged = {zone for zone, one in zones.items() if _small(_figures(one), least)}
    for kind in range(4):
        cells, _total = suppressed({zone: _figures(one)[kind] for zone, one in zones.items()}, least)
        merged |= {zone for zone, value in cells.items() if value is None}
    others = sorted(zones.keys() - merged, key=lambda zone: (zones[zone].need, zone))
    while merged and (len(merged) < 2 or _small(_sums(zones, merged), least)):
        if not others:
            return None
        merged.add(others.pop(0))
    return merged if sum(one.need for one in zones.values()) >= least else None


def _sums(zones: Mapping[str, ZoneFigures], merged: Iterable[str]) -> list[int]:
    return [sum(column) for column in zip(*(_figures(zones[zone]) for zone in merged), strict=True)]


def _reserve_fits(one: ZoneFigures, least: int) -> bool:
    return not _small((one.reserve, one.waiting - one.reserve), least)


def _classes(one: ZoneFigures, reserve_shown: bool, least: int) -> list[tuple[int, ...]]:
    """Return the numbers of points of each class, the most first: the best of all partitions that hold."""
    cuts = (one.quota, one.quota + one.reserve) if reserve_shown else (one.quota,)
    points = sorted(one.points, reverse=True)
    ends = [0]
    for number in points:
        ends.append(ends[-1] + one.points[number])
    best: list[tuple[int, int] | None] = [
        (0, 0)
    ]  # (worth, where the last class begins) of the first n numbers
    for last in range(1, len(points) + 1):
        found = [
            (before[0] + _worth(ends[first], ends[last], last - first, cuts), first)
            for first in range(last)
            if (before := best[first]) is not None and _holds(ends[first], ends[last], cuts, least)
        ]
        best.append(max(found, default=None))
    parts: list[tuple[int, ...]] = []
    at = len(points)
    while at:
        step = best[at]
        assert step is not None  # the zone as one class holds: it is not among those told together
        parts.append(tuple(points[step[1] : at]))
        at = step[1]
    return parts[::-1]


def _holds(first: int, last: int, cuts: Sequence[int], least: int) -> bool:
    """Say whether the households from rank `first` + 1 to `last` are enough in each place where some of them stand."""
    edges = [first, *(min(max(cut, first), last) for cut in cuts), last]
    return not _small((after - before for before, after in zip(edges, edges[1:], strict=False)), least)


def _worth(first: int, last: int, numbers: int, cuts: Sequence[int]) -> int:
    decided = any(first < cut < last for cut in cuts)
    return 1 + (_DECIDED if numbers == 1 and decided else 0)
