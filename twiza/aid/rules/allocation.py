"""Who of a zone is selected: by points, and among equal points by the draw. Pure Python.

The same is done set-based by the database when a list is frozen (`actions/placements.py`); a test holds the two equal.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from twiza.aid.rules.selection import NOT_ELIGIBLE, NOT_SELECTED, RESERVE, SELECTED

# Why a household stands where it stands
BY_CRITERIA = "criteria"  # its points alone gave the place; or it does not meet what everyone must meet
BY_QUOTA = "quota"  # households of its zone with more points took all places
BY_DRAW = "draw"  # others with the same points are on the other side of a line


@dataclass(frozen=True)
class Drawn:
    """A household of the pool as it goes into the draw."""

    code: str
    zone: str
    eligible: bool
    points: int


@dataclass(frozen=True)
class Place:
    """Where a household stands in its zone: `rank` and `tie` are 1 for the first, and 0 when not eligible."""

    code: str
    zone: str
    rank: int
    tie: int  # the group of its zone with the same points
    place: str
    reason: str


def place_all(
    pool: Iterable[Drawn],
    *,
    quotas: Mapping[str, int],
    reserves: Mapping[str, int],
    key: Callable[[str], bytes],
) -> dict[str, Place]:
    """Return code → place. `key` gives the order of the draw; codes are all different."""
    zones: dict[str, list[Drawn]] = defaultdict(list)
    placed: dict[str, Place] = {}
    for one in pool:
        if one.eligible:
            zones[one.zone].append(one)
        else:
            placed[one.code] = Place(one.code, one.zone, 0, 0, NOT_ELIGIBLE, BY_CRITERIA)
    for zone, households in zones.items():
        cuts = (quotas.get(zone, 0), quotas.get(zone, 0) + reserves.get(zone, 0))
        placed |= {one.code: one for one in _of_zone(households, cuts, key)}
    return placed


def _of_zone(households: list[Drawn], cuts: tuple[int, int], key: Callable[[str], bytes]) -> Iterable[Place]:
    groups: dict[int, list[Drawn]] = defaultdict(list)
    for one in households:
        groups[one.points].append(one)
    before = 0
    for tie, points in enumerate(sorted(groups, reverse=True), start=1):
        group = sorted(groups[points], key=lambda one: key(one.code))
        drawn = any(before < cut < before + len(group) for cut in cuts)
        for rank, one in enumerate(group, start=before + 1):
            place = SELECTED if rank <= cuts[0] else RESERVE if rank <= cuts[1] else NOT_SELECTED
            reason = BY_DRAW if drawn else BY_CRITERIA if place == SELECTED else BY_QUOTA
            yield Place(one.code, one.zone, rank, tie, place, reason)
        before += len(group)


def list_order(placed: Iterable[tuple[str, str, int, bytes]]) -> list[str]:
    """Return the codes of a list in the order of its ranks: selected before reserve, more points first, then the draw.

    Each item: (code, place, points, key of the draw).
    """
    rows = [one for one in placed if one[1] in (SELECTED, RESERVE)]
    return [one[0] for one in sorted(rows, key=lambda one: (one[1] != SELECTED, -one[2], one[3]))]
