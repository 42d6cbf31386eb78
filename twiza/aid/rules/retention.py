"""Until when a campaign knows its families. Pure Python."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month. ValueError below zero."""
    if months < 0:
        raise ValueError("a number of months is not below zero")
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
