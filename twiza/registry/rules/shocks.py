"""What may fall upon a household on one day: dated, with an end, unlike a situation that lasts. Pure Python."""

from datetime import date

from twiza.lib.errors import N_

SHOCKS: dict[str, str] = {
    "job_loss": N_("lost work"),
    "illness": N_("illness"),
    "accident": N_("accident"),
    "death": N_("death in the household"),
    "fire": N_("fire"),
    "flood": N_("flood"),
    "earthquake": N_("earthquake"),
    "drought": N_("drought, animals lost"),
    "eviction": N_("lost the home"),
}
MOST_MONTHS = 24


def is_felt(happened_on: date, until: date, ended_on: date | None, day: date) -> bool:
    """Say whether a shock still counts on a day: it happened, its end has not come, nobody said it is over."""
    return happened_on <= day < until and (ended_on is None or day < ended_on)


def latest_end(happened_on: date) -> date:
    """Return the last day that may be written as its end: two years after; what lasts longer is a situation."""
    month = happened_on.month - 1 + MOST_MONTHS
    return date(happened_on.year + month // 12, month % 12 + 1, min(happened_on.day, 28))
