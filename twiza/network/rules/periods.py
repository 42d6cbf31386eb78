"""Where a period [from, until) stands on a day."""

from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """Now, to come, over."""

    NOW = "now"
    TO_COME = "to_come"
    OVER = "over"


def standing(start: date | None, until: date | None, is_empty: bool = False, *, on: date) -> Standing:
    """Return where [start, until) stands on a day. An empty period is over; a missing bound is open.

    >>> standing(date(2026, 1, 1), date(2026, 6, 1), on=date(2026, 6, 1))
    <Standing.OVER: 'over'>
    """
    if is_empty or (until is not None and until <= on):
        return Standing.OVER
    return Standing.TO_COME if start is not None and start > on else Standing.NOW
