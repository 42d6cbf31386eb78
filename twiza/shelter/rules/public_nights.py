"""What anybody may read of a winter: whole weeks and their nights, never an area, never a site. No Django.

An area that is named with how many sleep there sends people to where they sleep; a small site names its guests. So the
public reads the province as a whole, over weeks that are over, with what is small taken out (`lib/publication`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from twiza.lib.publication import Sum, published
from twiza.shelter.rules.bulletin import Bulletin
from twiza.shelter.rules.nights import nights_between
from twiza.shelter.rules.season import WEEK

# Tables whose figures add up among themselves and with no others: name → parts shown of a week
TABLES: Mapping[str, tuple[str, ...]] = {
    "encounters": (),
    "helped": (),
    "refused": (),
    "slept": ("slept_women", "slept_men", "slept_children"),
    "unmet_all": (),
}
LATE = 3  # days after the last night of a week until it is published: phones have sent by then


def weeks_over(first: date, last: date, today: date) -> int:
    """Return how many weeks of a winter are over long enough; the last, short one counts when the winter is over."""
    nights = (min(last, today - timedelta(days=LATE + 1)) - first).days + 1
    over = (last - first).days + 1 <= nights
    return max(0, -(-nights // WEEK) if over else nights // WEEK)


def public_cells(
    nights: Mapping[date, Bulletin],
    first: date,
    last: date,
    weeks: int,
    least: int,
    earlier: Sequence[Mapping[str, int | None]] = (),
) -> dict[str, int | None]:
    """Return the cells that may be shown of these weeks; None where one is not. What no bulletin tells has no cell.

    Args:
        least: the smallest figure that is shown.
        earlier: what was published of this winter before, oldest first.
    """
    shown: dict[str, int | None] = {}
    for table in TABLES:
        cells, sums = table_of(nights, table, first, last, weeks)
        before = [{name: value for name, value in one.items() if name in cells} for one in earlier]
        shown |= published(cells, sums, least, before)
    return shown


def table_of(
    nights: Mapping[date, Bulletin], table: str, first: date, last: date, weeks: int
) -> tuple[dict[str, int], list[Sum]]:
    """Return the cells of one table and how they add up: all ← weeks ← nights, and who slept across both."""
    cells: dict[str, int] = {}
    sums: list[Sum] = []
    of_weeks: list[str] = []
    split: dict[str, list[str]] = {name: [] for name in TABLES[table]}
    for week in range(1, weeks + 1):
        start = first + timedelta(days=WEEK * (week - 1))
        inside = nights_between(start, min(start + timedelta(days=WEEK - 1), last))
        told = [one for one in inside if one in nights and nights[one].totals.get(table) is not None]
        if not told:
            continue
        for one in told:
            cells[f"night/{one}/{table}"] = nights[one].totals[table] or 0
        sums.append(_sum(cells, f"week/{week}/{table}", [f"night/{one}/{table}" for one in told]))
        of_weeks.append(f"week/{week}/{table}")
        for name in split:
            cells[f"week/{week}/{name}"] = sum(nights[one].totals[name] or 0 for one in told)
            split[name].append(f"week/{week}/{name}")
        if split:
            sums.append(Sum(f"week/{week}/{table}", tuple(f"week/{week}/{name}" for name in split)))
    if of_weeks:
        sums.append(_sum(cells, f"all/{table}", of_weeks))
        sums += [_sum(cells, f"all/{name}", parts) for name, parts in split.items()]
        if split:
            sums.append(Sum(f"all/{table}", tuple(f"all/{name}" for name in split)))
    return cells, sums


def _sum(cells: dict[str, int], total: str, parts: list[str]) -> Sum:
    cells[total] = sum(cells[one] for one in parts)
    return Sum(total, tuple(parts))
