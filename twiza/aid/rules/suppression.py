"""Small figures are not published: behind a 2 there are two families. Pure Python."""

from collections.abc import Mapping


def suppressed(cells: Mapping[str, int], least: int) -> tuple[dict[str, int | None], int | None]:
    """Return (cells as published, total as published); None where a figure is not shown.

    Hidden are the cells from 1 to `least` - 1; and, so that a total gives none of them away, the next
    smallest ones until at least two are hidden and together they are at least `least`. When that cannot
    be, the total is hidden too.
    """
    hidden = {name for name, value in cells.items() if 0 < value < least}
    if hidden:
        others = sorted((value, name) for name, value in cells.items() if value and name not in hidden)
        while others and not _enough(cells, hidden, least):
            hidden.add(others.pop(0)[1])
    total = sum(cells.values())
    shown = {name: None if name in hidden else value for name, value in cells.items()}
    return shown, None if hidden and not _enough(cells, hidden, least) else total


def _enough(cells: Mapping[str, int], hidden: set[str], least: int) -> bool:
    return len(hidden) > 1 and sum(cells[name] for name in hidden) >= least
