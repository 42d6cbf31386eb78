"""The figures of a sheet for the local authority: part of a campaign's points and days, small figures hidden."""

from collections.abc import Collection, Mapping

from twiza.aid.rules.suppression import suppressed


def sheet_figures(
    cells: Mapping[str, int], chosen: Collection[str], least: int
) -> tuple[dict[str, int | None], int | None]:
    """Return (chosen cells as shown, their total as shown); None where a figure is not shown.

    What is hidden is decided over the whole campaign, so that two sheets never show the two sides of one figure. A
    total is shown only when neither the hidden cells of this sheet, nor those left out of it, could be told by it:
    on each side there are none, or at least two that together are at least `least`.
    """
    shown, _whole = suppressed(cells, least)
    hidden = [name for name, value in shown.items() if value is None]
    inside = [cells[name] for name in hidden if name in chosen]
    outside = [cells[name] for name in hidden if name not in chosen]
    part = {name: shown[name] for name in cells if name in chosen}
    total = sum(cells[name] for name in part)
    tells_nothing = all(not side or len(side) > 1 and sum(side) >= least for side in (inside, outside))
    return part, total if tells_nothing else None
