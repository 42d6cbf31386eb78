"""Weeks and the whole winter, added up from the bulletins of its nights; beside the winter before. No Django.

Weeks are counted from the first night of the winter, so that week 3 of two winters is the same stretch of cold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from twiza.shelter.rules.bulletin import FIGURES, Bulletin, Line
from twiza.shelter.rules.nights import nights_between
from twiza.shelter.rules.plan import KITS

WEEK = 7
# A night's different persons cannot be added: the same person comes back the next night
NOT_ADDED = frozenset({"persons", "so_far"})
COMPARED = (
    "encounters",
    "offered",
    "sheltered",
    "refused",
    "helped",
    "available",
    "slept",
    "unmet_all",
    "mixed",
)


@dataclass(frozen=True)
class Stretch:
    """Some nights of a winter, added up. `told` of `nights` have a bulletin; the others are not in the sums."""

    number: int  # of the week, from 1; 0 is the whole winter
    first: date
    last: date
    nights: int
    told: int
    totals: Mapping[str, int | None]
    areas: tuple[Line, ...] = ()
    sites: tuple[Line, ...] = ()
    kits: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Beside:
    """One figure of this winter and of the one before, over the same nights counted from the first."""

    figure: str
    now: int | None
    before: int | None


def whole_winter(nights: Mapping[date, Bulletin], first: date, last: date) -> Stretch:
    """Return the whole winter added up; `so_far` is that of its last bulletin."""
    return _stretch(0, nights, first, last)


def weeks(nights: Mapping[date, Bulletin], first: date, last: date) -> tuple[Stretch, ...]:
    """Return the weeks of a winter up to its last night, each added up; the last one may be short."""
    starts = [night for number, night in enumerate(nights_between(first, last)) if number % WEEK == 0]
    return tuple(
        _stretch(number, nights, start, min(start + timedelta(days=WEEK - 1), last))
        for number, start in enumerate(starts, start=1)
    )


def week_of(night: date, first: date) -> int:
    """Return the number of the week in which a night lies."""
    return (night - first).days // WEEK + 1


def _stretch(number: int, nights: Mapping[date, Bulletin], first: date, last: date) -> Stretch:
    inside = list(nights_between(first, last))
    told = [nights[night] for night in inside if night in nights]
    totals = added(one.totals for one in told)
    if told:
        totals |= {"so_far": told[-1].totals.get("so_far")}
    return Stretch(
        number,
        first,
        last,
        len(inside),
        len(told),
        totals,
        _lines([one.areas for one in told]),
        _lines([one.sites for one in told]),
        _pieces([one.kits for one in told if one.kits is not None]),
    )


def _pieces(nights: list[Mapping[str, int]]) -> dict[str, int] | None:
    """Add pieces of several nights by kind; None where no night knows any."""
    if not nights:
        return None
    return {kind: number for kind in KITS if (number := sum(one.get(kind, 0) for one in nights))}


def added(rows: Iterable[Mapping[str, int | None]]) -> dict[str, int | None]:
    """Add figures of several nights. None where no night knows it; different persons are not added."""
    sums: dict[str, int | None] = dict.fromkeys(FIGURES)
    for row in rows:
        for name, value in row.items():
            if value is not None and name not in NOT_ADDED:
                sums[name] = (sums.get(name) or 0) + value
    return sums


def _lines(nights: list[tuple[Line, ...]]) -> tuple[Line, ...]:
    names: dict[str, tuple[str, str]] = {}
    cells: dict[str, list[Mapping[str, int | None]]] = {}
    for lines in nights:
        for one in lines:
            names[one.id] = one.names
            cells.setdefault(one.id, []).append(one.cells)
    order = sorted(names, key=lambda id: (not id, names[id]))
    return tuple(Line(id, names[id], added(cells[id])) for id in order)


def beside(
    now: Mapping[date, Bulletin], first: date, before: Mapping[date, Bulletin], first_before: date
) -> tuple[int, tuple[Beside, ...]]:
    """Compare two winters over the nights that both have told, night by night from the first: (how many, figures)."""
    numbers = sorted(
        {(night - first).days for night in now} & {(night - first_before).days for night in before}
    )
    here = added(now[first + timedelta(days=one)].totals for one in numbers)
    there = added(before[first_before + timedelta(days=one)].totals for one in numbers)
    return len(numbers), tuple(Beside(name, here[name], there[name]) for name in COMPARED)
