"""Why a household is added after the list was signed, and whose turn in the reserve it is. Pure Python."""

from collections.abc import Collection, Iterable

URGENT = (
    "fire",
    "illness",
    "death",
    "job_lost",
)  # need that began since: it comes before the order of the reserve
OBJECTION = "objection"  # an accepted one, to this very household
FROM_RESERVE = "from_reserve"  # a basket became free
OUTSIDE_CRITERIA = "outside_criteria"  # the only reason for which an addendum takes who is not eligible
REASONS = (*URGENT, OBJECTION, FROM_RESERVE, "forgotten", "late_case", OUTSIDE_CRITERIA)


def passed_over(waiting: Iterable[tuple[str, str]], named: Collection[str]) -> tuple[str, str] | None:
    """Return (zone, code) of the first household of a reserve that an addendum would pass over; None when it passes nobody.

    `waiting`: (zone, code) of the reserve that still waits, each zone in its drawn order. `named`: codes of the addendum.
    """
    first: dict[str, str] = {}
    for zone, code in waiting:
        if code not in named:
            first.setdefault(zone, code)
        elif zone in first:
            return zone, first[zone]
    return None
