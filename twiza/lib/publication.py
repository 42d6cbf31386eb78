"""Figures for everybody, of which none that is hidden can be worked out from those that are shown. Pure Python.

All figures that are published together are cells of one system: tables with totals, two-way tables, totals that two
tables share. `Sum` says which cell is the sum of which others. Hidden are

1. the cells from 1 to `least` - 1;
2. those that were hidden in an earlier publication, and those that changed by 1 to `least` - 1 since one: the
   difference of two publications is a figure too;
3. and then, one by one, the smallest others, until every hidden cell may be, as far as the figures shown tell, at
   least as many different values as a small cell may (`least` - 1).

What was shown before and has not changed is known to whoever guesses that it has not: it protects nothing, so it is
never hidden for 3. Where nothing else is left to hide, this publication tells nothing that was not known.

For 3 nothing is assumed of how clever the reader is: for each hidden cell another set of whole figures is made that
agrees with everything shown. Who reads knows that no cell is below zero, and that a hidden one is not zero. Such
sets are found along directions in which hidden cells may move together (the null space of the sums); where none is
found more is hidden, so that a mistake of the search costs a figure, never a family.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

Direction = Mapping[str, int]
Bounds = dict[str, tuple[int | None, int | None]]  # the least and most a reader takes for possible


@dataclass(frozen=True)
class Sum:
    """`total` is the sum of `parts`, all of them cells."""

    total: str
    parts: tuple[str, ...]


class DoesNotAddUp(ValueError):
    """A total is not the sum of its parts: a fault of ours, published never."""


def published(
    cells: Mapping[str, int],
    sums: Sequence[Sum],
    least: int,
    earlier: Sequence[Mapping[str, int | None]] = (),
) -> dict[str, int | None]:
    """Return the cells as they may be shown, None where one is not. `earlier`: what was published before, oldest first.

    DoesNotAddUp when a total is not the sum of its parts.
    """
    hidden = hidden_cells(cells, sums, least, earlier)
    return {name: None if name in hidden else value for name, value in cells.items()}


def hidden_cells(
    cells: Mapping[str, int],
    sums: Sequence[Sum],
    least: int,
    earlier: Sequence[Mapping[str, int | None]] = (),
) -> frozenset[str]:
    """Return the names of the cells that are not shown."""
    for one in sums:
        if cells[one.total] != sum(cells[part] for part in one.parts):
            raise DoesNotAddUp(one.total)
    hidden = {name for name, value in cells.items() if 0 < value < least}
    for before in earlier:
        hidden |= {name for name in cells if name in before and _tells(before[name], cells[name], least)}
    known = _with_what_follows(
        {name for before in earlier for name, old in before.items() if cells.get(name) == old}, sums
    )
    bounds: Bounds = {name: (min(1, value), None) for name, value in cells.items()}
    while True:
        count = len(hidden)
        _protect(cells, bounds, sums, least, hidden, known)
        for before in earlier:
            _protect_change(cells, before, sums, least, hidden, known)
        if len(hidden) == count:
            return frozenset(hidden)


def _with_what_follows(known: set[str], sums: Sequence[Sum]) -> set[str]:
    """Return these cells and those that are what is left of a sum whose other cells are among them."""
    while follows := {
        left for one in sums if len(others := {one.total, *one.parts} - known) == 1 for left in others
    }:
        known = known | follows
    return known


def _tells(before: int | None, now: int, least: int) -> bool:
    """Whether showing a figure now says something small beside what was shown, or hidden, before."""
    return before is None or 0 < abs(now - before) < least


def _protect_change(
    cells: Mapping[str, int],
    before: Mapping[str, int | None],
    sums: Sequence[Sum],
    least: int,
    hidden: set[str],
    known: set[str],
) -> None:
    """Hide more until what changed since an earlier publication cannot be worked out either.

    A reader who knows of each figure only whether it grew or fell is thought of: baskets handed over grow, those that
    wait fall.
    """
    change = {name: cells[name] - old for name, old in before.items() if old is not None and name in cells}
    whole = [one for one in sums if {one.total, *one.parts} <= change.keys()]
    bounds: Bounds = {name: (0, None) if value >= 0 else (None, 0) for name, value in change.items()}
    kept = hidden & change.keys()
    _protect(change, bounds, whole, least, kept, known)
    hidden |= kept


def _protect(
    cells: Mapping[str, int],
    bounds: Bounds,
    sums: Sequence[Sum],
    least: int,
    hidden: set[str],
    known: set[str],
) -> None:
    need = max(2, least - 1)
    # what is worked out even when all the rest is kept back was known before: hiding more does not help it
    lost = _weak(cells, bounds, sums, need, cells.keys() - known) if known else set()
    while weak := _weak(cells, bounds, sums, need, hidden - known) - lost:
        more = _next_to_hide(cells, sums, min(weak), hidden - known, known)
        if more is None:
            return
        hidden.add(more)


def _weak(
    cells: Mapping[str, int], bounds: Bounds, sums: Sequence[Sum], need: int, hidden: AbstractSet[str]
) -> set[str]:
    """Return the hidden cells for which fewer than `need` values are possible."""
    bound = {name for one in sums for name in (one.total, *one.parts)} & hidden
    if not bound:
        return set()
    moves = directions(sums, hidden)
    free = {
        name for move in moves if _values(cells, bounds, move) >= need for name, step in move.items() if step
    }
    weak = bound - free
    for n, one in enumerate(moves):
        for two in moves[n + 1 :] if weak else ():
            for pair in _pairs(one, two) if weak & (one.keys() | two.keys()) else ():
                if _values(cells, bounds, pair) >= need:
                    weak -= {name for name, step in pair.items() if step}
    return weak


def _pairs(one: Direction, two: Direction) -> Iterable[Direction]:
    names = one.keys() | two.keys()
    for sign in (1, -1):
        yield {name: one.get(name, 0) + sign * two.get(name, 0) for name in names}


def _values(cells: Mapping[str, int], bounds: Bounds, move: Direction) -> float:
    """Return how many sets of figures lie on one direction through the true one, none outside its bounds."""
    ahead = behind = float("inf")
    for name, step in move.items():
        if step:
            low, high = bounds[name]
            down = float("inf") if low is None else (cells[name] - low) // abs(step)
            up = float("inf") if high is None else (high - cells[name]) // abs(step)
            ahead = min(ahead, up if step > 0 else down)
            behind = min(behind, down if step > 0 else up)
    return ahead + behind + 1


def _next_to_hide(
    cells: Mapping[str, int], sums: Sequence[Sum], weak: str, hidden: set[str], known: set[str]
) -> str | None:
    """Return the cell that costs least: a part before a total, one that bares no other sum, the smallest.

    First in a sum of which one cell alone is hidden, which gives it away; then in the sums nearest to `weak`. None of
    `known`: hiding those hides nothing.
    """
    names = [{one.total, *one.parts} for one in sums]
    bare = [one for one, inside in zip(sums, names, strict=True) if len(inside & hidden) == 1]
    near = {weak}
    for around in (bare, *_further(sums, near)):
        parts = {name for one in around for name in one.parts} - hidden - known
        totals = {one.total for one in around} - hidden - known
        for choice in (parts, totals):
            some = [name for name in choice if cells[name]]
            if some:
                return min(some, key=lambda name: (_bares(name, names, hidden), abs(cells[name]), name))
    shown = sorted(near - hidden - known)
    return shown[0] if shown else None


def _further(sums: Sequence[Sum], near: set[str]) -> Iterable[list[Sum]]:
    """Yield the sums around these cells, then those around the cells of those, until there are no more."""
    while True:
        around = [one for one in sums if {one.total, *one.parts} & near]
        yield around
        wider = near.union(*({one.total, *one.parts} for one in around))
        if wider == near:
            return
        near |= wider


def _bares(name: str, sums: Sequence[set[str]], hidden: set[str]) -> int:
    """Return in how many sums a cell would be the only hidden one."""
    return sum(name in inside and not inside & hidden for inside in sums)


def directions(sums: Sequence[Sum], hidden: Iterable[str]) -> list[Direction]:
    """Return whole directions in which hidden cells may move together and every sum still holds: a base of them all."""
    totals = {one.total for one in sums}
    # totals first: they are worked out, and the parts stay free to move
    names = sorted(hidden, key=lambda name: (name not in totals, name))
    rows = []
    for one in sums:
        row = [Fraction((name in one.parts) - (name == one.total)) for name in names]
        if any(row):
            rows.append(row)
    pivots = _reduce(rows, len(names))
    found: list[Direction] = []
    for free in (n for n in range(len(names)) if n not in pivots):
        moved = {free: Fraction(1)} | {
            column: -rows[at][free] for column, at in pivots.items() if rows[at][free]
        }
        scale = lcm(*(value.denominator for value in moved.values()))
        found.append({names[n]: int(value * scale) for n, value in moved.items()})
    return found


def _reduce(rows: list[list[Fraction]], width: int) -> dict[int, int]:
    """Reduce rows in place (Gauss and Jordan); return {column of a pivot: its row}."""
    pivots: dict[int, int] = {}
    for column in range(width):
        at = len(pivots)
        found = next((n for n in range(at, len(rows)) if rows[n][column]), None)
        if found is None:
            continue
        rows[at], rows[found] = rows[found], rows[at]
        lead = rows[at][column]
        rows[at] = [value / lead for value in rows[at]]
        for n, row in enumerate(rows):
            if n != at and row[column]:
                factor = row[column]
                rows[n] = [value - factor * top for value, top in zip(row, rows[at], strict=True)]
        pivots[column] = at
    return pivots
