"""Filters that show values as Morocco writes them. Never used in `value=`, CSV or JSON."""

from datetime import date
from typing import Any

from django import template

from twiza.platform.web import formats

register = template.Library()
register.filter("day", formats.day)
register.filter("weekday", formats.weekday)
register.filter("moment", formats.moment)
register.filter("clock", formats.clock)
register.filter("month", formats.month)
register.filter("number", formats.number)
register.filter("money", formats.money)
register.filter("hijri", formats.hijri)


@register.simple_tag
def colon() -> str:
    """A colon after a word, as each language sets it: French leaves a space before."""
    return "\u00a0:" if formats.language() == "fr" else ":"


@register.filter
def period(value: Any) -> str:
    """Say a period: a range of PostgreSQL, a pair, or anything with `starts_on` and `ends_on` ([start, end))."""
    start: date | None
    until: date | None
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        start, until = value
    elif hasattr(value, "lower") and hasattr(value, "upper"):
        start, until = value.lower, value.upper
    else:
        start, until = value.starts_on, value.ends_on
    return formats.period(start, until)


@register.filter
def plain(value: Any) -> str:
    """A number for an attribute: no grouping, a point for decimals."""
    return "" if value is None else str(value)
